"""Reading numbers that are kept small (float32, int32) as full numbers in both engines.

``float(x)`` widens a float32 in Python but not in compiled code; the product with ``1.0`` widens it there too.
So does ``+ 0`` for an int32, which spares compiling every verb twice.
"""

from __future__ import annotations

from typing import Any

from spirals.engine.registry import verb
from spirals.population import State


def soon(table: Any, row: int) -> None:
    """Hint that a row will be read soon.  Compiled code asks memory for it; nothing else depends on it."""


@verb
def trait(s: State, i: int, column: int) -> float:
    """Return one of a person's lasting traits."""
    return 1.0 * float(s.traits[i, column])


@verb
def nature(s: State, tie: int, column: int) -> float:
    """Return something that was drawn once for a pair, or that changes with structure only."""
    return 1.0 * float(s.nature[tie, column])


@verb
def whole(x: int) -> int:
    """Return a small integer as a full one."""
    return int(x) + 0
