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
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")  # SVML's exp and log have other bits than math's

import numba
import numpy as np
from numba.extending import register_jitable

from spirals import mechanisms, streams
from spirals.engine import begin, day, parting, ties, together, yoked
from spirals.engine.compiled.kept import keep
from spirals.engine.compiled.parts import PartCompiler
from spirals.engine.compiled.state_type import Handle, handle_of
from spirals.engine.registry import INLINED, VERBS
from spirals.engine.theory import Theory
from spirals.mechanisms.registry import MECHANISMS
from spirals.parameters import PARAMETER_ORDER
from spirals.places import cache_folder
from spirals.population import Population, State

# no reference counts (nothing is allocated), no checks for division by zero (nothing divides by what can be zero)
_OPTIONS = {"_nrt": False, "error_model": "numpy"}
_STREAMS = (
    streams.philox, streams.uniforms, streams.normal, streams.normal_middle, streams.in_tail, streams._tail,
)  # fmt: skip
_LAID_IN = {streams.philox, streams.uniforms, streams.normal_middle, streams.in_tail}
_known: set[Callable[..., Any]] = set()


def _digest(theory: Theory) -> str:
    made_of = [numba.__version__, np.__version__, sys.version, str(numba.config.CPU_NAME)]
    verbs = (verb for verb in VERBS if verb.__module__.startswith("spirals.engine."))  # no other theory's
    names = {function.__module__ for function in (*_STREAMS, *MECHANISMS, *verbs)}
    for module in sorted(names | {module.__name__ for module in theory.modules}):
        made_of.append(inspect.getsource(sys.modules[module]))
    made_of.append(inspect.getsource(sys.modules["spirals.population.columns"]))
    made_of.extend(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))
    made_of.append(",".join((theory.name, *PARAMETER_ORDER)))
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]


def _make_known(function: Any, laid_in: bool) -> None:
    """Tell numba that compiled code may call a plain function."""
    if function in _known:
        return
    _known.add(function)
    register_jitable(
        **_OPTIONS,
        pipeline_class=PartCompiler,
        forceinline=laid_in,
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
    )(function)


class Compiled:
    """The verbs of the engine bound to one theory, compiled.

    Parameters
    ----------
    theory
        What encounters do to people; its sources are part of the digest.
    verbs
        The engine's verbs that lead to the theory, each with its bound copy (`spirals.engine.theory.bind`).
    """

    def __init__(self, theory: Theory, verbs: Mapping[Any, Any]) -> None:
        for module in pkgutil.iter_modules(mechanisms.__path__):  # all equations, whatever was imported so far
            import_module(f"{mechanisms.__name__}.{module.name}")
        self._theory = theory
        self.folder = cache_folder() / _digest(theory)
        for function in (*_STREAMS, *MECHANISMS, *VERBS):
            _make_known(function, function in _LAID_IN or function in INLINED)
        for verb, copy in verbs.items():
            _make_known(copy, verb in INLINED)

        def ready(function: Callable[..., Any]) -> Callable[..., Any]:
            return keep(numba.njit(nogil=True, **_OPTIONS)(verbs.get(function, function)), self.folder)

        self._run_day = ready(day.run_day)
        self._begin_ties = ready(begin.begin_ties)
        self._make_tie = ready(ties.make_tie)
        self._part_from_all = ready(parting.part_from_all)
        self._run_yoked_day = ready(yoked.yoked_day)
        self._run_day_together = ready(together.run_day_together)

    def __reduce__(self) -> tuple[Any, ...]:
        """Make a copy from the theory."""
        from spirals.engine import compiled_with

        return compiled_with, (self._theory,)

    def run_day(self, population: Population) -> None:
        """Run one working day."""
        self._run_day(handle_of(population))

    def run_day_together(self, population: Population) -> None:
        """Run one working day in which all act at once; compiled when first asked for."""
        self._run_day_together(handle_of(population), Handle(together.opening_of(population.state)))

    def run_yoked_day(self, control: State, twin: State) -> None:
        """Run one day of a control and of the twin whose people act on its states."""
        self._run_yoked_day(Handle(control), Handle(twin))

    def begin_ties(self, population: Population) -> None:
        """Draw the first ties."""
        self._begin_ties(handle_of(population))

    def make_tie(self, population: Population, i: int, j: int) -> int:
        """Return the row of a new tie between two people, or -1."""
        return int(self._make_tie(handle_of(population), i, j))

    def part_from_all(self, population: Population, i: int) -> None:
        """Cut every tie of a person who leaves."""
        self._part_from_all(handle_of(population), i)

    def is_compiled(self, simultaneous: bool = False) -> bool:
        """Return whether an earlier run left the compiled day, of this version of the sources and this activation."""
        function = together.run_day_together if simultaneous else day.run_day
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        return self.folder.is_dir() and any(self.folder.rglob(f"{name}-*.nbc"))
