"""The list of the theory's functions, so that an engine can compile what it did not write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MECHANISMS: list[Callable[..., Any]] = []


def mechanism[F: Callable[..., Any]](function: F) -> F:
    """Register a plain function as part of the theory and return it unchanged.

    A mechanism takes and returns plain numbers, uses ``math`` (but ``numbers.exp``) and never ``numpy``, squares by
    multiplying and sums in explicit loops: then Python and compiled code give the same bits.
    """
    MECHANISMS.append(function)
    return function
