"""Rows X1 to X4: exchange, identity, growth and learning."""

from __future__ import annotations

import numpy as np

from spirals.organisation import Organisation
from spirals.population import FAMILIARITY, PERSON_COLUMNS
from spirals.studies.propositions.declare import TIMES, at_most, rises, row
from spirals.studies.propositions.laboratory import (
    HELP,
    TALK,
    Act,
    Laboratory,
    Pairs,
    Run,
    hold_ties,
    in_need,
    lever,
    meet,
    set_ties,
)
from spirals.studies.propositions.moves import nearest
from spirals.studies.propositions.readings import FEATURES, Floats, Readings

GROUP = "The four lenses"
POWER = "Dutton & Heaphy 2003"
_GIVEN = 60  # days of help
_PROBE = 20  # days in which it is seen what comes back
_LATER = 80  # days between the two probes
_HALF_YEAR = 130
_EXPERT = 0.97


@row(
    "X1", GROUP, "Exchange: help given is owed and comes back.", POWER,
    "ten minutes of help a day for 60 days against ordinary talk of the same two, then both equally close; "
    "help back in ten free minutes a day, the giver in need",
    rises("help that comes back", 0.30), at_most("left of it 80 days later", 0.5),
)  # fmt: skip
def x1(lab: Laboratory, readings: Readings) -> None:
    """Help, and see what comes back."""
    pairs = lab.team_mates()  # the first of each gets help
    receivers, givers = (np.array(side) for side in zip(*pairs, strict=True))
    back = [(giver, receiver) for receiver, giver in pairs]
    close = (
        set_ties(pairs, FEATURES, 0.6, day=_GIVEN), set_ties(pairs, FEATURES, 0.6, day=_GIVEN + _LATER),
        Act(evening=lambda organisation: _known(organisation, pairs)),
    )  # fmt: skip
    probes = []
    for first in (_GIVEN + 1, _GIVEN + _LATER + 1):
        last = first + _PROBE - 1
        probes += [in_need(givers, first, last), meet(back, -1, slot=0, first=first, last=last)]
    counts = []
    for name, move in (("given", HELP), ("talked", TALK)):
        early = (in_need(receivers, last=_GIVEN), meet(pairs, move, slot=0, last=_GIVEN))
        run = lab.run(f"help {name}", *early, *close, *probes, days=_GIVEN + _LATER + _PROBE, record=True)
        counts.append([_came_back(run, back, first) for first in (_GIVEN + 1, _GIVEN + _LATER + 1)])
    (soon, late), (usual, usual_late) = counts
    readings.sd("help that comes back", float((soon - usual).mean()), float(usual.var()))
    readings.ratio("left of it 80 days later", float((late - usual_late).mean()), float((soon - usual).mean()))


def _known(organisation: Organisation, pairs: Pairs) -> None:
    """Let pairs know each other equally well when it is seen what comes back."""
    if organisation.day in (_GIVEN, _GIVEN + _LATER):
        population = organisation.population
        for i, j in pairs:
            tie = population.tie_between(i, j)
            if tie >= 0:
                population.state.ties[tie, FAMILIARITY] = 0.6


def _came_back(run: Run, back: Pairs, first: int) -> Floats:
    """Return how often each giver was helped by the one helped before, in the meetings of a probe."""
    log = run.organisation.encounters
    probe = log[log["meeting"].astype(bool) & log["day"].between(first, first + _PROBE - 1)]
    ids = run.organisation.population.ids
    found = []
    for giver, other in back:
        here = probe[(probe["who"] == ids[giver]) & (probe["whom"] == ids[other])]
        found.append(float(here["helped_who"].sum()))
    return np.array(found)


@row(
    "X2", GROUP, "Identity: one tie that bears emotion lets those who are unlike others be themselves.", POWER,
    "the tenth least like their team: carrying capacity of their most familiar tie held at .9",
    rises("authenticity", 0.30), rises("energy", 0.05), rises("voiced", 0.10),
)  # fmt: skip
def x2(lab: Laboratory, readings: Readings) -> None:
    """Let somebody stand by them."""
    unlike = lab.start.person("unlike")
    if not np.nanmax(unlike) > 0.0:
        unlike = lab.reference.moment(5).person("unlike")[: lab.reference.size]
    count = max(1, round(0.1 * len(lab.everybody)))
    who = np.argsort(-np.nan_to_num(unlike), kind="stable")[:count]
    pairs = [(int(one), nearest(lab, int(one), 1)[0]) for one in who]
    treated = lab.run("an ally", set_ties(pairs, ("carrying_capacity",), 0.9, held=True))
    lab.effects(readings, treated, lab.reference, "authenticity", "energy", "voiced", who=who)


@row(
    "X3", GROUP, "Growth: mutuality, from anybody, wakes the wish for more connection.", POWER,
    "equal turns and conduct +.5 logit of all members; the same of leads and managers only; read in members",
    rises("wish", 0.20), rises("started", 0.10), at_most("wish by seniors, over peers'", 1.5),
)  # fmt: skip
def x3(lab: Laboratory, readings: Readings) -> None:
    """Raise mutuality."""
    members, seniors = lab.of_level(0), np.concatenate([lab.of_level(1), lab.of_level(2)])
    peers, above = (
        lab.run(f"mutuality of {name}", lever("voice", 1.0, who), lever("conduct", 0.5, who))
        for name, who in (("peers", members), ("seniors", seniors))
    )
    lab.effects(readings, above, lab.reference, "wish", who=members)
    by_seniors = readings.effect("wish")
    lab.effects(readings, peers, lab.reference, "wish", "started", who=members)
    readings.ratio("wish by seniors, over peers'", by_seniors, readings.effect("wish"))


@row(
    "X4", GROUP, "Learning: knowledge passes in good ties.", POWER,
    "one expert in each of two teams, ties of these teams held at .25 against .85; knowledge gained by the others in "
    "half a year",
    rises("learnt, at .85 over .25", 2.0, TIMES),
)  # fmt: skip
def x4(lab: Laboratory, readings: Readings) -> None:
    """Put experts into teams."""
    teams = [members for _, members in lab.leads(2)]
    experts = np.array([members[0] for members in teams])
    others = np.concatenate([members[1:] for members in teams])

    def know(organisation: Organisation) -> None:
        organisation.population.state.people[experts, PERSON_COLUMNS.index("knowledge")] = _EXPERT

    learnt = []
    for value in (0.85, 0.25):
        held = hold_ties(value, np.concatenate(teams))
        run = lab.run(f"experts, ties {value}", held, Act(start=know, evening=know), days=_HALF_YEAR)
        learnt.append(run.total("learnt", _HALF_YEAR, _HALF_YEAR, others))
    readings.ratio("learnt, at .85 over .25", *learnt)
