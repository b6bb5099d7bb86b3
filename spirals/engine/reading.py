"""Reading numbers that are kept in single precision, as double precision in both engines.

``float(x)`` widens a float32 in Python but not in compiled code; the product with ``1.0`` widens it there too.
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
