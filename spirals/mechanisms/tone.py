"""Tone: how likely an encounter is life-giving, and what it feels like."""

from __future__ import annotations

from spirals.mechanisms.numbers import logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def tie_term(quality: float, fit: float, view: float, reinforcement: float, fit_effect: float) -> float:
    """Return what the tie itself adds to the tone logit: ``reinforcement (quality - 1/2) + fit_effect fit + view``.

    ``quality`` is 1/2 for strangers, whose first encounter depends on the two people and the climate only: a first
    encounter can be life-giving (Dutton & Heaphy 2003).  ``reinforcement`` is the strength of the tie's own spiral.
    """
    return reinforcement * (quality - 0.5) + fit_effect * fit + view


@mechanism
def person_term(
    energy: float,
    mood: float,
    strain: float,
    spill: float,
    energy_effect: float,
    mood_effect: float,
    strain_effect: float,
    spill_effect: float,
) -> float:
    """Return what one person's state adds to the tone logit; the encounter takes the mean of both sides.

    ``energy_effect (energy - 1/2) + mood_effect mood - strain_effect strain - spill_effect spill``; ``spill`` is the
    carry-over of a depleting encounter earlier the same day (incivility spirals; Andersson & Pearson 1999).
    """
    return energy_effect * (energy - 0.5) + mood_effect * mood - strain_effect * strain - spill_effect * spill


@mechanism
def setting_term(
    climate: float,
    rivalry: float,
    demand: float,
    climate_effect: float,
    rivalry_effect: float,
    distraction: float,
) -> float:
    """Return what the setting adds to the tone logit.

    ``climate_effect (climate - 1/2) - rivalry_effect rivalry - distraction (demand - 1/2)``; the last is presence
    lost to pressing work.
    """
    return climate_effect * (climate - 0.5) - rivalry_effect * rivalry - distraction * (demand - 0.5)


@mechanism
def life_giving_probability(logit: float) -> float:
    """Return P(life-giving | not routine) = logistic(logit); what is not life-giving is depleting."""
    return logistic(logit)


@mechanism
def felt(
    own_level: float,
    predictor: float,
    tone: float,
    noise: float,
    felt_level: float,
    felt_slope: float,
    felt_tone: float,
    felt_noise: float,
) -> float:
    """Return how good an encounter felt to one side, 0..1.

    ``logistic(felt_level + own_level + felt_slope predictor + felt_tone tone + felt_noise noise)`` with tone +1, 0 or
    -1.  The two sides share the encounter, not the feeling; about two thirds of the variance lies between encounters
    of the same person (target C22).
    """
    return logistic(felt_level + own_level + felt_slope * predictor + felt_tone * tone + felt_noise * noise)
