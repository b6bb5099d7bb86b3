"""The worked examples of docs/own_practices.md, run from outside the package as they stand on the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "own_practices.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, flags=re.DOTALL)
SCENARIO, PROJECT, ENTRY = (text for kind, text in BLOCKS if kind == "toml")
MODULE, CHECK = (text for kind, text in BLOCKS if kind == "python")
COMMANDS = [
    line.removeprefix("spirals ").split() for kind, text in BLOCKS if kind == "console" for line in text.splitlines()
]
SHORT = {
    "compare": ["--days", "30", "--replicates", "2", "--size", "30", "--quiet", "--out", "compared"],
    "run": ["--days", "12", "--replicates", "2", "--size", "30", "--quiet", "--out", "ran"],
}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example's package, installed as an installer would leave it."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "site" / "ourfirm").mkdir(parents=True)
    (folder / "site" / "ourfirm" / "__init__.py").write_text("")
    (folder / "site" / "ourfirm" / "practices.py").write_text(MODULE, encoding="utf-8")
    (folder / "by_id.toml").write_text(f'name = "by_id"\nextends = "baseline"\n{ENTRY}', encoding="utf-8")
    project = tomllib.loads(PROJECT)["project"]
    info = folder / "site" / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = project["entry-points"]["spirals.interventions"]
    lines = ["[spirals.interventions]", *(f"{name} = {place}" for name, place in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / "walks.toml").write_text(SCENARIO, encoding="utf-8")
    return folder


def call(outside: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder, with the package to be found."""
    seen = os.pathsep.join([str(outside / "site"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *words],
        cwd=outside,
        env={**os.environ, "PYTHONPATH": seen, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_has_commands_for_both_ways() -> None:
    assert [words[0] for words in COMMANDS] == ["check", "compare", "list", "run"]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_what_the_page_says_to_type_works(outside: Path, words: list[str]) -> None:
    done = call(outside, "-m", "spirals", *words, *SHORT.get(words[0], []))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if words[0] == "list":
        assert "Two people of different teams take a walk together." in done.stdout
        assert "3 h of meetings" not in done.stdout  # half an hour a week
        assert "2 h of meetings a participant and month" in done.stdout


def test_the_class_keeps_the_agreement_and_both_ways_give_the_same_run(outside: Path) -> None:
    code = CHECK + (
        "from spirals.interventions import find\n"
        "from spirals.organisation import Organisation\n"
        "from spirals.scenario import load\n"
        "assert find('walks') is Walks\n"
        "file = load('walks.toml').interventions[0]\n"
        "assert load('by_id.toml').interventions == (Walks(start=11, end=140, adoption=0.7),)\n"
        "own = Walks(start=11, end=140, adoption=0.7)\n"
        "assert file.acts() == own.acts() and file.cost == own.cost\n"
        "runs = [Organisation(size=30, days=25, interventions=[one.entry()]) for one in (file, own)]\n"
        "for run in runs:\n    run.run_days(25)\n"
        "assert (runs[0].population.state.people == runs[1].population.state.people).all()\n"
    )
    done = call(outside, "-c", code)
    assert done.returncode == 0, done.stderr


def test_only_the_package_is_installed_whatever_else_lies_beside_it() -> None:
    # Left to itself the installer refuses a folder that holds a second one, as results would be.
    assert tomllib.loads(PROJECT)["tool"]["setuptools"]["packages"] == ["ourfirm"]


def test_a_mistake_in_a_file_is_one_line(outside: Path) -> None:
    (outside / "wrong.toml").write_text(SCENARIO.replace('target = "reach"', 'target = "raech"'), encoding="utf-8")
    done = call(outside, "-m", "spirals", "check", "wrong.toml")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "did you mean 'reach'?" in done.stderr
