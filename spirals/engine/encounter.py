"""One encounter: who talks with whom for how long, what both do and receive, and the change that follows.

The order is that of theory.md, section 1: conduct of both from the states as the encounter found them, response in
kind, each receives, further moves; everything is summed in ``State.impact`` and changes people and tie at the end.
"""

from __future__ import annotations

from typing import NamedTuple

from spirals.engine.draws import fresh
from spirals.engine.reading import lever, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.theory import conduct, moves, receive, respond
from spirals.engine.ties import side_of
from spirals.mechanisms.conduct import felt_report, mutuality, talk_share
from spirals.mechanisms.numbers import exp, logistic
from spirals.mechanisms.selection import minutes_of_talk
from spirals.mechanisms.ties import dose_of, familiarity_after, favours_after, invested, remembered
from spirals.population import (
    ANSWERED,
    AUTHENTICITY,
    CARRYING,
    CONNECTIVITY,
    D_ATTENTION,
    D_BAD,
    D_BEYOND,
    D_CONDUCT,
    D_CONTACTS,
    D_GOOD,
    D_LEARNT,
    D_MET,
    D_RECEIVED,
    D_STARTED,
    DAY,
    DOWN_AUTHENTICITY,
    DOWN_CARRYING,
    DOWN_CONNECTIVITY,
    DOWN_ENERGY,
    DOWN_HARDSHIP,
    DOWN_MEANING,
    DOWN_REGARD,
    DOWN_SAFETY,
    DOWN_STRAIN,
    DOWN_TENSILITY,
    DOWN_TRUST,
    DOWN_WORTH,
    ENERGY,
    FAMILIARITY,
    FAVOURS,
    HARDSHIP,
    HOURS,
    IMPACT_COLUMNS,
    IN_PERSON,
    KNOWLEDGE,
    LAST_MET,
    LEVEL,
    LEVER_FACE,
    LEVER_VOICE,
    LOGGED,
    MADE_UP,
    MEANING,
    MOOD,
    MOOD_SET,
    REGARD,
    REMOTE,
    RESILIENCE,
    REST_TRUST,
    RUPTURE,
    SAFETY,
    SCAR,
    SHARED,
    SITE,
    SOCIABILITY,
    STRAIN,
    TEAM,
    TENSILITY,
    TEXT,
    TIE_TRUST,
    UP_AUTHENTICITY,
    UP_CARRYING,
    UP_CONNECTIVITY,
    UP_ENERGY,
    UP_KNOWLEDGE,
    UP_MEANING,
    UP_MOOD,
    UP_OWED,
    UP_REGARD,
    UP_RESILIENCE,
    UP_RUPTURE,
    UP_SAFETY,
    UP_STRAIN,
    UP_TENSILITY,
    UP_TRUST,
    UP_WISH,
    UP_WORTH,
    VIDEO,
    WISH,
    WORTH,
    State,
    T,
)
from spirals.streams import CONDUCT, FELT, normal

_TONES = (T["depleting"], T["routine"], T["life_giving"])
_ENCOUNTERS = T["encounters"]
_VOLUME_RESPECT = T["volume_respectful_engagement"]
_FIRST = T["first_encounters"]
_BEYOND = T["beyond_team"]
_MINUTES = T["contact_minutes"]
_CONDUCT = T["mean_conduct"]


class Frame(NamedTuple):
    """What the setting of an encounter fixes beforehand; -1 (or a negative length) leaves it to the pair."""

    move: int  # the move it was arranged for
    minutes: float
    channel: int
    presence: float  # asked for in this encounter, logits of conduct
    voice: float  # 0..1: how far turns of talk are evened out
    meeting: int
    wanted: float  # how much more that move is wanted, logits


@inlined
def converse(
    reads: State, s: State, i: int, j: int, tie: int, slot: int, block: int, frame: Frame
) -> tuple[int, float, float]:
    """Let person i have an encounter with person j; return what i received (+1, 0, -1), i's conduct q and the dose."""
    p = s.p
    u_shared, u_i, u_j, u_minutes = fresh(s, i, CONDUCT, block)
    u_channel, u_felt_i, u_felt_j, _ = fresh(s, i, FELT, block)
    minutes = frame.minutes if frame.minutes >= 0.0 else length_of_talk(s, i, j, u_minutes)
    channel = frame.channel if frame.channel >= 0 else choose_channel(s, i, j, u_channel)
    dose = dose_of(minutes, channel_factor(s, channel), p.minutes_typical)
    more = frame.presence + p.noise_shared * normal(u_shared)
    ci = conduct(reads, s, i, j, tie, more + p.noise_own * normal(u_i))
    cj = conduct(reads, s, j, i, tie, more + p.noise_own * normal(u_j))
    ci, cj = respond(reads, i, j, ci, cj)
    qi = logistic(ci)
    qj = logistic(cj)
    share = share_of_talk(reads, s, i, j, frame.voice)
    mutual = mutuality(qi, qj, share)
    clear_impact(s)
    vi = receive(reads, s, 0, i, j, tie, qj, dose, share, mutual)
    vj = receive(reads, s, 1, j, i, tie, qi, dose, 1.0 - share, mutual)
    did_i, did_j, met_i, met_j = moves(reads, s, i, j, tie, qi, qj, dose, frame.move, frame.wanted, block)
    first = 1 if tie < 0 or float(s.ties[tie, FAMILIARITY]) == 0.0 else 0
    if s.log.shape[0] > 0:
        felt_i = felt_report(p, trait(s, i, MOOD_SET), qj, normal(u_felt_i))
        felt_j = felt_report(p, trait(s, j, MOOD_SET), qi, normal(u_felt_j))
        row = begin_log(s, i, j, slot, minutes, dose, channel, first, frame.meeting)
        if row >= 0:
            log_side(s, row, 0, qi, vi, felt_i, did_i, met_i)
            log_side(s, row, 1, qj, vj, felt_j, did_j, met_j)
            s.log[row, 18] = mutual
    count_encounter(s, i, j, minutes, first, frame.meeting)
    count_side(s, i, ci, qi, qj, vi)
    count_side(s, j, cj, qj, qi, vj)
    s.deeds[i, D_STARTED] += 1.0
    change_person(s, 0, i)
    change_person(s, 1, j)
    if tie >= 0:
        change_tie(s, tie, i)
        mark_met(s, i, j, tie, dose)
    return sign_of(vi), qi, dose


@verb
def hear(reads: State, s: State, i: int, speaker: int, tie: int, q: float, dose: float) -> None:
    """Let person i, who is present, receive the conduct of who speaks, at a part of the dose."""
    clear_impact(s)
    receive(reads, s, 0, i, speaker, tie, q, s.p.hearing * dose, 0.5, 0.0)
    change_person(s, 0, i)
    if tie >= 0:
        change_own_side(s, tie, side_of(s, tie, i), 0)


@inlined
def length_of_talk(s: State, i: int, j: int, u: float) -> float:
    """Return how long two people talk, minutes."""
    return minutes_of_talk(s.p, trait(s, i, SOCIABILITY) * trait(s, j, SOCIABILITY), normal(u))


@inlined
def choose_channel(s: State, i: int, j: int, u: float) -> int:
    """Return the channel: in person where both are at one site, else video or text."""
    together = s.place[i, SITE] == s.place[j, SITE] and trait(s, i, REMOTE) == 0.0 and trait(s, j, REMOTE) == 0.0
    face = lever(s, i, LEVER_FACE)
    if face > 0.0 and u < 1.0 - exp(-face):  # brought together although they work apart
        return IN_PERSON
    if together and (face >= 0.0 or u < exp(face)):
        return IN_PERSON
    return VIDEO if u < s.p.video_share else TEXT


@verb
def channel_factor(s: State, channel: int) -> float:
    """Return the dose of a channel against meeting in person."""
    if channel == IN_PERSON:
        return 1.0
    return float(s.p.video_dose) if channel == VIDEO else float(s.p.text_dose)


@inlined
def share_of_talk(reads: State, s: State, i: int, j: int, voice: float) -> float:
    """Return person i's part of the talking with person j, 0..1."""
    even = min(1.0, max(voice, max(lever(s, i, LEVER_VOICE), lever(s, j, LEVER_VOICE))))
    ranks = float(whole(reads.place[i, LEVEL]) - whole(reads.place[j, LEVEL]))
    mood = float(reads.people[i, MOOD]) - float(reads.people[j, MOOD])
    return talk_share(s.p, ranks, mood, trait(reads, i, SOCIABILITY), trait(reads, j, SOCIABILITY), even)


@verb
def sign_of(v: float) -> int:
    """Return +1 for life-giving, 0 for routine and -1 for depleting conduct of signed strength v."""
    return 1 if v > 0.0 else (-1 if v < 0.0 else 0)


# --- counting --------------------------------------------------------------------------------------
@inlined
def count_encounter(s: State, i: int, j: int, minutes: float, first: int, meeting: int) -> None:
    """Add an encounter to the day's sums and to both people's hours."""
    s.tally[_ENCOUNTERS] += 1.0
    s.tally[_FIRST] += first
    beyond = 0.0 if s.place[i, TEAM] == s.place[j, TEAM] else 1.0
    s.tally[_BEYOND] += beyond
    s.deeds[i, D_BEYOND] = float(s.deeds[i, D_BEYOND]) + beyond
    s.deeds[j, D_BEYOND] = float(s.deeds[j, D_BEYOND]) + beyond
    if meeting == 0:  # a meeting's own hours are counted once for all its members
        s.tally[_MINUTES] += minutes
        s.people[i, HOURS] += minutes / 60.0
        s.people[j, HOURS] += minutes / 60.0


@inlined
def count_side(s: State, i: int, c: float, q: float, received: float, v: float) -> None:
    """Add to a person's day how they treated the other, and how they were treated."""
    s.deeds[i, D_MET] += 1.0
    s.deeds[i, D_CONDUCT] = float(s.deeds[i, D_CONDUCT]) + c
    s.deeds[i, D_ATTENTION] = float(s.deeds[i, D_ATTENTION]) + q
    s.deeds[i, D_RECEIVED] = float(s.deeds[i, D_RECEIVED]) + received
    s.tally[_CONDUCT] += c
    s.tally[_TONES[sign_of(v) + 1]] += 0.5
    if v > 0.0:
        s.deeds[i, D_GOOD] += 1.0
        s.tally[_VOLUME_RESPECT] += 0.5
        if q >= s.p.good_at:
            s.today[i, ANSWERED] += 1.0
    elif v < 0.0:
        s.deeds[i, D_BAD] += 1.0


@inlined
def mark_met(s: State, i: int, j: int, tie: int, dose: float) -> None:
    """Let a tie grow familiar, and note the day."""
    if s.ends[tie, LAST_MET] != s.counts[DAY] or float(s.ties[tie, FAMILIARITY]) == 0.0:
        s.deeds[i, D_CONTACTS] += 1.0
        s.deeds[j, D_CONTACTS] += 1.0
    s.ties[tie, FAMILIARITY] = familiarity_after(float(s.ties[tie, FAMILIARITY]), dose, s.p.familiarity_gain)
    s.ends[tie, LAST_MET] = int(s.counts[DAY])


# --- change ----------------------------------------------------------------------------------------
@inlined
def clear_impact(s: State) -> None:
    """Begin to sum up what an encounter changes."""
    for side in range(3):
        for column in range(len(IMPACT_COLUMNS)):
            s.impact[side, column] = 0.0


@verb
def moved(s: State, x: float, side: int, up: int, down: int) -> float:
    """Return a 0..1 feature or state after what the encounter adds up to."""
    return invested(x, float(s.impact[side, up]), float(s.impact[side, down]), s.p.saturation_order)


@verb
def change_person(s: State, side: int, i: int) -> None:
    """Move one person's states by what the encounter adds up to."""
    s.people[i, MOOD] += float(s.impact[side, UP_MOOD])
    s.people[i, ENERGY] = moved(s, float(s.people[i, ENERGY]), side, UP_ENERGY, DOWN_ENERGY)
    s.people[i, SAFETY] = moved(s, float(s.people[i, SAFETY]), side, UP_SAFETY, DOWN_SAFETY)
    s.people[i, WORTH] = moved(s, float(s.people[i, WORTH]), side, UP_WORTH, DOWN_WORTH)
    s.people[i, MEANING] = moved(s, float(s.people[i, MEANING]), side, UP_MEANING, DOWN_MEANING)
    s.people[i, AUTHENTICITY] = moved(s, float(s.people[i, AUTHENTICITY]), side, UP_AUTHENTICITY, DOWN_AUTHENTICITY)
    s.people[i, STRAIN] = moved(s, float(s.people[i, STRAIN]), side, UP_STRAIN, DOWN_STRAIN)
    order = s.p.saturation_order
    s.people[i, WISH] = invested(float(s.people[i, WISH]), float(s.impact[side, UP_WISH]), 0.0, order)
    s.people[i, RESILIENCE] = invested(float(s.people[i, RESILIENCE]), float(s.impact[side, UP_RESILIENCE]), 0.0, order)
    if float(s.impact[side, UP_KNOWLEDGE]) > 0.0:
        before = float(s.people[i, KNOWLEDGE])
        s.people[i, KNOWLEDGE] = invested(before, float(s.impact[side, UP_KNOWLEDGE]), 0.0, order)
        s.deeds[i, D_LEARNT] = float(s.deeds[i, D_LEARNT]) + float(s.people[i, KNOWLEDGE]) - before
    if float(s.impact[side, DOWN_HARDSHIP]) > 0.0:
        s.people[i, HARDSHIP] *= max(0.0, 1.0 - float(s.impact[side, DOWN_HARDSHIP]))


@inlined
def change_tie(s: State, tie: int, i: int) -> None:
    """Move a tie's shared features, and regard and trust on both sides; person i is side 0 of the encounter."""
    s.ties[tie, CARRYING] = moved(s, float(s.ties[tie, CARRYING]), SHARED, UP_CARRYING, DOWN_CARRYING)
    s.ties[tie, TENSILITY] = moved(s, float(s.ties[tie, TENSILITY]), SHARED, UP_TENSILITY, DOWN_TENSILITY)
    s.ties[tie, CONNECTIVITY] = moved(s, float(s.ties[tie, CONNECTIVITY]), SHARED, UP_CONNECTIVITY, DOWN_CONNECTIVITY)
    own = side_of(s, tie, i)
    change_own_side(s, tie, own, 0)
    change_own_side(s, tie, 1 - own, 1)
    for side in range(2):
        if float(s.impact[side, UP_OWED]) > 0.0:
            owed = 1.0 if (side == 0) == (own == 0) else -1.0  # favours > 0: b owes a
            s.ties[tie, FAVOURS] = favours_after(float(s.ties[tie, FAVOURS]), owed, float(s.impact[side, UP_OWED]))
    if float(s.impact[SHARED, MADE_UP]) > 0.0:
        s.ties[tie, RUPTURE] = 0.0
    if float(s.impact[SHARED, UP_RUPTURE]) > 0.0:
        s.ties[tie, RUPTURE] = min(1.0, float(s.ties[tie, RUPTURE]) + float(s.impact[SHARED, UP_RUPTURE]))


@verb
def change_own_side(s: State, tie: int, own: int, side: int) -> None:
    """Move the regard and trust of one side of a tie, and what a betrayal leaves in memory."""
    regard = REGARD + own
    trust = TIE_TRUST + own
    s.ties[tie, regard] = moved(s, float(s.ties[tie, regard]), side, UP_REGARD, DOWN_REGARD)
    s.ties[tie, trust] = moved(s, float(s.ties[tie, trust]), side, UP_TRUST, DOWN_TRUST)
    if float(s.impact[side, SCAR]) > 0.0:
        rest = REST_TRUST + own
        s.nature[tie, rest] = remembered(float(s.nature[tie, rest]), float(s.impact[side, SCAR]))


# --- the log ---------------------------------------------------------------------------------------
@verb
def begin_log(
    s: State, i: int, j: int, slot: int, minutes: float, dose: float, channel: int, first: int, meeting: int
) -> int:
    """Write the setting of an encounter into a row of the log; return the row, -1 where the log is full."""
    row = int(s.counts[LOGGED])
    if row >= s.log.shape[0]:
        return -1
    s.counts[LOGGED] += 1
    order = 0.0
    if row > 0 and s.log[row - 1, 1] == slot:
        order = float(s.log[row - 1, 2]) + 1.0
    s.log[row, 0] = s.counts[DAY]
    s.log[row, 1] = slot
    s.log[row, 2] = order
    s.log[row, 3] = i
    s.log[row, 4] = j
    s.log[row, 5] = minutes
    s.log[row, 6] = dose
    s.log[row, 7] = channel
    s.log[row, 8] = first
    s.log[row, 9] = meeting
    return row


@verb
def log_side(s: State, row: int, side: int, q: float, v: float, felt: float, did: int, met: int) -> None:
    """Write one side of an encounter into a row of the log."""
    given = float(s.impact[side, UP_ENERGY]) - float(s.impact[side, DOWN_ENERGY])
    s.log[row, 10 + side] = q
    s.log[row, 12 + side] = sign_of(v)
    s.log[row, 14 + side] = v
    s.log[row, 16 + side] = given + float(s.impact[side, UP_MOOD])
    s.log[row, 19 + side] = felt
    s.log[row, 21 + side] = did
    s.log[row, 23 + side] = met
