"""Right across people: everybody answers a survey, and scales should hang together as in published surveys.

Two organisations for each seed.  One of 300 people is surveyed on day 80 and a year later, its weeks in between are
looked at, and it is seen who left within that year.  One of 500 in about 60 teams is surveyed on day 80, team means
being the cases; then its members are put together to new teams, among which coworkers get to know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.analysis.targets import survey_statistics as statistics
from spirals.analysis.targets.networks import correlation, spearman
from spirals.analysis.targets.people_rows import (
    ATTITUDES,
    CORRELATIONS,
    DISTINCT,
    FIRST_COMPONENT,
    LONGITUDINAL,
    NOT_THE_REVERSE,
    ORDERINGS,
    PERSON,
    RELIABILITY,
    TEAM,
)
from spirals.analysis.targets.rows import Row
from spirals.measures.scales import ACT_DAYS, SCALES, SELF, by_formula
from spirals.measures.survey import (
    Sides,
    Surveys,
    Wave,
    by_team,
    composite,
    log_of_today,
    sides_of,
    thoughts_of_leaving,
    widened,
)
from spirals.membership import move
from spirals.organisation import Organisation
from spirals.population import D_BAD, DELEGATED, DISCLOSED, HELPED, MEMBER, SLOTS, VOICED, WEEK, YEAR

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Values = dict[str, float]

SURVEY, MONTH = 80, 20  # day of the first survey; working days of a month
PEOPLE, MEMBERS = 300, 500  # of the organisation whose people, and of that whose teams are the cases
_WEEKS = 12  # of the weekly survey after the first one
_NEW = (SURVEY + 10, SURVEY + 105)  # surveys of new teams: at first, and after five months
_MONTHS = 4  # in which new coworkers are followed
_FEWEST = 3  # answers that make a team
_NOON = 2  # first slot of the afternoon
_ENERGY = 1  # place of the answer on energy in a diary
_ENTRUSTED = DISCLOSED | DELEGATED | VOICED


def measure(seed: int, **changes: Any) -> Values:
    """Return the value of every row for one seed, and of what the profile needs.

    Keys are those of ``ROWS`` and ``SHOWN`` (``Row.value``), and of ``OTHERS``; ``"N01 free"`` is the correlation of
    N01 free of noise.

    Parameters
    ----------
    seed
        Of the organisations and of the surveys.
    changes
        Parameters or fields to change, by name.
    """
    found: Values = {}
    for part in parts():
        found.update(part(seed, **changes))
    return found


def parts() -> tuple[Callable[..., Values], ...]:
    """Return what `measure` is made of: functions of a seed and changes, each with an organisation of its own."""
    return _people, _teams


def _people(seed: int, **changes: Any) -> Values:
    first, second, weeks = surveyed_people(seed, **changes)
    return {**correlations(first, PERSON), **whole_survey(first), **lagged(first, second), **weeks.values()}


def surveyed_people(seed: int, **changes: Any) -> tuple[Wave, Wave, Weeks]:
    """Return the surveys on day 80, with who left in the year after it, and a year later, and the weeks between."""
    organisation = Organisation(size=PEOPLE, days=SURVEY + YEAR, rng=seed, record=True, **changes)
    surveys, weeks = Surveys([SURVEY, SURVEY + YEAR]), Weeks(SURVEY + 1, _WEEKS)

    def evening(organisation: Organisation) -> None:
        surveys.evening(organisation.population, organisation.parameters)
        weeks.evening(organisation)

    organisation.each_evening(evening)
    organisation.run_model()
    first, second = surveys.waves[SURVEY], surveys.waves[SURVEY + YEAR]
    asked = np.isfinite(first.true["safety"])
    left = np.isin(np.arange(len(asked)), list(organisation.population.left))
    return first.with_scale("turnover", np.where(asked, left.astype(float), np.nan)), second, weeks


# --- one survey ------------------------------------------------------------------------------------
def correlations(wave: Wave, level: str) -> Values:
    """Return the correlations of one level from one survey, with noise and free of it."""
    found = {}
    for row in CORRELATIONS:
        if row.level == level:
            for suffix, scores in (("", wave.answers), (" free", wave.true.__getitem__)):
                one, other = (_cases(scores(name), wave, level) for name in (row.first, row.second))
                found[row.value + suffix] = correlation(one, other)
    return found


def _cases(scores: Floats, wave: Wave, level: str) -> Floats:
    return by_team(scores, wave.team, _FEWEST) if level == TEAM else scores


def whole_survey(wave: Wave) -> Values:
    """Return what is said of all scales together: first component, realised reliability, the closest pair."""
    own = [name for name, scale in SCALES.items() if scale.by == SELF]
    answers, again = (np.column_stack([wave.answers(name, draw) for name in own]) for draw in range(2))
    close = free_of_noise(wave).abs().to_numpy()
    return {
        FIRST_COMPONENT: statistics.first_component(answers),
        RELIABILITY: float(np.mean([correlation(*both) for both in zip(answers.T, again.T, strict=True)])),
        DISTINCT.value: float(np.nanmax(close)),
    }


def free_of_noise(wave: Wave) -> pd.DataFrame:
    """Return the correlations of true scores between all scales, nan for a pair one of which is made of the other."""
    names = [name for name in SCALES if name in wave.true]
    table = pd.DataFrame({name: wave.true[name] for name in names}).corr()
    for first in names:
        for second in names:
            if first == second or by_formula(first, second):
                table.loc[first, second] = np.nan
    return table


# --- waves -----------------------------------------------------------------------------------------
def lagged(first: Wave, second: Wave) -> Values:
    """Return L09, L11 and L12 from two surveys a year apart."""
    n = len(first.team)

    def beta(x: str, y: str) -> float:
        return statistics.cross_lagged(first.answers(x), first.answers(y), second.answers(y)[:n])

    couples = [pair for pair in combinations(ATTITUDES, 2) if not by_formula(*pair)]
    return {
        "L09 forward": beta("commitment", "performance"),
        "L09 back": beta("performance", "commitment"),
        "L11": beta("social_resources", "exhaustion"),
        "L12": max(abs(beta(*pair)) for couple in couples for pair in (couple, couple[::-1])),
    }


class Weeks:
    """A short survey at the end of each of some weeks, and all help and energy reports of their days.

    Parameters
    ----------
    first
        First day of the first week.
    weeks
        How many, at least four.
    """

    def __init__(self, first: int, weeks: int) -> None:
        self._first, self._last = first, first + weeks * WEEK - 1
        self._week: list[tuple[Floats, ...]] = []
        self._waves: list[Wave] = []
        self._energy: list[Floats] = []
        self._logs: list[Floats] = []

    def evening(self, organisation: Organisation) -> None:
        """Take in the day that ends."""
        population = organisation.population
        if not self._first <= population.day <= self._last:
            return
        here = np.where(population.active, 1.0, np.nan)
        states = (here * population.person(name) for name in ("strain", "energy", "commitment"))
        self._week.append((population.state.deeds[: population.size, D_BAD].astype(float), *states))
        self._energy.append(population.state.diary[:, : population.size, _ENERGY].copy())
        self._logs.append(log_of_today(population))
        if len(self._week) == WEEK:
            self._waves.append(self._survey(organisation))
            self._week = []

    def _survey(self, organisation: Organisation) -> Wave:
        population = organisation.population
        n = population.size
        columns = (np.stack([widened(day, n) for day in days]) for days in zip(*self._week, strict=True))
        bad, strain, energy, commitment = (column.mean(axis=0) for column in columns)
        true = {
            "incivility_received": np.log1p(WEEK * bad),
            "exhaustion": composite(strain, -energy),
            "turnover_intention": thoughts_of_leaving(population.state.p, commitment, strain),
        }
        lanes = population.lanes(np.arange(n))
        nobody = np.full(n, -1)
        return Wave(population.day, true, nobody, nobody, population.state.key.copy(), lanes)

    def values(self) -> Values:
        """Return L08 and L10."""
        n = len(self._waves[-1].lanes)
        uncivil, exhaustion, leaving = (
            np.stack([widened(wave.answers(name), n) for wave in self._waves]) for name in self._waves[0].true
        )
        given, received, again, helped = helping(sides_of(np.concatenate(self._logs)), self._first, self._last, n)
        energy = np.stack([widened(day.T, n).T for day in self._energy])
        return {
            "L08 burnout": statistics.lagged_change(uncivil, exhaustion),
            "L08 quitting": statistics.lagged_change(exhaustion, leaving),
            "L10 returned": statistics.returned(given, received, again),
            "L10 giver": statistics.with_energy(energy, helped),
        }


def helping(sides: Sides, first: int, last: int, n: int) -> tuple[Bools, Bools, Bools, Bools]:
    """Return who helped whom when, from day ``first`` to ``last``.

    Three arrays of shape (pairs, days), for every ordered pair one of whom ever helped the other: help given in the
    morning, received in the morning, given in the afternoon.  One of shape (days, slots, people): whether help was
    given.
    """
    took = (sides.met & HELPED) > 0
    day, slot, taker, giver = (column[took] for column in (sides.day - first, sides.slot, sides.me, sides.other))
    code = giver * n + taker
    pairs = np.unique(np.concatenate([code, taker * n + giver]))
    back = np.searchsorted(pairs, pairs % n * n + pairs // n)
    place, morning = np.searchsorted(pairs, code), slot < _NOON
    given, again = (np.zeros((len(pairs), last - first + 1), bool) for _ in range(2))
    given[place[morning], day[morning]] = True
    again[place[~morning], day[~morning]] = True
    helped = np.zeros((last - first + 1, SLOTS, n), bool)
    helped[day, slot, giver] = True
    return given, given[back], again, helped


# --- teams -----------------------------------------------------------------------------------------
def _teams(seed: int, **changes: Any) -> Values:
    organisation = Organisation(size=MEMBERS, days=_NEW[-1], rng=seed, record=True, **changes)
    surveys = Surveys([SURVEY, *_NEW])
    logs: list[Sides] = []
    organisation.run_days(SURVEY - ACT_DAYS)

    def evening(organisation: Organisation) -> None:
        surveys.evening(organisation.population, organisation.parameters)
        if organisation.day > SURVEY:
            logs.append(sides_of(log_of_today(organisation.population)))

    organisation.each_evening(evening)
    organisation.run_days(ACT_DAYS)
    new = put_together(organisation, np.random.default_rng([seed, 6]))
    organisation.run_days(_NEW[-1] - SURVEY)
    found = correlations(surveys.waves[SURVEY], TEAM)
    start, end = (surveys.waves[day] for day in _NEW)
    before, after = start.answers("safety"), end.answers("safety")
    found["L06 mean"] = float((np.nanmean(after) - np.nanmean(before)) / np.nanstd(before))
    found["L06 agreement"] = statistics.within_sd(after, end.team) / statistics.within_sd(before, start.team)
    here = organisation.population.active[: len(new)]
    counts = entrusted_by_month(logs, new & here[:, None] & here[None, :], SURVEY)
    disposition = organisation.population.person("propensity")[: len(new)].astype(float)
    return {**found, **{f"L05 {name}": value for name, value in statistics.growth(counts, disposition).items()}}


def put_together(organisation: Organisation, rng: np.random.Generator) -> Bools:
    """Put all members to new teams, by chance and as large as before; leads and managers stay.

    Returns
    -------
    Which members (row, row) are now team-mates who had no tie before, symmetric.
    """
    population = organisation.population
    n, team = population.size, population.person("team")
    members = population.rows[population.person("level")[population.rows] == MEMBER]
    tied = np.zeros((n, n), bool)
    a, b = population.tie("a"), population.tie("b")
    tied[a, b] = tied[b, a] = True
    team[members] = rng.permutation(team[members])  # all at once, so that nobody is introduced to those who go
    for row in members.tolist():
        move(organisation, row, int(team[row]))
    both = np.zeros((n, n), bool)
    both[np.ix_(members, members)] = team[members][:, None] == team[members][None, :]
    np.fill_diagonal(both, False)
    return both & ~tied


def entrusted_by_month(days: Sequence[Sides], new: Bools, start: int) -> Floats:
    """Return trusting acts towards new coworkers, by month from the day after first contact.

    That day itself is left out, since it is by their encounter on it that pairs are picked.

    Parameters
    ----------
    days
        Encounters of each day after ``start``.
    new
        Which rows of people are new coworkers to each other, symmetric.
    start
        Day on which they became so; pairs who first met within a month of it are followed.

    Returns
    -------
    Shape (people, months): mean over the own new coworkers; nan for people without any.
    """
    n = len(new)
    columns = ([getattr(of_day, name) for of_day in days] for name in ("day", "me", "other", "did"))
    day, me, other, did = (np.concatenate(column) for column in columns)
    kept = (me < n) & (other < n)
    kept[kept] = new[me[kept], other[kept]]
    day, me, other, did = day[kept], me[kept], other[kept], did[kept]
    pairs, whose = np.unique(np.minimum(me, other) * n + np.maximum(me, other), return_inverse=True)
    met = np.full(len(pairs), np.iinfo(np.int64).max)
    np.minimum.at(met, whose, day)
    followed = met <= start + MONTH
    month = (day - met[whose] - 1) // MONTH
    acts = followed[whose] & ((did & _ENTRUSTED) > 0) & (month >= 0) & (month < _MONTHS)
    counts = np.zeros((n, _MONTHS))
    np.add.at(counts, (me[acts], month[acts]), 1.0)
    partners = np.bincount(np.concatenate([pairs[followed] // n, pairs[followed] % n]), minlength=n).astype(float)
    return counts / np.where(partners > 0.0, partners, np.nan)[:, None]


# --- the profile -----------------------------------------------------------------------------------
def profile(values: Mapping[str, float]) -> Values:
    """Return the values of ``TESTS``: of one table of correlations, and how many longitudinal targets hold.

    Parameters
    ----------
    values
        One number for each row by its ``value``: medians over seeds, or one seed.
    """
    counted = [row for row in CORRELATIONS if row.counts]
    found, centre = np.array([(values[row.value], row.centre) for row in counted]).T
    targets = {row.target: True for row in LONGITUDINAL}
    for row in LONGITUDINAL:
        targets[row.target] &= holds(row, values[row.value])
    return {
        "N in band": float(np.mean([holds(row, values[row.value]) for row in counted])),
        "N Spearman": spearman(np.abs(found), np.abs(centre)) if np.ptp(np.abs(found)) > 0.0 else 0.0,
        "N distance": float(np.sqrt(np.mean((found - centre) ** 2))),
        "N orderings": float(sum(orderings(values).values())),
        "L held": float(sum(targets.values())),
    }


def orderings(values: Mapping[str, float]) -> dict[str, bool]:
    """Return which orderings hold, by what they say; sizes are taken in the direction of the figure."""
    size = {row.value: values[row.value] * np.sign(row.centre) for row in CORRELATIONS}
    held = {
        what: all(
            min(size[name] for name in above) > max(size[name] for name in below) for above, below in pairwise(chain)
        )
        for what, chain in ORDERINGS
    }
    name, reverse = NOT_THE_REVERSE
    return {**held, "voice is not the reverse of silence": bool(values[name] > reverse)}


def holds(row: Row, value: float) -> bool:
    """Return whether a value lies within a row's band."""
    return bool(row.low <= value <= row.high)
