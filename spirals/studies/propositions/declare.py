"""What a row is: a claim of a source, a standard manipulation, and what must move by it, how far at least."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

if TYPE_CHECKING:
    from spirals.studies.propositions.laboratory import Laboratory
    from spirals.studies.propositions.readings import Readings

type Floats = NDArray[np.float64]
type Study = Callable[["Laboratory", "Readings"], None]
type Formula = Callable[[Floats], float]

SD, TIMES, RATIO, CHANGE, POINTS = "SD", "times", "ratio", "share", "points"
"""Units: SD between people (ties, teams); a ratio that nothing leaves at 1; a ratio; a ratio less 1; as measured."""
HOLDS, NOMINAL, OPPOSITE, NOT_SETTLED = "holds", "nominal", "opposite", "not settled"
NOT_MEASURED, FAILED = "not measured", "failed"
ARROW, STORY, CLAIM = "arrow", "story", "claim"
MOST_PAIRS = 200
_LEVEL = 0.95
_SMALL = 0.1  # stands for the least size where any effect of the sign will do


@dataclass(frozen=True)
class Part:
    """One thing that must move.

    Attributes
    ----------
    measure
        Name of what is read; unique within its row.
    sign
        +1 if it must rise, or reach a floor; -1 if it must fall, or keep below a ceiling.
    least
        The value, signed, that its middle must reach.
    unit
        One of the units above; says how a reading becomes a value (see `value_of`).
    limit
        Whether ``least`` bounds a value that need not differ from nothing.
    formula
        From the mean reading to the value, where it is none of the units'.
    """

    measure: str
    sign: int
    least: float
    unit: str = SD
    limit: bool = False
    formula: Formula | None = None

    @property
    def nothing(self) -> float:
        """Return the value that stands for no effect."""
        return 1.0 if self.unit == TIMES else 0.0

    @property
    def precision(self) -> float:
        """Return the half-width of the interval below which no more pairs are needed."""
        return 0.5 * (abs(self.least - self.nothing) or _SMALL)

    def value_of(self, reading: Floats) -> float:
        """Return the value that a mean reading stands for."""
        if self.formula is not None:
            return self.formula(reading)
        return _FORMULAS[self.unit](reading)


def _in_sd(reading: Floats) -> float:
    return float(reading[0] / math.sqrt(reading[1])) if reading[1] > 0.0 else math.nan


def _ratio(reading: Floats) -> float:
    return float(reading[0] / reading[1]) if reading[1] != 0.0 else math.nan


_FORMULAS: dict[str, Formula] = {
    SD: _in_sd,
    TIMES: _ratio,
    RATIO: _ratio,
    CHANGE: lambda reading: _ratio(reading) - 1.0,
    POINTS: lambda reading: float(reading[0]),
}


def rises(measure: str, least: float, unit: str = SD, formula: Formula | None = None) -> Part:
    """Return a part that must rise by at least so much."""
    return Part(measure, 1, least, unit, formula=formula)


def falls(measure: str, least: float, unit: str = SD, formula: Formula | None = None) -> Part:
    """Return a part that must fall by at least so much."""
    return Part(measure, -1, -least, unit, formula=formula)


def at_least(measure: str, least: float, unit: str = RATIO, formula: Formula | None = None) -> Part:
    """Return a part that must not be below a bound."""
    return Part(measure, 1, least, unit, True, formula)


def at_most(measure: str, most: float, unit: str = RATIO, formula: Formula | None = None) -> Part:
    """Return a part that must not be above a bound."""
    return Part(measure, -1, most, unit, True, formula)


@dataclass(frozen=True)
class Row:
    """One declared row: an arrow, a story or another claim.

    Attributes
    ----------
    id
        Unique.
    group
        Heading under which it is shown.
    statement
        What the sources say, in own words.
    source
        Short title of the source.
    manipulation
        What is done, in words.
    parts
        What must move; the row holds when all of them do.
    study
        Makes the runs of one replicate and reads the parts.
    kind
        ``arrow``, ``story`` or ``claim``.
    fewest
        Pairs that it needs at least, whatever is asked.
    """

    id: str
    group: str
    statement: str
    source: str
    manipulation: str
    parts: tuple[Part, ...]
    study: Study
    kind: str = ARROW
    fewest: int = 0


ROWS: dict[str, Row] = {}
"""Every declared row by id, in the order of declaration."""


def row(
    id: str,
    group: str,
    statement: str,
    source: str,
    manipulation: str,
    *parts: Part,
    kind: str = ARROW,
    fewest: int = 0,
) -> Callable[[Study], Study]:
    """Declare a row; the decorated function makes its runs."""

    def declare(study: Study) -> Study:
        if id in ROWS:
            raise ValueError(f"two rows are called {id}")
        ROWS[id] = Row(id, group, statement, source, manipulation, parts, study, kind, fewest)
        return study

    return declare


@dataclass(frozen=True)
class Estimate:
    """A value with its interval, from so many pairs of runs."""

    value: float
    low: float
    high: float
    pairs: int


def estimate(part: Part, readings: Sequence[Floats]) -> Estimate:
    """Return what replicates say of a part, with its 95 % interval.

    The value is the formula of the mean reading over replicates, the interval Student's with the jackknife's standard
    error (Efron & Tibshirani 1993, chapter 11): for a mean it is the usual one, and it holds for ratios, and for
    half-lives of mean courses, that no single replicate could tell.
    """
    known = np.array([one for one in readings if np.isfinite(one).all()])
    n = len(known)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    value = part.value_of(known.mean(axis=0))
    if n == 1:
        return Estimate(value, math.nan, math.nan, 1)
    total = known.sum(axis=0)
    without = np.array([part.value_of((total - one) / (n - 1)) for one in known])
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    half = float(student.ppf(0.5 + _LEVEL / 2.0, n - 1)) * error
    return Estimate(value, value - half, value + half, n)


def settled(part: Part, found: Estimate) -> bool:
    """Say whether more pairs could hardly change the verdict.

    They could not where the half-width is below half of *least*, or where the whole interval lies on one side of it.
    """
    half = 0.5 * (found.high - found.low)
    return half < part.precision or found.low > part.least or found.high < part.least


def verdict(part: Part, found: Estimate) -> str:
    """Say what runs make of a part.

    ``holds``: the middle reaches *least*, and the interval excludes no effect (not asked of a bound).  ``opposite``:
    the interval lies wholly on the wrong side of no effect (of the bound).  ``not settled``: too wide an interval.
    Else ``nominal``.
    """
    if not math.isfinite(found.low):
        return NOT_MEASURED
    if not settled(part, found):
        return NOT_SETTLED
    near = found.low if part.sign > 0 else found.high
    far = found.high if part.sign > 0 else found.low
    middle = part.least if part.limit else part.nothing
    reached = part.sign * (found.value - part.least) >= 0.0
    if reached and (part.limit or part.sign * (near - middle) > 0.0):
        return HOLDS
    return OPPOSITE if part.sign * (far - middle) < 0.0 else NOMINAL
