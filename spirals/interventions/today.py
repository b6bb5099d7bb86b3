"""What the programmes ask of one day: meetings, departures, moves, shifted parameters, and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Meeting(NamedTuple):
    """One scheduled encounter of two people or a group.

    ``slot`` 0..4; ``pathway`` 0..3 or -1 where they choose; ``tone`` is added to the tone logit; ``equal``
    0..1 is how far turns are equalised; ``channel`` indexes ``population.CHANNELS``.
    """

    slot: int
    members: NDArray[np.int64]
    pathway: int
    minutes: float
    tone: float
    equal: float
    channel: int
    pair: bool


class Spent(NamedTuple):
    """What one programme cost today: hours of participants and facilitators, money, people taking part."""

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
class Today:
    """What the programmes ask of one day.

    Attributes
    ----------
    meetings
        Scheduled encounters, in a fixed order.
    parameters
        What to add to parameters today, by name; the organisation holds the sum inside the parameter's range.
    meeting_tone
        Added to the tone logit of each team's own meetings, by team.
    leavers
        People who leave this morning.
    moves
        Pairs of person and new team.
    spent
        Costs by programme.
    begun, ended
        Names of programmes whose first day this is, or whose last day was yesterday: marks on a time axis.
    """

    meeting_tone: NDArray[np.float64]
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
