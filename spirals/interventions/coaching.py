"""The practice of the peer-coaching text."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Practice
from spirals.interventions.primitives import Acts, Meet, Push, Shift


class PeerCoaching(Practice):
    """Two people without power over each other talk for an hour in equal turns, asking and listening."""

    id: ClassVar[str] = "peer_coaching"
    title: ClassVar[str] = "Peer coaching"
    source: ClassVar[tuple[str, ...]] = ("peer-coaching",)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "tone", "effect")
    how: ClassVar[str] = (
        "Pairs of equal rank, from different teams, meet undistracted again and again; listening and "
        "trusting are "
        "practised, each session ends in a small step that feeds meaning, and wakes the wish for more connection."
    )
    evidence: ClassVar[str] = (
        "Weak for peer coaching itself: a survey of volunteers without controls. Workplace coaching in "
        "general: "
        "delta .36 (Jones et al. 2016, peer coaching excluded)."
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
        part = self.minutes / 60.0
        return (
            Meet(
                "pair", "respectful_engagement", self.minutes, every=self.every, tone=0.4, equal=1.0,
                near="other_team", peers=self.peers, lasting=self.lasting,
            ),
            Push("skill_respect", 0.03 * part, every=self.every),
            Push("skill_trust", 0.02 * part, every=self.every),
            Push("meaning", 0.02 * part, every=self.every),
            Push("wish", 0.10 * part, every=self.every),
            Shift("ask", 0.10),
        )  # fmt: skip


DECLARED: tuple[type[Practice], ...] = (PeerCoaching,)
