"""One organisation led slowly along a parameter, step by step, its people and ties carried on.

At every step people act as in a fresh run with that value; people, ties and where these rest are carried on.  Where the
way up and the way down part although steps are long, the organisation has two states at the same parameters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.organisation import Organisation
from spirals.scenario import Scenario, with_changes

Floats = NDArray[np.float64]


def continuation(
    spec: Scenario, replicate: int, parameter: str, values: Sequence[float], days: int, series: str
) -> Floats:
    """Run one organisation along a parameter and return a daily series, shape (steps, days).

    Parameters
    ----------
    spec
        Scenario; its programmes should be left out, as days are no calendar here.
    replicate
        Number of the replicate; the same one draws the same numbers whatever the way.
    parameter
        Name; what it sets when people and ties are made (a spread, say) changes only for newcomers and new ties.
    values
        Taken in this order; the run starts with the first.
    days
        Working days at each value, >= 1.
    series
        Name of a daily series.
    """
    organisation = Organisation(with_changes(spec, {parameter: values[0]}), replicate=replicate)
    for value in values:
        set_parameter(organisation, parameter, value)
        organisation.run_days(days)
    return organisation.series[series].reshape(len(values), days)


def set_parameter(organisation: Organisation, name: str, value: float) -> None:
    """Give a running organisation another value of a parameter, from now on."""
    organisation.parameters[name] = float(value)
    organisation.population.state.p.set(name, float(value))


def end_means(table: Floats, share: float = 0.25) -> Floats:
    """Return the mean over the last part of each step, shape (..., steps): where the run had got to.

    Parameters
    ----------
    table
        Shape (..., steps, days).
    share
        Part of a step's days that counts, rounded to whole working weeks where there is room.
    """
    days = table.shape[-1]
    last = max(1, round(share * days))
    last = max(5, last // 5 * 5) if days >= 5 else days
    return np.asarray(table[..., -last:].mean(axis=-1))
