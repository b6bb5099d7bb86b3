"""``spirals propositions``: what the sources say must move what, tried by paired runs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import blocks, progress, remark
from spirals.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from spirals.studies.propositions import Row


def propositions(
    names: Annotated[
        list[str] | None, typer.Argument(help="Rows by id, as A1 or layoffs; all unless named.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the rows, and run nothing.")] = False,
    replicates: Annotated[int, typer.Option("--replicates", min=2, help="Fewest pairs of runs.")] = 10,
    most: Annotated[int, typer.Option("--most", min=2, help="Most pairs; what is open then is not settled.")] = 200,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Draws of all parameters, one pair each.")] = 0,
    size: Annotated[int, typer.Option("--size", min=12, help="People.")] = 60,
    days: Annotated[int, typer.Option("--days", help="Working days of a standard run.")] = 190,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Start of all random numbers.")] = 1,
    set_: options.Set = None,
    workers: options.Workers = None,
    out: options.Out = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Try what the sources say: each row's effects, with intervals, against the least size; misses first."""
    from spirals.studies.propositions import Setting, shares, summary, table, try_rows

    chosen = _chosen(names or [])
    if list_:
        _list(chosen, show)
        return 0
    if days < 30:
        raise InputError(f"days: {days} is too few; a standard run needs 30 or more")
    if most < replicates:
        raise InputError(f"--most {most}: is fewer than --replicates {replicates}; give at least as many")
    setting = Setting(size, seed, days, min(60, days // 3), options.assignments(set_))
    remark(f"trying {len(chosen)} rows, {replicates} pairs of runs or more each", quiet)
    with progress(len(chosen) * (replicates + draws), quiet, "replicates of rows, or more") as report:
        trials = try_rows(
            chosen, replicates=replicates, most=most, setting=setting, workers=workers or 1, progress=report
        )
        in_draws = shares(chosen, draws, setting, workers or 1, report) if draws else {}
    found = table(trials, in_draws)
    if out is not None:
        said = {"replicates": replicates, "most": most, "draws": draws, "size": size, "seed": seed, "days": days}
        _save(out, found, {**said, "set": options.assignments(set_)})
        remark(f"results: {out}", quiet)
    _report(found, show)
    _conclude(summary(trials), show)
    return 0


def _chosen(names: Sequence[str]) -> tuple[Row, ...]:
    from spirals.parameters import nearest
    from spirals.studies.propositions import PROPOSITIONS

    known = {each.id: each for each in PROPOSITIONS}
    found = []
    for name in dict.fromkeys(names):
        id = name if name in known else name.upper()
        if id not in known:
            close = nearest(name, known)
            hint = f"did you mean '{close}'?" if close else "see spirals propositions --list"
            raise InputError(f"no proposition '{name}'; {hint}")
        found.append(known[id])
    return tuple(found) or PROPOSITIONS


def _save(folder: Path, found: pd.DataFrame, said: Mapping[str, Any]) -> None:
    from spirals.experiments import provenance
    from spirals.experiments.store import check_folder, whole_folder, write_json

    check_folder(folder)
    origin = {
        "kind": "propositions",
        "spirals": provenance.version(),
        "git": provenance.git_state(),
        "command": re.sub(r" --out[= ]\S+", "", provenance.command_line()),  # where it was put says nothing
        **said,
        "libraries": {name: provenance.version(name) for name in ("mesa", "numpy", "numba", "pandas", "scipy")},
    }
    with whole_folder(folder) as draft:
        found.to_csv(draft / "propositions.csv", index=False, float_format="%.6g", lineterminator="\n")
        write_json(origin, draft / "provenance.json")


def _list(chosen: Sequence[Row], form: str) -> None:
    from spirals.cli import show

    rows = [
        {
            "id": each.id, "statement": each.statement, "source": each.source, "done": each.manipulation,
            "moves": "; ".join(f"{part.measure} {_bound(part.sign, part.least, part.unit)}" for part in each.parts),
            "group": each.group,
        }
        for each in chosen
    ]  # fmt: skip
    if form == "table":
        blocks(rows, under="group")
    else:
        show.records(rows, form)


def _bound(sign: int, least: float, unit: str) -> str:
    """Write what a part must reach."""
    return f"{'>=' if sign > 0 else '<='} {least:+.2f} {unit}"


def _report(found: pd.DataFrame, form: str) -> None:
    from spirals.cli import show

    if form != "table":
        show.records(show.frame_records(found), form)
        return
    from spirals.cli.console import output

    columns = ("row", "left"), ("measure", "wrap"), ("effect [95%]", "left"), ("least", "right"), ("unit", "left")
    out, shown = output(), show.plain_table(*columns, ("pairs", "right"), ("verdict", "left"))
    for row in found.to_dict("records"):
        ends = show.between(row["low"], row["high"], show.hundredths)
        share = f" ({show.percent(row['share'])} of draws)" if math.isfinite(row["share"]) else ""
        shown.add_row(
            row["id"] if row["part"] == 1 else "", row["measure"], f"{show.hundredths(row['effect'])} {ends}",
            f"{row['least']:+.2f}", row["unit"], str(row["pairs"]), row["verdict"] + share,
            style=show.CALM if row["verdict"] == "holds" else "",
        )  # fmt: skip
    out.print(shown)
    for row in found[found["error"] != ""].drop_duplicates("id").to_dict("records"):
        out.print(f"{row['id']} failed: {row['error']}")


def _conclude(summary: str, form: str) -> None:
    from spirals.cli.console import say

    if form == "table":
        say(f"\n{summary}", bold=True)
    else:
        remark(summary)
