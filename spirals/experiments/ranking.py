"""Which of several scenarios does best, by one stated rule.

The score of a run is the mean, over measures that have a good direction and are means over people, ties
or teams, of the difference from the reference in SDs between those, signed so that more is better.  Every
such measure weighs the same; hours and money are left out and stand beside the score.  Another weighting
can give another order: the score is a summary, not a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval, paired, verdict
from spirals.experiments.results import COSTS, Comparison, Result, card

if TYPE_CHECKING:
    import pandas as pd


def scored(comparison: Comparison) -> tuple[str, ...]:
    """Return the names of the measures that make up the score."""
    return tuple(
        name
        for name in comparison.reference.names
        if card(name).better != 0
        and name not in COSTS
        and comparison.unit_spread(name)[1] not in ("", "runs")
        and _known_everywhere(comparison, name)
    )


def _known_everywhere(comparison: Comparison, name: str) -> bool:
    """Say whether every run that ended well has a value: a gap would change what is averaged."""
    return all(np.isfinite(outcome.measures[name]) for result in comparison.results for outcome in result.outcomes)


def scores(comparison: Comparison, result: Result) -> NDArray[np.float64]:
    """Return the score of a scenario by replicate, shape (replicates,); 0 is as good as the reference."""
    names = scored(comparison)
    if not names:
        return np.full(comparison.reference.scenario.replicates, np.nan)
    parts = [
        card(name).better * (result.values(name) - comparison.reference.values(name)) / comparison.unit_spread(name)[0]
        for name in names
    ]
    return np.mean(parts, axis=0)


def ranking(comparison: Comparison) -> pd.DataFrame:
    """Return one row per scenario, best first.

    Columns: ``rank``, ``scenario``, ``score`` with its interval ``low`` and ``high``, ``chance`` that it
    beats the reference, ``first`` (share of runs in which no other scenario scores higher, ties shared),
    ``verdict`` against the reference, and the costs.
    """
    import pandas as pd

    by_run = np.array([scores(comparison, result) for result in comparison.results])
    first = _share_first(by_run)
    rows = []
    for place, result in enumerate(comparison.results):
        found = paired(np.zeros_like(by_run[place]), by_run[place], spread=1.0)
        low, high = interval(by_run[place])
        rows.append(
            {
                "scenario": result.label,
                "score": found.difference,
                "low": low,
                "high": high,
                "chance": found.better,
                "first": first[place],
                "verdict": "reference" if place == 0 else verdict(found),
                **{name: _mean(result.values(name)) for name in COSTS if name in result.names},
            }
        )
    table = pd.DataFrame(rows).sort_values("score", ascending=False, kind="stable", ignore_index=True)
    table.insert(0, "rank", table["score"].rank(ascending=False, method="min"))
    return table


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def _share_first(by_run: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each scenario's share of runs in which it scores highest; a tie is shared out evenly."""
    known = by_run[:, np.all(np.isfinite(by_run), axis=0)]
    if known.shape[1] == 0:
        return np.full(len(by_run), np.nan)
    best = known == known.max(axis=0)
    return np.asarray((best / best.sum(axis=0)).mean(axis=1))
