"""Harmful practices: what the sources name as destroying connection, to contrast with the helpful ones."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from spirals.interventions.build import BUILD, PATHWAYS, POWER
from spirals.interventions.practice import Days, Practice
from spirals.interventions.primitives import Acts, Blow, Breach, Meet, Remove, Shift
from spirals.interventions.who import PARTNERS, Who

COACHING = "peer-coaching"


class Harmful(Practice):
    """A practice that the sources name as harmful."""

    kind: ClassVar[Literal["practice", "harmful", "shock"]] = "harmful"


class Micromanagement(Harmful):
    """Leaders check constantly and control what people could decide themselves."""

    id: ClassVar[str] = "micromanagement"
    title: ClassVar[str] = "Micromanagement"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "conduct")
    how: ClassVar[str] = (
        "Leaders seek people out more often, hand over hardly anything and honour less of what they are told; "
        "members are interrupted and carry more."
    )
    fails_when: ClassVar[str] = "Close guidance is wanted, as by people new to a task."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("entrust", -1.5, of="leaders"),
            Shift("honour", -0.8, of="leaders"),
            Shift("rate", 0.30, of="leaders"),
            Shift("devices", 0.15, of="members"),
            Shift("demand", 0.05, of="members"),
        )


class IndividualTournament(Harmful):
    """People are ranked against each other, and rewards follow the rank."""

    id: ClassVar[str] = "individual_tournament"
    title: ClassVar[str] = "Individual tournament"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    how: ClassVar[str] = (
        "Rivalry rises in every team, which keeps people from offering and granting help and from honouring what "
        "they are told; helping is worth less besides."
    )
    fails_when: ClassVar[str] = "Work is independent and nobody needs anybody."

    rivalry: float = Field(default=0.3, ge=0, le=1, description="how much rivalry the ranking creates")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.rivalry / 0.3
        return (
            Shift("rivalry", self.rivalry),
            Shift("offer", -0.4 * part),
            Shift("grant", -0.4 * part),
        )


class InformationOverloadOnboarding(Harmful):
    """Newcomers are given documents and rules instead of people."""

    id: ClassVar[str] = "information_overload_onboarding"
    title: ClassVar[str] = "Information-overload onboarding"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    column: ClassVar[str] = "who meets whom"
    headline: ClassVar[str] = "newcomer_ties"
    how: ClassVar[str] = "In their first weeks newcomers meet and reach out less, ask less, and carry more load."
    fails_when: ClassVar[str] = "Colleagues take newcomers along anyway."

    who: Who = Field(default="newcomers:40", description="who is affected")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("rate", -0.40), Shift("reach", -0.40), Shift("ask", -0.30), Shift("demand", 0.20))


class AlwaysOn(Harmful):
    """Phones on the table, messages answered while somebody speaks."""

    id: ClassVar[str] = "always_on"
    title: ClassVar[str] = "Always on"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS, COACHING)
    carriers: ClassVar[tuple[str, ...]] = ("conduct",)
    headline: ClassVar[str] = "conduct_received"
    how: ClassVar[str] = "Devices distract people from each other in all encounters; a few more encounters take place."
    fails_when: ClassVar[str] = "Everyone does it and nobody minds."

    devices: float = Field(default=0.15, ge=0, le=2, description="distraction, in units of work demand")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("devices", self.devices), Shift("rate", 0.05))


class IncivilityTolerated(Harmful):
    """A few people are rude and nothing follows, so others see that it is allowed."""

    id: ClassVar[str] = "incivility_tolerated"
    title: ClassVar[str] = "Incivility tolerated"
    source: ClassVar[tuple[str, ...]] = (POWER, BUILD)
    carriers: ClassVar[tuple[str, ...]] = ("conduct",)
    headline: ClassVar[str] = "mean_safety"
    how: ClassVar[str] = (
        "A random share of people treat others much worse, and it is noticed; everybody thanks less. The rest is "
        "the model's own: response in kind, norm, safety, energy."
    )
    fails_when: ClassVar[str] = "Others answer it, or people can avoid the few who do it."

    offenders: float = Field(default=0.1, gt=0, le=1, description="share of people who are rude")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        few = f"share:{self.offenders:g}"
        return (
            Shift("conduct", -1.5, of=few),
            Shift("seen", 0.40, of=few),
            Shift("thank", -0.20),
        )


class Layoffs(Harmful):
    """A share of the people is dismissed on one day."""

    id: ClassVar[str] = "layoffs"
    title: ClassVar[str] = "Layoffs"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "conduct")
    headline: ClassVar[str] = "mean_safety"
    how: ClassVar[str] = (
        "People leave at once. Those who stay carry a hardship and more work; a part of what they had entrusted to "
        "leaders is betrayed, which costs trust and safety and is remembered. Leaders draw back from the anger and "
        "take in less of what they are told; that and the load ebb slowly."
    )
    fails_when: ClassVar[str] = "Seen as fair and unavoidable, with help for those who go."

    start: int = Field(default=60, ge=1, le=26_000, description="day of the layoffs")
    share: float = Field(default=0.1, ge=0, le=0.9, description="share of people who have to go")
    fade: Days = Field(default=60, description="working days over which it ebbs after the end")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.share / 0.1
        return (
            Remove(self.share, of="members"),
            Blow(min(10.0, 0.8 * part)),
            Breach(by="leaders", share=min(1.0, 0.6 * part)),
            Shift("demand", 0.05 * part),
            Shift("honour", -0.6 * part, of="leaders"),
            Shift("rate", -0.2 * part, of="leaders"),
        )


class UnresponsiveLeader(Harmful):
    """Leaders are hard to reach and do not react to what people say."""

    id: ClassVar[str] = "unresponsive_leader"
    title: ClassVar[str] = "Unresponsive leader"
    source: ClassVar[tuple[str, ...]] = (POWER, BUILD)
    carriers: ClassVar[tuple[str, ...]] = ("task enabling", "trusting")
    headline: ClassVar[str] = "mean_safety"
    how: ClassVar[str] = (
        "Leaders start fewer encounters, grant and offer far less help, and ignore most of what they are told."
    )
    fails_when: ClassVar[str] = "A team leads itself."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("grant", -2.0, of="leaders"),
            Shift("honour", -2.0, of="leaders"),
            Shift("offer", -1.0, of="leaders"),
            Shift("rate", -0.50, of="leaders"),
        )


class AbsentMentor(Harmful):
    """The mentor shows a newcomer the office and walks away without a word."""

    id: ClassVar[str] = "absent_mentor"
    title: ClassVar[str] = "Absent mentor"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    carriers: ClassVar[tuple[str, ...]] = ("conduct", "trusting")
    headline: ClassVar[str] = "mean_safety"
    how: ClassVar[str] = (
        "Each newcomer has one short meeting with an assigned mentor and none after it.  As long as the mentorship "
        "lasts, a year, the mentor is as rude as those whose incivility is tolerated, offers nothing, refuses what is "
        "asked and ignores what is told, by anybody."
    )
    fails_when: ClassVar[str] = "Teammates step in."

    who: Who = Field(default="newcomers:260", description="who is affected")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Meet("pair", "talk", 5.0, every=0, partner="tenured", near="same_team", lasting=True),
            Shift("conduct", -1.5, of=PARTNERS),
            Shift("grant", -2.0, of=PARTNERS),
            Shift("honour", -2.0, of=PARTNERS),
            Shift("offer", -2.0, of=PARTNERS),
        )


class StrictlyBusiness(Harmful):
    """Chatting counts as procrastination."""

    id: ClassVar[str] = "strictly_business"
    title: ClassVar[str] = "Strictly business"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    carriers: ClassVar[tuple[str, ...]] = ("play", "conduct")
    headline: ClassVar[str] = "shared_play"
    how: ClassVar[str] = "Play nearly disappears, people meet less and hardly reach beyond those they know."
    fails_when: ClassVar[str] = "Work itself brings people together well."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("play", -1.50), Shift("rate", -0.10), Shift("reach", -0.20))


class Silencing(Harmful):
    """Fall in line, ask no questions."""

    id: ClassVar[str] = "silencing"
    title: ClassVar[str] = "Silencing"
    source: ClassVar[tuple[str, ...]] = (COACHING, BUILD)
    carriers: ClassVar[tuple[str, ...]] = ("trusting", "task enabling")
    headline: ClassVar[str] = "learning_behaviour"
    how: ClassVar[str] = (
        "Leaders refuse requests and ignore views, where all can see it; members fall in line, so they ask and voice "
        "less of themselves, the rest follows from how it ended."
    )
    fails_when: ClassVar[str] = "People speak freely where leaders do not hear it."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("grant", -1.5, of="leaders"),
            Shift("honour", -2.0, of="leaders"),
            Shift("seen", 0.5, of="leaders"),
            Shift("ask", -0.3, of="members"),
            Shift("entrust", -0.5, of="members"),
        )


DECLARED: tuple[type[Practice], ...] = (
    Micromanagement,
    IndividualTournament,
    InformationOverloadOnboarding,
    AlwaysOn,
    IncivilityTolerated,
    Layoffs,
    UnresponsiveLeader,
    AbsentMentor,
    StrictlyBusiness,
    Silencing,
)
