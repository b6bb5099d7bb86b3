"""Practices named in *4 science-backed pathways to high-quality connections* (Birnbaum)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from spirals.interventions.build import BUILD, PATHWAYS
from spirals.interventions.practice import Cost, Practice
from spirals.interventions.primitives import Acts, Meet, MoveName, Recognise, Rely, Shift
from spirals.interventions.who import PARTNERS, Who


class Appreciation(Practice):
    """Leaders and peers say thank you, and once a week there is a round of shout-outs."""

    id: ClassVar[str] = "appreciation"
    title: ClassVar[str] = "Appreciation"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "mean_worth"
    how: ClassVar[str] = (
        "People thank more readily, and now and then name somebody who helped before the others: worth and regard "
        "grow with the thanks, and with worth the granting of help; the team sees that helping is thanked for."
    )
    fails_when: ClassVar[str] = "It becomes a ritual that nobody means, or always names the same people."

    rate: float = Field(default=0.04, ge=0, le=2, description="shout-outs per person and day")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.02), description="a few minutes a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        meant = 2.0 * self.sincerity - 1.0
        return (Recognise(self.rate, sincerity=self.sincerity), Shift("thank", 0.6 * meant))


class Buddy(Practice):
    """Each newcomer has somebody who has been here longer to turn to."""

    id: ClassVar[str] = "buddy"
    title: ClassVar[str] = "Buddy"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "newcomer_knowledge"
    how: ClassVar[str] = (
        "The newcomer and the same tenured teammate meet every few days for questions and help, and asking comes "
        "easier; it loads the buddy."
    )
    fails_when: ClassVar[str] = "The buddy is too busy, or has several newcomers at once."

    who: Who = Field(default="newcomers:60", description="who gets a buddy")
    minutes: float = Field(default=20.0, ge=1, le=240, description="length of a meeting, minutes")
    every: int = Field(default=3, ge=1, le=60, description="working days between meetings")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "pair", "help", self.minutes, every=self.every, presence=0.1,
                partner="tenured", near="same_team", lasting=True,
            ),
            Shift("ask", 0.3),
            Shift("demand", 0.02, of=PARTNERS),
        )  # fmt: skip


class NoMultitasking(Practice):
    """Phones away, laptops shut, attention on the other person."""

    id: ClassVar[str] = "no_multitasking"
    title: ClassVar[str] = "No multitasking"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS, BUILD)
    carriers: ClassVar[tuple[str, ...]] = ("conduct",)
    headline: ClassVar[str] = "conduct_received"
    how: ClassVar[str] = (
        "A part of what distracts people from each other is taken away, in all encounters; messages that wait take "
        "a little time afterwards."
    )
    fails_when: ClassVar[str] = "Messages that cannot wait pile up and come back as pressure."

    attention: float = Field(default=0.3, ge=0, le=1, description="share of distraction that is taken away")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.05), description="messages answered later")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("attention", self.attention),)


class VoicePractice(Practice):
    """Every view is asked for, and quiet people get their turn."""

    id: ClassVar[str] = "voice_practice"
    title: ClassVar[str] = "Voice practice"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "disagreement")
    headline: ClassVar[str] = "voice"
    how: ClassVar[str] = (
        "Turns become more equal in all talks, and views are asked for, so more of them are voiced. What is voiced "
        "and then ignored costs trust and safety, as it does anywhere."
    )
    fails_when: ClassVar[str] = "Views are collected and then ignored."

    equal: float = Field(default=0.6, ge=0, le=1, description="how far turns are equalised")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.03), description="longer rounds")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("voice", self.equal), Shift("entrust", 0.5 * self.equal / 0.6))


class Autonomy(Practice):
    """People keep their own deadlines without constant checks."""

    id: ClassVar[str] = "autonomy"
    title: ClassVar[str] = "Autonomy"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS, BUILD)
    carriers: ClassVar[tuple[str, ...]] = ("trusting",)
    headline: ClassVar[str] = "discretion"
    how: ClassVar[str] = (
        "Leaders seek people out less and hand tasks over more; people are interrupted less. Newcomers, left to "
        "themselves, ask less."
    )
    fails_when: ClassVar[str] = "People are new to the task and left alone with it."

    cost: Cost = Field(default=Cost(hours_per_person_day=0.02), description="agreeing on goals and deadlines")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("entrust", 0.6, of="leaders"),
            Shift("rate", -0.10, of="leaders"),
            Shift("attention", 0.1, of="members"),
            Shift("ask", -0.3, of="newcomers"),
        )


class Delegation(Practice):
    """Leaders hand over responsibility, give access, share resources and ask for input."""

    id: ClassVar[str] = "delegation"
    title: ClassVar[str] = "Delegation"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting",)
    headline: ClassVar[str] = "discretion"
    how: ClassVar[str] = (
        "Leaders hand over more tasks and honour the input that they ask for. Work handed over loads members by as "
        "much as the means for it are lacking, and relieves leaders."
    )
    fails_when: ClassVar[str] = "It is work pushed down without the means to do it."

    means: float = Field(default=0.5, ge=0, le=1, description="how far the means come with the task")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.02), description="handing over")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("entrust", 0.8, of="leaders"),
            Shift("honour", 0.5, of="leaders"),
            Shift("demand", 0.04 * (1.0 - self.means), of="members"),
            Shift("demand", -0.02, of="leaders"),
        )


class InterdependentWork(Practice):
    """Tasks are arranged so that people need each other to finish them."""

    id: ClassVar[str] = "interdependent_work"
    title: ClassVar[str] = "Interdependent work"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "conduct")
    headline: ClassVar[str] = "relational_coordination"
    how: ClassVar[str] = (
        "Ties inside teams carry more work interdependence from then on, so these people turn to each other with "
        "their needs, and pairs of them work on a task together every few days; they are bound to each other whether "
        "they get on or not."
    )
    fails_when: ClassVar[str] = "Ties are bad: then people are bound to those who deplete them."

    need: float = Field(default=0.2, ge=0, le=1, description="how much more each tie in the team is needed")
    every: int = Field(default=3, ge=1, le=60, description="working days between tasks of a pair")
    minutes: float = Field(default=30.0, ge=1, le=480, description="time for one together, minutes")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.03), description="coordination")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Rely(self.need, near="same_team"),
            Meet("pair", "free", self.minutes, every=self.every, near="same_team"),
        )


class Resourcing(Practice):
    """A team that is trusted to deliver gets more money, equipment, staff or support."""

    id: ClassVar[str] = "resourcing"
    title: ClassVar[str] = "Resourcing"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    column: ClassVar[str] = "resources and demand"
    headline: ClassVar[str] = "mean_strain"
    how: ClassVar[str] = "Work demand falls for those who get more money, equipment, staff or support."
    fails_when: ClassVar[str] = "Only one team gets it and others see themselves passed over."

    relief: float = Field(default=0.08, ge=0, le=1, description="how far work demand falls")
    cost: Cost = Field(default=Cost(money_per_person_day=15.0), description="equipment and staff")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("demand", -self.relief),)


class CredibilityPreparation(Practice):
    """People come with their facts and numbers."""

    id: ClassVar[str] = "credibility_preparation"
    title: ClassVar[str] = "Credibility preparation"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting",)
    headline: ClassVar[str] = "honoured_share"
    how: ClassVar[str] = "People who come prepared honour more often what they are entrusted with."
    fails_when: ClassVar[str] = "Facts are used to win rather than to understand."

    cost: Cost = Field(default=Cost(hours_per_person_day=0.05), description="preparation")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("honour", 0.5),)


class AdmitMistakes(Practice):
    """Leaders say when they do not know or were wrong, and invite questions."""

    id: ClassVar[str] = "admit_mistakes"
    title: ClassVar[str] = "Admitting mistakes"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "disagreement")
    headline: ClassVar[str] = "voice"
    how: ClassVar[str] = (
        "Leaders themselves tell of mistakes and doubts, where others see it; what that does to the others' voice "
        "and safety follows from how it is met and from the norm."
    )
    fails_when: ClassVar[str] = "Mistakes of others are punished all the same."

    cost: Cost = Field(default=Cost(hours_per_person_day=0.02), description="time to talk about mistakes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("entrust", 0.8, of="leaders"), Shift("seen", 0.5, of="leaders"))


class ResourceSharing(Practice):
    """A shared channel or folder of helpful material that people are seen to add to."""

    id: ClassVar[str] = "resource_sharing"
    title: ClassVar[str] = "Resource sharing"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "help_given"
    how: ClassVar[str] = (
        "Now and then groups across teams exchange help in writing, at a low dose; offering help is worth more, as "
        "it is seen."
    )
    fails_when: ClassVar[str] = "Few add to it and most only read."

    adoption: float = Field(default=0.6, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=3, ge=1, le=60, description="working days between exchanges")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.03), description="adding material")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("group", "help", 4.0, every=self.every, size=8, near="other_team", lasting=True, channel="text"),
            Shift("offer", 0.3),
        )


class CollaborationSessions(Practice):
    """Meetings set aside to work through problems together, above all where people are apart."""

    id: ClassVar[str] = "collaboration_sessions"
    title: ClassVar[str] = "Collaboration sessions"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "needs_solved"
    how: ClassVar[str] = "Each team meets regularly to help with what is stuck; helping when asked is wanted more."
    fails_when: ClassVar[str] = "It is one more meeting."

    every: int = Field(default=5, ge=1, le=60, description="working days between sessions")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a session, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Meet("team", "help", self.minutes, every=self.every, equal=0.3), Shift("grant", 0.3))


class Icebreakers(Practice):
    """Some meetings begin with a few minutes of prompts that help people get to know each other."""

    id: ClassVar[str] = "icebreakers"
    title: ClassVar[str] = "Icebreakers"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("play",)
    headline: ClassVar[str] = "shared_play"
    how: ClassVar[str] = (
        "A short playful round in each team, with equal turns. Where trust is missing it falls flat or hurts."
    )
    fails_when: ClassVar[str] = "People feel put on the spot."

    every: int = Field(default=5, ge=1, le=60, description="working days between rounds")
    minutes: float = Field(default=5.0, ge=1, le=60, description="length of a round, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Meet("team", "play", self.minutes, every=self.every, equal=0.7),)


class TeamBuilding(Practice):
    """A team event now and then."""

    id: ClassVar[str] = "team_building"
    title: ClassVar[str] = "Team building"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("play", "conduct")
    headline: ClassVar[str] = "relational_coordination"
    how: ClassVar[str] = "An afternoon a month of the whole team: play, time to talk as they like, play again."
    fails_when: ClassVar[str] = "Bad ties are locked up together, or the event replaces change."

    every: int = Field(default=20, ge=1, le=260, description="working days between events")
    minutes: float = Field(default=180.0, ge=10, le=480, description="length of an event, minutes")
    cost: Cost = Field(
        default=Cost(facilitator_hours_per_meeting=1.0, money_per_meeting=50.0),
        description="planning and money for each of the three parts of an event",
    )

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 3.0
        moves: tuple[MoveName, ...] = ("play", "free", "play")
        return tuple(
            Meet("team", move, part, every=self.every, equal=0.3, slot=slot) for slot, move in enumerate(moves, start=2)
        )


class PlaySpaces(Practice):
    """A channel for jokes and funny exchanges."""

    id: ClassVar[str] = "play_spaces"
    title: ClassVar[str] = "Play spaces"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("play",)
    headline: ClassVar[str] = "shared_play"
    how: ClassVar[str] = (
        "The same small groups from anywhere exchange a few playful lines in writing, and play is wanted more."
    )
    fails_when: ClassVar[str] = "Jokes are at somebody's expense, or it distracts."

    adoption: float = Field(default=0.4, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=1, ge=1, le=60, description="working days between exchanges")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("group", "play", 3.0, every=self.every, size=6, lasting=True, channel="text"),
            Shift("play", 0.3),
        )


class Celebrations(Practice):
    """Informal gatherings, such as a lunch for a goal met together."""

    id: ClassVar[str] = "celebrations"
    title: ClassVar[str] = "Celebrations"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    carriers: ClassVar[tuple[str, ...]] = ("play", "conduct")
    headline: ClassVar[str] = "shared_play"
    how: ClassVar[str] = "The team has a long lunch in which people talk and play as they like; thanks come easier."
    fails_when: ClassVar[str] = "Part of the team did the work and all are praised, or some are left out."

    every: int = Field(default=30, ge=1, le=260, description="working days between celebrations")
    minutes: float = Field(default=75.0, ge=5, le=480, description="length, minutes")
    move: Literal["talk", "play", "free"] = Field(default="free", description="what it is for; free leaves it to them")
    cost: Cost = Field(default=Cost(money_per_meeting=120.0), description="food")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Meet("team", self.move, self.minutes, every=self.every, slot=2), Shift("thank", 0.2))


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
    Icebreakers,
    TeamBuilding,
    PlaySpaces,
    Celebrations,
)
