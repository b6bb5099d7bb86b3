"""Odd surroundings of the program: closed streams, readers that leave, odd names, missing extras, interruptions."""

from __future__ import annotations

import importlib.util
import os
import py_compile
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spirals.cli import main, sweeps
from spirals.cli.console import complain, remark, say

PROGRAM = [sys.executable, "-m", "spirals"]


def shell(command: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash; ``SPIRALS`` is the program."""
    line = command.replace("SPIRALS", f"'{sys.executable}' -m spirals")
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path[:1]])}
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, cwd=folder, env=path, timeout=300
    )


@pytest.mark.parametrize(
    "command",
    [
        "SPIRALS list parameters | head -1",
        "SPIRALS list measures --format json | head -c 10",
        "SPIRALS --help | head -1",
        "SPIRALS list scenarios >&-",
        "SPIRALS check baseline >&-",
        "SPIRALS list scenarios >&- 2>&-",
    ],
)
def test_a_reader_that_leaves_or_is_not_there_is_no_error(command: str) -> None:
    done = shell(command)
    assert done.returncode == 0
    assert b"unexpected" not in done.stderr
    assert b"Error" not in done.stderr


@pytest.mark.parametrize("out", ["$'od\\xffd'", "$(printf 'x%.0s' {1..3000})"])
def test_a_folder_that_cannot_be_is_told_in_a_line(out: str, tmp_path: Path) -> None:
    done = shell(f"SPIRALS run baseline --days 1 --size 6 --replicates 1 --no-figures --quiet --out {out}", tmp_path)
    said = done.stderr.decode(errors="replace")
    assert done.returncode in (0, 1, 2)
    assert "unexpected" not in said
    assert len(said.splitlines()) <= 1
    assert len(said) < 400


def test_what_is_told_holds_nothing_that_a_terminal_acts_on(capsys: pytest.CaptureFixture[str]) -> None:
    for tell in (say, complain, remark):
        tell("a\x1b[2J\x1b]0;pwned\x07\u202eb\x00\x9bc")
    out, err = capsys.readouterr()
    assert "a?[2J?]0;pwned??b??c" in out
    assert err.count("a?[2J?]0;pwned??b??c") == 2
    complain("x" * 100_000)
    assert len(capsys.readouterr().err) < 1_000


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("optuna", ["optimise", "baseline", "buddy", "--hours", "1"]),
        ("pyabc", ["calibrate", "--particles", "6"]),
        ("sklearn", ["robust", "baseline", "buddy"]),
        ("SALib", ["sensitivity", "baseline"]),
        ("distributed", ["sweep", "dose_and_demand", "--dask", "tcp://127.0.0.1:1"]),
    ],
)
def test_a_missing_extra_is_told_before_anything_is_done(
    module: str, words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else found(name, *rest))
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert "pip install 'spirals[" in err
    assert (out, len(err.splitlines())) == ("", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("command", "kept"), [("sweep", True), ("run", False)])
def test_an_interruption_says_what_is_left(
    command: str, kept: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*rest: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sweeps, "run_all", interrupted)
    monkeypatch.setattr("spirals.experiments.run.run", interrupted)
    assert main([command, "dose_and_demand" if command == "sweep" else "baseline"]) == 130
    said = capsys.readouterr().err
    assert ("goes on" in said) is kept
    assert ("nothing was saved" in said) is not kept


def test_an_interruption_while_the_program_loads_is_told_in_a_line() -> None:
    for wait in (0.02, 0.1, 0.2, 0.4):
        process = subprocess.Popen([*PROGRAM, "list", "measures"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=300)[1].decode()
        # Before the first line of ours runs, Python itself answers.
        if "_bootstrap" not in said and "site.py" not in said and "runpy" not in said:
            assert "Traceback" not in said, said


def test_the_first_command_leaves_bytecode_even_where_none_is_wanted_beside_the_sources(tmp_path: Path) -> None:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def kept(**more: str) -> dict[Path, int]:
        environment = {**plain, "SPIRALS_CACHE": str(tmp_path), "PYTHONPATH": str(Path.cwd()), **more}
        subprocess.run([*PROGRAM, "list", "measures"], env=environment, check=True, capture_output=True)
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pyc")}

    assert kept(PYTHONPYCACHEPREFIX=str(tmp_path / "own"), PYTHONDONTWRITEBYTECODE="1") == {}
    first = kept(PYTHONDONTWRITEBYTECODE="1")
    assert {"main.cpython", "console.cpython"} <= {path.name.rpartition("-")[0] for path in first}
    assert kept(PYTHONDONTWRITEBYTECODE="1") == first


def test_bytecode_beside_a_library_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from spirals.__main__ import _has_bytecode

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a_library.py").write_text("")
    assert not _has_bytecode("a_library")
    py_compile.compile(str(tmp_path / "a_library.py"))
    assert _has_bytecode("a_library")
    assert not _has_bytecode("no_library_of_this_name")


AT_EXIT = """
import atexit, os, signal, sys, time
import spirals.__main__ as program
import spirals.cli
def late():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
atexit.register(late)
spirals.cli.main = lambda: 130
sys.exit(program.main())
"""


def test_a_second_interruption_while_it_ends_ends_it_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", AT_EXIT], capture_output=True, timeout=300, cwd=Path.cwd())
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stderr == b""
