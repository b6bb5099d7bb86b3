"""The small vocabulary that every practice is written in.

A practice is a short list of these; none knows the engine, and :mod:`spirals.interventions.apply` is the only
place that turns them into changes of the population.  ``of`` narrows an act to some of those who take part;
``scaled`` gives the same act at another dose.

==============  =====================================================================================
Shift           leans on what people do (levers, rivalry, meetings, a parameter) as long as it lasts
Push            moves a state of people, or the climate of their teams
Bond            moves a feature of existing ties
Meet            brings people together on a schedule
Connect, Cut    makes ties, or ends them
Newcomers       who joins, and how they start
Remove, Move    who leaves at once, who changes team
Recognise       visible recognition that others see
==============  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.dataclasses import dataclass

from spirals.interventions.who import Group, Partner
from spirals.parameters import PARAMETERS, nearest
from spirals.population import LEVER_COLUMNS

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)

# A word for several levers at once.
SHORTHAND = {
    word: tuple(f"{word}_{pathway}" for pathway in ("respect", "enable", "trust", "play"))
    for word in ("tone", "appeal")
}
SHORTHAND["skill"] = tuple(f"skill_{pathway}" for pathway in ("respect", "enable", "trust", "play"))
TEAM_TARGETS = ("rivalry", "meeting_tone")
LEVER_TARGETS = (*LEVER_COLUMNS, "tone", "appeal")
# States without an upper bound: a push adds to them.
ADDITIVE = ("mood", "hardship")
PUSH_STATES = (
    "mood", "energy", "strain", "safety", "worth", "resilience", "meaning", "commitment", "knowledge",
    "skill_respect", "skill_enable", "skill_trust", "skill_play", "hardship", "skill", "wish", "climate",
)  # fmt: skip
OWN_FEATURES = ("regard", "trust")
SHARED_FEATURES = ("familiarity", "carrying_capacity", "tensility", "connectivity")
FEATURES = (*OWN_FEATURES, *SHARED_FEATURES, "need")

Near = Literal["any", "same_team", "other_team"]
Pathway = Literal["respectful_engagement", "task_enabling", "trusting", "play", "free"]
Channel = Literal["auto", "in_person", "video", "text"]


def _one_of(choices: tuple[str, ...], what: str) -> Any:
    def check(value: str) -> str:
        if value in choices:
            return value
        guess = nearest(value, choices)
        hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(choices)}"
        raise ValueError(f"'{value}' is no {what}; {hint}")

    return check


def _check_target(value: str) -> str:
    choices = (*LEVER_TARGETS, *TEAM_TARGETS, *PARAMETERS)
    return str(_one_of(choices, "lever, team condition or parameter")(value))


Target = Annotated[str, AfterValidator(_check_target)]
PushState = Annotated[
    str,
    AfterValidator(_one_of(PUSH_STATES, "state that can be pushed")),
    WithJsonSchema({"type": "string", "enum": list(PUSH_STATES)}),
]
Feature = Annotated[
    str,
    AfterValidator(_one_of(FEATURES, "feature of a tie")),
    WithJsonSchema({"type": "string", "enum": list(FEATURES)}),
]
Amount = Annotated[float, Field(ge=-10.0, le=10.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Every = Annotated[int, Field(ge=0, le=2600)]


@dataclass(frozen=True, config=_STRICT)
class Shift:
    """Lean on what people do while the practice is in force.

    Parameters
    ----------
    target
        A person lever (``tone_respect``, ``appeal_play``, ``rate``, ...; ``tone`` and ``appeal`` mean all
        four pathways), a team condition (``rivalry``; ``meeting_tone``, the tone of the teams' own meetings),
        or the name of a parameter.
    amount
        Added to it: logits for tone and asking, softmax units for appeal, log units for rate.  For team
        conditions and parameters it counts in proportion to the share of people taking part.
    of
        Which of those who take part.
    """

    target: Target
    amount: Amount
    of: Group = "everyone"
    do: Literal["shift"] = "shift"

    def scaled(self, by: float) -> Shift:
        """Return the same act with ``by`` times the amount."""
        return _changed(self, amount=_held(self.amount * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Push:
    """Move a state of people, by the same saturating step that encounters take.

    A 0..1 state x goes to ``1 - (1 - x) exp(-gain)``, or to ``x exp(gain)`` for a negative gain; ``mood`` and
    ``hardship``, which have no upper bound, go to ``x + gain``.  ``climate`` moves the teams of those taking
    part, in proportion to their share of the team.

    Parameters
    ----------
    state
        Name of the state; ``skill`` means all four pathways' skills.
    gain
        Size of one step.
    every
        Working days between steps; 1 = daily, 0 = once, on the first day.
    share
        Share of the people taking part whom one step reaches, drawn anew each time.
    """

    state: PushState
    gain: Amount
    every: Every = 1
    share: Share = 1.0
    of: Group = "everyone"
    do: Literal["push"] = "push"

    def scaled(self, by: float) -> Push:
        """Return the same act with ``by`` times the gain."""
        return _changed(self, gain=_held(self.gain * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Bond:
    """Move a feature of existing ties between ``of`` and ``toward``.

    ``regard`` and ``trust`` belong to one side: that of ``of``.  ``need`` (work interdependence) is added to,
    and stays when the practice ends, since the work has been rearranged.
    """

    feature: Feature
    gain: Amount
    every: Every = 1
    of: Group = "everyone"
    toward: Group = "everyone"
    near: Near = "any"
    do: Literal["bond"] = "bond"

    def scaled(self, by: float) -> Bond:
        """Return the same act with ``by`` times the gain."""
        return _changed(self, gain=_held(self.gain * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Meet:
    """Bring people together on a schedule.

    Parameters
    ----------
    shape
        ``pair``, ``group`` (of ``size``), ``team`` (those of each team who take part) or ``all``.
    pathway
        What the encounter is about; ``free`` leaves it to them.
    minutes
        Length; the dose scales it (at dose .5 an hour is half an hour).
    every
        Working days between occasions; 0 = once.
    tone
        Added to the tone logit of the encounter.
    equal
        How far turns are equalised, 0..1.
    partner
        For pairs: ``group`` pairs those taking part with each other; any other word picks the people from
        among whom each of them is given one.
    near
        Same team, another team, or any.
    peers
        Only pairs of equal rank, so that neither has power over the other.
    lasting
        Keep pairs and groups from one occasion to the next.
    slot
        Two-hour slot of the day, 0..4 (2 is lunchtime); -1 = any.
    """

    shape: Literal["pair", "group", "team", "all"]
    pathway: Pathway
    minutes: Annotated[float, Field(ge=0.0, le=1440.0)]
    every: Every = 5
    tone: Annotated[float, Field(ge=-3.0, le=3.0)] = 0.0
    equal: Share = 0.0
    size: Annotated[int, Field(ge=2, le=1000)] = 5
    of: Group = "everyone"
    partner: Partner = "group"
    near: Near = "any"
    peers: bool = False
    lasting: bool = False
    channel: Channel = "auto"
    slot: Annotated[int, Field(ge=-1, le=4)] = -1
    do: Literal["meet"] = "meet"

    def scaled(self, by: float) -> Meet:
        """Return the same act with ``by`` times the minutes."""
        return _changed(self, minutes=_held(self.minutes * by, 1440.0))


@dataclass(frozen=True, config=_STRICT)
class Connect:
    """Give each person of ``of`` ties to ``count`` people of ``partner``, once per person.

    Newcomers get theirs on the first day on which they take part.
    """

    count: Annotated[float, Field(ge=0.0, le=100.0)] = 1.0
    familiarity: Share = 0.2
    need: Share = 0.0
    of: Group = "everyone"
    partner: Group = "everyone"
    near: Near = "any"
    do: Literal["connect"] = "connect"

    def scaled(self, by: float) -> Connect:
        """Return the same act with ``by`` times as many ties."""
        return _changed(self, count=_held(self.count * by, 100.0))


@dataclass(frozen=True, config=_STRICT)
class Cut:
    """End a random share of the ties between ``of`` and ``toward``, once, on the first day."""

    share: Share
    of: Group = "everyone"
    toward: Group = "everyone"
    near: Near = "any"
    do: Literal["cut"] = "cut"

    def scaled(self, by: float) -> Cut:
        """Return the same act with ``by`` times the share."""
        return _changed(self, share=_held(self.share * by, 1.0))


@dataclass(frozen=True, config=_STRICT)
class Newcomers:
    """Change who joins, and how they start, while the practice is in force.

    Parameters
    ----------
    skill
        Added to all four skills (0..1).
    sociability
        Added to the log of sociability.
    trustworthiness
        Added to trustworthiness (0..1).
    peers, familiarity, near
        Ties to this many people from the first day, and how familiar they are.
    """

    skill: Amount = 0.0
    sociability: Amount = 0.0
    trustworthiness: Amount = 0.0
    peers: Annotated[float, Field(ge=0.0, le=100.0)] = 0.0
    familiarity: Share = 0.2
    near: Near = "same_team"
    do: Literal["newcomers"] = "newcomers"

    def scaled(self, by: float) -> Newcomers:
        """Return the same act with ``by`` times every change and number of peers."""
        return _changed(
            self,
            skill=_held(self.skill * by, 10.0),
            sociability=_held(self.sociability * by, 10.0),
            trustworthiness=_held(self.trustworthiness * by, 10.0),
            peers=_held(self.peers * by, 100.0),
        )


@dataclass(frozen=True, config=_STRICT)
class Remove:
    """Make a random share of people leave, once, on the first day."""

    share: Share
    of: Group = "everyone"
    do: Literal["remove"] = "remove"

    def scaled(self, by: float) -> Remove:
        """Return the same act with ``by`` times the share."""
        return _changed(self, share=_held(self.share * by, 1.0))


@dataclass(frozen=True, config=_STRICT)
class Move:
    """Put a random share of people into other teams, once, on the first day; teams keep their sizes."""

    share: Share
    of: Group = "members"
    do: Literal["move"] = "move"

    def scaled(self, by: float) -> Move:
        """Return the same act with ``by`` times the share."""
        return _changed(self, share=_held(self.share * by, 1.0))


@dataclass(frozen=True, config=_STRICT)
class Recognise:
    """Recognise people visibly for what they give to others.

    Each day each giver does so with chance ``rate``, for somebody among the giver's own ties, likelier the
    more that person has helped lately.  The receiver gains worth and regard for the giver; the receiver's
    team sees it (climate, shared out over the team).  Insincere recognition works against itself: each gain
    is multiplied by ``2 sincerity - 1``.
    Teammates who have helped more than the one who was chosen lose a little worth (``envy``), so awards that
    miss the helpers cost something.

    Parameters
    ----------
    rate
        Occasions per giver and day.
    worth, regard, climate, envy
        Size of one step for the receiver, the receiver's side of the tie, the team, and each teammate who
        was passed over.
    sincerity
        1 = meant, .5 = empty, 0 = cynical.
    """

    rate: Annotated[float, Field(ge=0.0, le=10.0)]
    worth: Amount = 0.1
    regard: Amount = 0.1
    climate: Amount = 0.02
    envy: Amount = 0.02
    sincerity: Share = 1.0
    of: Group = "everyone"
    do: Literal["recognise"] = "recognise"

    def scaled(self, by: float) -> Recognise:
        """Return the same act with ``by`` times the rate."""
        return _changed(self, rate=_held(self.rate * by, 10.0))


def _held(value: float, bound: float) -> float:
    return min(max(value, -bound), bound)


def _changed[Act](act: Act, **values: float) -> Act:
    """Return an act with other numbers, unchecked: they come from checked ones and stay within bounds."""
    new: Act = object.__new__(type(act))
    new.__dict__.update(act.__dict__, **values)
    return new


PRIMITIVES = (Shift, Push, Bond, Meet, Connect, Cut, Newcomers, Remove, Move, Recognise)
BY_NAME: dict[str, type[Any]] = {kind.do: kind for kind in PRIMITIVES}


def read_act(value: Any) -> Any:
    """Read one act of a scenario file, ``{ do = "shift", target = "tone", amount = 0.1 }``."""
    if isinstance(value, PRIMITIVES):
        return value
    if not isinstance(value, Mapping):
        raise ValueError('must be a table; write it as { do = "shift", ... }')
    name = value.get("do")
    if not isinstance(name, str):
        raise ValueError('does not say what it does; add for example do = "shift"')
    _one_of(tuple(BY_NAME), "act")(name)
    return BY_NAME[name](**value)


def written_act(act: Any) -> dict[str, Any]:
    """Return an act as a scenario file writes it: its name, and what differs from the defaults."""
    given = {item.name: getattr(act, item.name) for item in fields(act) if item.name != "do"}
    defaults = {item.name: item.default for item in fields(act)}
    return {"do": act.do} | {name: value for name, value in given.items() if value != defaults[name]}


Primitive = Annotated[
    Shift | Push | Bond | Meet | Connect | Cut | Newcomers | Remove | Move | Recognise,
    BeforeValidator(read_act),
    PlainSerializer(written_act, return_type=dict),
]
Acts = tuple[Primitive, ...]
