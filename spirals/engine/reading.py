"""Reading numbers that are kept small (float32, int32) as full numbers in both engines.

``float(x)`` widens a float32 in Python but not in compiled code; the product with ``1.0`` widens it there too.
So does ``+ 0`` for an int32, which spares compiling every verb twice.
"""

from __future__ import annotations

from spirals.engine.registry import verb
from spirals.population import State


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


@verb
def lever(s: State, i: int, column: int) -> float:
    """Return what interventions add for a person; there are no rows where no intervention is in force."""
    if s.levers.shape[0] == 0:
        return 0.0
    return float(s.levers[i, column])
