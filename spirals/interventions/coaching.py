"""The practice of the peer-coaching text."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Practice
from spirals.interventions.primitives import Acts, Meet, Teach


class PeerCoaching(Practice):
    """Two people without power over each other talk for an hour in equal turns, asking and listening."""

    id: ClassVar[str] = "peer_coaching"
    title: ClassVar[str] = "Peer coaching"
    source: ClassVar[tuple[str, ...]] = ("peer-coaching",)
    carriers: ClassVar[tuple[str, ...]] = ("conduct", "trusting")
    headline: ClassVar[str] = "mean_carrying_capacity"
    how: ClassVar[str] = (
        "Pairs of equal rank, from different teams, meet undistracted again and again, in equal turns, to tell each "
        "other what they are at. A part of each session is guided practice in asking and listening."
    )
    fails_when: ClassVar[str] = "One has power over the other, sessions are interrupted, or one does all the talking."

    adoption: float = Field(default=0.5, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=10, ge=1, le=260, description="working days between sessions")
    minutes: float = Field(default=60.0, ge=1, le=240, description="length of a session, minutes")
    peers: bool = Field(default=True, description="only pairs without power over each other")
    lasting: bool = Field(default=True, description="pairs stay together")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.1), description="matching and follow-up")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "pair", "entrust", self.minutes, every=self.every, presence=0.5, equal=1.0,
                near="other_team", peers=self.peers, lasting=self.lasting,
            ),
            Teach("respect", self.minutes / 60.0 / 4.0, every=self.every),
        )  # fmt: skip


DECLARED: tuple[type[Practice], ...] = (PeerCoaching,)
