"""Practices named in *Build high-quality connections* (Dutton)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from spirals.interventions.practice import Cost, Lasts, Practice
from spirals.interventions.primitives import Acts, Bond, Connect, Meet, Newcomers, Push, Recognise, Shift
from spirals.interventions.who import Who

BUILD = "build-high-quality-connections"
PATHWAYS = "four-pathways"
POWER = "power-of-high-quality-connections"


class TeamIncentives(Practice):
    """Part of each person's reward depends on what the group achieves together."""

    id: ClassVar[str] = "team_incentives"
    title: ClassVar[str] = "Team incentives"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone")
    how: ClassVar[str] = (
        "Helping and relying on each other become more attractive, in proportion to the part of the "
        "reward that is "
        "collective, and go better, as attention is on the other's success (with any partner: appeals know no "
        "team); where rewards had set people against each other, rivalry falls by the same part."
    )
    evidence: ClassVar[str] = "Good: team-based rewards and performance, g = .45 (Garbers & Konradt 2014)."
    fails_when: ClassVar[str] = "Nobody can tell who contributes, or the group's goal is out of its members' reach."

    share: float = Field(default=0.5, ge=0, le=1, description="part of the reward that is collective")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.share / 0.5
        return (
            Shift("appeal_enable", 0.40 * part),
            Shift("appeal_trust", 0.20 * part),
            Shift("tone_enable", 0.25 * part),
            Shift("tone_trust", 0.15 * part),
            Shift("rivalry", -0.30 * part),
        )


class SpotAwards(Practice):
    """Small awards on the spot for contributing to the success of others and of the team."""

    id: ClassVar[str] = "spot_awards"
    title: ClassVar[str] = "Spot awards"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone", "environment")
    how: ClassVar[str] = (
        "Leaders visibly recognise people, likelier those who helped lately; helping becomes more "
        "attractive to all "
        "as long as awards are given, and what the winners do is noticed more. Teammates who had helped "
        "more than "
        "the winner lose a little worth."
    )
    evidence: ClassVar[str] = "Mixed: recognition raises effort, most through those who watch; gifts of money less."
    fails_when: ClassVar[str] = "Awards are routine, or go to people whom others do not see as helpers."

    rate: float = Field(default=0.05, ge=0, le=2, description="awards per leader and day")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")
    cost: Cost = Field(default=Cost(money_per_person_day=0.25), description="money for the awards")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Recognise(self.rate, worth=0.20, regard=0.10, climate=0.10, sincerity=self.sincerity, of="leaders"),
            Shift("appeal_enable", 0.10 * self.rate / 0.05),
            Shift("tone_enable", 0.10 * (2.0 * self.sincerity - 1.0)),
        )


class PeerRecognition(Practice):
    """Peers, not leaders, decide who is rewarded for contributing to what all achieve."""

    id: ClassVar[str] = "peer_recognition"
    title: ClassVar[str] = "Peer recognition"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone", "rate", "effect", "environment")
    how: ClassVar[str] = (
        "Everyone now and then recognises one of their contacts, likelier one who helped: the receiver "
        "gains worth "
        "and regard for the giver, the team sees it. Respectful contact becomes a little more attractive."
    )
    evidence: ClassVar[str] = "Moderate: expressed gratitude raises helping through social worth (Grant & Gino 2010)."
    fails_when: ClassVar[str] = "It turns into an exchange of favours, or is not meant."

    rate: float = Field(default=0.05, ge=0, le=2, description="recognitions per person and day")
    sincerity: float = Field(default=1.0, ge=0, le=1, description="1 meant, .5 empty, 0 cynical")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Recognise(self.rate, worth=0.15, regard=0.15, climate=0.03, sincerity=self.sincerity),
            Shift("appeal_respect", 0.10),
            Shift("rate", 0.02),
            Shift("tone_respect", 0.08 * (2.0 * self.sincerity - 1.0)),
        )


class RelationalSkillsTraining(Practice):
    """People practise listening, effective helping and reading others, as part of talent development."""

    id: ClassVar[str] = "relational_skills_training"
    title: ClassVar[str] = "Relational skills training"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("people",)
    how: ClassVar[str] = (
        "Sessions raise the skills of all pathways, with diminishing returns, and take time from work; "
        "unused skill fades again."
    )
    evidence: ClassVar[str] = (
        "Moderate: for skill; transfer to daily work is weaker and fades, so a session teaches little here."
    )
    fails_when: ClassVar[str] = "There is no occasion to use what was learnt, or no climate that welcomes it."

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
        return (Push("skill", 0.04 * self.minutes / 90.0, every=self.every),)


class RelationalSelection(Practice):
    """People are hired for their attitude to relationships and their skill in building them."""

    id: ClassVar[str] = "relational_selection"
    title: ClassVar[str] = "Relational selection"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("people",)
    how: ClassVar[str] = "Those who join are a little more skilled, outgoing and trustworthy; nobody else changes."
    evidence: ClassVar[str] = "Moderate: structured interviews find such people better than chance, not much better."
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
    acts_on: ClassVar[tuple[str, ...]] = ("people", "ties")
    how: ClassVar[str] = "Newcomers start with ties to the teammates who chose them, and fit slightly better."
    evidence: ClassVar[str] = "Weak: descriptive."
    fails_when: ClassVar[str] = "Peers choose people like themselves."

    peers: float = Field(default=3.0, ge=0, le=20, description="teammates who know the newcomer from the start")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.1), description="peers' time for interviews")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Newcomers(skill=0.02, peers=self.peers, familiarity=0.25, near="same_team"),)


class RelationalOnboarding(Practice):
    """Newcomers meet the right people at once, instead of being flooded with information."""

    id: ClassVar[str] = "relational_onboarding"
    title: ClassVar[str] = "Relational onboarding"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "rate", "ties", "which", "environment")
    how: ClassVar[str] = (
        "In their first weeks newcomers have short talks with teammates and with well connected people "
        "elsewhere, "
        "who become their contacts; they reach out and ask more easily, and carry less of other work."
    )
    evidence: ClassVar[str] = "Moderate: socialisation through insiders helps newcomers adjust (Bauer & Green 1996)."
    fails_when: ClassVar[str] = "Nobody joins, or the people they meet have no time for them."
    turning: ClassVar[str] = (
        "Grows little in the score of the whole organisation, as few are newcomers at a time; newcomers themselves "
        "have more ties with every dose."
    )

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
                "pair", "respectful_engagement", self.minutes, every=self.every, tone=0.2,
                partner="tenured", near="same_team",
            ),
            Meet(
                "pair", "task_enabling", self.minutes, every=2 * self.every, tone=0.2,
                partner="best_connected:0.3", near="other_team",
            ),
            Shift("reach", 0.3),
            Shift("ask", 0.3),
            Shift("demand", -0.05),
        )  # fmt: skip


class Mentoring(Practice):
    """Somebody more senior is there for a person's development, over months."""

    id: ClassVar[str] = "mentoring"
    title: ClassVar[str] = "Mentoring"
    source: ClassVar[tuple[str, ...]] = (BUILD, POWER)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "effect")
    how: ClassVar[str] = (
        "Each participant meets the same leader from another team again and again to be helped; skill, "
        "worth and "
        "meaning grow a little with each meeting. Good help from somebody senior wakes the wish for more connection."
    )
    evidence: ClassVar[str] = "Good, small: correlations around .1 to .2 with attitudes (Eby et al. 2008)."
    fails_when: ClassVar[str] = "The mentor has no time, or the tie does not work: then it is form without substance."
    turning: ClassVar[str] = (
        "Levels off at once: a meeting's effect grows less than its minutes, which mentors and mentored lack elsewhere."
    )

    who: Who = Field(default="members", description="who is mentored")
    adoption: float = Field(default=0.3, ge=0, le=1, description="share of those people who take it up")
    every: int = Field(default=15, ge=1, le=260, description="working days between meetings")
    minutes: float = Field(default=45.0, ge=5, le=240, description="length of a meeting, minutes")
    cost: Cost = Field(default=Cost(facilitator_hours_per_day=0.1), description="matching and follow-up")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.minutes / 45.0
        return (
            Meet(
                "pair", "task_enabling", self.minutes, every=self.every, tone=0.2,
                partner="leaders", near="other_team", lasting=True,
            ),
            Push("skill_respect", 0.02 * part, every=self.every),
            Push("worth", 0.08 * part, every=self.every),
            Push("meaning", 0.02 * part, every=self.every),
        )  # fmt: skip


class MeetingPractices(Practice):
    """People are introduced so that others can trust them, and come to meetings well prepared."""

    id: ClassVar[str] = "meeting_practices"
    title: ClassVar[str] = "Meeting practices"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("tone",)
    how: ClassVar[str] = "The teams' own meetings go better, and so do first encounters."
    evidence: ClassVar[str] = "Weak to moderate: observational studies of meetings."
    fails_when: ClassVar[str] = "There are few meetings, or the preparation is for show."

    cost: Cost = Field(default=Cost(hours_per_person_day=0.04), description="preparation, a few minutes a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("meeting_tone", 0.35), Shift("tone_first", 0.35))


class LeaderModelling(Practice):
    """Leaders are present, meet people face to face and listen actively, where others can see it."""

    id: ClassVar[str] = "leader_modelling"
    title: ClassVar[str] = "Leader modelling"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("tone", "which", "rate", "environment")
    how: ClassVar[str] = (
        "Leaders' own encounters are more often respectful, in person and good, and are noticed more; the "
        "team "
        "learns from what it sees, through the climate."
    )
    evidence: ClassVar[str] = "Moderate: leader training changes behaviour; effects on teams are smaller and slower."
    fails_when: ClassVar[str] = "Leaders are overloaded, rarely meet their people, or do it as a technique."

    who: Who = Field(default="leaders", description="which leaders take part")
    cost: Cost = Field(default=Cost(hours_per_person_day=0.2), description="leaders prepare and reflect an hour a week")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("tone", 0.45, of="leaders"),
            Shift("appeal_respect", 0.30, of="leaders"),
            Shift("face", 0.50, of="leaders"),
            Shift("rate", 0.10, of="leaders"),
            Shift("seen", 0.30, of="leaders"),
        )


class CrisisLeadership(Practice):
    """After a shock leaders speak with everyone, personally and again and again, and are there."""

    id: ClassVar[str] = "crisis_leadership"
    title: ClassVar[str] = "Crisis leadership"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("environment", "tone", "effect")
    how: ClassVar[str] = (
        "Short meetings of each team with its leader bear part of the hardship; leaders' encounters are "
        "better and "
        "more noticed, and the climate keeps what was seen when it mattered."
    )
    evidence: ClassVar[str] = "Weak: case studies (a firm after September 2001)."
    fails_when: ClassVar[str] = "It comes late, stops soon, or is only announcements."

    every: int = Field(default=2, ge=1, le=60, description="working days between meetings")
    minutes: float = Field(default=15.0, ge=1, le=240, description="length of a meeting, minutes")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("team", "trusting", self.minutes, every=self.every, tone=0.3),
            Push("hardship", -0.04, every=self.every),
            Push("climate", 0.02, every=self.every),
            Shift("tone", 0.30, of="leaders"),
            Shift("seen", 0.50, of="leaders"),
            Bond("trust", 0.01, every=self.every, toward="leaders", near="same_team"),
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
