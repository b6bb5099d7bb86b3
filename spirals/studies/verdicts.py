"""How a measure's difference is called: its title, its unit, which way is good, and how sure its sign is."""

from __future__ import annotations

import math

from spirals.analysis.paired import CLEAR_SHARE, PROBABLE_SHARE
from spirals.experiments.results import COSTS, card

SCORE = "score"


def direction(measure: str) -> int:
    """Return which direction of a measure is good; of hours and money, less."""
    if measure == SCORE:
        return 1
    return -1 if measure in COSTS else card(measure).better


def title(measure: str) -> str:
    """Return how a measure or the score is called."""
    return "Score" if measure == SCORE else card(measure).title


def unit(measure: str) -> str:
    """Return the unit of a measure or of the score."""
    return "SD between people" if measure == SCORE else card(measure).unit


def words(wins: float, losses: float, measure: str = SCORE) -> str:
    """Say in words how far the sign of a difference depends on the parameters.

    Parameters
    ----------
    wins, losses
        Shares of draws in which it is better and worse; the rest shows no difference.
    measure
        Decides whether the words are better and worse, higher and lower, or less and more.

    Examples
    --------
    >>> words(0.95, 0.05), words(0.5, 0.5), words(0.1, 0.15), words(0.0, 1.0, "hours_spent")
    ('robustly better', 'depends on assumptions', 'mostly no difference', 'robustly more')
    """
    if not math.isfinite(wins):
        return "not measured"
    up, down = (
        ("less", "more") if measure in COSTS else ("better", "worse") if direction(measure) else ("higher", "lower")
    )
    for least, word in ((CLEAR_SHARE, "robustly"), (PROBABLE_SHARE, "mostly")):
        if wins >= least:
            return f"{word} {up}"
        if losses >= least:
            return f"{word} {down}"
    ties = 1.0 - wins - losses
    if ties > 1.0 - 1e-9:
        return "no difference"
    return "mostly no difference" if ties >= PROBABLE_SHARE else "depends on assumptions"
