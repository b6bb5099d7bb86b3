"""Rows E1 to E9: energy, mood, safety, meaning and strain feed back into what people do."""

from __future__ import annotations

import numpy as np

from spirals.organisation import Organisation
from spirals.population import MOOD, NORM, RESPECT
from spirals.studies.propositions.declare import RATIO, TIMES, at_least, falls, rises, row
from spirals.studies.propositions.laboratory import Act, Laboratory, Run, lever
from spirals.studies.propositions.readings import FEATURES, Readings

GROUP = "Emotion, safety and meaning feed back"
BROADEN = "Fredrickson 1998, cited in Dutton & Heaphy 2003"
POWER = "Dutton & Heaphy 2003"
BUILD = "Dutton 2014"
_HALF_YEAR = 130
_MOOD_STEP = 0.02  # how fast the gain of mood from contact is tuned each evening, per SD


def _pushed(lab: Laboratory, state: str, sds: float) -> tuple[Run, float]:
    """Return the run in which a state of everybody is pushed, and the factor on its effects."""
    given = lab.given(state, sds)
    return lab.run(f"more {state}", lab.push(state, given)), sds / given


@row(
    "E1", GROUP, "Energy shows in conduct, and broadens what people do and whom they meet.", BROADEN,
    "energy of everybody pushed +.5 SD",
    rises("received", 0.06), rises("started", 0.06), rises("kinds", 0.08), rises("partners", 0.08),
    rises("quality", 0.08),
)  # fmt: skip
def e1(lab: Laboratory, readings: Readings) -> None:
    """Push energy."""
    treated, factor = _pushed(lab, "energy", 0.5)
    measures = ("received", "started", "kinds", "partners", "quality")
    lab.effects(readings, treated, lab.reference, *measures, factor=factor)


@row(
    "E2", GROUP, "Good mood broadens, warms, and builds resilience.", BROADEN,
    "mood of everybody +.5 of its momentary SD every day: contact of any kind lifts it that much more",
    rises("kinds", 0.04), rises("conduct", 0.05), rises("resilience", 0.08),
)  # fmt: skip
def e2(lab: Laboratory, readings: Readings) -> None:
    """Push mood."""
    treated = lab.run("more mood", _more_mood(lab.reference, 0.5))
    lab.effects(readings, treated, lab.reference, "kinds", "conduct", "resilience")


def _more_mood(twin: Run, sds: float) -> Act:
    """Tune the lift of mood by any contact until the mean mood of the last days is so far above the twin's."""
    gaps: list[float] = []
    target = sds * float(np.mean([np.nanstd(twin.state("mood", day)) for day in range(1, 41)]))

    def evening(organisation: Organisation) -> None:
        day = organisation.day
        before = twin.state("mood", day)
        now = organisation.population.state.people[: twin.size, MOOD]
        belongs = np.isfinite(before) & organisation.population.active[: twin.size]
        gaps.append(float((now[belongs] - before[belongs]).mean()))
        p = organisation.population.state.p
        p.set("company", min(1.0, max(0.0, p.company + _MOOD_STEP * (target - np.mean(gaps[-5:])))))

    return Act(evening=evening)


@row(
    "E3", GROUP, "Who feels safe speaks up, asks, learns, shows oneself and attends to others.", BUILD,
    "safety of everybody pushed +.5 SD",
    rises("voiced", 0.15), rises("conduct", 0.05), rises("learning", 0.20), rises("asked", 0.15),
    rises("authenticity", 0.20), rises("ideas", 0.08), rises("helped", 0.08),
)  # fmt: skip
def e3(lab: Laboratory, readings: Readings) -> None:
    """Push safety."""
    treated, factor = _pushed(lab, "safety", 0.5)
    measures = ("voiced", "conduct", "learning", "asked", "authenticity", "ideas", "helped")
    lab.effects(readings, treated, lab.reference, *measures, factor=factor)


@row(
    "E4", GROUP, "Meaning feeds citizenship, energy, conduct and commitment.", POWER,
    "meaning of everybody pushed +.8 SD",
    rises("citizenship", 0.10), rises("energy", 0.10), rises("conduct", 0.05), rises("commitment", 0.25),
)  # fmt: skip
def e4(lab: Laboratory, readings: Readings) -> None:
    """Push meaning."""
    treated, factor = _pushed(lab, "meaning", 0.8)
    measures = ("citizenship", "energy", "conduct", "commitment")
    lab.effects(readings, treated, lab.reference, *measures, factor=factor)


@row(
    "E5", GROUP, "Strain wears on conduct, help and energy, and drives away.", POWER,
    "strain of everybody pushed +.5 SD",
    falls("conduct", 0.05), falls("helped", 0.03), falls("energy", 0.06), rises("leaving", 1.1, TIMES),
)  # fmt: skip
def e5(lab: Laboratory, readings: Readings) -> None:
    """Push strain."""
    treated, factor = _pushed(lab, "strain", 0.5)
    lab.effects(readings, treated, lab.reference, "conduct", "helped", "energy", factor=factor)
    leaving(lab, readings, treated, lab.reference)


def leaving(lab: Laboratory, readings: Readings, treated: Run, control: Run, who: np.ndarray | None = None) -> None:
    """Note by what the chance to leave is multiplied, as commitment and strain make it."""
    after, before = (run.lately("leaving", lab.days, lab.window) for run in (treated, control))
    both = np.isfinite(after) & np.isfinite(before)
    if who is not None:
        both &= np.isin(np.arange(len(both)), who)
    readings.ratio("leaving", float(after[both].mean()), float(before[both].mean()))


@row(
    "E6", GROUP, "Skill of engaging others with respect does what wanting to does.", BUILD,
    "skill of respect of everybody held up 1 SD",
    rises("quality", 0.50 / 3), rises("safety", 0.10), rises("worth", 0.20 / 3),
)  # fmt: skip
def e6(lab: Laboratory, readings: Readings) -> None:
    """Push skill."""
    treated, factor = _pushed(lab, "skill_respect", 1.0)
    lab.effects(readings, treated, lab.reference, "quality", "safety", "worth", factor=factor)


@row(
    "E7", GROUP, "What is normal in a team becomes the conduct and the habit of its members and newcomers.", BUILD,
    "norm of respect of two teams held up 1 SD of teams; one newcomer in each",
    rises("conduct", 0.04), rises("habit_respect", 0.10), rises("newcomers' habit", 0.10),
)  # fmt: skip
def e7(lab: Laboratory, readings: Readings) -> None:
    """Hold a norm."""
    teams = [lab.team(lead) for lead, _ in lab.leads(2)]
    joined: list[int] = []

    def welcome(organisation: Organisation) -> None:
        joined[:] = [organisation.hire(team) for team in teams]

    def held(organisation: Organisation) -> None:
        norms = usual.norms(organisation.day)[:, RESPECT]
        organisation.population.state.teams[teams, NORM + RESPECT] = np.minimum(0.99, norms[teams] + norms.std())

    usual = lab.run("newcomers", Act(start=welcome))
    treated = lab.run("newcomers to a norm", Act(start=welcome, evening=held))
    who = np.concatenate([lab.members_of(team) for team in teams])
    lab.effects(readings, treated, usual, "conduct", "habit_respect", who=who)
    lab.effects(readings, treated, usual, "habit_respect", who=joined, prefix="newcomers' ", last=_HALF_YEAR, window=20)
    readings["newcomers' habit"] = readings.pop("newcomers' habit_respect")


@row(
    "E8", GROUP, "A good half year leaves people with more energy.", BROADEN,
    "everybody's conduct +.3 logit for 130 days, then nothing for half a year",
    rises("vitality, at once", 0.10), at_least("left of it half a year later", 0.5, RATIO),
)  # fmt: skip
def e8(lab: Laboratory, readings: Readings) -> None:
    """Push for half a year."""
    end, later = _HALF_YEAR, 2 * _HALF_YEAR
    treated = lab.run("a good half year", lever("conduct", 0.3, last=end), days=later)
    lab.effects(readings, treated, lab.reference, "vitality", last=end + 10, window=20)
    at_once = readings["vitality, at once"] = readings.pop("vitality")
    lab.effects(readings, treated, lab.reference, "vitality", last=later, window=20)
    readings.ratio("left of it half a year later", readings.pop("vitality")[0], at_once[0])


@row(
    "E9", GROUP, "Better ties give energy and meaning, ease strain, and broaden.", BUILD,
    "own ties held up 1 SD between people, all five features alike",
    rises("energy", 0.15), rises("meaning", 0.15), falls("strain", 0.15), rises("learning", 0.10),
    rises("breadth", 0.10), rises("resilience", 0.10),
)  # fmt: skip
def e9(lab: Laboratory, readings: Readings) -> None:
    """Hold ties up."""
    amount = float(np.nanstd(lab.reference.lately("quality", lab.days, lab.window)))
    treated = lab.run("better ties", lab.push_ties(FEATURES, amount))
    measures = ("energy", "meaning", "strain", "learning", "breadth", "resilience")
    lab.effects(readings, treated, lab.reference, *measures)
