"""Summary of findings: each outcome in plain units, what is published of it, and how certain that is, with the reasons.

After the tables of that name in systematic reviews.  What a model says starts at low certainty, and never rises above
moderate: only trials could raise it further.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from spirals.analysis.paired import is_clear, paired, verdict
from spirals.experiments.ranking import parts
from spirals.experiments.results import Result, card, yardstick
from spirals.interventions.evidence import Published, agreement, published
from spirals.report.gather import Findings
from spirals.report.variants import options

CERTAINTY = ("very low", "low", "moderate")
TURNOVER = "turnover"


class Finding(NamedTuple):
    """One outcome of one option.

    Attributes
    ----------
    measure, title
        Which outcome.
    change, low, high
        In plain units of ``unit``, with the interval from chance.
    unit
        What is counted.
    words
        Verdict, over the whole time.
    published
        What studies found on this outcome, with the grade; empty for nothing.
    certainty, why
        One of ``CERTAINTY``, and the reasons.
    """

    measure: str
    title: str
    change: float
    low: float
    high: float
    unit: str
    words: str
    published: str
    certainty: str
    why: str


def summary(findings: Findings, result: Result) -> list[Finding]:
    """Return a row for each outcome of the score that the option has, then turnover."""
    rows = []
    for name, values in parts(findings.comparison, result).items():
        found = paired(np.zeros(len(values)), values, spread=1.0)
        change, low, high = (100.0 * (_share(one) - 0.5) for one in (found.difference, found.low, found.high))
        ends = (change, low, high)
        rows.append(_row(findings, result, name, ends, f"of 100 {yardstick(name)}", verdict(found), found.difference))
    if TURNOVER in result.names:
        found = findings.comparison.difference(result, TURNOVER)
        said = findings.comparison.verdict(result, TURNOVER)
        fewer = (-100.0 * found.difference, -100.0 * found.high, -100.0 * found.low)
        rows.append(_row(findings, result, TURNOVER, fewer, "stay of 100 people and year", said, math.nan))
    return rows


def _row(
    findings: Findings,
    result: Result,
    name: str,
    ends: tuple[float, float, float],
    unit: str,
    words: str,
    effect: float,
) -> Finding:
    known = next((one for one in _ledger(result) if one.measure == name), None)
    level, why = 1, ["a simulation, not a trial"]
    if known is not None and known.size is not None and known.about == "itself" and known.grade in ("A", "B"):
        # published sizes are signed as measured; the model's effect here is signed so that more is better
        if agreement(known, effect * (card(name).better or 1)) == "agrees":
            level, why = level + 1, [*why, "studies of the practice itself agree"]
        else:
            why.append("studies of the practice itself differ in size")
    elif known is None:
        why.append("nothing published on this outcome")
    else:
        why.append("studied was something near it")
    drawn = findings.draws.effects.get(result.label, {})
    agreed = findings.draws.spread(result.label, name).words if name in drawn else "robustly"
    if is_clear(words) and not agreed.startswith(("robustly", "mostly")):
        level, why = level - 1, [*why, "its sign depends on the assumptions"]
    if not is_clear(words):
        why.append("no difference could be told from chance")
    said = f"{known.figure}, grade {known.grade}" if known is not None and known.figure else ""
    return Finding(name, card(name).title, *ends, unit, words, said, CERTAINTY[max(0, level)], "; ".join(why))


def _share(effect: float) -> float:
    """Return the share of people that lies above today's middle once all have moved by so many SDs."""
    return NormalDist().cdf(effect) if math.isfinite(effect) else math.nan


def _ledger(result: Result) -> list[Published]:
    found = (published(entry.id) for entry in options(result.scenario))
    return [one for one in found if one is not None]
