"""The score: one fixed set of outcomes, each over the whole run and some months after everything has ended.

An outcome is looked at on the last day of every month, practices and all, and then on three more months after every
practice has ended; the score takes the mean of these days.  So a practice that is in force on the last day only gains
little, and one that lasts gains more.
"""

from __future__ import annotations

from collections.abc import Mapping

from spirals.errors import InputError
from spirals.parameters import nearest

SCORED = (
    "mean_quality", "corrosive", "mean_energy", "mean_strain", "mean_safety", "engagement", "performance",
    "relational_coordination", "creativity", "learning_behaviour",
)  # fmt: skip
"""What every score is made of, in every command, page and report."""
LEFT_OUT = {
    "turnover": "rare, so without an SD between people",
    "life_giving_share": "without an SD between people",
    "cross_team_ties": "what practices change in order to change the rest",
}
"""Usual outcomes that stand beside the score, and why; so do newcomers' outcomes, hours and money."""
MONTH = 20  # working days
AFTER = 3 * MONTH  # days that are looked at after everything has ended
WHOLE = "whole_"  # before an outcome's name: its mean over the whole run and the months after


def whole(name: str) -> str:
    """Return the name of an outcome's mean over the whole run and the months after."""
    return WHOLE + name


def base_of(name: str) -> str:
    """Return the outcome of which a name says the mean over the whole run; any other name as it stands."""
    return name.removeprefix(WHOLE)


def is_whole(name: str) -> bool:
    """Say whether a name is that of a mean over the whole run."""
    return name.startswith(WHOLE)


WHOLES = tuple(whole(name) for name in SCORED)


def months(days: int) -> tuple[int, ...]:
    """Return the days on which outcomes are looked at while a run of so many days lasts.

    Examples
    --------
    >>> months(65), months(7)
    ((20, 40, 60, 65), (7,))
    """
    full = tuple(range(MONTH, days + 1, MONTH))
    return full if full and full[-1] == days else (*full, days)


def days_after(days: int) -> int:
    """Return how many days are looked at after the end: three months, of short runs half of their length."""
    return min(AFTER, days // 2)


def weights_of(stated: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of every scored outcome, 1 where none is stated.

    Raises
    ------
    InputError
        For an outcome that is not scored, a negative weight, or if all are 0.

    Examples
    --------
    >>> weights_of({"performance": 3.0})["performance"], weights_of({})["mean_energy"]
    (3.0, 1.0)
    """
    for name, weight in stated.items():
        if name not in SCORED:
            guess = nearest(name, SCORED)
            hint = f"did you mean '{guess}'?" if guess else f"there are {', '.join(SCORED)}"
            raise InputError(f"weights: {name}: is no outcome of the score; {hint}")
        if not 0.0 <= weight < float("inf"):
            raise InputError(f"weights: {name}: {weight:g} is no weight; give 0 or more")
    found = {name: float(stated.get(name, 1.0)) for name in SCORED}
    if not any(found.values()):
        raise InputError("weights: all are 0, so there is no score; give one above 0")
    return found
