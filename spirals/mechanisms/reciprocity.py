"""Thanks, favours, making up: how one encounter answers another."""

from __future__ import annotations

from spirals.mechanisms.numbers import logistic
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
