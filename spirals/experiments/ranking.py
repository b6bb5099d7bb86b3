"""Which of several scenarios does best, by one stated rule.

The score of a run is the mean, over measures that have a good direction and are means over people, ties
or teams, of the difference from the reference in SDs between those, signed so that more is better.  Every
such measure weighs the same; hours and money are left out and stand beside the score.  Another weighting
can give another order: the score is a summary, not a finding.

With many scenarios some would look better by chance alone, so a verdict other than "no clear difference" also
needs an adjusted p below .05 (:mod:`spirals.analysis.multiplicity`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.multiplicity import FALSE_ALARMS, adjusted, p_value
from spirals.analysis.paired import interval, paired, verdict
from spirals.errors import InputError
from spirals.experiments.results import COSTS, Comparison, Result, card
from spirals.parameters import nearest

if TYPE_CHECKING:
    import pandas as pd

HOUR_PRICE = 50.0
"""Money that stands for an hour of work where the two are added up; a convention, to be replaced by your own."""

RATES = ("per_hour", "per_money", "per_cost")
"""What can be ranked by besides the score and single measures: the score gained for what was spent."""

UNCLEAR = "no clear difference"


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
    return all(np.isfinite(outcome.measures[name]) for result in comparison.everything for outcome in result.outcomes)


def scores(comparison: Comparison, result: Result, by: str = "score") -> NDArray[np.float64]:
    """Return the score of a scenario by replicate, shape (replicates,); 0 is as good as what it is compared with.

    ``by`` names a measure to take that measure's effect alone, in SDs, signed so that more is better.
    """
    names = scored(comparison) if by in ("score", *RATES) else (by,)
    if not names:
        return np.full(comparison.reference.scenario.replicates, np.nan)
    control = comparison.against(result)
    parts = [
        (card(name).better or 1)
        * (result.values(name) - control.values(name))
        / comparison.unit_spread(name, result)[0]
        for name in names
    ]
    return np.mean(parts, axis=0)


def ranking(comparison: Comparison, by: str = "score", hour_price: float = HOUR_PRICE) -> pd.DataFrame:
    """Return one row per scenario, best first.

    Parameters
    ----------
    comparison
        Scenarios that were run.
    by
        ``score``, one of ``RATES``, or the name of a measure that was computed.
    hour_price
        Money that stands for one hour where both are added up; above 0.

    Returns
    -------
    pandas.DataFrame
        ``rank``, ``scenario``, ``against`` (what it is compared with), ``score`` with its interval ``low`` and
        ``high``, ``chance`` that it beats that, ``first`` (share of runs in which no other scenario scores
        higher, ties shared), ``p``, ``p_adjusted`` over all scenarios, ``verdict``; then ``hours_spent`` and
        ``cost_spent`` per person as means over runs, ``cost`` (hours, money turned into hours), and the score
        ``per_hour``, ``per_money`` and ``per_cost`` (nan where nothing was spent).

    Raises
    ------
    InputError
        For an unknown ``by``, or an hour price that is not above 0.
    """
    import pandas as pd

    _check(comparison, by, hour_price)
    by_run = np.array([scores(comparison, result, by) for result in comparison.results])
    table = pd.DataFrame(
        [
            _row(comparison, result, by_run[place], first, hour_price)
            for place, (result, first) in enumerate(zip(comparison.results, _share_first(by_run), strict=True))
        ]
    )
    reference = table["scenario"] == comparison.reference.label
    table.insert(table.columns.get_loc("verdict"), "p_adjusted", adjusted(table["p"].mask(reference)))
    unclear = (table["p_adjusted"] > FALSE_ALARMS) & table["verdict"].str.contains("better|worse")
    table["verdict"] = table["verdict"].mask(unclear, UNCLEAR)
    order = by if by in RATES else "score"
    table = table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    table.insert(0, "rank", table[order].rank(ascending=False, method="min"))
    return table


def _check(comparison: Comparison, by: str, hour_price: float) -> None:
    choices = ("score", *RATES, *(name for name in comparison.reference.names if name not in COSTS))
    if by not in choices:
        guess = nearest(by, choices)
        hint = f"did you mean '{guess}'?" if guess else f"use score, {', '.join(RATES)} or a measure"
        raise InputError(f"ranking by '{by}': is no measure of this comparison; {hint}")
    if not hour_price > 0.0:
        raise InputError(f"hour price: {hour_price:g} is no price; give one above 0")


def _row(
    comparison: Comparison, result: Result, by_run: NDArray[np.float64], first: float, hour_price: float
) -> dict[str, object]:
    control = comparison.against(result)
    found = paired(np.zeros_like(by_run), by_run, spread=1.0)
    low, high = interval(by_run)
    row: dict[str, object] = {
        "scenario": result.label,
        "against": control.label,
        "score": found.difference,
        "low": low,
        "high": high,
        "chance": found.better,
        "first": first,
        "p": p_value(by_run),
        "verdict": "reference" if result is comparison.reference else verdict(found),
    }
    row |= {name: _mean(result.values(name)) for name in COSTS if name in result.names}
    hours, money = (_more(result, control, name) for name in COSTS)
    cost = hours + money / hour_price
    spent = {"per_hour": hours, "per_money": money, "per_cost": cost}
    return row | {"cost": cost} | {name: found.difference / x if x > 0.0 else np.nan for name, x in spent.items()}


def _more(result: Result, control: Result, name: str) -> float:
    """Return what a scenario spends beyond what it is compared with; 0 where that is not measured."""
    return _mean(result.values(name) - control.values(name)) if name in result.names else 0.0


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
