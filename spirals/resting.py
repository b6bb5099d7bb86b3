"""Answers to a survey set where people, teams and ties rest, not only where they start.

Where people rest depends on everybody: conduct follows safety and energy, and these follow conduct.  So the lasting
level that belongs to an answer is found by the model itself.  A copy of the organisation runs for a year before day 1,
nobody coming or going, while every evening puts back what was answered.  By how much that would have moved says what
the own level lacks.  The organisation then starts with these levels, and in the norms, habits and features of ties that
go with them; its network is the measured one.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.engine import choose
from spirals.population import (
    AUTHENTICITY,
    BELONGING,
    CARRYING,
    COMMITMENT,
    D_REACTION,
    DAY,
    END_B,
    ENERGY,
    ENERGY_SET,
    FAMILIARITY,
    KNOWLEDGE,
    KNOWLEDGE_OWN,
    MEANING,
    MEANING_OWN,
    PERSON_COLUMNS,
    REACTIVITY,
    REGARD,
    RESILIENCE,
    RESILIENCE_OWN,
    REST,
    SAFETY,
    SAFETY_OWN,
    SKILL_ENABLE,
    SKILL_OWN,
    SKILL_RESPECT,
    STRAIN,
    TEAM,
    TRAIT_COLUMNS,
    VITALITY,
    WORTH,
    WORTH_OWN,
    State,
)
from spirals.structure.remarks import Remark, doubtful
from spirals.structure.roster import Roster
from spirals.structure.start import DRAWN_APART, UNBOUNDED
from spirals.theories import find as find_theory

if TYPE_CHECKING:
    from spirals.organisation import Organisation

Floats = NDArray[np.float64]

WINDOW = 13
"""Days after which what is held is looked at."""
ROUNDS, FOLLOWING, MEASURED = 2, 5, 5
"""How often own levels are set, each time after windows in which norms and ties follow and windows that count."""
LOWEST, HIGHEST = 0.02, 0.98
"""An answer at the end of its scale stands for a state near the end, which can still move."""
REACTIVITIES = (0.05, 20.0)
"""How little and how much a day's load may be made to strain somebody, so that they are as strained as they say."""


class _Own(NamedTuple):
    """Own level of a state: its trait, the name of its usual rest (None: the trait is the rest), that of its rate."""

    trait: int
    rest: str | None
    rate: str

    def bounds(self, p: Mapping[str, float]) -> tuple[float, float]:
        """Return the lowest and the highest level at which the rest lies within 0..1."""
        usual = 0.0 if self.rest is None else p[self.rest]
        return -usual, 1.0 - usual


class _Follows(NamedTuple):
    """A state without a level of its own: the name of its rate, and the states it follows with their weights' names."""

    rate: str
    weights: Mapping[int, str]


_OWN = {
    SAFETY: _Own(SAFETY_OWN, "safety_rest", "safety_return"),
    WORTH: _Own(WORTH_OWN, "worth_rest", "worth_return"),
    MEANING: _Own(MEANING_OWN, "meaning_rest", "meaning_return"),
    RESILIENCE: _Own(RESILIENCE_OWN, "resilience_rest", "resilience_return"),
    KNOWLEDGE: _Own(KNOWLEDGE_OWN, "knowledge_rest", "knowledge_return"),
    VITALITY: _Own(ENERGY_SET, None, "vitality_rate"),
}
_SKILLS = (SKILL_RESPECT, SKILL_ENABLE)
_FOLLOWS = {
    COMMITMENT: _Follows(
        "commitment_rate", {MEANING: "commitment_meaning", SAFETY: "commitment_safety", WORTH: "commitment_worth"}
    ),
    AUTHENTICITY: _Follows("authenticity_return", {SAFETY: "authenticity_safety"}),
    BELONGING: _Follows("recent_rate", {}),
}
_LASTING = (*(own.trait for own in _OWN.values()), SKILL_OWN)


@dataclass(frozen=True)
class Inherited:
    """What a team's newcomers have of its level, since it is the team's and not only its members'.

    Attributes
    ----------
    traits
        Added to lasting traits, to reactivity as a logarithm, shape (teams, TRAIT_COLUMNS).
    states
        Added to first states, shape (teams, PERSON_COLUMNS).
    """

    traits: Floats
    states: Floats

    def give(self, s: State, row: int) -> None:
        """Give a newcomer in a row what their team has."""
        traits, states = self.traits[s.place[row, TEAM]], self.states[s.place[row, TEAM]]
        reacts = float(s.traits[row, REACTIVITY]) * np.exp(traits[REACTIVITY])
        s.traits[row] += traits.astype(np.float32)
        s.traits[row, REACTIVITY] = reacts
        moved = np.flatnonzero(states)
        s.people[row, moved] = np.clip(s.people[row, moved] + states[moved], 0.01, 0.99)


def rest_at_answers(organisation: Organisation, roster: Roster) -> list[str]:
    """Let people, teams and ties rest where answers say they are; return remarks on what could not.

    Call it when the organisation is made and before its first day.
    """
    s, n = organisation.population.state, organisation.population.size
    answers = _filled(organisation, roster)
    rested = _rested(organisation, roster, answers)
    organisation.inherited = _inherited(s, n, rested)
    s.people[:n], s.traits[:n], s.recent[:n] = rested.people, rested.traits, rested.recent
    s.teams[:] = rested.teams
    alive = np.flatnonzero(rested.alive)
    s.ties[alive], s.nature[alive] = rested.ties[alive], rested.nature[alive]
    remarks = (_out_of_reach(state, values, rested.settled[:, state]) for state, values in answers.items())
    return [remark for remark in remarks if remark is not None]


def best_guess(answers: Floats, team: NDArray[np.int64], reliability: float) -> Floats:
    """Return what people have, as far as answers tell: each drawn to the team's mean, and that to the mean of all.

    Kelley's formula on two levels: of the variance of answers ``1 - reliability`` is error, and the mean of n answers
    has an n-th of it.

    Parameters
    ----------
    answers
        On 0..1, nan where there is none, shape (people,).
    team
        Number of each person's team, shape (people,).
    reliability
        Share of the variance between people that is true, 0..1.

    Examples
    --------
    >>> best_guess(np.array([0.2, 0.4, 0.6, 0.8]), np.array([0, 0, 1, 1]), 1.0).round(6).tolist()
    [0.2, 0.4, 0.6, 0.8]
    >>> best_guess(np.array([0.2, 0.4, np.nan, 0.6]), np.array([0, 0, 0, 0]), 0.5).round(6).tolist()
    [0.3, 0.4, nan, 0.5]
    """
    given = np.flatnonzero(np.isfinite(answers))
    if len(given) < 2:
        return answers
    a, t = answers[given], team[given]
    count, middle = np.bincount(t), float(a.mean())
    there = count > 0
    mean = _by_team(a, t, len(count), middle)
    apart = a - mean[t]
    error = (1.0 - reliability) * float(a.var(ddof=1))
    within = float((apart * apart).sum()) / max(1, len(a) - int(there.sum())) - error
    between = float(mean[there].var(ddof=1) - (error / count[there]).mean()) if there.sum() > 1 else 0.0
    of_team = middle + _true_share(between, error / np.maximum(count, 1)) * (mean - middle)
    guess = answers.copy()
    guess[given] = of_team[t] + _true_share(within, np.array(error)) * apart
    return guess


def _true_share(true: float, error: Floats) -> Floats:
    """Return the share of variance that is true; all of it where nothing varies."""
    true = max(0.0, true)
    return np.divide(true, true + error, out=np.ones_like(error), where=true + error > 0.0)


def _by_team(values: Floats, team: NDArray[Any], teams: int, otherwise: float = 0.0) -> Floats:
    """Return the mean of each team, shape (teams,)."""
    count, total = np.bincount(team, minlength=teams), np.bincount(team, values, minlength=teams)
    return np.divide(total, count, out=np.full(teams, otherwise), where=count > 0)


def _filled(organisation: Organisation, roster: Roster) -> dict[int, Floats]:
    """Return the best guess at everybody's states; people without an answer differ from their team as drawn."""
    s, n = organisation.population.state, organisation.population.size
    team = s.place[:n, TEAM].astype(np.int64)
    found = {}
    for name, given in roster.states.items():
        state = PERSON_COLUMNS.index(name)
        guess = best_guess(given, team, organisation.parameters["survey_reliability"])
        here = np.isfinite(guess)
        if here.any():
            moved = guess - s.people[:n, state]
            of_team = _by_team(moved[here], team[here], len(s.teams), float(moved[here].mean()))
            drawn = s.people[:n, state] + of_team[team]
            found[state] = np.clip(np.where(here, guess, drawn), LOWEST, HIGHEST)
    return found


def _out_of_reach(state: int, answers: Floats, settled: Floats) -> Remark | None:
    """Say where a state settles, if that is further from the answers than the noise of so many explains."""
    measured, settles = float(answers.mean()), float(settled.mean())
    if abs(settles - measured) <= max(0.02, 2.0 * float(answers.std()) / np.sqrt(len(answers))):
        return None
    why = ", as it has no level of its own" if state in _FOLLOWS else ""
    return doubtful(
        f"{PERSON_COLUMNS[state]}: answers are {measured:.2f} on average, but in this model people cannot rest "
        f"there{why}; with nothing done it goes to about {settles:.2f}"
    )


@dataclass(frozen=True)
class _Rested:
    """What the year before day 1 leaves, in the order of the population's rows.

    ``alive`` says which ties there still are; ``settled`` is where states were, on average, of people who could not be
    held at their answers, and the answers of the others.
    """

    people: Floats
    traits: NDArray[np.float32]
    recent: NDArray[np.float32]
    teams: Floats
    alive: NDArray[np.bool_]
    ties: NDArray[np.float32]
    nature: NDArray[np.float32]
    settled: Floats


_kept: dict[str, _Rested] = {}
_MOST_KEPT = 2  # scenarios run side by side, replicate by replicate


def _rested(organisation: Organisation, roster: Roster, answers: Mapping[int, Floats]) -> _Rested:
    """Return what the year before day 1 leaves; scenarios that begin alike share it."""
    s, spec = organisation.population.state, organisation.spec
    made_of = hashlib.sha256(repr((spec.theory, spec.activation, organisation.employee_class, *answers)).encode())
    for array in (s.people, s.traits, s.place, s.ties, s.nature, s.ends, s.teams, s.key, s.p.array, *answers.values()):
        made_of.update(np.ascontiguousarray(array))
    digest = made_of.hexdigest()
    if digest not in _kept:
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[digest] = _Held(copy.deepcopy(organisation), answers, roster).run()
    return _kept[digest]


def _inherited(s: State, n: int, rested: _Rested) -> Inherited:
    """Return by how much the members of each team were moved on average."""
    team, teams = s.place[:n, TEAM], len(s.teams)
    traits, states = np.zeros((teams, len(TRAIT_COLUMNS))), np.zeros((teams, len(PERSON_COLUMNS)))
    for trait in _LASTING:
        traits[:, trait] = _by_team(rested.traits[:, trait].astype(float) - s.traits[:n, trait], team, teams)
    reacts = np.log(rested.traits[:, REACTIVITY].astype(float) / s.traits[:n, REACTIVITY])
    traits[:, REACTIVITY] = _by_team(reacts, team, teams)
    for state in range(len(PERSON_COLUMNS)):
        if state not in (*DRAWN_APART, *UNBOUNDED):
            states[:, state] = _by_team(rested.people[:, state] - s.people[:n, state], team, teams)
    return Inherited(traits, states)


class _Held:
    """An organisation in which every evening puts back what was answered.

    Parameters
    ----------
    twin
        A copy of the organisation.
    answers
        What people have, by state, shape (people,).
    roster
        As the files were read.
    """

    def __init__(self, twin: Organisation, answers: Mapping[int, Floats], roster: Roster) -> None:
        self.population, self.p, self.answers = twin.population, twin.parameters, answers
        overrides = twin.employee_class.overrides_a_verb()
        self._run_day = choose("auto", overrides, twin, find_theory(twin.spec.theory)).run_day
        n, m, s = twin.population.size, roster.number_of_ties, twin.population.state
        s.key[:] = s.key[::-1]  # what happens now is not what happens later
        self.people, self.ties = slice(n), slice(m)
        self.ends, self.familiarity = s.ends[:m, : END_B + 1].copy(), s.ties[:m, FAMILIARITY].copy()
        self.regard = np.column_stack([roster.regard_ab, roster.regard_ba])
        self.sources = {
            state: {source: self.p[name] for source, name in follows.weights.items() if source not in answers}
            for state, follows in _FOLLOWS.items()
            if state in answers
        }
        unasked = {source: s.people[:n, source] for sources in self.sources.values() for source in sources}
        self.wanted = {state: np.clip(v, LOWEST, HIGHEST) for state, v in (*unasked.items(), *answers.items())}
        if ENERGY in self.wanted:  # energy comes and goes by day; the level that it recovers to is held
            self.wanted[VITALITY] = self.wanted.pop(ENERGY)
        self.free = {state: np.full(n, self.sources.get(state) == {}) for state in self.wanted}
        for state, values in (*answers.items(), *self.wanted.items()):
            s.people[:n, state] = values
        for state, own in _OWN.items():
            if state in self.wanted and own.rest is not None:  # while a state is held its own level shows nowhere else
                s.traits[:n, own.trait] = 0.5 - self.p[own.rest]
        skills = [answers[skill] for skill in _SKILLS if skill in answers]
        if skills:
            s.traits[:n, SKILL_OWN] = np.mean(skills, axis=0) - self.p["skill_rest"]

    @property
    def state(self) -> State:
        """The arrays of the population, which are made anew when they grow."""
        return self.population.state

    def run(self) -> _Rested:
        """Run the year and return what it leaves."""
        for _ in range(ROUNDS):  # from the second on people who cannot rest at their answers are where they can
            self._windows(FOLLOWING)
            self._windows(MEASURED)
            self._set_levels()
        s = self.state
        people = s.people[self.people].copy()
        if VITALITY in self.wanted:
            self.wanted[VITALITY] = np.where(self.free[VITALITY], people[:, VITALITY], self.level / MEASURED)
        for state, values in (*self.wanted.items(), *self.answers.items()):
            people[:, state] = values
        return _Rested(
            people,
            s.traits[self.people].copy(),
            s.recent[self.people].copy(),
            s.teams.copy(),
            self._alive(),
            s.ties[self.ties].copy(),
            s.nature[self.ties].copy(),
            self.seen / (MEASURED * WINDOW),
        )

    def _windows(self, count: int) -> None:
        """Run some windows; add up by how much what is held would have moved, and where all states are."""
        n = self.people.stop
        self.pull = {state: np.zeros(n) for state in self.wanted}
        self.pull_on_regard = np.zeros_like(self.regard)
        self.seen = np.zeros((n, len(PERSON_COLUMNS)))
        self.level, self.reacts = np.zeros(n), np.zeros(n)
        for _ in range(count):
            self._window()

    def _window(self) -> None:
        before = {state: total.copy() for state, total in self.pull.items()}
        energy, rose = self.seen[:, ENERGY].copy(), np.zeros(self.people.stop)
        for _ in range(WINDOW):
            self._day()
            rose += self.state.deeds[self.people, D_REACTION]
        pull = {state: total - before[state] for state, total in self.pull.items()}
        if ENERGY in self.answers:
            self.level += self.wanted[VITALITY]
            lacking = self.answers[ENERGY] - (self.seen[:, ENERGY] - energy) / WINDOW
            self.wanted[VITALITY] = np.clip(self.wanted[VITALITY] + lacking, LOWEST, HIGHEST)
        if STRAIN in self.answers:
            reacts = self.state.traits[self.people, REACTIVITY]
            factor = np.clip((rose - pull[STRAIN]) / np.maximum(rose, 1e-9), 0.5, 2.0)
            reacts[:] = np.where(self.free[STRAIN], reacts, np.clip(reacts * factor, *REACTIVITIES))
            self.reacts += np.log(reacts)
        for state, sources in self.sources.items():
            lacking = -pull[state] / (WINDOW * max(self.p[_FOLLOWS[state].rate], 1e-6))
            whole = max(sum(weight * weight for weight in sources.values()), 1e-6)
            for source, weight in sources.items():
                better = self.wanted[source] + 0.5 * lacking * weight / whole
                self.wanted[source] = np.clip(better, LOWEST, HIGHEST)

    def _day(self) -> None:
        population = self.population
        population.state.counts[DAY] += 1
        population.group()
        population.make_room()
        self._run_day(population)
        s, alive = population.state, self._alive()
        for state, values in self.wanted.items():
            now = s.people[self.people, state]
            self.pull[state] += now - values
            now[:] = np.where(self.free[state], now, values)
        self.seen += s.people[self.people]
        familiarity, regard = s.ties[self.ties, FAMILIARITY], s.ties[self.ties, REGARD : REGARD + 2]
        familiarity[:] = np.where(alive, self.familiarity, familiarity)
        given = alive[:, None] & np.isfinite(self.regard)
        self.pull_on_regard += np.where(given, regard - self.regard, 0.0)
        regard[:] = np.where(given, self.regard, regard)

    def _alive(self) -> NDArray[np.bool_]:
        """Return which of the measured ties there still are."""
        same: NDArray[np.bool_] = (self.state.ends[self.ties, : END_B + 1] == self.ends).all(axis=1)
        return same

    def _set_levels(self) -> None:
        """Set own levels so that nothing would have moved what was held; free people whose level is beyond bounds."""
        days, s = MEASURED * WINDOW, self.state
        for state, own in _OWN.items():
            if state not in self.wanted:
                continue
            low, high = own.bounds(self.p)
            levels = s.traits[self.people, own.trait]
            needed = levels - self.pull[state] / (days * max(self.p[own.rate], 1e-6))
            levels[:] = np.where(self.free[state], levels, np.clip(needed, low, high))
            self.free[state] = self.free[state] | (needed < low) | (needed > high)
        if STRAIN in self.answers:
            reacts = s.traits[self.people, REACTIVITY]
            reacts[:] = np.where(self.free[STRAIN], reacts, np.exp(self.reacts / MEASURED))
            self.free[STRAIN] = (
                self.free[STRAIN] | (reacts < 1.01 * REACTIVITIES[0]) | (reacts > 0.99 * REACTIVITIES[1])
            )
        rests = s.nature[self.ties, REST + REGARD - CARRYING : REST + REGARD - CARRYING + 2]
        rests[:] = np.clip(rests - self.pull_on_regard / (days * max(self.p["drift"], 1e-6)), LOWEST, HIGHEST)
