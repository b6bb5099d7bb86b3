"""Further claims of the sources: what practices do, what a push leaves, and the ten benefits between persons."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.measures import between_people, per_person
from spirals.measures.network import pearson
from spirals.population import RESPECT
from spirals.studies.propositions.declare import CHANGE, CLAIM, POINTS, Part, Study, at_most, falls, rises, row
from spirals.studies.propositions.knowledge import practised
from spirals.studies.propositions.laboratory import Laboratory, Run, lever, set_parameter
from spirals.studies.propositions.readings import Readings
from spirals.studies.propositions.resilience import crisis, lost

BUILD = "Dutton 2014"
GROW = "Dutton & Heaphy 2016"
COACHING = "Peer coaching 2020"
PATHWAYS = "Birnbaum 2022"
POWER = "Dutton & Heaphy 2003"
PUSH_START, PUSH_END = 21, 80
PUSH = 0.5  # logits
TINY = 0.05  # SD between people
_CRISIS = 60
_RELIABILITY = 0.8  # of a survey
_BUSY_DOOR: dict[str, Any] = {"turnover": 0.5, "vacancy_days": 10.0}  # enough newcomers to see what becomes of them


def _practice(id: str, statement: str, source: str, practice: str, *parts: Part, group: str) -> None:
    """Declare what a practice does at its shipped dose from day 1, read in everybody at the end."""

    def study(lab: Laboratory, readings: Readings) -> None:
        treated = lab.run(practice, **practised(practice))
        for part in parts:
            if part.measure == "norm of respect":
                norms = [run.norms(lab.days)[:, RESPECT] for run in (treated, lab.reference)]
                readings.sd(part.measure, float(norms[0].mean() - norms[1].mean()), float(norms[1].var()))
            else:
                lab.effects(readings, treated, lab.reference, part.measure)

    row(id, group, statement, source, f"the practice {practice}", *parts, kind=CLAIM)(study)


_LEADERS, _WORK = "Leaders", "Welcome, coaching, reward"
_practice(
    "leaders' modelling", "How leaders treat people becomes how all treat each other.", BUILD, "leader_modelling",
    rises("norm of respect", TINY), rises("received", TINY), group=_LEADERS,
)  # fmt: skip
_practice(
    "leaders who do not respond", "Leaders who do not respond make it unsafe to speak.", BUILD, "unresponsive_leader",
    falls("safety", TINY), falls("voiced", TINY), group=_LEADERS,
)  # fmt: skip
_practice(
    "control",
    "Monitoring and controlling destroy trust.",
    BUILD,
    "micromanagement",
    falls("trust", TINY),
    group=_LEADERS,
)
_practice(
    "peer coaching", "Coaching each other as peers makes it safer to speak, and gives work meaning.", COACHING,
    "peer_coaching", rises("safety", TINY), rises("meaning", TINY), group=_WORK,
)  # fmt: skip
_practice(
    "team incentives", "Reward for what a team achieves makes people help, and builds connections.", BUILD,
    "team_incentives", rises("helped", TINY), rises("quality", TINY), group=_WORK,
)  # fmt: skip
_practice(
    "tournament", "Ranking people against each other harms connections.", PATHWAYS, "individual_tournament",
    falls("quality", TINY), falls("helped", TINY), group=_WORK,
)  # fmt: skip
_practice(
    "undivided attention", "Putting phones and screens away lets people be present.", PATHWAYS, "no_multitasking",
    rises("received", TINY), group=_WORK,
)  # fmt: skip
_practice(
    "room to play", "Room to play makes connections better.", BUILD, "play_spaces", rises("quality", TINY), group=_WORK
)
_practice(
    "learning groups", "Groups that learn together make people ask and admit more.", GROW, "learning_group",
    rises("learning", TINY), group=_WORK,
)  # fmt: skip


@row(
    "leaders in a crisis", _LEADERS, "Leaders who are there in a crisis take from its weight.", BUILD,
    "a crisis on day 60, with and without the practice crisis_leadership", falls("area of strain", 0.05, CHANGE),
    kind=CLAIM,
)  # fmt: skip
def leaders_in_a_crisis(lab: Laboratory, readings: Readings) -> None:
    """Be there in a crisis."""
    there = practised("crisis_leadership", start=_CRISIS, end=_CRISIS + 59)
    led = lab.run("crisis, leaders there", **crisis(_CRISIS), **there)
    plain = lab.run("crisis", **crisis(_CRISIS))
    areas = [lost(run, lab.reference, "strain", lab.everybody, _CRISIS, 120).sum() for run in (led, plain)]
    readings.ratio("area of strain", *(float(area) for area in areas))


@row(
    "onboarding", _WORK, "Newcomers brought together with people find more connections, and their work, sooner.", BUILD,
    "half of the people replaced in a year; the practice relational_onboarding against information overload, and "
    "against the usual welcome",
    rises("newcomer_ties", TINY), rises("newcomer_knowledge", TINY), rises("knowledge, against the usual", TINY),
    kind=CLAIM,
)  # fmt: skip
def onboarding(lab: Laboratory, readings: Readings) -> None:
    """Welcome."""
    welcomed = lab.run("welcomed", **_BUSY_DOOR, **practised("relational_onboarding"))
    flooded = lab.run("flooded", **_BUSY_DOOR, **practised("information_overload_onboarding"))
    usual = lab.run("usual welcome", **_BUSY_DOOR)
    for part, name, control in (
        ("newcomer_ties", "newcomer_ties", flooded), ("newcomer_knowledge", "newcomer_knowledge", flooded),
        ("knowledge, against the usual", "newcomer_knowledge", usual),
    ):  # fmt: skip
        difference = welcomed.organisation.measure(name) - control.organisation.measure(name)
        readings.sd(part, difference, between_people(name, control.organisation.view) ** 2)


_SPIRALS = "Spirals"


def _spiral(id: str, statement: str, sign: int) -> None:
    part = Part("quality at the end", sign, sign * TINY), Part("growth after the push", sign, 0.0)

    def study(lab: Laboratory, readings: Readings) -> None:
        pushed = lever("conduct", sign * PUSH, first=PUSH_START, last=PUSH_END)
        treated = lab.run(id, pushed)
        lab.effects(readings, treated, lab.reference, "quality", window=10)
        at_end = readings[part[0].measure] = readings.pop("quality")
        lab.effects(readings, treated, lab.reference, "quality", last=PUSH_END, window=10)
        readings.sd(part[1].measure, at_end[0] - readings.pop("quality")[0], at_end[1])

    what = f"everybody's conduct {sign * PUSH:+g} logit for days {PUSH_START} to {PUSH_END}, then nothing"
    row(id, _SPIRALS, statement, POWER, what, *part, kind=CLAIM)(study)


_spiral("upward spirals", "What better moments start lasts after they end, and goes on growing.", 1)
_spiral("downward spirals", "What worse moments start lasts after they end, and goes on growing.", -1)


@row(
    "contagion", _SPIRALS, "Moods pass from one to the other, so that people's moods are more alike.", POWER,
    "the run against one without contagion; SD of mood between people on an evening", falls("SD of mood", 0.0, CHANGE),
    kind=CLAIM,
)  # fmt: skip
def contagion(lab: Laboratory, readings: Readings) -> None:
    """Keep moods apart."""
    apart = lab.run("moods kept apart", set_parameter("contagion", 0.0))
    spreads = [
        float(np.nanmean([np.nanstd(run.state("mood", day)) for day in range(1, lab.days + 1)]))
        for run in (lab.reference, apart)
    ]
    readings.ratio("SD of mood", *spreads)


BENEFITS: dict[str, int] = {
    "health": 1, "reactivity": -1, "breadth": 1, "discernment": 1, "learning_behaviour": 1, "resilience": 1,
    "citizenship": 1, "creativity": 1, "mean_commitment": 1, "engagement": 1,
}  # fmt: skip
"""Measures that stand for the ten benefits, and the sign of each."""
_OF_TEAMS = ("relational_coordination", "performance")
_LEAST_R = 0.10


def _survey(run: Run) -> dict[str, np.ndarray]:
    """Return what a survey of people would find of each benefit, without its noise."""
    view = run.organisation.view
    found = {}
    for name in (*BENEFITS, *_OF_TEAMS):
        state = name.removeprefix("mean_")
        values = view.person(state) if state in ("resilience", "commitment") else per_person(name, view)
        found[name] = np.asarray(values, dtype=float)
    return found


def _benefits() -> Study:
    def study(lab: Laboratory, readings: Readings) -> None:
        run = lab.reference.to(lab.days)
        found, view = _survey(run), run.organisation.view
        quality = run.moment(lab.days).person("quality")[view.rows]
        for name in BENEFITS:
            readings.points(name, _RELIABILITY * pearson(quality, found[name]))
        teams = [view.team == team for team in np.unique(view.team)]
        means = np.array([np.nanmean(quality[team]) for team in teams])
        for name in _OF_TEAMS:
            each = np.array([np.nanmean(found[name][team]) for team in teams])
            readings.points(f"{name} of teams", pearson(means, each))
        pairs = [pearson(found[a], found[b]) for a in BENEFITS for b in BENEFITS if a < b]
        readings.points("highest correlation of two benefits", float(np.nanmax(np.abs(pairs))))

    return study


row(
    "ten benefits", "The ten benefits, between persons", "People with better ties have each of the ten benefits.",
    BUILD,
    "one survey of people (reliability .8): correlation with the quality of own ties; of teams, with coordination and "
    "performance",
    *(Part(name, sign, sign * _LEAST_R, POINTS) for name, sign in BENEFITS.items()),
    *(rises(f"{name} of teams", _LEAST_R, POINTS) for name in _OF_TEAMS),
    at_most("highest correlation of two benefits", 0.85, POINTS), kind=CLAIM,
)(_benefits())  # fmt: skip
