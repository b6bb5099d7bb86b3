"""The sources' claims as rows that runs can speak against: what must move what, and by how much at least."""

from __future__ import annotations

from spirals.studies.propositions import (
    claims,
    emotion,
    features,
    knowledge,
    lenses,
    moves,
    resilience,
    roles,
    stories,
)
from spirals.studies.propositions.declare import ARROW, CLAIM, HOLDS, ROWS, STORY, Part, Row
from spirals.studies.propositions.trial import Setting, Trial, shares, summary, table, try_rows

_SHOWN = (moves, features, emotion, resilience, roles, knowledge, lenses, stories, claims)
PROPOSITIONS: tuple[Row, ...] = tuple(
    each for module in _SHOWN for each in ROWS.values() if each.study.__module__ == module.__name__
)
"""Every declared row, in the order in which they are shown."""

__all__ = [
    "ARROW",
    "CLAIM",
    "HOLDS",
    "PROPOSITIONS",
    "STORY",
    "Part",
    "Row",
    "Setting",
    "Trial",
    "shares",
    "summary",
    "table",
    "try_rows",
]
