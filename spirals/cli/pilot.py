"""``spirals pilot``: the plan of a trial in one's own organisation, on one printable page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark
from spirals.errors import InputError

OK = 0


@options.taking(options.OWN)
def pilot(
    reference: Annotated[str, typer.Argument(help="The organisation with nothing done.")],
    scenario: Annotated[str, typer.Argument(help="The practice to try.")],
    weeks: Annotated[int, typer.Option("--weeks", help="From the start to the look that counts.")] = 26,
    teams: Annotated[
        int | None, typer.Option("--teams", help="Teams in the trial.", show_default="all of three people or more")
    ] = None,
    design: Annotated[
        Literal["auto", "parallel", "stepped"], typer.Option("--design", help="Half of the teams, or all in turn.")
    ] = "auto",
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="NAME", help="What counts.", show_default="what moves most")
    ] = None,
    response: Annotated[float, typer.Option("--response", help="Share of people who answer.")] = 0.8,
    icc: Annotated[
        float | None,
        typer.Option("--icc", help="Share of variance between teams.", show_default="the model's, at least 0.05"),
    ] = None,
    runs: Annotated[int, typer.Option("--runs", help="Organisations to simulate.")] = 12,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the page there too, as .txt or .html.")
    ] = None,
    set_: options.Set = None,
    size: options.Size = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    **chosen: Any,
) -> int:
    """Plan a trial of a practice: which teams, how long, what to measure, what it can show, what would refute it."""
    from spirals.experiments.run import own_files, prepare
    from spirals.scenario import load
    from spirals.studies.pilot import pilot as planned
    from spirals.studies.pilot_page import as_html, page

    _check_place(out)
    files = own_files(size, chosen["people"], chosen["ties"])
    changes = {"seed": seed, **files, **options.own(chosen), **options.assignments(set_)}
    bare, tried = (prepare(load(source), changes) for source in (reference, scenario))
    with progress(3 * runs, quiet) as told:
        plan = planned(
            bare, tried, outcome=outcome, weeks=weeks, teams=teams, design=design, response=response, icc=icc,
            runs=runs, workers=workers or os.cpu_count() or 1, progress=told,
        )  # fmt: skip
    text = page(plan)
    typer.echo(text, nl=False)
    if out is not None:
        out.write_text(as_html(plan) if out.suffix.lower() in (".html", ".htm") else text, encoding="utf-8")
        remark(f"page: {out}", quiet)
    return OK


def _check_place(out: Path | None) -> None:
    if out is None:
        return
    if out.suffix.lower() not in (".html", ".htm", ".txt"):
        raise InputError(f"--out {out}: is no name of a page; let it end in .txt or .html")
    if out.exists():
        raise InputError(f"--out {out}: exists, and pages are never overwritten; name another")
    if not out.absolute().parent.is_dir():
        raise InputError(f"--out {out}: there is no folder {out.absolute().parent}; make it first")
