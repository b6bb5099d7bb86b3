"""Practices named in *Build high-quality connections* (Dutton)."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Lasts, Practice
from spirals.interventions.primitives import Acts, Connect, Meet, Newcomers, Recognise, Shift, Teach
from spirals.interventions.who import PARTNERS, Who

BUILD = "build-high-quality-connections"
PATHWAYS = "four-pathways"
POWER = "power-of-high-quality-connections"


class TeamIncentives(Practice):
    """Part of each person's reward depends on what the group achieves together."""

    id: ClassVar[str] = "team_incentives"
    title: ClassVar[str] = "Team incentives"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "help_given"
    how: ClassVar[str] = (
        "Asking for help, covering for others and granting what they ask become worth more, in proportion to the "
        "part of the reward that is collective. A few people live off what the others do. Attention turns to the "
        "own team, so people reach out to others less; where rewards had set people against each other, rivalry "
        "falls."
    )
    fails_when: ClassVar[str] = "Nobody can tell who contributes, or the group's goal is out of its members' reach."

    share: float = Field(default=0.5, ge=0, le=1, description="part of the reward that is collective")
    free_riders: float = Field(default=0.1, gt=0, le=1, description="share of people who leave the work to others")
    cost: Cost = Field(
        default=Cost(money_per_person_day=2.0, facilitator_hours_per_person_day=0.01),
        description="the collective part of the reward, and agreeing on and counting results",
    )

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.share / 0.5
        few = f"share:{self.free_riders:g}"
        return (
            Shift("ask", 0.5 * part),
            Shift("offer", 0.8 * part),
            Shift("grant", 0.8 * part),
            Shift("offer", -0.8 * part, of=few),
            Shift("grant", -0.8 * part, of=few),
            Shift("reach", -0.15 * part),
            Shift("rivalry", -0.3 * part),
        )


class SpotAwards(Practice):
    """Small awards on the spot for contributing to the success of others and of the team."""

    id: ClassVar[str] = "spot_awards"
    title: ClassVar[str] = "Spot awards"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "help_given"
    how: ClassVar[str] = (
        "Leaders visibly recognise people, likelier those who helped lately, and a little those they like; the team "
        "sees it. Offering help is worth more as long as awards are given. Teammates who had helped more than the "
        "winner lose a little worth, and trust in the leader."
    )
    fails_when: ClassVar[str] = "Awards are routine, or go to people whom others do not see as helpers."

    rate: float = Field(default=0.05, ge=0, le=2, description="awards per leader and day")
    favour: float = Field(default=0.2, ge=0, le=1, description="how far leaders choose favourites, not helpers")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")
    cost: Cost = Field(
        default=Cost(money_per_person_day=0.25, facilitator_hours_per_day=0.1),
        description="money for the awards, and leaders' time to choose and give them",
    )

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Recognise(self.rate, favour=self.favour, sincerity=self.sincerity, of="leaders"),
            Shift("offer", 0.3 * self.rate / 0.05),
        )


class PeerRecognition(Practice):
    """Peers, not leaders, decide who is rewarded for contributing to what all achieve."""

    id: ClassVar[str] = "peer_recognition"
    title: ClassVar[str] = "Peer recognition"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling",)
    headline: ClassVar[str] = "mean_worth"
    how: ClassVar[str] = (
        "Everyone now and then recognises one of their contacts before the others, likelier one who helped, and a "
        "little whom they like; people thank more readily besides. Worth and regard grow with what is thanked for, "
        "and the team sees that helping is thanked for."
    )
    fails_when: ClassVar[str] = "It turns into an exchange of favours, or is not meant."

    rate: float = Field(default=0.05, ge=0, le=2, description="recognitions per person and day")
    favour: float = Field(default=0.1, ge=0, le=1, description="how far people choose friends, not helpers")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.01), description="writing it down")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Recognise(self.rate, favour=self.favour, sincerity=self.sincerity),
            Shift("thank", 0.4 * (2.0 * self.sincerity - 1.0)),
        )


class RelationalSkillsTraining(Practice):
    """People practise listening, effective helping and reading others, as part of talent development."""

    id: ClassVar[str] = "relational_skills_training"
    title: ClassVar[str] = "Relational skills training"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("conduct", "task enabling")
    headline: ClassVar[str] = "conduct_received"
    how: ClassVar[str] = (
        "Hours of guided practice raise the skills of engaging others (two thirds of the time) and of helping, with "
        "diminishing returns, and take time from work; skill that is not answered in kind fades again."
    )
    fails_when: ClassVar[str] = "There is no occasion to use what was learnt, or nobody answers it in kind."

    every: int = Field(default=10, ge=1, le=260, description="working days between sessions")
    minutes: float = Field(default=90.0, ge=5, le=480, description="length of a session, minutes")
    size: int = Field(default=10, ge=2, le=100, description="people in a session")
    lasts: Lasts = Field(default=120, description="working days it goes on, unless an end is given")
    cost: Cost = Field(default=Cost(money_per_person_day=2.0), description="trainers' fees; hours are added")

    @property
    def price(self) -> Cost:
        """Return the cost, with the hours of participants and trainers (as long again to prepare)."""
        hours = self.minutes / 60.0 / self.every
        own = self.cost.hours_per_person_day + hours
        trainers = self.cost.facilitator_hours_per_person_day + 2.0 * hours / self.size
        changed = {"hours_per_person_day": own, "facilitator_hours_per_person_day": trainers}
        return self.cost.model_copy(update=changed)

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        hours = self.minutes / 60.0
        return (
            Teach("respect", hours * 2.0 / 3.0, every=self.every),
            Teach("enable", hours / 3.0, every=self.every),
        )


class RelationalSelection(Practice):
    """People are hired for their attitude to relationships and their skill in building them."""

    id: ClassVar[str] = "relational_selection"
    title: ClassVar[str] = "Relational selection"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    column: ClassVar[str] = "joining and leading"
    headline: ClassVar[str] = "mean_skill"
    how: ClassVar[str] = "Those who join are a little more skilled, outgoing and trustworthy; nobody else changes."
    fails_when: ClassVar[str] = "Few people join, or the selection is guesswork."

    skill: float = Field(default=0.08, ge=0, le=0.5, description="how much more skilled newcomers are, 0..1")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.05), description="longer interviews")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.skill / 0.08
        return (Newcomers(skill=self.skill, sociability=0.05 * part, trustworthiness=0.04 * part),)


class PeerHiring(Practice):
    """The people who will work with a newcomer take a real part in choosing them."""

    id: ClassVar[str] = "peer_hiring"
    title: ClassVar[str] = "Peer hiring"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    column: ClassVar[str] = "joining and leading"
    headline: ClassVar[str] = "newcomer_ties"
    how: ClassVar[str] = (
        "Newcomers start with ties to those who chose them, in their own team and beyond, and are slightly more "
        "skilled."
    )
    fails_when: ClassVar[str] = "Peers choose people like themselves."

    peers: float = Field(default=3.0, ge=0, le=20, description="people who know the newcomer from the start")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.1), description="peers' time for interviews")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Newcomers(skill=0.02, peers=self.peers, familiarity=0.25, near="any"),)


class RelationalOnboarding(Practice):
    """Newcomers meet the right people at once, instead of being flooded with information."""

    id: ClassVar[str] = "relational_onboarding"
    title: ClassVar[str] = "Relational onboarding"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    column: ClassVar[str] = "who meets whom"
    headline: ClassVar[str] = "newcomer_ties"
    how: ClassVar[str] = (
        "In their first weeks newcomers have short, attentive talks with teammates and are helped by well connected "
        "people elsewhere, who become their contacts; they reach out and ask more readily, and carry less of other "
        "work."
    )
    fails_when: ClassVar[str] = "Nobody joins, or the people they meet have no time for them."

    who: Who = Field(default="newcomers:40", description="who takes part")
    minutes: float = Field(default=30.0, ge=5, le=240, description="length of each talk, minutes")
    every: int = Field(default=2, ge=1, le=60, description="working days between talks")
    contacts: float = Field(default=3.0, ge=0, le=20, description="people elsewhere whom they are introduced to")
    cost: Cost = Field(default=Cost(facilitator_hours_per_meeting=0.1), description="arranging the talks")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Connect(self.contacts, familiarity=0.15, partner="best_connected:0.3", near="other_team"),
            Meet(
                "pair", "talk", self.minutes, every=self.every, presence=0.2, equal=0.5,
                partner="tenured", near="same_team",
            ),
            Meet(
                "pair", "help", self.minutes, every=2 * self.every, presence=0.2,
                partner="best_connected:0.3", near="other_team",
            ),
            Shift("reach", 0.3),
            Shift("ask", 0.4),
            Shift("demand", -0.05),
        )  # fmt: skip


class Mentoring(Practice):
    """Somebody more senior is there for a person's development, over months."""

    id: ClassVar[str] = "mentoring"
    title: ClassVar[str] = "Mentoring"
    source: ClassVar[tuple[str, ...]] = (BUILD, POWER)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    headline: ClassVar[str] = "mean_knowledge"
    how: ClassVar[str] = (
        "Each participant meets the same leader from another team again and again, half of the time to be helped, "
        "half to be heard and to be entrusted with tasks; what comes from somebody senior weighs more. The meetings, "
        "and what goes with them, load the mentors."
    )
    fails_when: ClassVar[str] = "The mentor has no time, or the tie does not work: then it is form without substance."

    who: Who = Field(default="members", description="who is mentored")
    adoption: float = Field(default=0.3, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=15, ge=1, le=260, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.1), description="matching and follow-up")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        who: dict[str, Any] = {"presence": 0.3, "equal": 0.5, "partner": "leaders", "near": "other_team"}
        half = self.minutes / 2.0
        return (
            Meet("pair", "help", half, every=self.every, lasting=True, **who),
            Meet("pair", "entrust", half, every=self.every, lasting=True, **who),
            Shift("demand", 0.02, of=PARTNERS),
        )


class MeetingPractices(Practice):
    """People are introduced so that others can trust them, and come to meetings well prepared."""

    id: ClassVar[str] = "meeting_practices"
    title: ClassVar[str] = "Meeting practices"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("conduct", "trusting")
    headline: ClassVar[str] = "mean_trust"
    how: ClassVar[str] = (
        "Once a week each team takes a few minutes in which everybody is introduced with what they are at, and "
        "listened to; as people come prepared, what they are entrusted with is honoured more often."
    )
    fails_when: ClassVar[str] = "There are few meetings, or the preparation is for show."

    every: int = Field(default=5, ge=1, le=60, description="working days between introductions")
    minutes: float = Field(default=5.0, ge=1, le=60, description="length of the introductions, minutes")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.04), description="preparation, a few minutes a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "talk", self.minutes, every=self.every, presence=0.3, equal=0.6),
            Shift("honour", 0.3),
        )


class LeaderModelling(Practice):
    """Leaders are present, meet people face to face and listen actively, where others can see it."""

    id: ClassVar[str] = "leader_modelling"
    title: ClassVar[str] = "Leader modelling"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    carriers: ClassVar[tuple[str, ...]] = ("conduct",)
    headline: ClassVar[str] = "lmx"
    how: ClassVar[str] = (
        "Leaders make rounds: short talks with one member after the other, present, face to face and listening. "
        "They put devices away, and what they do is noticed more; it costs them energy and time. What others make "
        "of it follows from habit and norm."
    )
    fails_when: ClassVar[str] = "Leaders are overloaded, rarely meet their people, or do it as a technique."

    who: Who = Field(default="leaders", description="which leaders take part")
    every: int = Field(default=1, ge=1, le=60, description="working days between two talks of a leader")
    minutes: float = Field(default=10.0, ge=1, le=120, description="length of a talk, minutes")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.2), description="leaders prepare and reflect an hour a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet(
                "pair", "talk", self.minutes, every=self.every, presence=0.4, equal=0.7, of="leaders",
                partner="members", near="same_team",
            ),
            Shift("attention", 0.3, of="leaders"),
            Shift("face", 0.5, of="leaders"),
            Shift("seen", 0.5, of="leaders"),
        )  # fmt: skip


class CrisisLeadership(Practice):
    """After a shock leaders speak with everyone, personally and again and again, and are there."""

    id: ClassVar[str] = "crisis_leadership"
    title: ClassVar[str] = "Crisis leadership"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "conduct")
    headline: ClassVar[str] = "organisation_area_lost"
    how: ClassVar[str] = (
        "Short meetings of each team with its leader, who is present: people tell what weighs on them and are "
        "heard. Leaders honour what they are told, are noticed more, and tire. Without a blow there is no occasion "
        "for it."
    )
    fails_when: ClassVar[str] = "It comes late, stops soon, or is only announcements."

    needs_a_blow: ClassVar[bool] = True

    every: int = Field(default=2, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=15.0, ge=1, le=240, description="length of a meeting, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "entrust", self.minutes, every=self.every, presence=0.4, equal=0.3),
            Shift("honour", 0.6, of="leaders"),
            Shift("seen", 0.5, of="leaders"),
            Shift("demand", 0.12, of="leaders"),
        )


DECLARED: tuple[type[Practice], ...] = (
    TeamIncentives,
    SpotAwards,
    PeerRecognition,
    RelationalSkillsTraining,
    RelationalSelection,
    PeerHiring,
    RelationalOnboarding,
    Mentoring,
    MeetingPractices,
    LeaderModelling,
    CrisisLeadership,
)
