"""Who stands where: teams, departments, sites and reporting lines of a generated organisation.

People are numbered team by team, teams department by department, departments site by site, so that every
unit is a block of consecutive rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.population import LEAD, MANAGER

DEFAULT_SPAN = 6.0
TEAM_SIZE_SHAPE = 10.0  # gamma shape of team sizes: coefficient of variation about .3


class WiringSpec(Protocol):
    """The fields of a scenario's ``[organisation]`` that say how many ties there are, and between whom."""

    @property
    def size(self) -> int:
        """People on day 1, >= 2."""

    @property
    def homophily(self) -> float:
        """How many times likelier a tie is inside a team than between teams, >= 1."""

    @property
    def ties_per_person(self) -> float | None:
        """Mean number of ties; None: from ``density`` or from the size."""

    @property
    def density(self) -> float | None:
        """Share of pairs with a tie, 0..1; None: from ``ties_per_person`` or from the size."""


class GeneratedSpec(WiringSpec, Protocol):
    """The fields of a scenario's ``[organisation]`` that a generated organisation reads."""

    @property
    def teams(self) -> int | None:
        """Number of teams; None: from ``team_size``."""

    @property
    def team_size(self) -> float:
        """Mean people in a team, its leader included."""

    @property
    def span(self) -> float | None:
        """Teams under one manager, >= 2; None: 6."""

    @property
    def levels(self) -> int:
        """1 members only, 2 team leads, 3 leads and managers."""

    @property
    def sites(self) -> int:
        """Places of work."""

    @property
    def remote(self) -> float:
        """Share of people who work away from the site, 0..1."""

    @property
    def tenure(self) -> float:
        """Mean years in the organisation."""


@dataclass(frozen=True)
class Layout:
    """Units as blocks of consecutive rows.

    Attributes
    ----------
    team, department, site
        Index of each person's unit, shape (people,).
    level
        0 member, 1 lead, 2 manager, shape (people,).
    boss
        Row of the person one reports to, -1 for nobody, shape (people,).
    """

    team: NDArray[np.int64]
    department: NDArray[np.int64]
    site: NDArray[np.int64]
    level: NDArray[np.int64]
    boss: NDArray[np.int64]


def lay_out(spec: GeneratedSpec, rng: np.random.Generator) -> Layout:
    """Return teams, departments, sites, levels and reporting lines.

    The first person of a team leads it.  With three levels, the leader of the first team of each department
    is its manager, and managers are grouped by the same span up to one head.

    Raises
    ------
    InputError
        If there would be more teams than people.
    """
    sizes = _team_sizes(spec, rng)
    number = len(sizes)
    site_of_team = _sites_of_teams(number, min(spec.sites, number))
    span = spec.span if spec.span is not None else DEFAULT_SPAN
    department_of_team = _departments(site_of_team, span)
    team = np.repeat(np.arange(number), sizes)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    level = np.zeros(spec.size, dtype=np.int64)
    boss = np.full(spec.size, -1, dtype=np.int64)
    if spec.levels >= 2:
        level[first] = LEAD
        boss[:] = first[team]
        boss[first] = -1
    if spec.levels >= 3 and number > 1:
        boss_team = _chain_of_teams(department_of_team, span)
        reports = boss_team >= 0
        boss[first[reports]] = first[boss_team[reports]]
        level[first[np.unique(boss_team[reports])]] = MANAGER
    return Layout(team, department_of_team[team], site_of_team[team], level, boss)


def _team_sizes(spec: GeneratedSpec, rng: np.random.Generator) -> NDArray[np.int64]:
    number = spec.teams if spec.teams is not None else max(1, round(spec.size / spec.team_size))
    if number > spec.size:
        raise InputError(
            f"organisation: teams: {number} teams need at least {number} people, size is {spec.size}; "
            "give fewer teams or more people"
        )
    least = min(2, spec.size // number)
    weights = rng.gamma(TEAM_SIZE_SHAPE, size=number)
    return least + _apportion(spec.size - least * number, weights)


def _apportion(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return whole numbers in proportion to the weights that sum to the total (largest remainders)."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return whole


def _sites_of_teams(teams: int, sites: int) -> NDArray[np.int64]:
    """Return each team's site; sizes fall like 1/rank, as offices of one firm do."""
    counts = 1 + _apportion(teams - sites, 1.0 / np.arange(1, sites + 1))
    return np.repeat(np.arange(sites), counts)


def _grouped(number: int, span: float) -> NDArray[np.int64]:
    """Return the group of each of ``number`` units when about ``span`` go together, in even groups."""
    groups = max(1, round(number / span))
    return np.arange(number) * groups // number


def _departments(site_of_team: NDArray[np.int64], span: float) -> NDArray[np.int64]:
    """Return each team's department; a department lies at one site."""
    parts = []
    used = 0
    for teams in np.bincount(site_of_team):
        part = _grouped(int(teams), span) + used
        used = int(part[-1]) + 1
        parts.append(part)
    return np.concatenate(parts)


def _chain_of_teams(department: NDArray[np.int64], span: float) -> NDArray[np.int64]:
    """Return for each team the team whose leader its own leader reports to, -1 for the head's team."""
    boss = np.full(len(department), -1, dtype=np.int64)
    heads, group = np.arange(len(department)), department
    while len(heads) > 1:
        _, first = np.unique(group, return_index=True)
        chief = heads[first][group]
        boss[heads] = np.where(heads == chief, -1, chief)
        heads = heads[first]
        group = _grouped(len(heads), span)
    return boss
