"""Mean and spread of every state: of people, of ties, of teams."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from spirals.measures.registry import Compute, Measure, PerPerson, mean_of, register, spread_of
from spirals.measures.view import Floats, View

POWER = "power-of-high-quality-connections"
BUILD = "build-high-quality-connections"
PATHWAYS = "four-pathways"
THEORY = "theory.md"
KAHN = "Kahn 1990; Edmondson 1999"
STEPHENS = "Stephens et al. 2013"
VERBAL = POWER + " (verbal definition only)"
NO_PEOPLE = "nobody is left in the organisation"
NO_TIES = "no two people are connected"


class StateRow(NamedTuple):
    """One state: column name, title, unit, which direction is better, source, what it is."""

    name: str
    title: str
    unit: str
    better: int
    source: str
    meaning: str


PERSON_STATES = (
    StateRow("mood", "Mood", "SD", 1, "Fredrickson 1998", "how people feel in the evening, from their own normal"),
    StateRow("energy", "Energy", "0..1", 1, POWER, "slow vitality: how alive people feel over days and weeks"),
    StateRow(
        "strain",
        "Strain",
        "0..1",
        -1,
        "Seeman et al. 1997",
        "the load work has left in body and mind over weeks",
    ),
    StateRow("safety", "Psychological safety", "0..1", 1, KAHN, "how safe it is to speak, ask, err and be oneself"),
    StateRow("worth", "Social worth", "0..1", 1, "Grant & Gino 2010", "how much people feel valued by others"),
    StateRow("resilience", "Resilience", "0..1", 1, STEPHENS, "how well people digest hardship"),
    StateRow("meaning", "Meaning", "0..1", 1, POWER, "how much their work and place mean to people"),
    StateRow("commitment", "Commitment", "0..1", 1, BUILD, "how much people want to belong here and stay"),
    StateRow("knowledge", "Knowledge", "0..1", 1, POWER, "what people know of what their work asks"),
    StateRow(
        "wish", "Wish for connection", "0..1", 1, POWER, "how much mentors have woken the wish for more connection"
    ),
    StateRow(
        "skill_respect",
        "Skill in respect",
        "0..1",
        1,
        PATHWAYS,
        "how well people are present, listen and ask",
    ),
    StateRow(
        "skill_enable",
        "Skill in enabling",
        "0..1",
        1,
        PATHWAYS,
        "how well their help fits task, style and dignity",
    ),
    StateRow(
        "skill_trust",
        "Skill in trusting",
        "0..1",
        1,
        PATHWAYS,
        "how well people share, delegate and seek input",
    ),
    StateRow("skill_play", "Skill in play", "0..1", 1, PATHWAYS, "how well people play without excluding anyone"),
    StateRow("hardship", "Hardship", "severity", -1, STEPHENS, "setbacks that people have not yet digested"),
)

TIE_STATES = (
    StateRow("familiarity", "Familiarity", "0..1", 0, THEORY, "how strong ties are; a damaged tie can be strong"),
    StateRow("carrying_capacity", "Emotional carrying capacity", "0..1", 1, POWER, "how much emotion ties bear"),
    StateRow("tensility", "Tensility", "0..1", 1, POWER, "how well ties bend under strain and recover"),
    StateRow("connectivity", "Connectivity", "0..1", 1, VERBAL, "how open ties are to new ideas"),
    StateRow("regard", "Positive regard", "0..1", 1, POWER, "how each side of a tie regards the other"),
    StateRow("trust", "Trust", "0..1", 1, BUILD, "how each side of a tie trusts the other"),
    StateRow("vitality", "Vitality of ties", "-1..1", 1, POWER, "the energy that ties gave lately"),
    StateRow("mutuality", "Mutuality", "0..1", 1, POWER, "both sides regard each other and take first steps"),
    StateRow("quality", "Connection quality", "0..1", 1, POWER, "how good ties are, as each side has them"),
)

CLIMATE = StateRow("climate", "Team climate", "0..1", 1, THEORY, "how teams have learnt to treat each other")


def person_state(name: str, view: View) -> Floats:
    """Return a state of every active person."""
    return view.person(name)


def tie_state(name: str, view: View) -> Floats:
    """Return a state of every tie; of both sides, where each has its own."""
    if name == "quality":
        return np.concatenate(view.quality)
    if name in ("regard", "trust"):
        return view.sides(name)
    if name == "mutuality":
        return mutuality(view.tie("regard_a"), view.tie("regard_b"), view.tie("initiative"))
    return view.tie(name)


def own_ties(name: str, view: View) -> Floats:
    """Return each active person's mean of a tie state over their own ties; nan for those without any."""
    both = tie_state(name, view)
    count = view.ends[0].size
    return view.over_own_ties(both[:count], both[-count:] if count else both)


def mutuality(regard_a: Floats, regard_b: Floats, initiative: Floats) -> Floats:
    """Return mutuality of ties (0..1): geometric mean of both regards x (1 - how one-sided initiative is)."""
    return np.asarray(np.sqrt(regard_a * regard_b) * (1.0 - np.abs(initiative)))


def climate(view: View) -> Floats:
    """Return the climate of every team that has a member."""
    return view.team_state("climate")


def _mean(state: PerPerson, view: View) -> float:
    return mean_of(state(view))


def _spread(state: PerPerson, view: View) -> float:
    return spread_of(state(view))


def _register(row: StateRow, group: str, over: str, mean: Compute, spread: Compute, people: PerPerson | None) -> None:
    """Register mean and spread of one state over people, ties or teams."""
    said = f"Mean over {over} on the last day: {row.meaning}."
    none = f"there are no {over}"
    register(Measure(f"mean_{row.name}", row.title, row.unit, row.better, row.source, said, group, mean, people, none))
    said = f"Standard deviation between {over} on the last day: {row.meaning}."
    none = f"there are fewer than two {over}"
    title = f"{row.title}: spread"
    register(Measure(f"sd_{row.name}", title, row.unit, 0, row.source, said, group, spread, None, none))


for _row in PERSON_STATES:
    _of_people = partial(person_state, _row.name)
    _register(_row, "People", "people", partial(_mean, _of_people), partial(_spread, _of_people), _of_people)
for _row in TIE_STATES:
    _of_ties = partial(tie_state, _row.name)
    _of_own = partial(own_ties, _row.name)
    _register(_row, "Connections", "ties", partial(_mean, _of_ties), partial(_spread, _of_ties), _of_own)
_register(CLIMATE, "People", "teams", partial(_mean, climate), partial(_spread, climate), None)
