"""``spirals variants``: the headline claims, computed, peopled and wired otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark
from spirals.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from spirals.studies.propositions.robustness import Variant


def variants(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="VARIANT", help="Some of them, by name; repeatable.", show_default="all"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the variants, and run nothing.")] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="FOLDER", help="Folder of real networks, to start from these too.", show_default=False
        ),
    ] = None,
    replicates: Annotated[int, typer.Option("--replicates", help="Pairs of runs; large organisations get fewer.")] = 20,
    size: Annotated[int, typer.Option("--size", min=12, help="People, where the variant does not say.")] = 60,
    days: Annotated[int, typer.Option("--days", help="Working days.")] = 190,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Start of all random numbers.")] = 1,
    workers: options.Workers = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Try the headline claims computed otherwise, in other sizes, on real networks and in null models."""
    from spirals.studies.propositions.robustness import replicates_in, try_variants

    chosen = _chosen(only or [], data, size)
    if list_:
        _list(chosen, show)
        return 0
    if data is None:
        remark("real networks are left out: name their folder with --data", quiet)
    pairs = replicates_in(chosen, replicates)
    remark(f"trying the headline claims in {len(chosen)} variants, {pairs} replicates of rows", quiet)
    with progress(pairs, quiet, "replicates of rows") as report:
        found = try_variants(chosen, replicates=replicates, days=days, seed=seed, workers=workers or 1, progress=report)
    _report(found, show)
    return 0


def _chosen(names: list[str], data: Path | None, size: int) -> tuple[Variant, ...]:
    from spirals.parameters import nearest
    from spirals.studies.propositions.robustness import AS_IT_IS, variants

    known = {one.name: one for one in variants(data, size)}
    for name in names:
        if name not in known:
            close = nearest(name, known)
            hint = f"did you mean '{close}'?" if close else "see spirals variants --list, with --data for real networks"
            raise InputError(f"--only {name}: is no variant; {hint}")
    return tuple(known[name] for name in dict.fromkeys((AS_IT_IS, *(names or known))))


def _list(chosen: tuple[Variant, ...], form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import blocks

    rows = [
        {
            "name": one.name,
            "sets": ", ".join(f"{key} = {value}" for key, value in one.changes.items()),
            "kind": one.kind,
        }
        for one in chosen
    ]
    if form == "table":
        blocks(rows, under="kind")
    else:
        show.records(rows, form)


def _report(found: pd.DataFrame, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output
    from spirals.studies.propositions.robustness import judged

    summary = judged(found)
    if form == "json":
        show.as_json({"variants": show.frame_records(found), "claims": show.frame_records(summary)})
        return
    if form == "csv":
        show.records(show.frame_records(found), "csv")
        return
    out = output()
    columns = ("claim", "wrap"), ("variant", "wrap"), ("effect [95%]", "left"), ("unit", "left"), ("verdict", "wrap")
    table = show.plain_table(*columns)
    for row in found.to_dict("records"):
        style = "" if row["verdict"] == "holds" else show.CALM
        table.add_row(row["claim"], row["variant"], _effect(row), row["unit"], row["verdict"], style=style)
    out.print(table)
    out.print()
    for row in summary.to_dict("records"):
        also = f" (also in {row['also_in']})" if row["also_in"] else ""
        left_out = f"; not in {row['not_in']}" if row["not_in"] else ""
        out.print(
            f"{row['claim']}: {row['judgement']}{also}; as it is: {row['as_it_is']}; holds in {row['holds_in']} of "
            f"{row['of']} other variants{left_out}"
        )
    out.print("\nSD: between people, ties or teams. Null models are no variants.", style=show.CALM)


def _effect(row: Mapping[Any, Any]) -> str:
    """Write an effect with its interval."""
    from spirals.cli import show

    return f"{show.hundredths(row['effect'])} {show.between(row['low'], row['high'], show.hundredths)}"
