"""Joining, moving and leaving: who belongs, and what that does to those who stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spirals.engine.ties import quality
from spirals.mechanisms.ties import quality_of
from spirals.population import (
    ACTIVE,
    JOINED,
    KNOWLEDGE,
    LANE,
    LEAVES,
    LEAVING,
    LEVEL,
    REMOTE,
    ROW_LIMIT,
    SAFETY,
    SITE,
    STAYS,
    TEAM,
    TIE_TRUST,
)
from spirals.streams import NEWCOMER, many_words, uniforms
from spirals.structure.start import Settled, states_of, traits_of

if TYPE_CHECKING:
    from spirals.organisation import Organisation

_AHEAD = 32  # newcomers drawn at a time


class Vacancy:
    """A post that somebody left, to be filled on a day of the organisation's calendar.

    The organisation keeps it, as Mesa holds event callbacks weakly.
    """

    def __init__(self, organisation: Organisation, left: int) -> None:
        place = organisation.population.state.place
        self.organisation = organisation
        self.left = left
        self.team, self.level, self.site = (int(place[left, column]) for column in (TEAM, LEVEL, SITE))
        self.remote = bool(organisation.population.state.traits[left, REMOTE] > 0.0)  # the work stays where it is done

    def fill(self) -> None:
        """Let a newcomer take the post, if it is still open."""
        if self not in self.organisation.vacancies:
            return
        self.organisation.vacancies.remove(self)
        self.organisation.hire(self.team, self.level, self.site, self.remote)


class Newcomers:
    """What people bring who join, drawn many at a time: it depends on nothing but their lane."""

    def __init__(self, p: Mapping[str, float], key: NDArray[np.int64], start: Settled) -> None:
        self._given = (p, key, start)
        self._first = 0
        self._traits: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._states: NDArray[np.float64] = np.zeros((0, 0))

    def draw(self, lane: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return the lasting traits and the first states of the person with a lane."""
        if not self._first <= lane < self._first + len(self._traits):
            p, key, start = self._given
            lanes = np.arange(lane, lane + _AHEAD)
            self._first = lane
            self._traits = traits_of(p, key, lanes).astype(np.float32)
            self._states = states_of(p, key, lanes, start, self._traits, np.zeros(len(lanes)))
        return self._traits[lane - self._first], self._states[lane - self._first]


def leave(organisation: Organisation, i: int) -> None:
    """Take person i out: close ones lose commitment, ties are cut."""
    organisation.part_from_all(organisation.population, i)
    organisation.population.leave(i)
    organisation.population.state.today[i, LEAVING] = STAYS  # so that nobody asks again of an evening
    organisation.population.regroup()


def days_vacant(organisation: Organisation, i: int) -> int:
    """Return for how many days the post of person i stays empty: exponential, at least one."""
    p = organisation.population.state.p
    lane = int(organisation.population.state.place[i, LANE])
    u, _, _, _ = uniforms(organisation.key, lane, organisation.day, NEWCOMER, 0)
    return max(1, int(np.ceil(-np.log(u) * p.vacancy_days)))


def join(organisation: Organisation, team: int, level: int, site: int, remote: bool) -> int:
    """Return the row of a newcomer: known to few, knowing little, given the benefit of the doubt and giving it."""
    population, p = organisation.population, organisation.parameters
    row = int(population.add_people(1)[0])
    population.name_newcomer(row)
    s = population.state
    s.traits[row], s.people[row] = organisation.newcomers.draw(int(s.place[row, LANE]))
    s.traits[row, REMOTE] = float(remote)
    s.people[row, KNOWLEDGE] *= p["newcomer_knowledge"]
    s.people[row, SAFETY] = min(0.99, max(0.01, s.people[row, SAFETY] + p["newcomer_safety"]))
    s.place[row, TEAM], s.place[row, LEVEL], s.place[row, SITE] = team, level, site
    if organisation.inherited is not None:
        organisation.inherited.give(s, row)
    s.place[row, JOINED] = organisation.day
    s.rows[row, ROW_LIMIT] = int(p["attention_limit"])
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
    lanes, lane = population.lanes(others), int(s.place[row, LANE])
    tie_break, _, _, _ = many_words(organisation.key, lanes, lane, NEWCOMER, np.ones(len(others), np.uint64))
    by_rank = np.lexsort((tie_break, -s.place[others, LEVEL]))
    for other in others[by_rank][: int(organisation.parameters["first_colleagues"])].tolist():
        _present(organisation, row, other)


def _present(organisation: Organisation, i: int, j: int) -> None:
    """Make two people known to each other who are to work together from now on."""
    p = organisation.parameters
    known = organisation.population.tie_between(i, j) >= 0
    tie = organisation.population.connect(i, j, familiarity=p["first_familiarity"], need=p["first_need"])
    if not known:  # strangers who are introduced give each other the benefit of the doubt
        trust = organisation.population.state.ties
        trust[tie, TIE_TRUST : TIE_TRUST + 2] = np.clip(
            trust[tie, TIE_TRUST : TIE_TRUST + 2] + np.float32(p["newcomer_trust"]), 0.01, 0.99
        )


def move(organisation: Organisation, i: int, team: int) -> None:
    """Move person i to another team; ties stay and fade as unused ties do."""
    population = organisation.population
    population.state.place[i, TEAM] = team
    for j in population.members(team)[: int(organisation.parameters["first_colleagues"])]:
        if int(j) != i:
            _present(organisation, i, int(j))
    population.regroup()


def restless(organisation: Organisation) -> tuple[list[int], list[int]]:
    """Return the rows of those who decided this evening to leave, and of those who look round for another team."""
    s = organisation.population.state
    rows = (s.today[: organisation.population.size, LEAVING] != STAYS).nonzero()[0].tolist()
    rows = [row for row in rows if s.place[row, ACTIVE] == 1]
    leaving = [row for row in rows if s.today[row, LEAVING] == LEAVES]
    return leaving, [row for row in rows if s.today[row, LEAVING] != LEAVES and s.place[row, LEVEL] == 0]


def look_round(organisation: Organisation, i: int) -> None:
    """Let person i move to the team of a good leader whom they know, if there is one."""
    team = _drawn_to(organisation, i)
    if team >= 0:
        move(organisation, i, team)


def _drawn_to(organisation: Organisation, i: int) -> int:
    population = organisation.population
    s = population.state
    p = s.p
    usual = quality_of(p.ref_carrying, p.ref_tensility, p.ref_connectivity, p.ref_regard, p.ref_trust)
    best, team = float(p.good_leader), -1
    others = population.neighbours(i)
    leads = (s.place[others, LEVEL] > 0) & (s.place[others, TEAM] != s.place[i, TEAM])
    for j in others[leads].tolist():
        tie = population.tie_between(i, j)
        side = 0 if s.ends[tie, 0] == i else 1
        here = usual + p.on_ties * (quality(s, tie, side) - usual)
        if here > best:
            best, team = here, int(s.place[j, TEAM])
    return team
