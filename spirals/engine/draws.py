"""Draws: the random numbers of people, pairs and encounters.

A draw is a pure function of person, day and purpose (`spirals.streams`), so each chance has its own key whether it is
used or not.
"""

from __future__ import annotations

from spirals.engine.reading import whole
from spirals.engine.registry import inlined, verb
from spirals.population import DAY, LANE, TEAM_LANE, State
from spirals.streams import uniforms


@inlined
def fresh(s: State, i: int, purpose: int, block: int) -> tuple[float, float, float, float]:
    """Return four numbers of one person, for a purpose of today."""
    return uniforms(s.key, whole(s.place[i, LANE]), int(s.counts[DAY]), purpose, block)


@verb
def fresh_of_team(s: State, team: int, purpose: int, block: int) -> tuple[float, float, float, float]:
    """Return four numbers of one team, for a purpose of today."""
    return uniforms(s.key, int(s.teams[team, TEAM_LANE]), int(s.counts[DAY]), purpose, block)


@verb
def fresh_of_pair(s: State, i: int, j: int, purpose: int, block: int) -> tuple[float, float, float, float]:
    """Return four numbers of two people, the same on every day."""
    return uniforms(s.key, whole(s.place[i, LANE]), whole(s.place[j, LANE]), purpose, block)


@verb
def encounter_block(step: int, k: int) -> int:
    """Return the block of random numbers of the k-th encounter that a person starts in a step."""
    return step * 8 + k
