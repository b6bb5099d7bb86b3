"""A real scheduler and real workers on this computer: killed, joining late, restarted."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

import spirals
from spirals.errors import InputError
from tests.studies.fakes import Steady


@pytest.mark.usefixtures("helpers_first")
def test_same_bits_here_on_two_processes_and_on_a_cluster(small: dict[str, Any], cluster, parts_of, tmp_path: Path):
    cluster.scheduler()
    cluster.worker()
    here = spirals.sweep(small, tmp_path / "here")
    two = spirals.sweep(small, tmp_path / "two", workers=2)
    away = spirals.sweep(small, tmp_path / "away", dask=cluster.address)
    assert here.done == two.done == away.done == 24
    names = parts_of(here.folder)
    assert names == parts_of(two.folder) == parts_of(away.folder)  # the hash of all bytes is in the names
    assert (here.folder / "manifest.json").read_bytes() == (away.folder / "manifest.json").read_bytes()


def test_worker_killed_one_joins_late_scheduler_restarted(
    many: dict[str, Any], cluster, parts_of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    alone = spirals.sweep(many, tmp_path / "alone", organisation=Steady)
    monkeypatch.setenv("STEADY_SECONDS", "0.1")  # the cluster's processes take it over
    scheduler, first = cluster.scheduler(), cluster.worker()
    out = tmp_path / "out"
    events: list[str] = []

    def disturb() -> None:
        _until(lambda: len(parts_of(out)) >= 5)
        cluster.worker()  # joins late
        _until(lambda: len(parts_of(out)) >= 10)
        first.kill()
        events.append("worker killed")
        _until(lambda: len(parts_of(out)) >= 20)
        scheduler.kill()
        scheduler.wait(300)
        events.append("scheduler killed")
        for process in cluster.processes:
            process.kill()
        time.sleep(0.5)
        cluster.scheduler()
        cluster.worker()
        events.append("scheduler back")

    helper = threading.Thread(target=disturb, daemon=True)
    helper.start()
    found = spirals.sweep(many, out, dask=cluster.address, organisation=Steady)
    helper.join(60)
    assert events == ["worker killed", "scheduler killed", "scheduler back"]
    assert found.done == found.planned == 60
    assert parts_of(out) == parts_of(alone.folder)  # nothing lost, nothing twice, the same bytes


def test_nobody_answers(small: dict[str, Any], cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("spirals.studies.cluster.CONNECT_SECONDS", 1.0)
    with pytest.raises(InputError, match="no scheduler answers there"):
        spirals.sweep(small, tmp_path / "out", dask=cluster.address)
    with pytest.raises(InputError, match="is no address"):
        spirals.sweep(small, tmp_path / "out", dask="localhost")


def _until(there: Any) -> None:
    end = time.monotonic() + 90.0
    while not there():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)
