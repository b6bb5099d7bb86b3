"""What programmes cost: hours of those who take part and lead, and money."""

from __future__ import annotations

from spirals.measures.registry import measure
from spirals.measures.view import View

NO_DAY = "no day has been run"


@measure("Hours spent on programmes", "hours per person", -1, "theory.md, time is finite", "Cost", missing=NO_DAY)
def hours_spent(view: View) -> float:
    """Working hours that programmes took, of participants and facilitators, per person over the whole run."""
    return _per_head(view, "hours_spent")


@measure("Money spent on programmes", "money per person", -1, "theory.md, time is finite", "Cost", missing=NO_DAY)
def cost_spent(view: View) -> float:
    """Money that programmes cost, per person, over the whole run, in the unit the scenario states it in."""
    return _per_head(view, "cost_spent")


@measure("Time in meetings", "hours per person and week", -1, "theory.md, time is finite", "Cost", missing=NO_DAY)
def meeting_hours(view: View) -> float:
    """Hours a week that a person sits in meetings, over four weeks."""
    return view.per_person("meeting_minutes") * 5.0 / 60.0


def _per_head(view: View, name: str) -> float:
    days = view.whole("headcount")
    return float(view.whole(name).sum() / days.mean()) if days.size and days.mean() > 0.0 else float("nan")
