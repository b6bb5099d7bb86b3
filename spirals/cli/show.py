"""Results as a person reads them in a terminal of 80 columns, or as a program reads them."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spirals.cli.console import output

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from spirals.experiments.results import Comparison, Result

UNKNOWN = "-"
COSTS = ("hours_spent", "cost_spent")
MOST_DETAILED = 4  # scenarios beyond which only the ranking is printed
GOOD, BAD, CALM = "green", "red", "dim"


def number(value: float, signed: bool = False) -> str:
    """Write a number with three digits that matter, or ``-`` for none.

    Examples
    --------
    >>> number(0.12345), number(1234.5), number(0.05, signed=True), number(float("nan"))
    ('0.123', '1234', '+0.050', '-')
    """
    if not math.isfinite(value):
        return UNKNOWN
    sign = "+" if signed else ""
    size = abs(value)
    if size >= 100.0:
        return f"{value:{sign}.0f}"
    if size >= 10.0:
        return f"{value:{sign}.1f}"
    if size >= 1.0:
        return f"{value:{sign}.2f}"
    return f"{value:{sign}.3f}"


def percent(share: float) -> str:
    """Write a share as a whole percentage, or ``-`` for none."""
    return f"{100.0 * share:.0f}%" if math.isfinite(share) else UNKNOWN


def between(low: float, high: float, signed: bool = True) -> str:
    """Write an interval as ``[low, high]``, or ``-`` where there is none."""
    if not math.isfinite(low):
        return UNKNOWN
    return f"[{number(low, signed)}, {number(high, signed)}]"


def _table(*columns: tuple[str, str]) -> Table:
    """Return a table without lines; each column is a heading and its side."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading, side in columns:
        table.add_column(
            heading,
            justify="right" if side == "right" else "left",
            no_wrap=side != "wrap",
            overflow="fold" if side == "wrap" else "ellipsis",
        )
    return table


def result(found: Result) -> None:
    """Print one scenario's measures."""
    out, rows = output(), found.table()
    out.print(f"{found.label}: {_size(found)}", style="bold")
    if found.scenario.question:
        out.print(found.scenario.question)
    out.print()
    table = _table(
        ("measure", "wrap"), ("mean", "right"), ("95% interval", "left"), ("SD", "right"), ("unit", "wrap")
    )
    for row in rows.to_dict("records"):
        table.add_row(
            row["title"],
            number(row["mean"]),
            between(row["low"], row["high"], signed=False),
            number(row["sd_within"]),
            row["unit"],
        )
    out.print(table)
    out.print()
    if len(found.outcomes) == 1:
        out.print("One run: no interval can be given.", style=CALM)
    else:
        out.print(
            "Interval: of the mean over runs, from chance alone. SD: between people, ties or teams.",
            style=CALM,
        )


def _size(found: Result) -> str:
    runs = len(found.outcomes)
    return f"{runs} run{'s' if runs != 1 else ''} of {found.scenario.days} days, seed {found.scenario.seed}"


def comparison(found: Comparison) -> None:
    """Print each scenario against the reference, then the ranking if there are several."""
    out = output()
    if len(found.others) <= MOST_DETAILED:
        for other in found.others:
            out.print(f"{other.label} against {found.reference.label}: paired {_size(other)}", style="bold")
            if other.scenario.question:
                out.print(other.scenario.question)
            out.print()
            _differences(found, other)
            out.print()
    if len(found.others) > 1:
        _ranking(found)
        out.print()
    _explain(found)


def _differences(found: Comparison, other: Result) -> None:
    rows = found.table()
    table = _table(
        ("measure", "wrap"),
        ("ref.", "right"),
        ("difference [95%]", "left"),
        ("effect", "right"),
        ("beats", "right"),
        ("verdict", "left"),
    )
    for row in rows[rows["scenario"] == other.label].to_dict("records"):
        if row["measure"] in COSTS and row["reference"] == row["value"] == 0.0:
            continue
        table.add_row(
            row["title"],
            number(row["reference"]),
            _difference(row),
            _effect(row),
            UNKNOWN if row["direction"] == 0 or row["measure"] in COSTS else percent(row["chance"]),
            row["verdict"],
            style=_style(row["verdict"]),
        )
    output().print(table)


def _difference(row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["low"]):
        return number(row["difference"], signed=True)
    return f"{number(row['difference'], signed=True)} {between(row['low'], row['high'])}"


def _effect(row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["effect"]):
        return UNKNOWN
    text = f"{row['effect']:+.2f}"
    return f"({text})" if row["effect_between"] == "runs" else text


def _style(verdict: str) -> str:
    if verdict.endswith("better"):
        return GOOD
    return BAD if verdict.endswith("worse") else ""


def _ranking(found: Comparison) -> None:
    out = output()
    out.print("Ranking, by the mean effect over all measures that have a good direction", style="bold")
    costs = [name for name in COSTS if name in found.reference.names]
    table = _table(
        ("", "right"),
        ("scenario", "wrap"),
        ("score [95%]", "left"),
        ("beats", "right"),
        ("first", "right"),
        *[(name.removesuffix("_spent"), "right") for name in costs],
        ("verdict", "left"),
    )
    for row in found.ranking().to_dict("records"):
        table.add_row(
            number_of(row["rank"]),
            row["scenario"],
            f"{row['score']:+.2f} {_short(row['low'], row['high'])}"
            if math.isfinite(row["score"])
            else UNKNOWN,
            percent(row["chance"]) if row["verdict"] != "reference" else UNKNOWN,
            percent(row["first"]),
            *[number(row[name]) for name in costs],
            row["verdict"],
            style=_style(row["verdict"]),
        )
    out.print(table)


def number_of(rank: float) -> str:
    """Write a rank, or ``-`` for none."""
    return f"{rank:.0f}" if math.isfinite(rank) else UNKNOWN


def _short(low: float, high: float) -> str:
    return f"[{low:+.2f}, {high:+.2f}]" if math.isfinite(low) else ""


def _explain(found: Comparison) -> None:
    out = output()
    if found.reference.scenario.replicates == 1:
        out.print("One run: chance cannot be told from effect; add --replicates 30.", style=CALM)
    out.print(
        "ref.: mean of the reference. difference: mean over paired runs and its interval, from chance alone. "
        "effect: in SDs between people (or ties) of the reference; in brackets, between its runs. "
        "beats: share of runs in which it does better than the reference.",
        style=CALM,
    )


def listing(rows: Sequence[Mapping[str, str]], heading: str = "") -> None:
    """Print rows of text; the last column may wrap."""
    out = output()
    if heading:
        out.print(heading, style="bold")
    if not rows:
        out.print("nothing")
        return
    names = list(rows[0])
    table = _table(*[(name, "wrap" if name == names[-1] else "left") for name in names])
    for row in rows:
        table.add_row(*[str(row[name]) for name in names])
    out.print(table)


def records(rows: Sequence[Mapping[str, Any]], form: str) -> None:
    """Print rows as JSON or CSV on standard output."""
    if form == "json":
        as_json(list(rows))
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    sys.stdout.write(text.getvalue())


def as_json(content: Any) -> None:
    """Print JSON; what is not a number is null."""
    sys.stdout.write(json.dumps(_jsonable(content), indent=2, ensure_ascii=False) + "\n")


def frame_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows in plain types."""
    return [
        {str(name): value.item() if hasattr(value, "item") else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _jsonable(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(key): _jsonable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_jsonable(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
