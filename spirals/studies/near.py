"""Assumptions moved a little: draws near what a scenario assumes, for answers that have to hold there."""

from __future__ import annotations

from typing import Any

from spirals.parameters import TABLE
from spirals.scenario import Scenario

NEAR = 0.25  # how far assumptions are moved: this share of the way to either end of what they may be


def factors(reference: Scenario) -> list[dict[str, Any]]:
    """Return what is drawn, each with its range.

    Examples
    --------
    >>> from spirals.scenario import load
    >>> one = next(one for one in factors(load("baseline")) if one["name"] == "outsider_rate")
    >>> round(one["low"], 4), round(one["high"], 4)
    (0.075, 0.325)
    """
    if reference.uncertainties:
        return [{"name": name} for name in reference.uncertainties]
    here = reference.values()
    return [
        {
            "name": row.name,
            "low": here[row.name] - NEAR * (here[row.name] - row.low),
            "high": here[row.name] + NEAR * (row.high - here[row.name]),
        }
        for row in TABLE
        if row.low < row.high
    ]


def drawn(reference: Scenario, draws: int, seed: int) -> list[dict[str, float]]:
    """Return values of parameters: as assumed, then draws near that (Latin hypercube).

    Parameters
    ----------
    reference
        Says what is assumed, and what is uncertain.
    draws
        How many in all, >= 1.
    seed
        Makes the same draws the same.
    """
    from scipy.stats import qmc

    ranges = [(one["name"], *_ends(one, reference)) for one in factors(reference)]
    shares = qmc.LatinHypercube(len(ranges), rng=seed).random(draws - 1) if draws > 1 else []
    return [{}] + [
        {name: float(low + share * (high - low)) for (name, low, high), share in zip(ranges, row, strict=True)}
        for row in shares
    ]


def _ends(factor: dict[str, Any], reference: Scenario) -> tuple[float, float]:
    return (factor["low"], factor["high"]) if "low" in factor else reference.uncertainties[factor["name"]]
