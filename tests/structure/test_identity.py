"""People and teams are who they are by id: neither the order of lines nor one more person changes anybody's draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from spirals.engine.draws import fresh, fresh_of_pair, fresh_of_team
from spirals.interventions.draws import PersistentDraws
from spirals.organisation import Organisation
from spirals.population import NATURE_COLUMNS, PERSON_COLUMNS, TIE_COLUMNS, TRAIT_COLUMNS
from spirals.scenario import from_dict
from spirals.streams import lanes_of, newcomers_from

IDS = [f"e{number:02d}" for number in range(20)]
TEAMS = ["sales", "works"]
STATES = [name for name in PERSON_COLUMNS if name not in ("unlike", "ally", "lead_regard")]  # of others, not drawn


def people() -> pd.DataFrame:
    """Return twenty people in two teams."""
    return pd.DataFrame({"id": IDS, "team": [TEAMS[row % 2] for row in range(20)], "tenure": 3.0})


def ties() -> pd.DataFrame:
    """Return forty ties with weights."""
    rng = np.random.default_rng(1)
    pairs = sorted({tuple(sorted(rng.choice(20, 2, replace=False).tolist())) for _ in range(60)})[:40]
    return pd.DataFrame([(IDS[a], IDS[b], 1 + (a * b) % 5) for a, b in pairs], columns=["source", "target", "weight"])


def practised() -> Any:
    """Return a scenario with a practice that draws who adopts, who meets whom and who recognises whom."""
    return from_dict(
        {
            "name": "practised",
            "interventions": [
                {"id": "peer_coaching", "adoption": 0.5},
                {"id": "peer_recognition", "adoption": 0.7},
                {"id": "buddy"},
            ],
            "parameters": {"turnover": 1.0, "vacancy_days": 5.0},
        }
    )


def same(one: Organisation, two: Organisation) -> None:
    """Check that two runs are one."""
    for name, values in one.series.items():
        assert np.array_equal(values, two.series[name]), name
    pd.testing.assert_frame_equal(one.people, two.people)
    pd.testing.assert_frame_equal(one.connections, two.connections)
    pd.testing.assert_frame_equal(one.teams, two.teams)


@pytest.mark.parametrize("tied", [True, False])
def test_the_order_of_lines_changes_nothing(tmp_path: Path, tied: bool):
    runs = []
    for seed in (None, 1, 2):
        tables = {"people": people(), **({"ties": ties()} if tied else {})}
        files: dict[str, Any] = {}
        for name, table in tables.items():
            shuffled = table if seed is None else table.sample(frac=1.0, random_state=seed)
            files[name] = tmp_path / f"{name}{seed}.csv"
            shuffled.to_csv(files[name], index=False)
        organisation = Organisation(practised(), days=30, rng=3, **files)
        organisation.run_model()
        runs.append(organisation)
    assert runs[0].series["joined"].sum() > 0
    same(runs[0], runs[1])
    same(runs[0], runs[2])


NEWCOMERS = {"first": ("a0", "sales"), "middle": ("e05x", "works"), "last": ("z", "sales"), "team": ("a0", "archive")}


def with_one_more(who: str | None) -> Organisation:
    """Return the organisation on its first morning, perhaps with one more person, without ties."""
    table = people()
    if who is not None:
        table = pd.concat([table, pd.DataFrame([{"id": NEWCOMERS[who][0], "team": NEWCOMERS[who][1], "tenure": 3.0}])])
    return Organisation(practised(), people=table, ties=ties(), days=20, rng=3)


@pytest.mark.parametrize("who", NEWCOMERS)
def test_one_more_person_changes_nobody_elses_draws(who: str):
    before, after = with_one_more(None), with_one_more(who)
    assert after.population.size == 21
    old, new = (organisation.people.set_index("id").loc[IDS] for organisation in (before, after))
    for name in (*TRAIT_COLUMNS, *STATES):
        assert old[name].tolist() == new[name].tolist(), name
    pairs = [organisation.connections.set_index(["a", "b"]) for organisation in (before, after)]
    assert pairs[0].index.equals(pairs[1].index)
    for name in (*NATURE_COLUMNS, *TIE_COLUMNS):
        assert pairs[0][name].tolist() == pairs[1][name].tolist(), name
    teams = [organisation.teams.set_index("team").loc[TEAMS] for organisation in (before, after)]
    for name in ("norm_respect", "norm_enable", "norm_trust", "norm_play", "demand"):
        assert teams[0][name].tolist() == teams[1][name].tolist(), name
    draws = []
    for organisation in (before, after):
        population, s = organisation.population, organisation.population.state
        rows = np.array([population.row(one) for one in IDS])
        numbers = [population.team_names.index(name) for name in TEAMS]
        view = organisation.view
        draws.append(
            [
                [fresh(s, int(row), 3, 1) for row in rows],
                [fresh_of_pair(s, int(rows[0]), int(row), 8, 0) for row in rows[1:]],
                [fresh_of_team(s, number, 29, 0) for number in numbers],
                PersistentDraws(population, organisation.key, "adopt").of(rows).tolist(),
                view.noise(2)[np.searchsorted(view.rows, rows)].tolist(),
            ]
        )
    assert draws[0] == draws[1]


@pytest.mark.parametrize("size", [20, 400])
@pytest.mark.parametrize("who", ["a0", "zz"])
def test_one_more_person_changes_few_made_up_ties(size: int, who: str):
    """Ties that a directory lacks are drawn by pair: those of others stay, but for how many there are in all."""
    table = pd.DataFrame(
        {"id": [f"e{row:03d}" for row in range(size)], "team": [f"t{row % (size // 8)}" for row in range(size)]}
    )
    more = pd.concat([table, pd.DataFrame([{"id": who, "team": "t0"}])])
    before, after = (Organisation(people=one, days=2, rng=3) for one in (table, more))
    pairs = [dict(zip(zip(org.connections.a, org.connections.b, strict=True), org.connections.familiarity, strict=True))
             for org in (before, after)]  # fmt: skip
    mine = {pair for pair in pairs[1] if who in pair}
    assert mine
    kept = set(pairs[0]) & set(pairs[1])
    assert len(kept) > 0.9 * len(pairs[0])
    assert len(set(pairs[1]) - kept - mine) < 0.1 * len(pairs[0])
    old, new = (org.people.set_index("id").sociability for org in (before, after))
    assert old.to_dict() == new.drop(who).to_dict()


def test_made_up_ids_keep_their_numbers():
    for size in (7, 40, 150):
        organisation = Organisation(size=size, days=1, rng=1)
        assert organisation.population.person("lane").tolist() == list(range(size))
        teams = organisation.population.team("lane").astype(np.int64) - (1 << 31)
        assert teams.tolist() == list(range(len(organisation.population.team_names)))


def test_newcomers_have_ids_of_their_own():
    table = pd.DataFrame({"id": ["Ann", "joiner-3", "P2", "joiner-1"], "team": "A"})
    organisation = Organisation(people=table, days=3, rng=1)
    rows = [organisation.hire(team=0) for _ in range(3)]
    ids = organisation.population.ids
    assert len(set(ids)) == 7
    assert [ids[row] for row in rows] == ["joiner-4", "joiner-5", "joiner-6"]
    assert len(set(organisation.population.person("lane").tolist())) == 7
    generated = Organisation(size=6, days=1, rng=1)
    assert [generated.population.ids[generated.hire(team=0)] for _ in range(2)] == ["joiner-7", "joiner-8"]


names = st.one_of(
    st.text(min_size=1, max_size=5),
    st.builds("{}{:0{}d}".format, st.sampled_from(["P", "T", "joiner-"]), st.integers(0, 30), st.integers(1, 3)),
)


@given(st.lists(names, unique=True, max_size=30))
@settings(max_examples=200)
def test_lanes_differ_and_follow_from_names(ids: list[str]):
    lanes = lanes_of(ids)
    assert len(set(lanes.tolist())) == len(ids)
    assert all(0 <= lane < 1 << 31 for lane in lanes.tolist())
    alone = {name: int(lanes_of([name])[0]) for name in ids}
    clear = [name for name in ids if list(alone.values()).count(alone[name]) == 1]
    assert all(lanes[ids.index(name)] == alone[name] for name in clear)
    first = newcomers_from(lanes)
    assert not set(lanes.tolist()) & set(range(first, first + 100))


def test_many_made_up_names_are_read_at_once_and_alike():
    ids = [f"P{number:04d}" for number in range(1, 3001)]
    assert lanes_of(ids).tolist() == [int(lanes_of([name, "x"])[0]) for name in ids]
    assert lanes_of(ids[::-1]).tolist() == list(range(3000))[::-1]
