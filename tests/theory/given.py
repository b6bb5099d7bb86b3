"""Parameters for equations: exactly those that a test names, or the defaults with some changed."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from spirals import mechanisms
from spirals.mechanisms.registry import MECHANISMS
from spirals.parameters import PARAMETERS, ParameterSet

for _module in pkgutil.iter_modules(mechanisms.__path__):
    import_module(f"{mechanisms.__name__}.{_module.name}")


def only(**values: float) -> Any:
    """Return parameters of which there are no others, the loops on: reading another one is an error."""
    switches = dict.fromkeys(("on_ties", "on_norms", "on_emotion", "on_safety", "on_meaning"), 1.0)
    return SimpleNamespace(**{**switches, **values})


def usual(**changes: float) -> ParameterSet:
    """Return the defaults with some changed; what is off by default is on a little, so that it shows."""
    values = {row.name: row.default or min(0.1, row.high) for row in PARAMETERS.values()}
    return ParameterSet({**values, **changes})


def arguments(function: Callable[..., Any]) -> list[str]:
    """Return the names of a mechanism's arguments but the parameters."""
    return [name for name in inspect.signature(function).parameters if name != "p"]


def apply(function: Callable[..., Any], values: dict[str, float], p: Any) -> tuple[float, ...]:
    """Return what a mechanism gives for arguments by name, as a tuple."""
    given = [p] if "p" in inspect.signature(function).parameters else []
    found = function(*given, *(values[name] for name in arguments(function)))
    return found if isinstance(found, tuple) else (found,)


BY_NAME = {function.__name__: function for function in MECHANISMS}
