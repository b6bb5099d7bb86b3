"""The health check tells differences between teams from what chance alone would give, and hides small groups."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, PackageLoader, StrictUndefined
from scipy import stats

from spirals.report.dealt import DEALS, chances
from spirals.report.health import check_up, examine
from spirals.report.suppress import SMALLEST, pooled
from spirals.scenario import load, with_changes
from spirals.structure.roster import Roster


@given(st.dictionaries(st.sampled_from(["Other teams together", "A", "B", "C", "D"]), st.integers(0, 9)))
def test_every_person_of_a_shown_group_is_in_one_group(sizes: dict[str, int]) -> None:
    shown = pooled(sizes)
    members = [name for group in shown.values() for name in group]
    assert len(members) == len(set(members))
    assert all(sum(sizes[name] for name in group) >= SMALLEST for group in shown.values())
    left = sum(sizes.values()) - sum(sizes[name] for name in members)
    assert left == 0 or not shown


def test_a_team_called_like_the_rest_keeps_its_own_row() -> None:
    roster = Roster.of([f"p{row}" for row in range(17)])
    roster.team = ["Other teams together"] * 7 + ["survey"] * 6 + ["B"] * 2 + ["C"] * 2
    assert [(team.name, team.people) for team in examine(roster).teams] == [
        ("Other teams together", 7), ("Other teams together (2)", 10)
    ]  # fmt: skip


def test_the_permutation_test_agrees_with_f_where_values_are_normal() -> None:
    rng = np.random.default_rng(5)
    team = np.repeat(np.arange(4), 25)
    values = rng.permutation(stats.norm.ppf((np.arange(100) + 0.5) / 100.0))
    expected = stats.f_oneway(*(values[team == number] for number in range(4))).pvalue
    assert 0.05 < expected < 0.95
    assert chances({"x": values}, team)["x"] == pytest.approx(expected, abs=4 * np.sqrt(0.25 / DEALS))


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_chance_is_the_same_every_time_and_allows_for_columns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    team = np.repeat(np.arange(3), 8)
    columns = {name: rng.normal(size=24) for name in "ab"}
    found = chances(columns, team)
    assert found == chances(columns, team)
    alone = {name: chances({name: columns[name]}, team)[name] for name in columns}
    assert all(alone[name] <= found[name] <= 1.0 for name in columns)


def test_teams_that_differ_and_teams_that_do_not_are_told_apart() -> None:
    """Survey answers that are one team's, and answers dealt without regard to teams."""
    rng = np.random.default_rng(1)
    roster = Roster.of([f"p{row}" for row in range(60)])
    roster.team = [f"T{row // 12}" for row in range(60)]
    roster.states = {
        "energy": np.where(np.arange(60) < 12, 0.8, 0.5),
        "safety": rng.permutation(np.linspace(0.2, 0.8, 60)),
    }
    found = examine(roster).chance
    assert found["energy"] < 0.01
    assert found["safety"] > 0.05
    assert np.isnan(found["ties"])  # nobody has any: nothing to compare


def test_ties_that_were_made_up_are_never_shown_as_measured(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,team,safety (1-5)\n" + "".join(f"p{k},T{k % 3},{k % 5 + 1}\n" for k in range(30)))
    found = check_up(with_changes(load("baseline"), {"organisation.people": str(people)}))
    assert found is not None
    assert not found.ties_given
    assert found.states["safety"] == pytest.approx(0.5)
    ground = Environment(loader=PackageLoader("spirals.report"), autoescape=True, undefined=StrictUndefined)
    words = ground.get_template("health.html.j2").render(health=found, deals=DEALS, n=lambda key, *value: key)
    assert "your files hold none" in words
    assert not re.search(r"Overload|Brokerage|Strained|health/busiest|health/per-person", words)
    assert "health/survey/safety" in words
