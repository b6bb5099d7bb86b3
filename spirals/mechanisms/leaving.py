"""Leaving: when commitment is low."""

from __future__ import annotations

from spirals.mechanisms.numbers import exp
from spirals.mechanisms.registry import mechanism


@mechanism
def leaving_hazard(commitment: float, turnover: float, leave_commitment: float) -> float:
    """Return the chance to leave on one day: ``turnover / 260 exp(leave_commitment (1/2 - commitment))``.

    ``turnover`` is the yearly rate at commitment 1/2.
    """
    return min(1.0, turnover / 260.0 * exp(leave_commitment * (0.5 - commitment)))


@mechanism
def loss_of_a_colleague(familiarity: float, regard: float, leaver_pull: float) -> float:
    """Return the push on commitment when a close one leaves: ``leaver_pull familiarity regard`` (Felps et al. 2009)."""
    return leaver_pull * familiarity * regard
