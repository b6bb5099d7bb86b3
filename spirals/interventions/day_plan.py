"""What the practices ask of one day: meetings, departures, moves, shifted parameters, and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Meeting(NamedTuple):
    """One scheduled encounter of two people or a group.

    Attributes
    ----------
    slot
        Two-hour slot of the day, 0..4.
    members
        Rows of those who take part.
    move
        What it is for: 0 to talk, 1 to help, 2 to entrust, 3 to play; -1 where they choose.
    minutes
        Length.
    presence
        Added to the conduct logit of those who take part, 0..0.5.
    equal
        How far turns of talk are evened out, 0..1.
    channel
        Index of ``population.CHANNELS``.
    pair
        Whether it is one encounter of two people.
    wanted
        How much more the move is wanted that it is for, logits; ``CERTAIN`` where it is made for sure.
    """

    slot: int
    members: NDArray[np.int64]
    move: int
    minutes: float
    presence: float
    equal: float
    channel: int
    pair: bool
    wanted: float


class Spent(NamedTuple):
    """What one practice cost today: people taking part, hours of participants and facilitators, money."""

    programme: str
    people: int
    hours: float
    facilitator_hours: float
    money: float


def without(meetings: Sequence[Meeting], absent: Sequence[int]) -> list[Meeting]:
    """Return the meetings as they are when some people are not there; nobody meets alone."""
    left = [meeting._replace(members=np.setdiff1d(meeting.members, absent)) for meeting in meetings]
    return [meeting for meeting in left if len(meeting.members) > 1]


@dataclass
class DayPlan:
    """What the practices ask of one day.

    Attributes
    ----------
    meetings
        Scheduled encounters, in a fixed order.
    parameters
        What to add to parameters today, by name; the organisation holds the sum inside the parameter's range.
    leavers
        People who leave this morning.
    moves
        Pairs of person and new team.
    spent
        Costs by practice.
    begun, ended
        Names of practices whose first day this is, or whose last day was yesterday: marks on a time axis.
    """

    meetings: list[Meeting] = field(default_factory=list)
    parameters: dict[str, float] = field(default_factory=dict)
    leavers: list[int] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """Return the hours of participants and facilitators spent today."""
        return sum(row.hours + row.facilitator_hours for row in self.spent)

    @property
    def money(self) -> float:
        """Return the money spent today."""
        return sum(row.money for row in self.spent)
