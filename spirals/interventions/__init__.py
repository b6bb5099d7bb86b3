"""Practices, harmful practices and shocks: a small vocabulary, and one declaration each.

>>> from spirals.interventions import find
>>> find("team_incentives")(start=20, share=0.3)
TeamIncentives(start=20, share=0.3)
"""

from spirals.interventions.apply import Agenda
from spirals.interventions.conformance import NotAPractice, check_practice
from spirals.interventions.practice import Cost, Custom, Entry, Practice, Shock
from spirals.interventions.primitives import (
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
from spirals.interventions.registry import HARMFUL, PRACTICES, SHOCKS, catalogue, describe, find
from spirals.interventions.today import Meeting, Spent, Today

__all__ = [
    "HARMFUL",
    "PRACTICES",
    "SHOCKS",
    "Agenda",
    "Bond",
    "Connect",
    "Cost",
    "Custom",
    "Cut",
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
