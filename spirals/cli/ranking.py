"""Several scenarios set against each other, as a leader reads it in a terminal of 80 columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spirals.analysis.paired import is_clear
from spirals.cli.console import output
from spirals.cli.show import (
    CALM,
    COSTS,
    UNKNOWN,
    between,
    differences,
    hundredths,
    number,
    percent,
    plain_table,
    size,
    style,
)

if TYPE_CHECKING:
    from spirals.experiments.results import Comparison

MOST_DETAILED = 4  # scenarios beyond which only the ranking is printed
BEST = 10  # rows of a list of the best
RATE_TITLES = {"per_hour": "per hour", "per_money": "per unit of money", "per_cost": "per unit of cost"}
Rows = list[dict[Any, Any]]


def comparison(found: Comparison, by: str = "score", hour_price: float | None = None) -> None:
    """Print each scenario against what it is compared with, then the ranking if there are several."""
    out = output()
    if len(found.others) <= MOST_DETAILED:
        for other in found.others:
            out.print(f"{other.label} against {found.against(other).label}: paired {size(other)}", style="bold")
            if other.scenario.question:
                out.print(other.scenario.question)
            out.print()
            differences(found, other)
            out.print()
    if len(found.others) > 1:
        from spirals.experiments.ranking import HOUR_PRICE

        rows = found.ranking(by, hour_price).to_dict("records")
        _ranking(found, rows, by)
        out.print()
        helping = {one.label for one in found.others if any(entry.helps for entry in one.scenario.interventions)}
        price = HOUR_PRICE if hour_price is None else hour_price
        _value([row for row in rows if row["scenario"] in helping], by, price)
        if len(found.others) > MOST_DETAILED:
            _best_by_measure(found)
    _explain(found)


def _ranking(found: Comparison, rows: Rows, by: str) -> None:
    out = output()
    out.print(_title(found, by), style="bold")
    costs = [name for name in COSTS if name in rows[0] and any(row[name] > 0.0 for row in rows)]
    doses = [("dose", "right")] if found.doses else []
    beats = [("beats", "right")] if len(found.others) <= MOST_DETAILED else []
    bare = {one.label for one in found.others if not one.scenario.interventions}
    table = plain_table(
        ("", "right"),
        ("scenario", "wrap"),
        ("score [95%]", "left"),
        *doses,
        *[(name.removesuffix("_spent"), "right") for name in costs],
        *beats,
        ("verdict", "wrap"),
    )
    for row in rows:
        reference = row["verdict"] == "reference"
        table.add_row(
            f"{row['rank']:.0f}" if math.isfinite(row["rank"]) else UNKNOWN,
            row["scenario"] + (" *" if row["scenario"] in found.twins else " °" if row["scenario"] in bare else ""),
            UNKNOWN if reference else _score(row),
            *([_dose(found, row["scenario"])] if doses else []),
            *[number(row[name]) for name in costs],
            *([UNKNOWN if reference else percent(row["chance"])] if beats else []),
            row["verdict"] + (" †" if _doubted(row) else ""),
            style=style(row["verdict"]),
        )
    out.print(table)
    if any(_doubted(row) for row in rows):
        out.print(f"† may be chance alone among {len(found.others)} comparisons (Benjamini & Hochberg).", style=CALM)
    if bare:
        out.print("° no practice: other conditions or a shock, for scale.", style=CALM)
    if found.twins:
        out.print(
            "* starts from something else than the reference; compared with the same start without its practices.",
            style=CALM,
        )


def _doubted(row: Mapping[Any, Any]) -> bool:
    """Say whether a verdict would not stand if all comparisons were allowed for."""
    from spirals.analysis.multiplicity import FALSE_ALARMS

    return is_clear(row["verdict"]) and row["p_adjusted"] > FALSE_ALARMS


def _title(found: Comparison, by: str) -> str:
    from spirals.experiments.results import card
    from spirals.measures.score import SCORED

    if by in RATE_TITLES:
        return f"Ranking by what is gained {RATE_TITLES[by]} in score"
    if by != "score":
        shown = card(by)
        less = "; less of it counts as better" if shown.better < 0 else ""
        when = "over the whole time" if by in SCORED else "at the end"
        return f"Ranking by {shown.title.lower()}: the score is its effect {when}, in SDs{less}"
    return "Ranking by score"


def _dose(found: Comparison, label: str) -> str:
    return f"x{found.doses[label]:.3g}" if label in found.doses else UNKNOWN


def _score(row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["score"]):
        return UNKNOWN
    if not math.isfinite(row["low"]):
        return hundredths(row["score"])
    return f"{_short(row['score'])} {between(row['low'], row['high'], _short)}"


def _short(value: float) -> str:
    return hundredths(value).replace("0.", ".", 1) if round(value, 2) else "0"


def _value(rows: Rows, by: str, price: float) -> None:
    """Print what is gained for what is spent, for those that gain clearly; hours and money apart, then all in money."""
    out = output()
    gains = [row for row in rows if is_clear(row["verdict"]) and row["score"] > 0.0]
    paid = sorted((row for row in gains if row["cost"] > 0.0), key=lambda row: -row["per_cost"])
    if not paid or by in RATE_TITLES:
        return
    out.print("What is gained for what is spent (score, per person)", style="bold")
    table = plain_table(
        ("scenario", "wrap"), ("per 10 h", "right"), ("per 500 money", "right"), ("per 500 of both", "right"),
        ("worth", "right"),
    )  # fmt: skip
    for row in paid[:BEST]:
        table.add_row(
            row["scenario"],
            _rate(row["per_hour"], 10.0),
            _rate(row["per_money"], 500.0),
            _rate(row["per_cost"], 500.0 / price),
            number(price * row["cost"]),
        )
    out.print(table)
    free = [row["scenario"] for row in gains if not row["cost"] > 0.0]
    out.print(f"of both, worth: in money, an hour of work at {price:g}", style=CALM)
    if len(paid) > BEST:
        out.print(f"{len(paid) - BEST} more in ranking.csv", style=CALM)
    if free:
        out.print(f"better at no cost that is counted: {', '.join(free)}", style=CALM)
    out.print()


def _rate(value: float, times: float) -> str:
    return f"{times * value:+.3f}" if math.isfinite(value) else UNKNOWN


def _best_by_measure(found: Comparison) -> None:
    """Print for each measure which practice does best, among those that clearly differ from the same reference."""
    from spirals.experiments.results import COSTS as SPENT

    out, table = output(), found.table()
    choices = [
        one.label
        for one in found.others
        if one.label not in found.twins and any(entry.helps for entry in one.scenario.interventions)
    ]
    table = table[table["scenario"].isin(choices) & table["difference"].notna()]
    if table.empty:
        return
    open_ = table[(table["direction"] != 0) & ~table["measure"].isin(SPENT) & table["p_adjusted"].le(0.05)]
    out.print("Best practice for each measure", style="bold")
    lines = plain_table(("measure", "wrap"), ("scenario", "wrap"), ("effect [95%]", "left"), ("better", "right"))
    for name in dict.fromkeys(table.loc[table["direction"] != 0, "measure"]):
        if name in SPENT:
            continue
        rows = open_[open_["measure"] == name]
        signed = rows["effect"] * rows["direction"]
        better = rows[signed > 0.0]
        title = table.loc[table["measure"] == name, "title"].iloc[0]
        if better.empty:
            lines.add_row(title, "nothing clear", UNKNOWN, "0")
            continue
        best = better.loc[signed[better.index].idxmax()]
        interval = between(best["effect_low"], best["effect_high"], hundredths)
        size_ = f"{hundredths(best['effect'])} {interval}"
        runs = best["effect_between"] == "runs"
        lines.add_row(title, best["scenario"], f"({size_})" if runs else size_, str(len(better)))
    out.print(lines)
    out.print(
        f"better: how many of the {len(choices)} practices are clearly better on it. In brackets: in SDs between runs.",
        style=CALM,
    )
    out.print()


def _explain(found: Comparison) -> None:
    from spirals.analysis.multiplicity import expected_false_alarms
    from spirals.analysis.paired import VERDICT_RULE

    out, many = output(), len(found.others) > MOST_DETAILED
    if found.reference.scenario.replicates == 1:
        out.print("One run: chance cannot be told from effect; add --replicates 30.", style=CALM)
    lines = [] if many else [
        "Above: on the last day, or over its last weeks. "
        "ref.: mean of the reference. difference: mean over paired runs and its interval, from chance alone. "
        "effect: in SDs between people (or ties) of the reference; in brackets, between its runs. ",
    ]  # fmt: skip
    if not many:
        lines.append("beats: share of runs in which it does better than the reference.")
    if len(found.others) > 1:
        lines.append(f" {_what_the_score_is(found)} hours and cost: per person.")
    shown = sum(len(found.reference.names) for _ in found.others)
    if not many and found.reference.scenario.replicates > 1:
        lines.append(
            f" Of the {shown} intervals above about {expected_false_alarms(shown):.0f} would leave out zero "
            "by chance alone."
        )
    out.print("".join(lines).strip(), style=CALM)
    out.print(VERDICT_RULE, style=CALM)


def _what_the_score_is(found: Comparison) -> str:
    """Say what the score is made of, and what stands beside it."""
    from spirals.experiments.ranking import scored
    from spirals.experiments.results import card
    from spirals.measures.score import LEFT_OUT, days_after, weights_of

    names, weights = scored(found), weights_of(found.weights)
    told = [
        card(name).title.lower() + (f" (weight {weights[name]:g})" if weights[name] != 1.0 else "") for name in names
    ]
    days = found.reference.scenario.days
    beside = ", ".join(card(name).title.lower() for name in LEFT_OUT)
    return (
        f"score: mean difference from the reference in SDs between people, ties or teams, of {', '.join(told)}; "
        f"each at the end of every month of the run and of the {days_after(days)} days after everything has ended. "
        f"Beside it: {beside}, newcomers' outcomes."
    )
