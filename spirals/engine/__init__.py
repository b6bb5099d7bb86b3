"""The two engines: loops over people, slots and ties; no theory lives here."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from spirals.errors import InputError
from spirals.population import Population


class Engine(NamedTuple):
    """What an organisation asks of an engine; everything else is done within its day."""

    name: str
    run_day: Callable[[Population], None]
    begin_ties: Callable[[Population], None]
    make_tie: Callable[[Population, int, int], int]  # the new tie's row, -1 where there is no room
    part_from_all: Callable[[Population, int], None]


def has_numba() -> bool:
    """Return whether the compiled engine can be used on this machine."""
    if "numba" in sys.modules:
        return sys.modules["numba"] is not None
    return importlib.util.find_spec("numba") is not None


def choose(asked: str, overridden: bool, model: Any) -> Engine:
    """Return the engine to run on.

    Parameters
    ----------
    asked
        ``auto``, ``compiled`` or ``stepwise``.
    overridden
        Whether the employee class overrides a verb, which compiled code cannot see.
    model
        The organisation, whose employees the stepwise engine asks, and whose scenario says how they act.

    Raises
    ------
    InputError
        If the compiled engine is asked for and cannot be used, or employees with verbs of their own are to act at once.
    """
    together = model.spec.activation == "simultaneous"
    if together and overridden:
        raise InputError("activation: 'simultaneous' asks no Employee subclass that overrides a verb; use 'sequential'")
    if asked == "compiled" and overridden:
        raise InputError("engine: an Employee subclass that overrides a verb needs engine 'stepwise' or 'auto'")
    if asked == "compiled" and not has_numba():
        raise InputError("engine: 'compiled' needs numba; install it or use engine 'stepwise'")
    if asked == "stepwise" or overridden or not has_numba():
        from spirals.engine import stepwise

        day = stepwise.run_day_together if together else stepwise.Day(model)
        return Engine("stepwise", day, stepwise.begin_ties, stepwise.make_tie, stepwise.part_from_all)
    from spirals.engine import compiled

    run_day = compiled.run_day_together if together else compiled.run_day
    return Engine("compiled", run_day, compiled.begin_ties, compiled.make_tie, compiled.part_from_all)
