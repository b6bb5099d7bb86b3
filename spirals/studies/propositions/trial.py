"""Trying rows: pairs of runs are added until each part is settled, the same for any number of workers."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from spirals.experiments.workers import one_pool, stream
from spirals.studies.propositions.declare import (
    FAILED,
    HOLDS,
    MOST_PAIRS,
    ROWS,
    Estimate,
    Floats,
    Part,
    Row,
    estimate,
    settled,
    verdict,
)
from spirals.studies.propositions.laboratory import DAYS, WINDOW, Laboratory
from spirals.studies.propositions.readings import Readings

if TYPE_CHECKING:
    import pandas as pd

    from spirals.experiments.workers import Progress

_MARGIN = 1.1  # more pairs than the interval so far asks for


@dataclass(frozen=True)
class Setting:
    """What all runs of a trial share.

    Attributes
    ----------
    size, seed, days, window
        As for `Laboratory`.
    changes
        Scenario fields and parameters.
    """

    size: int = 60
    seed: int = 1
    days: int = DAYS
    window: int = WINDOW
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """What replicates say of a row.

    Attributes
    ----------
    found
        By measure, the readings of the replicates that have them.
    error
        What the first failed run said; empty if none failed.
    """

    row: Row
    found: Mapping[str, Sequence[Floats]]
    error: str = ""

    def estimate(self, part: Part) -> Estimate:
        """Return what is known of a part."""
        return estimate(part, self.found.get(part.measure, ()))

    def verdict(self, part: Part) -> str:
        """Return what is made of a part."""
        return FAILED if self.error else verdict(part, self.estimate(part))

    @property
    def whole(self) -> str:
        """Return what is made of the row: it holds when all its parts do; else the first other verdict."""
        return next((said for part in self.row.parts if (said := self.verdict(part)) != HOLDS), HOLDS)


type Task = tuple[int, tuple[str, ...], Setting]
type Answer = tuple[int, dict[str, Readings | str]]


def run_rows(task: Task) -> Answer:
    """Make one replicate of some rows, which share its runs; a row that fails is told as text."""
    replicate, ids, setting = task
    changes = dict(setting.changes)
    size = changes.pop("size", setting.size)
    lab = Laboratory(replicate, size, setting.seed, setting.days, setting.window, **changes)
    found: dict[str, Readings | str] = {}
    for id in ids:
        readings = Readings()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # a mean over nobody is nan, and counts nowhere
                ROWS[id].study(lab, readings)
            found[id] = readings
        except Exception as error:  # a failed run is a row
            said = (str(error).splitlines() or [""])[0]
            found[id] = f"replicate {replicate}: {type(error).__name__}: {said}"
    return replicate, found


def try_rows(
    rows: Sequence[Row],
    *,
    replicates: int = 10,
    most: int = MOST_PAIRS,
    setting: Setting | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> list[Trial]:
    """Run rows until each of their parts is settled.

    Parameters
    ----------
    rows
        Which.
    replicates
        Fewest pairs of runs.
    most
        Most pairs; what is not settled then stays so.
    setting
        What all runs share.
    workers
        Processes; the numbers are the same for any number.
    progress
        Told of rows done in one replicate.

    Returns
    -------
    list of Trial
        In the order of the rows.
    """
    setting, report = setting or Setting(), progress or (lambda _runs: None)
    readings: dict[str, dict[int, Readings]] = {each.id: {} for each in rows}
    errors: dict[str, str] = {}
    wanted = {each.id: min(most, max(replicates, each.fewest)) for each in rows}
    with one_pool(workers):
        while tasks := _tasks(rows, readings, errors, wanted, setting):
            answers: dict[int, list[dict[str, Readings | str]]] = {}
            for replicate, answer in stream(run_rows, tasks, workers):
                answers.setdefault(replicate, []).append(answer)
                report(float(len(answer)))
            for replicate in sorted(answers):
                for answer in answers[replicate]:
                    for id, said in answer.items():
                        if isinstance(said, str):
                            errors.setdefault(id, said)
                        else:
                            readings[id][replicate] = said
            for each in rows:
                if each.id not in errors:
                    wanted[each.id] = min(most, max(wanted[each.id], _pairs_needed(_trial(each, readings[each.id]))))
    return [_trial(each, readings[each.id], errors.get(each.id, "")) for each in rows]


def _tasks(
    rows: Sequence[Row],
    readings: Mapping[str, Mapping[int, Readings]],
    errors: Mapping[str, str],
    wanted: Mapping[str, int],
    setting: Setting,
) -> list[Task]:
    """Return what is still to be run: one task for each replicate and group, whose rows share runs."""
    found: list[Task] = []
    for group in dict.fromkeys(each.group for each in rows):
        here = [each.id for each in rows if each.group == group and each.id not in errors]
        for replicate in range(max((wanted[id] for id in here), default=0)):
            ids = tuple(id for id in here if replicate < wanted[id] and replicate not in readings[id])
            if ids:
                found.append((replicate, ids, setting))
    return found


def _trial(each: Row, readings: Mapping[int, Readings], error: str = "") -> Trial:
    ordered = [readings[replicate] for replicate in sorted(readings)]
    names = [part.measure for part in each.parts]
    return Trial(each, {name: [one[name] for one in ordered if name in one] for name in names}, error)


def _pairs_needed(trial: Trial) -> int:
    """Return how many pairs the widest unsettled interval asks for, at most twice as many as there are."""
    need = 0
    for part in trial.row.parts:
        found = trial.estimate(part)
        if found.pairs >= 2 and math.isfinite(found.high) and not settled(part, found):
            half = 0.5 * (found.high - found.low)
            times = min(2.0, max(_MARGIN, _MARGIN * (half / part.precision) ** 2))
            need = max(need, math.ceil(times * found.pairs))
    return need


def shares(
    rows: Sequence[Row], draws: int, setting: Setting, workers: int = 1, progress: Progress | None = None
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return in how many draws of all parameters each part has its sign, and in how many it was measured.

    One pair of runs in each draw (see `plausible.drawn`); parameters that a row itself sets stay as it sets them.
    """
    from spirals.scenario import load
    from spirals.studies.plausible import drawn

    points = drawn(load("baseline"), draws, setting.seed)
    tasks = [
        (draw, (each.id,), replace(setting, changes={**setting.changes, **point}))
        for draw, point in enumerate(points)
        for each in rows
    ]
    found: dict[tuple[str, str], tuple[int, int]] = {(e.id, p.measure): (0, 0) for e in rows for p in e.parts}
    for _, answer in stream(run_rows, tasks, workers):
        (progress or (lambda _runs: None))(1.0)
        for id, said in answer.items():
            if isinstance(said, str):
                continue
            for part in ROWS[id].parts:
                value = _value(part, said)
                if math.isfinite(value):
                    wins, known = found[id, part.measure]
                    middle = part.least if part.limit else part.nothing
                    found[id, part.measure] = (wins + int(part.sign * (value - middle) > 0.0), known + 1)
    return found


def _value(part: Part, readings: Readings) -> float:
    reading = readings.get(part.measure)
    return part.value_of(reading) if reading is not None and np.isfinite(reading).all() else math.nan


def table(trials: Sequence[Trial], in_draws: Mapping[tuple[str, str], tuple[int, int]] | None = None) -> pd.DataFrame:
    """Return one row for each part, rows that miss first."""
    import pandas as pd

    rows = []
    for trial in sorted(trials, key=lambda one: one.whole == HOLDS):
        for number, part in enumerate(trial.row.parts, start=1):
            found = trial.estimate(part)
            wins, known = (in_draws or {}).get((trial.row.id, part.measure), (0, 0))
            rows.append(
                {
                    "id": trial.row.id, "part": number, "measure": part.measure, "effect": found.value,
                    "low": found.low, "high": found.high, "least": part.least, "unit": part.unit,
                    "pairs": found.pairs, "verdict": trial.verdict(part), "row": trial.whole, "kind": trial.row.kind,
                    "group": trial.row.group, "bound": part.limit, "share": wins / known if known else math.nan,
                    "draws": known, "error": trial.error,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def summary(trials: Sequence[Trial]) -> str:
    """Say how many rows of each kind hold."""
    said = []
    for kind in dict.fromkeys(trial.row.kind for trial in trials):
        of_kind = [trial for trial in trials if trial.row.kind == kind]
        plural = {"story": "stories"}.get(kind, f"{kind}s")
        said.append(f"{sum(trial.whole == HOLDS for trial in of_kind)} of {len(of_kind)} {plural}")
    return f"{', '.join(said)} hold"
