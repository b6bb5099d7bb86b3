"""Rows R1 to R5: what a blow does, and how ties carry people through it."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.studies.propositions.courses import half_lives
from spirals.studies.propositions.declare import CHANGE, TIMES, at_least, at_most, falls, rises, row
from spirals.studies.propositions.laboratory import Laboratory, Run, blow, hold_ties, lever
from spirals.studies.propositions.readings import Floats, Integers, Readings, work_of

GROUP = "Resilience"
POWER = "Dutton & Heaphy 2003"
BUILD = "Dutton 2014"
BROADEN = "Fredrickson 1998, cited in Dutton & Heaphy 2003"
POOR, RICH = 0.25, 0.85
_BEFORE = 40  # days with held ties before a blow
_AFTER = 160
_AREA = 100  # days after a blow whose lost area is compared


def crisis(day: int, severity: float = 1.0) -> dict[str, Any]:
    """Return the scenario fields of a crisis that strikes everybody."""
    return {"shocks": [{"id": "crisis", "day": day, "severity": severity}]}


def lost(struck: Run, twin: Run, state: str, who: Integers, first: int, days: int) -> Floats:
    """Return how far a state of people is from the twin's by day, the mean over those who are in both."""
    change = struck.course(state, who, first, first + days) - twin.course(state, who, first, first + days)
    return np.nanmean(change, axis=1)


def _work(run: Run, who: Integers, first: int, days: int) -> Floats:
    states = [run.course(name, who, first, first + days) for name in ("knowledge", "hours", "hardship", "strain")]
    done = work_of(run.organisation.parameters, *(one.ravel() for one in states)).reshape(states[0].shape)
    return np.nanmean(done, axis=1)


@row(
    "R1", GROUP, "The same blow passes two to five times as fast among good ties.", POWER,
    "a blow of severity 2 to one member of each team, own ties held at .25 against .85",
    rises("half-life of strain", 2.0, TIMES, half_lives),
    at_most("half-life of strain, at most", 5.0, TIMES, half_lives),
    rises("half-life of hardship", 2.0, TIMES, half_lives),
    at_most("half-life of hardship, at most", 5.0, TIMES, half_lives),
    rises("area of strain", 1.6, TIMES), rises("area of mood", 1.1, TIMES), rises("area of energy", 1.1, TIMES),
    rises("area of work", 1.1, TIMES),
)  # fmt: skip
def r1(lab: Laboratory, readings: Readings) -> None:
    """Strike one."""
    who, last = lab.one_a_team(), _BEFORE + _AFTER
    courses: dict[str, list[Floats]] = {name: [] for name in ("strain", "hardship", "mood", "energy", "work")}
    for value in (POOR, RICH):
        held = hold_ties(value, who)
        twin = lab.run(f"own ties {value}", held, days=last)
        struck = lab.run(f"own ties {value}, a blow", held, blow(who, _BEFORE), days=last)
        for name, found in courses.items():
            if name == "work":
                found.append(_work(struck, who, _BEFORE, _AFTER) - _work(twin, who, _BEFORE, _AFTER))
            else:
                found.append(lost(struck, twin, name, who, _BEFORE, _AFTER))
    for name in ("strain", "hardship"):
        both = np.concatenate(courses[name])
        readings[f"half-life of {name}"] = readings[f"half-life of {name}, at most"] = both
    for name in ("strain", "mood", "energy", "work"):
        poor, rich = courses[name]
        readings.ratio(f"area of {name}", float(poor[:_AREA].sum()), float(rich[:_AREA].sum()))


@row(
    "R2", GROUP, "A crisis weighs less on an organisation of good ties.", POWER,
    "a crisis, all ties held at .3 against .8", rises("area of strain", 1.5, TIMES),
)  # fmt: skip
def r2(lab: Laboratory, readings: Readings) -> None:
    """Strike all."""
    first, areas = _BEFORE + 1, []
    for value in (0.3, 0.8):
        held = hold_ties(value)
        twin = lab.run(f"all ties {value}", held, days=first + _AFTER)
        struck = lab.run(f"all ties {value}, a crisis", held, days=first + _AFTER, **crisis(first))
        areas.append(float(lost(struck, twin, "strain", lab.everybody, first, _AFTER).sum()))
    readings.ratio("area of strain", *areas)


@row(
    "R3", GROUP, "Resilience built before a blow takes from its weight.", BROADEN,
    "resilience of everybody pushed up 2 SD, then a blow to one member of each team",
    falls("area of strain", 0.15, CHANGE),
)  # fmt: skip
def r3(lab: Laboratory, readings: Readings) -> None:
    """Strike the resilient."""
    who, day = lab.one_a_team(), 80
    given = lab.given("resilience", 2.0)
    pushed = lab.push("resilience", given)
    twin = lab.run("more resilience", pushed)
    struck = lab.run("more resilience, a blow", pushed, blow(who, day))
    usual = lab.run("a blow", blow(who, day))
    areas = [
        float(lost(one, other, "strain", who, day, _AREA).sum())
        for one, other in ((struck, twin), (usual, lab.reference))
    ]
    readings.ratio("area of strain", areas[1] + (areas[0] - areas[1]) * 2.0 / given, areas[1])


@row(
    "R4", GROUP, "A blow coped with in company makes the next one pass sooner.", BUILD,
    "a blow to one member of each team, who tell (entrusting +1.5 logits) or keep it to themselves (-4) for 130 days; "
    "60 days later a second one",
    falls("area of strain of the second", 0.0, CHANGE),
)  # fmt: skip
def r4(lab: Laboratory, readings: Readings) -> None:
    """Strike twice."""
    who, second, last = lab.one_a_team(), 190, 190 + _AREA
    areas = []
    for name, wanted in (("in company", 1.5), ("alone", -4.0)):
        acts = (lever("entrust", wanted, who, last=130), blow(who, 1))
        twin = lab.run(f"coped {name}", *acts, days=last)
        struck = lab.run(f"coped {name}, a second blow", *acts, blow(who, second), days=last)
        areas.append(float(lost(struck, twin, "strain", who, second, _AREA).sum()))
    readings.ratio("area of strain of the second", *areas)


def _quality_over_number(reading: Floats) -> float:
    """Return by how much more the quality than the number of ties explains of the area, in standardised coefficients.

    The reading holds the means, then the products, of quality, number, resilience, sociability and area.
    """
    n = 5
    means, products = reading[:n], reading[n:].reshape(n, n)
    covariance = products - np.outer(means, means)
    spread = np.sqrt(np.diag(covariance))
    r = covariance / np.outer(spread, spread)
    weights = np.linalg.solve(r[:-1, :-1], r[:-1, -1])
    return float(-weights[0] - abs(weights[1]))


@row(
    "R5", GROUP, "The quality of ties carries people through a blow at least as much as their number.", POWER,
    "a blow to 20 people alike in each of 20 runs or more; area of strain on quality, number, resilience, sociability",
    at_least("quality over number", 0.0, "standardised", _quality_over_number), fewest=20,
)  # fmt: skip
def r5(lab: Laboratory, readings: Readings) -> None:
    """Strike many."""
    who, day = lab.some(20, lab.of_level(0)), 40
    struck = lab.run("a blow to many", blow(who, day), days=day + _AREA)
    twin = lab.run("reference", days=day + _AREA)
    area = (struck.course("strain", who, day, day + _AREA) - twin.course("strain", who, day, day + _AREA)).sum(axis=0)
    now = twin.moment(day)
    sociability = twin.organisation.population.person("sociability").astype(float)
    columns = [*(now.person(name)[who] for name in ("quality", "ties", "resilience")), sociability[who], area]
    values = np.array(columns)
    values = values[:, np.isfinite(values).all(axis=0)]
    readings["quality over number"] = np.concatenate(
        [values.mean(axis=1), (values @ values.T / values.shape[1]).ravel()]
    )
