"""``spirals check``, ``diff``, ``list`` and ``new``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import spirals as package
from spirals.interventions import catalogue
from spirals.organisation import Organisation
from spirals.parameters import TABLE
from tests.cli.conftest import Spirals


def test_help_names_every_command(spirals: Spirals) -> None:
    answer = spirals("--help")
    assert answer.code == 0
    for command in ("run", "compare", "check", "diff", "list", "new"):
        assert f" {command} " in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert spirals().out == answer.out


@pytest.mark.parametrize("command", ["run", "compare", "check", "diff", "list", "new"])
def test_every_command_has_help(spirals: Spirals, command: str) -> None:
    answer = spirals(command, "--help")
    assert answer.code == 0
    assert "Usage: spirals" in answer.out


def test_version(spirals: Spirals) -> None:
    assert spirals("--version").out == f"spirals {package.__version__}\n"


@pytest.mark.parametrize("kind", ["scenarios", "interventions", "parameters", "measures"])
def test_every_list_has_rows_in_every_format(spirals: Spirals, kind: str) -> None:
    table, text, rows = (spirals("list", kind, "--format", form) for form in ("table", "json", "csv"))
    assert {table.code, text.code, rows.code} == {0}
    read = json.loads(text.out)
    assert len(read) == len(list(csv.DictReader(io.StringIO(rows.out))))
    assert max(len(line) for line in table.out.splitlines()) <= 80
    first = read[0].get("name") or read[0]["id"]
    assert first in table.out
    assert read == package.list(kind)  # type: ignore[arg-type]


def test_a_list_of_parameters_is_the_table(spirals: Spirals) -> None:
    read = json.loads(spirals("list", "parameters", "--format", "json").out)
    assert [row["name"] for row in read] == [parameter.name for parameter in TABLE]


def test_list_alone_shows_scenarios_and_what_else_there_is(spirals: Spirals) -> None:
    answer = spirals("list")
    assert "baseline" in answer.out
    assert "spirals list interventions | parameters | measures" in answer.err


def test_check_passes_shipped_scenarios_and_names_what_is_wrong(spirals: Spirals) -> None:
    good = spirals("check", *[row["name"] for row in package.list("scenarios")])
    assert good.code == 0
    assert good.out.count("ok  ") == len(package.list("scenarios"))
    Path("bad.toml").write_text('name = "bad"\ndayz = 20\n')
    answer = spirals("check", "baseline", "bad.toml")
    assert answer.code == 2
    assert "ok  baseline" in answer.out
    assert "bad.toml" in answer.err
    assert "days" in answer.err


def test_check_needs_something_to_check(spirals: Spirals) -> None:
    assert spirals("check").code == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('id = "buddy"\nwho = ["e1"]', "interventions.buddy.who: nobody has the id 'e1'; use ids such as "),
        (
            'id = "custom"\nname = "x"\ndoes = [{ do = "shift", target = "ask", amount = 0.1, of = "site:Rome" }]',
            "interventions.x.does[1].of: no site is called 'Rome'; the sites are ",
        ),
    ],
)
def test_a_team_site_or_person_who_does_not_exist_is_found_by_a_check(spirals: Spirals, line: str, said: str) -> None:
    Path("mine.toml").write_text(f'name = "mine"\nextends = "baseline"\n[[interventions]]\n{line}\n')
    answer = spirals("check", "mine.toml", organisation=Organisation)
    assert answer.code == 2
    assert answer.err.startswith(f"spirals: mine.toml: {said}")
    assert answer.err.count("\n") == 1


def test_check_reads_own_files_and_says_what_it_made_of_them(
    spirals: Spirals, example_company: tuple[Path, Path]
) -> None:
    people, ties = map(str, example_company)
    answer = spirals("check", "--people", people, "--ties", ties)
    assert answer.code == 0
    assert answer.out.startswith("ok  ")
    assert len(answer.out.splitlines()) > 1
    wrong = spirals("check", "--people", people, "--ties", ties, "--team-column", "nonsense")
    assert wrong.code == 2
    assert "nonsense" in wrong.err


def test_diff_shows_what_differs(spirals: Spirals) -> None:
    assert spirals("diff", "baseline", "baseline").out == "no difference\n"
    answer = spirals("diff", "baseline", "team_incentives")
    assert answer.code == 0
    assert "team_incentives" in answer.out
    read = json.loads(spirals("diff", "baseline", "team_incentives", "--format", "json").out)
    assert {row["key"] for row in read} == {"interventions.team_incentives"}


def test_new_writes_a_file_that_passes_the_check(spirals: Spirals) -> None:
    assert spirals("new", "mine", "--from", "team_incentives").code == 0
    assert spirals("check", "mine.toml").code == 0
    assert package.load("mine.toml").interventions == package.load("team_incentives").interventions
    Path("below").mkdir()
    assert spirals("new", "below/other", "--from", "mine.toml").code == 0
    assert spirals("check", "below/other.toml").code == 0


def test_new_overwrites_nothing(spirals: Spirals) -> None:
    Path("mine.toml").write_text("keep me")
    answer = spirals("new", "mine")
    assert answer.code == 2
    assert "exists already" in answer.err
    assert Path("mine.toml").read_text() == "keep me"
    assert spirals("new", "nowhere/mine").code == 2
    assert spirals("new", "another", "--from", "nothing").code == 2


def test_the_list_of_interventions_says_what_each_acts_on_its_settings_and_its_cost(spirals: Spirals) -> None:
    answer = spirals("list", "interventions")
    for name, kind in catalogue().items():
        assert f"\n{name}\n" in answer.out
        assert kind.id == name
    assert answer.out.count("    costs ") == len(catalogue())
    assert "settings dose 1 (0 to 3), share 0.5 (0 to 1)" in answer.out
    rows = json.loads(spirals("list", "interventions", "--format", "json").out)
    wanted = {"id", "kind", "what", "source", "acts_on", "settings", "cost", "evidence", "fails_when"}
    assert all(wanted <= set(row) and row["acts_on"] and row["settings"] and row["cost"] for row in rows)
    assert {kind: sum(row["kind"] == kind for row in rows) for kind in ("harmful", "shock")} == {
        "harmful": 10,
        "shock": 5,
    }


@pytest.mark.parametrize("name", ["peer_coaching", "layoffs", "crisis"])
def test_one_intervention_can_be_shown_in_full(spirals: Spirals, name: str) -> None:
    answer = spirals("list", "interventions", name)
    assert answer.code == 0
    assert f"({name})" in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    read = json.loads(spirals("list", "interventions", name, "--format", "json").out)
    assert read["id"] == name
    assert all({"name", "default", "low", "high", "meaning"} <= set(setting) for setting in read["settings"])
    assert {"dose", "severity"} & {setting["name"] for setting in read["settings"]}
    assert list(csv.DictReader(io.StringIO(spirals("list", "interventions", name, "--format", "csv").out)))


def test_an_intervention_that_does_not_exist_is_named_with_the_nearest(spirals: Spirals) -> None:
    answer = spirals("list", "interventions", "peer_coachin")
    assert answer.code == 2
    assert "did you mean 'peer_coaching'" in answer.err
    assert spirals("list", "measures", "mean_energy").code == 2
