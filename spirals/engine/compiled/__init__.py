"""The compiled engine: the same verbs and mechanisms, compiled by numba when it is first used.

The theory stays plain Python; here, and nowhere else, numba is imported.  Compiled code is kept per user in a
folder named by a digest of every source it is made of, so that an edited mechanism is never run from old code.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # SVML's exp and log have other bits than math's

import numba
import numpy as np
from numba.extending import register_jitable

from spirals import mechanisms, streams
from spirals.engine import begin, day, parting, ties, together
from spirals.engine.compiled.parts import PartCompiler
from spirals.engine.compiled.state_type import Handle, handle_of
from spirals.engine.registry import INLINED, VERBS
from spirals.engine.yoked import yoked_day
from spirals.mechanisms.registry import MECHANISMS
from spirals.parameters import PARAMETER_ORDER
from spirals.population import Population, State

# no reference counts (nothing is allocated), no checks for division by zero (nothing divides by what can be zero)
_OPTIONS = {"_nrt": False, "error_model": "numpy"}
_STREAMS = (
    streams.philox, streams.uniforms, streams.normal, streams.normal_middle, streams.in_tail, streams._tail,
)  # fmt: skip
_LAID_IN = {streams.philox, streams.uniforms, streams.normal_middle, streams.in_tail, *INLINED}


def _digest() -> str:
    made_of = [numba.__version__, np.__version__, sys.version, str(numba.config.CPU_NAME)]
    for module in sorted({function.__module__ for function in (*_STREAMS, *MECHANISMS, *VERBS)}):
        made_of.append(inspect.getsource(sys.modules[module]))
    made_of.append(inspect.getsource(sys.modules["spirals.population.columns"]))
    made_of.extend(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))
    made_of.append(",".join(PARAMETER_ORDER))
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Return where compiled code is kept: ``$SPIRALS_CACHE``, else the user's cache folder."""
    home = os.environ.get("SPIRALS_CACHE")
    if home:
        return Path(home)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "spirals"


def _prepare() -> Path:
    for module in pkgutil.iter_modules(mechanisms.__path__):  # all of the theory, whatever was imported so far
        import_module(f"{mechanisms.__name__}.{module.name}")
    folder = cache_folder() / _digest()
    numba.config.CACHE_DIR = str(folder)
    for function in (*_STREAMS, *MECHANISMS, *VERBS):
        register_jitable(
            **_OPTIONS,
            pipeline_class=PartCompiler,
            forceinline=function in _LAID_IN,
            no_cpython_wrapper=True,
            no_cfunc_wrapper=True,
        )(function)
    return folder


FOLDER = _prepare()


def _compile(function: Callable[..., Any]) -> Callable[..., Any]:
    return numba.njit(cache=True, nogil=True, **_OPTIONS)(function)


_run_day = _compile(day.run_day)
_begin_ties = _compile(begin.begin_ties)
_make_tie = _compile(ties.make_tie)
_part_from_all = _compile(parting.part_from_all)
_run_yoked_day = _compile(yoked_day)
_run_day_together = _compile(together.run_day_together)


def run_day(population: Population) -> None:
    """Run one working day."""
    _run_day(handle_of(population))


def run_day_together(population: Population) -> None:
    """Run one working day in which all act at once; compiled when first asked for."""
    _run_day_together(handle_of(population), Handle(together.opening_of(population.state)))


def begin_ties(population: Population) -> None:
    """Draw the first ties."""
    _begin_ties(handle_of(population))


def make_tie(population: Population, i: int, j: int) -> int:
    """Return the row of a new tie between two people, or -1."""
    return int(_make_tie(handle_of(population), i, j))


def part_from_all(population: Population, i: int) -> None:
    """Cut every tie of a person who leaves."""
    _part_from_all(handle_of(population), i)


def run_yoked_day(control: State, twin: State, push: float) -> tuple[float, int]:
    """Run one day of a control and of the twin that lives through its encounters."""
    gap, count = _run_yoked_day(Handle(control), Handle(twin), push)
    return float(gap), int(count)


def is_compiled(simultaneous: bool = False) -> bool:
    """Return whether an earlier run left the compiled day, of this version of the sources and for this activation."""
    function = together.run_day_together if simultaneous else day.run_day
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    return FOLDER.is_dir() and any(FOLDER.rglob(f"{name}-*.nbc"))
