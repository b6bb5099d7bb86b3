"""Measure the side effects that the literature warns of: ``python docs/side_effects.py`` writes one table of data.

Each is a pair of runs on the same chance events, at the sizes that practices are shipped with where there is one; the
page of the catalogue quotes what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.analysis.paired import interval
from spirals.interventions import Custom, Meet, Practice, Recognise, find
from spirals.interventions.groups import Enrolment
from spirals.organisation import Organisation

FILE = Path(__file__).resolve().parent / "data" / "side_effects.csv"
DAYS, PAIRS = 130, 30
BEST = "best_connected:0.1"
NEW = 60  # working days

type Rows = NDArray[np.int64]
type Whom = Callable[[Organisation, Organisation], Rows]


@dataclass(frozen=True)
class Case:
    """One side effect: what is done, what it is set against, whom it should hurt, and in what."""

    name: str
    done: str
    against: str
    how: str
    entries: tuple[Practice, ...]
    without: tuple[Practice, ...]
    whom: Whom
    state: str
    of: str
    changes: tuple[tuple[str, Any], ...] = ()


def everybody(one: Organisation, other: Organisation) -> Rows:
    """Return who is there at the end of both runs."""
    size = min(one.population.size, other.population.size)
    return np.flatnonzero(one.population.active[:size] & other.population.active[:size])


def helpers(one: Organisation, other: Organisation) -> Rows:
    """Return those who help more than half of all, where nobody was passed over."""
    rows = everybody(one, other)
    helping = other.population.person("helping")[rows]
    return rows[helping >= np.quantile(helping, 0.5)]


def sought(one: Organisation, other: Organisation) -> Rows:
    """Return the best connected tenth, as they were picked on the first day."""
    start = Organisation(other.spec, replicate=other.replicate)
    return np.intersect1d(Enrolment(BEST, start.population, start.key, "x").rows(1), everybody(one, other))


def newcomers(one: Organisation, other: Organisation) -> Rows:
    """Return who joined both organisations in the last weeks."""
    rows = everybody(one, other)
    joined = [org.population.person("joined")[rows] for org in (one, other)]
    return rows[(np.minimum(*joined) > DAYS - NEW)]


def _without_envy(practice: Practice) -> Practice:
    acts = tuple(replace(act, envy=0.0) if isinstance(act, Recognise) else act for act in practice.acts())
    return Custom(name=practice.id, does=acts, cost=practice.cost)


def _with_envy(practice: Practice) -> Practice:
    # Under the same name, so that the same people are recognised on the same days.
    return Custom(name=practice.id, does=practice.acts(), cost=practice.cost)


SENT = Custom(name="ask the best", does=(Meet("pair", "task_enabling", 45.0, every=2, partner=BEST),))
AWARDS, FLOOD = find("spot_awards")(), find("information_overload_onboarding")()
MANY_AWARDS = Custom(name="awards", does=(Recognise(0.2, worth=0.2, climate=0.0, envy=0.2, of="leaders"),))
ENVY = "Teammates who helped more than the one chosen lose a little worth each time."
FLOODED = "Less contact, reach and asking in the first weeks, and more load."
TURNED = "What is not meant works against itself: worth, regard and climate fall with each occasion."
HALF, NEW_ONES = "the half who help most", f"those in their first {NEW} days"
FRESH = (("turnover", 1.0),)  # so that there are enough of them
CASES = (
    Case("Resentment of those passed over", "`spot_awards`", "the same awards, minded by nobody", ENVY,
         (_with_envy(AWARDS),), (_without_envy(AWARDS),), helpers, "worth", HALF),
    Case("Resentment of those passed over", "awards four times as often, minded ten times as much",
         "the same awards, minded by nobody", ENVY,
         (MANY_AWARDS,), (_without_envy(MANY_AWARDS),), helpers, "worth", HALF),
    Case("Rivalry from individual incentives", "`individual_tournament`", "nothing",
         "Rivalry spoils the tone in every team, and helping loses appeal.",
         (find("individual_tournament")(),), (), everybody, "helping", "everybody"),
    Case("Information overload", "`information_overload_onboarding`", "nothing", FLOODED,
         (FLOOD,), (), newcomers, "knowledge", NEW_ONES, FRESH),
    Case("Information overload", "`information_overload_onboarding`", "nothing", FLOODED,
         (FLOOD,), (), newcomers, "strain", NEW_ONES, FRESH),
    Case("Overload of connectors", "everybody is sent to the best connected tenth, 45 minutes every second day",
         "nothing", "Hours of contact are hours off work, and load strains.",
         (SENT,), (), sought, "strain", "that tenth"),
    Case("Insincere versions that backfire", "`appreciation` with `sincerity = 0`", "nothing", TURNED,
         (find("appreciation")(sincerity=0.0),), (), everybody, "safety", "everybody"),
    Case("For comparison", "`appreciation` as shipped, meant", "nothing", "",
         (find("appreciation")(),), (), everybody, "safety", "everybody"),
)  # fmt: skip


def lived(entries: Sequence[Practice], replicate: int, changes: Sequence[tuple[str, Any]]) -> Organisation:
    """Return an organisation after half a year with these practices."""
    organisation = Organisation(
        "baseline",
        replicate=replicate,
        days=DAYS,
        interventions=[entry.entry() for entry in entries],
        **dict(changes),
    )
    organisation.run_days(DAYS)
    return organisation


def measured(case: Case, pairs: int = PAIRS) -> dict[str, Any]:
    """Return one row: the mean difference of those concerned, in SDs between people, with its interval."""
    differences, spreads = [], []
    for replicate in range(pairs):
        one, other = (lived(entries, replicate, case.changes) for entries in (case.entries, case.without))
        rows = case.whom(one, other)
        a, b = (org.population.person(case.state) for org in (one, other))
        differences.append(float((a[rows] - b[rows]).mean()))
        spreads.append(float(b[other.population.active].std(ddof=1)))
    effects = np.array(differences) / float(np.sqrt(np.mean(np.square(spreads))))
    low, high = interval(effects)
    return {
        "side_effect": case.name,
        "done": case.done,
        "against": case.against,
        "how": case.how,
        "state": case.state,
        "of": case.of,
        "effect": round(float(effects.mean()), 3),
        "low": round(low, 3),
        "high": round(high, 3),
        "days": DAYS,
        "pairs": pairs,
    }


def main() -> None:
    """Measure them all."""
    pd.DataFrame([measured(case) for case in CASES]).to_csv(FILE, index=False, lineterminator="\n")
    print("wrote docs/data/side_effects.csv")


if __name__ == "__main__":
    main()
