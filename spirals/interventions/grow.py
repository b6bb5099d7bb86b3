"""Practices named in *We learn more when we learn together* (Dutton & Heaphy): growing through connections.

The source says that these do not work with lower-quality relationships, so each works in the measure of the
quality of the ties among those who take part (:attr:`Practice.needs_quality`).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Lasts, Practice
from spirals.interventions.primitives import Acts, Bond, Meet, Push, Shift
from spirals.interventions.who import Who

GROW = "grow-through-connections"


class Growth(Practice):
    """A practice through which people grow with each other, where their connections are good."""

    source: ClassVar[tuple[str, ...]] = (GROW,)
    needs_quality: ClassVar[bool] = True


class LearningGroup(Growth):
    """A lunchtime group from all over the organisation watches talks or takes a course together."""

    id: ClassVar[str] = "learning_group"
    title: ClassVar[str] = "Learning group"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "which", "effect")
    how: ClassVar[str] = "The same people from different teams meet at lunch, help and challenge each other, and learn."
    evidence: ClassVar[str] = "Weak: cases; informal learning in general is better supported."
    fails_when: ClassVar[str] = "Participants do not get on, or come for the sandwiches."

    who: Who = Field(default="share:0.2", description="who takes part")
    every: int = Field(default=5, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=8, ge=2, le=50, description="people in a group")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "group", "task_enabling", self.minutes, every=self.every, tone=0.2, equal=0.4,
                size=self.size, near="other_team", lasting=True, slot=2,
            ),
            Push("knowledge", 0.02 * self.minutes / 45.0, every=self.every),
        )  # fmt: skip


class SelfManagedCourse(Growth):
    """A team designs and leads its own course, sharing the responsibility."""

    id: ClassVar[str] = "self_managed_course"
    title: ClassVar[str] = "Self-managed course"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "which", "effect")
    how: ClassVar[str] = "Weekly sessions of the team, of help and of trust, for six weeks; knowledge and skill grow."
    evidence: ClassVar[str] = "Weak: one case (staff of a business school), which led to further courses."
    fails_when: ClassVar[str] = "Responsibility is shared on paper only."

    lasts: Lasts = Field(default=30, description="working days it goes on, unless an end is given")
    every: int = Field(default=5, ge=1, le=60, description="working days between sessions")
    minutes: float = Field(default=60.0, ge=5, le=240, description="length of a session, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 60.0
        return (
            Meet("team", "task_enabling", self.minutes / 2.0, every=self.every, tone=0.2, equal=0.5),
            Meet("team", "trusting", self.minutes / 2.0, every=self.every, tone=0.2, equal=0.5),
            Push("knowledge", 0.02 * part, every=self.every),
            Push("skill", 0.02 * part, every=self.every),
        )


class CoachingPartners(Growth):
    """Two or three people hold each other to their learning goals for a time, and cheer each other on."""

    id: ClassVar[str] = "coaching_partners"
    title: ClassVar[str] = "Coaching partners"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "effect")
    how: ClassVar[str] = (
        "The same two or three meet regularly to help each other; knowledge, meaning and the wish for more connection "
        "grow a little."
    )
    evidence: ClassVar[str] = "Moderate: goals with follow-up; coaching in general delta .36 (Jones et al. 2016)."
    fails_when: ClassVar[str] = "Goals are vague, or one partner loses interest."

    adoption: float = Field(default=0.3, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=8, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=30.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=2, ge=2, le=3, description="people holding each other to their goals")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 30.0
        return (
            Meet(
                "group", "task_enabling", self.minutes, every=self.every, tone=0.25, equal=0.8,
                size=self.size, lasting=True,
            ),
            Push("knowledge", 0.01 * part, every=self.every),
            Push("meaning", 0.01 * part, every=self.every),
            Push("wish", 0.05 * part, every=self.every),
        )  # fmt: skip


class TaskForce(Growth):
    """A group across levels takes on a challenge of the organisation, with connection as an explicit aim."""

    id: ClassVar[str] = "task_force"
    title: ClassVar[str] = "Task force"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "which", "ties")
    how: ClassVar[str] = "People of all levels and teams are introduced to each other and meet for work and for trust."
    evidence: ClassVar[str] = "Weak: one case (a leadership network in a staffing firm)."
    fails_when: ClassVar[str] = "The challenge is a pretext, or rank does the talking."
    turning: ClassVar[str] = (
        "Levels off at once: meetings half as long bring as much, longer ones tire people and take time from others."
    )

    who: Who = Field(default="share:0.12", description="who takes part")
    every: int = Field(default=10, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=90.0, ge=5, le=480, description="length of a meeting, minutes")
    size: int = Field(default=12, ge=3, le=100, description="people in one task force")
    cost: Cost = Field(default=Cost(facilitator_hours_per_meeting=2.0), description="preparation")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        half = self.minutes / 2.0
        return (
            Meet(
                "group", "task_enabling", half, every=self.every, tone=0.2, equal=0.4,
                size=self.size, near="other_team", lasting=True,
            ),
            Meet(
                "group", "trusting", half, every=self.every, tone=0.2, equal=0.4,
                size=self.size, near="other_team", lasting=True,
            ),
            Shift("reach", 0.20),
        )  # fmt: skip


class FreshEyes(Growth):
    """Colleagues who connect well share an experience, as a day as their own customers, and rethink work."""

    id: ClassVar[str] = "fresh_eyes"
    title: ClassVar[str] = "Fresh eyes"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "which", "effect", "environment")
    how: ClassVar[str] = (
        "Well-connected people spend a day together now and then; their ties open up to ideas, and the "
        "work they "
        "redesign weighs a little less."
    )
    evidence: ClassVar[str] = "Weak: one case (a hospital system)."
    fails_when: ClassVar[str] = "What they propose is not taken up."

    who: Who = Field(default="best_connected:0.15", description="who takes part")
    every: int = Field(default=60, ge=1, le=260, description="working days between such days")
    minutes: float = Field(default=240.0, ge=10, le=480, description="time spent together, minutes")
    size: int = Field(default=6, ge=2, le=50, description="people in a group")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 240.0
        return (
            Meet("group", "play", self.minutes / 2.0, every=self.every, tone=0.3, size=self.size, slot=2),
            Meet(
                "group",
                "respectful_engagement",
                self.minutes / 2.0,
                every=self.every,
                tone=0.3,
                size=self.size,
            ),
            Bond("connectivity", 0.05 * part, every=self.every),
            Push("knowledge", 0.03 * part, every=self.every),
            Shift("demand", -0.03 * part),
        )


class HelpSeekingRoutine(Growth):
    """A group asks each member regularly what they need, and helps."""

    id: ClassVar[str] = "help_seeking_routine"
    title: ClassVar[str] = "Help-seeking routine"
    acts_on: ClassVar[tuple[str, ...]] = ("which", "rate", "effect")
    how: ClassVar[str] = (
        "A short round of each team where everyone says what they need; asking becomes easier and safer."
    )
    evidence: ClassVar[str] = "Moderate: help is mostly asked for, and asking needs safety; routines are less studied."
    fails_when: ClassVar[str] = "Needs are named and nothing follows."

    every: int = Field(default=5, ge=1, le=60, description="working days between rounds")
    minutes: float = Field(default=20.0, ge=1, le=240, description="length of a round, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "task_enabling", self.minutes, every=self.every, tone=0.15, equal=0.8),
            Shift("ask", 0.40),
            Shift("appeal_enable", 0.10),
            Push("safety", 0.001),
        )


class Storytelling(Growth):
    """People who work apart tell each other in person about cases from their work."""

    id: ClassVar[str] = "storytelling"
    title: ClassVar[str] = "Storytelling"
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "effect")
    how: ClassVar[str] = (
        "Remote people meet in person in small groups; knowledge is passed on and asking becomes safer."
    )
    evidence: ClassVar[str] = "Moderate: field studies of technicians and flight medical crews."
    fails_when: ClassVar[str] = "There is no time to meet, or stories of mistakes are punished."

    who: Who = Field(default="remote", description="who takes part")
    every: int = Field(default=10, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    size: int = Field(default=5, ge=2, le=50, description="people in a group")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 45.0
        return (
            Meet(
                "group", "trusting", self.minutes, every=self.every, tone=0.2, size=self.size,
                channel="in_person", slot=2,
            ),
            Push("knowledge", 0.02 * part, every=self.every),
            Push("safety", 0.01 * part, every=self.every),
        )  # fmt: skip


class ExternalCommunity(Growth):
    """A circle beyond the employer, whose members do not compete for the same jobs."""

    id: ClassVar[str] = "external_community"
    title: ClassVar[str] = "External community"
    acts_on: ClassVar[tuple[str, ...]] = ("effect",)
    how: ClassVar[str] = (
        "Participants come back from each meeting with outsiders with new knowledge, some energy and "
        "worth; nothing "
        "passes between colleagues unless they meet. The outsiders are not people of the model."
    )
    evidence: ClassVar[str] = "Weak: one case (orchestra musicians)."
    fails_when: ClassVar[str] = "It replaces time with colleagues, or members do compete."
    needs_quality: ClassVar[bool] = False

    adoption: float = Field(default=0.15, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=15, ge=1, le=60, description="working days between meetings")
    hours: float = Field(default=2.0, ge=0, le=12, description="length of a meeting, hours; own time")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.hours / 2.0
        return (
            Push("knowledge", 0.04 * part, every=self.every),
            Push("energy", 0.10 * part, every=self.every),
            Push("mood", 0.30 * part, every=self.every),
            Push("worth", 0.05 * part, every=self.every),
        )


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
