"""Which of several scenarios does best, by one stated rule.

The score of a run is the weighted mean, over a fixed set of outcomes (`spirals.measures.score.SCORED`), of the
difference from the reference in SDs between people, ties or teams, signed so that more is better.  Every outcome is
taken over the whole run and the months after everything has ended.  Hours, money, turnover and what a practice changes
directly stand beside the score.  Another weighting can give another order: the score is a summary, not a finding.

What is said of one scenario does not depend on which others stand beside it: neither the outcomes nor the verdict.
With many scenarios some look better by chance alone; ``p_adjusted`` (:mod:`spirals.analysis.multiplicity`) tells which
would be doubted then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.multiplicity import adjusted, p_value
from spirals.analysis.paired import interval, paired, verdict
from spirals.errors import InputError
from spirals.experiments.results import COSTS, Comparison, Result, card
from spirals.measures.score import SCORED, weights_of, whole
from spirals.parameters import nearest

if TYPE_CHECKING:
    import pandas as pd

HOUR_PRICE = 50.0
"""Money that stands for an hour of work where the two are added up; a convention, to be replaced by your own."""

RATES = ("per_hour", "per_money", "per_cost")
"""What can be ranked by besides the score and single measures: the score gained for what was spent."""


def scored(comparison: Comparison, result: Result | None = None) -> tuple[str, ...]:
    """Return the outcomes that make up the score: those of the fixed set that vary in what it is compared with.

    An outcome that the reference has no value for, as in an organisation without ties, cannot be compared.
    """
    control = comparison.reference if result is None else comparison.against(result)
    weights = weights_of(comparison.weights)
    return tuple(
        name
        for name in SCORED
        if weights[name] > 0.0
        and control.spread(whole(name)) > 0.0
        and all(np.isfinite(outcome.measures.get(whole(name), np.nan)) for outcome in control.outcomes)
    )


def parts(comparison: Comparison, result: Result) -> dict[str, NDArray[np.float64]]:
    """Return each scored outcome's difference by run, in SDs, signed so that more is better."""
    control = comparison.against(result)
    return {
        name: card(name).better
        * (result.values(whole(name)) - control.values(whole(name)))
        / control.spread(whole(name))
        for name in scored(comparison, result)
    }


def scores(comparison: Comparison, result: Result, by: str = "score") -> NDArray[np.float64]:
    """Return the score of a scenario by replicate, shape (replicates,); 0 is as good as what it is compared with.

    ``by`` names a measure to take that measure's effect alone, in SDs, signed so that more is better: over the whole
    run if it is scored, else at the end.
    """
    each = parts(comparison, result)
    if by in each:
        return each[by]
    if by not in ("score", *RATES):
        control = comparison.against(result)
        change = result.values(by) - control.values(by)
        return (card(by).better or 1) * change / comparison.unit_spread(by, result)[0]
    if not each:
        return np.full(comparison.reference.scenario.replicates, np.nan)
    weights = weights_of(comparison.weights)
    return np.average(list(each.values()), axis=0, weights=[weights[name] for name in each])


def score_course(comparison: Comparison, result: Result) -> NDArray[np.float64]:
    """Return the score month by month, shape (replicates, months): those of the run, then those after its end."""
    names, weights = scored(comparison, result), weights_of(comparison.weights)
    control = comparison.against(result)
    each = [
        card(name).better * (result.course(name) - control.course(name)) / control.spread(whole(name)) for name in names
    ]
    if not each:
        return np.full((comparison.reference.scenario.replicates, 0), np.nan)
    return np.average(each, axis=0, weights=[weights[name] for name in names])


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
        higher, ties shared), ``p``, ``p_adjusted`` over all scenarios, ``verdict`` (which takes no account of how many
        scenarios there are); then ``hours_spent`` and
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
