"""Growth: mentors and coaches wake the wish for more connection; energetic, safe members start practices."""

from __future__ import annotations

from spirals.mechanisms.numbers import logistic, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def wish_woken(wish: float, ranks_above: float, dose: float, wish_gain: float) -> float:
    """Return the wish for more connection (0..1) after good help from somebody ``ranks_above`` oneself.

    ``1 - (1 - wish) exp(-wish_gain ranks_above dose)``; help among equals or from below wakes none.  Good mentors and
    coaches raise skill and worth, and the wish for more connection (growth lens of Dutton & Heaphy 2003).
    """
    return rise(wish, wish_gain * max(0.0, ranks_above) * dose)


@mechanism
def going_well(quality: float, quality_needed: float, quality_width: float) -> float:
    """Return how well a practice can go among people, 0..1, from the mean quality of the ties among them.

    ``logistic((quality - quality_needed) / quality_width)``: such practices "won't work with lower-quality
    relationships" (grow-through-connections).
    """
    return logistic((quality - quality_needed) / quality_width)


@mechanism
def starting_chance(
    energy: float, safety: float, of_itself: float, went_well: float, teams: int, member_start: float, breeding: float
) -> float:
    """Return the chance that one person starts a practice on one day.

    ``member_start energy safety (of_itself + breeding went_well) / teams``, at most 1.  ``of_itself`` is 1 for a
    practice that waits for somebody to begin it and 0 for one that is over; ``went_well`` (0..1) is how well members'
    own practices went so far: one that goes well can breed the next (grow-through-connections).  ``teams`` (1 or more)
    is how many teams those taking part come from: who begins speaks for one of them, and the others must come along.
    """
    return min(1.0, member_start * energy * safety * (of_itself + breeding * went_well) / teams)
