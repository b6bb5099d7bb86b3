"""``spirals sweep`` and ``spirals results``."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import complain, progress, remark, say

if TYPE_CHECKING:
    from spirals.studies.plan import Plan
    from spirals.studies.results import Sweep

OK, FAILED = 0, 1
_WORTH_STARTING = 30.0  # seconds of work on one core
_MOST_TOLD = 5  # failed runs that are told one by one


@options.taking(options.SWEPT)
def sweep(
    experiment: Annotated[str, typer.Argument(help="Experiment file, or name of a shipped one.")],
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be run, and run nothing.")] = False,
    **chosen: Any,
) -> int:
    """Run a designed experiment, or go on where it stopped: kill it when you like, nothing finished is lost."""
    from spirals.studies.sources import ready_plan

    changes, out, quiet = options.assignments(chosen["set_"]), chosen["out"], chosen["quiet"]
    given = {name: chosen[name] for name in ("replicates", "seed")}
    ready = ready_plan([_file(experiment)], {}, changes=changes, **given)
    if plan:
        _tell_plan(ready)
        return OK
    found = run_all(ready, "sweep", out, chosen["workers"], chosen["dask"], quiet)
    tell(found, chosen["show"])
    return after(found, quiet and out is not None)


def _file(experiment: str) -> Path | str:
    """Return an experiment's file, or complain that there is none."""
    from spirals.studies.files import load_experiment

    load_experiment(experiment)
    return experiment


def results(
    folder: Annotated[Path, typer.Argument(help="Folder that `spirals sweep` wrote, finished or not.")],
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Summarise the results of a sweep, also while it runs or after a kill."""
    from spirals.studies.results import Sweep

    found = Sweep(folder)
    tell(found, show)
    for problem in found.problems:
        complain(f"{problem}; it was left out")
    status = after(found, True)
    return FAILED if found.problems else status


def run_all(ready: Plan, command: str, out: Path | None, workers: int | None, dask: str | None, quiet: bool) -> Sweep:
    """Run what is missing of a plan, with progress."""
    from spirals.experiments.store import default_folder
    from spirals.studies.extras import need
    from spirals.studies.sweep import run_plan

    if dask is not None:
        need("distributed", "--dask")
    logging.getLogger("spirals").setLevel(logging.ERROR if quiet else logging.WARNING)
    folder = out if out is not None else default_folder(command, ready.experiment.name)
    remark(f"{len(ready)} runs into {folder}", quiet)
    for note in ready.notes:
        remark(f"note: {note}", quiet)
    with progress(len(ready), quiet) as report:
        processes = _processes(ready) if workers is None else workers
        return run_plan(ready, folder, workers=processes, dask=dask, progress=report, command=command)


def _processes(ready: Plan) -> int:
    """Return one process, or one per core where the work outweighs starting them."""
    return (os.cpu_count() or 1) if len(ready) * ready.run_seconds > _WORTH_STARTING else 1


def after(found: Sweep, quiet: bool) -> int:
    """Tell of failed runs and of the folder; return the exit code."""
    failed = found.failures
    for row in failed.head(_MOST_TOLD).to_dict("records"):
        complain(
            f"{row['scenario']}, setting {row['point']}, run {row['replicate'] + 1}: {row['kind']}: {row['message']}"
        )
    if len(failed) > _MOST_TOLD:
        complain(f"{len(failed) - _MOST_TOLD} more runs failed; see {found.folder / 'failures'}")
    remark(f"results: {found.folder}", quiet)
    return FAILED if len(failed) else OK


def _tell_plan(ready: Plan) -> None:
    said = ready.experiment
    say(f"{said.name}: {said.question}" if said.question else said.name, bold=True)
    say(f"scenarios   {', '.join(ready.labels)}")
    say(f"design      {said.design.kind}, {len(ready.settings)} settings of {len(ready.names)} factors")
    for factor in ready.factors:
        values = f"{factor.low:g} to {factor.high:g}" if factor.values is None else ", ".join(map(str, factor.values))
        some = len(factor.scenarios) < len(ready.labels)
        where = f" (in {', '.join(ready.labels[place] for place in factor.scenarios)})" if some else ""
        say(f"            {factor.name}: {values}{where}")
    say(f"replicates  {said.replicates}, seed {said.seed}")
    say(f"measures    {', '.join(said.measures)}")
    say(f"runs        {len(ready)} in batches of {ready.batch_size}")


def tell(found: Sweep, form: str) -> None:
    """Print the summary of a sweep."""
    from spirals.cli import show

    table = found.table()
    if form == "csv":
        show.records(show.frame_records(table), "csv")
        return
    if form == "json":
        content: dict[str, Any] = {"folder": str(found.folder), "done": found.done, "planned": found.planned}
        show.as_json({**content, "failed": len(found.failures), "table": show.frame_records(table)})
        return
    _print(found, table.to_dict("records"))


def _print(found: Sweep, rows: list[dict[Any, Any]]) -> None:
    from spirals.cli.console import output
    from spirals.cli.show import CALM, between, number, plain_table

    out = output()
    done = f"{found.done} of {found.planned} runs" if found.done < found.planned else f"{found.done} runs"
    settings = f"{len(found.points)} settings of {len(found.factors)} factors"
    out.print(f"{found.experiment.name}: {done}, {settings}, seed {found.experiment.seed}", style="bold")
    if found.experiment.question:
        out.print(found.experiment.question)
    for label in found.scenarios:
        out.print(f"\n{label}" if len(found.scenarios) > 1 else "", style="bold")
        table = plain_table(
            ("measure", "wrap"), ("mean", "right"), ("90% of settings", "left"), ("SD", "right"), ("chance", "right"),
            ("unit", "wrap"),
        )  # fmt: skip
        for row in rows:
            if row["scenario"] == label:
                table.add_row(
                    row["title"], number(row["mean"]), between(row["low"], row["high"]), number(row["sd_settings"]),
                    number(row["sd_chance"]), row["unit"],
                )  # fmt: skip
        out.print(table)
    out.print(
        "\nSD: between the settings' means. chance: SD between replicates of one setting. "
        "Data: measures/*.parquet and points.parquet, for any program that reads Parquet.",
        style=CALM,
    )
