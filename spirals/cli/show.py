"""Results as a person reads them in a terminal of 80 columns, or as a program reads them."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spirals.analysis.paired import way
from spirals.cli.console import output

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from spirals.experiments.results import Comparison, Result

UNKNOWN = "-"
COSTS = ("hours_spent", "cost_spent")
GOOD, BAD, CALM = "green", "red", "dim"


def number(value: float) -> str:
    """Write a number with about three digits that matter, or ``-`` for none.

    Examples
    --------
    >>> number(0.12345), number(0.00123), number(12.34), number(1234.5), number(float("nan"))
    ('0.123', '0.0012', '12.3', '1234', '-')
    """
    if not math.isfinite(value):
        return UNKNOWN
    size = abs(value)
    places = 0 if size >= 100.0 else 1 if size >= 10.0 else 2 if size >= 1.0 else 3 if size >= 0.01 else 4
    return f"{value:.{places}f}" if round(value, places) else "0"


def signed(value: float) -> str:
    """Write a difference: with its sign, and without the zero before the point.

    Examples
    --------
    >>> signed(0.1234), signed(-0.00012), signed(-1.5), signed(0.0)
    ('+.123', '-.0001', '-1.50', '0')
    """
    text = number(value)
    if text in (UNKNOWN, "0"):
        return text
    short = text.replace("0.", ".", 1) if abs(value) < 1.0 else text
    return short if value < 0.0 else f"+{short}"


def percent(share: float) -> str:
    """Write a share as a whole percentage, or ``-`` for none."""
    return f"{100.0 * share:.0f}%" if math.isfinite(share) else UNKNOWN


def between(low: float, high: float, write: Callable[[float], str] = number) -> str:
    """Write an interval as ``[low, high]``, or ``-`` where there is none."""
    return f"[{write(low)}, {write(high)}]" if math.isfinite(low) else UNKNOWN


def plain_table(*columns: tuple[str, str]) -> Table:
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
    out.print(f"{found.label}: {size(found)}", style="bold")
    if found.scenario.question:
        out.print(found.scenario.question)
    out.print()
    table = plain_table(
        ("measure", "wrap"), ("mean", "right"), ("95% interval", "left"), ("SD", "right"), ("unit", "wrap")
    )
    for row in rows.to_dict("records"):
        table.add_row(
            row["title"],
            number(row["mean"]),
            between(row["low"], row["high"]),
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


def size(found: Result) -> str:
    """Say how many runs of how many days there are."""
    runs = len(found.outcomes)
    return f"{runs} run{'s' if runs != 1 else ''} of {found.scenario.days} days, seed {found.scenario.seed}"


def differences(found: Comparison, other: Result) -> None:
    """Print every measure of one scenario against what it is compared with."""
    rows = found.table()
    table = plain_table(
        ("measure", "wrap"),
        ("ref.", "right"),
        ("difference [95%]", "left"),
        ("effect", "right"),
        ("beats", "right"),
        ("verdict", "wrap"),
    )
    own = {row["measure"]: row for row in other.table().to_dict("records")}
    for row in rows[rows["scenario"] == other.label].to_dict("records"):
        if row["measure"] in COSTS and row["reference"] == row["value"] == 0.0:
            continue
        if _is_own(row, own):
            mean = own[row["measure"]]
            here = f"here {number(mean['mean'])} {between(mean['low'], mean['high'])}"
            table.add_row(row["title"], UNKNOWN, here, UNKNOWN, UNKNOWN, "only measured here")
            continue
        table.add_row(
            row["title"],
            number(row["reference"]),
            _difference(row),
            _effect(row),
            UNKNOWN if row["direction"] == 0 or row["measure"] in COSTS else percent(row["chance"]),
            row["verdict"],
            style=style(row["verdict"]),
        )
    output().print(table)


def _is_own(row: Mapping[Any, Any], own: Mapping[Any, Mapping[Any, Any]]) -> bool:
    """Say whether only the scenario has a value, as a shock's depth, which a reference without shock lacks."""
    return not math.isfinite(row["difference"]) and row["measure"] in own and math.isfinite(own[row["measure"]]["mean"])


def _difference(row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["low"]):
        return signed(row["difference"])
    return f"{signed(row['difference'])} {between(row['low'], row['high'], signed)}"


def _effect(row: Mapping[Any, Any]) -> str:
    if not math.isfinite(row["effect"]):
        return UNKNOWN
    return f"({hundredths(row['effect'])})" if row["effect_between"] == "runs" else hundredths(row["effect"])


def hundredths(value: float) -> str:
    """Write an effect or a score, signed unless it rounds to nothing."""
    return f"{value:+.2f}" if round(value, 2) else "0.00"


def style(verdict: str) -> str:
    """Return the colour of a verdict; empty for none."""
    return {"better": GOOD, "worse": BAD}.get(way(verdict), "")


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
