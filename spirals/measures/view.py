"""What a measure looks at: one run on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from spirals import streams
from spirals.plain import Brief

if TYPE_CHECKING:
    from spirals.population import Population

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]

RECENT_DAYS = 20  # flows are means over the last four working weeks, so that they belong to the states beside them


@dataclass(frozen=True, eq=False, repr=False)
class View(Brief):
    """One run on one day, as measures read it.

    Parameters
    ----------
    population
        People and ties as they are now.
    series
        Daily series by name, one number per day done.
    day
        Working days done (>= 0).
    parameters
        All parameters by name.
    shocks
        Days (1-based) on which a shock struck.
    key
        The two words that key the run's random numbers; the population's own if not given.
    team_series
        Daily means per team by state name, each of shape (days, teams); needed by team resilience only.
    weekly
        Weekly panels per person by state name, each of shape (weeks, people), nan where a person was not there or
        had no tie; needed by lagged effects and by recovery (see `spirals.measures.panel.Panel`).
    """

    population: Population
    series: Mapping[str, Floats]
    day: int
    parameters: Mapping[str, float]
    shocks: tuple[int, ...] = ()
    key: Integers | None = None
    team_series: Mapping[str, Floats] = field(default_factory=dict)
    weekly: Mapping[str, Floats] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict, repr=False)

    def once[T](self, name: str, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, computed once per view: measures share what they need."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(T, self._kept[name])

    # --- people ----------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> Integers:
        """Population rows of the active people, ascending; every per-person array follows this order."""
        return np.flatnonzero(self.population.active).astype(np.int64)

    @property
    def count(self) -> int:
        """Number of active people."""
        return int(self.rows.size)

    def person(self, name: str) -> Floats:
        """Return a person, trait or place column of the active people."""
        return np.asarray(self.population.person(name), dtype=np.float64)[self.rows]

    def deed(self, name: str) -> Floats:
        """Return what active people did or met with lately: the mean per day of one of ``DEED_COLUMNS``."""
        return np.asarray(self.population.deed(name), dtype=np.float64)[self.rows]

    @cached_property
    def team(self) -> Integers:
        """Team code of each active person."""
        return np.asarray(self.population.person("team"), dtype=np.int64)[self.rows]

    def team_state(self, name: str) -> Floats:
        """Return a team column for every team that has a member, in the order of team codes."""
        return np.asarray(self.population.team(name), dtype=np.float64)[np.unique(self.team)]

    # --- ties ------------------------------------------------------------------------------------
    @cached_property
    def _living(self) -> NDArray[np.bool_]:
        """Which living ties join two active people."""
        place = self._place
        a = np.asarray(self.population.tie("a"), dtype=np.int64)
        b = np.asarray(self.population.tie("b"), dtype=np.int64)
        return (place[a] >= 0) & (place[b] >= 0)

    @cached_property
    def _place(self) -> Integers:
        """Position of each population row among the active people, -1 if not active."""
        place = np.full(int(self.population.size), -1, dtype=np.int64)
        place[self.rows] = np.arange(self.rows.size)
        return place

    @cached_property
    def ends(self) -> tuple[Integers, Integers]:
        """Both ends of every tie, as positions among the active people."""
        a = np.asarray(self.population.tie("a"), dtype=np.int64)[self._living]
        b = np.asarray(self.population.tie("b"), dtype=np.int64)[self._living]
        return self._place[a], self._place[b]

    def tie(self, name: str) -> Floats:
        """Return a column of the ties."""
        return np.asarray(self.population.tie(name), dtype=np.float64)[self._living]

    def sides(self, name: str) -> Floats:
        """Return both sides of a tie column ("regard", "trust"): first every side a, then every side b."""
        return np.concatenate([self.tie(name + "_a"), self.tie(name + "_b")])

    @cached_property
    def quality(self) -> tuple[Floats, Floats]:
        """Quality of every tie as side a and as side b has it, 0..1."""
        a, b = self.population.quality()
        return np.asarray(a, dtype=np.float64)[self._living], np.asarray(b, dtype=np.float64)[self._living]

    def over_own_ties(self, side_a: Floats, side_b: Floats, weights: Floats | None = None) -> Floats:
        """Return each person's mean over their own ties; nan without any (or without weight)."""
        weight = np.ones(side_a.size) if weights is None else weights
        total = self.sum_over_own_ties(side_a * weight, side_b * weight)
        weight_sum = self.sum_over_own_ties(weight, weight)
        means = np.full(self.count, np.nan)
        np.divide(total, weight_sum, out=means, where=weight_sum > 0.0)
        return means

    def sum_over_own_ties(self, side_a: Floats, side_b: Floats) -> Floats:
        """Return each person's sum over their own ties of what their side of the tie has."""
        a, b = self.ends
        both = np.concatenate([side_a, side_b])
        return np.bincount(np.concatenate([a, b]), weights=both, minlength=self.count)

    # --- flows -----------------------------------------------------------------------------------
    def recent(self, name: str, days: int = RECENT_DAYS) -> Floats:
        """Return a daily series over the last days done, at most ``days`` of them."""
        return np.asarray(self.series[name], dtype=np.float64)[: self.day][-days:]

    def whole(self, name: str) -> Floats:
        """Return a daily series over all days done."""
        return np.asarray(self.series[name], dtype=np.float64)[: self.day]

    def per_person(self, name: str) -> float:
        """Return a daily count per person and day over the last days; nan if no day has been run."""
        people = float(self.recent("headcount").sum())
        return float(self.recent(name).sum()) / people if people > 0.0 else float("nan")

    # --- noise -----------------------------------------------------------------------------------
    def noise(self, item: int, purpose: int = streams.OUTCOME) -> Floats:
        """Return one standard normal per active person, own to ``item`` and day, alike in every scenario."""
        key = self.population.state.key if self.key is None else self.key
        block, word = divmod(item, 4)
        draws = self.once(
            f"noise {purpose} {block}",
            lambda: streams.many_normals(key, self.population.lanes(self.rows), self.day, purpose, block),
        )
        return draws[:, word]
