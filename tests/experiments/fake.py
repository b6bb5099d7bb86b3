"""An organisation of a few lines with known answers, to test what is built around the real one."""

from __future__ import annotations

import math
import multiprocessing
import os
import time
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from spirals.measures import MEASURES, spread_measure
from spirals.scenario import Scenario

LIFT = 0.1  # what each practice adds to every measure
PEOPLE = 12
SERIES = (
    "mean_energy",
    "mean_strain",
    "mean_safety",
    "mean_quality",
    "high_quality",
    "corrosive",
    "mean_knowledge",
    "mean_commitment",
    "life_giving",
    "depleting",
)


class FakeOrganisation:
    """Luck from (seed, replicate), plus a known lift for each practice."""

    engine = "fake"

    def __init__(self, scenario: Scenario, *, replicate: int = 0, record: bool = False, **_others: Any) -> None:
        self.scenario, self.replicate, self.record = scenario, replicate, record
        self.random = np.random.default_rng([scenario.seed, replicate])
        self.luck = float(self.random.normal(0.0, 0.05))
        self.lift = LIFT * len(scenario.interventions)
        self.day = 0
        self.notes = ["department was read as team"]

    def run_days(self, days: int) -> None:
        self.day += days

    def measure(self, name: str) -> float:
        if name == "hours_spent":
            return 40.0 * len(self.scenario.interventions)
        if name == "cost_spent":
            return 0.0
        if name.startswith("sd_"):
            return 0.25
        return 0.5 + self.luck + self.lift

    def measures(self, names: Iterable[str]) -> dict[str, float]:
        return {name: self.measure(name) for name in names}

    def measures_and_spreads(self, names: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
        measures = self.measures(names)
        return measures, {name: self.spread(name) for name in measures}

    def spread(self, name: str) -> float:
        if MEASURES[name].people is not None:
            return 0.2
        beside = spread_measure(name)
        return self.measure(beside) if beside else math.nan

    @property
    def series(self) -> dict[str, np.ndarray]:
        days = np.arange(self.day) / max(1, self.day)
        return dict.fromkeys(SERIES, 0.5 + self.luck + self.lift * days)

    @property
    def people(self) -> pd.DataFrame:
        frame = pd.DataFrame(
            {
                "id": [str(row) for row in range(PEOPLE)],
                "active": [True] * PEOPLE,
                "team": [f"team {row % 3}" for row in range(PEOPLE)],
                "energy": np.linspace(0.1, 0.9, PEOPLE) + self.luck,
                "badge": [1, "two", None] * (PEOPLE // 3),  # further columns, as own files may bring them
                "scenario": "calm",
            },
        )
        return frame

    @property
    def connections(self) -> pd.DataFrame:
        ends = [(a, b) for a in range(PEOPLE) for b in range(a + 1, PEOPLE) if (a * b) % 4 == 1]
        return pd.DataFrame(
            {
                "a": [str(a) for a, _ in ends],
                "b": [str(b) for _, b in ends],
                "familiarity": np.linspace(0.1, 0.9, len(ends)),
                "quality": np.linspace(0.2, 0.8, len(ends)),
            }
        )

    @property
    def encounters(self) -> pd.DataFrame:
        return pd.DataFrame({"day": [2, 1], "slot": [0, 1], "who": ["0", "1"], "whom": ["1", "2"]})

    @property
    def diary(self) -> pd.DataFrame:
        return pd.DataFrame({"day": [1], "slot": [0], "id": ["0"], "mood": [0.2]})


class FailsOnce(FakeOrganisation):
    """The second replicate breaks down."""

    def run_days(self, days: int) -> None:
        if self.replicate == 1:
            raise ZeroDivisionError("nobody\nis left")
        super().run_days(days)


class FailsAlways(FakeOrganisation):
    """Every replicate breaks down."""

    def run_days(self, days: int) -> None:
        raise RuntimeError("no")


class Interrupted(FakeOrganisation):
    """Somebody presses Ctrl-C during the second replicate."""

    def run_days(self, days: int) -> None:
        if self.replicate == 1:
            raise KeyboardInterrupt
        super().run_days(days)


class Killed(FakeOrganisation):
    """A process that helps is ended from outside; runs here take so long that it is given some."""

    def run_days(self, days: int) -> None:
        if multiprocessing.parent_process() is not None:
            os._exit(9)
        time.sleep(1.0)
        super().run_days(days)


class Slow(FakeOrganisation):
    """Says which process runs it, then takes a minute a day."""

    def run_days(self, days: int) -> None:
        print(f"{os.getpid()}\n", end="", flush=True)  # in one piece, as several write
        time.sleep(60.0)


class Telling(FakeOrganisation):
    """Says which process runs it; each run takes a tenth of a second."""

    def run_days(self, days: int) -> None:
        print(f"{os.getpid()}\n", end="", flush=True)
        time.sleep(0.1)
        super().run_days(days)
