"""Answers to an encounter: help asked, given, learnt from and thanked for; making up; being seen."""

from __future__ import annotations

from spirals.engine.encounter import Decision, helper_is_starter
from spirals.engine.morning import lever
from spirals.engine.reading import nature, whole
from spirals.engine.registry import verb
from spirals.engine.ties import moved, own_as_read, shared_as_read, side_of
from spirals.mechanisms.climate import seen_weight
from spirals.mechanisms.effects import lift
from spirals.mechanisms.growth import wish_woken
from spirals.mechanisms.learning import knowledge_learnt
from spirals.mechanisms.mood import mood_event
from spirals.mechanisms.numbers import fall, rise
from spirals.mechanisms.reciprocity import favours_after, repair_probability, thanking_probability
from spirals.mechanisms.vitality import energy_spent
from spirals.population import (
    CEILING,
    CONNECTIVITY,
    EMBEDDEDNESS,
    ENERGY,
    FATIGUE,
    FAVOURS,
    GENEROSITY,
    HELPING,
    IN_PERSON,
    INFLUENCE,
    KNOWLEDGE,
    L_SEEN,
    L_WITNESS,
    LEARNING,
    LEVEL,
    LEVER_SEEN,
    LEVER_THANK,
    MOOD,
    N_TEAMS,
    REGARD,
    RESILIENCE,
    SAFETY,
    SEEN_ALL,
    SEEN_GOOD,
    SPILL,
    TEAM,
    TENSILITY,
    TIE_TRUST,
    W_SAFETY,
    WISH,
    WORTH,
    State,
    T,
)

_REQUESTED = T["requested"]
_HELP = T["help_given"]
_THANKED = T["thanked"]
_REPAIRED = T["repaired"]
_WITNESSED = T["witnessed"]


@verb
def exchange_help(s: State, i: int, j: int, tie: int, d: Decision, tone: int) -> None:
    """Let help be asked for, cost its giver, teach its receiver, be thanked and be owed."""
    p = s.p
    rate = p.belonging_rate
    helper, helped = (i, j) if helper_is_starter(d) else (j, i)
    if d.requested == 1:
        s.tally[_REQUESTED] += 1.0
        s.people[i, LEARNING] += rate
        s.people[j, INFLUENCE] += rate
    if d.granted == 0:
        return
    s.tally[_HELP] += 1.0
    s.people[helper, HELPING] += rate
    s.people[helper, ENERGY] = energy_spent(float(s.people[helper, ENERGY]), p.help_effort * d.dose)
    s.people[helper, FATIGUE] += p.help_fatigue * d.dose
    s.people[helped, GENEROSITY] = rise(float(s.people[helped, GENEROSITY]), p.generosity_gain * d.dose)
    if tie < 0:
        return
    side = side_of(s, tie, helped)
    give(s, tie, 1 - side, d.dose, p.favour_gain)
    if tone < 0:
        return
    if tone > 0:
        ranks = float(s.place[helper, LEVEL]) - float(s.place[helped, LEVEL])
        s.people[helped, WISH] = wish_woken(float(s.people[helped, WISH]), ranks, d.dose, p.wish_gain)
    learn(s, helper, helped, tie, side, d)
    thank(s, helper, tie, side, helped, d)


@verb
def give(s: State, tie: int, giver: int, dose: float, gain: float) -> None:
    """Let one side of a tie be owed for what it gave."""
    owed = 1.0 if giver == 0 else -1.0  # favours > 0: b owes a
    s.ties[tie, FAVOURS] = favours_after(float(s.ties[tie, FAVOURS]), owed, dose, gain)


@verb
def learn(s: State, helper: int, helped: int, tie: int, side: int, d: Decision) -> None:
    """Let the helped learn from the helper what they do not know."""
    own = float(s.people[helped, KNOWLEDGE])
    s.people[helped, KNOWLEDGE] = min(
        1.0,
        own
        + knowledge_learnt(
            own,
            float(s.people[helper, KNOWLEDGE]),
            shared_as_read(s, tie, CONNECTIVITY),
            own_as_read(s, tie, TIE_TRUST, side),
            float(s.people[helped, SAFETY]),
            nature(s, tie, EMBEDDEDNESS),
            min(1.0, d.dose),
            s.p.learning_rate,
            s.p.redundancy_cost,
        ),
    )


@verb
def thank(s: State, helper: int, tie: int, side: int, helped: int, d: Decision) -> None:
    """Let the helped thank, which raises the helper's worth and regard for the helped."""
    p = s.p
    chance = thanking_probability(
        p.thank_base, own_as_read(s, tie, REGARD, side), p.thank_regard, lever(s, helped, LEVER_THANK)
    )
    if d.answer < chance:
        s.tally[_THANKED] += 1.0
        s.people[helper, WORTH] = rise(float(s.people[helper, WORTH]), p.thank_worth)
        giver = REGARD + 1 - side
        s.ties[tie, giver] = lift(float(s.ties[tie, giver]), p.gain, d.dose, p.thank_gain, p.saturation_order)


@verb
def make_up(s: State, tie: int, d: Decision) -> None:
    """After a depleting encounter, let the pair make up; tensility makes it likelier."""
    p = s.p
    if d.answer >= repair_probability(p.repair_base, shared_as_read(s, tie, TENSILITY), p.repair_tensility):
        return
    s.tally[_REPAIRED] += 1.0
    dose = p.repair_dose * d.dose
    for side in range(2):
        s.ties[tie, REGARD + side] = lift(float(s.ties[tie, REGARD + side]), p.gain, dose, 1.0, p.saturation_order)
        trust = float(s.ties[tie, TIE_TRUST + side])
        s.ties[tie, TIE_TRUST + side] = max(
            trust, min(lift(trust, p.gain, dose, p.repair_trust, p.saturation_order), float(s.ties[tie, CEILING]))
        )
        s.people[s.ends[tie, side], SPILL] = fall(float(s.people[s.ends[tie, side], SPILL]), dose)


@verb
def show(s: State, i: int, j: int, d: Decision, tone: int, hand: int) -> None:
    """Let teams notice an act, and one teammate of the starter see it."""
    p = s.p
    good = 1.0 if tone > 0 else 0.0
    for end in range(2):
        person = i if end == 0 else j
        leader = 1.0 if s.place[person, LEVEL] > 0 else 0.0
        noticed = 1.0 + lever(s, person, LEVER_SEEN)
        weight = seen_weight(leader, p.leader_weight, max(0.0, noticed))
        team = whole(s.place[person, TEAM])
        s.teams[team, SEEN_GOOD] += weight * good
        s.teams[team, SEEN_ALL] += weight
    if d.channel != IN_PERSON or float(s.luck[L_SEEN, hand]) >= p.witness_rate or s.counts[N_TEAMS] == 0:
        return
    team = whole(s.place[i, TEAM])
    start = whole(s.bounds[team])
    n = s.bounds[team + 1] - start
    witness = whole(s.groups[start + int(float(s.luck[L_WITNESS, hand]) * n)])
    if witness != i and witness != j:
        witness_act(s, witness, d, tone)


@verb
def witness_act(s: State, witness: int, d: Decision, tone: int) -> None:
    """Move the mood and safety of someone who saw an act, weakly."""
    p = s.p
    s.tally[_WITNESSED] += 1.0
    sign = 1 if tone > 0 else 0
    buffer = float(s.people[witness, RESILIENCE])
    stir(s, witness, d, tone, p.witness_mood)
    weight = p.witness_effect * s.effects[sign, d.pathway, W_SAFETY]
    s.people[witness, SAFETY] = moved(s, float(s.people[witness, SAFETY]), sign, p.person_gain, d.dose, weight, buffer)


@verb
def stir(s: State, i: int, d: Decision, tone: int, weight: float) -> None:
    """Let an encounter move somebody's mood: whoever took part, or, with a small weight, who saw it."""
    p = s.p
    severity = d.severity * min(1.0, d.dose)
    buffer = float(s.people[i, RESILIENCE])
    event = mood_event(severity, float(tone), p.mood_lift, p.loss_ratio, p.buffer_strength, buffer)
    s.people[i, MOOD] += weight * event
