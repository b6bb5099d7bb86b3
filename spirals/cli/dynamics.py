"""``spirals dynamics``: how strongly a scenario feeds back on itself, by arrow, and what becomes of a push."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    from spirals.studies.dynamics import Dynamics


def dynamics(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")] = "baseline",
    push: Annotated[float, typer.Option("--push", help="Added to everybody's conduct, logits, up and down.")] = 0.3,
    first: Annotated[int, typer.Option("--from", help="First day of the answer to a lasting push.")] = 390,
    last: Annotated[int, typer.Option("--until", help="Last day; runs end with it.")] = 520,
    replicates: Annotated[int, typer.Option("--replicates", help="Pairs of runs on the same chance.")] = 6,
    set_: options.Set = None,
    size: options.Size = None,
    seed: options.Seed = None,
    null_model: options.NullModel = None,
    workers: options.Workers = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Push everybody's conduct: how far the loop amplifies it, which arrow carries how much, and what lasts."""
    from spirals.studies.dynamics import count_runs
    from spirals.studies.dynamics import dynamics as measure

    changes = {**options.given(size=size, seed=seed, null_model=null_model), **options.assignments(set_)}
    number = (os.cpu_count() or 1) if workers is None else workers
    remark(f"measuring {scenario}: {count_runs(replicates)} runs of {last} days", quiet)
    with progress(count_runs(replicates), quiet) as report:
        found = measure(
            scenario, push=push, first=first, last=last, replicates=replicates, workers=number, progress=report,
            **changes,
        )  # fmt: skip
    _report(found, show)
    return 0


def _report(found: Dynamics, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    rows = show.frame_records(found.table())
    if form == "json":
        show.as_json({"scenario": found.scenario.name, "table": rows})
        return
    if form == "csv":
        show.records(rows, "csv")
        return
    out = output()
    table = show.plain_table(
        ("push", "left"), ("what", "wrap"), ("value", "right"), ("95%", "left"), ("bounds", "left"), ("", "left")
    )
    for row in rows:
        style = "" if row["verdict"] in ("", "within") else show.BAD
        table.add_row(
            row["push"], row["what"], _value(row["value"]), _ends(row["low"], row["high"]),
            _bounds(row["least"], row["most"]), row["verdict"], style=style,
        )  # fmt: skip
    out.print(table)
    out.print(EXPLAINED, style=show.CALM)


EXPLAINED = """
amplification: what a lasting push moves in conduct, divided by what it moves with all feedback held at its references.
An arrow's row: the share of what lies beyond 1 that is lost when it is held there alone; shares need not add up to 1.
with / without feedback: the same push where people act on the states of a run without it.
A largest loop gain G_max above 1 is necessary for two states, not sufficient: see spirals tipping."""


def _value(value: Any) -> str:
    from math import inf, isinf

    from spirals.cli.show import number

    return ("never" if value == inf else "-") if value is None or isinf(value) else number(value)


def _ends(low: Any, high: Any) -> str:
    from spirals.cli import show

    return "" if low is None or high is None or low != low else show.between(low, high)


def _bounds(least: Any, most: Any) -> str:
    from math import isfinite

    low = least is not None and isfinite(least)
    high = most is not None and isfinite(most)
    if low and high:
        return f"{least:g} to {most:g}"
    return f">= {least:g}" if low else f"<= {most:g}" if high else ""
