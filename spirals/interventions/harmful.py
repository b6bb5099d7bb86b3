"""Harmful practices: what the sources name as destroying connection, to contrast with the helpful ones."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from spirals.interventions.build import BUILD, PATHWAYS, POWER
from spirals.interventions.practice import Practice
from spirals.interventions.primitives import Acts, Bond, Connect, Meet, Newcomers, Push, Remove, Shift
from spirals.interventions.who import Who

COACHING = "peer-coaching"


class Harmful(Practice):
    """A practice that the sources name as harmful."""

    kind: ClassVar[Literal["practice", "harmful", "shock"]] = "harmful"


class Micromanagement(Harmful):
    """Leaders check constantly and control what people could decide themselves."""

    id: ClassVar[str] = "micromanagement"
    title: ClassVar[str] = "Micromanagement"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "tone", "which", "effect", "environment")
    how: ClassVar[str] = (
        "Leaders seek people out more often, rely on them less, and what passes between them about trust "
        "and help "
        "goes wrong more often: monitoring is trusting turned round."
    )
    evidence: ClassVar[str] = "Moderate: monitoring and low autonomy go with lower trust and more strain."
    fails_when: ClassVar[str] = "Close guidance is wanted, as by people new to a task."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("rate", 0.30, of="leaders"),
            Shift("appeal_trust", -0.50, of="leaders"),
            Shift("tone_trust", -1.00, of="leaders"),
            Shift("tone_enable", -0.60, of="leaders"),
            Shift("demand", 0.05, of="members"),
            Bond("trust", -0.003, toward="leaders", near="same_team"),
        )


class IndividualTournament(Harmful):
    """People are ranked against each other, and rewards follow the rank."""

    id: ClassVar[str] = "individual_tournament"
    title: ClassVar[str] = "Individual tournament"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS)
    acts_on: ClassVar[tuple[str, ...]] = ("environment", "which")
    how: ClassVar[str] = "Rivalry rises in every team, which spoils the tone; helping and trusting lose appeal."
    evidence: ClassVar[str] = (
        "Moderate: individual incentives raise individual output (g = .32, Garbers & Konradt 2014), which is not "
        "modelled, and cost helping. The rivalry is set so that a year of it costs less than one SD; a larger one "
        "feeds on itself in this model and ends in corrosive ties, which no study shows."
    )
    fails_when: ClassVar[str] = "Work is independent and nobody needs anybody."

    rivalry: float = Field(default=0.1, ge=0, le=1, description="how much rivalry the ranking creates")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.rivalry / 0.1
        return (
            Shift("rivalry", self.rivalry),
            Shift("appeal_enable", -0.15 * part),
            Shift("appeal_trust", -0.12 * part),
        )


class InformationOverloadOnboarding(Harmful):
    """Newcomers are given documents and rules instead of people."""

    id: ClassVar[str] = "information_overload_onboarding"
    title: ClassVar[str] = "Information-overload onboarding"
    source: ClassVar[tuple[str, ...]] = (BUILD,)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "whom", "which", "environment")
    how: ClassVar[str] = "In their first weeks newcomers meet and reach out less, ask less, and carry more load."
    evidence: ClassVar[str] = "Moderate: formal orientation alone does little for adjustment."
    fails_when: ClassVar[str] = "Colleagues take newcomers along anyway."
    turning: ClassVar[str] = (
        "Levels off in the score of the whole organisation, as few are newcomers at a time; newcomers themselves know "
        "less and are more strained with every dose."
    )

    who: Who = Field(default="newcomers:40", description="who is affected")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("rate", -0.40), Shift("reach", -0.40), Shift("ask", -0.30), Shift("demand", 0.20))


class AlwaysOn(Harmful):
    """Phones on the table, messages answered while somebody speaks."""

    id: ClassVar[str] = "always_on"
    title: ClassVar[str] = "Always on"
    source: ClassVar[tuple[str, ...]] = (BUILD, PATHWAYS, COACHING)
    acts_on: ClassVar[tuple[str, ...]] = ("tone", "rate", "environment")
    how: ClassVar[str] = "Divided attention worsens the tone of all encounters, respect most; a little more gets done."
    evidence: ClassVar[str] = (
        "Moderate: a phone in view lowers felt quality of talks a little; replications vary, so it is as large as "
        "what no_multitasking wins back."
    )
    fails_when: ClassVar[str] = "Everyone does it and nobody minds."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("tone", -0.08),
            Shift("tone_respect", -0.10),
            Shift("rate", 0.05),
            Shift("demand", 0.03),
        )


class IncivilityTolerated(Harmful):
    """A few people are rude and nothing follows, so others see that it is allowed."""

    id: ClassVar[str] = "incivility_tolerated"
    title: ClassVar[str] = "Incivility tolerated"
    source: ClassVar[tuple[str, ...]] = (POWER, BUILD)
    acts_on: ClassVar[tuple[str, ...]] = ("tone", "effect", "environment")
    how: ClassVar[str] = (
        "The encounters of a random share of people go wrong much more often and are noticed; everyone "
        "else treats "
        "others slightly worse because it passes. The rest is the model's own: spill-over, climate, safety."
    )
    evidence: ClassVar[str] = "Good: incivility lowers helping, effort and health, also in those who watch it."
    fails_when: ClassVar[str] = "Others answer it, or people can avoid the few who do it."

    offenders: float = Field(default=0.1, gt=0, le=1, description="share of people who are rude")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        few = f"share:{self.offenders:g}"
        return (
            Shift("tone_respect", -1.20, of=few),
            Shift("tone_enable", -0.60, of=few),
            Shift("tone_trust", -0.60, of=few),
            Shift("tone_play", -0.80, of=few),
            Shift("seen", 0.40, of=few),
            Shift("tone_respect", -0.10),
            Shift("thank", -0.20),
        )


class Layoffs(Harmful):
    """A share of the people is dismissed on one day."""

    id: ClassVar[str] = "layoffs"
    title: ClassVar[str] = "Layoffs"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    acts_on: ClassVar[tuple[str, ...]] = ("people", "ties", "effect", "environment")
    how: ClassVar[str] = (
        "People leave at once; those who stay carry hardship, more work and less safety for a while, and "
        "trust "
        "their leaders less. As long as it is in force posts are scarce, which sets people of one level against "
        "each other."
    )
    evidence: ClassVar[str] = "Good: survivors' commitment and trust fall (studies of downsizing)."
    fails_when: ClassVar[str] = "Seen as fair and unavoidable, with help for those who go."

    start: int = Field(default=60, ge=1, le=26_000, description="day of the layoffs")
    share: float = Field(default=0.1, ge=0, le=0.9, description="share of people who have to go")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        part = self.share / 0.1
        return (
            Remove(self.share, of="members"),
            Push("hardship", 0.40 * part, every=0),
            Push("safety", -0.20 * part, every=0),
            Push("commitment", -0.10 * part, every=0),
            Bond("trust", -0.25 * part, every=0, toward="leaders"),
            Shift("demand", 0.05 * part),
            Shift("scarce_posts", 0.15 * part),
        )


class UnresponsiveLeader(Harmful):
    """Leaders are hard to reach and do not react to what people say."""

    id: ClassVar[str] = "unresponsive_leader"
    title: ClassVar[str] = "Unresponsive leader"
    source: ClassVar[tuple[str, ...]] = (POWER, BUILD)
    acts_on: ClassVar[tuple[str, ...]] = ("rate", "tone", "effect")
    how: ClassVar[str] = (
        "Leaders start fewer encounters, respect and trust in theirs fail more often, and members, who speak and are "
        "not answered, lose a little safety day by day."
    )
    evidence: ClassVar[str] = "Moderate: ignored voice lowers safety and later voice."
    fails_when: ClassVar[str] = "A team leads itself."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("rate", -0.50, of="leaders"),
            Shift("tone_respect", -0.60, of="leaders"),
            Shift("tone_trust", -0.60, of="leaders"),
            Push("safety", -0.002, of="members"),
        )


class AbsentMentor(Harmful):
    """The mentor shows a newcomer the office and walks away without a word."""

    id: ClassVar[str] = "absent_mentor"
    title: ClassVar[str] = "Absent mentor"
    source: ClassVar[tuple[str, ...]] = (POWER,)
    acts_on: ClassVar[tuple[str, ...]] = ("whom", "people", "which")
    how: ClassVar[str] = (
        "Each newcomer has one short, bad meeting with an assigned mentor and none after it; being left "
        "alone, they "
        "reach out less."
    )
    evidence: ClassVar[str] = "Weak: a case told in the source; bad mentoring does more harm than none."
    fails_when: ClassVar[str] = "Teammates step in."

    who: Who = Field(default="newcomers:20", description="who is affected")

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Connect(1, familiarity=0.05, partner="tenured", near="same_team"),
            Meet("pair", "respectful_engagement", 5.0, every=20, tone=-2.0, partner="tenured", near="same_team"),
            Newcomers(peers=0.0, sociability=-0.1),
            Shift("reach", -0.30),
            Shift("ask", -0.30),
        )


class StrictlyBusiness(Harmful):
    """Chatting counts as procrastination."""

    id: ClassVar[str] = "strictly_business"
    title: ClassVar[str] = "Strictly business"
    source: ClassVar[tuple[str, ...]] = (PATHWAYS,)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "rate", "whom")
    how: ClassVar[str] = "Play nearly disappears, people meet less and hardly reach beyond those they know."
    evidence: ClassVar[str] = "Weak to moderate: small talk goes with better moods and some distraction."
    fails_when: ClassVar[str] = "Work itself brings people together well."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (Shift("appeal_play", -1.50), Shift("rate", -0.10), Shift("reach", -0.20))


class Silencing(Harmful):
    """Fall in line, ask no questions."""

    id: ClassVar[str] = "silencing"
    title: ClassVar[str] = "Silencing"
    source: ClassVar[tuple[str, ...]] = (COACHING, BUILD)
    acts_on: ClassVar[tuple[str, ...]] = ("which", "tone", "effect")
    how: ClassVar[str] = "People ask less and confide less, input is ignored, and safety wears down day by day."
    evidence: ClassVar[str] = "Good for the link of safety with voice and learning; weak on size."
    fails_when: ClassVar[str] = "People speak freely where leaders do not hear it."

    def acts(self) -> Acts:
        """Return what it does at dose 1."""
        return (
            Shift("ask", -0.60),
            Shift("appeal_trust", -0.40),
            Shift("tone_trust", -0.50, of="leaders"),
            Push("safety", -0.003),
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
