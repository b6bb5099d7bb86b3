"""Who takes part: the few words a scenario file uses to pick people, and what they mean."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

from spirals.parameters import nearest
from spirals.population import DEED_COLUMNS, PERSON_COLUMNS

NEWCOMER_DAYS = 60
TENURED_DAYS = 260

PLAIN = {
    "everyone": "all who work here",
    "members": "people who lead nobody",
    "leaders": "team leads and managers",
    "managers": "managers only",
    "remote": "people who work away from the site",
    "on_site": "people who work at the site",
    "newcomers": f"people in their first {NEWCOMER_DAYS} working days (newcomers:20 for the first 20)",
    "tenured": f"people who have been here for {TENURED_DAYS} working days (tenured:520 for two years)",
}
NAMED = {
    "team": "one team by its name, team:Sales",
    "site": "one site by its name, site:Berlin",
    "share": "a random share, share:0.3",
    "least_connected": "the share with the least familiarity in all their ties, least_connected:0.2",
    "best_connected": "the share with the best ties, by mean quality, best_connected:0.2",
    "lowest": "the share lowest in a state, or in what people did lately, lowest:energy:0.2",
    "highest": "the share highest in it, highest:helped:0.2",
}
# Inside a practice: those whom a lasting meeting of pairs has given to somebody (mentors, buddies).
PARTNERS = "partners"
MEASURED = (*PERSON_COLUMNS, *DEED_COLUMNS)
WORDS = tuple(PLAIN) + tuple(f"{word}:" for word in NAMED)


class Criterion(NamedTuple):
    """A parsed choice of people: ``kind`` with a ``name`` (team, site, state) or an ``amount`` (share, days)."""

    kind: str
    name: str = ""
    amount: float = 0.0


def parse(text: str) -> Criterion:
    """Read one choice of people.

    Parameters
    ----------
    text
        A word of :data:`PLAIN`, or a word of :data:`NAMED` with its name or share after a colon.

    Raises
    ------
    ValueError
        One line with the remedy.

    Examples
    --------
    >>> parse("lowest:energy:0.2")
    Criterion(kind='lowest', name='energy', amount=0.2)
    >>> parse("newcomers").amount
    60.0
    """
    kind, colon, rest = text.partition(":")
    if kind in ("newcomers", "tenured"):
        days = NEWCOMER_DAYS if kind == "newcomers" else TENURED_DAYS
        return Criterion(kind, amount=_days(text, rest) if colon else float(days))
    if kind in PLAIN and not colon:
        return Criterion(kind)
    if kind in ("team", "site"):
        if not rest:
            raise ValueError(f"'{text}' names no {kind}; write for example \"{kind}:NAME\"")
        return Criterion(kind, name=rest)
    if kind in ("share", "least_connected", "best_connected"):
        return Criterion(kind, amount=_share(text, rest))
    if kind in ("lowest", "highest"):
        return _by_state(text, kind, rest)
    guess = nearest(kind, (*PLAIN, *NAMED))
    hint = f"did you mean '{guess}'?" if guess else f"use one of {', '.join(WORDS)} or a list of ids"
    raise ValueError(f"'{text}' picks nobody; {hint}")


def _by_state(text: str, kind: str, rest: str) -> Criterion:
    state, _, share = rest.partition(":")
    if state not in MEASURED:
        guess = nearest(state, MEASURED)
        hint = f"did you mean '{guess}'?" if guess else f'write for example "{kind}:energy:0.2"'
        raise ValueError(f"'{text}' names no state of people; {hint}")
    return Criterion(kind, name=state, amount=_share(text, share))


def _share(text: str, rest: str) -> float:
    try:
        share = float(rest)
    except ValueError:
        share = -1.0
    if not 0.0 < share <= 1.0:
        head = text[: len(text) - len(rest)].rstrip(":")
        raise ValueError(f"'{text}' has no share between 0 and 1; write for example \"{head}:0.2\"")
    return share


def _days(text: str, rest: str) -> float:
    if not rest.isascii() or not rest.isdigit() or not 1 <= int(rest) <= 100_000:
        kind = text.partition(":")[0]
        raise ValueError(f"'{text}' has no whole number of days; write for example \"{kind}:20\"")
    return float(rest)


def names_somebody(who: str | tuple[str, ...]) -> bool:
    """Say whether a choice of people names a team, a site or people, who may not exist."""
    return isinstance(who, tuple) or who.startswith(("team:", "site:"))


def check_who(value: Any) -> str | tuple[str, ...]:
    """Accept a word that picks people or a list of ids; raise ``ValueError`` with the remedy otherwise."""
    if isinstance(value, str):
        parse(value)
        return value
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError('must be a word such as "everyone", or a list of ids in quotes')


def check_group(value: Any) -> str:
    """Accept a word that picks people (no ids), or :data:`PARTNERS`; used inside practices."""
    if not isinstance(value, str):
        raise ValueError('must be a word such as "everyone" or "leaders"')
    if value != PARTNERS:
        parse(value)
    return value


def check_partner(value: Any) -> str:
    """Accept ``"group"`` (each other) or a word that picks the partners."""
    return value if value == "group" else check_group(value)


_TEXT = {
    "type": "string",
    "description": "a word such as everyone, leaders, newcomers:20, team:NAME, share:0.3, lowest:energy:0.2",
}
_IDS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": "ids of people"}

Who = Annotated[str | tuple[str, ...], BeforeValidator(check_who), WithJsonSchema({"anyOf": [_TEXT, _IDS]})]
Group = Annotated[str, BeforeValidator(check_group), WithJsonSchema(_TEXT)]
Partner = Annotated[str, BeforeValidator(check_partner), WithJsonSchema(_TEXT)]
