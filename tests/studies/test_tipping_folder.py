"""The folder of a loop: the same bits whoever worked, nothing lost in a kill, nothing of others used."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import spirals
from spirals.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SMALL: dict[str, Any] = {
    "low": 0.0, "high": 2.0, "steps": 4, "days": 30, "replicates": 2, "control": False, "gain": False, "size": 15,
}  # fmt: skip
TASKS = 8 + 4  # ways, values on paper

SCRIPT = """
import sys, time
sys.path.insert(0, {root!r})
import spirals
from spirals.studies.parts import Parts
commit = Parts.commit
def slowly(self, parcel):
    commit(self, parcel)
    print("kept", flush=True)
    time.sleep(1)
Parts.commit = slowly
spirals.tipping("baseline", out={out!r}, **{asked!r})
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Return a loop and the folder that it was computed in."""
    out = tmp_path_factory.mktemp("loop") / "whole"
    return spirals.tipping("baseline", out=out, **SMALL), out


def test_nothing_kept_says_the_same(whole: tuple[Any, Path]) -> None:
    found, _ = whole
    assert spirals.tipping("baseline", **SMALL).table().equals(found.table())


@pytest.mark.usefixtures("helpers_first")
def test_the_same_bytes_on_two_processes_and_on_a_cluster(
    whole: tuple[Any, Path], cluster: Any, parts_of: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    found, out = whole
    cluster.scheduler()
    cluster.worker()
    two = spirals.tipping("baseline", out=tmp_path / "two", workers=2, **SMALL)
    away = spirals.tipping("baseline", out=tmp_path / "away", dask=cluster.address, **SMALL)
    assert len(parts_of(out)) == TASKS
    assert parts_of(out) == parts_of(tmp_path / "two") == parts_of(tmp_path / "away")
    assert found.table().equals(two.table())
    assert found.table().equals(away.table())


def test_killed_it_goes_on(whole: tuple[Any, Path], parts_of: Callable[[Path], list[str]], tmp_path: Path) -> None:
    found, out = tmp_path / "killed", whole[1]
    code = SCRIPT.format(root=str(ROOT), out=str(found), asked=SMALL)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline() == "kept\n"
        process.send_signal(signal.SIGKILL)
    before = parts_of(found)
    assert 3 <= len(before) < TASKS
    written = {name: (found / name).stat().st_mtime_ns for name in before}
    told: list[float] = []
    again = spirals.tipping("baseline", out=found, progress=told.append, **SMALL)
    assert told[0] == len(before)
    assert sum(told) == TASKS
    assert again.table().equals(whole[0].table())
    assert parts_of(found) == parts_of(out)
    assert {name: (found / name).stat().st_mtime_ns for name in before} == written  # none was made twice


def test_more_replicates_go_into_the_same_folder(whole: tuple[Any, Path], tmp_path: Path) -> None:
    out = tmp_path / "grown"
    shutil.copytree(whole[1], out)
    told: list[float] = []
    grown = spirals.tipping("baseline", out=out, progress=told.append, **{**SMALL, "replicates": 3})
    assert told == [TASKS] + [1.0] * 4  # two paces, two ways
    assert (grown.ends("up")[:2] == whole[0].ends("up")).all()
    with pytest.raises(InputError, match="holds 3 replicates"):
        spirals.tipping("baseline", out=out, **SMALL)


def test_damaged_and_foreign_parts(whole: tuple[Any, Path], tmp_path: Path) -> None:
    out = tmp_path / "damaged"
    shutil.copytree(whole[1], out)
    part = sorted((out / "answers").iterdir())[0]
    part.write_bytes(part.read_bytes()[:-9])
    again = spirals.tipping("baseline", out=out, **SMALL)
    assert again.table().equals(whole[0].table())
    assert len(list((out / "set_aside").iterdir())) == 1
    (out / "answers" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"notes\.txt: was not written by this tipping"):
        spirals.tipping("baseline", out=out, **SMALL)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"steps": 5}, "was begun with other values"),
        ({"days": 31}, "was begun with days 30, now 31"),
        ({"seed": 9}, "holds another scenario or seed"),
        ({"demand": 0.7}, "holds another scenario or seed"),
    ],
)
def test_another_loop_is_refused(whole: tuple[Any, Path], change: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        spirals.tipping("baseline", out=whole[1], **{**SMALL, **change})


def test_other_code_is_refused(whole: tuple[Any, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from spirals.studies import ways
    from spirals.studies.fingerprint import fingerprint

    real = fingerprint(ways.ALSO)
    monkeypatch.setattr(ways, "fingerprint", lambda also=(), uses=(): {**real, "code": "0"})
    with pytest.raises(InputError, match="was begun with other code of the model"):
        spirals.tipping("baseline", out=whole[1], **SMALL)


def test_a_folder_of_something_else_is_refused(whole: tuple[Any, Path], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        spirals.tipping("baseline", out=tmp_path, **SMALL)
    with pytest.raises(InputError, match="is no folder of a sweep"):
        spirals.results(whole[1])


def test_tables_go_beside_the_answers_and_are_replaced(whole: tuple[Any, Path], tmp_path: Path) -> None:
    found, out = whole
    found.save(out)
    first = (out / "ways.csv").read_bytes()
    found.save(out)
    assert (out / "ways.csv").read_bytes() == first
    assert {"answers", "tipping.json", "scenario.toml", "verdict.txt", "tipping.png"} <= {p.name for p in out.iterdir()}


def test_a_phase_diagram_goes_on_too(parts_of: Callable[[Path], list[str]], tmp_path: Path) -> None:
    asked: dict[str, Any] = {"low": 0.0, "high": 2.0, "second_low": 0.0, "second_high": 6.0, "steps": 4, "days": 30}
    first = spirals.phase_diagram("baseline", out=tmp_path / "out", size=15, **asked)
    parts = parts_of(tmp_path / "out")
    assert len(parts) == 4 * (4 + 4)
    (tmp_path / "out" / parts[0]).unlink()
    told: list[float] = []
    again = spirals.phase_diagram("baseline", out=tmp_path / "out", size=15, progress=told.append, **asked)
    assert told == [len(parts) - 1, 1.0]
    assert again.table().equals(first.table())
    assert parts_of(tmp_path / "out") == parts
