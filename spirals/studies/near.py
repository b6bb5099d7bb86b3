"""Ranges near what a scenario assumes, for designs that need ranges: `sensitivity` and `robust`.

Studies that take draws rather than ranges use `plausible.drawn`.
"""

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
