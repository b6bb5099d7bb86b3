"""Measure what every practice does: ``python docs/measure.py`` writes ``docs/data/effects.csv`` and ``doses.csv``.

It takes a quarter of an hour or more; the pages quote the files, the number of pairs with them.  A test compares a
few rows with fresh runs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.experiments.compare import compare
from spirals.experiments.ranking import scored, scores
from spirals.experiments.results import COSTS, Comparison, Result, card
from spirals.interventions import HARMFUL, PRACTICES, SHOCKS
from spirals.measures import DEFAULT_MEASURES
from spirals.scenario import Scenario, load

FOLDER = Path(__file__).resolve().parent / "data"
NAMES = (*PRACTICES, *HARMFUL, *SHOCKS)
HORIZONS = {"quarter": 75, "year": 260}  # programmes begin on day 11, so a quarter of them has passed on day 75
SHOCK_DAY = 11
REPORTED = ("reported_energy", "reported_engagement")
DOSES = (0.5, 1.0, 1.5, 2.0, 3.0)
DOSE_DAYS = 130
EFFECT_PAIRS, DOSE_PAIRS = 30, 30


def early(scenario: Scenario) -> Scenario:
    """Return a scenario whose shocks, and what begins with them, begin on the day on which programmes begin."""
    late = min((entry.first_day for entry in scenario.programmes), default=SHOCK_DAY) - SHOCK_DAY
    if late <= 0:
        return scenario
    shocks = tuple(entry.model_copy(update={"day": entry.first_day - late}) for entry in scenario.shocks)
    moved = tuple(
        entry.model_copy(update={"start": entry.start - late, "end": None if entry.end is None else entry.end - late})
        for entry in scenario.interventions
    )
    return scenario.model_copy(update={"shocks": shocks, "interventions": moved})


def at_dose(name: str, dose: float) -> Scenario:
    """Return the shipped scenario of a practice or shock with it at another dose or severity."""
    scenario = early(load(name))
    table = "shocks" if name in SHOCKS else "interventions"
    key = "severity" if name in SHOCKS else "dose"
    entries = tuple(
        entry.model_copy(update={key: dose}) if entry.id == name else entry for entry in getattr(scenario, table)
    )
    return scenario.model_copy(update={table: entries, "name": f"{name} {dose:g}"})


def effects(names: tuple[str, ...] = NAMES, replicates: int = EFFECT_PAIRS, workers: int = 1) -> pd.DataFrame:
    """Return a row per practice and horizon: score, the largest effect and on what, reported effects, costs."""
    rows: list[dict[str, Any]] = []
    for horizon, days in HORIZONS.items():
        found = compare(
            "baseline",
            *[early(load(name)) for name in names],
            days=days,
            replicates=replicates,
            measures=(*DEFAULT_MEASURES, *REPORTED),
            workers=workers,
            twins=True,
        )
        ranked = found.ranking().set_index("scenario")
        rows += [{"horizon": horizon, **_effect_row(found, other, ranked.loc[other.label])} for other in found.others]
    return pd.DataFrame(rows)


def _effect_row(found: Comparison, other: Result, ranked: Any) -> dict[str, Any]:
    sizes = {name: found.difference(other, name).effect for name in DEFAULT_MEASURES if name in scored(found)}
    largest = max(sizes, key=lambda name: abs(sizes[name]))
    return {
        "practice": other.label,
        "score": round(ranked["score"], 3),
        "low": round(ranked["low"], 3),
        "high": round(ranked["high"], 3),
        "verdict": ranked["verdict"],
        "largest": round(sizes[largest], 2),
        "largest_on": card(largest).title,
        **{name: round(found.difference(other, name).effect, 2) for name in REPORTED},
        **{name: round(float(other.values(name).mean()), 1) for name in COSTS},
        "pairs": len(other.outcomes),
    }


def doses(names: tuple[str, ...] = NAMES, replicates: int = DOSE_PAIRS, workers: int = 1) -> pd.DataFrame:
    """Return a row per practice: the score at each dose after half a year, with standard errors.

    ``se D`` is that of the score at dose D, ``se to D`` that of its step from the dose before (the same chance
    events), ``more`` and ``se more`` the step from dose 1 to dose 3.
    """
    found = compare(
        "baseline",
        *[at_dose(name, dose) for name in names for dose in DOSES],
        days=DOSE_DAYS,
        replicates=replicates,
        measures=DEFAULT_MEASURES,
        workers=workers,
        twins=True,
    )
    rows = []
    for place, name in enumerate(names):
        row: dict[str, Any] = {"practice": name}
        others = found.others[place * len(DOSES) : (place + 1) * len(DOSES)]
        by_dose = dict(zip(DOSES, (scores(found, other) for other in others), strict=True))
        before = np.zeros(replicates)
        for dose, by_run in by_dose.items():
            row[f"{dose:g}"] = round(float(by_run.mean()), 3)
            row[f"se {dose:g}"] = _error(by_run)
            row[f"se to {dose:g}"] = _error(by_run - before)
            before = by_run
        more = by_dose[3.0] - by_dose[1.0]
        rows.append({**row, "more": round(float(more.mean()), 3), "se more": _error(more), "pairs": replicates})
    return pd.DataFrame(rows)


def _error(by_run: NDArray[np.float64]) -> float:
    return round(float(by_run.std(ddof=1) / len(by_run) ** 0.5), 4)


def main(words: list[str]) -> None:
    """Measure what was asked for, or both."""
    FOLDER.mkdir(exist_ok=True)
    for name, measured in (("effects", effects), ("doses", doses)):
        if not words or name in words:
            measured().to_csv(FOLDER / f"{name}.csv", index=False, lineterminator="\n")
            print(f"wrote docs/data/{name}.csv")


if __name__ == "__main__":
    main(sys.argv[1:])
