"""Standard manipulations, and the paired runs of one replicate that they are tried in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from spirals.interventions.day_plan import DayPlan, Meeting
from spirals.mechanisms.strain import struck
from spirals.organisation import Organisation
from spirals.population import (
    ACTIVE,
    CARRYING,
    CERTAIN,
    DEED_COLUMNS,
    END_A,
    END_B,
    ENERGY,
    FAMILIARITY,
    HARDSHIP,
    IN_PERSON,
    LEVEL,
    LEVER_COLUMNS,
    MOOD,
    N_TIES,
    NEED,
    NORM,
    PERSON_COLUMNS,
    TEAM,
    TRAIT_COLUMNS,
    WORK,
)
from spirals.population import (
    FEATURES as FEATURE_COLUMNS,
)
from spirals.studies.propositions.readings import _SIDES, FEATURES, KNOWN, Floats, Integers, Moment, Readings, Who

DAYS, WINDOW = 190, 60
NEVER = 10**6
WEEK = 5
UNDIVIDED, TALK, HELP, ENTRUST, PLAY = 0.7, 0, 1, 2, 3
"""Presence of undivided talk, and what a meeting is for."""
_RAMP = 40  # days over which a push grows to its full size
_CEILING = 0.95
_LOW, _HIGH = 0.01, 0.99
_PURPOSE = 71  # keys the choice of people and pairs

type Pairs = Sequence[tuple[int, int]]


class Act(NamedTuple):
    """What is done in a run: before it starts, each morning after the practices, each evening after the day."""

    start: Callable[[Organisation], None] | None = None
    morning: Callable[[Organisation, DayPlan], None] | None = None
    evening: Callable[[Organisation], None] | None = None


class Run:
    """One run, read as it goes; it goes on when later days are asked for.

    Attributes
    ----------
    first
        People and ties before day 1.
    people
        States of those who were there then, by day: shape (days, people, states).
    """

    def __init__(self, organisation: Organisation, acts: Sequence[Act]) -> None:
        self.organisation = organisation
        for act in acts:
            if act.start is not None:
                act.start(organisation)
            if act.morning is not None:
                organisation.each_morning(act.morning)
            if act.evening is not None:
                organisation.each_evening(act.evening)
        self.size = organisation.population.size
        self.first = Moment(organisation)
        self._people = [self.first.people]
        self._helped = [np.zeros(self.size)]
        self._norms = [organisation.population.state.teams[:, NORM : NORM + 4].copy()]
        self._features = [_feature_means(organisation)]
        self._moments: dict[int, Moment] = {}
        self._kept: dict[Any, Floats] = {}

    def to(self, day: int) -> Run:
        """Go on to the end of a day."""
        organisation = self.organisation
        while organisation.day < day:
            organisation.step()
            state = organisation.population.state
            people = state.people[: self.size].astype(np.float32)
            people[state.place[: self.size, ACTIVE] != 1] = np.nan
            self._people.append(people)
            self._helped.append(state.deeds[: self.size, DEED_COLUMNS.index("helped")].astype(float))
            self._norms.append(state.teams[:, NORM : NORM + 4].copy())
            self._features.append(_feature_means(organisation))
            if organisation.day % WEEK == 0:
                self._moments[organisation.day] = Moment(organisation)
        return self

    def state(self, name: str, day: int) -> Floats:
        """Return a state of those who were there at the start, on the evening of a day."""
        self.to(day)
        return self._people[day][:, PERSON_COLUMNS.index(name)].astype(float)

    def course(self, name: str, who: Who, first: int, last: int) -> Floats:
        """Return a state of some people by day, shape (days, people)."""
        self.to(last)
        column = PERSON_COLUMNS.index(name)
        return np.array([people[who, column] for people in self._people[first : last + 1]], dtype=float)

    def helped(self, who: Who, first: int, last: int) -> Floats:
        """Return how often some people helped, by day."""
        self.to(last)
        return np.array([helped[who] for helped in self._helped[first : last + 1]])

    def norms(self, day: int) -> Floats:
        """Return the norms of the teams on the evening of a day, shape (teams, 4)."""
        return self.to(day)._norms[day]

    def feature(self, name: str, day: int) -> float:
        """Return the mean of a feature over ties and sides on the evening of a day."""
        return float(self.to(day)._features[day][FEATURES.index(name)])

    def moments(self, last: int, days: int) -> list[Moment]:
        """Return the Friday evenings of a time."""
        self.to(last)
        return [self._moments[day] for day in range(WEEK, last + 1, WEEK) if day > last - days]

    def moment(self, day: int) -> Moment:
        """Return the last Friday evening of a time."""
        return self.moments(day, WEEK)[-1]

    def lately(self, name: str, last: int, days: int) -> Floats:
        """Return a quantity of those who were there at the start, the mean over Fridays of a time, by row."""
        key = (name, last, days)
        if key not in self._kept:
            values = [moment.person(name)[: self.size] for moment in self.moments(last, days)]
            self._kept[key] = _mean(values)
        return self._kept[key]

    def total(self, name: str, last: int, days: int, who: Who = None) -> float:
        """Return the sum of recent deeds over people who belong, the mean over Fridays of a time."""
        return float(np.mean([moment.total(name, who) for moment in self.moments(last, days)]))

    def tie_spread(self, name: str, last: int, days: int) -> float:
        """Return the variance of a feature over ties and sides, the mean over Fridays of a time."""
        return float(np.mean([np.concatenate(moment.sides(name)).var() for moment in self.moments(last, days)]))


def _mean(values: Sequence[Floats]) -> Floats:
    return np.asarray(np.nanmean(np.array(values), axis=0))


def _feature_means(organisation: Organisation) -> Floats:
    state = organisation.population.state
    used = int(state.counts[N_TIES])
    known = (state.ends[:used, END_A] >= 0) & (state.ties[:used, FAMILIARITY] > KNOWN)
    means = state.ties[:used][known].mean(axis=0, dtype=float)
    return np.array([0.5 * (means[a] + means[b]) for a, b in (_SIDES[name] for name in FEATURES)])


class Laboratory:
    """The runs of one replicate, each made once however many rows read it.

    Parameters
    ----------
    replicate
        Number of the replicate: keys all chance, so that runs that differ in one act share everything else.
    size, seed
        People, and start of all random numbers.
    days, window
        Length of a standard run, and of its end that is read.
    changes
        Scenario fields and parameters for all runs.
    """

    def __init__(
        self, replicate: int, size: int = 60, seed: int = 1, days: int = DAYS, window: int = WINDOW, **changes: Any
    ) -> None:
        self.replicate, self.days, self.window = replicate, days, window
        people = {} if "people" in changes else {"size": size}
        self.changes = {**people, "seed": seed, **changes}
        self._runs: dict[str, Run] = {}

    # --- runs ------------------------------------------------------------------------------------------
    def run(
        self, name: str, *acts: Act, days: int = 0, scenario: str = "baseline", record: bool = False, **changes: Any
    ) -> Run:
        """Return the run of a name, made if there is none yet.

        Parameters
        ----------
        name
            Unique for what is done.
        acts
            What is done.
        days
            Days that it must have run; 0 for a standard run.
        scenario, record, changes
            As for `Organisation`.
        """
        if name not in self._runs:
            options = {**self.changes, **changes}
            if scenario != "baseline":
                options = {key: value for key, value in options.items() if key != "size"}
            made = Organisation(scenario, replicate=self.replicate, record=record, days=26_000, **options)
            self._runs[name] = Run(made, acts)
        return self._runs[name].to(days or self.days)

    @property
    def reference(self) -> Run:
        """The run in which nothing is done."""
        return self.run("reference")

    def random(self, purpose: int) -> np.random.Generator:
        """Return random numbers for a choice of people, the same in all runs of the replicate."""
        return np.random.default_rng([self.changes["seed"], self.replicate, _PURPOSE, purpose])

    # --- people ----------------------------------------------------------------------------------------
    @property
    def start(self) -> Moment:
        """People and ties before day 1."""
        return self.run("reference", days=1).first

    def of_level(self, level: int) -> Integers:
        """Return the rows of a level: 0 members, 1 leads, 2 managers."""
        return np.flatnonzero(self.start.active & (self.start.place[:, LEVEL] == level))

    @property
    def everybody(self) -> Integers:
        """Rows of those who are there at the start."""
        return np.flatnonzero(self.start.active)

    def members_of(self, team: int) -> Integers:
        """Return the members of a team, without its lead."""
        members = self.of_level(0)
        return members[self.start.place[members, TEAM] == team]

    def one_a_team(self, share: float = 1.0) -> Integers:
        """Return one random member of each team, or of a share of the teams."""
        random = self.random(1)
        members = self.of_level(0)
        teams = np.unique(self.start.place[members, TEAM])
        teams = np.sort(random.permutation(teams)[: max(1, round(share * len(teams)))])
        return np.array([random.choice(self.members_of(int(team))) for team in teams])

    def some(self, count: int, among: Integers | None = None) -> Integers:
        """Return some people at random."""
        known = self.everybody if among is None else among
        return np.sort(self.random(2).permutation(known)[:count])

    def leads(self, count: int) -> list[tuple[int, Integers]]:
        """Return some leads at random, each with the members of the team."""
        leads = [row for row in self.of_level(1) if len(self.members_of(self.team(row))) > 2]
        chosen = self.random(3).permutation(leads)[:count]
        return [(int(row), self.members_of(self.team(int(row)))) for row in chosen]

    def team(self, row: int) -> int:
        """Return somebody's team."""
        return int(self.start.place[row, TEAM])

    def team_mates(self, a_team: int = 3) -> list[tuple[int, int]]:
        """Return pairs of members of one team who have a tie, nobody in two pairs."""
        random = self.random(4)
        tied = set(map(tuple, self.start.ends.tolist()))
        pairs: list[tuple[int, int]] = []
        for team in np.unique(self.start.place[self.of_level(0), TEAM]):
            members = random.permutation(self.members_of(int(team))).tolist()
            found = 0
            while len(members) > 1 and found < a_team:
                i = members.pop()
                partner = next((j for j in members if (min(i, j), max(i, j)) in tied), None)
                if partner is not None:
                    members.remove(partner)
                    pairs.append((i, partner))
                    found += 1
        return pairs

    # --- effects ---------------------------------------------------------------------------------------
    def effects(
        self, readings: Readings, treated: Run, control: Run, *measures: str, who: Who = None, prefix: str = "",
        last: int = 0, window: int = 0, factor: float = 1.0,
    ) -> None:  # fmt: skip
        """Note effects on people in SD between people of the control.

        Parameters
        ----------
        readings
            Where to.
        treated, control
            Runs.
        measures
            Quantities of people (see `readings.Moment.person`).
        who
            Rows; None for all.
        prefix
            Before the name of each part.
        last, window
            Last day that is read, and how many days; a standard run's unless given.
        factor
            On the differences, where only a part of the push could be given.
        """
        last, window = last or self.days, window or self.window
        for name in measures:
            after, before = treated.lately(name, last, window), control.lately(name, last, window)
            n = min(len(after), len(before))
            change, before = after[:n] - before[:n], before[:n]
            difference = np.nanmean(change if who is None else change[who])
            readings.sd(prefix + name, factor * float(difference), float(np.nanvar(before)))

    def on_ties(
        self, readings: Readings, part: str, treated: Run, control: Run, pairs: Pairs, feature: str = "quality",
        sided: bool = False, last: int = 0, window: int = 0,
    ) -> None:  # fmt: skip
        """Note an effect on the ties of some pairs, in SD of ties of the reference."""
        last, window = last or self.days, window or self.window
        after, before = (
            _mean([moment.of_pairs(feature, pairs, sided) for moment in run.moments(last, window)])
            for run in (treated, control)
        )
        difference = float(np.nanmean(after - before)) if len(after) else float("nan")
        readings.sd(part, difference, self.reference.tie_spread(feature, last, window))

    # --- pushes ----------------------------------------------------------------------------------------
    def given(self, name: str, sds: float) -> float:
        """Return how many SDs of a state or a feature are pushed: half where the ceiling is nearer.

        Read off the reference of replicate 0, so that all replicates are pushed alike.
        """
        mean, spread = _typical(name, self.days, self.window, tuple(sorted(self.changes.items())))
        return sds if mean + sds * spread < _CEILING else 0.5 * sds

    def push(self, name: str, sds: float) -> Act:
        """Return a push on a state of everybody (see `push`), in SD between people of the reference."""
        spread = float(np.nanstd(self.reference.lately(name, self.days, self.window)))
        return push(self.reference, name, sds * spread)

    def push_ties(self, features: Sequence[str], amount: float) -> Act:
        """Return a push on features of all ties, held at so much above the reference."""
        twin = self.reference

        def evening(organisation: Organisation) -> None:
            day, now = organisation.day, _feature_means(organisation)
            state = organisation.population.state
            used = int(state.counts[N_TIES])
            for name in features:
                target = twin.feature(name, day) + min(1.0, day / _RAMP) * amount
                step = target - now[FEATURES.index(name)]
                for column in set(_SIDES[name]):
                    state.ties[:used, column] = np.clip(state.ties[:used, column] + step, 0.02, 0.98)

        return Act(evening=evening)


@lru_cache(maxsize=64)
def _typical(name: str, days: int, window: int, changes: tuple[tuple[str, Any], ...]) -> tuple[float, float]:
    first = Laboratory(0, days=days, window=window, **dict(changes))
    if name in FEATURES:
        values = np.concatenate([np.concatenate(one.sides(name)) for one in first.reference.moments(days, window)])
    else:
        values = first.reference.lately(name, days, window)
    return float(np.nanmean(values)), float(np.nanstd(values))


# --- standard manipulations ----------------------------------------------------------------------------
def lever(name: str, amount: float, who: Who = None, first: int = 1, last: int = NEVER) -> Act:
    """Move a lever of some people, or of everybody, on each day of a time."""
    column = LEVER_COLUMNS.index(name)

    def morning(organisation: Organisation, plan: DayPlan) -> None:
        if first <= organisation.day <= last:
            rows = organisation.population.rows if who is None else who
            organisation.population.levers()[rows, column] += amount

    return Act(morning=morning)


def meet(
    pairs: Pairs, move: int = TALK, presence: float = 0.0, minutes: float = 10.0, equal: float = 0.0, slot: int = 1,
    first: int = 1, last: int = NEVER,
) -> Act:  # fmt: skip
    """Bring pairs together on each working day of a time."""

    def morning(organisation: Organisation, plan: DayPlan) -> None:
        if not first <= organisation.day <= last:
            return
        active = organisation.population.active
        for i, j in pairs:
            if active[i] and active[j]:
                members = np.array([i, j], dtype=np.int64)
                plan.meetings.append(Meeting(slot, members, move, minutes, presence, equal, IN_PERSON, True, CERTAIN))

    return Act(morning=morning)


def in_need(who: Iterable[int], first: int = 1, last: int = NEVER) -> Act:
    """Let some people's work need somebody's help every morning."""
    rows = np.array(list(who), dtype=np.int64)

    def morning(organisation: Organisation, plan: DayPlan) -> None:
        if first <= organisation.day <= last:
            organisation.population.state.people[rows, NEED] = 1.0

    return Act(morning=morning)


def push(twin: Run, name: str, amount: float, who: Who = None) -> Act:
    """Hold a state up: each evening everybody gets the same small step, so that the mean is so much above the twin's.

    The push grows to its full size over some weeks.
    """
    column = PERSON_COLUMNS.index(name)

    def evening(organisation: Organisation) -> None:
        state = organisation.population.state
        rows = np.arange(twin.size) if who is None else np.asarray(who)
        before = twin.state(name, organisation.day)[rows]
        here = (state.place[rows, ACTIVE] == 1) & np.isfinite(before)
        if not here.any():
            return
        rows = rows[here]
        target = before[here].mean() + min(1.0, organisation.day / _RAMP) * amount
        step = target - state.people[rows, column].mean()
        everybody = organisation.population.rows if who is None else rows
        state.people[everybody, column] = np.clip(state.people[everybody, column] + step, _LOW, _HIGH)

    return Act(evening=evening)


def hold_ties(value: float, who: Who = None, first: int = 0, last: int = NEVER) -> Act:
    """Hold all features of the ties of some people, or of all ties, at a value."""

    def hold(organisation: Organisation) -> None:
        if not first <= organisation.day <= last:
            return
        state = organisation.population.state
        used = int(state.counts[N_TIES])
        rows = np.ones(used, dtype=bool)
        if who is not None:
            rows = np.isin(state.ends[:used, END_A], who) | np.isin(state.ends[:used, END_B], who)
        state.ties[:used][rows, CARRYING : CARRYING + FEATURE_COLUMNS] = value

    return Act(start=hold, evening=hold)


def set_ties(pairs: Pairs, features: Sequence[str], value: float, day: int = 0, held: bool = False) -> Act:
    """Set features of the ties of some pairs before day 1, or on the evening of a day, or hold them there."""

    def set_now(organisation: Organisation) -> None:
        if organisation.day == day or (held and organisation.day > day):
            population = organisation.population
            for i, j in pairs:
                tie = population.tie_between(i, j)
                if tie >= 0:
                    for name in features:
                        population.state.ties[tie, list(_SIDES[name])] = value

    return Act(start=set_now, evening=set_now)


def add_state(name: str, amount: float, who: Who, own: str = "", day: int = 0) -> Act:
    """Raise a state of some people once, and where it returns to (``own``, a trait), before day 1 or on a morning."""

    def now(organisation: Organisation) -> None:
        state = organisation.population.state
        column = PERSON_COLUMNS.index(name)
        state.people[who, column] = np.clip(state.people[who, column] + amount, _LOW, _HIGH)
        if own:
            state.traits[who, TRAIT_COLUMNS.index(own)] += amount

    def evening(organisation: Organisation) -> None:
        if organisation.day == day:
            now(organisation)

    return Act(start=now) if day == 0 else Act(evening=evening)


def set_parameter(name: str, value: float) -> Act:
    """Set a parameter in a run that has started like the others."""
    return Act(start=lambda organisation: organisation.population.state.p.set(name, value))


def scale_trait(name: str, factor: float, who: Who) -> Act:
    """Multiply a lasting trait of some people."""

    def start(organisation: Organisation) -> None:
        organisation.population.state.traits[who, TRAIT_COLUMNS.index(name)] *= factor

    return Act(start=start)


def blow(who: Who, day: int, severity: float = 2.0) -> Act:
    """Let a setback strike some people on the evening of a day."""

    def evening(organisation: Organisation) -> None:
        if organisation.day != day:
            return
        people, p = organisation.population.state.people, SimpleNamespace(**organisation.parameters)
        for row in np.asarray(who).tolist():
            hardship, energy, mood = (float(people[row, column]) for column in (HARDSHIP, ENERGY, MOOD))
            people[row, [HARDSHIP, ENERGY, MOOD]] = struck(
                hardship, energy, mood, severity, p.setback_energy, p.setback_mood
            )

    return Act(evening=evening)


def apart(pairs: Pairs, first: int, last: int) -> Act:
    """Keep pairs from meeting during a time: they have nothing to do with each other."""
    kept: dict[int, float] = {}

    def morning(organisation: Organisation, plan: DayPlan) -> None:
        population = organisation.population
        for i, j in pairs:
            tie = population.tie_between(i, j)
            if tie >= 0 and organisation.day == first:
                kept[tie] = float(population.state.nature[tie, WORK])
                population.state.nature[tie, WORK] = 0.0
            elif tie >= 0 and organisation.day == last + 1 and tie in kept:
                population.state.nature[tie, WORK] = kept[tie]

    return Act(morning=morning)
