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
    StateRow("energy", "Energy", "0..1", 1, POWER, "how much energy people have today"),
    StateRow("vitality", "Vitality", "0..1", 1, POWER, "the level of energy that people come back to over months"),
    StateRow("strain", "Strain", "0..1", -1, "Seeman et al. 1997", "the load that weeks of work have left in people"),
    StateRow("hardship", "Hardship", "severity", -1, STEPHENS, "what setbacks have left to carry"),
    StateRow("safety", "Psychological safety", "0..1", 1, KAHN, "how safe it is to speak, ask, err and be oneself"),
    StateRow("worth", "Social worth", "0..1", 1, "Grant & Gino 2010", "how much people feel valued by others"),
    StateRow("resilience", "Resilience", "0..1", 1, STEPHENS, "the strength to recover that coping has built"),
    StateRow("meaning", "Meaning", "0..1", 1, POWER, "how much their work and place mean to people"),
    StateRow("authenticity", "Authenticity", "0..1", 1, POWER + ", identity", "how much of themselves people show"),
    StateRow("commitment", "Commitment", "0..1", 1, BUILD, "how much people want to belong here and stay"),
    StateRow("knowledge", "Knowledge", "0..1", 1, POWER, "what people know of what their work asks"),
    StateRow("wish", "Wish for connection", "0..1", 1, POWER + ", growth", "how much others have woken it"),
    StateRow("skill_respect", "Skill in respect", "0..1", 1, PATHWAYS, "how well people can engage others"),
    StateRow("skill_enable", "Skill in enabling", "0..1", 1, PATHWAYS, "how well their help fits task and person"),
    StateRow("skill", "Relational skill", "0..1", 1, PATHWAYS, "mean of the skills in respect and in enabling"),
    StateRow("felt", "Treatment felt lately", "-1..1", 1, POWER, "how strong and how good the conduct received was"),
    StateRow("conduct", "Conduct", "logit", 1, PATHWAYS, "how attentively people have engaged others lately"),
    StateRow("outside", "Regard of outsiders", "0..1", 1, THEORY, "how customers and others outside regard people"),
)

TIE_STATES = (
    StateRow("familiarity", "Familiarity", "0..1", 0, THEORY, "how strong ties are; a damaged tie can be strong"),
    StateRow("carrying_capacity", "Emotional carrying capacity", "0..1", 1, POWER, "how much emotion ties bear"),
    StateRow("tensility", "Tensility", "0..1", 1, POWER, "how well ties bend under strain and recover"),
    StateRow("connectivity", "Connectivity", "0..1", 1, VERBAL, "how open ties are to new ideas"),
    StateRow("regard", "Positive regard", "0..1", 1, POWER, "how each side of a tie regards the other"),
    StateRow("trust", "Trust", "0..1", 1, BUILD, "how each side of a tie trusts the other"),
    StateRow("mutuality", "Mutuality", "0..1", 1, POWER, "how far both sides of a tie regard each other"),
    StateRow("quality", "Connection quality", "0..1", 1, POWER, "how good ties are, as each side has them"),
)

NORM = StateRow("norm", "Norm of respect", "0..1", 1, THEORY, "how attentive the conduct is that people see in teams")


def person_state(name: str, view: View) -> Floats:
    """Return a state of every active person; their conduct is nan for those who have met nobody."""
    if name == "skill":
        return 0.5 * (view.person("skill_respect") + view.person("skill_enable"))
    if name == "conduct":
        met, conduct = view.deed("met"), np.full(view.count, np.nan)
        np.divide(view.deed("conduct"), met, out=conduct, where=met > 0.0)
        return conduct
    return view.person(name)


def tie_state(name: str, view: View) -> Floats:
    """Return a state of every tie; of both sides, where each has its own."""
    if name == "quality":
        return np.concatenate(view.quality)
    if name in ("regard", "trust"):
        return view.sides(name)
    if name == "mutuality":
        return np.asarray(np.sqrt(view.tie("regard_a") * view.tie("regard_b")))
    return view.tie(name)


def own_ties(name: str, view: View) -> Floats:
    """Return each active person's mean of a tie state over their own ties; nan for those without any."""
    both = tie_state(name, view)
    count = view.ends[0].size
    return view.over_own_ties(both[:count], both[-count:] if count else both)


def norm(view: View) -> Floats:
    """Return the norm of respect of every team that has a member."""
    return view.team_state("norm_respect")


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
_register(NORM, "People", "teams", partial(_mean, norm), partial(_spread, norm), None)
