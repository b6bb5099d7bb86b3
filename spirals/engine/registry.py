"""The list of verbs, so that the compiled engine can compile what the stepwise engine calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

VERBS: list[Callable[..., Any]] = []
INLINED: set[Callable[..., Any]] = set()


def verb[F: Callable[..., Any]](function: F) -> F:
    """Register a plain function over ``State`` and return it unchanged."""
    VERBS.append(function)
    return function


def inlined[F: Callable[..., Any]](function: F) -> F:
    """Register a verb whose compiled code is laid into its caller: for verbs on the hot path with few callers."""
    INLINED.add(function)
    return verb(function)
