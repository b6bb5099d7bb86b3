"""What the page says about each option, as records the template writes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from spirals.analysis.multiplicity import FALSE_ALARMS
from spirals.analysis.paired import interval, paired, verdict
from spirals.experiments.figures import in_force
from spirals.experiments.money import Return, yearly_return
from spirals.experiments.ranking import parts, scores
from spirals.experiments.results import COSTS, Comparison, Result, card
from spirals.interventions import beside
from spirals.interventions.words import cost_text
from spirals.measures.score import weights_of
from spirals.report import figures, wording
from spirals.report.gather import Findings
from spirals.report.groups import STATES, benefits
from spirals.report.lasting import course, curves, lasting, onsets, panels
from spirals.report.summary import summary
from spirals.report.variants import options
from spirals.studies.verdicts import SCORE

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHARTED = ("mean_quality", "mean_energy", "mean_strain", "mean_safety", "performance")
MOST_CHARTED = 6  # options; as many as there are colours that everybody can tell apart
MOST_OF_IT = 0.5  # a score of which one outcome makes more than this share is said to rest on it
UNIT = 0.1  # of the score: what "cost per unit" is about


def ranked(findings: Findings) -> list[dict[str, Any]]:
    """Return one row per option, best first: the ranking, its letter, words, and what the draws say."""
    found = findings.comparison
    table = found.ranking(hour_price=findings.asked.hour_price)
    rows: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()}
        for row in table.to_dict("records")
        if row["scenario"] != found.reference.label
    ]
    for place, row in enumerate(rows):
        label = row["scenario"]
        drawn = findings.draws.spread(label)
        row |= {
            "place": place + 1,
            "letter": LETTERS[place % len(LETTERS)],
            "drawn": drawn,
            "headline": wording.headline(row["verdict"], drawn.words),
            "way": wording.way(row["verdict"]),
            "ahead": round(row["chance"] * _runs(found, label)),
            "runs": _runs(found, label),
            "result": _result(found, label),
            "unit_cost": UNIT / row["per_cost"] if row["per_cost"] > 0.0 else float("nan"),
            "than_next": "",
            "next": "",
            **_resting_on(found, label),
        }
    for row, after in pairwise(rows):
        row |= {"next": after["scenario"], "than_next": _between(found, row["result"], after["result"])}
        row["drawn_next"] = findings.draws.spread(row["scenario"], SCORE, after["scenario"])
    return rows


def value(rows: Sequence[Mapping[str, Any]], found: Comparison, hour_price: float) -> dict[str, Any] | None:
    """Return what a tenth of an SD of score costs, of the options that help and cost something; None of fewer than two.

    Options cannot be told apart in value where the interval of the difference in gain per cost, run by run, holds zero.
    """
    paid = [row for row in rows if row["way"] == "better" and row["per_cost"] > 0.0]
    if len(paid) < 2:
        return None
    best, *others = sorted(paid, key=lambda row: row["unit_cost"])
    rates = {row["scenario"]: scores(found, row["result"]) / row["cost"] for row in paid}
    level = [best["scenario"]]
    for row in others:
        low, high = interval(rates[best["scenario"]] - rates[row["scenario"]])
        if low <= 0.0 <= high:
            level.append(row["scenario"])
    shown = [
        {"scenario": row["scenario"], "title": wording.title(row["scenario"]), "worth": row["unit_cost"] * hour_price}
        for row in (best, *others)
    ]
    names = [wording.title(name).lower() for name in level]
    return {"first": wording.title(best["scenario"]), "level": names if len(level) > 1 else [], "rows": shown}


def _result(found: Comparison, label: str) -> Result:
    return next(one for one in found.results if one.label == label)


def _runs(found: Comparison, label: str) -> int:
    return int(np.isfinite(scores(found, _result(found, label))).sum())


def _resting_on(found: Comparison, label: str) -> dict[str, Any]:
    """Return how many outcomes are better and worse, and the one that most of the score comes from, if there is one."""
    rows = _outcomes(found, label)
    ways = [wording.way(row["verdict"]) if not wording.is_doubted(row["verdict"]) else "none" for row in rows]
    weights = weights_of(found.weights)
    each = parts(found, _result(found, label))
    shares = sorted((weights[name] * float(np.nanmean(values)), name) for name, values in each.items())
    total, whole = sum(share for share, _ in shares), sum(weights[name] for name in each)
    alone = len(shares) > 1 and total > 0.0 and shares[-1][0] > MOST_OF_IT * total
    return {
        "many_better": ways.count("better"),
        "many_worse": ways.count("worse"),
        "many": len(rows),
        "rests_on": card(shares[-1][1]).title if alone else "",
        "without_it": (total - shares[-1][0]) / (whole - weights[shares[-1][1]]) if alone else float("nan"),
    }


def _between(found: Comparison, one: Result, two: Result) -> str:
    """Return the verdict of one option against another, by score."""
    return verdict(paired(scores(found, two), scores(found, one), spread=1.0))


class Charts(NamedTuple):
    """Effects against cost: the one chart of the first page (desk, phone), and single outcomes behind it."""

    wide: Markup
    narrow: Markup
    single: tuple[Markup, ...]


def charts(findings: Findings, rows: list[dict[str, Any]]) -> Charts:
    """Draw effects against cost: the score large, then each main outcome small."""
    found, shown = findings.comparison, rows[:MOST_CHARTED]
    marks = _marks(findings, shown, SCORE)
    said = "; ".join(
        f"{mark.name}: {mark.effect:+.2f} SD at {mark.cost:.0f} {findings.asked.money.unit} per person"
        for mark in marks
    )
    described = f"Difference over all outcomes together against cost. {said}"
    single = []
    for name in (name for name in CHARTED if name in found.reference.names):
        some = _marks(findings, shown, name)
        if some:
            said = "; ".join(
                f"{mark.letter}: {mark.effect:+.2f} at {mark.cost:.0f} {findings.asked.money.unit}" for mark in some
            )
            drawing = figures.effect_and_cost(_with_sign(name), some)
            described_one = f"{_with_sign(name)}, difference against cost. {said}"
            single.append(figures.markup(drawing, f"cost-{name}", described_one))
    return Charts(
        figures.markup(figures.overview(marks, wide=True), "cost-wide", described),
        figures.markup(figures.overview(marks, wide=False), "cost-narrow", described),
        tuple(single),
    )


def _marks(findings: Findings, rows: Sequence[Mapping[str, Any]], name: str) -> list[figures.Mark]:
    marks = [_mark(findings, row, name) for row in rows]
    return [mark for mark in marks if np.isfinite(mark.effect)]


def _with_sign(name: str) -> str:
    return f"{card(name).title} (less is better)" if card(name).better < 0 else card(name).title


def _mark(findings: Findings, row: Mapping[str, Any], name: str) -> figures.Mark:
    drawn = findings.draws.spread(row["scenario"], name) if name in findings.draws.effects[row["scenario"]] else None
    ends = (drawn.low, drawn.high) if drawn is not None else (float("nan"), float("nan"))
    price = findings.asked.hour_price
    if name == SCORE:
        return figures.Mark(
            row["letter"], row["cost"] * price, row["score"], row["low"], row["high"], *ends, row["way"] != "none",
            wording.title(row["scenario"]),
        )  # fmt: skip
    found = findings.comparison.difference(row["result"], name)
    word = _word(findings.comparison, row["scenario"], name)
    clear = wording.is_clear(word) and not wording.is_doubted(word)
    return figures.Mark(
        row["letter"], row["cost"] * price, found.effect, found.effect_low, found.effect_high, *ends, clear
    )


def _word(found: Comparison, label: str, name: str) -> str:
    table = found.table()
    row = table[(table["scenario"] == label) & (table["measure"] == name)].iloc[0]
    return wording.in_table(row["verdict"], row["p_adjusted"], FALSE_ALARMS)


def describe(findings: Findings, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything that the page says about one option."""
    found, result = findings.comparison, row["result"]
    outcomes = _outcomes(found, result.label)
    groups, unseen = benefits(found, result)
    return {
        **row,
        "question": result.scenario.question,
        "against": found.against(result).label,
        "done": _done(result),
        "fails_when": [entry.fails_when for entry in options(result.scenario) if entry.fails_when],
        "figures": _fans(findings, result, row["place"]),
        "outcomes": outcomes,
        "worse": _going(outcomes, "worse"),
        "better": _going(outcomes, "better"),
        "course": course(found, result),
        "summary": summary(findings, result),
        "yearly": _yearly(findings, result),
        "groups": groups,
        "unseen": unseen,
        "states": STATES,
        "onsets": onsets(found, result),
        "lasting": lasting(findings.side, findings.stops[result.label])
        if findings.side is not None and result.label in findings.stops
        else None,
        "equal": _equal(findings, result.label),
        "levers": findings.draws.levers(result.label),
        "worst_run": float(np.nanmin(scores(found, result))),
    }


def _yearly(findings: Findings, result: Result) -> Return | None:
    """Return what an option costs and brings in money; None where performance was not looked at."""
    if not findings.draws.effects.get(result.label, {}).keys() >= {"performance"}:
        return None
    drawn = findings.draws.spread(result.label, "performance")
    return yearly_return(findings.comparison, result, findings.asked.money, (drawn.low, drawn.high))


def _going(outcomes: Sequence[dict[str, Any]], way: str) -> list[dict[str, Any]]:
    """Return the outcomes that go one way, without those that may be chance alone among so many."""
    return [one for one in outcomes if wording.way(one["verdict"]) == way and not wording.is_doubted(one["verdict"])]


def _done(result: Result) -> list[dict[str, str]]:
    scenario = result.scenario
    return [
        {
            "title": entry.label if entry.id == "custom" else type(entry).title or wording.title(entry.id),
            "what": "" if entry.id == "custom" else (type(entry).__doc__ or "").strip().splitlines()[0],
            "who": wording.for_whom(entry),
            "when": wording.when(entry, scenario.days),
            "dose": f"{entry.amount:g} times the usual amount" if entry.amount != 1.0 else "",
            "cost": cost_text(entry),
            "evidence": "" if entry.id == "custom" else type(entry).known(),
            "in_model": "" if entry.id == "custom" else beside.of(entry.id).in_model,
        }
        for entry in (*scenario.interventions, *scenario.shocks)
    ]


def _fans(findings: Findings, result: Result, place: int) -> list[Markup]:
    found, drawings = findings.comparison, []
    drawn = findings.draws.daily.get(result.label, {})
    for panel in panels(found):
        name = panel.series[0]
        chance = curves(found, result, panel)
        drawing = figures.fan(
            panel.title, chance, drawn.get(name), in_force(result.scenario),
            [shock.first_day for shock in result.scenario.shocks if shock.first_day <= result.scenario.days],
        )  # fmt: skip
        said = f"{panel.title}: difference day by day; {chance.mean(axis=0)[-1]:+.3f} on the last day."
        drawings.append(figures.markup(drawing, f"fan-{place}-{name}", said))
    return drawings


def _outcomes(found: Comparison, label: str) -> list[dict[str, Any]]:
    table = found.table()
    rows = table[(table["scenario"] == label) & ~table["measure"].isin(COSTS)].to_dict("records")
    rows = [row for row in rows if row["runs"]]
    for row in rows:
        row["verdict"] = wording.in_table(row["verdict"], row["p_adjusted"], FALSE_ALARMS)
    return [{str(key): value for key, value in row.items()} for row in rows]


def _equal(findings: Findings, label: str) -> dict[str, Any] | None:
    """Return how an option does where all cost the same; None where it could not be brought to that."""
    if findings.equal is None or label not in findings.equal.doses:
        return None
    table = findings.equal.ranking(hour_price=findings.asked.hour_price)
    row = table[table["scenario"] == label].iloc[0].to_dict()
    return {**row, "dose": findings.equal.doses[label]}
