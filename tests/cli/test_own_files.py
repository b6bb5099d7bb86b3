"""Options on one's own files: the same in every command, and doubts that are said or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from spirals.cli import options
from spirals.cli.main import app
from tests.cli.conftest import Spirals

CASES = Path(__file__).parents[1] / "structure" / "cases"
READERS = ("run", "compare", "check", "report", "optimise", "pilot")


def options_of(command: str) -> set[str]:
    group = typer.main.get_command(app)
    return {name for parameter in group.commands[command].params for name in parameter.opts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", READERS)
def test_every_command_that_reads_people_and_ties_takes_the_same_options(command: str) -> None:
    asked = {"--people", "--ties", "--never", "--scale", "--missing", "--state", "--question-column", "--strict"}
    asked |= {f"--{name.replace('_', '-')}" for name in options.OWN if name.endswith("_column")}
    assert len(asked) >= 22
    assert asked <= options_of(command)


def test_check_says_what_is_doubtful_and_refuses_it_where_asked(spirals: Spirals) -> None:
    files = ("--people", str(CASES / "states_99missing.csv"), "--ties", str(CASES / "ties.csv"))
    answer = spirals("check", *files)
    assert answer.code == 0
    assert answer.out.startswith("doubtful")
    assert answer.out.index("99 read as missing") < answer.out.index("used:")
    assert spirals("check", *files, "--strict").code == 2
    settled = spirals("check", *files, "--strict", "--missing", "99")
    assert settled.code == 0
    assert settled.out.startswith("ok")


def test_a_directory_without_ties_is_never_simply_ok(spirals: Spirals) -> None:
    people = ("--people", str(CASES / "directory_manager_outside.csv"))
    answer = spirals("check", *people)
    assert answer.out.startswith("doubtful")
    assert "NO TIES GIVEN" in answer.out
    chosen = spirals("check", *people, "--set", "ties_per_person=6", "--strict")
    assert chosen.code == 0
    assert "(6.0 per person)" in chosen.out


def test_options_on_answers_reach_the_reader(spirals: Spirals) -> None:
    answer = spirals(
        "check",
        *("--people", str(CASES / "engagement_items.csv"), "--state", "safety=I feel safe to speak up (1-5)"),
        *("--ties", str(CASES / "survey_long_conflict_1never.csv"), "--never", "Conflict=1"),
    )
    assert "'I feel safe to speak up (1-5)' sets safety" in answer.out
    assert "kind 'Conflict': 64 answers of 1 read as 'never'" in answer.out
    multi = str(CASES / "survey_multi_question.csv")
    answer = spirals("check", "--ties", multi, "--question-column", "How much do you trust them?")
    assert "kind 'How much do you trust them?'" in answer.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--scale", "wide"), "--scale wide: is no range; write for example 1..7"),
        (("--state", "safety"), "--state safety: is no pair"),
        (("--never", "often"), "--never often: is no answer"),
        (("--state", "joy=team"), "there is no state 'joy'"),
    ],
)
def test_options_of_another_form_are_refused(spirals: Spirals, words: tuple[str, ...], message: str) -> None:
    answer = spirals("check", "--people", str(CASES / "people.csv"), *words)
    assert answer.code == 2
    assert message in answer.err
