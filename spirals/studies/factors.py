"""What is varied, resolved: a name, a range or values, and the scenarios that have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.interventions.registry import find
from spirals.parameters import REFERENCE, TABLE
from spirals.scenario import OrganisationSpec, Scenario, with_changes
from spirals.scenario.problems import ENTRIES
from spirals.studies import near
from spirals.studies.experiment import EVERY, Factor, Value

FIXED = ("name", "question", "author", "extends", "schema", "seed", "replicates", "measures", "uncertainties")
"""Scenario fields that say what an experiment is, or what its runs share; they cannot be varied."""


@dataclass(frozen=True)
class Varied:
    """One factor with its range or values known.

    Attributes
    ----------
    name
        As in ``with_changes``.
    low, high
        Ends of the range; of the places in ``values`` where there are values.
    values
        Values to choose from, or none for a range.
    whole
        Whether only whole numbers are meant.
    scenarios
        Places of the scenarios that it is varied in.
    """

    name: str
    low: float
    high: float
    values: tuple[Value, ...] | None
    whole: bool
    scenarios: tuple[int, ...]

    def at(self, share: float) -> Value:
        """Return the value at a place between 0 and 1 on the way from low to high.

        Examples
        --------
        >>> Varied("demand", 0.2, 0.6, None, False, (0,)).at(0.5)
        0.4
        >>> Varied("size", 20, 22, None, True, (0,)).at(1.0)
        22
        >>> Varied("levels", 0, 1, (1, 3), True, (0,)).at(0.49)
        1
        """
        if self.values is not None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.whole:
            return min(int(self.low + share * (self.high - self.low + 1.0)), int(self.high))
        return float(self.low + share * (self.high - self.low))

    def steps(self, levels: int) -> list[Value]:
        """Return all values, or so many evenly spaced ones of the range."""
        if self.values is not None:
            return list(self.values)
        places: NDArray[np.float64] = np.linspace(self.low, self.high, levels)
        if self.whole:
            return list(dict.fromkeys(round(place) for place in places.tolist()))
        return list(places.tolist())


def resolve(
    factors: Sequence[Factor], bases: Sequence[Scenario], where: str, share: float | None = None
) -> tuple[Varied, ...]:
    """Return what is varied, each name once, with every range known and allowed.

    Parameters
    ----------
    share
        Parameters without a stated range are varied over this share of the way from what the reference assumes to
        either end of the table's range; None: over all of it.

    Raises
    ------
    InputError
        One line for each factor that cannot be varied.
    """
    problems: list[str] = []
    found: dict[str, Varied] = {}
    ranges = known_ranges(bases[0], share)
    for factor in factors:
        for one in _written_out(factor):
            try:
                varied = _resolved(one, bases, where, ranges)
                if varied.name in found and factor.group is None:
                    raise InputError(f"{where}: factors.{varied.name}: stands twice; leave one out")
                found.setdefault(varied.name, varied)
            except InputError as error:
                problems.append(str(error))
    if problems:
        raise InputError("\n".join(dict.fromkeys(problems)))
    return tuple(found.values())


def _written_out(factor: Factor) -> list[Factor]:
    if factor.group is None:
        return [factor]
    if factor.group == EVERY:  # references are measured, not assumed
        return [Factor(name=row.name) for row in TABLE if row.source != REFERENCE]
    return [Factor(name=row.name) for row in TABLE if factor.group == row.group]


def _resolved(
    factor: Factor, bases: Sequence[Scenario], where: str, ranges: Mapping[str, tuple[float, float]]
) -> Varied:
    name = str(factor.name).removeprefix("parameters.")
    key = f"{where}: factors.{name}"
    head = name.partition(".")[0]
    if head in FIXED:
        raise InputError(f"{key}: cannot be varied; every run of an experiment shares it, so set it beside the factors")
    values, low, high = factor.values, factor.low, factor.high
    places = where_it_applies(name, bases)
    if values is None:
        known = ranges.get(name)
        low = known[0] if low is None and known else low
        high = known[1] if high is None and known else high
        if low is None or high is None:
            _check_name(bases[0], name, key)
            raise InputError(f"{key}: has no range of its own; give low and high, or values")
        if not low < high:
            raise InputError(f"{key}: goes from {low:g} to {high:g}; low must be below high")
    ends: tuple[Any, ...] = values if values is not None else (low, high)
    whole = _is_whole(name)
    for value in ends:
        for place in places:
            given = int(value) if whole and isinstance(value, float) and value.is_integer() else value
            _check(bases[place], name, given, key)
    if values is not None:
        return Varied(name, 0.0, len(values) - 1.0, values, whole, places)
    assert low is not None
    assert high is not None
    return Varied(name, float(low), float(high), None, whole, places)


def _check_name(base: Scenario, name: str, key: str) -> None:
    """Raise an error if nothing has this name, whatever its values."""
    try:
        with_changes(base, {name: None})
    except InputError as error:
        if "no setting or parameter" in str(error) or "did you mean" in str(error):
            raise InputError(f"{key}: {str(error).rpartition(': ')[2]}") from None


def _check(base: Scenario, name: str, value: Any, key: str) -> None:
    try:
        with_changes(base, {name: value})
    except InputError as error:
        told = str(error).splitlines()[0].removeprefix(f"{base.name}: ")
        rest = told.partition(": ")[2] or told
        raise InputError(f"{key}: {rest}") from None


def where_it_applies(name: str, bases: Sequence[Scenario]) -> tuple[int, ...]:
    """Return the places of the scenarios in which a factor is varied.

    A setting of a practice or shock is varied in the scenarios that have it, in all if none has; anything else
    in all.
    """
    table, _, rest = name.partition(".")
    every = tuple(range(len(bases)))
    identity = (rest if table in ENTRIES else name).partition(".")[0]
    if table not in ENTRIES and (not rest or table in ("organisation", "parameters")):
        return every
    having = tuple(
        place for place, base in enumerate(bases) if any(identity in (one.id, one.label) for one in base.programmes)
    )
    return having or every


def known_ranges(reference: Scenario, share: float | None = None) -> dict[str, tuple[float, float]]:
    """Return the range of each parameter: what the reference states as uncertain, else one from the parameter table.

    Parameters
    ----------
    share
        How much of the table's range, as in `resolve`.

    Examples
    --------
    >>> from spirals.scenario import load
    >>> known_ranges(load("baseline"))["outsider_rate"]
    (0.0, 1.0)
    >>> [round(end, 3) for end in known_ranges(load("baseline"), 0.5)["outsider_rate"]]  # assumed is .1
    [0.05, 0.55]
    """
    found = {row.name: (row.low, row.high) for row in TABLE}
    if share is not None and share < 1.0:
        part = share / near.NEAR
        here = reference.values()
        for one in near.factors(reference.model_copy(update={"uncertainties": {}})):
            middle = here[one["name"]]
            low, high = (middle + part * (end - middle) for end in (one["low"], one["high"]))
            found[one["name"]] = (
                max(low, found[one["name"]][0]),
                min(high, found[one["name"]][1]),
            )  # to the last digit
    return {**found, **reference.uncertainties}


def _is_whole(name: str) -> bool:
    """Say whether a field takes whole numbers only, by its annotation."""
    table, _, rest = name.partition(".")
    if table in ENTRIES and rest:
        identity, _, field = rest.partition(".")
        try:
            fields = find(identity, shocks_only=table == "shocks").model_fields
        except InputError:
            return False
    else:
        field = name.removeprefix("organisation.")
        fields = {**Scenario.model_fields, **OrganisationSpec.model_fields}
    info = fields.get(field)
    text = str(info.annotation) if info is not None else ""
    return "int" in text and "float" not in text
