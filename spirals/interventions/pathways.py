"""Practices named in *4 science-backed pathways to high-quality connections*: respect, help and trust."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.build import BUILD, PATHWAYS
from spirals.interventions.practice import Cost, Practice
from spirals.interventions.primitives import Acts, Bond, Meet, Push, Recognise, Shift
from spirals.interventions.who import Who


class Appreciation(Practice):
    """Leaders and peers say thank you, and once a week there is a round of shout-outs."""

    id: ClassVar[str] = "appreciation"
    title: ClassVar[str] = "Appreciation"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone", "effect")
    how: ClassVar[str] = (
        "People thank more readily, and now and then name somebody who helped before the others: worth "
        "rises, and "
        "with it helping."
    )
    evidence: ClassVar[str] = "Moderate: thanks raise later helping by about half (Grant & Gino 2010, one study)."
    fails_when: ClassVar[str] = "It becomes a ritual that nobody means, or always names the same people."

    rate: float = Field(default=0.04, ge=0, le=2, description="shout-outs per person and day")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.02), description="a few minutes a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        meant = 2.0 * self.sincerity - 1.0
        return (
            Recognise(self.rate, worth=0.12, regard=0.08, climate=0.04, envy=0.01, sincerity=self.sincerity),
            Shift("thank", 0.40),
            Shift("tone_respect", 0.06 * meant),
            Shift("appeal_respect", 0.08),
        )


class Buddy(Practice):
    """Each newcomer has somebody who has been here longer to turn to."""

    id: ClassVar[str] = "buddy"
    title: ClassVar[str] = "Buddy"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "effect")
    how: ClassVar[str] = "The newcomer and the same tenured teammate meet every few days for questions and help."
    evidence: ClassVar[str] = "Moderate: newcomers adjust through insiders."
    fails_when: ClassVar[str] = "The buddy is too busy, or has several newcomers at once."

    who: Who = Field(default="newcomers:60", description="who gets a buddy")
    minutes: float = Field(default=20.0, ge=1, le=240, description="length of a meeting, minutes")
    every: int = Field(default=3, ge=1, le=60, description="working days between meetings")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "pair", "task_enabling", self.minutes, every=self.every, tone=0.2,
                partner="tenured", near="same_team", lasting=True,
            ),
            Shift("ask", 0.2),
        )  # fmt: skip


class NoMultitasking(Practice):
    """Phones away, laptops shut, attention on the other person."""

    id: ClassVar[str] = "no_multitasking"
    title: ClassVar[str] = "No multitasking"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS, BUILD)
    acts_on: ClassVar[tuple[str, ...]] = ("tone", "rate")
    how: ClassVar[str] = "Presence improves the tone of all encounters, respect most; slightly fewer take place."
    evidence: ClassVar[str] = "Moderate: attention in talks raises felt quality; mostly laboratory studies."
    fails_when: ClassVar[str] = "Messages that cannot wait pile up and come back as pressure."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("tone", 0.10),
            Shift("tone_respect", 0.15),
            Shift("meeting_tone", 0.10),
            Shift("rate", -0.05),
        )


class VoicePractice(Practice):
    """Every view is asked for, and quiet people get their turn."""

    id: ClassVar[str] = "voice_practice"
    title: ClassVar[str] = "Voice practice"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("tone", "effect")
    how: ClassVar[str] = "Turns in meetings become more equal, trusting encounters go better, safety grows slowly."
    evidence: ClassVar[str] = "Moderate: equal turns go with collective performance; safety with learning."
    fails_when: ClassVar[str] = "Views are collected and then ignored."

    equal: float = Field(default=0.6, ge=0, le=1, description="how far turns are equalised")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.equal / 0.6
        return (
            Shift("voice", self.equal),
            Shift("tone_trust", 0.20 * part),
            Shift("ask", 0.10 * part),
            Push("safety", 0.001 * part),
        )


class Autonomy(Practice):
    """People keep their own deadlines without constant checks."""

    id: ClassVar[str] = "autonomy"
    title: ClassVar[str] = "Autonomy"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS, BUILD)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "tone", "effect")
    how: ClassVar[str] = (
        "Leaders seek people out a little less, their trusting encounters fail less often, and people come to trust "
        "them a little more."
    )
    evidence: ClassVar[str] = "Good: autonomy and trust, motivation; size in teams varies."
    fails_when: ClassVar[str] = "People are new to the task and left alone with it."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("rate", -0.10, of="leaders"),
            Shift("tone_trust", 0.40, of="leaders"),
            Shift("tone_enable", 0.10, of="leaders"),
            Bond("trust", 0.0005, toward="leaders", near="same_team"),
        )


class Delegation(Practice):
    """Leaders hand over responsibility, give access, share resources and ask for input."""

    id: ClassVar[str] = "delegation"
    title: ClassVar[str] = "Delegation"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "effect", "environment")
    how: ClassVar[str] = (
        "Leaders choose trusting more often; members learn on the job, carry a little more, and trust "
        "grows slowly "
        "on both sides."
    )
    evidence: ClassVar[str] = "Moderate: empowering leadership and trust; partly common-source."
    fails_when: ClassVar[str] = "It is work pushed down without the means to do it."
    turning: ClassVar[str] = (
        "Turns: what is handed over weighs on members, which beyond the usual dose costs more than trust brings."
    )

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("appeal_trust", 0.60, of="leaders"),
            Bond("trust", 0.001, toward="leaders", near="same_team"),
            Bond("trust", 0.001, of="leaders", near="same_team"),
            Push("knowledge", 0.001, of="members"),
            Shift("demand", 0.02, of="members"),
        )


class InterdependentWork(Practice):
    """Tasks are arranged so that people need each other to finish them."""

    id: ClassVar[str] = "interdependent_work"
    title: ClassVar[str] = "Interdependent work"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "which")
    how: ClassVar[str] = "Ties inside teams carry more work interdependence from then on; help and trust appeal more."
    evidence: ClassVar[str] = "Moderate: task interdependence and helping."
    fails_when: ClassVar[str] = "Ties are bad: then people are bound to those who deplete them."

    need: float = Field(default=0.2, ge=0, le=1, description="how much more each tie in the team is needed")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.need / 0.2
        return (
            Bond("need", self.need, every=0, near="same_team"),
            Shift("appeal_enable", 0.15 * part),
            Shift("appeal_trust", 0.10 * part),
        )


class Resourcing(Practice):
    """A team that is trusted to deliver gets more money, equipment, staff or support."""

    id: ClassVar[str] = "resourcing"
    title: ClassVar[str] = "Resourcing"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("environment", "effect")
    how: ClassVar[str] = "Work demand falls, and people trust their leader somewhat more for it."
    evidence: ClassVar[str] = "Good: job resources and strain, engagement."
    fails_when: ClassVar[str] = "Only one team gets it and others see themselves passed over."

    relief: float = Field(default=0.08, ge=0, le=1, description="how far work demand falls")
    cost: Cost = Field(default=Cost(money_per_person_day=15.0), description="equipment and staff")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.relief / 0.08
        return (
            Shift("demand", -self.relief),
            Bond("trust", 0.05 * part, every=0, toward="leaders", near="same_team"),
        )


class CredibilityPreparation(Practice):
    """People come with their facts and numbers."""

    id: ClassVar[str] = "credibility_preparation"
    title: ClassVar[str] = "Credibility preparation"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("tone",)
    how: ClassVar[str] = "Trusting encounters go better, because people show that they can be relied on."
    evidence: ClassVar[str] = "Weak to moderate: perceived ability is one ground of trust."
    fails_when: ClassVar[str] = "Facts are used to win rather than to understand."

    cost: Cost = Field(default=Cost(hours_per_person_day=0.05), description="preparation")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("tone_trust", 0.25), Shift("meeting_tone", 0.05))


class AdmitMistakes(Practice):
    """Leaders say when they do not know or were wrong, and invite questions."""

    id: ClassVar[str] = "admit_mistakes"
    title: ClassVar[str] = "Admitting mistakes"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("effect",)
    how: ClassVar[str] = "Safety of everyone and carrying capacity of leaders' ties grow slowly; asking is easier."
    evidence: ClassVar[str] = "Moderate: leader humility and safety (Owens & Hekman); partly common-source."
    fails_when: ClassVar[str] = "Mistakes of others are punished all the same."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Push("safety", 0.002),
            Bond("carrying_capacity", 0.001, of="leaders", near="same_team"),
            Shift("ask", 0.15),
        )


class ResourceSharing(Practice):
    """A shared channel or folder of helpful material that people are seen to add to."""

    id: ClassVar[str] = "resource_sharing"
    title: ClassVar[str] = "Resource sharing"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "whom")
    how: ClassVar[str] = (
        "Now and then groups across teams exchange help in writing, at a low dose; helping appeals more."
    )
    evidence: ClassVar[str] = "Weak: knowledge-sharing tools are used where leaders use them."
    fails_when: ClassVar[str] = "Few add to it and most only read."
    turning: ClassVar[str] = (
        "Levels off: a longer note does hardly more than a short one, and writing takes time from work."
    )

    adoption: float = Field(default=0.6, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=3, ge=1, le=60, description="working days between exchanges")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.03), description="adding material")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "group",
                "task_enabling",
                4.0,
                every=self.every,
                size=8,
                near="other_team",
                lasting=True,
                channel="text",
            ),
            Shift("appeal_enable", 0.10),
        )


class CollaborationSessions(Practice):
    """Meetings set aside to work through problems together, above all where people are apart."""

    id: ClassVar[str] = "collaboration_sessions"
    title: ClassVar[str] = "Collaboration sessions"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "whom", "which")
    how: ClassVar[str] = "Each team meets regularly to help with what is stuck."
    evidence: ClassVar[str] = "Moderate: team reflection and process support."
    fails_when: ClassVar[str] = "It is one more meeting."
    turning: ClassVar[str] = (
        "Levels off and turns: a session's effect grows less than its minutes, which are missing at "
        "work and for other teams."
    )

    every: int = Field(default=5, ge=1, le=60, description="working days between sessions")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a session, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Meet("team", "task_enabling", self.minutes, every=self.every, tone=0.1),)


DECLARED: tuple[type[Practice], ...] = (
    Appreciation,
    Buddy,
    NoMultitasking,
    VoicePractice,
    Autonomy,
    Delegation,
    InterdependentWork,
    Resourcing,
    CredibilityPreparation,
    AdmitMistakes,
    ResourceSharing,
    CollaborationSessions,
)
