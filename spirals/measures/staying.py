"""Who stays, who goes, who comes."""

from __future__ import annotations

from spirals.measures.registry import measure
from spirals.measures.view import View
from spirals.population import YEAR

NO_DAY = "no day has been run"


@measure("Turnover", "per year", -1, "theory.md, leaving", "Staying", missing=NO_DAY)
def turnover(view: View) -> float:
    """People who left, as a share of the staff and per year of 260 days, over the whole run."""
    return _yearly(view, "left")


@measure("Joining", "per year", 0, "theory.md, joining", "Staying", missing=NO_DAY)
def joining(view: View) -> float:
    """People who joined, as a share of the staff and per year of 260 days, over the whole run."""
    return _yearly(view, "joined")


@measure("Staff", "people", 0, "theory.md", "Staying")
def headcount(view: View) -> float:
    """How many people are in the organisation on the last day."""
    return float(view.count)


def _yearly(view: View, name: str) -> float:
    people = float(view.whole("headcount").sum())
    return float(view.whole(name).sum()) / people * YEAR if people > 0.0 else float("nan")
