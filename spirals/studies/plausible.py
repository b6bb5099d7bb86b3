"""What the parameters may plausibly be: the one notion that propositions, reports and searches draw from.

- Where a scenario states what is uncertain: even draws over the ranges it states, and nothing else.
- Else parameters that were fitted to the targets are drawn whole from the posterior, so that what goes together stays
  together; every other that has a prior, by a bell on its natural scale, half as wide as its prior.
- What a scenario sets to something else than the table was not fitted there: it is drawn like the others, round what
  it is set to.  Mechanisms that are switched off stay off.

Whole ranges, or whole priors, of two hundred parameters at once would mostly give organisations that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from spirals.parameters import TABLE
from spirals.scenario import Scenario
from spirals.studies.calibration.posterior import PACKAGED, Posterior
from spirals.studies.calibration.priors import CUT, has_prior, prior

ASSUMED = 0.5  # width of draws of what was not fitted, in prior SDs
_NOT_DRAWN = ("outcomes and reports",)  # chance and display constants
RULE = (
    "fitted parameters by whole draws of the posterior, all others within half a prior SD (a factor of 1.4, or .4 of a "
    "logit, one SD)"
)


@lru_cache(maxsize=1)
def posterior() -> Posterior:
    """Return what is known of the fitted parameters: the fit that comes with this package."""
    return Posterior.read(PACKAGED)


def drawn(reference: Scenario, draws: int, seed: int) -> list[dict[str, float]]:
    """Return plausible values of parameters; the same draws for the same scenario, number and seed.

    Parameters
    ----------
    reference
        Says what is assumed, and what is uncertain.
    draws
        How many, >= 0.
    seed
        Of the draws.

    Examples
    --------
    >>> from spirals.scenario import load
    >>> one, other = drawn(load("baseline"), 2, seed=1)
    >>> len(one) == len(other) > 150, "on_ties" in one, one["gain"] != other["gain"]
    (True, False, True)
    """
    if reference.uncertainties:
        ranges = reference.uncertainties
        places = _places(len(ranges), draws, seed)
        return [
            {
                name: low + float(share) * (high - low)
                for name, (low, high), share in zip(ranges, ranges.values(), row, strict=True)
            }
            for row in places
        ]
    here = reference.values()
    fitted = {one.name for one in posterior().priors if here.get(one.name) == one.default}
    others = [name for name in _others(here) if name not in fitted]
    known = [{name: value for name, value in one.items() if name in fitted} for one in posterior().drawn(draws, seed)]
    places = _places(len(others), draws, seed)
    return [
        one | {name: _moved(name, here[name], share) for name, share in zip(others, row, strict=True)}
        for one, row in zip(known, places, strict=True)
    ]


def _others(here: Mapping[str, float]) -> list[str]:
    may = [row.name for row in TABLE if has_prior(row) and row.group not in _NOT_DRAWN]
    return [name for name in may if prior(name).moves(here[name])]


def _moved(name: str, value: float, share: float) -> float:
    """Return the value at a place between 0 and 1 in the bell round a value, cut at three SDs and at the range."""
    from scipy.stats import truncnorm

    return prior(name).near(value, ASSUMED * float(truncnorm.ppf(share, -CUT, CUT)))


def _places(names: int, draws: int, seed: int) -> Any:
    from scipy.stats import qmc

    if not names or not draws:
        return np.zeros((draws, names))
    return qmc.LatinHypercube(names, rng=seed).random(draws)
