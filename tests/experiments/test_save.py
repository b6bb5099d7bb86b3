"""Result folders: whole or absent, the same bytes for the same experiment, readable by others."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import spirals
from spirals.errors import InputError
from spirals.experiments import provenance, store
from spirals.experiments.compare import compare
from spirals.experiments.results import Comparison
from spirals.experiments.run import run
from spirals.measures.score import WHOLES
from tests.experiments import fake

FILES = {
    "comparison.csv",
    "comparison.parquet",
    "daily.parquet",
    "diary.parquet",
    "encounters.parquet",
    "figures/daily.png",
    "figures/daily.svg",
    "figures/daily_differences.png",
    "figures/daily_differences.svg",
    "figures/differences.png",
    "figures/differences.svg",
    "figures/network.png",
    "figures/network.svg",
    "measures.parquet",
    "people.parquet",
    "provenance.json",
    "ranking.csv",
    "ranking.parquet",
    "scenarios/1-baseline.toml",
    "scenarios/2-team_incentives.toml",
    "ties.parquet",
}


@pytest.fixture(scope="module")
def found(small: dict[str, Any]) -> Comparison:
    return compare("baseline", "team_incentives", record=True, **small)


@pytest.fixture(scope="module")
def saved(found: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a comparison, saved once: drawing takes seconds."""
    return found.save(tmp_path_factory.mktemp("saved") / "out")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("helpers_first")
def test_two_runs_give_the_same_bytes_but_for_provenance(saved: Path, small: dict[str, Any], tmp_path: Path) -> None:
    again = compare("baseline", "team_incentives", record=True, workers=2, **small).save(tmp_path / "again")
    one, two = store.digests(saved), store.digests(again)
    assert set(one) == FILES
    different = {name for name in one if one[name] != two[name]}
    assert different <= {"provenance.json"}
    read = [json.loads((folder / "provenance.json").read_text()) for folder in (saved, again)]
    changed = {key for key in read[0] if read[0][key] != read[1][key]}
    assert changed <= {"seconds", "started", "workers"}


def test_no_file_but_provenance_holds_a_time(saved: Path) -> None:
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    for path in saved.rglob("*"):
        if path.suffix in {".svg", ".csv", ".toml"}:
            assert today not in path.read_text(encoding="utf-8"), path
        if path.suffix == ".png":
            assert b"tIME" not in path.read_bytes(), path


def test_provenance_tells_all_that_is_needed(saved: Path) -> None:
    read = json.loads((saved / "provenance.json").read_text(encoding="utf-8"))
    assert read["seed"] == 1
    assert read["replicates"] == 6
    assert read["engine"] == "fake"
    assert read["scenarios"]["team_incentives"]["interventions"][0]["id"] == "team_incentives"
    assert read["libraries"]["numpy"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", read["started"])
    assert set(read["files"]) == FILES - {"provenance.json"}
    assert "department was read as team" in read["notes"]


def test_tables_read_back(found: Comparison, saved: Path) -> None:
    pd.testing.assert_frame_equal(pd.read_parquet(saved / "comparison.parquet"), found.table())
    measures = pq.read_table(saved / "measures.parquet").to_pandas()
    # What the score is made of is there too, so that it can be recomputed.
    assert len(measures) == 2 * 6 * len({*found.reference.names, *WHOLES})
    people = pd.read_parquet(saved / "people.parquet")
    assert set(people["badge"].dropna()) == {"1", "two"}  # a column of mixed kinds becomes text
    assert set(people["own_scenario"]) == {"calm"}  # a name that is taken is told apart
    encounters = pd.read_parquet(saved / "encounters.parquet")
    assert list(encounters["day"]) == [1, 2, 1, 2]  # sorted within each scenario


def test_scenarios_read_back(found: Comparison, saved: Path) -> None:
    again = spirals.load(saved / "scenarios" / "2-team_incentives.toml")
    assert again.interventions == found.others[0].scenario.interventions
    assert again.days == 20


def test_to_parquet_writes_tables_only(small: dict[str, Any], tmp_path: Path) -> None:
    folder = run("baseline", **small).to_parquet(tmp_path / "tables")
    assert names(folder) == {
        "daily.parquet",
        "measures.parquet",
        "people.parquet",
        "provenance.json",
        "scenario.toml",
        "ties.parquet",
    }


def test_an_empty_folder_is_used_and_a_full_one_is_left_alone(found: Comparison, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    found.to_parquet(empty)
    before = store.digests(empty)
    with pytest.raises(InputError, match=r"never overwritten; name another folder with --out"):
        found.to_parquet(empty)
    assert store.digests(empty) == before


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is not a folder"):
        store.check_folder(tmp_path / "file")
    with pytest.raises(InputError, match="nothing can be written"):
        store.check_folder(tmp_path / "file" / "below")


@pytest.mark.parametrize("error", [RuntimeError("disk"), KeyboardInterrupt()])
def test_nothing_is_left_when_writing_ends_early(tmp_path: Path, error: BaseException) -> None:
    def fill() -> None:
        with store.whole_folder(tmp_path / "out") as draft:
            (draft / "half.txt").write_text("half")
            raise error

    with pytest.raises(type(error)):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_results_that_appear_meanwhile_are_kept(tmp_path: Path) -> None:
    def fill() -> None:
        with store.whole_folder(tmp_path / "out") as draft:
            (draft / "mine.txt").write_text("mine")
            (tmp_path / "out").mkdir()
            (tmp_path / "out" / "theirs.txt").write_text("theirs")

    with pytest.raises(InputError, match="is not empty"):
        fill()
    assert names(tmp_path) == {"out/theirs.txt"}


def test_failures_are_a_file(small: dict[str, Any], tmp_path: Path) -> None:
    folder = run("baseline", **{**small, "organisation": fake.FailsOnce}).save(tmp_path / "out")
    rows = pd.read_csv(folder / "failures.csv")
    assert rows.to_dict("records") == [
        {"scenario": "baseline", "replicate": 1, "kind": "ZeroDivisionError", "message": "nobody is left"}
    ]


def test_default_folders_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    first = store.default_folder("run", "My scenario", moment)
    assert first.as_posix() == "results/run-my_scenario-20260102T030405Z"
    first.mkdir(parents=True)
    assert store.default_folder("run", "My scenario", moment).name.endswith("Z-2")


def test_input_files_are_told_by_their_digest(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_bytes(b"source,target\n")
    (told,) = provenance.inputs([file, file])
    assert told["bytes"] == 14
    assert len(told["sha256"]) == 64


def test_git_state_is_none_outside_a_checkout(tmp_path: Path) -> None:
    assert provenance.git_state(tmp_path) is None


KILLED = """
import os, signal, sys
from pathlib import Path
from spirals.experiments.store import drafted
with drafted(Path(sys.argv[1])) as draft:
    (draft / "half.csv").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_command_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "first")], check=False)
    (tmp_path / ".mine").mkdir()  # somebody else's
    assert len(list(tmp_path.iterdir())) == 3
    with store.drafted(tmp_path / "second") as draft:
        (draft / "whole.csv").write_text("whole")
        with store.whole_folder(tmp_path / "third"):  # leaves alone what is being written
            assert (draft / "whole.csv").exists()
        store.settle(draft, tmp_path / "second")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine", "second", "third"]


def full(*rest: object, **more: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_names_the_place_and_leaves_no_part(tmp_path: Path) -> None:
    def half(path: Path) -> None:
        with store.whole_file(path) as draft:
            draft.write_text("half")
            full()

    with pytest.raises(OSError, match=r"No space left on device: .*page\.html"):
        half(tmp_path / "page.html")
    with pytest.raises(OSError, match=r"No space left on device: .*results"), store.whole_folder(tmp_path / "results"):
        full()
    assert list(tmp_path.iterdir()) == []
