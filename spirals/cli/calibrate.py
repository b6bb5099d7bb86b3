"""``spirals calibrate``: the free parameters fitted to the targets, and what the data say of each."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Annotated

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    import pandas as pd

OK = 0
_RUNS = "How many runs, and how long"


def calibrate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="PARAMETER", help="What to fit; what targets say most about unless named."),
    ] = None,
    particles: Annotated[
        int | None, typer.Option("--particles", help="Draws kept in each generation.", rich_help_panel=_RUNS)
    ] = None,
    generations: Annotated[
        int | None, typer.Option("--generations", help="Generations in the end.", rich_help_panel=_RUNS)
    ] = None,
    quantile: Annotated[
        float | None,
        typer.Option("--quantile", help="Of its distances, for the next to be below.", rich_help_panel=_RUNS),
    ] = None,
    screen: Annotated[
        bool, typer.Option("--screen", help="Fit nothing; show how much each parameter moves the targets.")
    ] = False,
    seed: options.Seed = None,
    workers: options.Workers = None,
    out: options.SweepOut = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Fit parameters to targets C1 to C22 from their priors, or go on where it stopped; say what the data identify."""
    from spirals.studies.calibration.priors import priors
    from spirals.studies.extras import need

    if not screen:
        need("pyabc", "calibrate")
    chosen = priors(names or ())
    processes = (os.cpu_count() or 1) if workers is None else workers
    if screen:
        return _screen([one.name for one in chosen], processes, show, quiet)
    from spirals.experiments.store import default_folder
    from spirals.studies.calibration import calibrate as fit
    from spirals.studies.calibration.run import FREED, GENERATIONS, PARTICLES, QUANTILE
    from spirals.studies.calibration.store import write_up

    folder = out if out is not None else default_folder("calibrate", "targets")
    given = options.given(particles=particles, generations=generations, quantile=quantile, seed=seed)
    kept, rounds, share = (
        given.get(name, usual)
        for name, usual in (("particles", PARTICLES), ("generations", GENERATIONS), ("quantile", QUANTILE))
    )
    freed = [one.name for one in chosen] or FREED
    remark(f"fitting {len(freed)} parameters into {folder}; each proposal takes about a second", quiet)
    about = round(kept * (1.0 + max(0, rounds - 1) / share)) if share > 0.0 else kept
    with progress(about, quiet, "proposals or so") as report:
        fit(folder, freed, **given, workers=processes, progress=report, told=lambda words: remark(words, quiet))
    _report(write_up(folder), show)
    remark(f"results: {folder}", quiet)
    return OK


def _screen(names: list[str], workers: int, form: str, quiet: bool) -> int:
    from spirals.cli import show
    from spirals.studies.calibration.priors import set_by_targets
    from spirals.studies.calibration.screening import BASELINE_SEEDS, SEEDS
    from spirals.studies.calibration.screening import screen as moved

    tried = names or list(set_by_targets())
    runs = len(tried) * 2 * SEEDS + BASELINE_SEEDS
    with progress(runs, quiet, "organisations") as report:
        table = moved(tried, workers=workers, progress=report)
    if form != "table":
        show.records(show.frame_records(table), form)
        return OK
    from spirals.cli.console import output

    lines = show.plain_table(
        ("parameter", "left"), ("from", "right"), ("to", "right"), ("strength", "right"), ("most on", "left"),
        ("shift", "right"),
    )  # fmt: skip
    for row in table.to_dict("records"):
        lines.add_row(
            row["parameter"], show.number(row["low"]), show.number(row["high"]), show.hundredths(row["strength"]),
            row["most_on"], show.hundredths(row["shift"]),
        )  # fmt: skip
    output().print(lines)
    output().print(
        "\nstrength: how far two prior SDs move all targets together, against half of each band and the chance of one "
        "organisation, chance taken off. shift: on the row moved most.",
        style=show.CALM,
    )
    return OK


def _report(tables: dict[str, pd.DataFrame], form: str) -> None:
    from spirals.cli import show

    if form == "json":
        show.as_json({name: show.frame_records(table) for name, table in tables.items()})
        return
    if form == "csv":
        show.records(show.frame_records(tables["parameters"]), "csv")
        return
    from spirals.cli.console import output

    out = output()
    lines = show.plain_table(
        ("parameter", "left"), ("set to", "right"), ("posterior [90%]", "left"), ("SD/prior", "right"),
        ("below set", "right"), ("rests on", "left"),
    )  # fmt: skip
    for row in tables["parameters"].to_dict("records"):
        lines.add_row(
            row["parameter"], show.number(row["default"]),
            f"{show.number(row['median'])} {show.between(row['low'], row['high'], show.number)}",
            show.hundredths(row["ratio"]), show.percent(row["set_at"]), row["rests_on"],
        )  # fmt: skip
    out.print(lines)
    known = tables["directions"]["known"]
    counts = f"{int(known.sum())} of {len(known)} directions are known better than the best by chance."
    out.print(f"\n{counts}", style="bold")
    outside = [row for row in tables["fit"].to_dict("records") if not row["low"] <= row["median"] <= row["high"]]
    said = ", ".join(f"{row['target']} {row['what']}" for row in outside if math.isfinite(row["median"]))
    out.print(f"Targets outside their bands in the posterior median: {said or 'none'}.")
    out.print(
        "SD/prior: width of the posterior against the prior's; 1 says the data add nothing. below set: share of the "
        "posterior below the value in the table.",
        style=show.CALM,
    )
