"""Practices, harmful practices and shocks: a small vocabulary, and one declaration each.

>>> from spirals.interventions import find
>>> find("team_incentives")(start=20, share=0.3)
TeamIncentives(start=20, share=0.3)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spirals.interventions.apply import Agenda
    from spirals.interventions.conformance import NotAPractice, check_practice
    from spirals.interventions.custom import Custom
    from spirals.interventions.practice import Cost, Entry, Practice, Shock
    from spirals.interventions.primitives import (
        Acts,
        Bond,
        Connect,
        Cut,
        Meet,
        Move,
        Newcomers,
        Primitive,
        Push,
        Recognise,
        Remove,
        Shift,
    )
    from spirals.interventions.registry import Description, catalogue, describe, find
    from spirals.interventions.shipped import HARMFUL, PRACTICES, SHOCKS
    from spirals.interventions.today import Meeting, Spent, Today

__all__ = [
    "HARMFUL",
    "PRACTICES",
    "SHOCKS",
    "Acts",
    "Agenda",
    "Bond",
    "Connect",
    "Cost",
    "Custom",
    "Cut",
    "Description",
    "Entry",
    "Meet",
    "Meeting",
    "Move",
    "Newcomers",
    "NotAPractice",
    "Practice",
    "Primitive",
    "Push",
    "Recognise",
    "Remove",
    "Shift",
    "Shock",
    "Spent",
    "Today",
    "catalogue",
    "check_practice",
    "describe",
    "find",
]

_HOMES = {
    "apply": ("Agenda",),
    "conformance": ("NotAPractice", "check_practice"),
    "custom": ("Custom",),
    "practice": ("Cost", "Entry", "Practice", "Shock"),
    "primitives": (
        "Acts", "Bond", "Connect", "Cut", "Meet", "Move", "Newcomers", "Primitive", "Push", "Recognise", "Remove",
        "Shift",
    ),
    "registry": ("Description", "catalogue", "describe", "find"),
    "shipped": ("HARMFUL", "PRACTICES", "SHOCKS"),
    "today": ("Meeting", "Spent", "Today"),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a check or a list needs but a few."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module '{__name__}' has no attribute {name!r}")
