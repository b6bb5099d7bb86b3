"""When a practice is in force, and how strongly."""

from __future__ import annotations


def in_force(day: int, first: int, last: int | None) -> bool:
    """Say whether ``day`` (1-based) lies from ``first`` to ``last``, both included; ``None`` = no end."""
    return day >= first and (last is None or day <= last)


def strength(day: int, first: int, last: int | None, ramp: int, fade: int) -> float:
    """Return how strongly a practice acts on a day, 0..1.

    It rises in equal steps over ``ramp`` working days (0 = at once), stays, and after ``last`` falls in equal
    steps over ``fade`` working days (0 = at once) from what it had reached.

    Examples
    --------
    >>> [round(strength(day, first=2, last=5, ramp=2, fade=1), 2) for day in range(1, 9)]
    [0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
    """
    if day < first:
        return 0.0
    if last is None or day <= last:
        return _risen(day, first, ramp)
    left = 1.0 - (day - last) / (fade + 1.0)
    return _risen(last, first, ramp) * left if left > 0.0 else 0.0


def _risen(day: int, first: int, ramp: int) -> float:
    return 1.0 if ramp == 0 else min(1.0, (day - first + 1.0) / ramp)


def is_occasion(day: int, first: int, every: int) -> bool:
    """Say whether something that happens every ``every`` working days from ``first`` is due; 0 = once."""
    if every == 0:
        return day == first
    return day >= first and (day - first) % every == 0
