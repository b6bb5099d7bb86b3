"""What a sweep costs beside the runs it makes (see DECLARATION.md)."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mesa.batchrunner import batch_run

import spirals
from spirals.organisation import Organisation
from spirals.scenario import load, with_changes
from tests.benchmarks.figures import report

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
SIZE, DAYS = 30, 20
VALUES = [0.3 + 0.02 * k for k in range(20)]
TIMES = 50  # replicates: 20 x 50 = 1,000 runs


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def experiment(replicates: int, size: int = SIZE, days: int = DAYS) -> dict[str, Any]:
    """Return an experiment over 20 values of one parameter."""
    return {
        "name": "timed",
        "replicates": replicates,
        "set": {"size": size, "days": days},
        "measures": ["mean_energy"],
        "design": {"kind": "grid"},
        "factors": [{"name": "demand", "values": VALUES}],
    }


def test_overhead_of_a_short_run(tmp_path: Path) -> None:
    base = with_changes(load("baseline"), {"size": SIZE, "days": DAYS})
    ready = [with_changes(base, {"demand": value}) for value in VALUES]

    def bare() -> None:
        for replicate in range(5):
            for scenario in ready:
                organisation = Organisation(scenario, replicate=replicate)
                organisation.run_days(DAYS)
                organisation.measure("mean_energy")

    bare()
    alone, swept = [], []
    for place in range(ROUNDS):
        alone.append(seconds(bare) / 100)
        swept.append(seconds(partial(spirals.sweep, experiment(5), tmp_path / str(place))) / 100)
    one, more = statistics.median(alone), statistics.median(swept)
    report(f"bare engine, {SIZE} people, {DAYS} days", 1e3 * one, unit="ms/run")
    report("the same as part of a sweep", 1e3 * more, unit="ms/run")
    report("overhead of a sweep on a short run", more / one - 1.0, must=0.5, aim=0.1, less=True, unit="share")


def test_speed_up_on_two_workers(tmp_path: Path) -> None:
    """Runs of 0.1 s and more, so that starting processes is a small part."""
    work = experiment(12, size=100, days=260)
    spirals.sweep(experiment(1), tmp_path / "warm")
    one, two = [], []
    for place in range(2):
        one.append(seconds(partial(spirals.sweep, work, tmp_path / f"one{place}")))
        two.append(seconds(partial(spirals.sweep, work, tmp_path / f"two{place}", workers=2)))
    report("speed-up on 2 workers, start-up of processes included", min(one) / min(two), must=1.4, aim=1.8, unit="x")


def test_a_thousand_runs_against_mesas_batch_run(tmp_path: Path) -> None:
    parameters = {"demand": VALUES, "replicate": list(range(TIMES)), "size": SIZE, "days": DAYS}
    mesas: dict[int, float] = {}
    ours: dict[int, float] = {}
    spirals.sweep(experiment(1), tmp_path / "warm")
    for workers in (1, 2):
        mesas[workers] = seconds(
            partial(
                batch_run,
                Organisation,
                parameters,
                number_processes=workers,
                rng=[1],
                max_steps=DAYS,
                display_progress=False,
            )
        )
        ours[workers] = seconds(partial(spirals.sweep, experiment(TIMES), tmp_path / f"ours{workers}", workers=workers))
        report(f"1,000 runs, Mesa's batch_run, {workers} process(es)", mesas[workers], unit="s")
        report(f"1,000 runs, sweep with its folder, {workers} process(es)", ours[workers], unit="s")
        report(f"sweep against batch_run, {workers} process(es)", mesas[workers] / ours[workers], must=0.9, unit="x")


MEMORY = """
import sys
sys.path.insert(0, {root!r})
def peak():
    # not getrusage: its peak is inherited from the process that started this one
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
import spirals
from tests.studies.fakes import Brisk
said = {{"name": "large", "replicates": {replicates}, "set": {{"days": 5, "size": 20}}, "measures": ["mean_energy"],
         "design": {{"kind": "random", "samples": 2000}}, "factors": ["demand"]}}
found = spirals.sweep(said, {out!r}, organisation=Brisk)
before = peak()
assert found.done == 2000 * {replicates}
found.table()
print(before, peak())
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="this system does not tell peak memory this way")
def test_memory_at_a_hundred_thousand_runs(tmp_path: Path) -> None:
    """Runs that do no work, through the real plan, batches, files and reading."""
    peaks, after = {}, {}
    for replicates in (1, 50):
        code = MEMORY.format(root=str(ROOT), replicates=replicates, out=str(tmp_path / str(replicates)))
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
        took = time.perf_counter() - started
        peaks[replicates], after[replicates] = map(float, done.stdout.split())
    report("peak memory of a sweep of 2,000 runs", peaks[1], unit="MB")
    report("peak memory of a sweep of 100,000 runs", peaks[50], unit="MB")
    report(
        "growth per further run while sweeping", 1024 * (peaks[50] - peaks[1]) / 98_000, must=1.0, less=True, unit="kB"
    )
    report("peak memory with its summary read", after[50], must=1000.0, less=True, unit="MB")
    report("100,000 runs that do no work", took, unit="s")
    assert peaks[50] < 2.0 * peaks[1]


@pytest.fixture(autouse=True)
def _importable() -> None:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
