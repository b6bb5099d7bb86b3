"""Tipping points: an organisation led up and down a parameter, beside the mean field and the loop gain.

A gap between the two ways has two possible causes: two states at the same parameters, or plain slowness.  So every
loop is run at two paces, and a gap that closes when steps last longer is called what it is: lag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.experiments.workers import Progress
from spirals.plain import Brief, plain
from spirals.scenario import Scenario, with_changes
from spirals.studies.filling import Crew
from spirals.studies.way_folder import write_tables
from spirals.studies.ways import GAIN_DAYS, STATES, Journey, Task, check, do_all, spec_of, values_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
CONTROL = "M6"
"""Null model in which nothing reads ties: an organisation that cannot tip by them."""
GAIN_STEPS = 5  # values at which G is measured in simulation
SLOWER = 3  # how many times longer steps last at the second pace
CLEAR = 0.05  # gap, in units of a series that lies between 0 and 1, below which two states are not told apart


@dataclass(frozen=True, repr=False)
class Tipping(Brief):
    """What became of an organisation on its way up and down a parameter.

    Attributes
    ----------
    values
        The parameter at each step, lowest first.
    days
        Working days a step at the first pace and at the second.
    ways
        By model ("as is" or the control), pace (0 or 1) and way ("up" or "down"): the daily series, shape
        (replicates, steps, days), steps in the order of ``values``.
    on_paper
        By step: (conduct, state, loop gain) of every resting point of the mean field, lowest first; empty where the
        series has no counterpart on paper.
    gains
        By value: loop gain measured in simulation, with its interval.
    """

    scenario: Scenario
    parameter: str
    series: str
    values: tuple[float, ...]
    days: tuple[int, int]
    ways: dict[tuple[str, int, str], Floats]
    on_paper: tuple[tuple[tuple[float, float, float], ...], ...]
    gains: dict[float, tuple[float, float, float]] = field(default_factory=dict)

    def ends(self, way: str, pace: int = 1, model: str = "as is") -> Floats:
        """Return where each run had got to at each step, shape (replicates, steps)."""
        from spirals.analysis.continuation import end_means

        return end_means(self.ways[model, pace, way])

    def gap(self, pace: int = 1) -> tuple[float, float, float]:
        """Return the mean gap between the way down and the way up over all steps, and its 95% interval."""
        from spirals.analysis.paired import interval

        each = (self.ends("down", pace) - self.ends("up", pace)).mean(axis=1)
        return (float(each.mean()), *interval(each))

    @property
    def two_on_paper(self) -> tuple[float, ...]:
        """Values at which the mean field has two stable states."""
        return tuple(
            value
            for value, points in zip(self.values, self.on_paper, strict=False)
            if sum(gain < 1.0 for _, _, gain in points) > 1
        )

    @cached_property
    def verdict(self) -> str:
        """Say in words whether two states were found."""
        quick, slow = abs(self.gap(0)[0]), abs(self.gap(1)[0])
        told = f"gap between the ways {quick:.3f} at {self.days[0]} days a step, {slow:.3f} at {self.days[1]}"
        paper = (
            f"the mean field has two stable states from {self.two_on_paper[0]:.3g} to {self.two_on_paper[-1]:.3g}"
            if self.two_on_paper
            else "the mean field has one stable state everywhere"
        )
        if not self.on_paper:
            paper = "this series has no mean field"
        if slow < CLEAR:
            answer = "no second state"
        elif slow < 0.75 * quick:
            answer = "the gap narrows when steps last longer: lag, and no proof of a second state"
        else:
            answer = f"the gap stays when steps last {SLOWER} times as long: two states, or a relaxation slower still"
        return f"{answer} ({told}; {paper})"

    def table(self) -> pd.DataFrame:
        """Return one row per model, pace, way and step: mean over runs, its interval, and the two indicators."""
        import pandas as pd

        from spirals.analysis import slowing
        from spirals.analysis.paired import interval

        rows = []
        for (model, pace, way), runs in self.ways.items():
            later = _later_weeks(runs)
            for step, value in enumerate(self.values):
                ends = self.ends(way, pace, model)[:, step]
                low, high = interval(ends)
                row: dict[str, Any] = {"model": model, "days_per_step": self.days[pace], "way": way}
                row |= {self.parameter: value, "mean": float(ends.mean()), "low": low, "high": high}
                for name, function in (("lag1", slowing.lag1_autocorrelation), ("variance", slowing.variance)):
                    each = function(later[:, step]) if later.shape[-1] else np.full(len(runs), np.nan)
                    ends_of = interval(each)
                    row |= {name: float(np.nanmean(each)) if np.isfinite(each).any() else float("nan")}
                    row |= {f"{name}_low": ends_of[0], f"{name}_high": ends_of[1]}
                rows.append(row)
        return pd.DataFrame(rows)

    def paper(self) -> pd.DataFrame:
        """Return one row per step and resting point of the mean field: its state and loop gain."""
        import pandas as pd

        return pd.DataFrame(
            [
                {self.parameter: value, "conduct": conduct, self.series: state, "loop_gain": gain, "stable": gain < 1.0}
                for value, points in zip(self.values, self.on_paper, strict=False)
                for conduct, state, gain in points
            ]
        )

    def gain_table(self) -> pd.DataFrame:
        """Return the loop gain measured in simulation: value, gain, low, high."""
        import pandas as pd

        rows = [(value, *found) for value, found in sorted(self.gains.items())]
        return pd.DataFrame(rows, columns=[self.parameter, "gain", "low", "high"])

    def signs(self) -> pd.DataFrame:
        """Return Kendall's tau of each indicator on the way to the steepest change, beside the control's."""
        import pandas as pd

        from spirals.analysis.slowing import trend

        table, rows = self.table(), []
        for way in ("up", "down"):
            before = self._before_shift(way)
            for model in dict.fromkeys(model for model, _, _ in self.ways):
                part = table[(table.model == model) & (table.way == way) & (table.days_per_step == self.days[1])]
                steps = part.iloc[before]
                row: dict[str, Any] = {"way": way, "model": model, "steps": len(before)}
                rows.append(row | {name: trend(steps[name].to_numpy()) for name in ("lag1", "variance")})
        return pd.DataFrame(rows)

    def _before_shift(self, way: str) -> list[int]:
        """Return the steps up to the steepest change, in the order of the way."""
        means = self.ends(way).mean(axis=0)
        order = list(range(len(means))) if way == "up" else list(range(len(means)))[::-1]
        changes = np.abs(np.diff(means[order]))
        return order[: int(np.argmax(changes)) + 1]

    def plot(self) -> Figure:
        """Draw the loop, the mean field, the loop gain and the two indicators."""
        from spirals.studies.tipping_figures import tipping_figure

        return tipping_figure(self)

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write tables and figure into a folder that is absent or empty, or the one that this was computed in."""
        return write_tables(Path(folder), self._write, self.scenario)

    def _write(self, folder: Path) -> None:
        from spirals.analysis.slowing import CAVEAT
        from spirals.experiments import store
        from spirals.experiments.figures import save_figure

        frames = {"ways": self.table(), "signs": self.signs(), "mean_field": self.paper(), "gain": self.gain_table()}
        for name, frame in frames.items():
            store.write_parquet(frame, folder / f"{name}.parquet")
            store.write_csv(frame, folder / f"{name}.csv")
        (folder / "verdict.txt").write_text(f"{self.verdict}\n{CAVEAT}\n", encoding="utf-8")
        save_figure(self.plot(), folder, "tipping")


def _later_weeks(runs: Floats) -> Floats:
    """Return the later two thirds of each step, in whole weeks: what the indicators are taken from."""
    days = runs.shape[-1]
    last = days * 2 // 3 // 5 * 5
    return runs[..., days - last :] if last >= 20 else runs[..., :0]


STEPS, DAYS, REPLICATES = 13, 40, 4


def count_tasks(asked: dict[str, Any]) -> int:
    """Return how many parts `tipping` has to compute with these arguments."""
    steps, replicates = asked.get("steps", STEPS), asked.get("replicates", REPLICATES)
    ways = 2 * replicates * (3 if asked.get("control", True) else 2)
    paper = steps if asked.get("series", "mean_quality") in STATES else 0
    return int(ways + paper + (min(GAIN_STEPS, steps) if asked.get("gain", True) else 0))


def tipping(
    scenario: str | PathLike[str] | Scenario = "baseline",
    parameter: str = "conduct_base",
    *,
    low: float | None = None,
    high: float | None = None,
    steps: int = STEPS,
    days: int = DAYS,
    series: str = "mean_quality",
    replicates: int = REPLICATES,
    seed: int | None = None,
    control: bool = True,
    gain: bool = True,
    out: str | PathLike[str] | None = None,
    workers: int = 1,
    dask: str | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Tipping:
    """Lead an organisation up and down a parameter and see whether the ways part.

    Parameters
    ----------
    scenario
        Name, path or `Scenario`; its practices and shocks are left out.
    parameter
        Name of a parameter.
    low, high
        Ends of the way; none: the range of the parameter table.
    steps
        Number of values, >= 4.
    days
        Working days at each value at the first pace, >= 30; three times as many at the second.
    series
        Name of a daily series.
    replicates
        Organisations that differ by chance, >= 2.
    seed
        As in `run`.
    control
        Whether the same is done without feedback (null model M6), which shows what false alarms look like.
    gain
        Whether the loop gain is measured in simulation too.
    out
        Folder that keeps what is finished, where the same call goes on after a kill and more replicates are added;
        None keeps nothing.
    workers, dask, progress
        As in `sweep`; progress counts ways and measurements.
    **changes
        Scenario fields or parameters that hold throughout.

    Raises
    ------
    InputError
        If anything given cannot be used.
    """
    spec = spec_of(scenario, seed, changes)
    steps, days, replicates = plain((steps, days, replicates))
    values = values_of(spec, parameter, low, high, steps)
    check(series, days, replicates)
    tasks = tipping_tasks(spec, parameter, values, days, series, replicates, control, gain)
    asked: dict[str, Any] = {"parameter": parameter, "values": list(values), "days": days, "series": series}
    journey = Journey("tipping", spec, {**asked, "control": control, "gain": gain}, replicates, tuple(tasks))
    found = do_all(journey, out, Crew(workers, dask, progress))
    ways: dict[tuple[str, int, str], Floats] = {}
    for task in tasks:
        if task.kind == "way":
            model, pace, way, _ = task.key
            runs = [found[model, pace, way, replicate] for replicate in range(replicates)]
            ways[model, pace, way] = np.array(runs)[:, :: 1 if way == "up" else -1]
    on_paper = tuple(_points(found["paper", value]) for value in values) if series in STATES else ()
    gains = {task.values[0]: _triple(found[task.key][0]) for task in tasks if task.kind == "gain"}
    return Tipping(spec, parameter, series, values, (days, SLOWER * days), ways, on_paper, gains)


def _points(table: Floats) -> tuple[tuple[float, float, float], ...]:
    return tuple(_triple(row) for row in table)


def _triple(row: Floats) -> tuple[float, float, float]:
    first, second, third = row.tolist()
    return first, second, third


def tipping_tasks(
    spec: Scenario,
    parameter: str,
    values: tuple[float, ...],
    days: int,
    series: str,
    replicates: int,
    control: bool,
    gain: bool,
) -> list[Task]:
    """Return everything that has to be computed, the longest first."""
    models = {"as is": spec} | ({CONTROL: with_changes(spec, {"null_model": CONTROL})} if control else {})
    tasks = [
        Task("way", model, replicate, parameter, values[:: 1 if way == "up" else -1], length, series, key)
        for name, model in models.items()
        for pace, length in ((1, SLOWER * days), (0, days))
        if name == "as is" or pace == 1
        for way in ("up", "down")
        for replicate in range(replicates)
        for key in [(name, pace, way, replicate)]
    ]
    if series in STATES:
        tasks += [Task("paper", spec, 0, parameter, (value,), 0, series, ("paper", value)) for value in values]
    if gain:
        places = np.unique(np.linspace(0, len(values) - 1, min(GAIN_STEPS, len(values))).round().astype(int))
        chosen = [values[place] for place in places.tolist()]
        tasks += [
            Task("gain", spec, max(2, replicates), parameter, (value,), GAIN_DAYS, series, ("gain", value))
            for value in chosen
        ]
    return tasks
