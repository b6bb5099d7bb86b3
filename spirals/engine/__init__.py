"""The two engines: loops over people, slots and ties; no theory lives here."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from spirals.engine import slot as _slot  # noqa: F401  (its verbs are bound below)
from spirals.engine.theory import Theory, bind
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


@cache
def verbs_of(theory: Theory) -> Mapping[Any, Any]:
    """Return the engine's verbs that lead to a theory, each with its copy bound to this one."""
    from spirals.engine import day, stepwise  # noqa: F401  (all verbs are registered before any is bound)

    return bind(theory)


@cache
def compiled_with(theory: Theory) -> Any:
    """Return the compiled engine of a theory."""
    from spirals.engine.compiled import Compiled

    return Compiled(theory, verbs_of(theory))


@cache
def stepwise_with(theory: Theory) -> Any:
    """Return the stepwise engine of a theory."""
    from spirals.engine.stepwise import Stepwise

    return Stepwise(theory, verbs_of(theory))


def choose(asked: str, overridden: bool, model: Any, theory: Theory) -> Engine:
    """Return the engine to run on.

    Parameters
    ----------
    asked
        ``auto``, ``compiled`` or ``stepwise``.
    overridden
        Whether the employee class overrides a verb, which compiled code cannot see.
    model
        The organisation, whose employees the stepwise engine asks, and whose scenario says how they act.
    theory
        What encounters do to people.

    Raises
    ------
    InputError
        If the compiled engine is asked for and cannot be used, or employees with verbs of their own are to act at once.
    """
    at_once = model.spec.activation == "simultaneous"
    if at_once and overridden:
        raise InputError("activation: 'simultaneous' asks no Employee subclass that overrides a verb; use 'sequential'")
    if asked == "compiled" and overridden:
        raise InputError("engine: an Employee subclass that overrides a verb needs engine 'stepwise' or 'auto'")
    if asked == "compiled" and not has_numba():
        raise InputError("engine: 'compiled' needs numba; install it or use engine 'stepwise'")
    if asked == "stepwise" or overridden or not has_numba():
        plain = stepwise_with(theory)
        day = plain.run_day_together if at_once else plain.day_of(model)
        return Engine("stepwise", day, plain.begin_ties, plain.make_tie, plain.part_from_all)
    quick = compiled_with(theory)
    day = quick.run_day_together if at_once else quick.run_day
    return Engine("compiled", day, quick.begin_ties, quick.make_tie, quick.part_from_all)
