"""Meetings: who gets the turns."""

from __future__ import annotations

from spirals.mechanisms.registry import mechanism


@mechanism
def turn_weight(sociability: float, safety: float, level: float, status_turns: float) -> float:
    """Return a member's weight for a turn: ``sociability (1/2 + safety) (1 + status_turns level)``.

    The quiet get less, the unsafe hold back, rank speaks more.
    """
    return sociability * (0.5 + safety) * (1.0 + status_turns * level)


@mechanism
def equalised(weight: float, mean_weight: float, voice: float) -> float:
    """Return the weight after a voice practice moved it a share ``voice`` of the way to equal turns."""
    return weight + voice * (mean_weight - weight)
