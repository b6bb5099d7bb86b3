"""Screen every parameter: ``python docs/screen.py [NAME ...]``.

One organisation in which everything that parameters speak of has its occasion (practices of each kind, a crisis, people
who join and leave) runs with each parameter halved and doubled, within its range, against itself on the same chance.
A row says which measure moved most clearly: its change in SD between runs, and the paired t of it.  A parameter that
moves nothing is a defect.  Rows go to ``docs/data/screen.csv``; parameters that are named replace theirs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.measures import MEASURES
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS, Parameter, defaults
from spirals.scenario import Scenario, load, with_changes
from spirals.settling import settled_for
from spirals.structure.start import digest_of

STORED = Path(__file__).resolve().parent / "data" / "screen.csv"
COLUMNS = ["parameter", "value", "against", "moves", "change", "t", "pairs", "parameters"]
PAIRS, DAYS, PEOPLE = 6, 90, 40
CLEAR = 12.0  # t of 6 pairs that chance reaches once in some 30 parameters, over all measures and both values
READINGS = tuple(name for name, one in MEASURES.items() if one.needs in ("", "shock"))
OCCASIONS = {"turnover": 0.5, "move_rate": 0.5, "remote": 0.3, "scarce_posts": 0.3}
"""What an ordinary half-year offers too seldom to be seen."""
PRACTICES = (
    {"id": "relational_skills_training"}, {"id": "peer_recognition", "rate": 0.5, "favour": 0.5},
    {"id": "team_incentives"}, {"id": "crisis_leadership"}, {"id": "peer_coaching"}, {"id": "relational_onboarding"},
    {"id": "play_spaces"}, {"id": "celebrations"}, {"id": "self_managed_course"}, {"id": "external_community"},
    {"id": "layoffs", "start": 60, "end": 100, "share": 0.1},
)  # fmt: skip


@lru_cache
def occasion() -> Scenario:
    """Return the scenario in which every parameter has something to do."""
    return with_changes(
        load("baseline"),
        {
            "days": DAYS, "size": PEOPLE, **OCCASIONS, "shocks": [{"id": "crisis", "day": 40}],
            "interventions": [{"start": 11, **one} for one in PRACTICES],
        },
    )  # fmt: skip


def values_of(parameter: Parameter, base: float) -> tuple[float, ...]:
    """Return half and twice a value, within the range; where it is 0, a tenth of the range to either side."""
    span = 0.1 * (parameter.high - parameter.low)
    wanted = (base / 2, base * 2) if base else (-span, span)
    held = (float(np.clip(value, parameter.low, parameter.high)) for value in wanted)
    return tuple(value for value in held if value != base)


def readings(scenario: Scenario, replicate: int) -> NDArray[np.float64]:
    """Return all measures at the end of a run; it starts where the unchanged organisation has settled."""
    organisation = Organisation(scenario, replicate=replicate, settled=settled_for(occasion()))
    organisation.run_days(DAYS)
    found = organisation.measures(READINGS)
    return np.array([found[name] for name in READINGS])


@lru_cache
def usual() -> NDArray[np.float64]:
    """Return all measures of the unchanged runs, shape (pairs, measures)."""
    return np.array([readings(occasion(), replicate) for replicate in range(PAIRS)])


def moved(name: str, value: float) -> dict[str, object]:
    """Return the row of one parameter at one value."""
    changed = with_changes(occasion(), {name: value})
    changes = np.array([readings(changed, replicate) for replicate in range(PAIRS)]) - usual()
    mean, error = changes.mean(axis=0), changes.std(axis=0, ddof=1) / np.sqrt(PAIRS)
    t = np.divide(mean, error, out=np.zeros_like(mean), where=(error > 0.0) & np.isfinite(mean))
    spread = usual().std(axis=0, ddof=1)
    first = int(np.abs(t).argmax())
    base = occasion().values()[name]
    return dict(zip(COLUMNS, (
        name, value, base, READINGS[first] if t[first] else "nothing",
        round(float(mean[first] / spread[first]), 3) if t[first] and spread[first] > 0.0 else 0.0,
        round(float(t[first]), 2), PAIRS, digest_of(defaults()),
    ), strict=True))  # fmt: skip


def screen(name: str) -> list[dict[str, object]]:
    """Return the rows of one parameter."""
    return [moved(name, value) for value in values_of(PARAMETERS[name], occasion().values()[name])]


def measure(names: list[str]) -> Iterator[dict[str, object]]:
    """Yield the rows of some parameters, on all cores."""
    usual()  # compiled and settled once, before the other processes start
    with ProcessPoolExecutor() as workers:
        for rows in workers.map(screen, names, chunksize=4):
            yield from rows


def main() -> None:
    """Screen what was asked for."""
    names = sys.argv[1:] or list(PARAMETERS)
    fresh = pd.DataFrame(list(measure(names)), columns=COLUMNS)
    if sys.argv[1:]:
        kept = pd.read_csv(STORED)
        fresh = pd.concat([kept[~kept["parameter"].isin(names)], fresh])
    order = {name: row for row, name in enumerate(PARAMETERS)}
    fresh.sort_values("parameter", key=lambda column: column.map(order), kind="stable").to_csv(STORED, index=False)
    print(f"wrote docs/data/{STORED.name}")


if __name__ == "__main__":
    main()
