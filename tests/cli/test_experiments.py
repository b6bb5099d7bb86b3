"""``spirals run`` and ``spirals compare``: exit codes, folders, formats, and words instead of tracebacks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from spirals.errors import InputError
from spirals.organisation import Organisation
from tests.cli.conftest import Spirals
from tests.experiments import fake

FEW = ("--days", "10", "--replicates", "6")


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no figures, which take seconds: for tests of what a command says."""
    monkeypatch.setattr("spirals.experiments.save._draw", lambda *_: None)


def test_compare_prints_a_table_of_80_columns_and_says_where_results_are(spirals: Spirals) -> None:
    answer = spirals("compare", "baseline", "team_incentives", *FEW)
    assert answer.code == 0
    assert "surely better" in " ".join(answer.out.split())
    assert "team_incentives against baseline: paired 6 runs of 10 days, seed 1" in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("compare-baseline-team_incentives-")
    assert f"results: {folder}" in answer.err


@pytest.mark.parametrize(
    ("command", "figure"), [(("run", "baseline"), "daily"), (("compare", "baseline", "buddy"), "differences")]
)
def test_the_last_line_names_the_main_figure_and_open_shows_it(
    command: tuple[str, ...], figure: str, spirals: Spirals, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("typer.launch", shown.append)
    answer = spirals(*command, *FEW, "--out", "mine")
    assert answer.err.splitlines()[-1] == f"figure: {Path('mine/figures', figure)}.png"
    assert shown == []
    spirals(*command, *FEW, "--out", "again", "--open", "--quiet")
    assert shown == [str(Path("again/figures", f"{figure}.png"))]
    assert Path(shown[0]).exists()


def test_run_saves_where_it_is_told(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, "--out", "mine", "--record")
    assert answer.code == 0
    assert Path("mine/encounters.parquet").exists()
    assert Path("mine/figures/network.svg").exists()


def test_a_folder_with_results_is_never_overwritten(spirals: Spirals) -> None:
    Path("mine").mkdir()
    Path("mine/note.txt").write_text("keep me")
    answer = spirals("run", "baseline", *FEW, "--out", "mine")
    assert answer.code == 2
    assert answer.err.startswith("spirals: mine: is not empty")
    assert [path.name for path in Path("mine").iterdir()] == ["note.txt"]


@pytest.mark.usefixtures("undrawn")
def test_json_is_one_document(spirals: Spirals) -> None:
    answer = spirals("compare", "baseline", "team_incentives", *FEW, "--format", "json", "--out", "mine")
    read = json.loads(answer.out)
    assert read["folder"] == "mine"
    assert read["table"][0]["verdict"]
    assert read["ranking"][0]["rank"] == 1.0
    assert read["failures"] == []


@pytest.mark.usefixtures("undrawn")
def test_json_has_null_for_what_is_not_known(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", "--days", "5", "--replicates", "1", "--format", "json")
    assert json.loads(answer.out)["table"][0]["low"] is None


@pytest.mark.usefixtures("undrawn")
def test_csv_is_a_table(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, "--format", "csv", "--set", "measures=['mean_energy']")
    (row,) = csv.DictReader(io.StringIO(answer.out))
    assert row["measure"] == "mean_energy"
    assert row["runs"] == "6"


@pytest.mark.usefixtures("undrawn")
def test_one_run_is_said_to_be_one_run(spirals: Spirals) -> None:
    answer = spirals("compare", "baseline", "team_incentives", "--days", "5", "--replicates", "1")
    assert answer.code == 0
    assert "one run" in answer.out
    assert "chance cannot be told from effect; add --replicates 30" in answer.out
    assert "nan" not in answer.out


@pytest.mark.usefixtures("undrawn")
def test_settings_reach_the_scenario(spirals: Spirals) -> None:
    answer = spirals(
        "run", "baseline", *FEW, "--size", "30", "--seed", "4", "--set", "conduct_base=1.2", "--out", "mine"
    )
    assert answer.code == 0
    told = json.loads(Path("mine/provenance.json").read_text())
    scenario = told["scenarios"]["baseline"]
    assert (scenario["seed"], scenario["organisation"]["size"]) == (4, 30)
    assert scenario["parameters"]["conduct_base"] == 1.2


@pytest.mark.usefixtures("undrawn")
def test_several_scenarios_are_ranked(spirals: Spirals) -> None:
    answer = spirals("compare", "baseline", "team_incentives", "crisis", *FEW)
    assert answer.code == 0
    assert "Ranking" in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_a_failed_run_is_a_line_and_exit_code_1(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, "--out", "mine", organisation=fake.FailsOnce)
    assert answer.code == 1
    assert "spirals: baseline, run 2: ZeroDivisionError: nobody is left" in answer.err
    assert Path("mine/failures.csv").exists()


def test_when_every_run_fails_nothing_is_saved(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, organisation=fake.FailsAlways)
    assert answer.code == 1
    assert "no run ended well" in answer.err
    assert list(Path().iterdir()) == []


def test_an_interruption_saves_nothing(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, "--out", "mine", organisation=fake.Interrupted)
    assert answer.code == 130
    assert answer.err.strip().endswith("interrupted; nothing was saved")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run",), "Missing argument"),
        (("run", "nowhere.toml"), "nowhere"),
        (("run", "baseline", "--days", "many"), "--days"),
        (("run", "baseline", "--days", "0"), "days"),
        (("run", "baseline", "--workers", "0"), "give 1 or more"),
        (("run", "baseline", "--set", "conduct_bas=1"), "conduct_base"),
        (("run", "baseline", "--set", "conduct_base"), "write name=value"),
        (("run", "baseline", "--set", "conduct_base=nan"), "conduct_base"),
        (("run", "baseline", "--set", "conduct_base=1", "--set", "conduct_base=2"), "given twice"),
        (("run", "baseline", "--size", "9", "--people", "p.csv", "--ties", "t.csv"), "leave out size"),
        (("run", "baseline", "--format", "xml"), "--format"),
        (("compare", "baseline"), "name two or more"),
        (("compar", "baseline"), "Did you mean 'compare'?"),
        (("run", "baseline", "--replicate", "3"), "--replicates"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(spirals: Spirals, words: tuple[str, ...], told: str) -> None:
    answer = spirals(*words)
    assert answer.code == 2
    assert told in answer.err
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("spirals: ")
    assert "Traceback" not in answer.err
    assert list(Path().iterdir()) == []


def test_an_error_nobody_foresaw_is_a_line_too(spirals: Spirals, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_words: object, **_settings: object) -> None:
        raise LookupError("lost")

    monkeypatch.setattr("spirals.cli.experiments._call", broken)
    answer = spirals("run", "baseline")
    assert answer.code == 1
    assert answer.err == "spirals: unexpected LookupError: lost; SPIRALS_DEBUG=1 shows where\n"
    monkeypatch.setenv("SPIRALS_DEBUG", "1")
    assert "Traceback" in spirals("run", "baseline").err


def test_a_place_that_cannot_be_written_is_named(spirals: Spirals) -> None:
    Path("file").write_text("")
    answer = spirals("run", "baseline", *FEW, "--out", "file/below")
    assert answer.code == 2
    assert "nothing can be written" in answer.err


MANY = ("team_incentives", "buddy", "baseline", "appreciation", "autonomy", "crisis_leadership")


def test_of_many_scenarios_the_baseline_is_the_reference_wherever_it_stands(spirals: Spirals) -> None:
    answer = spirals("compare", *MANY, *FEW, "--out", "mine")
    assert answer.code == 0
    assert "reference: baseline" in answer.err
    (line,) = [line for line in answer.out.splitlines() if line.rstrip().endswith("reference")]
    assert " baseline " in line
    assert max(len(line) for line in answer.out.splitlines()) <= 80
    assert "crisis_leadership *" in answer.out
    assert "Surely: at least 90% of runs agree" in " ".join(answer.out.split())  # the rule of the words
    assert "What is gained for what is spent" in answer.out
    assert "Best practice for each measure" in answer.out
    assert Path("mine/figures/ranking.svg").exists() is False  # six fit into the other figures


@pytest.mark.usefixtures("undrawn")
def test_another_reference_can_be_named(spirals: Spirals) -> None:
    answer = spirals("compare", *MANY, *FEW, "--reference", "buddy", "--no-twins", "--format", "json")
    ranking = json.loads(answer.out)["ranking"]
    assert [row["scenario"] for row in ranking if row["verdict"] == "reference"] == ["buddy"]
    assert {row["against"] for row in ranking} == {"buddy"}


@pytest.mark.usefixtures("undrawn")
def test_two_scenarios_keep_their_order(spirals: Spirals) -> None:
    answer = spirals("compare", "team_incentives", "baseline", *FEW)
    assert "baseline against team_incentives" in answer.out


@pytest.mark.usefixtures("undrawn")
def test_a_ranking_by_a_measure_or_by_what_is_gained(spirals: Spirals) -> None:
    measure = spirals("compare", *MANY, *FEW, "--by", "mean_safety", "--out", "a")
    assert "Ranking by psychological safety" in measure.out
    hour = spirals("compare", *MANY, *FEW, "--by", "per_hour", "--hour-price", "20", "--out", "b")
    assert "Ranking by what is gained per hour" in hour.out


@pytest.mark.parametrize("command", ["compare", "report", "optimise"])
def test_the_price_of_an_hour_is_that_of_the_organisation_which_runs(
    spirals: Spirals, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    seen: dict[str, int] = {}

    def caught(stated: object, levels: dict[str, int]) -> float:
        seen.update(levels)
        raise InputError("seen enough")

    monkeypatch.setattr("spirals.experiments.money.hour_price_of", caught)
    prices = ("--hour-price", "member=40", "--hour-price", "manager=90", "--set", "organisation.size=31")
    answer = spirals(command, "baseline", "buddy", *prices, "--out", "new.html")
    assert "seen enough" in answer.err
    assert sum(seen.values()) == 31


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "mean_safty"), "did you mean 'mean_safety'"),
        (("--hour-price", "0"), "give one above 0"),
        (("--hour-price", "manager="), "write for example --hour-price manager=90"),
        (("--weight", "performance"), "write for example --weight performance=3"),
        (("--equal-cost", "-1"), "--equal-cost"),
        (("--reference", "basline"), "did you mean the shipped 'baseline'"),
    ],
)
def test_a_ranking_that_cannot_be_made_is_said_before_anything_runs(
    spirals: Spirals, words: tuple[str, ...], told: str
) -> None:
    answer = spirals("compare", *MANY, *words)
    assert answer.code == 2
    assert told in answer.err
    assert answer.err.count("spirals: ") == 1


@pytest.mark.usefixtures("undrawn")
def test_doses_at_equal_cost_are_shown(spirals: Spirals) -> None:
    answer = spirals("compare", *MANY, *FEW, "--equal-cost", "40")
    assert answer.code == 0
    assert " dose " in answer.out
    assert " x1 " in answer.out
    assert "doses scaled so that each costs 40 hours per person" in answer.err


class TakesTheFolder(fake.FakeOrganisation):
    """While it runs, another command finishes into the same folder."""

    def run_days(self, days: int) -> None:
        super().run_days(days)
        Path("mine").mkdir(exist_ok=True)
        Path("mine/other.txt").write_text("results of another command")


@pytest.mark.usefixtures("undrawn")
def test_two_commands_with_one_folder_lose_nothing(spirals: Spirals) -> None:
    answer = spirals("run", "baseline", *FEW, "--out", "mine", "--quiet", organisation=TakesTheFolder)
    assert answer.code == 0
    assert "results: mine-2 (mine was filled by another command meanwhile)" in answer.err
    assert [path.name for path in Path("mine").iterdir()] == ["other.txt"]
    assert Path("mine-2/provenance.json").exists()


def test_what_did_nothing_is_said_at_the_end_and_of_many_scenarios_only_that(spirals: Spirals) -> None:
    Path("late.toml").write_text('name = "late"\nextends = "buddy"\n[[interventions]]\nid = "buddy"\nstart = 99\n')
    small = ("--days", "3", "--replicates", "1", "--size", "20")
    alone = spirals("run", "late.toml", *small, organisation=Organisation)
    many = spirals("compare", *MANY, "late.toml", *small, organisation=Organisation)
    for answer in (alone, many):
        assert "note: late: interventions.buddy did nothing: begins on day 99, after the last one" in answer.err
    assert "note: generated" in alone.err
    assert "note: generated" not in many.err
    assert "1 more, on how organisations were made or read: provenance.json" in many.err
