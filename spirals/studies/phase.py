"""A phase diagram: where in the plane of two parameters the ways up and down part."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.experiments.workers import Progress
from spirals.plain import Brief, plain
from spirals.scenario import Scenario, with_changes
from spirals.studies.filling import Crew
from spirals.studies.tipping import CLEAR
from spirals.studies.way_folder import write_tables
from spirals.studies.ways import STATES, Journey, Task, check, do_all, spec_of, values_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class Phase(Brief):
    """Where an organisation had got to on its way up and down one parameter, for each value of another.

    Attributes
    ----------
    up, down
        Mean over runs at the end of each step, shape (values of the second, values of the first).
    stable
        Number of stable states of the mean field, same shape; nan where the series has none on paper.
    days
        Working days a step.
    """

    scenario: Scenario
    parameter: str
    second: str
    series: str
    values: tuple[float, ...]
    seconds: tuple[float, ...]
    days: int
    replicates: int
    up: Floats
    down: Floats
    stable: Floats

    @property
    def gap(self) -> Floats:
        """Down minus up."""
        return self.down - self.up

    def table(self) -> pd.DataFrame:
        """Return one row per pair of values."""
        import pandas as pd

        rows = [
            {
                self.parameter: value,
                self.second: other,
                "up": float(self.up[y, x]),
                "down": float(self.down[y, x]),
                "gap": float(self.gap[y, x]),
                "parted": bool(abs(self.gap[y, x]) >= CLEAR),
                "stable_on_paper": float(self.stable[y, x]),
            }
            for y, other in enumerate(self.seconds)
            for x, value in enumerate(self.values)
        ]
        return pd.DataFrame(rows)

    def plot(self) -> Figure:
        """Draw the state on the way up and the gap between the ways, with the mean field's region of two states."""
        from spirals.studies.tipping_figures import phase_figure

        return phase_figure(self)

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write table and figure into a folder that is absent or empty, or the one that this was computed in."""
        return write_tables(Path(folder), self._write, self.scenario)

    def _write(self, folder: Path) -> None:
        from spirals.experiments import store
        from spirals.experiments.figures import save_figure

        store.write_parquet(self.table(), folder / "phase.parquet")
        store.write_csv(self.table(), folder / "phase.csv")
        save_figure(self.plot(), folder, "phase")


STEPS, DAYS, REPLICATES = 9, 120, 2


def count_tasks(asked: dict[str, Any]) -> int:
    """Return how many parts `phase_diagram` has to compute with these arguments."""
    steps, replicates = asked.get("steps", STEPS), asked.get("replicates", REPLICATES)
    paper = steps if asked.get("series", "mean_quality") in STATES else 0
    return int(steps * (2 * replicates + paper))


def phase_diagram(
    scenario: str | PathLike[str] | Scenario = "baseline",
    parameter: str = "conduct_base",
    second: str = "care",
    *,
    low: float | None = None,
    high: float | None = None,
    second_low: float | None = None,
    second_high: float | None = None,
    steps: int = STEPS,
    days: int = DAYS,
    series: str = "mean_quality",
    replicates: int = REPLICATES,
    seed: int | None = None,
    out: str | PathLike[str] | None = None,
    workers: int = 1,
    dask: str | None = None,
    progress: Progress | None = None,
    **changes: Any,
) -> Phase:
    """Lead organisations up and down one parameter for several values of another.

    Parameters
    ----------
    scenario, parameter, low, high, series, seed, out, workers, dask, progress, **changes
        As in `tipping`.
    second, second_low, second_high
        The other parameter and the ends of its values.
    steps
        Number of values of each, >= 4.
    days
        Working days at each step, >= 30; a gap can be lag, the more so the fewer they are.
    replicates
        Organisations that differ by chance, >= 2.

    Raises
    ------
    InputError
        If anything given cannot be used.
    """
    spec = spec_of(scenario, seed, changes)
    steps, days, replicates = plain((steps, days, replicates))
    values = values_of(spec, parameter, low, high, steps)
    seconds = values_of(spec, second, second_low, second_high, steps)
    check(series, days, replicates)
    tasks = phase_tasks(spec, parameter, second, values, seconds, days, series, replicates)
    asked: dict[str, Any] = {"parameter": parameter, "second": second, "values": list(values), "days": days}
    asked |= {"seconds": list(seconds), "series": series}
    journey = Journey("phase", spec, asked, replicates, tuple(tasks))
    found = do_all(journey, out, Crew(workers, dask, progress))
    shape = (len(seconds), len(values))
    up, down, stable = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    from spirals.analysis.continuation import end_means

    for y, other in enumerate(seconds):
        for way, table in (("up", up), ("down", down)):
            runs = np.array([found[way, other, replicate] for replicate in range(replicates)])
            table[y] = end_means(runs).mean(axis=0)[:: 1 if way == "up" else -1]
        for x, value in enumerate(values):
            if series in STATES:
                stable[y, x] = int((found["paper", other, value][:, 2] < 1.0).sum())
    return Phase(spec, parameter, second, series, values, seconds, days, replicates, up, down, stable)


def phase_tasks(
    spec: Scenario,
    parameter: str,
    second: str,
    values: tuple[float, ...],
    seconds: tuple[float, ...],
    days: int,
    series: str,
    replicates: int,
) -> list[Task]:
    """Return everything that has to be computed."""
    tasks = []
    for other in seconds:
        row = with_changes(spec, {second: other})
        tasks += [
            Task("way", row, replicate, parameter, values[:: 1 if way == "up" else -1], days, series, key)
            for way in ("up", "down")
            for replicate in range(replicates)
            for key in [(way, other, replicate)]
        ]
        if series in STATES:
            tasks += [
                Task("paper", row, 0, parameter, (value,), 0, series, ("paper", other, value)) for value in values
            ]
    return tasks
