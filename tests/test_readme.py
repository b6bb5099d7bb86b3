"""What the README tells people to type works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from spirals.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.DOTALL)
PREFIX = "uv run spirals "
COMMANDS = [
    line.removeprefix(PREFIX)
    for kind, text in BLOCKS
    if kind == "console"
    for line in text.splitlines()
    if line.startswith(PREFIX) and line != f"{PREFIX}app"  # serves until interrupted; tests/app starts it
]
PYTHON = [text for kind, text in BLOCKS if kind == "python"]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh folder that holds the shipped scenarios, as in a copy of the project."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _shortened(command: str) -> list[str]:
    """Return the words of a command, with runs made short; the last value given to an option counts.

    Commands that start processes many times over run in this one; what they do with several is tested elsewhere.
    """
    words = shlex.split(command)
    here = ["--workers", "1", "--quiet"]
    if words[0] == "dynamics":
        return [*words, "--from", "300", "--until", "321", "--replicates", "2", "--size", "20", *here]
    if words[0] == "report":
        return [*words, "--days", "3", "--replicates", "2", "--draws", "2", *here]
    if words[0] == "optimise":
        return [*words, "--days", "3", "--size", "20", "--trials", "4", "--draws", "1", *here]
    if words[0] == "pilot":
        return [*words, "--weeks", "2", "--runs", "2", *here]
    if words[0] not in ("run", "compare"):
        return words
    short = ["--days", "3", "--replicates", "2", "--out", "out", "--quiet"]
    return words + short + ([] if "--people" in words else ["--size", "40"])


def test_readme_shows_commands_and_code() -> None:
    assert len(COMMANDS) > 3
    assert PYTHON


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.split()[:3]))
def test_command_works(command: str, copy: Path) -> None:
    words = _shortened(command)
    if words[0] == "check" and not Path(words[1]).exists():
        assert main(["new", words[1]]) == 0
    assert main(words) == 0


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: code.splitlines()[-1])
def test_code_works(code: str, copy: Path) -> None:
    exec(compile(code, "README.md", "exec"), {})
