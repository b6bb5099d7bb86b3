"""Practices, harmful practices and shocks: a small vocabulary, and one declaration each.

>>> from spirals.interventions import find
>>> find("team_incentives")(start=20, share=0.3)
TeamIncentives(start=20, share=0.3)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spirals.interventions.apply import Schedule
    from spirals.interventions.conformance import NotAPractice, check_practice
    from spirals.interventions.custom import Custom
    from spirals.interventions.day_plan import DayPlan, Meeting, Spent
    from spirals.interventions.practice import Cost, Entry, Practice, Shock
    from spirals.interventions.primitives import (
        Acts,
        Blow,
        Breach,
        Connect,
        Cut,
        Meet,
        Move,
        Newcomers,
        Primitive,
        Recognise,
        Rely,
        Remove,
        Shift,
        Teach,
    )
    from spirals.interventions.registry import Description, catalogue, describe, find
    from spirals.interventions.shipped import HARMFUL, PRACTICES, SHOCKS

__all__ = [
    "HARMFUL",
    "PRACTICES",
    "SHOCKS",
    "Acts",
    "Blow",
    "Breach",
    "Connect",
    "Cost",
    "Custom",
    "Cut",
    "DayPlan",
    "Description",
    "Entry",
    "Meet",
    "Meeting",
    "Move",
    "Newcomers",
    "NotAPractice",
    "Practice",
    "Primitive",
    "Recognise",
    "Rely",
    "Remove",
    "Schedule",
    "Shift",
    "Shock",
    "Spent",
    "Teach",
    "catalogue",
    "check_practice",
    "describe",
    "find",
]

_HOMES = {
    "apply": ("Schedule",),
    "conformance": ("NotAPractice", "check_practice"),
    "custom": ("Custom",),
    "day_plan": ("DayPlan", "Meeting", "Spent"),
    "practice": ("Cost", "Entry", "Practice", "Shock"),
    "primitives": (
        "Acts", "Blow", "Breach", "Connect", "Cut", "Meet", "Move", "Newcomers", "Primitive", "Recognise", "Rely",
        "Remove", "Shift", "Teach",
    ),
    "registry": ("Description", "catalogue", "describe", "find"),
    "shipped": ("HARMFUL", "PRACTICES", "SHOCKS"),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: a check or a list needs but a few."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module '{__name__}' has no attribute {name!r}")
