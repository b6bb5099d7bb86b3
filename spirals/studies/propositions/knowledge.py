"""Rows K1 to K8: help, knowledge, and who is tied to whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.organisation import Organisation
from spirals.population import CARRYING, N_TIES, REST
from spirals.population import FEATURES as FEATURE_COLUMNS
from spirals.studies.propositions.declare import POINTS, TIMES, at_least, at_most, falls, rises, row
from spirals.studies.propositions.laboratory import Act, Laboratory, lever, push, scale_trait
from spirals.studies.propositions.readings import FEATURES, Floats, Readings

GROUP = "Help, knowledge, structure"
BUILD = "Dutton 2014"
COACHING = "Peer coaching 2020"
GROW = "Dutton & Heaphy 2016"
POWER = "Dutton & Heaphy 2003"
_TEN_YEARS, _YEAR = 2600, 260
_APART = 200  # days
_SOME = 0.1  # pairs
_CLOSE = 0.5  # familiarity
STATES = (
    "energy", "vitality", "strain", "safety", "worth", "meaning", "authenticity", "commitment", "resilience",
    "knowledge", "skill_respect", "skill_enable", "wish", "belonging", "habit_respect", "habit_enable", "habit_trust",
    "habit_play", *FEATURES,
)  # fmt: skip
GROWTH = {
    "learning_group": "learning",
    "self_managed_course": "learning",
    "coaching_partners": "meaning",
    "task_force": "influence",
    "fresh_eyes": "ideas",
    "help_seeking_routine": "helped",
    "storytelling": "learning",
    "external_community": "knowledge",
}
"""The practices of *We learn more when we learn together*, and the outcome that each is for."""


def practised(name: str, **settings: Any) -> dict[str, Any]:
    """Return the scenario fields of a practice from day 1 unless said."""
    return {"interventions": [{"id": name, "start": 1, **settings}]}


@row(
    "K1", GROUP, "Fall in line, ask no questions: less help, voice, learning and ideas.", COACHING,
    "the practice silencing",
    falls("helped", 0.10), falls("voiced", 0.30), falls("learning", 0.20), falls("ideas", 0.10),
)  # fmt: skip
def k1(lab: Laboratory, readings: Readings) -> None:
    """Silence."""
    treated = lab.run("silencing", **practised("silencing"))
    lab.effects(readings, treated, lab.reference, "helped", "voiced", "learning", "ideas")


@row(
    "K2", GROUP, "Those who know are asked.", POWER, "knowledge of one member in each team held up 2 SD",
    rises("asked_of", 0.5),
)  # fmt: skip
def k2(lab: Laboratory, readings: Readings) -> None:
    """Let some know more."""
    who, sds = lab.one_a_team(), lab.given("knowledge", 2.0)
    spread = float(np.nanstd(lab.reference.lately("knowledge", lab.days, lab.window)))
    treated = lab.run("experts", push(lab.reference, "knowledge", sds * spread, who))
    lab.effects(readings, treated, lab.reference, "asked_of", who=who, factor=2.0 / sds)


@row(
    "K3", GROUP, "Helping is seen and liked, and tires.", POWER,
    "offering and granting wanted one logit more by one member of each team",
    rises("helped", 0.40), falls("energy on days of helping", 0.05), rises("strain", 0.10),
    rises("regard for them", 0.05),
)  # fmt: skip
def k3(lab: Laboratory, readings: Readings) -> None:
    """Let some help more."""
    who = lab.one_a_team()
    treated = lab.run("helpers", lever("offer", 1.0, who), lever("grant", 1.0, who))
    lab.effects(readings, treated, lab.reference, "helped", "strain", "regard for them", who=who)
    first = lab.days - lab.window
    change = treated.course("energy", who, first, lab.days) - lab.reference.course("energy", who, first, lab.days)
    more = treated.helped(who, first, lab.days) > lab.reference.helped(who, first, lab.days)
    spread = float(np.nanvar(lab.reference.lately("energy", lab.days, lab.window)))
    readings.sd("energy on days of helping", float(np.nanmean(change[more])), spread)


def _over_at_least_some(reading: Floats) -> float:
    """Return a ratio of counts, where the second may be nothing at all."""
    return float(reading[0] / max(reading[1], _SOME))


@row(
    "K4", GROUP, "Silos stay silos until somebody bridges them.", BUILD,
    "all ties between two teams cut; then one energetic broker (+1 SD) of one with ties to four of the other, "
    "as familiar and needed as between team-mates",
    at_most("share of pairs tied", 0.15, POINTS),
    rises("pairs tied with a broker, over without", 3.0, TIMES, _over_at_least_some),
    rises("broker's influence", 0.2),
)  # fmt: skip
def k4(lab: Laboratory, readings: Readings) -> None:
    """Cut two teams apart."""
    (lead, near), (other_lead, far) = lab.leads(2)
    here, there = np.append(near, lead), np.append(far, other_lead)
    broker = int(near[0])

    def cut(organisation: Organisation) -> None:
        for i in here.tolist():
            for j in there.tolist():
                organisation.population.cut(i, j)

    def bridge(organisation: Organisation) -> None:
        population = organisation.population
        close = population.tie("familiarity") > _CLOSE
        need = float(population.tie("need")[close].mean())  # as between team-mates, so that the ties last
        for j in far[:4].tolist():
            population.connect(broker, j, familiarity=_CLOSE, need=need)

    spread = float(np.nanstd(lab.reference.lately("energy", lab.days, lab.window)))
    apart = lab.run("two teams apart", Act(start=cut), days=_APART)
    lively = push(lab.reference, "energy", spread, [broker])
    lab.run("reference", days=_APART)
    bridged = lab.run("two teams and a broker", Act(start=cut), Act(start=bridge), lively, days=_APART)
    rest = here[here != broker]
    tied = [run.moment(_APART).pairs_tied(rest, there) for run in (bridged, apart)]
    readings.points("share of pairs tied", tied[1] / (len(rest) * len(there)))
    readings.ratio("pairs tied with a broker, over without", *tied)
    lab.effects(readings, bridged, apart, "influence", who=[broker], prefix="broker's ", last=_APART)


@row(
    "K5", GROUP, "Few contacts are no deficit in themselves.", COACHING,
    "sociability halved in a fifth of the people; then peer coaching for all",
    falls("ties", 0.0), at_least("quality", -0.15, "SD"), at_least("belonging", -0.3, "SD"),
    at_least("gain by peer coaching, theirs less others'", 0.0, "SD"),
)  # fmt: skip
def k5(lab: Laboratory, readings: Readings) -> None:
    """Let some be less sociable."""
    who = lab.some(len(lab.everybody) // 5)
    quiet = scale_trait("sociability", 0.5, who)
    treated = lab.run("less sociable", quiet)
    lab.effects(readings, treated, lab.reference, "ties", "quality", "belonging", who=who)
    coached = lab.run("less sociable, coached", quiet, **practised("peer_coaching", adoption=1.0))
    gains = []
    for rows in (who, np.setdiff1d(lab.everybody, who)):
        found = Readings()
        lab.effects(found, coached, treated, "quality", "safety", "meaning", who=rows)
        gains.append(float(np.mean([found.effect(name) for name in found])))
    readings.sd("gain by peer coaching, theirs less others'", gains[0] - gains[1], 1.0)


@row(
    "K6", GROUP, "Who is brought together across the organisation gets ties and knowledge from there.", GROW,
    "peer coaching across teams, a task force across levels; a fifth of the people take part, read in them",
    rises("peer coaching: ties across teams", 0.15), rises("peer coaching: knowledge", 0.05),
    rises("task force: ties across teams", 0.15), rises("task force: knowledge", 0.05),
)  # fmt: skip
def k6(lab: Laboratory, readings: Readings) -> None:
    """Bring people together."""
    leaders = np.concatenate([lab.of_level(1), lab.of_level(2)])
    groups = {
        "peer_coaching": lab.some(len(lab.everybody) // 5, lab.of_level(0)),
        "task_force": np.concatenate([lab.some(4, leaders), lab.some(8, lab.of_level(0))]),
    }
    for name, who in groups.items():
        ids = [lab.reference.organisation.population.ids[one] for one in who]
        treated = lab.run(name, **practised(name, who=ids, adoption=1.0))
        prefix = f"{name.replace('_', ' ')}: "
        lab.effects(readings, treated, lab.reference, "ties across teams", "knowledge", who=who, prefix=prefix)


def _largest(reading: Floats) -> float:
    return float(np.abs(reading).max())


@row(
    "K7", GROUP, "Ten ordinary years leave an organisation where it was.", "stationarity; theory.md, section 4",
    "ten years at the defaults, the mean of the tenth against that of the first",
    at_most("largest change of a mean", 0.05, POINTS, _largest),
)  # fmt: skip
def k7(lab: Laboratory, readings: Readings) -> None:
    """Wait."""
    run = lab.run("ten years", days=_TEN_YEARS)

    def year(last: int) -> Floats:
        moments = run.moments(last, _YEAR)
        people = [np.mean([np.nanmean(moment.person(name)) for moment in moments]) for name in STATES]
        norms = np.mean([run.norms(moment.day).mean(axis=0) for moment in moments], axis=0)
        return np.append(people, norms)

    readings["largest change of a mean"] = year(_TEN_YEARS) - year(_YEAR)


def rest_at(value: float) -> Act:
    """Let all ties rest at a value, and start there."""

    def rest(organisation: Organisation) -> None:
        state = organisation.population.state
        used = int(state.counts[N_TIES])
        state.nature[:used, REST : REST + FEATURE_COLUMNS] = value

    def start(organisation: Organisation) -> None:
        rest(organisation)
        state = organisation.population.state
        used = int(state.counts[N_TIES])
        state.ties[:used, CARRYING : CARRYING + FEATURE_COLUMNS] = value

    return Act(start=start, evening=rest)


def _weaker_by_half(reading: Floats) -> float:
    """Return in how many practices the effect at poor ties is at most half of that at rich ones."""
    poor, rich = reading.reshape(2, -1)
    return float(((rich > 0.0) & (poor <= 0.5 * rich)).sum())


@row(
    "K8", GROUP, "Practices of growing through connections do little where connections are poor.", GROW,
    "each of eight practices at its shipped dose, for everybody, all ties resting at .3 against .8; what it is for",
    at_least("practices that do at most half at poor ties", 6.0, POINTS, _weaker_by_half),
)  # fmt: skip
def k8(lab: Laboratory, readings: Readings) -> None:
    """Try eight practices twice."""
    effects = []
    for value in (0.3, 0.8):
        ties = rest_at(value)
        twin = lab.run(f"ties resting at {value}", ties)
        for name, measure in GROWTH.items():
            all_along = practised(name, who="everyone", adoption=1.0, end=lab.days)
            treated = lab.run(f"{name}, ties resting at {value}", ties, **all_along)
            found = Readings()
            lab.effects(found, treated, twin, measure)
            effects.append(found[measure][0])
    readings["practices that do at most half at poor ties"] = np.array(effects)
