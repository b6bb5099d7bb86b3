"""What an encounter changes: the tie, both people, and those who see it."""

from __future__ import annotations

from spirals.engine.answers import exchange_help, give, make_up, show, stir
from spirals.engine.encounter import Decision, Frame, decide, helper_is_starter, tone_of
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.ties import difference, moved, owed_by, shared_as_read, side_of
from spirals.mechanisms.disagreement import spoken_out
from spirals.mechanisms.effects import deceived_ceiling, taken_as, tie_gain, trusted_as
from spirals.mechanisms.fading import familiarity_after
from spirals.mechanisms.learning import idea_from, knowledge_made, skill_practised
from spirals.mechanisms.mood import contagion_shift
from spirals.mechanisms.numbers import logistic, rise, settle
from spirals.mechanisms.reciprocity import heard, initiative_after
from spirals.mechanisms.slow import hardship_shared, meaning_push, risk_push
from spirals.mechanisms.tone import felt
from spirals.mechanisms.vitality import energy_spent, support_from
from spirals.population import (
    CARRYING,
    CEILING,
    COMMITMENT,
    CONNECTIVITY,
    DAY,
    EMBEDDEDNESS,
    ENABLE,
    ENERGY,
    FAMILIARITY,
    GOOD_TODAY,
    HARDSHIP,
    HOURS,
    IDEAS,
    INFLUENCE,
    INITIATIVE,
    KNOWLEDGE,
    L_FELT_AS_NORMAL,
    LAST_MET,
    LEARNING,
    LOGGED,
    MEANING,
    MOOD,
    MOOD_SET,
    REGARD,
    RESILIENCE,
    RESPECT,
    SAFETY,
    SKILL,
    SPILL,
    STRAIN,
    SUPPORT,
    TEAM,
    TENSILITY,
    TIE_TRUST,
    TRUST,
    TRUSTWORTHINESS,
    VIEW,
    VITALITY,
    VOLUME,
    W_CARRYING,
    W_COMMITMENT,
    W_CONNECTIVITY,
    W_ENERGY,
    W_MEANING,
    W_MOOD,
    W_REGARD,
    W_SAFETY,
    W_TENSILITY,
    W_TRUST,
    W_WORTH,
    WORTH,
    State,
    T,
)

_TONES = (T["depleting"], T["routine"], T["life_giving"])
_ENCOUNTERS = T["encounters"]
_VOLUME = T["volume_respectful_engagement"]
_REQUESTED = T["requested"]
_HELP = T["help_given"]
_THANKED = T["thanked"]
_REPAIRED = T["repaired"]
_FIRST = T["first_encounters"]
_BEYOND = T["beyond_team"]
_MINUTES = T["contact_minutes"]
_WITNESSED = T["witnessed"]


@inlined
def converse(s: State, i: int, j: int, tie: int, slot: int, hand: int, frame: Frame) -> int:
    """Decide an encounter that person i starts with person j, and let it happen; return its tone."""
    return live_through(s, i, j, tie, slot, hand, decide(s, i, j, tie, hand, frame), 0.0)


@inlined
def live_through(s: State, i: int, j: int, tie: int, slot: int, hand: int, d: Decision, extra: float) -> int:
    """Let an encounter happen: count it, change the tie and both people, show it to others; return its tone."""
    tone = tone_of(d, extra)
    count_encounter(s, i, j, d, tone)
    share_moods(s, i, j, d)
    if d.pathway == RESPECT:
        pay_attention(s, i, d)
        pay_attention(s, j, d)
    if tone != 0:
        tell(s, i, j, tie, slot, hand, d, tone, extra)
    elif s.log.shape[0] > 0:
        log_routine(s, i, j, slot, hand, d, extra)
    if d.pathway == ENABLE:
        exchange_help(s, i, j, tie, d, tone)
    if tone < 0 and tie >= 0:
        make_up(s, tie, d)
    if tie >= 0:
        mark_met(s, i, tie, d)
    return tone


@inlined
def tell(s: State, i: int, j: int, tie: int, slot: int, hand: int, d: Decision, tone: int, extra: float) -> None:
    """Let an encounter that is more than routine be felt by both, change the tie and both people, and be seen."""
    felt_i = feel(s, i, d, tone, extra, float(s.luck[L_FELT_AS_NORMAL, hand]))
    felt_j = feel(s, j, d, tone, extra, float(s.luck[L_FELT_AS_NORMAL + 1, hand]))
    if felt_i >= s.p.felt_good:
        s.people[i, GOOD_TODAY] = 1.0
    if felt_j >= s.p.felt_good:
        s.people[j, GOOD_TODAY] = 1.0
    if tie >= 0:
        change_tie(s, tie, d, 1 if tone > 0 else 0)
        s.ties[tie, VITALITY] = settle(float(s.ties[tie, VITALITY]), felt_i + felt_j - 1.0, s.p.vitality_rate)
    change_people(s, i, j, tie, d, tone)
    show(s, i, j, d, tone, hand)
    if s.log.shape[0] > 0:
        write_log(s, i, j, slot, d, tone, felt_i, felt_j, extra)


@verb
def log_routine(s: State, i: int, j: int, slot: int, hand: int, d: Decision, extra: float) -> None:
    """Write down what routine contact felt like; feeling it leaves no other trace."""
    felt_i = feel(s, i, d, 0, extra, float(s.luck[L_FELT_AS_NORMAL, hand]))
    felt_j = feel(s, j, d, 0, extra, float(s.luck[L_FELT_AS_NORMAL + 1, hand]))
    write_log(s, i, j, slot, d, 0, felt_i, felt_j, extra)


@inlined
def count_encounter(s: State, i: int, j: int, d: Decision, tone: int) -> None:
    """Add an encounter to the day's sums and to both people's hours and counts."""
    s.tally[_ENCOUNTERS] += 1.0
    s.tally[_TONES[tone + 1]] += 1.0
    s.tally[_VOLUME + d.pathway] += 1.0
    s.tally[_FIRST] += d.first
    s.tally[_BEYOND] += int(s.place[i, TEAM] != s.place[j, TEAM])
    rate = s.p.belonging_rate
    hours = 0.0
    if d.meeting == 0:  # a meeting's own hours are counted once for all its members
        hours = d.minutes / 60.0
        s.tally[_MINUTES] += d.minutes
    for end in range(2):
        person = i if end == 0 else j
        s.people[person, HOURS] += hours
        s.people[person, VOLUME + d.pathway] += rate


@verb
def feel(s: State, i: int, d: Decision, tone: int, extra: float, noise: float) -> float:
    """Return how good the encounter felt to one side (0..1)."""
    p = s.p
    level = p.felt_person * trait(s, i, MOOD_SET)
    return felt(level, d.logit + extra, float(tone), noise, p.felt_level, p.felt_slope, p.felt_tone, p.felt_noise)


@verb
def pay_attention(s: State, i: int, d: Decision) -> None:
    """Let full attention cost one side a little energy."""
    s.people[i, ENERGY] = energy_spent(float(s.people[i, ENERGY]), s.p.attention_effort * d.dose)


@inlined
def share_moods(s: State, i: int, j: int, d: Decision) -> None:
    """Let any contact lift both moods a little and draw them together."""
    p = s.p
    mood_i = float(s.people[i, MOOD])
    mood_j = float(s.people[j, MOOD])
    lift_ = p.company * d.dose
    s.people[i, MOOD] = mood_i + lift_ + contagion_shift(mood_i, mood_j, p.contagion, d.dose)
    s.people[j, MOOD] = mood_j + lift_ + contagion_shift(mood_j, mood_i, p.contagion, d.dose)


@verb
def feeds(s: State, sign: int, d: Decision, column: int) -> float:
    """Return how much an encounter of this sign and pathway feeds a feature or state."""
    return float(s.effects[sign, d.pathway, column])


@inlined
def change_tie(s: State, tie: int, d: Decision, sign: int) -> None:
    """Move a tie's three shared features, and regard and trust on both sides."""
    p = s.p
    gain = tie_gain(float(s.ties[tie, FAMILIARITY]), p.gain, p.novelty)
    buffer = float(s.ties[tie, TENSILITY])
    s.ties[tie, CARRYING] = moved(
        s, float(s.ties[tie, CARRYING]), sign, gain, d.dose, feeds(s, sign, d, W_CARRYING), buffer
    )
    s.ties[tie, CONNECTIVITY] = moved(
        s, float(s.ties[tie, CONNECTIVITY]), sign, gain, d.dose, feeds(s, sign, d, W_CONNECTIVITY), buffer
    )
    s.ties[tie, TENSILITY] = moved(s, buffer, sign, gain, d.dose, feeds(s, sign, d, W_TENSILITY), buffer)
    if sign == 0 and d.pathway == TRUST:
        s.ties[tie, CEILING] = deceived_ceiling(float(s.ties[tie, CEILING]), d.dose, p.deception)
    ceiling = float(s.ties[tie, CEILING])
    tone = 1.0 if sign == 1 else -1.0
    taken = taken_as(0.5 * (nature(s, tie, VIEW) - nature(s, tie, VIEW + 1)), tone, p.view_on_regard)
    usual = logistic(p.trustworthiness_level)
    for side in range(2):
        other = whole(s.ends[tie, 1 - side])
        weight = feeds(s, sign, d, W_REGARD) * (taken if side == 0 else 1.0 / taken)
        s.ties[tie, REGARD + side] = moved(s, float(s.ties[tie, REGARD + side]), sign, gain, d.dose, weight, buffer)
        before = float(s.ties[tie, TIE_TRUST + side])
        worthy = trait(s, other, TRUSTWORTHINESS)
        weight = feeds(s, sign, d, W_TRUST) * trusted_as(worthy - usual, tone, p.trust_reads)
        after = moved(s, before, sign, gain, d.dose, weight, buffer)
        if sign == 1 and after > ceiling:
            after = max(before, ceiling)
        s.ties[tie, TIE_TRUST + side] = settle(after, worthy, p.trust_learns)


@inlined
def change_people(s: State, i: int, j: int, tie: int, d: Decision, tone: int) -> None:
    """Move both people's states; worth goes to the helper where help went well, from the helped where it did not."""
    sign = 1 if tone > 0 else 0
    redundancy = 0.5
    carrying = 0.5
    open_ = 0.5
    if tie >= 0:
        redundancy = nature(s, tie, EMBEDDEDNESS)
        carrying = shared_as_read(s, tie, CARRYING)
        open_ = shared_as_read(s, tie, CONNECTIVITY)
    ideas = 0.0
    apart = 0.0
    if sign == 1:
        apart = difference(s, i, j)
        ideas = idea_from(open_, apart, redundancy, d.dose, s.p.redundancy_cost)
        if tie >= 0:
            exchange_access(s, i, j, tie, d)
    for end in range(2):
        person = i if end == 0 else j
        worth_share = 1.0
        if d.pathway == ENABLE:
            is_helper = (person == i) == helper_is_starter(d)
            worth_share = 1.0 if is_helper == (sign == 1) else 0.0
        risky = 1.0 if d.pathway == TRUST or (d.requested == 1 and person == i) else 0.0
        change_states(s, person, d, tone, worth_share, risky)
        if sign == 1:
            thrive(s, person, d, carrying, ideas, apart)
        else:
            smart(s, person, d)


@verb
def exchange_access(s: State, i: int, j: int, tie: int, d: Decision) -> None:
    """Let what was given come back: who owes listens, and whoever trusts somebody with something is owed for it."""
    p = s.p
    side = side_of(s, tie, i)
    s.people[j, INFLUENCE] += p.belonging_rate * heard(owed_by(s, tie, side), d.dose, p.favour_on_influence)
    if d.pathway == TRUST:
        give(s, tie, side, d.dose, p.access_favour)


@verb
def change_states(s: State, i: int, d: Decision, tone: int, worth_share: float, risky: float) -> None:
    """Move one person's mood, energy, safety, worth, meaning and commitment."""
    p = s.p
    sign = 1 if tone > 0 else 0
    buffer = float(s.people[i, RESILIENCE])
    safety = float(s.people[i, SAFETY])
    g = p.person_gain
    stir(s, i, d, tone, feeds(s, sign, d, W_MOOD))
    s.people[i, ENERGY] = moved(
        s, float(s.people[i, ENERGY]), sign, p.energy_gain, d.dose, feeds(s, sign, d, W_ENERGY), buffer
    )
    s.people[i, SAFETY] = moved(
        s, safety, sign, g, d.dose, risk_push(feeds(s, sign, d, W_SAFETY), risky, p.risk_teaches), buffer
    )
    s.people[i, WORTH] = moved(
        s, float(s.people[i, WORTH]), sign, g, d.dose, p.worth_gain * worth_share * feeds(s, sign, d, W_WORTH), buffer
    )
    s.people[i, MEANING] = moved(
        s,
        float(s.people[i, MEANING]),
        sign,
        g,
        d.dose,
        meaning_push(feeds(s, sign, d, W_MEANING), safety, p.meaning_gain),
        buffer,
    )
    weight = p.commitment_gain * feeds(s, sign, d, W_COMMITMENT)
    s.people[i, COMMITMENT] = moved(s, float(s.people[i, COMMITMENT]), sign, g, d.dose, weight, buffer)


@verb
def thrive(s: State, i: int, d: Decision, carrying: float, ideas: float, apart: float) -> None:
    """Let one side of a life-giving encounter practise, make ideas, speak out and share a hardship."""
    p = s.p
    skill = SKILL + d.pathway
    s.people[i, skill] = skill_practised(float(s.people[i, skill]), p.practice, d.dose)
    s.people[i, IDEAS] += p.belonging_rate * ideas
    s.people[i, KNOWLEDGE] = knowledge_made(float(s.people[i, KNOWLEDGE]), ideas, p.creation_rate)
    s.people[i, SUPPORT] = max(float(s.people[i, SUPPORT]), support_from(min(1.0, d.dose), carrying))
    if d.pathway == TRUST or d.pathway == RESPECT:
        before = float(s.people[i, HARDSHIP])
        s.people[i, HARDSHIP] = hardship_shared(before, carrying, d.dose, p.hardship_sharing)
    if d.pathway == TRUST:
        s.people[i, LEARNING] += p.belonging_rate * spoken_out(apart, carrying, p.mistakes_told, p.disagreement_voiced)


@verb
def smart(s: State, i: int, d: Decision) -> None:
    """Let one side of a depleting encounter carry it on into the day."""
    p = s.p
    spill = 1.0 if d.pathway == RESPECT else p.spill_otherwise
    s.people[i, SPILL] = rise(float(s.people[i, SPILL]), p.spill_gain * spill * d.dose)
    s.people[i, STRAIN] = rise(float(s.people[i, STRAIN]), p.strain_push * d.dose)


@inlined
def mark_met(s: State, i: int, tie: int, d: Decision) -> None:
    """Let a tie remember the encounter: familiarity, who started, when."""
    s.ties[tie, FAMILIARITY] = familiarity_after(float(s.ties[tie, FAMILIARITY]), d.dose, s.p.familiarity_gain)
    by_a = 1.0 if side_of(s, tie, i) == 0 else -1.0
    s.ties[tie, INITIATIVE] = initiative_after(float(s.ties[tie, INITIATIVE]), by_a, s.p.initiative_rate)
    s.ends[tie, LAST_MET] = int(s.counts[DAY])


@verb
def write_log(
    s: State, i: int, j: int, slot: int, d: Decision, tone: int, felt_i: float, felt_j: float, extra: float
) -> None:
    """Write one row of the encounter log."""
    row = s.counts[LOGGED]
    if row >= s.log.shape[0]:
        return
    s.counts[LOGGED] += 1
    s.log[row, 0] = s.counts[DAY]
    s.log[row, 1] = slot
    s.log[row, 2] = i
    s.log[row, 3] = j
    s.log[row, 4] = d.pathway
    s.log[row, 5] = d.requested
    s.log[row, 6] = d.granted
    s.log[row, 7] = tone
    s.log[row, 8] = d.dose
    s.log[row, 9] = d.minutes
    s.log[row, 10] = d.channel
    s.log[row, 11] = felt_i
    s.log[row, 12] = felt_j
    s.log[row, 13] = d.first
    s.log[row, 14] = d.meeting
    s.log[row, 15] = d.logit + extra
    s.log[row, 16] = d.severity
