"""How far an organisation lies from the targets: scaled misses, measured by the targets' own estimators."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from spirals.analysis.targets import ROWS, Row, parts

Values = dict[str, float]
WORST = 4.0
"""Most that one row counts, in half bands: an organisation that meets nobody is not infinitely worse than a bad one."""
_UNMEASURABLE = (ArithmeticError, ValueError, IndexError, KeyError, np.linalg.LinAlgError)


def measured(part: Callable[..., Values], seed: int, changes: Mapping[str, float]) -> Values:
    """Return a part of the estimators' values at some parameters; {} where the organisation gives them nothing.

    Where hardly anybody meets, estimators have no answers to read; what is missing counts as `WORST`.
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return part(seed, **changes)
        except _UNMEASURABLE:
            return {}


def misses(values: Mapping[str, float], rows: Sequence[Row] = ROWS) -> dict[str, float]:
    """Return each row's miss in half bands, 0 (inside) to `WORST`; by the key of the estimator's value."""
    found = {}
    for row in rows:
        value = values.get(row.value, math.nan)
        found[row.value] = min(WORST, row.miss(value)) if math.isfinite(value) else WORST
    return found


def distance(values: Mapping[str, float], rows: Sequence[Row] = ROWS) -> float:
    """Return the sum over targets of the mean miss of each one's rows: every target weighs the same.

    0 says that every row is inside its band; 1 that one target misses by half a band's width.
    """
    each = misses(values, rows)
    number = {target: sum(row.target == target for row in rows) for target in {row.target for row in rows}}
    return math.fsum(each[row.value] / number[row.target] for row in rows)


def measure(changes: Mapping[str, float], seed: int, most: float = math.inf, twins_too: bool = True) -> Values | None:
    """Return the estimators' values of one organisation, or None as soon as its distance is sure to exceed ``most``.

    Parameters
    ----------
    changes
        Parameters by name.
    seed
        Of the organisations and the study.
    most
        Distance from which an answer is of no use.
    twins_too
        Whether to measure C14 to C16.
    """
    found: Values = {}
    wanted = parts(twins_too)
    for place, part in enumerate(wanted, start=1):
        answer = measured(part, seed, changes)
        if place == 1 and not answer:
            return None if most < math.inf else found
        found.update(answer)
        if place < len(wanted) and most < math.inf and least(found) > most:
            return None
    return found if distance(found, rows_of(twins_too)) <= most else None


def least(values: Mapping[str, float]) -> float:
    """Return the least that the distance can still be, given the values that are known."""
    each = misses(values)
    number = {row.target: sum(other.target == row.target for other in ROWS) for row in ROWS}
    return math.fsum(each[row.value] / number[row.target] for row in ROWS if row.value in values)


def rows_of(twins_too: bool) -> tuple[Row, ...]:
    """Return the rows that are measured."""
    return ROWS if twins_too else tuple(row for row in ROWS if row.target not in ("C14", "C15", "C16"))
