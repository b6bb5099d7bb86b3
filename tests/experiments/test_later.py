"""Imports put off: a run does without them, and whoever needs them has them."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUNS = """
import sys
from spirals.experiments.later import UNUSED, Later, put_off
put_off()
import pickle
from spirals.experiments.simulate import Job, simulate
from spirals.scenario import load
short = load("baseline").model_copy(update={"days": 5})
found = simulate(Job("baseline", short, 0, ("mean_quality", "hours_spent", "high_quality")))
left = {name for name in UNUSED if isinstance(sys.modules[name], Later)}
assert left == set(UNUSED), set(UNUSED) - left
print(found.measures["mean_quality"].hex())
"""

NEEDED = """
import sys
from spirals.experiments.later import Later, put_off
put_off()
import pandas as early
import spirals
organisation = spirals.Organisation(spirals.load("baseline"))
assert isinstance(sys.modules["pandas"], Later)
assert len(organisation.people) == 100
import pandas, numpy, mesa
assert not isinstance(sys.modules["pandas"], Later)
assert type(organisation.people) is pandas.DataFrame is early.DataFrame
from mesa.discrete_space import OrthogonalMooreGrid, Network
import mesa.discrete_space.grid
assert mesa.discrete_space.grid.OrthogonalMooreGrid is OrthogonalMooreGrid
import networkx.algorithms
Network(networkx.path_graph(3), random=__import__("random").Random(1))
from scipy.linalg import cython_blas
import scipy.linalg.cython_blas
assert cython_blas.__pyx_capi__
print(type(early).__name__, type(pandas).__name__)
"""


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_run_needs_none_of_them_and_is_the_same_to_the_bit() -> None:
    assert _printed(RUNS) == _printed(RUNS.replace("put_off()\n", "\n").replace("assert left", "# "))


def test_whoever_needs_one_has_it() -> None:
    assert _printed(NEEDED) == "Later module"  # a name that was bound to the stand-in goes on working


def test_what_is_loaded_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from spirals.experiments.later import put_off

    before = sys.modules["pytest"]
    put_off(("pytest",))
    assert sys.modules["pytest"] is before
