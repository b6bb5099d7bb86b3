"""Theories by name: what an encounter does to people, and what the day does.

The project ships one, ``moves``.  Another is a module with an attribute ``THEORY`` (`spirals.engine.theory.Theory`),
named by an entry point in the group ``spirals.theories``; a scenario asks for it by ``theory = "its name"``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from spirals.engine.theory import Theory
from spirals.errors import InputError

GROUP = "spirals.theories"
_SHIPPED = {"moves": "spirals.theories.moves"}


def names() -> list[str]:
    """Return the names of all theories that can be asked for."""
    return sorted({*_SHIPPED, *(point.name for point in entry_points(group=GROUP))})


@cache
def find(name: str) -> Theory:
    """Return a theory by name.

    Raises
    ------
    InputError
        For an unknown name, or an entry point that cannot be loaded or holds no theory.
    """
    if name in _SHIPPED:
        theory: Theory = import_module(_SHIPPED[name]).THEORY
        return theory
    for point in entry_points(group=GROUP, name=name):
        try:
            found = point.load()
        except Exception as error:
            raise InputError(f"theory: '{name}' ({point.value}) cannot be loaded: {error}") from None
        if not isinstance(found, Theory):
            raise InputError(f"theory: '{name}' ({point.value}) is no spirals.engine.theory.Theory")
        return found
    raise InputError(f"theory: '{name}' is unknown; there is {', '.join(names())}")
