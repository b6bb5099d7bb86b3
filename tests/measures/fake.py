"""A small organisation made by hand: columns set to known values, no day run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from spirals.measures import View
from spirals.parameters import defaults
from spirals.population import DEED_COLUMNS, NATURE_COLUMNS, TALLY, TIE_COLUMNS, Population
from spirals.streams import run_key

OUTCOMES = {
    "outcome_noise": 0.0,
    "working_hours": 8.0,
    "hardship_on_work": 0.0,
    "effort_half": 0.5,
    "creativity_half": 0.5,
    "influence_half": 0.5,
    "breadth_half": 0.5,
    "discernment_half": 1.0,
    "survey_reliability": 0.8,
    "hardship_felt": 0.1,
}
FEATURES = ("carrying_capacity", "tensility", "connectivity", "regard_a", "regard_b", "trust_a", "trust_b")


def organisation(people: int, ties: Iterable[tuple[int, int]] = (), teams: Iterable[int] | None = None) -> Population:
    """Return people who are all at 1/2 in every state and deed, tied at quality 1/2, familiarity 1/2, no need."""
    team = np.zeros(people, np.int64) if teams is None else np.array(list(teams), np.int64)
    none = np.zeros(people, np.int64)
    population = Population(
        [str(i) for i in range(people)],
        [f"team {t}" for t in range(int(team.max(initial=0)) + 1)],
        ["site"],
        team,
        none,
        none,
        run_key(1),
        None,
    )
    state = population.state
    state.people[:] = 0.5
    state.traits[:] = 0.5
    state.recent[:] = 0.5
    edges = sorted({(min(i, j), max(i, j)) for i, j in ties})
    ends = np.array(edges, np.int64).reshape(-1, 2)
    population.set_ties(ends[:, 0], ends[:, 1], 32)
    tie(population, familiarity=0.5, **dict.fromkeys(FEATURES, 0.5))
    population.state.teams[:, 0] = 0.5
    return population


def tie(population: Population, **columns: Any) -> None:
    """Set tie columns by name."""
    state, rows = population.state, population.tie_rows
    for name, values in columns.items():
        if name == "last_met":
            state.ends[rows, 2] = values
        elif name in TIE_COLUMNS:
            state.ties[rows, TIE_COLUMNS.index(name)] = values
        else:
            state.nature[rows, NATURE_COLUMNS.index(name)] = values


def person(population: Population, **columns: Any) -> None:
    """Set person columns by name."""
    for name, values in columns.items():
        population.person(name)[:] = values


def deed(population: Population, **columns: Any) -> None:
    """Set what people did and met with lately, by name, as a mean per day."""
    for name, values in columns.items():
        population.state.recent[: population.size, DEED_COLUMNS.index(name)] = values


def random_organisation(people: int, degree: int, seed: int = 0, teams: int = 10) -> Population:
    """Return an organisation with random ties and states."""
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, people, (people * degree // 2, 2))
    population = organisation(people, [(i, j) for i, j in pairs.tolist() if i != j], rng.integers(0, teams, people))
    state = population.state
    state.people[:] = rng.uniform(0.05, 0.95, state.people.shape)
    state.traits[:] = rng.uniform(0.05, 0.95, state.traits.shape)
    state.recent[:] = rng.uniform(0.05, 0.95, state.recent.shape)
    rows = population.tie_rows
    state.ties[rows] = rng.uniform(0.05, 0.95, (rows.size, state.ties.shape[1]))
    state.nature[rows] = rng.uniform(0.05, 0.95, (rows.size, state.nature.shape[1]))
    state.ends[rows, 2] = rng.integers(0, 60, rows.size)
    population.person("level")[:] = rng.random(people) < 0.2
    return population


def series(days: int, people: int, **given: Any) -> dict[str, np.ndarray]:
    """Return every daily series: 1 a day each, ``people`` as headcount; those given replace them."""
    names = (*TALLY, "joined", "left", "hours_spent", "cost_spent")
    table = {name: np.ones(days) for name in names}
    table["headcount"] = np.full(days, float(people))
    table.update({name: np.broadcast_to(np.asarray(value, float), (days,)).copy() for name, value in given.items()})
    return table


def parameters(**given: float) -> dict[str, float]:
    """Return all parameters, those of outcomes at round values and without luck."""
    return {**defaults(), **OUTCOMES, **given}


def view(
    population: Population,
    days: int = 40,
    p: Mapping[str, float] | None = None,
    given: Mapping[str, Any] | None = None,
    **more: Any,
) -> View:
    """Return a view of an organisation after some days."""
    daily = series(days, int(population.active.sum()), **(given or {}))
    return View(population, daily, days, parameters() if p is None else p, **more)
