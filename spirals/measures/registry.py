"""Measures by name: how one is declared, found and computed."""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.measures.view import View
from spirals.parameters import nearest

type Compute = Callable[[View], float]
type PerPerson = Callable[[View], NDArray[np.float64]]

GROUPS = ("Connections", "Encounters", "Moves", "People", "Work", "Staying", "Network", "Shocks", "Spirals", "Cost")
NEEDS = ("", "shock", "team_series", "weekly")


@dataclass(frozen=True)
class Measure:
    """One outcome of a run, found by its name.

    Parameters
    ----------
    name
        What it is called in scenario files, tables and Python.
    title
        What it is called in a table for readers who do not know the model.
    unit
        Unit of the value; "0..1" for shares and states.
    better
        +1 if more is better, -1 if less is, 0 if neither is so by itself.
    source
        Where the idea comes from.
    meaning
        One sentence in plain words.
    group
        One of ``GROUPS``.
    compute
        From a `View` to a float, or nan for the reason given in ``missing``.
    people
        For measures that persons have a value of their own on: from a `View` to one value per active person
        (nan where a person has none); else None.  The measure is their mean or, for measures of ties, their
        mean weighted by how many ties each has.  Standardised effects divide by the spread of these values.
    missing
        Why the value can be nan, in plain words; empty if it never is once there are people.
    needs
        What a run has to record besides the daily series: one of ``NEEDS``.
    """

    name: str
    title: str
    unit: str
    better: int
    source: str
    meaning: str
    group: str
    compute: Compute
    people: PerPerson | None = None
    missing: str = ""
    needs: str = ""


MEASURES: dict[str, Measure] = {}
ENTRY_POINTS = "spirals.measures"


def register(entry: Measure) -> Measure:
    """Add a measure to ``MEASURES``.

    Raises
    ------
    ValueError
        If the name is taken, a field is not one of its choices, nothing says what it means, or its function takes
        anything else than one argument.
    """
    if entry.name in MEASURES:
        raise ValueError(f"measure '{entry.name}' exists already")
    _check_choice(entry, "group", GROUPS)
    _check_choice(entry, "needs", NEEDS)
    _check_choice(entry, "better", (-1, 0, 1))
    if not entry.meaning:
        raise ValueError(f"measure '{entry.name}' has no meaning; write a docstring of one sentence")
    try:
        inspect.signature(entry.people or entry.compute).bind(None)
    except TypeError:
        raise ValueError(f"measure '{entry.name}' must be a function of one argument, the View of a run") from None
    MEASURES[entry.name] = entry
    return entry


def _check_choice(entry: Measure, field: str, choices: tuple[Any, ...]) -> None:
    value = getattr(entry, field)
    if value not in choices:
        guess = nearest(str(value), [str(choice) for choice in choices])
        hint = f"did you mean {guess!r}?" if guess else f"use one of {', '.join(repr(choice) for choice in choices)}"
        raise ValueError(f"measure '{entry.name}': {field} {value!r} is unknown; {hint}")


def measure(
    title: str,
    unit: str,
    better: int,
    source: str,
    group: str,
    *,
    people: PerPerson | None = None,
    missing: str = "",
    needs: str = "",
) -> Callable[[Compute], Compute]:
    """Register a function of a `View` as a measure: its name, and its docstring as the meaning."""

    def add(function: Compute) -> Compute:
        meaning = first_paragraph(function.__doc__)
        register(
            Measure(function.__name__, title, unit, better, source, meaning, group, function, people, missing, needs)
        )
        return function

    return add


def person_measure(
    title: str, unit: str, better: int, source: str, group: str, *, missing: str = "", needs: str = ""
) -> Callable[[PerPerson], PerPerson]:
    """Register a function that gives one value per active person; the measure is their mean."""

    def add(function: PerPerson) -> PerPerson:
        meaning = first_paragraph(function.__doc__)
        register(
            Measure(
                function.__name__,
                title,
                unit,
                better,
                source,
                meaning,
                group,
                partial(mean_over_people, function),
                function,
                missing,
                needs,
            )
        )
        return function

    return add


def mean_over_people(people: PerPerson, view: View) -> float:
    """Return the mean over active people who have a value; nan if nobody has."""
    return mean_of(_one_each(people, view))


def _one_each(people: PerPerson, view: View) -> NDArray[np.float64]:
    values = np.asarray(people(view), dtype=np.float64)
    if values.shape != (len(view.rows),):
        name = getattr(people, "__name__", repr(people))
        raise InputError(
            f"measure {name}: must return one number for each of the {len(view.rows)} people (view.rows), not an array "
            f"of shape {values.shape}"
        )
    return values


def mean_of(values: NDArray[np.float64]) -> float:
    """Return the mean of the numbers among ``values``; nan if there is none."""
    given = values[~np.isnan(values)]
    return float(given.mean()) if given.size else float("nan")


def spread_of(values: NDArray[np.float64]) -> float:
    """Return the standard deviation (n - 1) of the numbers among ``values``; nan for fewer than two."""
    given = values[~np.isnan(values)]
    return float(given.std(ddof=1)) if given.size > 1 else float("nan")


def load_added() -> None:
    """Register the measures of installed packages, found through the entry points ``spirals.measures``.

    Each entry point is called like its measure and leads to the function.  One that cannot be had is warned of: a
    package that plays no part stops no run.
    """
    for point in entry_points(group=ENTRY_POINTS):
        try:
            point.load()
        except Exception as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            warnings.warn(
                f"measure {point.name} ({point.value}) cannot be loaded ({reason[:200]}); repair or uninstall it",
                stacklevel=2,
            )
            continue
        if point.name not in MEASURES:
            warnings.warn(
                f"{point.value} registers no measure '{point.name}'; call the entry point like the function",
                stacklevel=2,
            )


def first_paragraph(text: str | None) -> str:
    """Return the first paragraph of a docstring as one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())


def find(name: str) -> Measure:
    """Return the measure of that name.

    Raises
    ------
    InputError
        For an unknown name, with the nearest one.
    """
    entry = MEASURES.get(name)
    if entry is None:
        close = nearest(name, MEASURES)
        hint = f"did you mean '{close}'?" if close else "see `spirals list measures`"
        raise InputError(f"unknown measure '{name}'; {hint}")
    return entry


def compute(name: str, view: View) -> float:
    """Return a measure's value for one run on one day: a float, or nan for the measure's stated reason.

    Raises
    ------
    InputError
        For an unknown name, with the nearest one.
    """
    found = find(name).compute(view)
    if np.ndim(found) != 0 or not isinstance(found, Real):
        raise InputError(f"measure {name}: must return one number, nan where it has none, not {type(found).__name__}")
    return float(found)


def compute_all(names: Iterable[str], view: View) -> dict[str, float]:
    """Return several measures of one view, in the order given; what they share is computed once."""
    return {name: compute(name, view) for name in names}


def per_person(name: str, view: View) -> NDArray[np.float64] | None:
    """Return a measure for each active person (nan where one has none); None if it is not about persons."""
    people = find(name).people
    return None if people is None else _one_each(people, view)


def between_people(name: str, view: View) -> float:
    """Return the spread (SD) of a measure between active people; nan for measures that are not about persons.

    Standardised effects of a comparison divide by this spread in the control run.
    """
    values = per_person(name, view)
    return float("nan") if values is None else spread_of(values)


def compute_with_spreads(names: Iterable[str], view: View) -> tuple[dict[str, float], dict[str, float]]:
    """Return several measures of one view and their SDs between people, or between what else they are means over."""
    spreads = {}
    measures = compute_all(names, view)
    for name in measures:
        beside = spread_measure(name)
        spreads[name] = between_people(name, view)
        if math.isnan(spreads[name]) and beside:
            spreads[name] = compute(beside, view)
    return measures, spreads


def spread_measure(name: str) -> str | None:
    """Return the measure that gives the SD between the ties or teams that a measure is a mean over.

    Examples
    --------
    >>> spread_measure("mean_quality"), spread_measure("corrosive")
    ('sd_quality', None)
    """
    beside = f"sd_{name.removeprefix('mean_')}"
    return beside if name.startswith("mean_") and beside in MEASURES else None


def needed(names: Iterable[str]) -> set[str]:
    """Return what a run has to record besides the daily series so that these measures have values."""
    return {find(name).needs for name in names} - {""}
