"""Which parameters the targets can say anything about: each moved one prior SD up and down, on the same luck.

What a target says of a parameter is its shift, against half of its band and the chance in one organisation together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets import ROWS, parts
from spirals.experiments.workers import Progress, stream
from spirals.studies.calibration.fit import Values, measured
from spirals.studies.calibration.priors import prior, set_by_targets

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
SEEDS, BASELINE_SEEDS, FIRST_SEED = 2, 8, 3000
COLUMNS = ["parameter", "strength", "most_on", "shift", "scale", "low", "high"]


class _Task(NamedTuple):
    name: str
    z: float
    seed: int


def _measure(task: _Task) -> tuple[_Task, Values]:
    changes = {task.name: prior(task.name).value(task.z)} if task.name else {}
    found: Values = {}
    for part in parts():
        found.update(measured(part, task.seed, changes))
    return task, found


def screen(
    names: Sequence[str] | None = None,
    seeds: int = SEEDS,
    workers: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return how much each parameter moves the targets, the strongest first.

    Parameters
    ----------
    names
        Parameters; those that the table says a target set (`priors.set_by_targets`) unless given.
    seeds
        Organisations at each setting, >= 1.
    workers
        Processes.

    Returns
    -------
    pandas.DataFrame
        ``strength``: root of the sum over rows of (shift over two prior SDs / yardstick)^2, with what chance alone
        gives taken off; the yardstick is the root of half the band's square plus the variance over seeds.
        ``most_on`` and ``shift``: the row that it moves most, and by how much of its yardstick.  ``low``, ``high``: the
        two values tried.
    """
    import pandas as pd

    chosen = [prior(name) for name in (set_by_targets() if names is None else names)]
    tasks = [_Task("", 0.0, FIRST_SEED + k) for k in range(BASELINE_SEEDS)]
    for one in chosen:
        tasks += [_Task(one.name, z, FIRST_SEED + k) for k in range(seeds) for z in _ends(one.z_low, one.z_high)]
    found: dict[_Task, Values] = {}
    for task, values in stream(_measure, tasks, workers) if workers > 1 else map(_measure, tasks):
        found[task] = values
        if progress is not None:
            progress(1.0)
    yard, chance = _yardsticks([values for task, values in found.items() if not task.name])
    rows = []
    for one in chosen:
        ends = _ends(one.z_low, one.z_high)
        low, high = (
            np.array([[found[_Task(one.name, z, FIRST_SEED + k)].get(row.value, math.nan) for row in ROWS]
                      for k in range(seeds)])
            for z in ends
        )  # fmt: skip
        wide = 2.0 / (ends[1] - ends[0])  # where a range cuts one end off: the shift over two prior SDs all the same
        shift = wide * np.nanmean(high - low, axis=0) / yard
        by_chance = wide * wide * 2.0 * chance / seeds / yard**2
        rows.append((one.name, *_strength(shift, by_chance), one.scale, one.value(ends[0]), one.value(ends[1])))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values("strength", ascending=False, kind="stable", ignore_index=True)


def _ends(low: float, high: float) -> tuple[float, float]:
    return max(-1.0, low), min(1.0, high)


def _yardsticks(baseline: Sequence[Values]) -> tuple[Floats, Floats]:
    """Return each row's yardstick, and the variance over seeds at the values as they are set."""
    chance = np.nanvar([[values.get(row.value, math.nan) for row in ROWS] for values in baseline], axis=0, ddof=1)
    return np.sqrt(np.square([row.unit for row in ROWS]) + chance), chance


def _strength(shift: Floats, by_chance: Floats) -> tuple[float, str, float]:
    """Return strength, the row moved most and its shift; both arguments have the shape (rows,)."""
    known = np.where(np.isfinite(shift), shift, 0.0)
    most = int(np.argmax(np.abs(known)))
    return math.sqrt(max(0.0, float((known**2 - by_chance).sum()))), ROWS[most].value, float(known[most])
