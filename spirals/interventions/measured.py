"""What practices did in runs of the model: the stored measurement ``measured.csv``, written by ``docs/practices.py``.

Each row is one practice, in one trial, on one measure, a quarter or a year after it began.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from spirals.interventions.evidence import signed

TABLE = Path(__file__).with_name("measured.csv")

Trial = Literal["whole", "carriers cut", "others cut", "idle", "dark side", "side effect", "cost"]
TRIALS: Mapping[Trial, str] = {
    "whole": "as shipped",
    "carriers cut": "the moves that it works through do nothing, in it and in its twin",
    "others cut": "all other moves do nothing, in it and in its twin",
    "idle": "its occasion is absent",
    "dark side": "a setting in which it is expected to harm",
    "side effect": "the usual measure that it makes worse by most",
    "cost": "hours and money per person up to then",
}
HORIZONS = ("quarter", "year")


@dataclass(frozen=True)
class Measured:
    """One effect of a practice.

    Attributes
    ----------
    practice
        Id.
    trial
        One of `TRIALS`.
    setting
        In words, in what it was tried; empty for the ordinary organisation.
    measure
        What was read.
    horizon
        ``quarter`` or ``year``.
    effect, low, high
        Mean paired difference with its 95 % interval, in SD between people (ties, teams; runs where a measure has no
        such spread) of the uncut twin; costs in their own unit.
    pairs, people, seed, parameters
        Pairs of runs, people in each, start of the random numbers, digest of the parameters.
    """

    practice: str
    trial: Trial
    setting: str
    measure: str
    horizon: str
    effect: float
    low: float
    high: float
    pairs: int
    people: int
    seed: int
    parameters: str

    @property
    def clear(self) -> bool:
        """Whether the interval excludes no effect."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def words(self) -> str:
        """The effect with its interval, ``+.21 [+.15, +.27]``."""
        ends = f" [{short(self.low)}, {short(self.high)}]" if math.isfinite(self.low) else ""
        return short(self.effect) + ends


@cache
def measured() -> tuple[Measured, ...]:
    """Return every stored row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def of(practice: str, trial: Trial, measure: str = "", horizon: str = "") -> list[Measured]:
    """Return the stored rows of a practice in one trial, of one measure or horizon if named."""
    return [
        row
        for row in measured()
        if (row.practice, row.trial) == (practice, trial)
        and measure in ("", row.measure)
        and horizon in ("", row.horizon)
    ]


def _read(row: Mapping[str, str]) -> Measured:
    numbers: dict[str, Any] = {"effect": float, "low": float, "high": float, "pairs": int, "people": int, "seed": int}
    return Measured(**{field.name: numbers.get(field.name, str)(row[field.name]) for field in fields(Measured)})


def short(value: float) -> str:
    """Write an effect with two digits and its sign, without the zero before the point; 0 for nothing, - for none."""
    if not math.isfinite(value):
        return "-"
    return "0" if float(f"{value:+.2f}") == 0.0 else signed(value)
