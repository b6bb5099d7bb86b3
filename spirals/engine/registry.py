"""The list of verbs, so that the compiled engine can compile what the stepwise engine calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

VERBS: list[Callable[..., Any]] = []


def verb[F: Callable[..., Any]](function: F) -> F:
    """Register a plain function over ``State`` and return it unchanged."""
    VERBS.append(function)
    return function
