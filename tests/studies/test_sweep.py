"""Sweeps: the same numbers as single runs, nothing lost or repeated, nothing foreign used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import spirals
from spirals.errors import InputError
from spirals.experiments.errors import Interrupted
from spirals.studies.folder import Folder
from spirals.studies.plan import Plan, plan
from spirals.studies.sweep import run_in_memory, source_of, sweep
from tests.studies.fakes import Brisk, FailsWhereHard

ROOT = str(Path(__file__).resolve().parents[2])


def test_every_run_is_what_a_single_run_gives(small: dict[str, Any], tmp_path: Path) -> None:
    found = spirals.sweep(small, tmp_path / "out")
    point = found.points.iloc[3]
    alone = spirals.run(
        "team_incentives", days=6, size=20, seed=1, replicates=2, measures=found.names,
        demand=float(point["demand"]), conduct_base=float(point["conduct_base"]),
    )  # fmt: skip
    for name in found.names:
        assert np.array_equal(found.values(name, "team_incentives")[3], alone.values(name))
    daily = found.daily.query("scenario == 'team_incentives' and point == 3 and replicate == 1")
    assert np.array_equal(daily["mean_quality"].to_numpy(), alone.series("mean_quality")[1])


def test_in_memory_the_numbers_are_the_same(small: dict[str, Any], tmp_path: Path) -> None:
    stored = sweep(small, tmp_path / "out")
    held = run_in_memory(plan(source_of(small)))
    for name in ("points", "measures", "daily", "failures"):
        pd.testing.assert_frame_equal(getattr(held, name), getattr(stored, name))
    assert (held.done, held.planned, held.names, held.factors) == (24, 24, stored.names, stored.factors)
    assert np.array_equal(held.values("mean_energy"), stored.values("mean_energy"))


def test_any_program_that_reads_parquet_reads_the_folder(many: dict[str, Any], tmp_path: Path) -> None:
    found = spirals.sweep(many, tmp_path / "out", organisation=Brisk)
    files, points = str(tmp_path / "out" / "measures" / "*.parquet"), str(tmp_path / "out" / "points.parquet")
    mean = found.measures["value"].mean()
    assert len(found.measures) == 60
    told = duckdb.sql(f"SELECT avg(value), count(*), corr(value, demand) FROM '{files}' JOIN '{points}' USING (point)")
    assert told is not None
    average, rows, correlation = told.fetchall()[0]
    assert average == pytest.approx(mean)
    assert rows == 60
    assert correlation > 0.3
    assert pl.read_parquet(files)["value"].mean() == pytest.approx(mean)
    assert pd.read_parquet(tmp_path / "out" / "measures")["value"].mean() == pytest.approx(mean)


def test_going_on_repeats_nothing_and_more_replicates_add_to_what_is_there(
    many: dict[str, Any], parts_of, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    spirals.sweep({**many, "replicates": 2}, out, organisation=Brisk)
    before = {name: (out / name).stat().st_mtime_ns for name in parts_of(out)}
    assert len(before) == 40
    grown = spirals.sweep(many, out, organisation=Brisk)
    assert grown.done == grown.planned == 60
    assert {name: (out / name).stat().st_mtime_ns for name in before} == before
    whole = spirals.sweep(many, tmp_path / "whole", organisation=Brisk)
    assert parts_of(out) == parts_of(whole.folder)
    assert (out / "manifest.json").read_bytes() == (whole.folder / "manifest.json").read_bytes()


def test_more_settings_add_to_what_is_there(many: dict[str, Any], tmp_path: Path) -> None:
    few = {**many, "design": {"kind": "random", "samples": 12}}
    spirals.sweep(few, tmp_path / "out", organisation=Brisk)
    more = spirals.sweep(many, tmp_path / "out", organisation=Brisk)
    whole = spirals.sweep(many, tmp_path / "whole", organisation=Brisk)
    assert more.done == 60
    assert more.measures.equals(whole.measures)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"seed": 2}, "other scenarios or seed"),
        ({"set": {"days": 780, "size": 999}}, "other scenarios or seed"),
        ({"measures": ["mean_strain"]}, "other measures"),
        ({"factors": [{"name": "demand", "low": 0.1}]}, "other settings"),
        ({"replicates": 2}, "holds 3 replicates; ask for as many or more"),
    ],
)
def test_another_experiment_is_kept_out(
    many: dict[str, Any], tmp_path: Path, change: dict[str, Any], what: str
) -> None:
    spirals.sweep(many, tmp_path / "out", organisation=Brisk)
    with pytest.raises(InputError, match=f"{what}.*name another"):
        spirals.sweep({**many, **change}, tmp_path / "out", organisation=Brisk)


def test_other_code_or_libraries_are_kept_out(many: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["fingerprint"]["libraries"]["numpy"] = "1.0"
    (out / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match=r"was begun with numpy 1\.0, now .*name another folder"):
        spirals.sweep(many, out, organisation=Brisk)


def test_a_folder_that_is_no_sweep_is_left_alone(many: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        spirals.sweep(many, tmp_path, organisation=Brisk)


def test_a_failed_run_is_a_row_and_never_the_end(many: dict[str, Any], tmp_path: Path) -> None:
    found = spirals.sweep(many, tmp_path / "out", organisation=FailsWhereHard)
    hard = int((found.points["demand"] > 0.75).sum())
    assert 0 < hard < 20
    assert len(found.failures) == 3 * hard
    assert set(found.failures["message"]) == {"nobody is left"}
    assert found.done == 60
    assert len(found.measures) == 60 - 3 * hard
    again = spirals.sweep(many, tmp_path / "out", organisation=FailsWhereHard)
    assert len(again.failures) == 3 * hard


def test_a_file_that_is_missing_is_told_before_anything_runs(small: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv: .*does not exist|gone\.csv"):
        spirals.sweep({**small, "set": {"people": str(tmp_path / "gone.csv")}}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# --- damage ---------------------------------------------------------------------------------------------
def _a_part(out: Path, kind: str = "measures") -> Path:
    return sorted((out / kind).glob("part-*.parquet"))[0]


@pytest.mark.parametrize("how", ["flipped", "cut short", "emptied"])
def test_a_damaged_part_is_named_set_aside_and_made_again(
    many: dict[str, Any], parts_of, tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    names, part = parts_of(out), _a_part(out)
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes({"flipped": bytes(content), "cut short": bytes(content[:-9]), "emptied": b""}[how])
    told = spirals.results(out)
    assert [problem.path for problem in told.problems] == [part]
    assert "is damaged" in str(told.problems[0])
    assert told.done == 59
    assert len(told.measures) == 59
    healed = spirals.sweep(many, out, organisation=Brisk)
    assert part.name in caplog.text
    assert healed.done == 60
    assert healed.problems == ()
    assert parts_of(out) == names
    assert [path.name for path in (out / "set_aside").iterdir()] == [f"measures-{part.name}"]


def test_measures_without_their_daily_rows_do_not_count(small: dict[str, Any], tmp_path: Path) -> None:
    found = spirals.sweep(small, tmp_path / "out", organisation=Brisk)
    _a_part(found.folder, "daily").unlink()
    told = spirals.results(found.folder)
    assert "is incomplete without daily/part-" in str(told.problems[0])
    assert told.done < 24
    assert spirals.sweep(small, found.folder, organisation=Brisk).done == 24


def test_a_foreign_file_is_named_and_refused(many: dict[str, Any], tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    spirals.sweep(many, out, organisation=Brisk)
    spirals.sweep({**many, "seed": 2}, other, organisation=Brisk)
    pd.DataFrame({"value": [9.0]}).to_parquet(out / "measures" / "mine.parquet")
    with pytest.raises(InputError, match=r"mine\.parquet: was not written by this sweep"):
        spirals.sweep(many, out, organisation=Brisk)
    (out / "measures" / "mine.parquet").unlink()
    stranger = shutil.copy(_a_part(other), out / "measures")
    told = spirals.results(out)
    assert [problem.path for problem in told.problems] == [Path(stranger)]
    assert len(told.measures) == 60
    with pytest.raises(InputError, match="belongs to another sweep"):
        spirals.sweep(many, out, organisation=Brisk)


def test_damaged_settings_or_manifest_are_named(many: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    points = (out / "points.parquet").read_bytes()
    (out / "points.parquet").write_bytes(points[:-1])
    with pytest.raises(InputError, match=r"points\.parquet: is missing or damaged"):
        spirals.results(out).table()
    (out / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest\.json: is damaged"):
        spirals.results(out)


# --- two at once, and Ctrl-C ----------------------------------------------------------------------------
HOLDER = """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from spirals.studies.lock import only_writer
with only_writer(Path({folder!r})):
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_the_first_is_and_a_dead_one_is_no_hindrance(
    many: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    code = HOLDER.format(root=ROOT, folder=str(out))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "writing\n"
        with pytest.raises(InputError, match=f"is being written by process {first.pid} on .* since"):
            spirals.sweep(many, out, organisation=Brisk)
        first.kill()
    assert (out / "writer.json").exists()  # as a kill leaves it
    assert spirals.sweep(many, out, organisation=Brisk).done == 60
    assert not (out / "writer.json").exists()


def test_a_writer_on_another_computer_is_believed(many: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    spirals.sweep(many, out, organisation=Brisk)
    (out / "writer.json").write_text(json.dumps({"pid": 1, "host": "elsewhere", "since": "noon"}))
    with pytest.raises(InputError, match=r"process 1 on elsewhere since noon.*remove .*writer\.json"):
        spirals.sweep(many, out, organisation=Brisk)


def test_an_interrupt_keeps_what_was_finished(many: dict[str, Any], parts_of, tmp_path: Path) -> None:
    out, seen = tmp_path / "out", 0.0

    def press(runs: float) -> None:
        nonlocal seen
        seen += runs
        if seen >= 25:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=r"24 of 60 runs are kept in .*; the same command goes on there"):
        spirals.sweep(many, out, organisation=Brisk, progress=press)
    assert spirals.results(out).done == 24
    assert len(spirals.results(out).table()) == 1  # partial results are summarised too
    told: list[float] = []
    assert spirals.sweep(many, out, organisation=Brisk, progress=told.append).done == 60
    assert told[0] == 24
    assert sum(told) == 60


def test_identity_is_the_content(many: dict[str, Any]) -> None:
    from spirals.studies.plan import plan

    def first(**changes: Any) -> str:
        return plan(source_of({**many, **changes})).identity(0, 0, 0)

    assert first() == first(name="other name", question="why?", replicates=9, measures=["mean_strain"])
    assert len({first(), first(seed=2), first(set={"days": 20}), first(scenarios=["crisis"])}) == 4


def test_a_setting_that_comes_twice_is_run_twice(tmp_path: Path) -> None:
    twice = {"kind": "list", "points": [{"demand": 0.3}, {"demand": 0.3}]}
    found = spirals.sweep(
        {"name": "x", "design": twice, "measures": ["mean_energy"]}, tmp_path / "out", organisation=Brisk
    )
    assert found.done == 2
    assert found.values("mean_energy").shape == (2, 1)
    assert np.ptp(found.values("mean_energy")) == 0.0


def test_batches_do_not_depend_on_what_is_done(many: dict[str, Any]) -> None:
    from spirals.studies.plan import plan

    ready: Plan = plan(source_of({**many, "replicates": 9, "set": {"days": 65, "size": 100}}))
    batches = [[run.id for run in batch.runs] for batch in ready.batches()]
    assert len(batches) > 1
    assert [[run.id for run in batch.runs] for batch in ready.batches(done=set(batches[0]))] == batches[1:]
    assert sum(len(batch) for batch in batches) == len(ready)


def test_the_folder_class_refuses_what_is_no_sweep(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder of a sweep"):
        Folder(tmp_path)
    assert os.listdir(tmp_path) == []


def test_an_own_organisation_is_found_beside_the_experiment_and_known_by_its_content(
    example_company: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """
name = "own"
measures = ["mean_energy"]
[set]
people = "people.csv"
ties = "ties.csv"
days = 3
[design]
kind = "list"
points = [{demand = 0.4}, {demand = 0.6}]
"""
    folders = [tmp_path / name for name in ("here", "there")]
    for folder in folders:
        folder.mkdir()
        for path in example_company:
            shutil.copy(path, folder)
        (folder / "own.toml").write_text(text)
    first = spirals.sweep(folders[0] / "own.toml", tmp_path / "out", organisation=Brisk)
    shutil.rmtree(folders[0])
    assert spirals.sweep(folders[1] / "own.toml", tmp_path / "out", organisation=Brisk).done == first.done == 2
    monkeypatch.chdir(folders[1])
    ties = Path("ties.csv").read_text().splitlines()
    Path("ties.csv").write_text("\n".join(ties[:-1]) + "\n")
    with pytest.raises(InputError, match="other scenarios"):
        spirals.sweep("own.toml", tmp_path / "out", organisation=Brisk)


def test_a_worker_with_other_code_or_files_runs_nothing(many: dict[str, Any]) -> None:
    from dataclasses import replace

    from spirals.studies.plan import plan
    from spirals.studies.work import run_batch

    batch = next(plan(source_of(many), Brisk).batches())
    with pytest.raises(InputError, match="its code or libraries are not those of this computer"):
        run_batch(replace(batch, made_with="other"))
    with pytest.raises(InputError, match=r"gone\.csv: is missing or another file where a worker runs"):
        run_batch(replace(batch, inputs={"gone.csv": "0"}))


@pytest.mark.parametrize(
    ("missing", "what"),
    [
        ("SALib", "install it with: pip install 'spirals\\[sensitivity\\]'"),
        ("distributed", "install it with: pip install 'spirals\\[dask\\]'"),
    ],
)
def test_a_missing_extra_is_one_line(
    many: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, what: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    design = {"kind": "morris"} if missing == "SALib" else many["design"]
    with pytest.raises(InputError, match=what):
        spirals.sweep({**many, "design": design}, tmp_path / "out", dask="tcp://127.0.0.1:1", organisation=Brisk)
