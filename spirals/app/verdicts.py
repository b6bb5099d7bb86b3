"""What a comparison amounts to, in words that also say when there is nothing to say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from spirals.analysis.paired import FEWEST_RUNS, interval, way
from spirals.experiments.results import COSTS, Comparison

_WEEK = 5


def table(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the rows of the comparison's table, numbers that are unknown as None."""
    return [{key: _plain(value) for key, value in row.items()} for row in comparison.table().to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value


def sentences(comparison: Comparison) -> list[dict[str, Any]]:
    """Return for each other scenario a headline, what is better, what worse, and what it costs."""
    rows = table(comparison)
    ranks = {row["scenario"]: row for row in comparison.ranking().to_dict("records")}
    return [_about(result.label, comparison.reference.label, rows, ranks) for result in comparison.others]


def _about(label: str, reference: str, rows: list[dict[str, Any]], ranks: dict[str, Any]) -> dict[str, Any]:
    own = [row for row in rows if row["scenario"] == label]
    outcomes = [row for row in own if row["measure"] not in COSTS]
    better = [_with_way(row) for row in outcomes if way(row["verdict"]) == "better"]
    worse = [_with_way(row) for row in outcomes if way(row["verdict"]) == "worse"]
    runs = max((row["runs"] for row in own), default=0)
    return {
        "scenario": label,
        "headline": _headline(label, reference, ranks[label], runs, bool(better), bool(worse)),
        "better": better,
        "worse": worse,
        "same": len(outcomes) - len(better) - len(worse),
        "cost": _cost(own),
    }


def _with_way(row: dict[str, Any]) -> str:
    """Return an outcome's name; of one that is better when less, with which way it went."""
    if row["direction"] >= 0 or row["difference"] is None:
        return str(row["title"])
    return f"{row['title']} ({'less' if row['difference'] < 0 else 'more'} of it)"


def _headline(label: str, reference: str, rank: dict[str, Any], runs: int, better: bool, worse: bool) -> str:
    if runs < FEWEST_RUNS:
        return f"{label}: {runs} of at least {FEWEST_RUNS} runs; too early for a verdict."
    verdict = str(rank["verdict"])
    if verdict in ("no difference", "not measured"):
        return f"{label}: {verdict}."
    mixed = " Some outcomes gain and others lose." if better and worse else ""
    together = "over the whole time and all outcomes of the score"
    if verdict == "no clear difference":
        return f"{label}: no clear difference from {reference} {together}.{mixed}"
    word, comma, how_much = verdict.partition(", ")
    return f"{label}: {word} than {reference} {together}{comma}{how_much}.{mixed}"


def _cost(rows: list[dict[str, Any]]) -> str:
    said = []
    for row in rows:
        value = row["difference"] or 0.0
        if row["measure"] in COSTS and abs(value) >= 0.05:
            digits = 0 if abs(value) >= 10.0 else 1
            said.append(f"{abs(value):,.{digits}f} {'more' if value > 0 else 'less'} {row['unit']}")
    return "It costs " + " and ".join(said) + "." if said else "It costs no hours or money of its own."


def differences(comparison: Comparison, name: str) -> list[dict[str, Any]]:
    """Return for each other scenario the mean difference of a daily series with its interval, on each Friday."""
    reference = comparison.reference.series(name)
    days = np.arange(_WEEK, reference.shape[1] + 1, _WEEK) - 1
    found = []
    for result in comparison.others:
        change = (result.series(name) - reference)[:, days].astype(np.float64)
        bounds = [interval(change[:, at]) for at in range(change.shape[1])]
        found.append(
            {
                "days": (days + 1).tolist(),
                "mean": np.round(change.mean(0), 5).tolist(),
                "low": [_plain(round(low, 5)) for low, _ in bounds],
                "high": [_plain(round(high, 5)) for _, high in bounds],
            }
        )
    return found


def levels(comparison: Comparison, name: str) -> list[dict[str, Any]]:
    """Return for each scenario, reference first, the mean of a daily series with its interval, on each Friday."""
    found = []
    for result in comparison.results:
        series = result.series(name)
        days = np.arange(_WEEK, series.shape[1] + 1, _WEEK) - 1
        bounds = [interval(series[:, at]) for at in days]
        found.append(
            {
                "title": result.label,
                "days": (days + 1).tolist(),
                "mean": np.round(series[:, days].mean(0), 5).tolist(),
                "low": [_plain(round(low, 5)) for low, _ in bounds],
                "high": [_plain(round(high, 5)) for _, high in bounds],
            }
        )
    return found
