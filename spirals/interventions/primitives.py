"""The small vocabulary of acts that every practice is written in.

A practice changes opportunity (who meets whom, when, how long, who speaks), ability, motivation, what is seen,
resources and demand, and who joins or leads.  It never moves a state that it is meant to raise: quality, trust,
safety, worth, meaning, knowledge, norms and habits change by what people then do to each other.

None of the acts knows the engine, and :mod:`spirals.interventions.apply` is the only place that turns them into
changes of the population.  ``of`` narrows an act to some of those who take part (``partners`` means those whom a
lasting meeting of pairs has given to somebody, such as mentors); ``scaled`` gives the same act at another dose.

==============  =====================================================================================
Shift           changes how much moves are wanted, or the conditions of work, as long as it lasts
Teach           guided practice of a skill
Meet            brings people together on a schedule
Connect, Cut    makes ties, or ends them
Newcomers       who joins, and how they start
Remove, Move    who leaves at once, who changes team
Recognise       thanks that others see
Rely            makes people need each other for their work
Blow            a setback strikes people
Breach          what was entrusted to somebody is betrayed
==============  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.dataclasses import dataclass

from spirals.interventions.who import Group, Partner
from spirals.parameters import PARAMETERS, nearest
from spirals.population import LEVER_COLUMNS

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)

TEAM_TARGETS = ("rivalry",)
MOVES = ("talk", "help", "entrust", "play")
"""What a meeting can be for, in the order of ``population.PATHWAYS``; ``free`` leaves it to those who meet."""

_CONDUCT = (
    "a practice does not set how people treat each other: let it shift attention or devices, teach, "
    "or ask for presence in meetings of its own"
)
_WANTED = "say how much a move is wanted: ask, offer, grant, thank, entrust, honour or play"
_NO_STATES = "practices move no state; say what people then do more or less of, with shift, teach, meet or recognise"
GONE_ACTS = {"push": _NO_STATES, "bond": "practices move no tie; use meet, connect, rely or breach"}

Near = Literal["any", "same_team", "other_team"]
MoveName = Literal["talk", "help", "entrust", "play", "free"]
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
    if value.startswith(("tone", "appeal", "meeting_tone")):
        raise ValueError(f"'{value}' cannot be shifted; {_CONDUCT if 'tone' in value else _WANTED}")
    choices = (*LEVER_COLUMNS, *TEAM_TARGETS, *PARAMETERS)
    return str(_one_of(choices, "lever, team condition or parameter")(value))


Target = Annotated[str, AfterValidator(_check_target)]
Amount = Annotated[float, Field(ge=-10.0, le=10.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Every = Annotated[int, Field(ge=0, le=2600)]


@dataclass(frozen=True, config=_STRICT)
class Shift:
    """Change how much moves are wanted, or the conditions of work, while the practice is in force.

    Parameters
    ----------
    target
        How much a move is wanted (``ask``, ``offer``, ``grant``, ``thank``, ``entrust``, ``honour``, ``play``:
        logits), opportunity (``rate``: log units; ``reach``, ``face``: logits; ``voice``: 0..1, how far turns are
        evened out), ``seen`` (how strongly others see what somebody does, against 1), ``demand``, ``attention``
        (0..1, the share of distraction taken away), ``devices`` (added to distraction), ``rivalry`` of teams, or
        the name of a parameter.  ``conduct`` (logits) is for harmful practices only, and only below 0.
    amount
        Added to it.  For rivalry and parameters it counts in proportion to the share of people taking part.
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
class Teach:
    """Let people practise a skill under guidance: it rises with the hours, and levels off.

    Parameters
    ----------
    skill
        ``respect`` (engaging others: listening, presence) or ``enable`` (helping so that it fits).
    hours
        Guided practice in one session.
    every
        Working days between sessions; 0 = once, on the first day.
    """

    skill: Literal["respect", "enable"]
    hours: Annotated[float, Field(ge=0.0, le=100.0)]
    every: Every = 10
    of: Group = "everyone"
    do: Literal["teach"] = "teach"

    def scaled(self, by: float) -> Teach:
        """Return the same act with ``by`` times the hours."""
        return _changed(self, hours=_held(self.hours * by, 100.0))


@dataclass(frozen=True, config=_STRICT)
class Meet:
    """Bring people together on a schedule.

    Parameters
    ----------
    shape
        ``pair``, ``group`` (of ``size``), ``team`` (those of each team who take part) or ``all``.
    move
        What the encounter is for: ``talk``, ``help``, ``entrust``, ``play``; ``free`` leaves it to them.
    minutes
        Length; the dose scales it (at dose .5 an hour is half an hour).
    every
        Working days between occasions; 0 = once for each person, on the first day on which they take part.
    presence
        Presence asked for in this encounter, added to conduct (logits, 0..0.5); it costs energy.
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
    move: MoveName
    minutes: Annotated[float, Field(ge=0.0, le=1440.0)]
    every: Every = 5
    presence: Annotated[float, Field(ge=0.0, le=0.5)] = 0.0
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
        Added to both skills (0..1).
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
    """Thank people visibly for what they give to others.

    Each day each giver does so with chance ``rate``, for somebody among the giver's own ties, likelier the
    more that person has helped lately.  The receiver's worth and regard for the giver rise, the receiver's team sees
    that helping is thanked for (norm of helping).  Teammates who have helped more than the one who was chosen lose a
    little worth and trust in the giver, where the giver stands above them or chooses a favourite: recognition that
    misses the helpers costs something.

    Parameters
    ----------
    rate
        Occasions per giver and day.
    favour
        How far givers choose whom they like instead of who helped, 0..1.
    sincerity
        1 = meant, .5 = empty, 0 = cynical, which works against itself.
    """

    rate: Annotated[float, Field(ge=0.0, le=10.0)]
    favour: Share = 0.0
    sincerity: Share = 1.0
    of: Group = "everyone"
    do: Literal["recognise"] = "recognise"

    def scaled(self, by: float) -> Recognise:
        """Return the same act with ``by`` times the rate."""
        return _changed(self, rate=_held(self.rate * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Rely:
    """Make people need each other for their work, once, on the first day; it stays, as the work is rearranged.

    ``amount`` is added to the work interdependence (0..) of existing ties between ``of`` and ``toward``.
    """

    amount: Amount
    of: Group = "everyone"
    toward: Group = "everyone"
    near: Near = "any"
    do: Literal["rely"] = "rely"

    def scaled(self, by: float) -> Rely:
        """Return the same act with ``by`` times the amount."""
        return _changed(self, amount=_held(self.amount * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Blow:
    """A setback strikes people: a hardship to carry, less energy and a worse mood.

    Parameters
    ----------
    severity
        How hard it strikes; 1 is an ordinary setback.
    share
        Share of the people taking part whom it strikes, drawn anew each time.
    every
        Working days between blows; 1 = daily, 0 = once, on the first day.
    """

    severity: Annotated[float, Field(ge=0.0, le=10.0)]
    share: Share = 1.0
    every: Every = 0
    of: Group = "everyone"
    do: Literal["blow"] = "blow"

    def scaled(self, by: float) -> Blow:
        """Return the same act with ``by`` times the severity."""
        return _changed(self, severity=_held(self.severity * by, 10.0))


@dataclass(frozen=True, config=_STRICT)
class Breach:
    """What people of ``of`` entrusted to those of ``by`` is betrayed.

    The betrayed one's trust falls, and the rest that it returns to, and safety; teammates see how an entrusting
    ended.  The other side of the tie does not change.

    Parameters
    ----------
    by
        Who betrays; ties of ``of`` that lead there are concerned.
    share
        Share of these ties in which it happens, drawn anew each time.
    every
        Working days between occasions; 0 = once, on the first day.
    """

    by: Group = "leaders"
    share: Share = 1.0
    every: Every = 0
    of: Group = "everyone"
    near: Near = "any"
    do: Literal["breach"] = "breach"

    def scaled(self, by: float) -> Breach:
        """Return the same act in ``by`` times as many ties."""
        return _changed(self, share=_held(self.share * by, 1.0))


def _held(value: float, bound: float) -> float:
    return min(max(value, -bound), bound)


def _changed[Act](act: Act, **values: float) -> Act:
    """Return an act with other numbers, unchecked: they come from checked ones and stay within bounds."""
    new: Act = object.__new__(type(act))
    new.__dict__.update(act.__dict__, **values)
    return new


PRIMITIVES = (Shift, Teach, Meet, Connect, Cut, Newcomers, Remove, Move, Recognise, Rely, Blow, Breach)
BY_NAME: dict[str, type[Any]] = {kind.do: kind for kind in PRIMITIVES}


def refusal(act: Any, harmful: bool) -> str:
    """Return why an act is none that a practice may do, with the remedy; empty if it is.

    Parameters
    ----------
    act
        An act.
    harmful
        Whether the practice is declared harmful: only such may lower how people treat others.
    """
    if isinstance(act, Shift) and act.target == "conduct" and not (harmful and act.amount <= 0.0):
        why = "only downwards" if harmful else "and only downwards, if it is declared harmful"
        return f"shifts conduct by {act.amount:g}; a practice may do so {why}: {_CONDUCT}"
    return ""


def read_act(value: Any) -> Any:
    """Read one act of a scenario file, ``{ do = "shift", target = "ask", amount = 0.3 }``."""
    if isinstance(value, PRIMITIVES):
        return value
    if not isinstance(value, Mapping):
        raise ValueError('must be a table; write it as { do = "shift", ... }')
    name = value.get("do")
    if not isinstance(name, str):
        raise ValueError('does not say what it does; add for example do = "shift"')
    if name in GONE_ACTS:
        raise ValueError(f"'{name}' is no act; {GONE_ACTS[name]}")
    _one_of(tuple(BY_NAME), "act")(name)
    return BY_NAME[name](**value)


def written_act(act: Any) -> dict[str, Any]:
    """Return an act as a scenario file writes it: its name, and what differs from the defaults."""
    given = {item.name: getattr(act, item.name) for item in fields(act) if item.name != "do"}
    defaults = {item.name: item.default for item in fields(act)}
    return {"do": act.do} | {name: value for name, value in given.items() if value != defaults[name]}


Primitive = Annotated[
    Shift | Teach | Meet | Connect | Cut | Newcomers | Remove | Move | Recognise | Rely | Blow | Breach,
    BeforeValidator(read_act),
    PlainSerializer(written_act, return_type=dict),
]
Acts = tuple[Primitive, ...]
