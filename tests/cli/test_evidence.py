"""``spirals evidence``, and one practice in full: published beside model."""

from __future__ import annotations

import csv
import io
import json

import pytest

from spirals.interventions import HARMFUL, PRACTICES
from spirals.interventions.evidence import published
from tests.cli.conftest import Spirals


def test_it_prints_a_row_for_every_practice(spirals: Spirals) -> None:
    rows = json.loads(spirals("evidence", "--format", "json").out)
    assert [row["practice"] for row in rows] == [*PRACTICES, *HARMFUL]
    by_name = {row["practice"]: row for row in rows}
    assert by_name["team_incentives"]["published"] == 0.45
    assert by_name["team_incentives"]["reference"] == "Garbers & Konradt 2014"
    assert by_name["silencing"]["published"] is None
    assert by_name["silencing"]["grade"] == "none"


def test_the_table_fits_a_terminal_and_explains_its_grades(spirals: Spirals) -> None:
    answer = spirals("evidence")
    assert answer.code == 0
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert "g +.45" in answer.out
    assert "none found" in answer.out
    assert "A: a meta-analysis" in answer.err


def test_some_practices_can_be_named(spirals: Spirals) -> None:
    rows = list(csv.DictReader(io.StringIO(spirals("evidence", "buddy", "layoffs", "--format", "csv").out)))
    assert [row["practice"] for row in rows] == ["buddy", "layoffs"]
    answer = spirals("evidence", "budy")
    assert answer.code == 2
    assert "did you mean 'buddy'" in answer.err


@pytest.mark.parametrize("name", ["peer_coaching", "team_incentives", "layoffs"])
def test_one_practice_in_full_shows_published_beside_model(spirals: Spirals, name: str) -> None:
    told = json.loads(spirals("list", "interventions", name, "--format", "json").out)
    row = published(name)
    assert row is not None
    assert told["evidence"] == row.words
    assert told["grade"] == row.grade
    assert len(told["model"]) == 2
    assert all("SD after a" in said for said in told["model"])
    text = " ".join(spirals("list", "interventions", name).out.split())
    assert "published beside model" in text
    for said in (row.words, *told["model"], *told["when_cut"], *told["dark_side"], *told["idle"]):
        assert " ".join(said.split()) in text


def test_a_shock_has_no_row_and_says_so(spirals: Spirals) -> None:
    told = json.loads(spirals("list", "interventions", "crisis", "--format", "json").out)
    assert told["model"] == []
    assert "no run of it is stored" in spirals("list", "interventions", "crisis").out


def test_a_comparison_says_what_was_published_of_its_practices(spirals: Spirals) -> None:
    said = spirals("compare", "baseline", "team_incentives", "silencing", "--replicates", "3", "--days", "5").err
    assert "published: Team incentives: performance: g +.45 (30 studies), Garbers & Konradt 2014" in said
    assert "[grade A, of the practice]" in said
    assert "published: Silencing: none found" in said
    assert "published" not in spirals("compare", "baseline", "calm", "--replicates", "3", "--days", "5").err
    assert "published" not in spirals("compare", "baseline", "team_incentives", "--days", "5", "--quiet").err
