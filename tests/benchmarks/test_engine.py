"""Engine figures: what they must be, what they should be, what they are (see DECLARATION.md)."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mesa.batchrunner import batch_run

from spirals.organisation import Organisation
from tests.benchmarks.figures import report
from tests.benchmarks.spiral_ref import NumpyModel, ReferenceModel

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes, with the garbage collector off."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()


def encounters_per_second(organisation: Organisation, days: int) -> float:
    """Return encounters a second over some days, daily measures collected."""
    done = organisation.day
    took = seconds(lambda: organisation.run_days(days))
    return float(organisation.series["encounters"][done:].sum()) / took


def fingerprint(organisation: Organisation) -> str:
    """Return a digest of people, ties and daily series."""
    state = organisation.population.state
    parts = (state.people, state.ties, state.nature, np.array(organisation.daily))
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_full_model_against_the_reference_in_mesa(size: int) -> None:
    mesa_model, numpy_model = ReferenceModel(size, rng=1), NumpyModel(size, 1)
    organisation = Organisation(size=size, days=1_000, rng=1, engine="compiled")
    for model in (mesa_model, numpy_model, organisation):
        model.step()
    days = max(2, 20_000 // size)
    rates: dict[str, list[float]] = {"mesa": [], "numpy": [], "full": []}
    for _ in range(ROUNDS):
        rates["mesa"].append(size / seconds(mesa_model.step))
        rates["numpy"].append(size / seconds(numpy_model.step))
        rates["full"].append(encounters_per_second(organisation, days))
    mesa, numpy, full = (statistics.median(rates[name]) for name in ("mesa", "numpy", "full"))
    report(f"full model against Mesa reference, N = {size}", full / mesa, must=30, aim=100, unit="x")
    report(f"full model against numpy reference, N = {size}", full / numpy, unit="x")
    report(f"full model, N = {size}", full / 1e6, unit="M encounters/s")
    assert full > mesa


def test_compiled_against_stepwise() -> None:
    compiled = Organisation(size=200, days=300, rng=3, engine="compiled")
    stepwise = Organisation(size=200, days=300, rng=3, engine="stepwise")
    for model in (compiled, stepwise):
        model.step()
    slow = seconds(lambda: stepwise.run_days(10))
    first = seconds(lambda: compiled.run_days(10))
    assert fingerprint(compiled) == fingerprint(stepwise)
    fast = statistics.median([first] + [seconds(lambda: compiled.run_days(10)) for _ in range(ROUNDS)])
    report("compiled against stepwise, same bits", slow / fast, must=100, aim=300, unit="x")


def test_cost_as_the_organisation_grows() -> None:
    cost = {}
    for size, days in ((1_000, 20), (100_000, 1)):
        organisation = Organisation(size=size, days=1_000, rng=1, engine="compiled", ties_per_person=10.0)
        organisation.run_days(2)
        cost[size] = statistics.median([1.0 / encounters_per_second(organisation, days) for _ in range(ROUNDS)])
    growth = cost[100_000] / cost[1_000]
    report("cost of an encounter, 100k people against 1k", growth, must=2, aim=1.3, less=True, unit="x")


def test_many_short_runs() -> None:
    Organisation(size=200, days=1, rng=1).step()
    runs, done = 4, 0.0

    def in_mesa() -> object:
        return batch_run(ReferenceModel, {"size": 200}, rng=[1], max_steps=200, display_progress=False)

    def full() -> None:
        nonlocal done
        done = 0.0
        for replicate in range(runs):
            organisation = Organisation(size=200, days=200, rng=1, replicate=replicate)
            organisation.run_model()
            done += float(organisation.series["encounters"].sum())

    rounds = [(seconds(in_mesa), seconds(full)) for _ in range(ROUNDS)]
    reference, took = (statistics.median(each) for each in zip(*rounds, strict=True))
    per_reference, per_full = reference / (200 * 200), took / done
    report("runs of 200 people, 200 days against batch_run of the reference, equal encounters",
           per_reference / per_full, must=20, unit="x")  # fmt: skip
    report("one run of 200 people, 200 days", took / runs * 1e3, unit="ms")


def test_million_people() -> None:
    code = (
        "import resource, time, json\n"
        "from spirals.organisation import Organisation\n"
        "Organisation(size=50, days=1, rng=1).step()\n"
        "rss = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096\n"
        "before = rss(); start = time.perf_counter()\n"
        "org = Organisation(size=1_000_000, days=5, rng=1, ties_per_person=10.0)\n"
        "built = time.perf_counter() - start\n"
        "start = time.perf_counter(); org.run_days(5); week = time.perf_counter() - start\n"
        "arrays = sum(a.nbytes for a in org.population.state if hasattr(a, 'nbytes'))\n"
        "print(json.dumps([built, week, arrays / 1e6, (rss() - before) / 1e6]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    built, week, arrays, resident = json.loads(done.stdout.splitlines()[-1])
    report("a million people: bytes of state a person", arrays, must=1024, aim=700, less=True, unit="B")
    report("a million people: resident bytes a person", resident, unit="B")
    report("a million people: build", built, unit="s")
    report("a million people: a working week", week, unit="s")
    assert week > 0.0


def test_common_random_numbers() -> None:
    """One person is treated; the contrast of mean energy, on the same seed against independent seeds."""
    same, independent = [], []
    for seed in range(1, 31):
        control = Organisation(size=200, days=200, rng=seed)
        treated = Organisation(size=200, days=200, rng=seed)
        other = Organisation(size=200, days=200, rng=seed + 10_000)
        for organisation in (treated, other):
            organisation.population.state.people[5, 1] = 0.9
        ends = []
        for organisation in (control, treated, other):
            organisation.run_model()
            ends.append(float(organisation.series["mean_energy"][-20:].mean()))
        same.append(ends[1] - ends[0])
        independent.append(ends[2] - ends[0])
    ratio = float(np.var(independent) / np.var(same))
    report("one-person contrast: variance, independent seeds against common numbers", ratio, must=5, aim=20, unit="x")


def test_start_up() -> None:
    def command(*words: str) -> float:
        return statistics.median(
            [seconds(lambda: subprocess.run(words, capture_output=True, check=True)) for _ in range(ROUNDS)]
        )

    floor = command(sys.executable, "-c", "import numpy, pydantic, typer")
    script = str(Path(sys.executable).with_name("spirals"))
    for words in (("--help",), ("list", "scenarios"), ("check", "scenarios/baseline.toml")):
        ratio = command(script, *words) / floor
        report(
            f"spirals {' '.join(words)} against imports of numpy, pydantic, typer", ratio, must=2, less=True, unit="x"
        )
    # pydantic loads its parts when they are first asked for: those that models are made of are its own cost
    libraries = (
        "import mesa, numpy, pandas; from pydantic import BaseModel, Field; from pydantic.dataclasses import dataclass"
    )
    heavy = command(sys.executable, "-c", libraries)
    own = command(sys.executable, "-c", f"{libraries}; import spirals, spirals.organisation") - heavy
    report("import of spirals beyond its dependencies", own, must=0.5, less=True, unit="s")


def test_first_run_on_a_new_machine(tmp_path: Path) -> None:
    code = "from spirals.organisation import Organisation; Organisation(size=50, days=5, rng=1).run_model()"
    environment = {**os.environ, "SPIRALS_CACHE": str(tmp_path)}

    def run() -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], env=environment, check=True))

    cold = run()
    warm = statistics.median([run() for _ in range(3)])
    report("first run, compiling", cold, must=20, aim=8, less=True, unit="s")
    report("later first result, from the shell", warm, unit="s")
