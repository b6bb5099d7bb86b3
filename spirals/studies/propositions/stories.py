"""Where the sources tell a story, its end must come by mechanism: seven of the shipped scenarios."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.interventions.primitives import Shift
from spirals.organisation import Organisation
from spirals.population import TEAM
from spirals.scenario import load
from spirals.studies.propositions.declare import POINTS, RATIO, STORY, TIMES, at_least, at_most, falls, rises, row
from spirals.studies.propositions.knowledge import practised
from spirals.studies.propositions.laboratory import Act, Laboratory, Run
from spirals.studies.propositions.readings import Integers, Readings

GROUP = "Stories of the sources"
POWER = "Dutton & Heaphy 2003"
GROW = "Dutton & Heaphy 2016"
_MONTHS_18 = 390
_NEWCOMERS = 6


def told(lab: Laboratory, story: str, days: int) -> tuple[Run, Run]:
    """Return the run of a story, and its twin in which nothing of it happens."""
    return (
        lab.run(story, scenario=story, days=days),
        lab.run(f"{story}, untold", scenario=story, days=days, interventions=[]),
    )


def _named(run: Run, story: str, number: int = 0) -> Integers:
    """Return the rows of those whom the practice of a story names."""
    return np.array([run.organisation.population.row(one) for one in load(story).programmes[number].who])


@row(
    "absent_mentor", GROUP, "Newcomers whose mentor leaves them without a word leave sooner.", POWER,
    "six newcomers on day 1, with and without the practice absent_mentor; the chance to leave, summed over 18 months",
    rises("leaving within 18 months", 1.5, TIMES), kind=STORY,
)  # fmt: skip
def absent_mentor(lab: Laboratory, readings: Readings) -> None:
    """Let newcomers be left alone."""
    teams = [lab.team(lead) for lead, _ in lab.leads(_NEWCOMERS)]
    joined: list[int] = []

    def welcome(organisation: Organisation) -> None:
        joined[:] = [organisation.hire(team) for team in teams]

    arrive = Act(start=welcome)
    usual = lab.run("six newcomers", arrive, days=_MONTHS_18)
    alone = lab.run("six newcomers left alone", arrive, days=_MONTHS_18, **practised("absent_mentor"))
    chances = [float(np.nanmean(run.lately("leaving", _MONTHS_18, _MONTHS_18)[joined])) for run in (alone, usual)]
    readings.ratio("leaving within 18 months", *chances)


@row(
    "temp_under_the_wing", GROUP, "A boss who takes a temp under the wing gives her meaning and ties her to the place.",
    POWER, "the scenario story_temp_under_the_wing against the same without it; days 81 to 100",
    rises("meaning", 0.3), rises("commitment", 0.3), kind=STORY,
)  # fmt: skip
def temp_under_the_wing(lab: Laboratory, readings: Readings) -> None:
    """Take somebody under the wing."""
    treated, twin = told(lab, "story_temp_under_the_wing", 100)
    who = _named(treated, "story_temp_under_the_wing")
    lab.effects(readings, treated, twin, "meaning", "commitment", who=who, last=100, window=20)


@row(
    "task_force", GROUP, "A task force across levels leaves its members with ties and influence.", GROW,
    "the scenario story_task_force against the same without it; read in its members at its end",
    rises("ties across levels", 0.3), rises("influence", 0.1), kind=STORY,
)  # fmt: skip
def task_force(lab: Laboratory, readings: Readings) -> None:
    """Bring levels together."""
    treated, twin = told(lab, "story_task_force", 210)
    who = _named(treated, "story_task_force")
    lab.effects(readings, treated, twin, "ties across levels", "influence", who=who, last=210)


@row(
    "case_stories", GROUP, "Cases told over lunch make people who work apart ask, and know more.", GROW,
    "the scenario story_case_stories against the same without it; read in remote workers",
    rises("asked", 0.1), rises("knowledge", 0.1), kind=STORY,
)  # fmt: skip
def case_stories(lab: Laboratory, readings: Readings) -> None:
    """Tell cases."""
    treated, twin = told(lab, "story_case_stories", lab.days)
    remote = np.flatnonzero(twin.organisation.population.person("remote")[: twin.size] == 1)
    lab.effects(readings, treated, twin, "asked", "knowledge", who=remote)


@row(
    "listening_boss", GROUP, "A boss who learns to listen goes on listening.", POWER,
    "the scenario story_listening_boss against the same layoffs alone; the boss, at the end on day 185 and 60 days on",
    rises("own habit of respect", 0.1), at_least("left of it 60 days later", 0.5, RATIO), kind=STORY,
)  # fmt: skip
def listening_boss(lab: Laboratory, readings: Readings) -> None:
    """Let a boss listen."""
    story, end, later = "story_listening_boss", 185, 245
    entries = load(story).as_dict()["interventions"]
    treated = lab.run(story, scenario=story, days=later)
    twin = lab.run(f"{story}, layoffs alone", scenario=story, days=later, interventions=entries[:1])
    boss = _named(treated, story, 1)
    name, part = "habit_respect", "own habit of respect"
    lab.effects(readings, treated, twin, name, who=boss, last=end, window=10)
    at_end = readings[part] = readings.pop(name)
    lab.effects(readings, treated, twin, name, who=boss, last=later, window=10)
    readings.ratio("left of it 60 days later", readings.pop(name)[0], at_end[0])


@row(
    "layoffs", GROUP, "Layoffs cost survivors their safety for long; presence and forgiveness take from it.", POWER,
    "the practice layoffs on day 60, no post scarce; then with leaders there (crisis_leadership) and ruptures made up "
    "more readily (one logit)",
    falls("survivors' safety after 60 days", 0.2), at_least("left of it after 120 days", 0.5, RATIO),
    at_most("with presence and forgiveness, over without", 0.75), kind=STORY,
)  # fmt: skip
def layoffs(lab: Laboratory, readings: Readings) -> None:
    """Dismiss."""
    day = 60
    entries: list[dict[str, Any]] = [{"id": "layoffs", "start": day, "end": day + 59}]
    caring = [
        {"id": "crisis_leadership", "start": day, "end": day + 59},
        {"id": "custom", "name": "forgiveness", "start": day, "end": day + 59,
         "does": [{"do": "shift", "target": "repair_base", "amount": 1.0}]},
    ]  # fmt: skip
    last = day + 120
    treated = lab.run("layoffs", days=last, interventions=entries)
    cared = lab.run("layoffs, cared for", days=last, interventions=[*entries, *caring])
    lab.run("reference", days=last)
    found = []
    for run, after in ((treated, 60), (treated, 120), (cared, 60)):
        lab.effects(readings, run, lab.reference, "safety", last=day + after, window=10)
        found.append(readings.pop("safety"))
    readings["survivors' safety after 60 days"] = found[0]
    readings.ratio("left of it after 120 days", found[1][0], found[0][0])
    readings.ratio("with presence and forgiveness, over without", found[2][0], found[0][0])


@row(
    "fresh_eyes", GROUP, "Who sees the own service as its customers do has ideas, and these change the work.", GROW,
    "the scenario story_fresh_eyes against the same without it; read in those who take part and in their teams",
    rises("ideas", 0.0), rises("work made easier in their teams", 0.0),
    at_most("typed-in shifts of demand", 0.0, POINTS), kind=STORY,
)  # fmt: skip
def fresh_eyes(lab: Laboratory, readings: Readings) -> None:
    """Look with fresh eyes."""
    story = "story_fresh_eyes"
    treated, twin = told(lab, story, lab.days)
    who = _named(treated, story)
    lab.effects(readings, treated, twin, "ideas", who=who)
    teams = np.unique(twin.first.place[who, TEAM])
    after, before = (
        np.mean([moment.teams("improvement") for moment in run.moments(lab.days, lab.window)], axis=0)
        for run in (treated, twin)
    )
    readings.sd("work made easier in their teams", float((after - before)[teams].mean()), float(before.var()))
    acts = [act for entry in load(story).programmes for act in entry.acts()]
    readings.points("typed-in shifts of demand", sum(isinstance(act, Shift) and act.target == "demand" for act in acts))
