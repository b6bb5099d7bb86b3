"""Every run starts settled; what other parameters settle to is made once and kept; what is damaged is made anew."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spirals import settling
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS, defaults
from spirals.population import (
    CARRYING,
    DEED_COLUMNS,
    FEATURES,
    HARDSHIP,
    NORM,
    PERSON_COLUMNS,
    RESILIENCE_OWN,
    SAFETY_OWN,
)
from spirals.scenario import load, with_changes
from spirals.settling import kept_at, settled_for
from spirals.streams import run_key
from spirals.structure.start import (
    BESIDE,
    IN_TIES,
    PREDICTORS,
    Settled,
    default_digest,
    digest_of,
    predictors,
    shipped,
    states_of,
    traits_of,
)

DRIFTING = ("energy", "vitality", "strain", "safety", "worth", "meaning", "authenticity", "commitment", "resilience")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep settled states of these tests apart from the user's."""
    monkeypatch.setattr(settling, "_folder", lambda: tmp_path / "settled")
    settling._kept.cache_clear()
    yield tmp_path / "settled"
    settling._kept.cache_clear()


@pytest.fixture
def settles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let settling be quick, and list for which digests it was asked for."""
    asked: list[str] = []

    def quick(parameters: Any, digest: str, theory: str) -> Settled:
        asked.append(digest)
        return dataclasses.replace(shipped(), digest=digest)

    monkeypatch.setattr(settling, "settle", quick)
    return asked


def changed(**parameters: float) -> Any:
    return with_changes(load("baseline"), parameters)


# --- the shipped start -----------------------------------------------------------------------------------
def test_the_shipped_start_belongs_to_the_defaults() -> None:
    assert shipped().digest == default_digest(), "the defaults have changed: settle anew"


def test_what_is_shipped_reads_back_to_the_same_bits() -> None:
    again = Settled.from_json(shipped().as_json())
    for name, value in shipped().__dict__.items():
        assert np.array_equal(getattr(again, name), value), name


def test_its_numbers_are_states() -> None:
    start = shipped()
    bounded = [x for x, name in enumerate(PERSON_COLUMNS) if name not in ("mood", "workload", "felt", "hardship")]
    assert ((start.people[0, bounded] >= 0.0) & (start.people[0, bounded] <= 1.0)).all()
    assert (np.diag(start.scatter) >= 0.0).all()
    assert not np.triu(start.scatter, 1).any()
    assert 0.0 <= start.hardship[0] <= 1.0
    assert start.hardship[1] > 0.0
    assert 0.0 <= start.need <= 1.0
    counts = [x for x, name in enumerate(DEED_COLUMNS) if name not in ("conduct", "reaction")]
    assert (start.recent[counts] >= 0.0).all()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-40],
        lambda text: "",
        lambda text: "[1, 2]",
        lambda text: "null",
        lambda text: json.dumps({**json.loads(text), "people": []}),
        lambda text: json.dumps({**json.loads(text), "people": [row[:-1] for row in json.loads(text)["people"]]}),
        lambda text: json.dumps({**json.loads(text), "people": json.loads(text)["people"][:-1]}),
        lambda text: json.dumps({**json.loads(text), "scatter": [[0.0]]}),
        lambda text: json.dumps({**json.loads(text), "norms": [0.5, 0.5, 0.5]}),
        lambda text: json.dumps({**json.loads(text), "ties": [[float("nan")] * (2 + BESIDE)] * FEATURES}),
        lambda text: json.dumps({name: value for name, value in json.loads(text).items() if name != "recent"}),
    ],
)
def test_what_is_no_settled_state_of_this_version_is_refused(damage: Any) -> None:
    with pytest.raises((ValueError, KeyError)):
        Settled.from_json(damage(shipped().as_json()))


# --- people and their traits -----------------------------------------------------------------------------
def test_people_are_drawn_about_the_rule_and_the_same_in_every_scenario() -> None:
    p, key, rows = defaults(), run_key(5), np.arange(20_000)
    traits = traits_of(p, key, rows)
    states = states_of(p, key, rows, shipped(), traits, np.zeros(len(rows)))
    rule = shipped().people[0] + predictors(p, traits, np.zeros(len(rows))) @ shipped().people[1:]
    for name in ("energy", "safety", "meaning", "resilience"):
        column = PERSON_COLUMNS.index(name)
        assert states[:, column].mean() == pytest.approx(np.clip(rule[:, column], 0.0, 1.0).mean(), abs=0.015), name
        left = states[:, column] - rule[:, column]
        assert left.std() == pytest.approx(np.linalg.norm(shipped().scatter[column]), rel=0.1), name
    share, size = shipped().hardship
    hard = states[:, HARDSHIP] > 0.0
    assert hard.mean() == pytest.approx(share, abs=0.01)
    assert states[hard, HARDSHIP].mean() == pytest.approx(size, rel=0.1)
    few = rows[:10]
    assert np.array_equal(states_of(p, key, few, shipped(), traits[:10], np.zeros(10)), states[:10])


def test_own_levels_go_a_little_with_the_own_level_of_mood() -> None:
    p = {**defaults(), "own_link": 0.5, "own_spread": 0.1, "level_link": 0.4, "mood_level_spread": 1.0}
    traits = traits_of(p, run_key(2), np.arange(20_000))
    for column in (SAFETY_OWN, RESILIENCE_OWN):
        assert np.corrcoef(traits[:, 0], traits[:, column])[0, 1] == pytest.approx(0.5, abs=0.02)
        assert traits[:, column].std() == pytest.approx(0.1, rel=0.03)
    assert np.corrcoef(traits[:, 0], traits[:, 1])[0, 1] == pytest.approx(0.4, abs=0.02)
    assert predictors(p, traits[:5], np.zeros(5)).shape == (5, PREDICTORS)


# --- the start is settled --------------------------------------------------------------------------------
def means(organisation: Organisation) -> list[float]:
    """Return the mean states of those who belong, and of ties."""
    population = organisation.population
    states = [float(population.person(name)[population.active].mean()) for name in DRIFTING]
    return [*states, float(np.mean(population.quality()))]


def spread(organisation: Organisation) -> list[float]:
    """Return how the same differ between people, and between ties."""
    population = organisation.population
    states = [float(population.person(name)[population.active].std()) for name in DRIFTING]
    return [*states, float(np.std(population.quality()))]


def test_the_first_month_leaves_an_organisation_near_its_start() -> None:
    """No state goes far, in units of its spread between people, over 12 organisations."""
    change, spreads = [], []
    for replicate in range(12):
        organisation = Organisation(size=64, days=20, rng=3, replicate=replicate)
        before = means(organisation)
        spreads.append(spread(organisation))
        organisation.run_days(20)
        change.append(np.array(means(organisation)) - before)
    moved = np.mean(change, axis=0) / np.mean(spreads, axis=0)
    found = dict(zip((*DRIFTING, "quality"), moved.round(3).tolist(), strict=True))
    assert np.abs(moved).max() < 0.5, f"settle the defaults anew: {found}"


@pytest.mark.xfail(
    strict=True, reason="a made-up network is looser than a grown one: at first more is asked and refused"
)
def test_the_first_month_of_a_run_is_like_any_other() -> None:
    """At the defaults no state drifts from its start by more than chance, over 16 organisations."""
    change = []
    for replicate in range(16):
        organisation = Organisation(size=64, days=20, rng=3, replicate=replicate)
        before = means(organisation)
        organisation.run_days(20)
        change.append(np.array(means(organisation)) - before)
    mean = np.mean(change, axis=0)
    error = np.std(change, axis=0, ddof=1) / 4.0
    found = dict(zip((*DRIFTING, "quality"), mean.round(4).tolist(), strict=True))
    assert np.all(np.abs(mean) < np.maximum(4.0 * error, 0.01)), f"settle the defaults anew: {found}"


def test_ties_and_norms_start_where_used_ones_have_settled() -> None:
    organisation = Organisation(size=80, teams=10, rng=4, settled=shipped())
    population = organisation.population
    s, rows = population.state, population.tie_rows
    for name in ("regard_a", "trust_b", "connectivity"):
        assert 0.0299 < population.tie(name).min() <= population.tie(name).max() < 0.9701
    assert np.abs(s.teams[:, NORM : NORM + 4].mean(axis=0) - shipped().norms).max() < 0.1
    shifted = dataclasses.replace(shipped(), ties=shipped().ties + 0.1 * np.eye(1, 2 + BESIDE))
    higher = Organisation(size=80, teams=10, rng=4, settled=shifted).population.state
    room = s.ties[rows, CARRYING : CARRYING + FEATURES] < 0.85
    moved = higher.ties[rows, CARRYING : CARRYING + FEATURES] - s.ties[rows, CARRYING : CARRYING + FEATURES]
    low = s.ties[rows, CARRYING : CARRYING + FEATURES] > 0.031
    assert moved[room & low] == pytest.approx(0.1, abs=1e-5)


# --- other parameters ------------------------------------------------------------------------------------
def test_only_parameters_that_states_depend_on_count() -> None:
    assert digest_of({**defaults(), "outcome_noise": 1.0}) == default_digest()
    for row in PARAMETERS.values():
        other = digest_of({**defaults(), row.name: row.high if row.high != row.default else row.low})
        assert (other == default_digest()) == (row.group == "outcomes and reports"), row.name


def test_the_defaults_take_what_is_shipped(cache: Path, settles: list[str]) -> None:
    assert settled_for(load("baseline")) is shipped()
    assert settled_for(with_changes(load("baseline"), {"null_model": "M6"})) is shipped()  # as if nothing were cut
    assert settles == []
    assert not cache.exists()


def test_what_other_parameters_settle_to_is_made_once_and_kept(cache: Path, settles: list[str]) -> None:
    scenario = changed(conduct_base=0.1)
    digest = digest_of(scenario.values())
    first = settled_for(scenario)
    assert first.digest == digest
    assert settled_for(changed(conduct_base=0.1)) is first
    assert settles == [digest]
    assert kept_at(digest, "moves").parent == cache
    settling._kept.cache_clear()  # another process
    again = settled_for(scenario)
    assert settles == [digest]
    assert again is not first
    assert again.as_json() == first.as_json()
    settled_for(changed(conduct_base=0.2))
    assert len(settles) == 2


def test_another_theory_settles_for_itself(cache: Path, settles: list[str]) -> None:
    scenario = load("baseline").model_copy(update={"theory": "another"})
    assert settled_for(scenario).digest == default_digest()
    assert settles == [default_digest()]
    assert kept_at("x", "another") != kept_at("x", "moves")


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"digest": "x"}', "another"])
def test_a_damaged_file_is_made_anew(cache: Path, settles: list[str], damaged: str) -> None:
    scenario = changed(conduct_base=0.1)
    digest = digest_of(scenario.values())
    path = kept_at(digest, "moves")
    path.parent.mkdir(parents=True)
    path.write_text(shipped().as_json() if damaged == "another" else damaged)
    assert settled_for(scenario).digest == digest
    assert settles == [digest]
    assert Settled.from_json(path.read_text()).digest == digest


def test_a_folder_that_cannot_be_written_to_is_done_without(
    cache: Path, settles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file where the folder should be")
    assert settled_for(changed(conduct_base=0.1)).digest == settles[0]


def test_what_was_made_from_another_shipped_start_is_not_taken(
    cache: Path, settles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept_at("x", "moves")
    other = dataclasses.replace(shipped(), need=shipped().need / 2.0)
    monkeypatch.setattr(settling, "shipped", lambda: other)
    assert kept_at("x", "moves") != before


def regard_among_usual_people(start: Settled) -> float:
    """Return what the rule of regard gives two people in the mean states, but for what all rules share."""
    rule = start.ties[3]
    return float(rule[0] + rule[4 : 4 + 2 * len(IN_TIES)] @ np.tile(start.people[0, list(IN_TIES)], 2))


def test_settling_goes_the_way_of_the_parameters(cache: Path) -> None:
    """A reference organisation really runs: lower conduct leads to lower ties, norms and safety."""
    settled = settled_for(changed(conduct_base=defaults()["conduct_base"] - 1.0))
    safety = PERSON_COLUMNS.index("safety")
    assert settled.people[0, safety] < shipped().people[0, safety] - 0.02
    assert settled.norms[0] < shipped().norms[0] - 0.05
    assert regard_among_usual_people(settled) < regard_among_usual_people(shipped()) - 0.02
    assert np.array_equal(settled.people[1:], shipped().people[1:])
    assert list(cache.iterdir()) == [kept_at(settled.digest, "moves")]
