"""Where an organisation of given parameters settles: the start of every run, made by the model itself.

The defaults' is shipped (``spirals/structure/settled.json``).  For other parameters a reference organisation of the
same model runs for some months from there, its slowest states quickened at first, and the means it comes to are kept by
the digest of the parameters: in this process, and in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spirals.places import cache_folder
from spirals.population import (
    CARRYING,
    FAMILIARITY,
    FEATURES,
    FIT,
    HARDSHIP,
    IMPROVEMENT,
    LEVEL,
    NEED,
    NORM,
    REST,
    TEAM,
    WORK,
    YEAR,
)
from spirals.scenario import Scenario
from spirals.scenario.organisation import OrganisationSpec
from spirals.structure.start import (
    BESIDE,
    DRAWN_APART,
    RANKS,
    Floats,
    Settled,
    beside_rest,
    beyond_team,
    default_digest,
    digest_of,
    features_of,
    predictors,
    shipped,
    traits_of,
    work_score,
)

if TYPE_CHECKING:
    from spirals.organisation import Organisation

SHIPPED_THEORY = "moves"  # of which `shipped` is
SIZE = 48
QUICK_DAYS, DAYS = 100, 60
_JOINING = 2000  # draws from which the mean traits of who joins are taken
_QUICKENED = {
    "habit_rate": 5.0, "vitality_rate": 5.0, "norm_rate": 2.0, "commitment_rate": 3.0, "meaning_gain": 3.0,
    "meaning_return": 3.0, "help_meaning": 3.0, "entrust_meaning": 3.0, "resilience_return": 4.0,
    "resilience_mood": 4.0, "resilience_growth": 4.0, "resilience_erosion": 4.0, "learning_rate": 3.0,
    "knowledge_return": 3.0, "safety_gain": 2.0, "safety_return": 2.0, "entrust_safety_gain": 2.0,
}  # fmt: skip
"""Slow rates, sped up at first together with what works against them, so that the level they lead to stays."""


def settled_for(scenario: Scenario) -> Settled:
    """Return where organisations with a scenario's parameters settle (without its null model, practices and shocks)."""
    p = scenario.values(with_null_model=False)
    digest = digest_of(p)
    if digest == default_digest() == shipped().digest and scenario.theory == SHIPPED_THEORY:
        return shipped()
    changed = tuple(sorted(scenario.parameters.items()))
    return _kept(digest, changed, scenario.theory)


@lru_cache(maxsize=256)
def _kept(digest: str, changed: tuple[tuple[str, float], ...], theory: str) -> Settled:
    path = kept_at(digest, theory)
    try:
        settled = Settled.from_json(path.read_text("utf-8"))
        if settled.digest == digest:
            return settled
    except (OSError, ValueError, KeyError, TypeError):  # not there yet, or damaged: made anew
        pass
    settled = settle(dict(changed), digest, theory)
    _keep(path, settled.as_json())
    return settled


def kept_at(digest: str, theory: str) -> Path:
    """Return where a settled state is kept; other shipped rules, from which it is made, lead to another file."""
    made_from = hashlib.sha256(shipped().as_json().encode()).hexdigest()[:8]
    return _folder() / f"{digest}-{theory}-{made_from}.json"


def settle(parameters: Mapping[str, float], digest: str, theory: str) -> Settled:
    """Run a reference organisation until it settles; return the shipped rules about the means it comes to.

    Parameters
    ----------
    parameters
        Those that differ from the defaults.
    digest
        Of all of them.
    theory
        Name of the theory.
    """
    organisation = reference(parameters, theory, SIZE, 0, shipped())
    quicken(organisation, QUICK_DAYS)
    people, recent, norms, ties, needs = [], [], [], [], []
    for _ in range(DAYS // 10):
        organisation.run_days(10)
        seen = look(organisation)
        people.append(seen.people.mean(axis=0) - seen.predictors.mean(axis=0) @ shipped().people[1:])
        recent.append(seen.recent.mean(axis=0))
        norms.append(seen.norms.mean(axis=0))
        needs.append(float(seen.people[:, NEED].mean()))
        if len(seen.familiarity):
            ties.append((seen.features - features_of(organisation.population, shipped(), seen.ties)).mean(axis=0))
    constants = shipped().ties[:, 0] + (np.mean(ties, axis=0) if ties else 0.0)
    return shipped().shifted(
        digest,
        np.mean(people, axis=0),
        np.mean(recent, axis=0),
        np.mean(norms, axis=0),
        constants,
        float(np.mean(needs)),
    )


def quicken(organisation: Organisation, days: int) -> None:
    """Run days on which slow states move several times as fast towards where they settle."""
    p = organisation.population.state.p
    true = {name: float(getattr(p, name)) for name in _QUICKENED}
    for name, by in _QUICKENED.items():
        p.set(name, true[name] * by)
    organisation.run_days(days)
    for name, value in true.items():
        p.set(name, value)


def reference(parameters: Mapping[str, float], theory: str, size: int, replicate: int, start: Settled) -> Organisation:
    """Return a reference organisation: the default structure, no practices, started as given."""
    from spirals.organisation import Organisation

    scenario = Scenario(
        name="reference",
        days=10 * YEAR,
        parameters=dict(parameters),
        theory=theory,
        organisation=OrganisationSpec(size=size),
    )
    return Organisation(scenario, replicate=replicate, settled=start)


class Look:
    """What is to be seen of a settled organisation: states, traits, ties, norms."""

    def __init__(self, organisation: Organisation) -> None:
        population = organisation.population
        s, rows = population.state, population.rows
        ties = population.tie_rows
        self.ties = ties
        self.people = s.people[rows].astype(float)
        self.teams = np.unique(s.place[rows, TEAM], return_inverse=True)[1]
        self.predictors = predictors(organisation.parameters, s.traits[rows], s.place[rows, LEVEL])
        self._parameters, self._key = organisation.parameters, s.key
        self.recent = s.recent[rows].astype(float)
        here = np.unique(s.place[rows, TEAM])
        self.norms = s.teams[here, NORM : NORM + 4].copy()
        self.improvement = s.teams[here, IMPROVEMENT].copy()
        self.beside = [beside_rest(s, ties, feature) for feature in range(FEATURES)]
        self.familiarity = s.ties[ties, FAMILIARITY].astype(float)
        self.features = s.ties[ties, CARRYING : CARRYING + FEATURES].astype(float)
        self.rests = s.nature[ties, REST : REST + FEATURES].astype(float)
        self.nature = np.column_stack(
            [s.nature[ties, FIT].astype(float), work_score(s.nature[ties, WORK], max(float(s.p.work_spread), 1e-6))]
        )
        self.apart = beyond_team(s, ties)

    def joining(self) -> Floats:
        """Return the mean predictors of people as they join, before staying selects."""
        drawn = traits_of(self._parameters, self._key, np.arange(_JOINING))
        return predictors(self._parameters, drawn, np.zeros(_JOINING)).mean(axis=0)


def look(organisation: Organisation) -> Look:
    """Return what is to be seen of an organisation now."""
    return Look(organisation)


def fit_rules(looks: list[Look], digest: str) -> Settled:
    """Return the linear rules of states and features that several looks at settled organisations show."""
    x = np.concatenate([one.predictors for one in looks])
    joining = np.mean([one.joining() for one in looks], axis=0)
    y = np.concatenate([one.people for one in looks])
    design = np.column_stack([np.ones(len(x)), x])
    rules = np.linalg.lstsq(design, y, rcond=None)[0]
    left = y - design @ rules
    rules[:, DRAWN_APART] = left[:, DRAWN_APART] = 0.0
    hard = y[:, HARDSHIP] > 0.05
    features, rests, familiarity = (
        np.concatenate([getattr(one, name) for one in looks]) for name in ("features", "rests", "familiarity")
    )
    within, together = _in_teams(looks, left)
    ties, unexplained = np.zeros((FEATURES, 2 + BESIDE)), np.zeros_like(features)
    for feature in range(FEATURES):
        beside = np.concatenate([one.beside[feature] for one in looks])
        d = np.column_stack([np.ones(len(rests)), rests[:, feature], beside])
        ties[feature] = np.linalg.lstsq(d, features[:, feature], rcond=None)[0]
        unexplained[:, feature] = features[:, feature] - d @ ties[feature]
    ties_scatter = np.linalg.cholesky(np.cov(unexplained, rowvar=False) + 1e-12 * np.eye(FEATURES))
    nature, apart = (np.concatenate([getattr(one, name) for one in looks]) for name in ("nature", "apart"))
    pairs = np.zeros((2, 2, 3))
    for beyond in range(2):
        chosen = apart == beyond
        known = familiarity[chosen]  # contact goes by it, so the rule is to be right where it is high
        d = np.column_stack([np.ones(len(known)), known])
        for trait in range(2):
            y_pairs = nature[chosen, trait]
            rule = np.linalg.lstsq(d * np.sqrt(known)[:, None], y_pairs * np.sqrt(known), rcond=None)[0]
            pairs[beyond, trait] = *rule, np.sqrt(np.average((y_pairs - d @ rule) ** 2, weights=known))
    norms = np.concatenate([one.norms for one in looks])
    return Settled(
        digest,
        rules.round(6),
        np.linalg.cholesky(within + 1e-12 * np.eye(len(within))).round(6),
        together.round(6),
        (round(float(hard.mean()), 6), round(float(y[hard, HARDSHIP].mean()) if hard.any() else 0.0, 6)),
        round(float(y[:, NEED].mean()), 6),
        np.concatenate([one.recent for one in looks]).mean(axis=0).round(6),
        norms.mean(axis=0).round(6),
        ties.round(6),
        ties_scatter.round(6),
        pairs.round(6),
        np.stack([np.quantile(familiarity[apart == beyond], RANKS) for beyond in range(2)]).round(6),
        round(float(np.concatenate([one.improvement for one in looks]).mean()), 6),
        (x.mean(axis=0) - joining).round(6),
    )


def _in_teams(looks: list[Look], left: Floats) -> tuple[Floats, Floats]:
    """Return the covariance of what the rules leave within teams, and a root of what teams have in common.

    The second has norms and improvement beside the states.  A team's mean also holds chance of its members: that part
    of its covariance is taken off (one-way analysis of variance).
    """
    means, sizes, pooled, start = [], [], np.zeros((left.shape[1], left.shape[1])), 0
    for one in looks:
        people = left[start : start + len(one.people)]
        start += len(one.people)
        members = np.bincount(one.teams)
        mean = np.stack([np.bincount(one.teams, column) for column in people.T]) / members
        apart = people - mean.T[one.teams]
        pooled += apart.T @ apart
        means.append(np.column_stack([mean.T, one.norms, one.improvement]))
        sizes.append(members)
    members = np.concatenate(sizes)
    within = pooled / max(1, len(left) - len(members))
    between = np.cov(np.concatenate(means), rowvar=False)
    states = left.shape[1]
    between[:states, :states] -= within * float((1.0 / members).mean())
    values, vectors = np.linalg.eigh(between)
    return within, (vectors * np.sqrt(np.maximum(values, 0.0))).T


def _folder() -> Path:
    return cache_folder() / "settled"


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all; a cache that cannot be written to is done without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(text)
        os.replace(file.name, path)
    except OSError:
        return
