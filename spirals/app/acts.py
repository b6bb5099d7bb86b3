"""One thing done to one person on one day, as an entry of a scenario: a setback, a kind act, a betrayal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from spirals.interventions.custom import Custom
from spirals.population import LEAD, LEVEL, MANAGER, MEMBER, TEAM, Population

_SEVERITY = 2.0  # of a setback: twice an ordinary one
_MINUTES = 30.0
_PRESENCE = 0.5  # logits of conduct, the most that a practice may ask for


class Act(NamedTuple):
    """Something that can be made to happen to a person.

    Attributes
    ----------
    name
        ``setback``, ``kind`` or ``betrayal``.
    title, says
        What it is called, and what happens, in a sentence.
    by
        Row of who does it; -1 where nobody does.
    """

    name: str
    title: str
    says: str
    by: int


def setback(who: str, day: int) -> dict[str, Any]:
    """Return the entry by which a setback strikes somebody: a hardship to carry, less energy, a worse mood."""
    return _entry(f"setback for {who}, day {day}", [who], day, {"do": "blow", "severity": _SEVERITY})


def kind_act(who: str, by: str, day: int) -> dict[str, Any]:
    """Return the entry by which somebody takes half an hour for another first thing in the morning, undivided."""
    act = {"do": "meet", "shape": "pair", "move": "talk", "minutes": _MINUTES, "every": 0, "presence": _PRESENCE, "slot": 0}  # fmt: skip
    return _entry(f"kind act for {who}, day {day}", [who, by], day, act)


def betrayal(who: str, level: int, day: int) -> dict[str, Any]:
    """Return the entry by which those above somebody betray what that person entrusted to them.

    Parameters
    ----------
    level
        Of the one who is betrayed: a member is betrayed by the own team's lead, a lead by managers.
    """
    by, near = ("leaders", "same_team") if level == MEMBER else ("managers", "any")
    act = {"do": "breach", "by": by, "near": near}
    return _entry(f"betrayal of {who}, day {day}", [who], day, act)


def _entry(name: str, who: list[str], day: int, act: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": Custom.id, "name": name, "harmful": act["do"] != "meet", "start": day, "end": day, "who": who, "does": [dict(act)]}  # fmt: skip


def superior_of(population: Population, row: int) -> int:
    """Return the row of somebody above a person with whom there is a tie: the team's lead, a manager; -1 if none."""
    place = population.state.place
    level = int(place[row, LEVEL])
    if level == MANAGER:
        return -1
    for other in sorted(population.neighbours(row).tolist()):
        above = int(place[other, LEVEL])
        if above > level and (level == LEAD or place[other, TEAM] == place[row, TEAM]):
            return int(other)
    return -1
