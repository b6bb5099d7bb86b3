"""Selection: who starts an encounter, with whom, and when somebody new is met."""

from __future__ import annotations

import math
from typing import Any

from spirals.mechanisms.numbers import exp, logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def encounter_rate(p: Any, sociability: float, energy: float, wish: float, lever: float) -> float:
    """Return the encounters a person wants to start in a two-hour slot today (mean count, >= 0).

    ``encounter_rate sociability exp(energy_on_rate (energy - ref) + wish_on_rate wish + lever)``; weak per day (target
    C20).  ``wish`` is the wish for more connection.
    """
    log_rate = p.on_emotion * p.energy_on_rate * (energy - p.ref_energy) + p.wish_on_rate * wish + lever
    return p.encounter_rate * sociability * exp(log_rate)


@mechanism
def rate_in_mood(p: Any, rate: float, mood: float) -> float:
    """Return the rate in the mood of the hour: ``rate max(0, 1 + mood_on_rate mood)``; weaker still (target C20)."""
    return rate * max(0.0, 1.0 + p.mood_on_rate * (p.ref_mood + p.on_emotion * (mood - p.ref_mood)))


@mechanism
def reach_probability(p: Any, energy: float, safety: float, wish: float, sociability: float, lever: float) -> float:
    """Return the chance that an encounter is with someone new rather than a known tie.

    ``logistic(reach_base + reach_energy (energy - ref) + reach_safety (safety - ref) + reach_wish wish +
    reach_sociability (sociability - 1) + lever)``: energetic and safe people, and those who wish for more connection,
    reach out (broaden; Fredrickson 1998); less sociable people keep to those they know.
    """
    return logistic(
        p.reach_base
        + p.on_emotion * p.reach_energy * (energy - p.ref_energy)
        + p.on_safety * p.reach_safety * (safety - p.ref_safety)
        + p.reach_wish * wish
        + p.reach_sociability * (sociability - 1.0)
        + lever
    )


@mechanism
def broadened(p: Any, energy: float, safety: float) -> float:
    """Return how far a person is opened up: ``(energy - ref) + (safety - ref)``."""
    return p.on_emotion * (energy - p.ref_energy) + p.on_safety * (safety - p.ref_safety)


@mechanism
def partner_pull(p: Any, familiarity: float, regard: float, need: float, work: float, recent: float) -> float:
    """Return the weight with which a known tie is chosen, >= 0.

    ``work (need_pull need + familiarity max(0, 1 + quality_pull (regard - ref))) (1 + recency_pull recent) + novelty
    (1 - familiarity) recent``.
    ``work`` is how much the two have to do with each other, lasting and heavy-tailed; ``recent`` is 1 when the pair met
    on the last working day: who has just got to know somebody turns to them again (targets C9, C18).
    """
    liking = max(0.0, 1.0 + p.on_ties * p.quality_pull * (regard - p.ref_regard))
    return work * (p.need_pull * need + familiarity * liking) * (1.0 + p.recency_pull * recent) + (
        p.novelty * (1.0 - familiarity) * recent
    )


@mechanism
def beyond_team_factor(p: Any, opened: float) -> float:
    """Return how much more a tie outside the team pulls an opened-up person: ``exp(broaden opened)``."""
    return exp(p.broaden * opened)


@mechanism
def sought_for_help(p: Any, knowledge_beyond: float) -> float:
    """Return how much more somebody pulls who knows more, where one has a need: ``exp(seek_knowledge beyond)``."""
    return exp(p.seek_knowledge * knowledge_beyond)


@mechanism
def preferred(unlikeness: float, unlikeness_of_other: float, similarity_pull: float) -> float:
    """Return the chance to turn to one of two people one does not know rather than to the other.

    ``logistic(similarity_pull (unlikeness_of_other - unlikeness))``: people seek out those who are like themselves
    (McPherson, Smith-Lovin & Cook 2001); at 0 either is as likely.
    """
    return logistic(similarity_pull * (unlikeness_of_other - unlikeness))


@mechanism
def minutes_of_talk(p: Any, sociability: float, chance: float) -> float:
    """Return how long two people talk, minutes: log-normal about ``minutes_mean``, so a few talks are long.

    ``minutes_mean sociability^(-minutes_sociability) exp(minutes_spread chance - minutes_spread^2 / 2)``;
    ``sociability`` is the product of both people's, ``chance`` standard normal.  Who meets fewer people has more time
    for each (Roberts et al. 2009).
    """
    spread = p.minutes_spread
    longer = -p.minutes_sociability * math.log(max(sociability, 1e-6))
    return p.minutes_mean * exp(longer + spread * chance - 0.5 * spread * spread)


@mechanism
def turn_weight(p: Any, sociability: float, mood: float, level: float) -> float:
    """Return a member's weight for a turn in a group.

    ``sociability^turn_sociability exp(turn_rank level + turn_mood mood)``: rank, good mood and sociability talk more.
    """
    return sociability**p.turn_sociability * exp(p.turn_rank * level + p.on_emotion * p.turn_mood * mood)


@mechanism
def equalised(weight: float, mean_weight: float, voice: float) -> float:
    """Return the weight after a voice practice moved it a share ``voice`` of the way to equal turns."""
    return weight + voice * (mean_weight - weight)


@mechanism
def newness(days_here: float, newcomer_weeks: float) -> float:
    """Return how new somebody is, 0..1: ``exp(-days_here / newcomer_weeks)``; looked after more at first than later."""
    return exp(-max(0.0, days_here) / newcomer_weeks)
