"""A second theory: everybody is polite, politeness is liked, nights let liking go; there are no further moves.

It shows that a theory is seven small functions, and that calendar, log, measures and both engines are the engine's.
"""

from __future__ import annotations

import sys

from spirals.engine.registry import verb
from spirals.engine.theory import Theory
from spirals.engine.ties import side_of
from spirals.mechanisms.numbers import settle
from spirals.population import ENERGY, KINDS_TODAY, MOOD, NORM, REGARD, UP_REGARD, State

POLITE = 1.5  # logits
LIKED = 0.25
LET_GO = 0.5


@verb
def morning(s: State, i: int) -> None:
    """Wake up in a middling mood."""
    s.people[i, MOOD] = 0.0


@verb
def conduct(reads: State, s: State, d: int, r: int, tie: int, more: float) -> float:
    """Be polite to everybody, whatever the occasion."""
    return POLITE


@verb
def respond(reads: State, i: int, j: int, ci: float, cj: float) -> tuple[float, float]:
    """Respond to nothing."""
    return ci, cj


@verb
def receive(
    reads: State, s: State, side: int, r: int, d: int, tie: int, q: float, dose: float, share: float, mutual: float
) -> float:
    """Like whoever is polite."""
    s.impact[side, UP_REGARD] += LIKED
    return q


@verb
def moves(
    reads: State, s: State, i: int, j: int, tie: int, qi: float, qj: float, dose: float, called: int, wanted: float,
    block: int,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Do no more than talk; note on which side of the tie one started."""
    s.today[i, KINDS_TODAY] = 1.0 + (side_of(s, tie, i) if tie >= 0 else 0.0)
    return 0, 0, 0, 0


@verb
def evening(s: State, i: int) -> None:
    """Sleep."""
    s.people[i, ENERGY] = settle(float(s.people[i, ENERGY]), 1.0, LET_GO)


@verb
def evening_of_tie(s: State, tie: int) -> None:
    """Let half of the liking go."""
    for side in range(2):
        s.ties[tie, REGARD + side] = settle(float(s.ties[tie, REGARD + side]), 0.0, LET_GO)


@verb
def evening_of_team(s: State, team: int, members: int) -> None:
    """Count heads."""
    s.teams[team, NORM] = 1.0 / (1.0 + members)


THEORY = Theory(
    "polite",
    (sys.modules[__name__],),
    morning,
    conduct,
    respond,
    receive,
    moves,
    evening,
    evening_of_tie,
    evening_of_team,
)
NO_THEORY = "polite"
