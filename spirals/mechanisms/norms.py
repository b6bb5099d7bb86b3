"""Habits and norms: what people do and see becomes what they do."""

from __future__ import annotations

from typing import Any

from spirals.mechanisms.numbers import settle
from spirals.mechanisms.registry import mechanism


@mechanism
def seen_weight(p: Any, level: float, seen: float) -> float:
    """Return how much an act or answer of somebody is seen: ``(1 + (leader_weight - 1) min(1, level)) (1 + seen)``."""
    return max(0.0, (1.0 + (p.leader_weight - 1.0) * min(1.0, level)) * (1.0 + seen))


@mechanism
def norm_tonight(norm: float, seen: float, weight: float, rate: float) -> float:
    """Return a team's norm of a move after a day: ``rate`` of the way to what was seen there, ``seen / weight``.

    How a move ended counts: a request granted +1, refused -1; something entrusted +1 if honoured, -1 if not.
    """
    if weight <= 0.0:
        return norm
    return settle(norm, seen / weight, rate)


@mechanism
def habit_tonight(p: Any, habit: float, taken: float, chances: float, norm: float) -> float:
    """Return a habit after a day: it follows the share of occasions taken, and what one sees others do.

    ``habit + habit_rate ((1 - habit_seen) taken / chances + habit_seen max(0, norm) - habit)``; without an occasion
    only the second part moves it.  One slow symmetric rate: half a year (Lally et al. 2010 on months).
    """
    seen = p.habit_rate * p.habit_seen * (max(0.0, norm) - habit)
    if chances <= 0.0:
        return habit + seen
    return habit + seen + p.habit_rate * (1.0 - p.habit_seen) * (taken / chances - habit)
