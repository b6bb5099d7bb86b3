"""Practices of play named in *4 science-backed pathways to high-quality connections* (Birnbaum)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from spirals.interventions.build import BUILD, PATHWAYS
from spirals.interventions.practice import Cost, Practice
from spirals.interventions.primitives import Acts, Meet, Push, Shift


class Icebreakers(Practice):
    """Some meetings begin with a few minutes of prompts that help people get to know each other."""

    id: ClassVar[str] = "icebreakers"
    title: ClassVar[str] = "Icebreakers"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone")
    how: ClassVar[str] = "A short playful round in each team, and easier first encounters."
    evidence: ClassVar[str] = "Weak."
    fails_when: ClassVar[str] = "People feel put on the spot."

    every: int = Field(default=5, ge=1, le=60, description="working days between rounds")
    minutes: float = Field(default=5.0, ge=1, le=60, description="length of a round, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "play", self.minutes, every=self.every, tone=0.1, equal=0.7),
            Shift("tone_first", 0.15),
        )


class TeamBuilding(Practice):
    """A team event now and then."""

    id: ClassVar[str] = "team_building"
    title: ClassVar[str] = "Team building"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "which")
    how: ClassVar[str] = "An afternoon of play of the whole team."
    evidence: ClassVar[str] = "Moderate: strongest on affect (Klein et al. 2009)."
    fails_when: ClassVar[str] = "Bad ties are locked up together, or the event replaces change."
    turning: ClassVar[str] = (
        "Does not grow: an afternoon that becomes a day gives little more and takes the time from work."
    )

    every: int = Field(default=65, ge=1, le=260, description="working days between events")
    minutes: float = Field(default=180.0, ge=10, le=480, description="length of an event, minutes")
    cost: Cost = Field(
        default=Cost(facilitator_hours_per_meeting=4.0, money_per_meeting=300.0),
        description="planning and money",
    )

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Meet("team", "play", self.minutes, every=self.every, tone=0.3, equal=0.3, slot=3),)


class PlaySpaces(Practice):
    """A channel for jokes and funny exchanges."""

    id: ClassVar[str] = "play_spaces"
    title: ClassVar[str] = "Play spaces"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "whom")
    how: ClassVar[str] = "The same small groups from anywhere exchange a few playful lines in writing."
    evidence: ClassVar[str] = "Weak."
    fails_when: ClassVar[str] = "Jokes are at somebody's expense, or it distracts."
    turning: ClassVar[str] = "Levels off: those who take part soon know each other, and a longer line does little more."

    adoption: float = Field(default=0.4, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=1, ge=1, le=60, description="working days between exchanges")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("group", "play", 3.0, every=self.every, size=6, lasting=True, channel="text"),
            Shift("appeal_play", 0.10),
        )


class Celebrations(Practice):
    """Informal gatherings, such as a lunch for a goal met together."""

    id: ClassVar[str] = "celebrations"
    title: ClassVar[str] = "Celebrations"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "rate", "effect")
    how: ClassVar[str] = "The team has a long lunch of play and respect, which feeds meaning a little."
    evidence: ClassVar[str] = "Weak to moderate: shared positive events."
    fails_when: ClassVar[str] = "Part of the team did the work and all are praised, or some are left out."
    turning: ClassVar[str] = "Does not grow: a longer lunch gives little more and takes the time from work."

    every: int = Field(default=30, ge=1, le=260, description="working days between celebrations")
    minutes: float = Field(default=75.0, ge=5, le=480, description="length, minutes")
    pathway: Literal["respectful_engagement", "play", "free"] = Field(
        default="free", description="what it is about; free leaves it to them"
    )
    cost: Cost = Field(default=Cost(money_per_meeting=120.0), description="food")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", self.pathway, self.minutes, every=self.every, tone=0.3, slot=2),
            Shift("appeal_play", 0.05),
            Push("meaning", 0.02, every=self.every),
        )


DECLARED: tuple[type[Practice], ...] = (Icebreakers, TeamBuilding, PlaySpaces, Celebrations)
