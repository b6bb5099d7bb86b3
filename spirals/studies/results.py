"""What a sweep holds, as tidy frames: also while it runs, and after a kill."""

from __future__ import annotations

import math
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ValidationError

from spirals.errors import InputError, visible
from spirals.experiments.results import card
from spirals.measures.score import is_whole
from spirals.parameters import nearest
from spirals.scenario import Scenario
from spirals.studies.experiment import Experiment
from spirals.studies.factors import Varied
from spirals.studies.folder import Contents, Folder, Problem
from spirals.studies.memory import Memory

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (5.0, 95.0)  # percentiles over settings that a summary shows


class Sweep:
    """The results of a designed experiment, finished or not.

    Parameters
    ----------
    folder
        Where `sweep` wrote it.

    Attributes
    ----------
    folder
        The same as a path.  Any program that reads Parquet reads ``measures/*.parquet``, ``daily/*.parquet`` and
        ``points.parquet`` in it.

    Raises
    ------
    InputError
        If no sweep lies there.
    """

    def __init__(self, folder: str | PathLike[str]) -> None:
        self.folder = Path(folder)
        self._store: Folder | Memory = Folder(self.folder)

    @classmethod
    def held(cls, store: Memory) -> Sweep:
        """Return a sweep whose results lie in memory; its ``folder`` is the current one, for what is saved of it."""
        made = cls.__new__(cls)
        made.folder, made._store = Path(), store
        return made

    @cached_property
    def _contents(self) -> Contents:
        return self._store.contents()

    @property
    def experiment(self) -> Experiment:
        """The experiment as it was read."""
        said = self._store.manifest["experiment"]
        return self._as(Experiment, said)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios, the reference first."""
        return self._store.labels

    @property
    def bases(self) -> tuple[Scenario, ...]:
        """The scenarios as they are where nothing is varied."""
        return tuple(self._as(Scenario, said) for said in self._store.manifest["scenarios"].values())

    def _as[T: BaseModel](self, kind: type[T], said: Any) -> T:
        try:
            return kind.model_validate(said)
        except ValidationError as error:
            why = visible(" ".join(str(error.errors()[0]["loc"])[:60].split()), 60)
            raise InputError(
                f"{self.folder}: its {kind.__name__.lower()} is none for this version ({why}); "
                "read it with the version that wrote it"
            ) from None

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of what is varied."""
        return self._store.factors

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the measures, without what only the score is made of."""
        return tuple(name for name in self._store.measures if not is_whole(name))

    @property
    def scored(self) -> tuple[str, ...]:
        """Outcomes of the score that runs were looked at for, by the names of their values over the whole run."""
        return tuple(name for name in self._store.measures if is_whole(name))

    @property
    def varied(self) -> tuple[Varied, ...]:
        """The factors with their ranges or values; empty where settings were listed."""
        said = self._store.manifest["factors"]
        lists = ("values", "scenarios")
        plain: list[dict[str, Any]] = [
            {key: tuple(item) if key in lists and item is not None else item for key, item in one.items()}
            for one in said
        ]
        return tuple(Varied(**one) for one in plain)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files among the results that were left out, and why."""
        return self._contents.problems

    @property
    def notes(self) -> tuple[str, ...]:
        """What was made equal so that runs can be compared."""
        return tuple(self._store.manifest["notes"])

    @property
    def planned(self) -> int:
        """Number of runs that the experiment consists of."""
        return int(self._store.manifest["runs"])

    @property
    def done(self) -> int:
        """Number of runs that are there, failed ones included."""
        return len(self._contents.runs)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row for each setting: ``point`` and the value of each factor."""
        return self._store.points.drop(columns="key")

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row per run and measure: scenario, point, replicate, measure, value, spread, and the factors."""
        frame = self._store.frame("measures", self._contents)
        return frame.merge(self.points, on="point", how="left", validate="many_to_one")

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per run and day with the daily series that were kept."""
        return self._store.frame("daily", self._contents)

    @cached_property
    def failures(self) -> pd.DataFrame:
        """One row per run that ended in an error: where, what kind, what was said."""
        columns = ["run", "scenario", "point", "replicate", "kind", "message"]
        return self._store.frame("failures", self._contents, columns)

    def values(self, measure: str, scenario: str | None = None) -> np.ndarray:
        """Return a measure by setting and replicate, shape (points, replicates); nan where it is missing."""
        return self._one("value", measure, scenario)

    def spread(self, measure: str, scenario: str | None = None) -> np.ndarray:
        """Return the SD between people (ties, teams) by setting and replicate, shape (points, replicates)."""
        return self._one("spread", measure, scenario)

    def _one(self, column: str, measure: str, scenario: str | None) -> np.ndarray:
        label = self.scenarios[0] if scenario is None else scenario
        cube = self._cube(column)
        for name, known, what in ((measure, tuple(cube), "measure"), (label, self.scenarios, "scenario")):
            if name not in known:
                guess = nearest(name, known)
                hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(known)}"
                raise InputError(f"{self.folder}: {what}: '{name}' is none of this experiment; {hint}")
        return cube[measure][label]

    def _cube(self, column: str) -> dict[str, dict[str, np.ndarray]]:
        """Return a column by measure, scenario, setting and replicate."""
        kept: dict[str, dict[str, dict[str, np.ndarray]]] = self.__dict__.setdefault("_cubes", {})
        if column not in kept:
            wanted = ["scenario", "point", "replicate", "measure", column]
            frame = self._store.frame("measures", self._contents, wanted)
            shape = (len(self.points), int(self._store.manifest["replicates"]))
            names = self._store.measures
            cube = {name: {label: np.full(shape, math.nan) for label in self.scenarios} for name in names}
            # Others may have added runs since this looked at the manifest.
            frame = frame[(frame["point"] < shape[0]) & (frame["replicate"] < shape[1])]
            for (name, label), part in frame.groupby(["measure", "scenario"], sort=False):
                cube[str(name)][str(label)][part["point"], part["replicate"]] = part[column]
            kept[column] = cube
        return kept[column]

    def table(self) -> pd.DataFrame:
        """Return one row per scenario and measure over what is done so far.

        Columns: mean over settings; ``low`` and ``high``, between which 90% of the settings' means lie;
        ``sd_settings`` between settings and ``sd_chance`` between replicates of one setting; ``runs``.
        """
        import pandas as pd

        return pd.DataFrame([self._row(label, name) for label in self.scenarios for name in self.names])

    def _row(self, label: str, name: str) -> dict[str, Any]:
        values = self.values(name, label)
        known = np.isfinite(values)
        counts = known.sum(axis=1)
        means = np.where(known, values, 0.0).sum(axis=1)[counts > 0] / counts[counts > 0]
        low, high = np.percentile(means, SHOWN) if means.size else (math.nan, math.nan)
        return {
            "scenario": label,
            "measure": name,
            "title": card(name).title,
            "unit": card(name).unit,
            "mean": float(means.mean()) if means.size else math.nan,
            "low": float(low),
            "high": float(high),
            "sd_settings": float(means.std(ddof=1)) if means.size > 1 else math.nan,
            "sd_chance": chance_sd(values),
            "settings": int(means.size),
            "runs": int(known.sum()),
        }


def chance_sd(values: np.ndarray) -> float:
    """Return the SD between replicates of one setting, pooled over settings; nan without any that were repeated.

    Parameters
    ----------
    values
        Shape (settings, replicates); nan are left out.
    """
    known = np.isfinite(values)
    counts = known.sum(axis=1)
    repeated = counts > 1
    if not repeated.any():
        return math.nan
    part, here = values[repeated], known[repeated]
    means = np.where(here, part, 0.0).sum(axis=1) / counts[repeated]
    squares = np.where(here, (part - means[:, None]) ** 2, 0.0).sum()
    return float(np.sqrt(squares / (counts[repeated] - 1).sum()))


def results(folder: str | PathLike[str]) -> Sweep:
    """Open the results of a sweep, finished or not.

    Raises
    ------
    InputError
        If no sweep lies there.
    """
    return Sweep(folder)
