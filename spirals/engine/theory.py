"""The interface between book-keeping and theory.

The engine knows who meets whom, when, for how long and by which channel; it keeps the log, and lets people join and
leave.  What an encounter *does*, and what the night does to people, is a theory: seven functions over ``State``.

``reads`` is the state that behaviour reads, ``s`` the one that changes; they are the same but for yoked twins and for
simultaneous activation.  ``tie`` is the row of the pair's tie in ``s``, -1 where they have none.

The functions below stand for the theory in the engine's code.  `bind` returns that code with those of one theory in
their places, for either engine; nothing else is swapped, so every theory has the same calendar, log and measures.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from spirals.engine import registry
from spirals.population import State


class Theory(NamedTuple):
    """What an encounter does and what the day does to people; each function is registered with ``@verb``.

    ``modules`` hold the functions and those they call, so that compiled code is made anew when one of them changes; the
    first one holds the theory itself, as ``THEORY``.
    """

    name: str
    modules: tuple[ModuleType, ...]
    morning: Callable[..., Any]
    conduct: Callable[..., Any]
    respond: Callable[..., Any]
    receive: Callable[..., Any]
    moves: Callable[..., Any]
    evening: Callable[..., Any]
    evening_of_tie: Callable[..., Any]
    evening_of_team: Callable[..., Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """Make a copy, in another process too, from where the theory stands."""
        return _theory_in, (self.modules[0].__name__,)


def _theory_in(module: str) -> Theory:
    theory: Theory = import_module(module).THEORY
    return theory


def morning(s: State, i: int) -> None:
    """Open one person's day: setbacks, needs."""
    raise RuntimeError("no theory is bound")


def conduct(reads: State, s: State, d: int, r: int, tie: int, more: float) -> float:
    """Return how attentively person d treats person r (logits), ``more`` being what the encounter and chance add."""
    raise RuntimeError("no theory is bound")


def respond(reads: State, i: int, j: int, ci: float, cj: float) -> tuple[float, float]:
    """Return the conduct of both after each has responded to the other."""
    raise RuntimeError("no theory is bound")


def receive(
    reads: State, s: State, side: int, r: int, d: int, tie: int, q: float, dose: float, share: float, mutual: float
) -> float:
    """Let person r receive conduct q of person d, into row ``side`` of ``State.impact``; return the signed strength.

    ``share`` is r's part of the talking, ``mutual`` the mutuality of the encounter.
    """
    raise RuntimeError("no theory is bound")


def moves(
    reads: State, s: State, i: int, j: int, tie: int, qi: float, qj: float, dose: float, called: int, wanted: float,
    block: int,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Let both make their further moves; return bits of what each did, and of how each one's moves were met.

    ``called`` is the move that the encounter was arranged for, -1 for none; it is ``wanted`` so much more (logits).
    """
    raise RuntimeError("no theory is bound")


def evening(s: State, i: int) -> None:
    """Let one person's states settle overnight."""
    raise RuntimeError("no theory is bound")


def evening_of_tie(s: State, tie: int) -> None:
    """Let one tie's features settle overnight."""
    raise RuntimeError("no theory is bound")


def evening_of_team(s: State, team: int, members: int) -> None:
    """Let one team's norms and conditions settle overnight."""
    raise RuntimeError("no theory is bound")


HOOKS = (morning, conduct, respond, receive, moves, evening, evening_of_tie, evening_of_team)


def bind(theory: Theory) -> dict[Any, Any]:
    """Return the engine's verbs that lead to a theory, each with its copy that uses this one.

    A copy has the same code and its own names: where the code says ``receive``, the copy finds the theory's.
    """
    swapped: dict[Any, Any] = {hook: getattr(theory, hook.__name__) for hook in HOOKS}
    copies: dict[Any, Any] = {}
    verbs = [verb for verb in registry.VERBS if verb.__module__.startswith("spirals.engine.")]
    while True:
        more = [verb for verb in verbs if verb not in copies and _uses(verb, swapped)]
        if not more:
            break
        for verb in more:
            copy = FunctionType(verb.__code__, dict(verb.__globals__), verb.__name__, verb.__defaults__)
            copy.__module__, copy.__doc__ = verb.__module__, verb.__doc__
            copies[verb] = swapped[verb] = copy
    for copy in copies.values():
        for name in copy.__code__.co_names:
            value = copy.__globals__.get(name)
            if isinstance(value, FunctionType) and value in swapped:
                copy.__globals__[name] = swapped[value]
    return copies


def _uses(verb: Any, swapped: dict[Any, Any]) -> bool:
    """Return whether a function calls one of those that are swapped."""
    names = (verb.__globals__.get(name) for name in verb.__code__.co_names)
    return any(isinstance(value, FunctionType) and value in swapped for value in names)
