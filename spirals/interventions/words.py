"""A practice in words: its settings with their ranges, what it costs, what it does act by act."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from spirals.interventions.practice import Cost, Entry
from spirals.interventions.primitives import Meet, Primitive
from spirals.interventions.registry import Setting

MONTH = 20  # working days


def setting_text(setting: Setting) -> str:
    """Write a setting with its default and range, as ``share 0.5 (0 to 1)``.

    Examples
    --------
    >>> setting_text(Setting("rate", 0.05, 0, 2, "awards per leader and day"))
    'rate 0.05 (0 to 2)'
    >>> setting_text(Setting("who", "leaders", None, None, "who takes part"))
    'who leaders'
    """
    default = setting.default
    shown = f"{default:g}" if isinstance(default, float) else "none" if default is None else str(default)
    if setting.low is None:
        return f"{setting.name} {shown}"
    high = "up" if setting.high is None else f"to {setting.high:g}"
    return f"{setting.name} {shown} ({setting.low:g} {high})"


def cost_text(entry: Entry) -> str:
    """Return what a practice costs at dose 1, in words; hours and money as they are counted.

    Examples
    --------
    >>> from spirals.interventions import find
    >>> cost_text(find("buddy")())
    '2.2 h of meetings a participant and month'
    >>> cost_text(find("silencing")())
    'nothing that is counted'
    """
    price = entry.price
    parts = []
    hours = sum(_hours(act) for act in entry.acts())
    if hours > 0.0:
        parts.append(f"{hours:.2g} h of meetings a participant and month")
    once = sum(act.minutes for act in entry.acts() if isinstance(act, Meet) and act.every == 0) / 60.0
    if once > 0.0:
        parts.append(f"{once:.2g} h of meetings a participant, once")
    parts += _parts(price)
    return "; ".join(parts) or "nothing that is counted"


def _hours(act: Primitive) -> float:
    return act.minutes / 60.0 * MONTH / act.every if isinstance(act, Meet) and act.every > 0 else 0.0


def _parts(price: Cost) -> list[str]:
    worded = (
        (price.hours_per_person_day * MONTH, "{:.2g} h of a participant's work a month"),
        (
            price.facilitator_hours_per_person_day * MONTH,
            "{:.2g} h of facilitators a participant and month",
        ),
        (price.facilitator_hours_per_day * MONTH, "{:.2g} h of facilitators a month"),
        (price.facilitator_hours_per_meeting, "{:.2g} h of facilitators a meeting"),
        (price.money_per_person_day * MONTH, "{:.3g} money a participant and month"),
        (price.money_per_meeting, "{:.3g} money a meeting"),
        (price.money_per_person, "{:.3g} money a participant, once"),
    )
    return [text.format(amount) for amount, text in worded if amount > 0.0]


def act_text(act: Primitive) -> str:
    """Write an act as a scenario file would, with what differs from its defaults.

    Examples
    --------
    >>> from spirals.interventions import Shift
    >>> act_text(Shift("ask", 0.3, of="leaders"))
    'shift: target ask, amount 0.3, of leaders'
    """
    given: list[str] = []
    for item in fields(act):
        value: Any = getattr(act, item.name)
        if item.name != "do" and value != item.default:
            given.append(f"{item.name} {value:g}" if isinstance(value, float) else f"{item.name} {value}")
    return f"{act.do}: {', '.join(given)}"
