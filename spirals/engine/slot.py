"""A slot of two hours: moods move on, meetings are held, people start encounters in random order.

A slot is one step; at half the time step (`Scenario.time_step`) it is two, each with half the encounters and half the
carrying over.  Meetings and the diary go by slots.
"""

from __future__ import annotations

from spirals.engine.draws import encounter_block, fresh
from spirals.engine.encounter import Frame, converse
from spirals.engine.meeting import hold_meetings
from spirals.engine.reading import trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.theory import conduct
from spirals.engine.ties import tie_for, unlikeness
from spirals.mechanisms.affect import energy_spent, mood_carried, mood_event
from spirals.mechanisms.conduct import strength
from spirals.mechanisms.numbers import kept_over, logistic, rise, settle
from spirals.mechanisms.reporting import reported_energy, reported_mood, reported_strain
from spirals.mechanisms.selection import preferred, rate_in_mood
from spirals.mechanisms.ties import invested, softened
from spirals.population import (
    ACTIVE,
    CERTAIN,
    ENERGY,
    ENERGY_SET,
    FATIGUE,
    HOURS,
    LANE,
    MOOD,
    MOOD_INERTIA,
    MOOD_SET,
    N_PEOPLE,
    N_SITES,
    N_TEAMS,
    OUTSIDE,
    PULL,
    RATE,
    REACH,
    RESILIENCE,
    ROW_LENGTH,
    ROW_START,
    SITE,
    SLOT_HOURS,
    SLOTS,
    STARTS,
    STRAIN,
    TEAM,
    State,
    T,
)
from spirals.streams import DIARY, SLOT, WHOM, normal

_OUTSIDERS = T["outsider_encounters"]
MAX_STARTS = 3
_JOINS = 4  # blocks of who joins, after those of the encounters that a person starts in a step
_LANES = 1 << 22  # told apart in a block
_THIRD_BLOCK = 1 << 29  # and of what a third person then does, apart from turns and scheduled talks


@verb
def steps_a_day(s: State) -> int:
    """Return how many steps a day has: one a slot, or two."""
    return SLOTS if s.p.time_step == 1.0 else 2 * SLOTS


@verb
def slot_of(s: State, step: int) -> int:
    """Return the slot in which a step lies."""
    return step if s.p.time_step == 1.0 else step // 2


@verb
def opens_slot(s: State, step: int) -> bool:
    """Return whether a step is the first of its slot."""
    return s.p.time_step == 1.0 or step % 2 == 0


@verb
def closes_slot(s: State, step: int) -> bool:
    """Return whether a step is the last of its slot."""
    return s.p.time_step == 1.0 or step % 2 == 1


@verb
def open_step(s: State, step: int) -> int:
    """Let one step pass for everybody, hold the meetings of a slot it opens; return how many are in the order."""
    n = pass_step(s, step)
    if opens_slot(s, step):
        hold_meetings(s, s, False, slot_of(s, step))
    return n


@verb
def pass_step(s: State, step: int) -> int:
    """Move everybody's mood on and draw the order of activation; return how many are in it."""
    n = 0
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            n = put_in_order(s, i, pass_time(s, i, step), n)
    return n


@verb
def put_in_order(s: State, i: int, u: float, n: int) -> int:
    """Give a person a random place among the n who already have one; return how many have one now.

    Inside-out Fisher-Yates, keyed by person: one more person changes the place of one other.
    """
    place = int(u * (n + 1))
    s.order[n] = s.order[place]
    s.order[place] = i
    return n + 1


@inlined
def pass_time(s: State, i: int, step: int) -> float:
    """Let one step pass for one person: mood carries over, an outsider may be met; return the draw for the order."""
    p = s.p
    part = p.time_step
    u_mood, u_outsider, u_place, u_rate = fresh(s, i, SLOT, step)
    inertia = kept_over(trait(s, i, MOOD_INERTIA), part)
    mood = mood_carried(float(s.people[i, MOOD]), inertia, p.mood_innovation, normal(u_mood))
    mood -= float(s.people[i, FATIGUE])
    s.people[i, MOOD] = mood
    s.people[i, FATIGUE] = 0.0
    outsiders = part * p.outsider_rate
    if u_outsider < outsiders:
        meet_outsider(s, i, u_outsider / outsiders)
    s.today[i, STARTS] = float(starts_from(rate_in_mood(p, float(s.today[i, RATE]), mood), u_rate))
    return u_place


@verb
def meet_outsider(s: State, i: int, u: float) -> None:
    """Let a customer or somebody else outside be met: how they are treated comes back from them, and moves i.

    ``u`` is the chance of the occasion.  Outsiders have a regard for the person (``outside``), which follows how the
    person treats them and is how they treat the person.
    """
    p = s.p
    s.tally[_OUTSIDERS] += 1.0
    noise = p.noise_shared * normal(u)
    q = logistic(conduct(s, s, i, i, -1, noise))
    outside = float(s.people[i, OUTSIDE])
    v = strength(p, logistic(p.conduct_base + p.care * (2.0 * outside - 1.0) + noise))
    s.people[i, OUTSIDE] = settle(outside, q, p.outsider_memory)
    resilience = float(s.people[i, RESILIENCE])
    s.people[i, MOOD] += mood_event(p, v, p.outsider_effect, resilience)
    push = p.outsider_effect * p.energy_gain * abs(v)
    energy = energy_spent(float(s.people[i, ENERGY]), p.emotional_labour)
    if v > 0.0:
        s.people[i, ENERGY] = rise(energy, push)
    else:
        s.people[i, ENERGY] = invested(energy, 0.0, softened(p, push, resilience), p.saturation_order)


@verb
def starts_from(rate: float, u: float) -> int:
    """Return how many encounters a person wants to start in a step (0..3), on average the rate."""
    sure = int(rate)
    return min(MAX_STARTS, sure + (1 if u < rate - sure else 0))


@inlined
def starts_wanted(s: State, i: int) -> int:
    """Return how many encounters a person starts in the step under way (0..3), none once the day is full."""
    return 0 if float(s.people[i, HOURS]) >= s.p.contact_limit else int(s.today[i, STARTS])


@verb
def choose_partner(s: State, i: int, step: int, k: int) -> int:
    """Return whom a person turns to: a known tie by its pull, or someone new; -1 for nobody."""
    u_new, u_who, u_pool, u_more = fresh(s, i, WHOM, encounter_block(step, k))
    if s.p.reshuffle > 0.0:
        return anyone(s, u_who)
    if u_new < float(s.today[i, REACH]) or float(s.today[i, PULL]) <= 0.0:
        return someone_new(s, i, u_pool, u_who, u_more)
    return whole(s.links[pulled(s, i, u_who), 1])


@verb
def pulled(s: State, i: int, u: float) -> int:
    """Return the place in the lists of a known tie, by this morning's pulls, which must not be all zero."""
    mark = u * float(s.today[i, PULL])
    start = whole(s.rows[i, ROW_START])
    last = start + s.rows[i, ROW_LENGTH] - 1
    place = start
    for x in range(start, last):  # no early end: without one it runs several at a time
        place += 1 if float(s.pull[x]) <= mark else 0
    return place


@verb
def someone_new(s: State, i: int, u_pool: float, u_who: float, u_more: float) -> int:
    """Return someone from the own team, from the circle of a friend, from the same site, or anyone."""
    p = s.p
    if u_pool < p.new_in_team:
        return seek_out(s, i, whole(s.place[i, TEAM]), u_who, u_more)
    if u_pool < p.new_in_team + p.new_friend_of_friend and float(s.today[i, PULL]) > 0.0:
        friend = whole(s.links[pulled(s, i, u_who), 1])
        known = s.place[friend, ACTIVE] == 1 and float(s.today[friend, PULL]) > 0.0
        return whole(s.links[pulled(s, friend, u_more), 1]) if known else -1  # whom the friend has to do with
    if u_pool < p.new_in_team + p.new_friend_of_friend + p.new_on_site:
        return seek_out(s, i, int(s.counts[N_TEAMS]) + whole(s.place[i, SITE]), u_who, u_more)
    return seek_out(s, i, int(s.counts[N_TEAMS] + s.counts[N_SITES]), u_who, u_more)


@verb
def seek_out(s: State, i: int, group: int, u_who: float, u_more: float) -> int:
    """Return one of two random members of a group, rather the one who is more like the person."""
    one = from_group(s, group, u_who)
    if s.p.similarity_pull == 0.0:
        return one
    other = from_group(s, group, u_more)
    if one == other or other == i:
        return one
    if one == i:
        return other
    x = u_who * (s.bounds[group + 1] - s.bounds[group])
    chance = preferred(unlikeness(s, i, one), unlikeness(s, i, other), s.p.similarity_pull)
    return one if x - int(x) < chance else other  # what is left of the draw once it has named somebody


@verb
def from_group(s: State, group: int, u: float) -> int:
    """Return a random active member of a team or site (or of all), or -1."""
    start = whole(s.bounds[group])
    n = s.bounds[group + 1] - start
    return whole(s.groups[start + int(u * n)]) if n > 0 else -1


@verb
def anyone(s: State, u: float) -> int:
    """Return anybody in the organisation."""
    return from_group(s, int(s.counts[N_TEAMS] + s.counts[N_SITES]), u)


@verb
def comes_about(s: State, i: int, j: int) -> bool:
    """Return whether person j, whom person i turns to, is there and has time left today."""
    return j >= 0 and i != j and s.place[j, ACTIVE] == 1 and float(s.people[j, HOURS]) < s.p.contact_limit


@verb
def who_joins(s: State, i: int, j: int, step: int, k: int) -> int:
    """Return who of those person i knows joins the talk with person j, or -1.

    People meet in threes because they share rooms and tasks: it is somebody of the team of either.
    """
    u_joins, u_who, _, _ = fresh(s, i, WHOM, encounter_block(step, k) + _JOINS)
    shuffled = s.p.reshuffle > 0.0  # then anybody joins, so that there is as much contact without structure
    if u_joins >= s.p.joining or (not shuffled and float(s.today[i, PULL]) <= 0.0):
        return -1
    third = anyone(s, u_who) if shuffled else whole(s.links[pulled(s, i, u_who), 1])
    if third < 0:
        return -1
    team = s.place[third, TEAM]
    near = shuffled or team == s.place[i, TEAM] or team == s.place[j, TEAM]
    return third if near and third != j and comes_about(s, i, third) and comes_about(s, third, j) else -1


@verb
def third_block(s: State, i: int, step: int, k: int) -> int:
    """Return the block of random numbers of who joined the k-th encounter that person i starts in a step."""
    return _THIRD_BLOCK + (whole(s.place[i, LANE]) % _LANES) * 64 + step * 4 + k


@verb
def meet(s: State, i: int, j: int, step: int, k: int, move: int) -> int:
    """Let person i start an encounter with person j; return what i received (0 also where it does not come about).

    ``move`` -1 leaves to the theory what is done.
    """
    if not comes_about(s, i, j):
        return 0
    frame = Frame(move, -1.0, -1, 0.0, 0.0, 0, CERTAIN)
    slot = slot_of(s, step)
    received = converse(s, s, i, j, tie_for(s, i, j), slot, encounter_block(step, k), frame)[0]
    third = who_joins(s, i, j, step, k)
    if third >= 0:
        converse(s, s, third, j, tie_for(s, third, j), slot, third_block(s, i, step, k), frame)
    return received


@verb
def take_step(s: State, i: int, step: int) -> None:
    """Let one person start the encounters they want in a step."""
    for k in range(starts_wanted(s, i)):
        meet(s, i, choose_partner(s, i, step, k), step, k, -1)


@verb
def close_step(s: State, step: int) -> None:
    """At the last step of a slot, write everybody's diary answers, when recording."""
    if not closes_slot(s, step):
        return
    slot = slot_of(s, step)
    for i in range(s.counts[N_PEOPLE]):
        if i < s.diary.shape[1] and s.place[i, ACTIVE] == 1:
            write_diary(s, i, slot)


@verb
def write_diary(s: State, i: int, slot: int) -> None:
    """Write what one person reports: mood, energy and strain."""
    p = s.p
    u0, u1, u2, _ = fresh(s, i, DIARY, slot)
    level = trait(s, i, MOOD_SET)
    mood = float(s.people[i, MOOD])
    above = float(s.people[i, ENERGY]) - trait(s, i, ENERGY_SET)
    s.diary[slot, i, 0] = reported_mood(level, above, mood, normal(u0), p.energy_in_mood, p.report_noise)
    s.diary[slot, i, 1] = reported_energy(
        level, above, mood, SLOT_HOURS[slot], normal(u1), p.energy_in_mood, p.rhythm, p.report_noise
    )
    s.diary[slot, i, 2] = reported_strain(
        level, float(s.people[i, STRAIN]), mood, normal(u2), p.strain_in_mood, p.report_noise
    )
