"""Practices named in *We learn more when we learn together* (Dutton & Heaphy): growing through connections.

The source says that these do not work with lower-quality relationships.  No gate makes it so: asking, entrusting and
play are met badly where ties are poor.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Lasts, Practice
from spirals.interventions.primitives import Acts, Meet, Shift, Teach
from spirals.interventions.who import Who

GROW = "grow-through-connections"


class Growth(Practice):
    """A practice through which people grow with each other, where their connections are good."""

    source: ClassVar[tuple[str, ...]] = (GROW,)


class LearningGroup(Growth):
    """A lunchtime group from all over the organisation watches talks or takes a course together."""

    id: ClassVar[str] = "learning_group"
    title: ClassVar[str] = "Learning group"
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    headline: ClassVar[str] = "learning_behaviour"
    how: ClassVar[str] = (
        "The same people from different teams meet at lunch, half of the time to help each other, half to say what "
        "they think of what they saw."
    )
    fails_when: ClassVar[str] = "Participants do not get on, or come for the sandwiches."

    who: Who = Field(default="share:0.2", description="who takes part")
    every: int = Field(default=5, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=8, ge=2, le=50, description="people in a group")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        who: dict[str, Any] = {"size": self.size, "near": "other_team", "lasting": True, "slot": 2}
        half = self.minutes / 2.0
        return (
            Meet("group", "help", half, every=self.every, equal=0.4, **who),
            Meet("group", "entrust", half, every=self.every, equal=0.4, **who),
        )


class SelfManagedCourse(Growth):
    """A team designs and leads its own course, sharing the responsibility."""

    id: ClassVar[str] = "self_managed_course"
    title: ClassVar[str] = "Self-managed course"
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    headline: ClassVar[str] = "learning_behaviour"
    how: ClassVar[str] = (
        "Sessions of the team that it leads itself, to help each other and to hand over parts of the course; a part "
        "of each session is guided practice in engaging others."
    )
    fails_when: ClassVar[str] = "Responsibility is shared on paper only."

    lasts: Lasts = Field(default=30, description="working days it goes on, unless an end is given")
    every: int = Field(default=5, ge=1, le=60, description="working days between sessions")
    minutes: float = Field(default=60.0, ge=5, le=240, description="length of a session, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        half = self.minutes / 2.0
        return (
            Meet("team", "help", half, every=self.every, equal=0.5),
            Meet("team", "entrust", half, every=self.every, equal=0.5),
            Teach("respect", self.minutes / 60.0 / 4.0, every=self.every),
        )


class CoachingPartners(Growth):
    """Two or three people hold each other to their learning goals for a time, and cheer each other on."""

    id: ClassVar[str] = "coaching_partners"
    title: ClassVar[str] = "Coaching partners"
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "conduct")
    headline: ClassVar[str] = "engagement"
    how: ClassVar[str] = (
        "The same two or three meet regularly in equal turns, tell each other what they aim at and where they "
        "stand, and are held to it, so that what is entrusted is honoured more often."
    )
    fails_when: ClassVar[str] = "Goals are vague, or one partner loses interest."

    adoption: float = Field(default=0.3, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=5, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=30.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=2, ge=2, le=3, description="people holding each other to their goals")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "group", "entrust", self.minutes, every=self.every, presence=0.3, equal=0.8,
                size=self.size, lasting=True,
            ),
            Shift("honour", 0.3),
        )  # fmt: skip


class TaskForce(Growth):
    """A group across levels takes on a challenge of the organisation, with connection as an explicit aim."""

    id: ClassVar[str] = "task_force"
    title: ClassVar[str] = "Task force"
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    headline: ClassVar[str] = "influence"
    how: ClassVar[str] = (
        "The same people of all levels and teams meet again and again, half of the time to help each other with the "
        "task, half to hand over parts of it and to say what they think, in turns that are evened out; they get to "
        "know others more readily."
    )
    fails_when: ClassVar[str] = "The challenge is a pretext, or rank does the talking."

    who: Who = Field(default="share:0.12", description="who takes part")
    every: int = Field(default=10, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=90.0, ge=5, le=480, description="length of a meeting, minutes")
    size: int = Field(default=12, ge=3, le=100, description="people in one task force")
    cost: Cost = Field(default=Cost(facilitator_hours_per_meeting=2.0), description="preparation")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        who: dict[str, Any] = {"size": self.size, "near": "other_team", "lasting": True}
        half = self.minutes / 2.0
        return (
            Meet("group", "help", half, every=self.every, presence=0.2, equal=0.5, **who),
            Meet("group", "entrust", half, every=self.every, presence=0.2, equal=0.5, **who),
            Shift("reach", 0.2),
        )


class FreshEyes(Growth):
    """Colleagues who connect well share an experience, as a day as their own customers, and rethink work."""

    id: ClassVar[str] = "fresh_eyes"
    title: ClassVar[str] = "Fresh eyes"
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "play")
    headline: ClassVar[str] = "creativity"
    how: ClassVar[str] = (
        "Well-connected people spend a part of a day together now and then, in play with their own service as its "
        "customers know it. Between these days the same group meets to say what could be otherwise, in turns that "
        "are evened out. What becomes easier at work follows from the ideas that are taken up."
    )
    fails_when: ClassVar[str] = "What they propose is not taken up."

    who: Who = Field(default="best_connected:0.15", description="who takes part")
    every: int = Field(default=60, ge=1, le=260, description="working days between such days")
    minutes: float = Field(default=240.0, ge=10, le=480, description="length of such a day, minutes")
    redesign_every: int = Field(default=5, ge=1, le=60, description="working days between meetings to redesign work")
    redesign_minutes: float = Field(default=45.0, ge=0, le=240, description="length of such a meeting, minutes")
    size: int = Field(default=6, ge=2, le=50, description="people in a group")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        who: dict[str, Any] = {"presence": 0.2, "equal": 0.5, "size": self.size, "lasting": True}
        return (
            Meet("group", "play", self.minutes, every=self.every, slot=2, **who),
            Meet("group", "entrust", self.redesign_minutes, every=self.redesign_every, **who),
        )


class HelpSeekingRoutine(Growth):
    """A group asks each member regularly what they need, and helps."""

    id: ClassVar[str] = "help_seeking_routine"
    title: ClassVar[str] = "Help-seeking routine"
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "help_given"
    how: ClassVar[str] = (
        "A short round of each team in equal turns where everyone says what they need; asking and granting what is "
        "asked for are wanted more between the rounds too."
    )
    fails_when: ClassVar[str] = "Needs are named and nothing follows."

    every: int = Field(default=5, ge=1, le=60, description="working days between rounds")
    minutes: float = Field(default=20.0, ge=1, le=240, description="length of a round, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "help", self.minutes, every=self.every, equal=0.8),
            Shift("ask", 0.4),
            Shift("grant", 0.4),
        )


class Storytelling(Growth):
    """People who work apart tell each other in person about cases from their work."""

    id: ClassVar[str] = "storytelling"
    title: ClassVar[str] = "Storytelling"
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "task enabling")
    headline: ClassVar[str] = "learning_behaviour"
    how: ClassVar[str] = (
        "Remote people meet in person in small groups at lunch and tell each other, attentively and in equal turns, "
        "what went well or wrong; questions are asked more readily, and what is told is honoured more often."
    )
    fails_when: ClassVar[str] = "There is no time to meet, or stories of mistakes are punished."

    who: Who = Field(default="remote", description="who takes part")
    every: int = Field(default=10, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=5, ge=2, le=50, description="people in a group")
    cost: Cost = Field(default=Cost(money_per_meeting=30.0), description="the way there")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "group", "entrust", self.minutes, every=self.every, presence=0.2, equal=0.5,
                size=self.size, channel="in_person", slot=2,
            ),
            Shift("ask", 0.3),
            Shift("honour", 0.3),
        )  # fmt: skip


class ExternalCommunity(Growth):
    """A circle beyond the employer, whose members do not compete for the same jobs."""

    id: ClassVar[str] = "external_community"
    title: ClassVar[str] = "External community"
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "conduct")
    headline: ClassVar[str] = "mean_knowledge"
    how: ClassVar[str] = (
        "In the evening the same few people of different teams, who do not compete for the same posts, meet outside "
        "work to help each other, in equal turns; trained listeners teach them how to help. Others in the circle "
        "are not people of the model."
    )
    fails_when: ClassVar[str] = "It replaces time with colleagues, or members do compete."

    adoption: float = Field(default=0.15, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=15, ge=1, le=60, description="working days between meetings")
    hours: float = Field(default=2.0, ge=0, le=12, description="length of a meeting, hours; own time")
    size: int = Field(default=5, ge=2, le=50, description="people of the organisation in one circle")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "group", "help", 60.0 * self.hours, every=self.every, presence=0.2, equal=0.7,
                size=self.size, near="other_team", lasting=True, slot=4,
            ),
            Teach("enable", self.hours / 4.0, every=self.every),
        )  # fmt: skip


DECLARED: tuple[type[Practice], ...] = (
    LearningGroup,
    SelfManagedCourse,
    CoachingPartners,
    TaskForce,
    FreshEyes,
    HelpSeekingRoutine,
    Storytelling,
    ExternalCommunity,
)
