"""Rows B1 to B6: each feature of a tie has its own job."""

from __future__ import annotations

import math

import numpy as np

from spirals.studies.propositions.courses import half_lives_apart
from spirals.studies.propositions.declare import CHANGE, POINTS, at_most, falls, rises, row
from spirals.studies.propositions.laboratory import Laboratory, Pairs, Run, blow
from spirals.studies.propositions.readings import FEATURES, Moment, Readings
from spirals.studies.propositions.resilience import crisis

GROUP = "Features of a tie"
POWER = "Dutton & Heaphy 2003"
PUSHED = 2.0  # SD of ties
_YEAR = 260
_BLOW = 80  # day
_CRISIS = 81

IDEAS_PER_VIEW, REPAIR, TOLD = "ideas per view", "repair", "told per day of hardship"


def pushed(lab: Laboratory, feature: str) -> tuple[Run, float]:
    """Return the run in which one feature of all ties is pushed up, and the factor on its effects."""
    sds = lab.given(feature, PUSHED)
    amount = sds * math.sqrt(lab.reference.tie_spread(feature, lab.days, lab.window))
    return lab.run(f"more {feature}", lab.push_ties((feature,), amount)), PUSHED / sds


def job(lab: Laboratory, feature: str, what: str) -> float:
    """Return what a push on a feature does to one of the jobs, as a share of the reference, or in points of repair."""
    treated, factor = pushed(lab, feature)
    now, before = (_done(lab, run, what) for run in (treated, lab.reference))
    return factor * (now - before if what == REPAIR else now / before - 1.0)


def _done(lab: Laboratory, run: Run, what: str) -> float:
    top, bottom = {IDEAS_PER_VIEW: ("ideas", "voiced"), REPAIR: ("repairs", "ruptures"), TOLD: ("told", "hard")}[what]
    below = run.total(bottom, lab.days, lab.window)
    return run.total(top, lab.days, lab.window) / below if below > 0.0 else math.nan


def _no_other(lab: Laboratory, readings: Readings, feature: str, jobs: dict[str, str]) -> None:
    """Note what a feature does to the jobs of others, over what those do to them."""
    for what, owner in jobs.items():
        readings.ratio(f"{what}, over {owner}'s", job(lab, feature, what), job(lab, owner, what))


@row(
    "B1", GROUP, "Carrying capacity lets hardship and dissent be shared and borne.", POWER,
    "carrying capacity of all ties pushed up 2 SD; then a blow to one member of each team",
    rises(TOLD, 0.10, CHANGE), falls("half-life of hardship", 0.20, CHANGE, half_lives_apart), rises("voiced", 0.10),
    at_most(f"{IDEAS_PER_VIEW}, over connectivity's", 0.5), at_most(f"{REPAIR}, over tensility's", 0.5),
)  # fmt: skip
def b1(lab: Laboratory, readings: Readings) -> None:
    """Push carrying capacity."""
    feature = "carrying_capacity"
    treated, factor = pushed(lab, feature)
    readings.ratio(TOLD, 1.0 + job(lab, feature, TOLD), 1.0)
    lab.effects(readings, treated, lab.reference, "voiced", factor=factor)
    who, last = lab.one_a_team(), _BLOW + 100
    amount = lab.given(feature, PUSHED) * math.sqrt(lab.reference.tie_spread(feature, lab.days, lab.window))
    struck = lab.run(f"more {feature}, a blow", lab.push_ties((feature,), amount), blow(who, _BLOW), days=last)
    usual = lab.run("a blow", blow(who, _BLOW), days=last)
    courses = [
        np.nanmean(run.course("hardship", who, _BLOW, last) - twin.course("hardship", who, _BLOW, last), axis=1)
        for run, twin in ((struck, treated.to(last)), (usual, lab.reference.to(last)))
    ]
    readings["half-life of hardship"] = np.concatenate(courses)
    _no_other(lab, readings, feature, {IDEAS_PER_VIEW: "connectivity", REPAIR: "tensility"})


@row(
    "B2", GROUP, "Tensility lets a tie bend and be mended.", POWER,
    "tensility of all ties pushed up 2 SD; then a crisis of severity 2, read in the ties there were before it",
    falls("loss of quality in a crisis", 0.25, CHANGE), rises("share of ruptures repaired", 0.15, POINTS),
    at_most(f"{TOLD}, over carrying_capacity's", 0.5), at_most(f"{IDEAS_PER_VIEW}, over connectivity's", 0.5),
)  # fmt: skip
def b2(lab: Laboratory, readings: Readings) -> None:
    """Push tensility."""
    feature = "tensility"
    treated, _ = pushed(lab, feature)
    readings.points("share of ruptures repaired", job(lab, feature, REPAIR))
    amount = lab.given(feature, PUSHED) * math.sqrt(lab.reference.tie_spread(feature, lab.days, lab.window))
    last, hit = _CRISIS + 60, crisis(_CRISIS, 2.0)
    struck = lab.run(f"more {feature}, a crisis", lab.push_ties((feature,), amount), days=last, **hit)
    usual = lab.run("a crisis", days=last, **hit)
    pairs = lab.reference.moment(_CRISIS - 1).ends.tolist()  # the same ties in all runs
    lost = [
        float(np.mean([_fallen(one, other, pairs, feature) for one, other in _fridays(run, twin, last)]))
        for run, twin in ((struck, treated), (usual, lab.reference))
    ]
    readings.ratio("loss of quality in a crisis", *lost)
    _no_other(lab, readings, feature, {TOLD: "carrying_capacity", IDEAS_PER_VIEW: "connectivity"})


def _fridays(run: Run, twin: Run, last: int) -> list[tuple[Moment, Moment]]:
    days = last - _CRISIS
    return list(zip(run.moments(last, days), twin.moments(last, days), strict=True))


def _fallen(now: Moment, before: Moment, pairs: Pairs, but: str) -> float:
    """Return how far ties have fallen, the mean over pairs and all features but one."""
    others = [name for name in FEATURES if name != but]
    return float(np.mean([np.nanmean(before.of_pairs(name, pairs) - now.of_pairs(name, pairs)) for name in others]))


@row(
    "B3", GROUP, "Connectivity makes ideas and lets knowledge pass.", POWER,
    "connectivity of all ties pushed up 2 SD",
    rises("ideas", 0.25), rises("knowledge", 0.10), at_most(f"{TOLD}, over carrying_capacity's", 0.5),
    at_most(f"{REPAIR}, over tensility's", 0.5),
)  # fmt: skip
def b3(lab: Laboratory, readings: Readings) -> None:
    """Push connectivity."""
    treated, factor = pushed(lab, "connectivity")
    lab.effects(readings, treated, lab.reference, "ideas", "knowledge", factor=factor)
    _no_other(lab, readings, "connectivity", {TOLD: "carrying_capacity", REPAIR: "tensility"})


@row(
    "B4", GROUP, "Trust lets people speak up and entrust.", POWER, "trust of all ties pushed up 2 SD",
    rises("voiced", 0.20), rises("entrusting", 0.20),
)  # fmt: skip
def b4(lab: Laboratory, readings: Readings) -> None:
    """Push trust."""
    treated, factor = pushed(lab, "trust")
    lab.effects(readings, treated, lab.reference, "voiced", "entrusting", factor=factor)


@row(
    "B5", GROUP, "Regard makes people thank and offer help.", POWER, "regard of all ties pushed up 2 SD",
    rises("thanked", 0.15), rises("offered", 0.15),
)  # fmt: skip
def b5(lab: Laboratory, readings: Readings) -> None:
    """Push regard."""
    treated, factor = pushed(lab, "regard")
    lab.effects(readings, treated, lab.reference, "thanked", "offered", factor=factor)


@row(
    "B6", GROUP, "Five features, not one: they are alike, and not the same.", POWER,
    "a year at the defaults; own sides of ties with familiarity above .1",
    at_most("first principal component", 0.75, POINTS), at_most("highest correlation of two", 0.80, POINTS),
    at_most("first principal component, less rest", 0.75, POINTS),
    at_most("highest correlation of two, less rest", 0.80, POINTS),
    at_most("a feature's variance that is its rest's", 0.5, POINTS),
)  # fmt: skip
def b6(lab: Laboratory, readings: Readings) -> None:
    """Compare features over ties."""
    moment = lab.run("reference", days=_YEAR).moment(_YEAR)
    now = np.array([np.concatenate(moment.sides(name)) for name in FEATURES])
    rest = np.array([np.concatenate(moment.rest(name)) for name in FEATURES])
    for name, values in (("", now), (", less rest", now - rest)):
        r = np.corrcoef(values)
        readings.points(f"first principal component{name}", float(np.linalg.eigvalsh(r)[-1]) / len(FEATURES))
        readings.points(f"highest correlation of two{name}", float((r - 2.0 * np.eye(len(r))).max()))
    shared = [float(np.corrcoef(one, other)[0, 1]) ** 2 for one, other in zip(now, rest, strict=True)]
    readings.points("a feature's variance that is its rest's", max(shared))
