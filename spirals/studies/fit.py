"""What several waves of a survey say of an organisation: levels of its teams, pressure, pace of meeting, tone.

An ensemble smoother (Evensen 2018; Chen & Oliver 2012): members of an ensemble are organisations with values drawn from
what was held before; a linear model of what they would have answered, and of what chance does to it, gives what the
answers leave of these values.  A second ensemble, round the first result, makes the linear model right where it counts.

For an organisation in which nothing changes no forecast is better than its last wave, and none is made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.experiments.workers import Progress, stream
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS
from spirals.plain import Brief
from spirals.population import (
    ENERGY_SET,
    KNOWLEDGE_OWN,
    LEVELS,
    MEANING_OWN,
    PERSON_COLUMNS,
    REACTIVITY,
    RESILIENCE_OWN,
    SAFETY_OWN,
    TEAM,
    WORTH_OWN,
)
from spirals.scenario import Scenario, with_changes
from spirals.settling import quicken, settled_for
from spirals.structure import read
from spirals.structure.columns import WAVE_LIKE, find, missing, named
from spirals.structure.dates import dates_of, waves_in_order
from spirals.structure.formats import named as held_as
from spirals.structure.formats import open_source
from spirals.structure.roster import Roster
from spirals.structure.table import Table, listed

Floats = NDArray[np.float64]

MEMBERS, ROUNDS = 96, 2
BEFORE = 100
"""Days, quickened, in which a member settles before the first wave."""
QUARTER = 65
FEWEST = 3
"""Answers that a team's mean needs, in each wave."""
WIDENED = 1.5
"""How much wider than the first result, in SD, the second ensemble is drawn."""
LEARNT, IN_PART = 0.5, 0.9
"""Shares of the SD held before up to which a value counts as learnt, and as learnt in part."""
TIE_FIELDS = (
    "source_column", "target_column", "weight_column", "kind_column", "question_columns", "directed", "kinds", "never",
    "min_weight",
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A parameter that is learnt: what it is for, its SD before, and whether as a logarithm."""

    name: str
    title: str
    spread: float
    log: bool = False


WHOLE = (
    Value("demand", "pressure (work demand)", 0.12),
    Value("encounter_rate", "pace of meeting", 0.3, log=True),
    Value("conduct_base", "tone (conduct)", 0.3),
)
_LEVELS = {
    "energy": (ENERGY_SET, "energy_level_spread"),
    "safety": (SAFETY_OWN, "own_spread"),
    "worth": (WORTH_OWN, "own_spread"),
    "meaning": (MEANING_OWN, "own_spread"),
    "resilience": (RESILIENCE_OWN, "own_spread"),
    "knowledge": (KNOWLEDGE_OWN, "knowledge_spread"),
    "strain": (REACTIVITY, "reactivity_spread"),
}
"""States with a lasting level: the trait that moves it, and the parameter that says how people differ in it."""


@dataclass(frozen=True)
class Survey:
    """Answers of several waves.

    Attributes
    ----------
    roster
        People and ties, places as they are last.
    names, days
        Waves, oldest first, and on which working day after the first each was.
    states
        What was asked in every wave.
    answers
        On 0..1, nan where there is none, shape (waves, states, people).
    """

    roster: Roster
    names: tuple[str, ...]
    days: tuple[int, ...]
    states: tuple[str, ...]
    answers: Floats


@dataclass(frozen=True, repr=False)
class Fitted(Brief):
    """What the waves say.

    Attributes
    ----------
    table
        One row a value: what it is, what was held before and what is left (mean and SD), and how far it was learnt.
    parameters
        Parameters by name, as fitted.
    people
        People with the level at which each rests, as a table that `read` reads.
    survey
        The answers it was fitted to.
    """

    table: pd.DataFrame
    parameters: dict[str, float]
    people: pd.DataFrame
    survey: Survey = field(repr=False)


def read_waves(
    people: str | Path | pd.DataFrame,
    waves: str | Path | pd.DataFrame | None = None,
    ties: str | Path | pd.DataFrame | None = None,
    every: int = QUARTER,
    **columns: Any,
) -> Survey:
    """Return the answers of several waves.

    Parameters
    ----------
    people
        One row a person, or with a wave column one row a person and wave.
    waves
        Answers of each wave: an id, a wave or date, and states; None: they are in ``people``.
    ties
        As `spirals.structure.read` takes them.
    every
        Working days from wave to wave, where these have no dates.
    columns
        What `spirals.structure.read` takes.

    Raises
    ------
    InputError
        If there are fewer than two waves, nobody is in both files, or no state was asked in every wave.
    """
    table = _table(people)
    if waves is not None:
        table = _joined(table, _table(waves), columns)
    wave = find(table, "wave", columns.pop("wave_column", None))
    wave = wave or next((named(table)[name] for name in WAVE_LIKE if name in named(table)), None)
    if wave is None:
        raise InputError(missing(table, "wave"))
    order = waves_in_order(table.columns[wave])
    if len(order) < 2:
        raise InputError(f"{table.file}: {wave}: only one wave; a fit needs two or more")
    id_column = find(table, "id", columns.get("id_column"))
    if id_column is None:
        raise InputError(missing(table, "id"))
    roster = read(pd.DataFrame(table.columns).rename(columns={wave: "wave"}), _source(ties), **columns)
    names = sorted(order, key=lambda name: order[name])
    here = set(table.columns[id_column][table.columns[wave] == names[-1]])
    answered = np.array([one in here for one in roster.ids])
    last = {state: np.where(answered, values, np.nan) for state, values in roster.states.items()}
    asked = [*(roster.waves.get(name, {}) for name in names[:-1]), last]
    states = [name for name in last if all(np.isfinite(one.get(name, np.nan)).any() for one in asked)]
    if not any(state in _LEVELS for state in states):
        raise InputError(f"{table.file}: no state with a lasting level in every wave; ask about {listed([*_LEVELS])}")
    answers = np.array([[one[state] for state in states] for one in asked])
    return Survey(roster, tuple(names), _days(names, every, roster), tuple(states), answers)


def _source(file: str | Path | pd.DataFrame | None) -> Path | pd.DataFrame | None:
    return Path(file) if isinstance(file, str) else file


def _table(file: str | Path | pd.DataFrame) -> Table:
    source = _source(file)
    assert source is not None
    table = open_source(source, "people").people
    if table is None:
        raise InputError(f"{file}: holds no people; name a table with a row for each")
    return table


def _joined(people: Table, waves: Table, columns: Mapping[str, Any]) -> Table:
    """Return the answers of each wave with what the file of people says of those who gave them."""
    ids = [find(one, "id", columns.get("id_column")) for one in (people, waves)]
    for one, column in zip((people, waves), ids, strict=True):
        if column is None:
            raise InputError(missing(one, "id"))
    frame = pd.DataFrame(people.columns).drop_duplicates(ids[0], keep="last")
    told = frame.set_index(ids[0])[[name for name in people.columns if name not in (*waves.columns, ids[0])]]
    answers = pd.DataFrame(waves.columns)
    strangers = sorted(set(answers[ids[1]]) - set(told.index))
    if strangers:
        raise InputError(
            f"{waves.file}: {ids[1]}: {listed(strangers)} not among the people of {people.file}; add them there"
        )
    joined = answers.join(told, on=ids[1])
    return Table(waves.file, {name: joined[name].to_numpy(object) for name in joined}, np.arange(1, len(joined) + 1))


def _days(names: Sequence[str], every: int, roster: Roster) -> tuple[int, ...]:
    dates = dates_of(names)
    if dates is None:
        roster.notes.append(f"waves have no dates, so {every} working days are taken to lie between them; see --every")
        return tuple(every * k for k in range(len(names)))
    return tuple(int(day) for day in np.busday_count(dates[0], dates))


def fit(
    survey: Survey,
    scenario: Scenario,
    *,
    ties: str | Path | pd.DataFrame | None = None,
    members: int = MEMBERS,
    rounds: int = ROUNDS,
    workers: int = 1,
    progress: Progress | None = None,
    **columns: Any,
) -> Fitted:
    """Learn levels, pressure, pace of meeting and tone from several waves.

    Parameters
    ----------
    survey
        From `read_waves`.
    scenario
        What else holds; it must have no practices and no shocks.
    ties
        The file of ties, if there is one.
    members
        Organisations in each ensemble.
    rounds
        Ensembles, each round the result of the one before.
    workers
        Processes; the result is the same for any number.
    progress
        Called with the number of runs done.
    columns
        What `spirals.structure.read` takes, for ties.

    Raises
    ------
    InputError
        If the scenario does something, or too few answered.
    """
    if scenario.programmes:
        raise InputError(f"scenario {scenario.name}: has practices or shocks; fit to one with nothing done")
    model = Model.of(survey, scenario, ties, columns)
    if members < 3 * len(model.values):
        raise InputError(f"members: {members} are too few for {len(model.values)} values; give {3 * len(model.values)}")
    return model.fitted(smooth(model, members, rounds, workers, progress))


def smooth(model: Model, members: int, rounds: int, workers: int = 1, progress: Progress | None = None) -> Left:
    """Return what the answers leave of what was held before, by ensembles of runs."""
    whole, team = model.prior
    left = Left(whole, (team,) * len(model.teams), np.empty(0))
    for number in range(rounds):
        rng = np.random.default_rng([model.scenario.seed, number])
        spread = WIDENED if number else 1.0
        drawn = left.whole.draw(rng, members, spread)
        apart = np.stack([one.draw(rng, members, spread) for one in left.teams], axis=1)
        apart -= apart.mean(axis=1, keepdims=True)  # what all teams have in common is the whole's
        tasks = [_Task(model, k, number * members + k, drawn[k], apart[k]) for k in range(members)]
        seen = np.empty((members, *model.means.shape))
        for place, means in stream(_lived, tasks, workers):
            seen[place] = means
            if progress is not None:
                progress(1.0)
        left = model.smoothed(drawn, apart, seen)
    return left


@dataclass(frozen=True)
class Normal:
    """A normal distribution of several values."""

    mean: Floats
    cov: Floats

    @property
    def spread(self) -> Floats:
        """SD of each value."""
        return np.sqrt(np.diag(self.cov))

    def draw(self, rng: np.random.Generator, count: int, spread: float) -> Floats:
        """Return draws whose SD is ``spread`` times as large, shape (count, values)."""
        return rng.multivariate_normal(self.mean, spread * spread * self.cov, count, method="cholesky")

    def given(self, slopes: Floats, constant: Floats, noise: Floats, seen: Floats) -> Normal:
        """Return what ``seen = constant + values @ slopes + noise`` leaves of the values; ``noise`` is a covariance."""
        gain = self.cov @ slopes @ np.linalg.inv(slopes.T @ self.cov @ slopes + noise)
        rest = np.eye(len(self.mean)) - gain @ slopes.T
        mean = self.mean + gain @ (seen - constant - self.mean @ slopes)
        return Normal(mean, rest @ self.cov @ rest.T + gain @ noise @ gain.T)


@dataclass(frozen=True)
class Left:
    """What answers leave of the values of the whole and of each team; where teams then rest, (states, teams)."""

    whole: Normal
    teams: tuple[Normal, ...]
    rests: Floats


def linear(values: Floats, seen: Floats, constant: bool) -> tuple[Floats, Floats, Floats]:
    """Return constant, slopes and the covariance of what is left of a regression of what is seen on drawn values.

    The covariance is widened by what so few draws leave unknown of the slopes.
    """
    count = len(values)
    design = np.column_stack([np.ones(count), values]) if constant else values
    rule = np.linalg.lstsq(design, seen, rcond=None)[0]
    apart = seen - design @ rule
    free = max(1, count - design.shape[1])
    noise = apart.T @ apart / free * (1.0 + design.shape[1] / count)
    return (rule[0], rule[1:], noise) if constant else (np.zeros(seen.shape[1]), rule, noise)


@dataclass(frozen=True)
class Model:
    """What is learnt, from what, and how an organisation of some values is run.

    Attributes
    ----------
    scenario
        With people but no answers.
    values
        What is learnt of the whole: parameters, then levels.
    levels
        States of which levels are learnt.
    teams
        Names of teams with enough answers.
    means
        Of their answers, shape (waves, states, teams).
    error
        Variance of a team's mean that answers leave, shape (states, teams).
    """

    survey: Survey
    scenario: Scenario
    values: tuple[Value, ...]
    levels: tuple[str, ...]
    teams: tuple[str, ...]
    means: Floats
    error: Floats

    @classmethod
    def of(
        cls, survey: Survey, scenario: Scenario, ties: str | Path | pd.DataFrame | None, columns: Mapping[str, Any]
    ) -> Model:
        """Return the model of a survey; raises ``InputError`` where too few answered."""
        roster, answers, p = survey.roster, survey.answers, scenario.values()
        given = np.isfinite(answers)
        team = np.array(roster.team)
        counts = {name: given[:, :, team == name].sum(axis=2) for name in dict.fromkeys(roster.team)}
        teams = tuple(name for name, count in counts.items() if count.min() >= FEWEST)
        if not teams:
            raise InputError(
                f"people: no team with {FEWEST} answers to each question in each wave; nothing can be fitted"
            )
        means = np.stack([np.nanmean(answers[:, :, team == name], axis=2) for name in teams], axis=2)
        mistaken = (1.0 - p["survey_reliability"]) * np.nanvar(answers, axis=(0, 2))
        number = np.stack([counts[name].mean(axis=0) for name in teams], axis=1)
        levels = tuple(state for state in survey.states if state in _LEVELS)
        values = (*WHOLE, *(Value(state, f"level of {state}", p[_LEVELS[state][1]]) for state in levels))
        ours = {name: value for name, value in columns.items() if name in TIE_FIELDS}
        files = {"people": held_as(_people(roster)), "ties": None if ties is None else held_as(ties), **ours}
        bare = with_changes(scenario, {f"organisation.{k}": v for k, v in files.items() if v is not None})
        return cls(survey, bare, values, levels, teams, means, mistaken[:, None] / number)

    @property
    def prior(self) -> tuple[Normal, Normal]:
        """What is held before, of the whole and of any team."""
        p = self.scenario.values()
        middle = [np.log(p[one.name]) if one.log else p[one.name] for one in WHOLE] + [0.0] * len(self.levels)
        spread = np.array([one.spread for one in self.values])
        apart = spread[len(WHOLE) :]
        return Normal(np.array(middle), np.diag(spread**2)), Normal(np.zeros(len(apart)), np.diag(apart**2))

    def parameters(self, values: Floats) -> dict[str, float]:
        """Return the parameters among the values of the whole, within their ranges."""
        found = {}
        for one, value in zip(WHOLE, values, strict=False):
            row = PARAMETERS[one.name]
            found[one.name] = float(np.clip(np.exp(value) if one.log else value, row.low, row.high))
        return found

    def smoothed(self, drawn: Floats, apart: Floats, seen: Floats) -> Left:
        """Return what the answers leave, by what an ensemble would have answered.

        Parameters
        ----------
        drawn
            Values of the whole, shape (members, values).
        apart
            How teams differ from it, shape (members, teams, levels).
        seen
            Means of teams, shape (members, waves, states, teams).
        """
        whole, team = self.prior
        waves, teams = len(self.survey.days), len(self.teams)
        of_all = self.error.mean(axis=1) / teams
        error = np.diag(np.concatenate([of_all / waves, 2.0 * of_all]))
        constant, slopes, noise = linear(drawn, _in_common(seen), True)
        left = whole.given(slopes, constant, noise + error, _in_common(self.means[None])[0])
        rests = (constant + left.mean @ slopes)[: len(self.survey.states), None].repeat(teams, axis=1)
        found = [team] * teams
        if teams > 1:
            differ, measured = _apart(seen), _apart(self.means[None])[0]
            _, slopes, noise = linear(apart.reshape(-1, apart.shape[2]), differ.reshape(-1, differ.shape[2]), False)
            for k in range(teams):
                error = np.diag(self.error[:, k] / waves)
                found[k] = team.given(slopes, np.zeros(len(noise)), noise + error, measured[k])
                rests[:, k] += found[k].mean @ slopes
        return Left(left, tuple(found), rests)

    def fitted(self, left: Left) -> Fitted:
        """Return the result in words and tables."""
        whole, team = self.prior
        rows = [_row("organisation", one, k, whole, left.whole) for k, one in enumerate(self.values)]
        if len(self.teams) > 1:
            apart = self.values[len(WHOLE) :]
            rows += [
                _row(name, one, k, team, of_team)
                for name, of_team in zip(self.teams, left.teams, strict=True)
                for k, one in enumerate(apart)
            ]
        return Fitted(pd.DataFrame(rows), self.parameters(left.whole.mean), self._rested(left.rests), self.survey)

    def _rested(self, rests: Floats) -> pd.DataFrame:
        """Return people with where they rest: as their team does, and as far from it as they answered on average."""
        people, team = _people(self.survey.roster), np.array(self.survey.roster.team)
        for state, answers in enumerate(np.moveaxis(self.survey.answers, 1, 0)):
            given = np.isfinite(answers)
            own = np.divide(
                np.where(given, answers, 0.0).sum(axis=0), given.sum(axis=0), out=np.full(len(team), np.nan),
                where=given.any(axis=0),
            )  # fmt: skip
            for k, name in enumerate(self.teams):
                here = team == name
                own[here] += rests[state, k] - np.nanmean(own[here])
            people[f"{self.survey.states[state]} (0-1)"] = np.clip(own, 0.0, 1.0).round(4)
        return people


def _row(where: str, value: Value, k: int, before: Normal, left: Normal) -> dict[str, Any]:
    share = float(left.spread[k] / before.spread[k])
    learnt = "learnt" if share <= LEARNT else "in part" if share <= IN_PART else "not identified"
    return {
        "where": where, "what": f"ln {value.title}" if value.log else value.title,
        "before": before.mean[k], "sd before": before.spread[k], "fitted": left.mean[k], "sd": left.spread[k],
        "sd left": share, "learnt": learnt,
    }  # fmt: skip


def _people(roster: Roster) -> pd.DataFrame:
    """Return people with their places and no answers, as a table that `read` reads."""
    return pd.DataFrame(
        {
            "id": roster.ids, "team": roster.team, "level": [LEVELS[level] for level in roster.level],
            "site": roster.site, "tenure_years": roster.tenure.round(3), "remote": np.where(roster.remote, "yes", "no"),
        }
    )  # fmt: skip


def _in_common(seen: Floats) -> Floats:
    """Return the mean over waves of what teams have in common, and how it changed, shape (members, 2 x states)."""
    of_all = seen.mean(axis=3)
    return np.concatenate([of_all.mean(axis=1), of_all[:, -1] - of_all[:, 0]], axis=1)


def _apart(seen: Floats) -> Floats:
    """Return how teams differ from their mean, on average over waves, shape (members, teams, states)."""
    of_team = seen.mean(axis=1)
    return np.moveaxis(of_team - of_team.mean(axis=2, keepdims=True), 1, 2)


@dataclass(frozen=True)
class _Task:
    model: Model
    place: int
    replicate: int
    values: Floats
    apart: Floats


def _lived(task: _Task) -> tuple[int, Floats]:
    """Return what an organisation would have answered, without error, shape (waves, states, teams)."""
    return task.place, lived(task.model, task.values, task.apart, task.replicate)


def lived(model: Model, values: Floats, apart: Floats, replicate: int) -> Floats:
    """Return the means of teams in each wave of an organisation of some values, shape (waves, states, teams)."""
    scenario = with_changes(model.scenario, model.parameters(values))
    organisation = Organisation(scenario, replicate=replicate, settled=settled_for(model.scenario))
    population = organisation.population
    rows = {name: number for number, name in enumerate(population.team_names)}
    traits, team = population.state.traits[: population.size], population.state.place[: population.size, TEAM]
    of_team = np.zeros((len(population.team_names), len(model.levels)))
    of_team[[rows[name] for name in model.teams]] = apart
    moved = (values[len(WHOLE) :] + of_team)[team]
    for k, state in enumerate(model.levels):
        trait = _LEVELS[state][0]
        if trait == REACTIVITY:
            traits[:, trait] *= np.exp(moved[:, k])
        else:
            traits[:, trait] += moved[:, k]
    quicken(organisation, BEFORE)
    seen = np.full((len(model.survey.days), len(model.survey.states), len(model.teams)), np.nan)
    columns = [PERSON_COLUMNS.index(state) for state in model.survey.states]
    for wave, day in enumerate(model.survey.days):
        organisation.run_days(BEFORE + day - organisation.day)
        for k, name in enumerate(model.teams):
            members = population.members(rows[name])
            if len(members):
                seen[wave, :, k] = population.state.people[np.ix_(members, columns)].mean(axis=0)
    middle = np.nanmean(seen, axis=2, keepdims=True)  # a team that everybody has left says nothing
    return np.where(np.isfinite(seen), seen, middle)
