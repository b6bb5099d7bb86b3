"""Whom: who starts an encounter, with whom, and when someone new is met."""

from __future__ import annotations

from spirals.mechanisms.numbers import exp, logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def encounter_rate(
    base: float,
    sociability: float,
    energy: float,
    wish: float,
    energy_on_rate: float,
    wish_on_rate: float,
    lever: float,
) -> float:
    """Return the encounters a person wants to start in a two-hour slot today (mean count, >= 0).

    ``base x sociability x exp(energy_on_rate (energy - 1/2) + wish_on_rate wish + lever)``.  The dependence on energy
    is weak: one more SD of reported energy raises contact in the next interval by .019 on a base of .70 (target C20).
    ``wish`` is the wish for more connection that mentors wake.
    """
    return base * sociability * exp(energy_on_rate * (energy - 0.5) + wish_on_rate * wish + lever)


@mechanism
def rate_in_mood(rate: float, mood: float, mood_on_rate: float) -> float:
    """Return the rate in the mood of the hour: ``rate max(0, 1 + mood_on_rate mood)``; weaker still (target C20)."""
    return rate * max(0.0, 1.0 + mood_on_rate * mood)


@mechanism
def reach_probability(
    base: float,
    energy: float,
    safety: float,
    wish: float,
    reach_energy: float,
    reach_safety: float,
    wish_on_reach: float,
    lever: float,
) -> float:
    """Return the chance that an encounter is with someone new rather than a known tie.

    ``logistic(base + reach_energy (energy - 1/2) + reach_safety (safety - 1/2) + wish_on_reach wish + lever)``:
    energetic and safe people, and those who wish for more connection, reach out (broaden; Fredrickson 1998, cited in
    power-of-high-quality-connections).
    """
    return logistic(base + reach_energy * (energy - 0.5) + reach_safety * (safety - 0.5) + wish_on_reach * wish + lever)


@mechanism
def broadened(energy: float, safety: float) -> float:
    """Return how far a person is opened up, -1..1: ``(energy - 1/2) + (safety - 1/2)``."""
    return energy + safety - 1.0


@mechanism
def partner_pull(
    familiarity: float,
    quality: float,
    need: float,
    recent: float,
    quality_pull: float,
    need_pull: float,
    recency_pull: float,
) -> float:
    """Return the weight with which a known tie is chosen, >= 0.

    ``(need_pull need + familiarity^2 max(0, 1 + quality_pull (quality - 1/2))) (1 + recency_pull recent)``, where
    ``recent`` is 1 when the pair met on the last working day.  The square gives the strong concentration of contact on
    few partners that offices show (target C9); recency gives the day-to-day recurrence (C18).
    """
    liking = 1.0 + quality_pull * (quality - 0.5)
    if liking < 0.0:
        liking = 0.0
    return (need_pull * need + familiarity * familiarity * liking) * (1.0 + recency_pull * recent)


@mechanism
def beyond_team_factor(opened: float, broaden: float) -> float:
    """Return how much more a tie outside the team pulls an opened-up person: ``exp(broaden opened)``."""
    return exp(broaden * opened)


@mechanism
def preferred(unlikeness: float, unlikeness_of_other: float, similarity_pull: float) -> float:
    """Return the chance to turn to one of two people one does not know rather than to the other.

    ``logistic(similarity_pull (unlikeness_of_other - unlikeness))``: people seek out those who are like themselves
    (McPherson, Smith-Lovin & Cook 2001); at 0 either is as likely.
    """
    return logistic(similarity_pull * (unlikeness_of_other - unlikeness))
