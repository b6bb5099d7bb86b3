"""How people who joined lately are getting on: what onboarding is for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.measures.registry import person_measure
from spirals.measures.ties import ties_per_person
from spirals.measures.view import Floats, View

# Half a year: in a hundred people with ordinary turnover about five are as new as that.
NEW_DAYS = 130
SOURCE = "Bauer & Green 1996; four-pathways"
NOBODY_NEW = "nobody joined in the last half year"


def is_new(view: View) -> NDArray[np.bool_]:
    """Return which active people joined within the last 130 working days."""
    return np.asarray(view.day - view.person("joined") < NEW_DAYS)


@person_measure("Newcomers' knowledge", "0..1", 1, SOURCE, "People", missing=NOBODY_NEW)
def newcomer_knowledge(view: View) -> Floats:
    """Mean knowledge of what their work asks, of people who joined in the last half year."""
    return _of_newcomers(view, view.person("knowledge"))


@person_measure("Newcomers' ties", "ties", 1, SOURCE, "Connections", missing=NOBODY_NEW)
def newcomer_ties(view: View) -> Floats:
    """Mean number of ties of people who joined in the last half year."""
    return _of_newcomers(view, ties_per_person(view))


def _of_newcomers(view: View, values: Floats) -> Floats:
    return np.where(is_new(view), values, np.nan)
