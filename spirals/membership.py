"""Joining, moving and leaving: who belongs, and what that does to those who stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spirals.engine.morning import behaviour_quality
from spirals.engine.ties import own_as_read
from spirals.mechanisms.leaving import loss_of_a_colleague
from spirals.mechanisms.numbers import fall
from spirals.population import (
    ACTIVE,
    COMMITMENT,
    ENERGY_SET,
    FAMILIARITY,
    JOINED,
    KNOWLEDGE,
    LEAVES,
    LEAVING,
    LEVEL,
    LOOKS_ROUND,
    REGARD,
    ROW_LENGTH,
    ROW_LIMIT,
    SITE,
    TEAM,
)
from spirals.streams import NEWCOMER, many_uniforms
from spirals.structure.start import states_of, traits_of

if TYPE_CHECKING:
    from spirals.organisation import Organisation


class Vacancy:
    """A post that somebody left, to be filled on a day of the organisation's calendar.

    The organisation keeps it, as Mesa holds event callbacks weakly.
    """

    def __init__(self, organisation: Organisation, left: int) -> None:
        place = organisation.population.state.place
        self.organisation = organisation
        self.left = left
        self.team, self.level, self.site = (int(place[left, column]) for column in (TEAM, LEVEL, SITE))

    def fill(self) -> None:
        """Let a newcomer take the post."""
        self.organisation.vacancies.remove(self)
        self.organisation.hire(self.team, self.level, self.site)


def leave(organisation: Organisation, i: int) -> None:
    """Take person i out: close ones lose commitment, ties are cut."""
    population, p = organisation.population, organisation.population.state.p
    s = population.state
    for j in population.neighbours(i):
        tie = population.tie_between(i, int(j))
        side = 0 if s.ends[tie, 0] == j else 1
        push = loss_of_a_colleague(float(s.ties[tie, FAMILIARITY]), own_as_read(s, tie, REGARD, side), p.leaver_pull)
        s.people[j, COMMITMENT] = fall(float(s.people[j, COMMITMENT]), push)
        population.cut(i, int(j))
    population.leave(i)


def days_vacant(organisation: Organisation, i: int) -> int:
    """Return for how many days the post of person i stays empty: exponential, at least one."""
    p = organisation.population.state.p
    u = many_uniforms(organisation.key, np.array([i]), organisation.day, NEWCOMER)[0, 0]
    return max(1, int(np.ceil(-np.log(u) * p.vacancy_days)))


def join(organisation: Organisation, team: int, level: int, site: int) -> int:
    """Return the row of a newcomer: known to few, knowing little, otherwise like anybody."""
    population, p = organisation.population, organisation.parameters
    row = int(population.add_people(1)[0])
    rows = np.array([row])
    s = population.state
    s.traits[row] = traits_of(p, organisation.key, rows)[0]
    energy_set = s.traits[rows, ENERGY_SET].astype(float)
    s.people[row] = states_of(p, organisation.key, rows, organisation.start, energy_set)[0]
    s.people[row, KNOWLEDGE] *= p["newcomer_knowledge"]
    s.place[row, TEAM], s.place[row, LEVEL], s.place[row, SITE] = team, level, site
    s.place[row, JOINED] = organisation.day
    s.rows[row, ROW_LIMIT] = int(p["attention_limit"])
    population.ids.append(f"joiner-{row + 1}")
    for column in population.extra.values():
        column.append(None)
    _introduce(organisation, row, team)
    population.regroup()
    return row


def _introduce(organisation: Organisation, row: int, team: int) -> None:
    population = organisation.population
    s = population.state
    others = population.members(team)
    others = others[others != row]
    luck = many_uniforms(organisation.key, others, row, NEWCOMER, 1)[:, 0]
    by_rank = np.lexsort((luck, -s.place[others, LEVEL]))
    for other in others[by_rank][: int(organisation.parameters["first_colleagues"])]:
        _present(organisation, row, int(other))


def _present(organisation: Organisation, i: int, j: int) -> None:
    """Make two people known to each other who are to work together from now on."""
    p = organisation.parameters
    organisation.population.connect(i, j, familiarity=p["first_familiarity"], need=p["first_need"])


def move(organisation: Organisation, i: int, team: int) -> None:
    """Move person i to another team; ties stay and fade as unused ties do."""
    population = organisation.population
    population.state.place[i, TEAM] = team
    for j in population.members(team)[: int(organisation.parameters["first_colleagues"])]:
        if int(j) != i:
            _present(organisation, i, int(j))
    population.regroup()


def handing_in(organisation: Organisation) -> list[int]:
    """Return the rows of those who decided this evening to leave."""
    s = organisation.population.state
    n = organisation.population.size
    return np.flatnonzero((s.today[:n, LEAVING] == LEAVES) & (s.place[:n, ACTIVE] == 1)).tolist()


def movers(organisation: Organisation) -> list[tuple[int, int]]:
    """Return (person, new team) of those who move towards a good leader of another team."""
    s = organisation.population.state
    n = organisation.population.size
    rows = np.flatnonzero((s.today[:n, LEAVING] == LOOKS_ROUND) & (s.place[:n, ACTIVE] == 1))
    found = []
    for i in rows[s.place[rows, LEVEL] == 0]:
        team = _drawn_to(organisation, int(i))
        if team >= 0:
            found.append((int(i), team))
    return found


def _drawn_to(organisation: Organisation, i: int) -> int:
    population = organisation.population
    s = population.state
    best, team = float(s.p.good_leader), -1
    for j in population.neighbours(i) if s.rows[i, ROW_LENGTH] else ():
        if s.place[j, LEVEL] > 0 and s.place[j, TEAM] != s.place[i, TEAM]:
            tie = population.tie_between(i, int(j))
            side = 0 if s.ends[tie, 0] == i else 1
            quality = behaviour_quality(s, tie, side)
            if quality > best:
                best, team = quality, int(s.place[j, TEAM])
    return team
