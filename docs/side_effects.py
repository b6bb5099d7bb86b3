"""Measure the side effects that the literature warns of: ``python docs/side_effects.py`` writes one table of data.

Each is a pair of runs on the same chance events, at the sizes that practices are shipped with where there is one; the
page of the catalogue quotes what is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.analysis.paired import interval
from spirals.interventions import Custom, Meet, Practice, Recognise, find
from spirals.interventions.selection import Selection
from spirals.organisation import Organisation
from spirals.scenario import load, with_changes
from spirals.settling import settled_for

FILE = Path(__file__).resolve().parent / "data" / "side_effects.csv"
DAYS, PAIRS = 130, 30
BEST = "best_connected:0.1"
NEW = 60  # working days

type Rows = NDArray[np.int64]
type Whom = Callable[[Organisation, Organisation], Rows]
type Changes = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Case:
    """One side effect: what is done, what it is set against, whom it should hurt, and in what.

    ``changes`` are of both runs; ``minded`` and ``unminded`` of one each, which then start alike.
    """

    name: str
    done: str
    against: str
    how: str
    entries: tuple[Practice, ...]
    without: tuple[Practice, ...]
    whom: Whom
    state: str
    of: str
    changes: Changes = ()
    minded: Changes = ()
    unminded: Changes = ()


def everybody(one: Organisation, other: Organisation) -> Rows:
    """Return who is there at the end of both runs."""
    size = min(one.population.size, other.population.size)
    return np.flatnonzero(one.population.active[:size] & other.population.active[:size])


def helpers(one: Organisation, other: Organisation) -> Rows:
    """Return those who help more than half of all, where nobody was passed over."""
    rows = everybody(one, other)
    helped = other.population.deed("helped")[rows]
    return rows[helped >= np.quantile(helped, 0.5)]


def sought(one: Organisation, other: Organisation) -> Rows:
    """Return the best connected tenth, as they were picked on the first day."""
    start = Organisation(other.spec, replicate=other.replicate)
    return np.intersect1d(Selection(BEST, start.population, start.key, "x").rows(1), everybody(one, other))


def newcomers(one: Organisation, other: Organisation) -> Rows:
    """Return who joined both organisations in the last weeks."""
    rows = everybody(one, other)
    joined = [org.population.person("joined")[rows] for org in (one, other)]
    return rows[(np.minimum(*joined) > DAYS - NEW)]


SENT = Custom(name="ask the best", does=(Meet("pair", "help", 45.0, every=2, partner=BEST),))
AWARDS, FLOOD = find("spot_awards")(), find("information_overload_onboarding")()
MANY_AWARDS = Custom(name="awards", does=(Recognise(0.2, of="leaders"),))
ENVY = "Teammates who helped more than the one chosen lose a little worth, and trust in the giver, each time."
FLOODED = "Less contact, reach and asking in the first weeks, and more load."
TURNED = "What is not meant works against itself: worth, regard and the norm of helping fall with each occasion."
HALF, NEW_ONES = "the half who help most", f"those in their first {NEW} days"
FRESH = (("turnover", 1.0),)  # so that there are enough of them
MINDED = (("envy", 0.4), ("envy_trust", 0.5))  # ten times the defaults
BY_NOBODY = (("envy", 0.0), ("envy_trust", 0.0))
CASES = (
    Case("Resentment of those passed over", "`spot_awards`", "the same awards, minded by nobody", ENVY,
         (AWARDS,), (AWARDS,), helpers, "worth", HALF, unminded=BY_NOBODY),
    Case("Resentment of those passed over", "awards four times as often, minded ten times as much",
         "the same awards, minded by nobody", ENVY,
         (MANY_AWARDS,), (MANY_AWARDS,), helpers, "worth", HALF, minded=MINDED, unminded=BY_NOBODY),
    Case("Rivalry from individual incentives", "`individual_tournament`", "nothing",
         "Rivalry keeps people from offering, granting and honouring.",
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


def lived(entries: Sequence[Practice], replicate: int, changes: Changes, own: Changes) -> Organisation:
    """Return an organisation after half a year with these practices."""
    organisation = Organisation(
        "baseline",
        replicate=replicate,
        days=DAYS,
        interventions=[entry.entry() for entry in entries],
        settled=settled_for(with_changes(load("baseline"), dict(changes))),
        **dict(changes),
        **dict(own),
    )
    organisation.run_days(DAYS)
    return organisation


def measured(case: Case, pairs: int = PAIRS) -> dict[str, Any]:
    """Return one row: the mean difference of those concerned, in SDs between people, with its interval."""
    differences, spreads = [], []
    for replicate in range(pairs):
        one = lived(case.entries, replicate, case.changes, case.minded)
        other = lived(case.without, replicate, case.changes, case.unminded)
        rows = case.whom(one, other)
        a, b = (
            org.population.deed("helped") if case.state == "helping" else org.population.person(case.state)
            for org in (one, other)
        )
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
