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
from spirals.plain import Brief
from spirals.population import (
    BELONGING,
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
    FIT,
    HARDSHIP,
    HOURS,
    IMPROVEMENT,
    KNOWLEDGE_OWN,
    LEVEL,
    MEANING_OWN,
    MOOD,
    NEED,
    NORM,
    PERSON_COLUMNS,
    PROPENSITY,
    REACTIVITY,
    REGARD,
    RESILIENCE_OWN,
    REST,
    SAFETY,
    SAFETY_OWN,
    SKILL_OWN,
    SOCIABILITY,
    TEAM,
    TEAM_LANE,
    TIE_TRUST,
    TRUSTWORTHINESS,
    WORK,
    WORKLOAD,
    WORTH,
    WORTH_OWN,
    Population,
    State,
)
from spirals.streams import PERSON, STRUCTURE, many_normals, many_uniforms, many_words, normal

Parameters = Mapping[str, float]
Floats = NDArray[np.float64]

DRAWN_APART = (HARDSHIP, NEED, HOURS, FATIGUE)  # states with a shape of their own
UNBOUNDED = (MOOD, WORKLOAD)
_OWN = (SAFETY_OWN, WORTH_OWN, MEANING_OWN, RESILIENCE_OWN, KNOWLEDGE_OWN, SKILL_OWN, DEMAND_OWN, PROPENSITY)
PREDICTORS = len(_OWN) + 4
IN_TIES = (SAFETY, WORTH, BELONGING)
"""States that go with how good somebody's ties are."""
OF_PARTNERS = (TRUSTWORTHINESS, SKILL_OWN)
"""Traits that others come to know somebody by."""
BESIDE = 2 + 2 * len(IN_TIES) + len(OF_PARTNERS)
RANKS = np.linspace(0.0, 1.0, 21)
_REPORTED = "outcomes and reports"


@dataclass(frozen=True, repr=False)
class Settled(Brief):
    """Where an organisation settles.

    Attributes
    ----------
    digest
        Of the parameters it belongs to (`digest_of`).
    people
        Linear rule for each state, shape (1 + PREDICTORS, PERSON_COLUMNS): the mean, then slopes on `predictors`.
    scatter
        What the rule leaves between members of one team, a lower triangle whose square is the covariance,
        (PERSON_COLUMNS, PERSON_COLUMNS).
    together
        What members of a team have in common beyond that rule, a root of the covariance of states, norms and
        improvement between teams, (PERSON_COLUMNS + 5, PERSON_COLUMNS + 5).
    hardship, need
        Share of people with a hardship and its mean size; share with an open need.
    recent
        Mean of what people did lately, (DEED_COLUMNS,).
    norms
        Mean over teams of each norm, (4,).
    ties
        Rule for each feature: constant, slopes on its rest and on what `beside_rest` gives; (FEATURES, 2 + BESIDE).
    ties_scatter
        What that rule leaves, a lower triangle whose square is the covariance, (FEATURES, FEATURES).
    pairs
        How pairs who know each other have been selected: constant, slope on familiarity and the SD that is left, of how
        well they get on and of what they have to do with each other (standard normal among all pairs), for pairs of one
        team and of two; (2, 2, 3).
    familiar
        Quantiles of familiarity at `RANKS`, for pairs of one team and of two; (2, 21).
    improvement
        How far ideas have eased a team's work, mean over teams.
    stayers
        How the lasting levels of those who stay differ on average from those of who joins, by `predictors`; rank 0.
    """

    digest: str
    people: Floats
    scatter: Floats
    together: Floats
    hardship: tuple[float, float]
    need: float
    recent: Floats
    norms: Floats
    ties: Floats
    ties_scatter: Floats
    pairs: Floats
    familiar: Floats
    improvement: float
    stayers: Floats

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
        given: Any = json.loads(text)
        if not isinstance(given, dict):
            raise ValueError("no settled state")
        arrays = (
            "people", "scatter", "together", "recent", "norms", "ties", "ties_scatter", "pairs", "familiar", "stayers",
        )  # fmt: skip
        found: dict[str, Any] = {
            name: np.array(given[name], float) if name in arrays else given[name] for name in cls.__annotations__
        }
        found["hardship"] = tuple(found["hardship"])
        states, deeds = len(PERSON_COLUMNS), len(DEED_COLUMNS)
        shapes = {
            "people": (1 + PREDICTORS, states), "scatter": (states, states),
            "together": (states + 5, states + 5), "recent": (deeds,), "norms": (4,),
            "ties": (FEATURES, 2 + BESIDE), "ties_scatter": (FEATURES, FEATURES),
            "pairs": (2, 2, 3), "familiar": (2, len(RANKS)),
            "stayers": (PREDICTORS,),
        }  # fmt: skip
        if any(found[name].shape != shape or not np.isfinite(found[name]).all() for name, shape in shapes.items()):
            raise ValueError("other columns than this version has")
        return cls(**found)


_normals = np.vectorize(normal, otypes=[float])


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
    """Draw the lasting traits of people, shape (people, TRAIT_COLUMNS); keyed by lane, so alike in all scenarios.

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


def as_stayers(traits: Floats, start: Settled) -> Floats:
    """Return the traits of people who have been there for some time: drawn like anybody's, moved as staying selects.

    Who is content stays; a start of unselected people would improve for years by who leaves.
    """
    moved = traits.copy()
    moved[:, _OWN] += start.stayers[: len(_OWN)]
    energy, reactivity, sociability, _ = start.stayers[len(_OWN) :]
    moved[:, ENERGY_SET] = np.clip(moved[:, ENERGY_SET] + energy, 0.05, 0.95)
    moved[:, REACTIVITY] *= np.exp(reactivity)
    moved[:, SOCIABILITY] *= np.exp(sociability)
    return moved


def predictors(p: Parameters, traits: NDArray[Any], level: NDArray[Any]) -> Floats:
    """Return what settled states go with, shape (people, 12): own levels, each as a deviation, and rank."""
    t = np.asarray(traits, float)
    return np.column_stack(
        [
            t[:, _OWN],
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
    together: Floats | float = 0.0,
) -> Floats:
    """Draw people's first states as settled people have them, shape (people, PERSON_COLUMNS).

    ``together`` is what they have in common with the others of their team, of the same shape.
    """
    count = len(PERSON_COLUMNS)
    z = many_normals(key, rows, 0, PERSON, 8, blocks=-(-count // 4))[:, :count]
    states = expected(p, start, traits, level) + together + _combined(z, start.scatter.T)
    bounded = [column for column in range(count) if column not in UNBOUNDED]
    states[:, bounded] = np.clip(states[:, bounded], 0.01, 0.99)
    u = many_uniforms(key, rows, 0, PERSON, 30)
    share, size = start.hardship
    states[:, HARDSHIP] = np.where(u[:, 0] < share, -size * np.log(u[:, 1]), 0.0)
    states[:, NEED] = (u[:, 2] < start.need).astype(float)
    states[:, [HOURS, FATIGUE]] = 0.0
    return states


def expected(p: Parameters, start: Settled, traits: NDArray[Any], level: NDArray[Any]) -> Floats:
    """Return the states that the rules give people of some traits and level, shape (people, PERSON_COLUMNS)."""
    return start.people[0] + _combined(predictors(p, traits, level), start.people[1:])


def common_to_teams(population: Population, start: Settled) -> Floats:
    """Draw what the members of each team have in common, shape (teams, PERSON_COLUMNS + 5), norms and improvement last.

    People of one team have lived through the same; a start that drew each apart would drift for years, as nobody's
    good company would be good together.
    """
    state, count = population.state, len(start.together)
    lanes = state.teams[:, TEAM_LANE].astype(np.int64)
    return _combined(many_normals(state.key, lanes, 0, STRUCTURE, 2, blocks=-(-count // 4))[:, :count], start.together)


def settle_people(population: Population, p: Parameters, start: Settled, common: Floats) -> None:
    """Give everybody their first states, and what people did lately; ``common`` is from `common_to_teams`."""
    s, n = population.state, population.size
    lanes = population.lanes(np.arange(n))
    together = common[s.place[:n, TEAM], : len(PERSON_COLUMNS)]
    s.people[:n] = states_of(p, s.key, lanes, start, s.traits[:n], s.place[:n, LEVEL], together)
    s.recent[:n] = start.recent


def settle_ties(population: Population, start: Settled, measured: bool) -> None:
    """Move every pair's nature and features from where strangers are to where those who know each other have settled.

    Over years contact goes to pairs who have much to do with each other and get on; a start without that would sort
    itself anew for years.  Familiarity that was ``measured`` stays; that of a generated organisation keeps its order
    and takes the settled sizes.
    """
    s, rows = population.state, population.tie_rows
    if len(rows) == 0:
        return
    if not measured:
        apart = beyond_team(s, rows)
        for chosen, sizes in ((~apart, start.familiar[0]), (apart, start.familiar[1])):
            some = rows[chosen]
            ranks = np.argsort(np.argsort(s.ties[some, FAMILIARITY], kind="stable"), kind="stable")
            settled = np.interp((ranks + 0.5) / max(1, len(some)), RANKS, sizes)
            s.ties[some, FAMILIARITY] = np.maximum(settled, 1.1 * s.p.forgotten)  # a fainter one would end at once
    select_pairs(population, start)
    a, b = population.lanes(s.ends[rows, END_A]), population.lanes(s.ends[rows, END_B]).astype(np.uint64)
    z = np.empty((FEATURES, len(rows)))
    for feature in range(FEATURES):
        words = many_words(s.key, a, feature, STRUCTURE, b)
        z[feature] = _normals((words[0].astype(float) + 0.5) / 4294967296.0)
    left = _combined(z.T, start.ties_scatter.T)
    s.ties[rows, CARRYING : CARRYING + FEATURES] = np.clip(features_of(population, start, rows) + left, 0.03, 0.97)


def features_of(population: Population, start: Settled, rows: NDArray[np.int64]) -> Floats:
    """Return the features that the rules give some ties, shape (ties, FEATURES)."""
    s = population.state
    found = np.empty((len(rows), FEATURES))
    for feature in range(FEATURES):
        rule = start.ties[feature]
        rest = s.nature[rows, REST + feature].astype(float)
        found[:, feature] = rule[0] + rule[1] * rest + _combined(beside_rest(s, rows, feature), rule[2:, None])[:, 0]
    return found


def beside_rest(s: State, rows: NDArray[np.int64], feature: int) -> Floats:
    """Return what a feature of settled ties goes with beside where it rests, shape (ties, BESIDE).

    Familiarity; ln of how much the two have to do with each other; `IN_TIES` of whose feature it is, and of the other;
    `OF_PARTNERS` of the other.  A shared feature takes the means of both.
    """
    ends = s.ends[rows]
    states = [s.people[:, IN_TIES][ends[:, end]].astype(float) for end in (END_A, END_B)]
    traits = [s.traits[:, OF_PARTNERS][ends[:, end]].astype(float) for end in (END_A, END_B)]
    column = CARRYING + feature
    if column in (REGARD, TIE_TRUST):
        own, other, partner = *states, traits[1]
    elif column in (REGARD + 1, TIE_TRUST + 1):
        own, other, partner = states[1], states[0], traits[0]
    else:
        own = other = 0.5 * (states[0] + states[1])
        partner = 0.5 * (traits[0] + traits[1])
    work = np.log(np.maximum(s.nature[rows, WORK].astype(float), 1e-6))
    return np.column_stack([s.ties[rows, FAMILIARITY].astype(float), work, own, other, partner])


def select_pairs(population: Population, start: Settled) -> None:
    """Give each pair with a tie the nature of settled pairs of its familiarity: the same draw, moved and narrowed."""
    s, p, rows = population.state, population.state.p, population.tie_rows
    spread = max(float(p.work_spread), 1e-6)
    familiarity = s.ties[rows, FAMILIARITY].astype(float)
    apart = beyond_team(s, rows).astype(int)
    (fit_at, fit_on, fit_left), (work_at, work_on, work_left) = start.pairs[apart].transpose(1, 2, 0)
    innate = s.nature[rows, FIT].astype(float)
    fit = fit_at + fit_on * familiarity + fit_left * innate
    work = work_at + work_on * familiarity + work_left * work_score(s.nature[rows, WORK], spread)
    s.nature[rows, FIT] = fit
    s.nature[rows, WORK] = np.exp(spread * work - 0.5 * spread * spread)
    moved = float(p.rest_spread * p.rest_common) * (fit - innate)
    for feature in range(FEATURES):
        rest = s.nature[rows, REST + feature].astype(float) + moved
        s.nature[rows, REST + feature] = np.clip(rest, 0.05, 0.95)


def beyond_team(s: State, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether each of some ties joins people of two teams."""
    beyond: NDArray[np.bool_] = s.place[s.ends[rows, END_A], TEAM] != s.place[s.ends[rows, END_B], TEAM]
    return beyond


def work_score(work: NDArray[Any], spread: float) -> Floats:
    """Return how much pairs have to do with each other as a standard normal score among all pairs."""
    return (np.log(np.maximum(np.asarray(work, float), 1e-9)) + 0.5 * spread * spread) / spread


def _combined(rows: Floats, weights: Floats) -> Floats:
    """Return ``rows @ weights``, each row summed on its own in fixed order: the same bits among few and many rows."""
    total = np.zeros((len(rows), weights.shape[1]))
    for column, weight in zip(rows.T, weights, strict=True):
        total += column[:, None] * weight
    return total


def settle_teams(population: Population, p: Parameters, start: Settled, common: Floats) -> None:
    """Give every team its first norms, what ideas have eased its work, and the drifting part of its demand."""
    teams = population.state.teams
    lanes = teams[:, TEAM_LANE].astype(np.int64)
    z = many_normals(population.state.key, lanes, 0, STRUCTURE, 0, blocks=2)
    together = common[:, len(PERSON_COLUMNS) :]
    teams[:, NORM : NORM + 4] = np.clip(start.norms + together[:, :4], -0.5, 0.98)
    teams[:, IMPROVEMENT] = np.clip(start.improvement + together[:, 4], 0.0, 1.0)
    stationary = p["demand_drift_team"] / np.sqrt(max(2.0 * p["demand_return"], 1e-6))
    teams[:, DEMAND] = np.clip(stationary * z[:, 4], -0.5, 0.5)
