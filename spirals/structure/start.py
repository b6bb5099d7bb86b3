"""How a run starts: lasting traits drawn for each person, states and ties where a reference organisation has settled.

`Settled` holds where long runs of the model itself settle, for the defaults (shipped) or other parameters
(`spirals.settling` makes and keeps it).  No second model of the mechanisms is solved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.parameters import TABLE, defaults
from spirals.population import (
    CARRYING,
    DEED_COLUMNS,
    DEMAND,
    DEMAND_OWN,
    END_A,
    END_B,
    ENERGY_SET,
    FAMILIARITY,
    FATIGUE,
    FEATURES,
    HARDSHIP,
    HOURS,
    KNOWLEDGE_OWN,
    LEVEL,
    MEANING_OWN,
    MOOD,
    NEED,
    NORM,
    PERSON_COLUMNS,
    PROPENSITY,
    REACTIVITY,
    RESILIENCE_OWN,
    REST,
    SAFETY_OWN,
    SKILL_OWN,
    SOCIABILITY,
    WORKLOAD,
    WORTH_OWN,
    Population,
)
from spirals.streams import PERSON, STRUCTURE, many_normals, many_uniforms, many_words, normal

Parameters = Mapping[str, float]
Floats = NDArray[np.float64]

_DRAWN_APART = (HARDSHIP, NEED, HOURS, FATIGUE)  # states with a shape of their own
_UNBOUNDED = (MOOD, WORKLOAD)
_TEAMS_FROM = 1 << 31  # teams' random numbers, apart from people's
_REPORTED = "outcomes and reports"


@dataclass(frozen=True)
class Settled:
    """Where an organisation settles.

    Attributes
    ----------
    digest
        Of the parameters it belongs to (`digest_of`).
    people
        Linear rule for each state, shape (1 + traits, PERSON_COLUMNS): the mean, then slopes on `predictors`.
    scatter
        What the rule leaves, a lower triangle whose square is the covariance, (PERSON_COLUMNS, PERSON_COLUMNS).
    hardship, need
        Share of people with a hardship and its mean size; share with an open need.
    recent
        Mean of what people did lately, (DEED_COLUMNS,).
    norms, norm_spread
        Mean and SD between teams of each norm, (4,).
    ties
        Rule for each feature: constant, slope on its rest, slope on familiarity, SD left; (FEATURES, 4).
    """

    digest: str
    people: Floats
    scatter: Floats
    hardship: tuple[float, float]
    need: float
    recent: Floats
    norms: Floats
    norm_spread: Floats
    ties: Floats

    def shifted(self, digest: str, people: Floats, recent: Floats, norms: Floats, ties: Floats, need: float) -> Settled:
        """Return the same rules about other means of states (PERSON_COLUMNS,), counts, norms and features."""
        rules, features = self.people.copy(), self.ties.copy()
        rules[0], features[:, 0] = people, ties
        return replace(self, digest=digest, people=rules, recent=recent, norms=norms, ties=features, need=need)

    def as_json(self) -> str:
        """Return the numbers as text that reads back to the same bits."""
        return json.dumps(
            {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in self.__dict__.items()}
        )

    @classmethod
    def from_json(cls, text: str) -> Settled:
        """Read what `as_json` wrote; raises ``ValueError`` or ``KeyError`` for anything else."""
        given: dict[str, Any] = json.loads(text)
        arrays = ("people", "scatter", "recent", "norms", "norm_spread", "ties")
        found = {name: np.array(given[name], float) if name in arrays else given[name] for name in cls.__annotations__}
        found["hardship"] = tuple(found["hardship"])
        settled = cls(**found)
        shapes = (len(PERSON_COLUMNS), len(DEED_COLUMNS), FEATURES)
        if (settled.people.shape[1], len(settled.recent), len(settled.ties)) != shapes:
            raise ValueError("other columns than this version has")
        return settled


def digest_of(p: Parameters) -> str:
    """Return a short digest of all parameters but those of outcomes and reports, which no state depends on."""
    values = {row.name: float(p[row.name]) for row in TABLE if row.group != _REPORTED}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@cache
def shipped() -> Settled:
    """Return where the defaults settle."""
    return Settled.from_json(resources.files("spirals.structure").joinpath("settled.json").read_text("utf-8"))


@cache
def default_digest() -> str:
    """Return the digest of the defaults."""
    return digest_of(defaults())


def traits_of(p: Parameters, key: NDArray[np.int64], rows: NDArray[np.int64]) -> Floats:
    """Draw the lasting traits of people, shape (people, TRAIT_COLUMNS); keyed by person, so alike in all scenarios.

    Own levels go a little with the own level of mood (``own_link``, a correlation): who feels better in general feels
    safer and is less strained (Houben et al. 2015).
    """
    z = many_normals(key, rows, 0, PERSON, 0, blocks=5)
    link = p["level_link"]
    energy = p["energy_level"] + p["energy_level_spread"] * (link * z[:, 0] + np.sqrt(1.0 - link * link) * z[:, 1])
    own = p["own_link"]
    apart = np.sqrt(1.0 - own * own)
    levels = p["own_spread"] * (own * z[:, :1] + apart * z[:, 9:13])
    reacts = p["reactivity_spread"] * (apart * z[:, 16] - own * z[:, 0])
    return np.column_stack(
        [
            p["mood_level_spread"] * z[:, 0],
            np.clip(energy, 0.05, 0.95),
            np.clip(p["mood_inertia"] + p["mood_inertia_spread"] * z[:, 2], 0.0, 0.95),
            np.clip(p["energy_carry"] + p["energy_carry_spread"] * z[:, 3], 0.0, 0.95),
            np.exp(p["sociability_spread"] * z[:, 4] - 0.5 * p["sociability_spread"] ** 2),
            1.0 / (1.0 + np.exp(-(p["trustworthiness_level"] + p["trustworthiness_spread"] * z[:, 5]))),
            p["propensity_spread"] * z[:, 6],
            z[:, 7],
            z[:, 8],
            np.zeros(len(rows)),
            levels,
            p["knowledge_spread"] * z[:, 13],
            p["skill_spread"] * z[:, 14],
            p["demand_spread"] * z[:, 15],
            np.exp(reacts - 0.5 * p["reactivity_spread"] * p["reactivity_spread"]),
        ]
    )


def predictors(p: Parameters, traits: NDArray[Any], level: NDArray[Any]) -> Floats:
    """Return what settled states go with, shape (people, 12): own levels, each as a deviation, and rank."""
    t = np.asarray(traits, float)
    columns = (SAFETY_OWN, WORTH_OWN, MEANING_OWN, RESILIENCE_OWN, KNOWLEDGE_OWN, SKILL_OWN, DEMAND_OWN, PROPENSITY)
    return np.column_stack(
        [
            t[:, columns],
            t[:, ENERGY_SET] - p["energy_level"],
            np.log(np.maximum(t[:, REACTIVITY], 1e-6)),
            np.log(np.maximum(t[:, SOCIABILITY], 1e-6)),
            np.asarray(level, float),
        ]
    )


def states_of(
    p: Parameters,
    key: NDArray[np.int64],
    rows: NDArray[np.int64],
    start: Settled,
    traits: NDArray[Any],
    level: NDArray[Any],
) -> Floats:
    """Draw people's first states as settled people have them, shape (people, PERSON_COLUMNS)."""
    count = len(PERSON_COLUMNS)
    z = many_normals(key, rows, 0, PERSON, 8, blocks=-(-count // 4))[:, :count]
    states = start.people[0] + predictors(p, traits, level) @ start.people[1:] + z @ start.scatter.T
    bounded = [column for column in range(count) if column not in _UNBOUNDED]
    states[:, bounded] = np.clip(states[:, bounded], 0.01, 0.99)
    u = many_uniforms(key, rows, 0, PERSON, 30)
    share, size = start.hardship
    states[:, HARDSHIP] = np.where(u[:, 0] < share, -size * np.log(u[:, 1]), 0.0)
    states[:, NEED] = (u[:, 2] < start.need).astype(float)
    states[:, [HOURS, FATIGUE]] = 0.0
    return states


def settle_people(population: Population, p: Parameters, start: Settled) -> None:
    """Give everybody their first states, and what people did lately."""
    s, rows = population.state, np.arange(population.size)
    n = len(rows)
    s.people[:n] = states_of(p, s.key, rows, start, s.traits[:n], s.place[:n, LEVEL])
    s.recent[:n] = start.recent


def settle_ties(population: Population, start: Settled) -> None:
    """Move the features of every tie from where they rest to where used ties have settled."""
    s, rows = population.state, population.tie_rows
    if len(rows) == 0:
        return
    a, b = s.ends[rows, END_A].astype(np.int64), s.ends[rows, END_B].astype(np.uint64)
    familiarity = s.ties[rows, FAMILIARITY].astype(float)
    for feature in range(FEATURES):
        constant, on_rest, on_familiarity, left = start.ties[feature]
        words = many_words(s.key, a, feature, STRUCTURE, b)
        z = _normals((words[0].astype(float) + 0.5) / 4294967296.0)
        rest = s.nature[rows, REST + feature].astype(float)
        settled = constant + on_rest * rest + on_familiarity * familiarity + left * z
        s.ties[rows, CARRYING + feature] = np.clip(settled, 0.03, 0.97)


_normals = np.vectorize(normal, otypes=[float])


def settle_teams(population: Population, p: Parameters, start: Settled) -> None:
    """Give every team its first norms and the drifting part of its demand."""
    teams = population.state.teams
    rows = np.arange(len(teams)) + _TEAMS_FROM
    z = many_normals(population.state.key, rows, 0, STRUCTURE, 0, blocks=2)
    teams[:, NORM : NORM + 4] = np.clip(start.norms + start.norm_spread * z[:, :4], -0.5, 0.98)
    stationary = p["demand_drift_team"] / np.sqrt(max(2.0 * p["demand_return"], 1e-6))
    teams[:, DEMAND] = np.clip(stationary * z[:, 4], -0.5, 0.5)
