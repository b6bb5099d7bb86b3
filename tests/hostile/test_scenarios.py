"""Whatever a scenario file holds, `spirals check` says so in short lines: no traceback, no hang, bounded memory."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from spirals.cli import main
from spirals.errors import InputError
from spirals.scenario import load, parse, shipped_folder
from tests.hostile.mutants import VALUES, bounded, mutated, mutated_bytes

ACTED_ON = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RICH = """
schema = 1
name = "rich"
question = "What happens?"
days = 60
seed = 3
replicates = 2
measures = ["mean_energy"]
[organisation]
size = 40
team_size = 6.0
remote = 0.1
[parameters]
demand = 0.4
[uncertainties]
care = [0.1, 0.2]
[[interventions]]
id = "buddy"
start = 5
dose = 0.5
[[shocks]]
id = "crisis"
day = 20
"""


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return the exit code and all that `spirals check` says, which has to be fit to read."""
    code = main(["check", str(path)])
    out, said = capsys.readouterr()
    assert "unexpected" not in said
    assert "Traceback" not in said
    assert code in (0, 2)
    assert not ACTED_ON.search(said + out)
    assert len(said.splitlines()) < 25
    assert max((len(line) for line in said.splitlines()), default=0) < 1_000
    return code, said


@pytest.fixture(scope="module")
def sound() -> list[dict[str, Any]]:
    """Return scenarios as dictionaries: a rich one and some that are shipped."""
    shipped = sorted(shipped_folder().glob("*.toml"))[::9]
    return [tomllib.loads(RICH), *(tomllib.loads(path.read_text("utf-8")) for path in shipped)]


def can_be_written(value: Any) -> bool:
    """Say whether TOML has a value."""
    try:
        tomli_w.dumps({"a": value})
    except (TypeError, ValueError, RecursionError):
        return False
    return True


@pytest.mark.parametrize("seed", range(4))
def test_any_scenario_is_taken_or_refused_in_words(
    seed: int, sound: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng, path = random.Random(f"scenarios {seed}"), tmp_path / "s.toml"
    values = tuple(value for value in VALUES if can_be_written(value))
    with bounded(300):
        for number in range(75):
            made = mutated(rng, rng.choice(sound), values)
            raw = tomli_w.dumps(made if isinstance(made, dict) else {"name": made}).encode()
            path.write_bytes(mutated_bytes(rng, raw) if number % 3 == 0 else raw)
            check(path, capsys)


CASES = {
    "a key with escapes": ('name = "a"\n[parameters]\n"\\u001b[2J\\u001b]0;pwned\\u0007x" = 1\n', "?[2J"),
    "a name that turns text": ('name = "a"\n[[interventions]]\nid = "\\u202eevil"\n', "?evil"),
    "schema = true": ('name = "m"\nschema = true\n', "schema: must be the whole number 1"),
    "schema = 1.0": ('name = "m"\nschema = 1.0\n', "schema: must be the whole number 1"),
    "400 digits": (f'name = "m"\n[parameters]\ndemand = {"1" + "0" * 400}\n', "outside its range"),
    "-400 digits": (f'name = "m"\n[parameters]\ndemand = -{"1" + "0" * 400}\n', "outside its range"),
    "400 digits of a range": (f'name = "m"\n[uncertainties]\ndemand = [0.1, {"1" + "0" * 400}]\n', "outside its range"),
    "400 digits of days": (f'name = "m"\ndays = {"1" + "0" * 400}\n', "days"),
    "400 digits of a dose": (f'name = "m"\n[[interventions]]\nid = "buddy"\ndose = {"1" + "0" * 400}\n', "dose"),
    "nested tables": ('name = "m"\n[' + ".".join("a" * 40_000) + "]\n", "nests tables"),
    "quoted nested tables": ('name = "m"\n[' + ".".join(['"a b"'] * 9_000) + "]\n", "nests tables"),
    "nested keys": ('name = "m"\nx = {' + ".".join("a" * 40_000) + " = 1}\n", "nests tables"),
    "nested lists": ('name = "m"\nx = ' + "[" * 40_000 + "\n", "simplify it"),
    "a long word": (f'name = "{"a" * 900_000}"\n', "100 characters"),
    "unknown keys": ('name = "m"\n' + "".join(f"key{n} = 1\n" for n in range(50_000)), "there are more problems"),
    "unknown parameters": ('name = "m"\n[parameters]\n' + "".join(f"p{n}=1\n" for n in range(50_000)), "are more"),
    "a long key": (f'name = "m"\n{"k" * 100_000} = 1\n', "unknown key"),
    "a long id": (f'name = "m"\n[[shocks]]\nid = "{"x" * 100_000}"\n', "..."),
    "a long measure": (f'name = "m"\nmeasures = ["{"x" * 100_000}"]\n', "unknown measure"),
    "a long parent": (f'extends = "{"x" * 100_000}"\n', "no file beside it"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_was_once_told_badly(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, words = CASES[case]
    path = tmp_path / "s.toml"
    path.write_text(text, "utf-8")
    code, said = check(path, capsys)
    assert code == 2
    assert words in said


def test_a_long_chain_of_files_is_refused_by_its_length(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(3000):
        (tmp_path / f"ch{n}.toml").write_text(f'name = "c"\nextends = "ch{n + 1}"\n')
    (tmp_path / "ch3000.toml").write_text('name = "e"\n')
    assert check(tmp_path / "ch0.toml", capsys)[1].count("files extend each other") == 1
    assert load(tmp_path / "ch2960.toml").name == "c"


def test_a_file_that_is_none_is_told_shortly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (tmp_path / "none.toml", Path("/dev/null"), tmp_path / ("x" * 3_000), Path("x" * 100_000), tmp_path):
        code, said = check(name, capsys)
        assert code == 2
        assert len(said) < 600
    with pytest.raises(InputError, match="schema"):
        parse('name = "m"\nschema = 2\n')
