"""Thanks, favours, making up: how one encounter answers another."""

from __future__ import annotations

from spirals.mechanisms.numbers import logistic, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def thanking_probability(base: float, regard: float, thank_regard: float, lever: float) -> float:
    """Return the chance that the helped thank: ``logistic(base + thank_regard (regard - 1/2) + lever)``."""
    return logistic(base + thank_regard * (regard - 0.5) + lever)


@mechanism
def repair_probability(base: float, tensility: float, repair_tensility: float) -> float:
    """Return the chance that a pair makes up: ``logistic(base + repair_tensility (tensility - 1/2))``."""
    return logistic(base + repair_tensility * (tensility - 0.5))


@mechanism
def initiative_after(initiative: float, by_a: float, share: float) -> float:
    """Return the balance of who starts: a slow average of +1 (side a started) and -1 (side b did)."""
    return initiative + share * (by_a - initiative)


@mechanism
def favours_after(favours: float, owed: float, dose: float, favour_gain: float) -> float:
    """Return the balance of favours after something was given: it goes ``1 - exp(-favour_gain dose)`` of its way.

    ``owed`` is +1 if side b owes now and -1 if side a does.  Help, and the discretion and access that trusting
    somebody gives them, are owed for (exchange lens of Dutton & Heaphy 2003).
    """
    return favours + rise(0.0, favour_gain * dose) * (owed - favours)


@mechanism
def heard(owed: float, dose: float, favour_on_influence: float) -> float:
    """Return how much more somebody counts when one who owes them comes to them: ``favour_on_influence owed dose``.

    Access and discretion given come back as influence (exchange lens; Brass 1984).
    """
    return favour_on_influence * owed * dose
