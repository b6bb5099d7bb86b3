"""``spirals validate``: the organisation as it is set, held against published figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    import pandas as pd

    from spirals.analysis.targets import Block

OK, MISSED = 0, 1
_ENOUGH = 30  # seeds for which the bands are meant
_FIELDS = ("days", "size", "seed", "replicates", "interventions")  # what every target sets for itself
_Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Keeps each seed as it is done, so that the same command goes on."),
]


def validate(
    block: Annotated[
        list[str] | None,
        typer.Option("--block", help="A block of targets by its letter; repeatable, or C,D.", show_default="all"),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Seeds; verdicts are meant for 30 or more.")] = 30,
    first_seed: Annotated[int, typer.Option("--first-seed", min=0, help="The first of them.")] = 1000,
    set_: options.Set = None,
    null_model: options.NullModel = None,
    twins: Annotated[bool, typer.Option("--twins/--no-twins", help="Measure C14 to C16 too; slower.")] = True,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 if a target is missed.")] = False,
    workers: options.Workers = None,
    out: _Out = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Measure targets as their sources did: band, median over seeds, share of seeds inside, verdict; block by block."""
    chosen, changes = _chosen(block or []), _changes(set_, null_model)
    import pandas as pd

    from spirals.analysis.targets import MISSED as MISS
    from spirals.analysis.targets import other_ways, table
    from spirals.studies.validation import measure_blocks

    of_block = {each.name: dict(changes) for each in chosen}
    if not twins and "C" in of_block:
        of_block["C"]["twins_too"] = False
    names = ", ".join(of_block)
    remark(f"measuring targets, blocks {names}, on {seeds} seeds from {first_seed}; each takes some seconds", quiet)
    processes = 1 if workers is None else workers
    with progress(seeds * len(chosen), quiet, "seeds of blocks") as report:
        found = measure_blocks(of_block, seeds, first_seed, workers=processes, folder=out, progress=report)
    targets = pd.concat([table(each, found[each.name]) for each in chosen], ignore_index=True)
    others = pd.concat([other_ways(each, found[each.name]) for each in chosen], ignore_index=True)
    _report(chosen, targets, others, seeds, show)
    return MISSED if strict and (targets["verdict"] == MISS).any() else OK


def _chosen(names: list[str]) -> list[Block]:
    """Return the blocks that are named, in the order in which they are shown; all if none is."""
    from spirals.analysis.targets import BLOCKS
    from spirals.errors import InputError

    wanted = [name.strip().upper() for given in names for name in given.split(",")]
    for name in wanted:
        if name not in BLOCKS:
            known = "; ".join(f"{each.name} {each.title}" for each in BLOCKS.values())
            raise InputError(f"--block {name}: there is no such block; give one or more of: {known}")
    return [each for each in BLOCKS.values() if each.name in (wanted or BLOCKS)]


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


def _report(chosen: list[Block], targets: pd.DataFrame, others: pd.DataFrame, seeds: int, form: str) -> None:
    import pandas as pd

    from spirals.cli import show

    if form == "json":
        rows = {"targets": show.frame_records(targets), "other_ways": show.frame_records(others)}
        show.as_json({"seeds": seeds, **rows})
    elif form == "csv":
        show.records(show.frame_records(pd.concat([targets, others], ignore_index=True)), "csv")
    else:
        for each in chosen:
            _print(each, targets[targets["block"] == each.name])
        _explain(seeds)


def _print(block: Block, targets: pd.DataFrame) -> None:
    from spirals.analysis.targets import MISSED as MISS
    from spirals.analysis.targets import band, counts
    from spirals.cli import show
    from spirals.cli.console import output

    out = output()
    rows = show.plain_table(
        ("target", "left"), ("what", "wrap"), ("band", "left"), ("median", "right"), ("inside", "right"),
        ("verdict", "left"),
    )  # fmt: skip
    tests = {row.what for row in block.tests}
    shown = targets[targets["what"].isin(tests)] if block.many else targets
    for row in shown.to_dict("records"):
        rows.add_row(
            row["target"], row["what"], band(row["low"], row["high"]), show.number(row["median"]),
            show.percent(row["inside"]), row["verdict"], style=show.BAD if row["verdict"] == MISS else "",
        )  # fmt: skip
    out.print(rows)
    out.print(f"\n{counts(block, targets)}\n", style="bold")
    if block.many:
        out.print(f"Each of the {len(block.rows)} rows: --format csv.\n", style=show.CALM)


def _explain(seeds: int) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    out = output()
    out.print(f"Medians over {seeds} seed{'s' if seeds > 1 else ''}; inside: share of seeds.", style=show.CALM)
    out.print("Sources and remarks: docs/validation.md.", style=show.CALM)
    if seeds < _ENOUGH:
        out.print(f"Fewer than {_ENOUGH} seeds: take verdicts as provisional.", style=show.CALM)
