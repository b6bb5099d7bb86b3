"""``spirals validate``: the organisation as it is set, held against published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    import pandas as pd

OK, MISSED = 0, 1
_ENOUGH = 30  # seeds for which the bands are meant
_FIELDS = ("days", "size", "seed", "replicates")  # what every target sets for itself


def validate(
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Seeds; verdicts are meant for 30 or more.")] = 30,
    first_seed: Annotated[int, typer.Option("--first-seed", min=0, help="The first of them.")] = 1000,
    set_: options.Set = None,
    null_model: options.NullModel = None,
    twins: Annotated[bool, typer.Option("--twins/--no-twins", help="Measure C14 to C16 too; slower.")] = True,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 if a target is missed.")] = False,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Measure targets C1 to C22 as their sources did: band, median over seeds, share of seeds inside, verdict."""
    changes = _changes(set_, null_model)
    from spirals.analysis.targets import measure_seeds, other_ways, table

    remark(f"measuring the targets on {seeds} seeds from {first_seed}; each takes some seconds", quiet)
    with progress(seeds, quiet, "seeds") as report:
        found = measure_seeds(seeds, twins, first_seed, progress=report, **changes)
    targets, others = table(found), other_ways(found)
    _report(targets, others, seeds, show)
    return MISSED if strict and (targets["verdict"] == "MISS").any() else OK


def _changes(set_: list[str] | None, null_model: str | None) -> dict[str, Any]:
    """Return what is changed, checked before anything runs."""
    from spirals.errors import InputError
    from spirals.scenario import load, with_changes

    changes = {**options.given(null_model=null_model), **options.assignments(set_)}
    fixed = [name for name in changes if name in _FIELDS]
    if fixed:
        raise InputError(f"--set {fixed[0]}: each target has its own; leave it out, or use --seeds and --first-seed")
    with_changes(load("baseline"), changes)
    return changes


def _report(targets: pd.DataFrame, others: pd.DataFrame, seeds: int, form: str) -> None:
    import pandas as pd

    from spirals.cli import show

    if form == "json":
        rows = {"targets": show.frame_records(targets), "other_ways": show.frame_records(others)}
        show.as_json({"seeds": seeds, **rows})
    elif form == "csv":
        show.records(show.frame_records(pd.concat([targets, others], ignore_index=True)), "csv")
    else:
        _print(targets, seeds)


def _print(targets: pd.DataFrame, seeds: int) -> None:
    from spirals.analysis.targets import band
    from spirals.cli import show
    from spirals.cli.console import output

    out = output()
    rows = show.plain_table(
        ("target", "left"), ("what", "wrap"), ("band", "left"), ("median", "right"), ("inside", "right"),
        ("verdict", "left"),
    )  # fmt: skip
    for row in targets.to_dict("records"):
        rows.add_row(
            row["target"], row["what"], band(row["low"], row["high"]), show.number(row["median"]),
            show.percent(row["inside"]), row["verdict"], style=show.BAD if row["verdict"] == "MISS" else "",
        )  # fmt: skip
    out.print(rows)
    inside = int((targets["verdict"] == "inside").sum())
    out.print(
        f"\n{inside} of {len(targets)} rows inside their bands, medians over {seeds} seed{'s' if seeds > 1 else ''}.",
        style="bold",
    )
    out.print("inside: share of seeds. Sources and remarks: docs/validation.md.", style=show.CALM)
    if seeds < _ENOUGH:
        out.print(f"Fewer than {_ENOUGH} seeds: take verdicts as provisional.", style=show.CALM)
