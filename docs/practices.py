"""Measure each practice by its path: ``python docs/practices.py [--pairs 30] [--days 260] [NAME ...]``.

For each practice at its shipped dose, against the same organisation on the same chance events without it: the effect on
what it is for, on reported engagement and energy, and on the measure that published studies come nearest to, after a
quarter and a year; what is left with its carriers cut in both twins, and with all other carriers cut instead; what it
does where its occasion is absent, and in a setting in which it is expected to harm; the usual measure that it makes
worse by most; hours and money.  Rows go to ``docs/data/practices.csv`` (provenance: ``practices.json``) and, for
installed programs, to ``spirals/interventions/measured.csv``.  Practices that are named replace their rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval, pooled_spread, run_spread
from spirals.experiments.provenance import git_state, version
from spirals.interventions import HARMFUL, PRACTICES, Meet, Practice, Shift
from spirals.interventions.carriers import others, without
from spirals.interventions.evidence import published
from spirals.interventions.measured import HORIZONS, TABLE, Measured, Trial
from spirals.interventions.primitives import written_act
from spirals.measures import DEFAULT_MEASURES, MEASURES
from spirals.organisation import Organisation
from spirals.population import LEVEL
from spirals.scenario import load, with_changes
from spirals.settling import settled_for
from spirals.structure.start import digest_of

DATA = Path(__file__).resolve().parent / "data"
STORED, PROVENANCE = DATA / "practices.csv", DATA / "practices.json"
NAMES = (*PRACTICES, *HARMFUL)
START, QUARTER, YEAR = 11, 65, 249  # first day in force; working days in force
PAIRS, PEOPLE, SEED = 30, 100, 1
REPORTED = ("reported_engagement", "reported_energy")
COSTS = ("hours_spent", "cost_spent")
LEADERS = "leaders: "
# Practices that some of the people take up, who are meant to gain themselves; leaders' are for their members.
OWN_GAIN = ("everyone", "members", "remote", "share:", "best_connected:")

type Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """In what a practice is tried, and what is read there.

    Attributes
    ----------
    words
        What is different, in words.
    changes
        Fields and parameters of both runs.
    both
        Practices of both runs.
    own
        Settings of the practice itself.
    measure
        What is read; after ``leaders: `` a state of those who lead.
    cut
        Carriers that are cut from the first day on: people and ties start where the whole model settles.  The
        practice's meetings are not for the moves of these carriers either.
    """

    words: str = ""
    changes: Settings = field(default_factory=dict)
    both: tuple[Settings, ...] = ()
    own: Settings = field(default_factory=dict)
    measure: str = ""
    cut: tuple[str, ...] = ()


MANY_NEW = Setting("three in ten people leave and are replaced in a year", {"turnover": 0.3})
NOBODY_NEW = Setting("nobody joins, nobody is new", {"turnover": 0.0}, own={"start": 271}, measure="mean_quality")
PRESSED = Setting("much work: demand .6", {"demand": 0.6}, measure="mean_strain")
DISTANT = Setting("ties rest at .3", {"rest_level": 0.3}, measure="mean_quality")
UNHEARD = Setting(
    "what is told is seldom taken in", both=(
        {"id": "custom", "name": "nobody listens", "harmful": True, "start": 1,
         "does": [{"do": "shift", "target": "honour", "amount": -2.5}]},
    ), measure="mean_safety",
)  # fmt: skip

OF_NEWCOMERS = (
    "relational_onboarding", "buddy", "peer_hiring", "relational_selection", "information_overload_onboarding",
    "absent_mentor",
)  # fmt: skip

USUAL: dict[str, Setting] = {
    **dict.fromkeys(OF_NEWCOMERS, MANY_NEW),
    "crisis_leadership": Setting("a crisis on the day it begins", {"shocks": [{"id": "crisis", "day": START}]}),
}  # fmt: skip
"""Where a practice has its occasion, if an ordinary organisation seldom offers one."""

NO_NEEDS = Setting("work raises no needs", {"need_rate": 0.0})
IDLE: dict[str, Setting] = {
    **dict.fromkeys(OF_NEWCOMERS, NOBODY_NEW),
    "crisis_leadership": Setting("nothing strikes", measure="mean_quality"),
    "storytelling": Setting("nobody works apart", {"remote": 0.0}),
    "team_incentives": NO_NEEDS,
    "no_multitasking": Setting("nothing distracts", {"distraction": 0.0}),
}
"""The occasion of a practice, taken away: then it does nothing to what it is for."""


def _more(words: str, measure: str, **own: Any) -> Setting:
    return Setting(words, own=own, measure=measure)


DARK: dict[str, Setting] = {
    "team_incentives": _more("the whole reward is collective, three in ten ride free", "cross_team_ties",
                             share=1.0, free_riders=0.3),
    "spot_awards": _more("awards that nobody means, ten times as often", "mean_worth", rate=0.5, sincerity=0.0),
    "peer_recognition": _more("friends praise friends, ten times as often", "mean_worth", rate=0.5, favour=1.0),
    "appreciation": _more("thanks are cynical", "mean_worth", sincerity=0.0),
    "peer_hiring": replace(MANY_NEW, measure="beyond_team"),
    "relational_onboarding": replace(MANY_NEW, own={"dose": 3.0}, measure="mean_strain"),
    "buddy": replace(MANY_NEW, own={"dose": 3.0}, measure="mean_strain"),
    "mentoring": _more("twice the time", LEADERS + "strain", dose=2.0, adoption=1.0),
    "leader_modelling": _more("three times the time", LEADERS + "strain", dose=3.0),
    "crisis_leadership": Setting("a crisis, and daily meetings", {"shocks": [{"id": "crisis", "day": START}]},
                                 own={"every": 1, "dose": 3.0}, measure=LEADERS + "strain"),
    **dict.fromkeys(
        ("voice_practice", "coaching_partners", "storytelling", "peer_coaching", "self_managed_course"),
        UNHEARD,
    ),
    "admit_mistakes": replace(UNHEARD, own={"dose": 3.0}, measure=LEADERS + "safety"),
    "meeting_practices": _more("half an hour of preparation a day", "mean_strain", cost={"hours_per_person_day": 0.5}),
    "no_multitasking": _more("messages that cannot wait come back as an hour of work a day", "mean_strain",
                             cost={"hours_per_person_day": 1.0}),
    "autonomy": replace(MANY_NEW, own={"dose": 3.0}, measure="newcomer_knowledge"),
    "delegation": _more("work without the means for it", "mean_strain", means=0.0),
    "interdependent_work": replace(DISTANT, measure="life_giving_share"),
    **dict.fromkeys(("icebreakers", "team_building", "play_spaces", "celebrations"), DISTANT),
    **dict.fromkeys(
        ("relational_skills_training", "credibility_preparation", "resource_sharing",
         "collaboration_sessions", "learning_group", "task_force", "fresh_eyes", "help_seeking_routine",
         "external_community"),
        PRESSED,
    ),
}  # fmt: skip
"""A setting in which a practice is expected to harm, and in what.

`resourcing` and `relational_selection` have none: they cost money and hours."""


@dataclass(frozen=True)
class Run:
    """What is read of one run, by day: measures, spreads, values by person, and who has taken part."""

    values: Mapping[int, Mapping[str, float]]
    spreads: Mapping[int, Mapping[str, float]]
    persons: Mapping[int, Mapping[str, NDArray[np.float64]]]
    took_part: Mapping[int, NDArray[np.int64]]


def days_of(setting: Setting, long: bool = True) -> list[int]:
    """Return the days on which a run is read: a quarter after the practice begins, and a year."""
    start = setting.own.get("start", START) - 1
    return [start + QUARTER, start + YEAR][: 2 if long else 1]


def lived(
    entries: Sequence[Settings],
    changes: Settings,
    cut: Sequence[str],
    days: Sequence[int],
    names: Sequence[str],
    label: str,
    **run: int,
) -> Run:
    """Run one organisation and read it on some days, and who took part in the practice of a label."""
    return _lived(_key(entries), _key(changes), tuple(cut), tuple(days), tuple(names), label, **run)


def uncalled(act: Any, carriers: Iterable[str]) -> Any:
    """Return an act of a practice whose meetings are plain talk where they are for a move of these carriers.

    Where conduct is cut, no presence is asked for, and nothing is shifted that shows in conduct alone.
    """
    if isinstance(act, Shift) and act.target in ("conduct", "attention", "devices") and "conduct" in set(carriers):
        return act.scaled(0.0)
    if not isinstance(act, Meet):
        return act
    plain = {"help": "task enabling", "entrust": "trusting", "play": "play"}.get(act.move) in set(carriers)
    presence = 0.0 if "conduct" in set(carriers) else act.presence
    return replace(act, move="talk" if plain else act.move, presence=presence)


def _key(content: Any) -> str:
    return json.dumps(content, sort_keys=True)


@lru_cache(maxsize=20_000)
def _lived(
    entries: str,
    changes: str,
    cut: tuple[str, ...],
    days: tuple[int, ...],
    names: tuple[str, ...],
    label: str,
    replicate: int,
    people: int,
    seed: int,
) -> Run:
    changed: dict[str, Any] = json.loads(changes)
    whole = with_changes(load("baseline"), {name: value for name, value in changed.items() if name != "shocks"})
    changed |= without(cut)
    organisation = Organisation(
        "baseline", replicate=replicate, seed=seed, size=people, days=days[-1], settled=settled_for(whole),
        interventions=json.loads(entries), **changed,
    )  # fmt: skip
    values: dict[int, dict[str, float]] = {}
    spreads: dict[int, dict[str, float]] = {}
    persons: dict[int, dict[str, NDArray[np.float64]]] = {}
    took_part: dict[int, NDArray[np.int64]] = {}
    for day in days:
        organisation.run_days(day - organisation.day)
        took_part[day] = organisation.schedule.took_part(label)
        persons[day] = {}
        for name in names:
            by_person = MEASURES[name].people if name in MEASURES else None
            if by_person is not None:
                persons[day][name] = np.full(organisation.population.size, math.nan)
                persons[day][name][organisation.population.rows] = by_person(organisation.view)
        plain = [name for name in names if not name.startswith(LEADERS)]
        values[day], spreads[day] = organisation.measures_and_spreads(plain)
        for name in set(names) - set(plain):
            population = organisation.population
            state = population.person(name.removeprefix(LEADERS))[population.rows]
            lead = population.state.place[population.rows, LEVEL] > 0
            values[day][name], spreads[day][name] = float(state[lead].mean()), float(state.std(ddof=1))
    return Run(values, spreads, persons, took_part)


class Trials:
    """All trials of one practice."""

    def __init__(self, name: str, pairs: int = PAIRS, people: int = PEOPLE, seed: int = SEED, long: bool = True):
        self.name, self.pairs, self.people, self.seed, self.long = name, pairs, people, seed, long
        self.kind: Any = PRACTICES.get(name) or HARMFUL[name]
        self.usual = USUAL.get(name, Setting())
        known = published(name)
        nearest = known.measure if known is not None else ""
        self.read = tuple(dict.fromkeys(m for m in (self.kind.headline, *REPORTED, nearest) if m))
        self.all = tuple(dict.fromkeys((*self.read, *DEFAULT_MEASURES, *COSTS)))
        self.spreads: dict[tuple[str, str], float] = {}
        self.shipped = next(entry for entry in load(name).interventions if entry.id == name)
        every = self.shipped.who == "everyone" and self.shipped.adoption == 1.0
        self.some = not every and str(self.shipped.who).startswith(OWN_GAIN)

    def rows(self) -> list[Measured]:
        """Return every row."""
        headline = self.kind.headline
        whole = self.effects("whole", self.usual, self.all)
        found = [row for row in whole if row.measure in self.read]
        found += self._worst(whole)
        found += self._costs()
        for trial, setting, measure in self._other():
            found += self.effects(trial, setting, (measure or headline,))
        return found

    def _other(self) -> Iterable[tuple[Trial, Setting, str]]:
        """Yield the further trials: cut, idle, harm."""
        usual = self.usual
        cuts: tuple[tuple[Trial, tuple[str, ...]], ...] = (
            ("carriers cut", self.kind.carriers),
            ("others cut", others(self.kind)),
        )
        for trial, carriers in cuts:
            if carriers:
                words = f"cut: {', '.join(carriers)}" + (f"; {usual.words}" if usual.words else "")
                yield trial, replace(usual, words=words, cut=carriers), ""
        if self.name in IDLE:
            yield "idle", IDLE[self.name], IDLE[self.name].measure
        if self.name in DARK:
            yield "dark side", DARK[self.name], DARK[self.name].measure

    def pair(self, setting: Setting, names: Sequence[str], replicate: int) -> tuple[Run, Run]:
        """Return a run with the practice and its twin without."""
        entry: dict[str, Any] = {**self.shipped.entry(), "start": START, **setting.own}
        entry.pop("end", None)
        if setting.cut:
            entry = self._cut(entry, setting.cut)
        run = {"replicate": replicate, "people": self.people, "seed": self.seed}
        days = days_of(setting, self.long)
        both = [dict(one) for one in setting.both]
        changes = dict(setting.changes)
        with_it = lived([*both, entry], changes, setting.cut, days, names, self.name, **run)
        return with_it, lived(both, changes, setting.cut, days, names, "", **run)

    def _cut(self, entry: Settings, carriers: Sequence[str]) -> dict[str, Any]:
        """Return the practice as one of its own acts, in which no meeting is for a move that is cut."""
        made = self.kind(**{key: value for key, value in entry.items() if key != "id"})
        kept = {key: value for key, value in made.entry().items() if key in Practice.model_fields and key != "cost"}
        return {
            **kept, "id": "custom", "name": self.name, "harmful": made.kind == "harmful",
            "who": made.who, "adoption": made.adoption, "fade": made.fade, "lasts": made.lasts,
            "cost": made.price.model_dump(), "does": [written_act(uncalled(act, carriers)) for act in made.acts()],
        }  # fmt: skip

    def effects(self, trial: Trial, setting: Setting, names: Sequence[str]) -> list[Measured]:
        """Return a row per measure and horizon."""
        runs = [self.pair(setting, names, replicate) for replicate in range(self.pairs)]
        found = []
        for horizon, day in zip(HORIZONS, days_of(setting, self.long), strict=False):
            for name in names:
                with_it, twin = np.array([self._values(*run, day, name) for run in runs]).T
                spread = self._spread(trial, name, horizon, [run[1].spreads[day][name] for run in runs], twin)
                found.append(self._row(trial, setting, name, horizon, (with_it - twin) / spread))
        return found

    def _values(self, with_it: Run, twin: Run, day: int, name: str) -> tuple[float, float]:
        """Return a measure of both runs of a pair; in those who take part, where only some of the people do."""
        if not self.some or name not in twin.persons[day]:
            return with_it.values[day][name], twin.values[day][name]
        one, other = with_it.persons[day][name], twin.persons[day][name]
        size = min(len(one), len(other))
        rows = with_it.took_part[day]
        rows = rows[rows < size]
        rows = rows[np.isfinite(one[rows]) & np.isfinite(other[rows])]
        if len(rows) == 0:  # nobody takes part
            return with_it.values[day][name], twin.values[day][name]
        return float(one[rows].mean()), float(other[rows].mean())

    def _spread(
        self, trial: str, name: str, horizon: str, spreads: Sequence[float], twin: NDArray[np.float64]
    ) -> float:
        """Return the SD that effects are told in: between people in the uncut twin, between runs if there is none."""
        own = pooled_spread(np.array(spreads))
        own = own if own > 0.0 else run_spread(twin[np.isfinite(twin)])
        if trial in ("whole", "dark side"):
            if trial == "whole":
                self.spreads[name, horizon] = own
            return own
        return self.spreads.get((name, horizon), own)

    def _row(self, trial: Trial, setting: Setting, name: str, horizon: str, values: NDArray[np.float64]) -> Measured:
        known = values[np.isfinite(values)]
        low, high = interval(known) if known.size > 1 else (math.nan, math.nan)
        mean = float(known.mean()) if known.size else math.nan
        mean, low, high = (round(value, 4) + 0.0 for value in (mean, low, high))
        settings = (self.pairs, self.people, self.seed, digest())
        return Measured(self.name, trial, setting.words, name, horizon, mean, low, high, *settings)

    def _worst(self, whole: Sequence[Measured]) -> list[Measured]:
        """Return, for each horizon, the usual measure that gets worse by most."""
        found = []
        for horizon in HORIZONS:
            usual = [
                row for row in whole
                if row.horizon == horizon and row.measure in DEFAULT_MEASURES and row.measure not in COSTS
                and MEASURES[row.measure].better and math.isfinite(row.effect)
            ]  # fmt: skip
            if usual:
                worst = min(usual, key=lambda row: row.effect * MEASURES[row.measure].better)
                found.append(Measured(**{**asdict(worst), "trial": "side effect"}))
        return found

    def _costs(self) -> list[Measured]:
        found = []
        runs = [self.pair(self.usual, self.all, replicate)[0] for replicate in range(self.pairs)]
        for horizon, day in zip(HORIZONS, days_of(self.usual, self.long), strict=False):
            for name in COSTS:
                values = np.array([run.values[day][name] for run in runs])
                found.append(self._row("cost", self.usual, name, horizon, values))
        return found


@lru_cache(maxsize=1)
def digest() -> str:
    """Return the digest of the default parameters."""
    return digest_of(load("baseline").values())


def measure(names: Sequence[str], pairs: int, people: int, long: bool) -> list[Measured]:
    """Return the rows of some practices."""
    found = []
    for place, name in enumerate(names, start=1):
        found += Trials(name, pairs, people, long=long).rows()
        print(f"{place} of {len(names)}: {name}", flush=True)
    return found


def store(rows: Sequence[Measured], settings: Mapping[str, Any]) -> None:
    """Write rows in place of those of the same practices, with where they came from."""
    kept: list[dict[str, Any]] = []
    names = {row.practice for row in rows}
    if STORED.exists():
        with STORED.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.DictReader(file) if row["practice"] not in names]
    every = sorted([*kept, *map(asdict, rows)], key=lambda row: NAMES.index(row["practice"]))
    for path in (STORED, TABLE):
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, [one.name for one in fields(Measured)], lineterminator="\n")
            table.writeheader()
            table.writerows(every)
    said = {"spirals": version(), "git": git_state(), "parameters": digest(), "seed": SEED}
    said["practices"] = len({row["practice"] for row in every})
    PROVENANCE.write_text(json.dumps({**said, **settings}, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("names", nargs="*", metavar="NAME", help="practices; all if none is named")
    asked.add_argument("--pairs", type=int, default=PAIRS)
    asked.add_argument("--people", type=int, default=PEOPLE)
    asked.add_argument("--quarter-only", action="store_true")
    given = asked.parse_args()
    names = given.names or NAMES
    rows = measure(names, given.pairs, given.people, not given.quarter_only)
    store(rows, {"command": "docs/practices.py", "pairs": given.pairs, "people": given.people})
    print(f"wrote docs/data/{STORED.name} and {TABLE.name}")


if __name__ == "__main__":
    main()
