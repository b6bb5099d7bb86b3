"""What rows read: quantities of people and ties on one day, by name, and differences between runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.measures.outcomes import MOVES
from spirals.mechanisms import outcomes, slow
from spirals.population import (
    ACTIVE,
    CARRYING,
    CONNECTIVITY,
    DEED_COLUMNS,
    END_A,
    FAMILIARITY,
    LEVEL,
    N_TIES,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    REGARD,
    REST,
    TEAM,
    TEAM_COLUMNS,
    TENSILITY,
    TIE_TRUST,
)

if TYPE_CHECKING:
    from spirals.organisation import Organisation

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]
type Who = Integers | list[int] | None

KNOWN = 0.1  # familiarity from which a tie is one (arrows.md, B6)
FEATURES = ("regard", "trust", "carrying_capacity", "tensility", "connectivity")
_SIDES = {
    "regard": (REGARD, REGARD + 1),
    "trust": (TIE_TRUST, TIE_TRUST + 1),
    "carrying_capacity": (CARRYING, CARRYING),
    "tensility": (TENSILITY, TENSILITY),
    "connectivity": (CONNECTIVITY, CONNECTIVITY),
}
SUMS = {
    "entrusting": ("disclosed", "delegated", "voiced"),
    "learning": ("asked", "voiced", "heard"),
    "citizenship": ("helped", "offered", "voiced"),
    "influence": ("asked_of", "heard"),
    "partners": ("contacts",),
}
"""Daily counts that stand for something together."""
RATES = {"conduct": ("conduct", "met"), "received": ("received", "met")}
"""Sums of the day over how many encounters they come from."""


class Moment:
    """People and ties as they are at the end of one day.

    Parameters
    ----------
    organisation
        Read now; nothing of it is kept but copies.
    """

    def __init__(self, organisation: Organisation) -> None:
        population = organisation.population
        state, n = population.state, population.size
        self.day = organisation.day
        self.parameters = organisation.parameters
        self.people = state.people[:n].astype(np.float32)
        self.recent = state.recent[:n].copy()
        self.place = state.place[:n].copy()
        self._teams = state.teams.copy()
        used = int(state.counts[N_TIES])
        alive = (state.ends[:used, END_A] >= 0) & (state.ties[:used, FAMILIARITY] > KNOWN)
        self.ends = state.ends[:used][alive][:, :2].astype(np.int64)
        self.ties = state.ties[:used][alive]
        self.rests = state.nature[:used, REST : REST + 7][alive]

    @property
    def active(self) -> NDArray[np.bool_]:
        """Who belongs now, by row."""
        return self.place[:, ACTIVE] == 1

    # --- people ----------------------------------------------------------------------------------------
    def person(self, name: str) -> Floats:
        """Return a quantity of everybody by row, nan for those who have left or have none."""
        values = np.asarray(self._person(name), dtype=float).copy()
        values[~self.active] = np.nan
        return values

    def _person(self, name: str) -> NDArray[Any]:
        if name in _READERS:
            return _READERS[name](self)
        if name in SUMS:
            return self.deeds(*SUMS[name])
        if name in RATES:
            top, bottom = RATES[name]
            return self.deeds(top) / np.maximum(self.deeds(bottom), 1e-6)
        if name in _SIDES or name == "quality":
            return self.own_ties(name)
        for columns, table in ((PERSON_COLUMNS, self.people), (DEED_COLUMNS, self.recent), (PLACE_COLUMNS, self.place)):
            if name in columns:
                return table[:, columns.index(name)]
        raise KeyError(name)

    def deeds(self, *names: str) -> Floats:
        """Return the sum of some recent deeds of everybody, a day."""
        return self.recent[:, [DEED_COLUMNS.index(name) for name in names]].sum(axis=1).astype(float)

    def total(self, name: str, who: Who = None) -> float:
        """Return the sum of recent deeds over people who belong."""
        values = self.deeds(*SUMS.get(name, (name,)))
        values = np.where(self.active, values, 0.0)
        return float(values.sum() if who is None else values[who].sum())

    def teams(self, name: str) -> Floats:
        """Return a column over teams."""
        return self._teams[:, TEAM_COLUMNS.index(name)]

    # --- ties ------------------------------------------------------------------------------------------
    def sides(self, name: str) -> tuple[Floats, Floats]:
        """Return a feature of the ties, or ``quality``, as side a and as side b has it."""
        if name == "quality":
            each = np.array([self.sides(feature) for feature in FEATURES]).mean(axis=0)
            return each[0], each[1]
        a, b = _SIDES[name]
        return self.ties[:, a].astype(float), self.ties[:, b].astype(float)

    def rest(self, name: str) -> tuple[Floats, Floats]:
        """Return where a feature of the ties rests, as side a and as side b has it."""
        a, b = (column - CARRYING for column in _SIDES[name])
        return self.rests[:, a].astype(float), self.rests[:, b].astype(float)

    def own_ties(self, name: str, of_others: bool = False) -> Floats:
        """Return the mean of a feature over each person's ties, as they have it, or as the others have it."""
        a, b = self.sides(name)
        if of_others:
            a, b = b, a
        n = len(self.people)
        total = np.bincount(self.ends[:, 0], a, n) + np.bincount(self.ends[:, 1], b, n)
        with np.errstate(invalid="ignore"):
            return total / self.number_of_ties()

    def number_of_ties(self, beyond: int | None = None) -> Floats:
        """Return how many ties everybody has; ``beyond`` a place column counts those to people placed elsewhere."""
        ends, n = self.ends, len(self.people)
        if beyond is not None:
            ends = ends[self.place[ends[:, 0], beyond] != self.place[ends[:, 1], beyond]]
        return (np.bincount(ends[:, 0], minlength=n) + np.bincount(ends[:, 1], minlength=n)).astype(float)

    @cached_property
    def _rows(self) -> dict[tuple[int, int], int]:
        return {(a, b): row for row, (a, b) in enumerate(self.ends.tolist())}

    def towards(self, name: str, i: int, j: int) -> float:
        """Return a feature of the tie between two people as person i has it; nan where they have no tie."""
        row = self._rows.get((min(i, j), max(i, j)))
        return float("nan") if row is None else float(self.sides(name)[0 if i < j else 1][row])

    def of_pairs(self, name: str, pairs: Iterable[tuple[int, int]], sided: bool = False) -> Floats:
        """Return a feature of ties: the mean of both sides, or as the first of each pair has it."""
        a, b = self.sides(name)
        found = []
        for i, j in pairs:
            row = self._rows.get((min(i, j), max(i, j)))
            if row is None:
                found.append(np.nan)
            else:
                own, other = (a[row], b[row]) if i < j else (b[row], a[row])
                found.append(own if sided else 0.5 * (own + other))
        return np.array(found, dtype=float)

    def pairs_tied(self, one: Integers, other: Integers) -> int:
        """Return how many pairs of one group and another are tied."""
        a, b = self.ends[:, 0], self.ends[:, 1]
        here = (np.isin(a, one) & np.isin(b, other)) | (np.isin(b, one) & np.isin(a, other))
        return int(here.sum())


def _over(equation: Callable[..., float], *columns: Any) -> Floats:
    """Return a scalar equation for everybody, nan where an input is."""
    wide = np.array(np.broadcast_arrays(*[np.asarray(one, dtype=float) for one in columns]))
    found = np.full(wide.shape[1], np.nan)
    known = np.isfinite(wide).all(axis=0)
    found[known] = [equation(*one) for one in zip(*wide[:, known].tolist(), strict=True)]
    return found


def _breadth(moment: Moment) -> Floats:
    moves = _over(outcomes.variety, *[moment.deeds(name) for name in MOVES])
    return _over(outcomes.breadth, moves, moment.deeds("contacts"), moment.parameters["breadth_half"], 0.0)


def _leaving(moment: Moment) -> Floats:
    p = SimpleNamespace(**moment.parameters)
    commitment, strain = (moment.people[:, PERSON_COLUMNS.index(name)] for name in ("commitment", "strain"))
    return _over(lambda c, s: slow.leaving_hazard(p, c, s), commitment, strain)


def _lead_exchange(moment: Moment) -> Floats:
    """Return each member's view of the tie with the own team's lead, nan for leads and where there is no tie."""
    level, team = moment.place[:, LEVEL], moment.place[:, TEAM]
    leads = {int(team[row]): int(row) for row in np.flatnonzero(moment.active & (level == 1))[::-1]}
    found = np.full(len(level), np.nan)
    members = np.flatnonzero(moment.active & (level == 0) & np.isin(team, list(leads)))
    pairs = [(int(row), leads[int(team[row])]) for row in members]
    found[members] = moment.of_pairs("quality", pairs, sided=True)
    return found


_READERS: dict[str, Callable[[Moment], NDArray[Any]]] = {
    "ties": lambda moment: moment.number_of_ties(),
    "ties across teams": lambda moment: moment.number_of_ties(TEAM),
    "ties across levels": lambda moment: moment.number_of_ties(LEVEL),
    "regard for them": lambda moment: moment.own_ties("regard", of_others=True),
    "breadth": _breadth,
    "leaving": _leaving,
    "lead exchange": _lead_exchange,
}


def work_of(
    parameters: Mapping[str, float], knowledge: Floats, hours: Floats, hardship: Floats, strain: Floats
) -> Floats:
    """Return how well people's own work goes, all else at the middle: no word of energy, and no noise."""
    left = _over(outcomes.time_left, hours, parameters["working_hours"], hardship, parameters["hardship_on_work"])
    return _over(outcomes.performance, knowledge, left, 0.5, strain, 0.5, 0.0)


class Readings(dict[str, Floats]):
    """What one replicate says of the parts of a row, by measure (see `declare.Part.value_of`)."""

    def sd(self, measure: str, difference: float, variance: float) -> None:
        """Note a difference, and the variance between people (ties, teams) that it is measured against."""
        self[measure] = np.array([difference, variance])

    def ratio(self, measure: str, top: float, bottom: float) -> None:
        """Note the two ends of a ratio."""
        self[measure] = np.array([top, bottom])

    def points(self, measure: str, value: float) -> None:
        """Note a value as it is."""
        self[measure] = np.array([value])

    def effect(self, measure: str) -> float:
        """Return an effect in SD as this replicate alone has it."""
        difference, variance = self[measure]
        return float(difference / np.sqrt(variance)) if variance > 0.0 else float("nan")
