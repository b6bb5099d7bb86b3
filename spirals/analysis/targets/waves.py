"""A run that is read of an evening, as the waves of a panel study would read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets.networks import noisy
from spirals.analysis.targets.sample import RELIABILITY
from spirals.measures.outcomes import performance
from spirals.measures.view import View
from spirals.mechanisms import outcomes, slow
from spirals.organisation import Organisation
from spirals.population import D_GOOD, D_SOLVED, D_STARTED, LEAD, MEMBER, Population

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

KNOWN = 0.1
"""Familiarity from which somebody counts as a colleague one has a tie with."""
WINDOW, ACTS = 10, 20
"""Working days that an answer about a state is about, and over which acts are counted."""


def _over_own_ties(population: Population, sides: tuple[Floats, Floats], count: tuple[Bools, Bools]) -> Floats:
    """Return by row each person's mean over those of the own ties that count for them; nan without any."""
    rows = np.concatenate([population.tie(end)[counts] for end, counts in zip("ab", count, strict=True)])
    values = np.concatenate([side[counts] for side, counts in zip(sides, count, strict=True)])
    n = population.size
    number = np.bincount(rows, minlength=n)
    return np.divide(np.bincount(rows, values, n), number, out=np.full(n, np.nan), where=number > 0)


def _quality(organisation: Organisation) -> Floats:
    population = organisation.population
    known = population.tie("familiarity") > KNOWN
    return _over_own_ties(population, population.quality(), (known, known))


def _trust(organisation: Organisation, in_lead: bool) -> Floats:
    """Return members' trust in the own lead, or everybody's in the rest of the own team."""
    population = organisation.population
    a, b = population.tie("a"), population.tie("b")
    team, level = population.person("team"), population.person("level")
    count_a = count_b = team[a] == team[b]
    if in_lead:
        count_a = count_a & (level[a] == MEMBER) & (level[b] == LEAD)
        count_b = count_b & (level[b] == MEMBER) & (level[a] == LEAD)
    return _over_own_ties(population, (population.tie("trust_a"), population.tie("trust_b")), (count_a, count_b))


def performance_now(organisation: Organisation) -> Floats:
    """Return by row how well people's work goes, without the noise of an outcome: raters bring their own."""
    population = organisation.population
    found = np.full(population.size, np.nan)
    without = {**organisation.parameters, "outcome_noise": 0.0}
    found[population.active] = performance(View(population, {}, population.day, without))
    return found


def _today(*deeds: int) -> Callable[[Organisation], Floats]:
    def read(organisation: Organisation) -> Floats:
        population = organisation.population
        return np.asarray(population.state.deeds[: population.size, list(deeds)].sum(axis=1, dtype=float))

    return read


READERS: dict[str, Callable[[Organisation], Floats]] = {
    "quality": _quality,  # of ties with those one knows
    "trust in the lead": lambda organisation: _trust(organisation, in_lead=True),
    "trust in the team": lambda organisation: _trust(organisation, in_lead=False),
    "performance": performance_now,
    "support": _today(D_GOOD, D_SOLVED),  # life-giving encounters, and help received
    "keeping apart": lambda organisation: np.asarray(_today(D_STARTED)(organisation) == 0.0, dtype=float),
}
"""What can be read beside the states of people: of an evening, by row."""
_DERIVED: dict[str, tuple[tuple[str, ...], Callable[..., float]]] = {
    "engagement": (
        ("meaning", "safety", "energy"),
        lambda _, meaning, safety, energy: outcomes.engagement(meaning, safety, energy, 0.0),
    ),
    "thoughts of quitting": (
        ("commitment", "strain"),
        lambda p, commitment, strain: log(max(slow.leaving_hazard(p, commitment, strain), 1e-12)),
    ),
}
"""What follows from the means of states: these, and how; quitting is the logarithm of the chance to leave."""


class Waves:
    """One run, read before surveys as it goes on.

    Parameters
    ----------
    organisation
        Runs as far as is asked for.
    names
        What is read: states of people, `READERS`, ``engagement``, ``thoughts of quitting``.
    surveys
        Days of surveys; what is read is read on the `ACTS` days up to each.
    contacts
        Whether it is noted, on these days, who meets whom.
    """

    def __init__(
        self, organisation: Organisation, names: Iterable[str], surveys: Iterable[int], contacts: bool = False
    ) -> None:
        self.organisation = organisation
        parts = [part for name in names for part in (_DERIVED[name][0] if name in _DERIVED else (name,))]
        self._read: dict[str, dict[int, Floats]] = {part: {} for part in parts}
        self._days = {day for survey in surveys for day in range(survey - ACTS + 1, survey + 1)}
        self._met: dict[int, tuple[Whole, Whole]] | None = {} if contacts else None

    def to(self, day: int) -> Waves:
        """Go on to the end of a day."""
        organisation = self.organisation
        while organisation.day < day:
            organisation.step()
            if organisation.day in self._days:
                self._take(organisation)
        return self

    def _take(self, organisation: Organisation) -> None:
        population, day = organisation.population, organisation.day
        for name, kept in self._read.items():
            values = READERS[name](organisation) if name in READERS else population.person(name)
            kept[day] = np.where(population.active, values, np.nan)
        if self._met is not None:
            met = population.tie("last_met") == day
            self._met[day] = population.tie("a")[met], population.tie("b")[met]

    def mean(self, name: str, last: int, days: int = WINDOW) -> Floats:
        """Return by row the mean of something over some days up to ``last``; nan for who was not there on all.

        Deeds of a day are counts, so their mean is a number a day.

        Raises
        ------
        KeyError
            If it is not read on one of these days.
        """
        if name in _DERIVED:
            parts, equation = _DERIVED[name]
            means = np.array([self.mean(part, last, days) for part in parts])
            p = self.organisation.population.state.p
            return np.array([equation(p, *one) if np.isfinite(one).all() else np.nan for one in means.T])
        self.to(last)
        taken = [self._read[name][day] for day in range(last - days + 1, last + 1)]
        wide = len(taken[-1])
        return np.asarray(np.mean([np.pad(one, (0, wide - len(one)), constant_values=np.nan) for one in taken], axis=0))

    def met(self, last: int, days: int, least: int) -> Bools:
        """Return who met whom on ``least`` or more of some days, shape (people, people), symmetric.

        Raises
        ------
        ValueError
            If contacts are not noted.
        """
        if self._met is None:
            raise ValueError("contacts are not noted; make the waves with contacts=True")
        n = self.to(last).organisation.population.size
        count = np.zeros((n, n), dtype=np.int64)
        for day in range(last - days + 1, last + 1):
            count[self._met[day]] += 1
        return np.asarray(count + count.T >= least)


def survey(values: Floats, rng: np.random.Generator, reliability: float = RELIABILITY) -> Floats:
    """Return answers of a reliability about true values, of any shape; nan stays nan."""
    known = np.isfinite(values)
    answers = np.full(np.shape(values), np.nan)
    answers[known] = noisy(values[known], reliability, rng)
    return answers


def spread_of_answers(values: Floats) -> float:
    """Return the SD between people of answers of `RELIABILITY` about true values."""
    return float(np.nanstd(values) / np.sqrt(RELIABILITY))
