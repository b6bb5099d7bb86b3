"""``spirals optimise``: the best mix, order and timing under a budget."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    from pathlib import Path

    from spirals.studies.optimise import Optimised

OK = 0


@options.taking(options.OWN, options.SCORE)
def optimise(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="REFERENCE SCENARIO...", help="The reference, then scenarios with practices to mix."),
    ],
    hours: Annotated[float | None, typer.Option("--hours", help="Budget of hours per person over the run.")] = None,
    money: Annotated[float | None, typer.Option("--money", help="Budget of money per person over the run.")] = None,
    trials: Annotated[int, typer.Option("--trials", min=1, help="Mixes to try.")] = 60,
    draws: Annotated[int, typer.Option("--draws", min=1, help="Sets of assumptions; the first as they are.")] = 3,
    replicates: Annotated[int, typer.Option("--replicates", min=1, help="Runs on each set.")] = 2,
    set_: options.Set = None,
    days: options.Days = None,
    size: options.Size = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    hour_price: options.HourPrice = None,
    out: options.Out = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
    **chosen: Any,
) -> int:
    """Search for the best mix, order and timing of practices under a budget; report the whole frontier."""
    from spirals.experiments.ranking import HOUR_PRICE
    from spirals.experiments.run import own_files, prepare
    from spirals.experiments.store import check_folder, default_folder
    from spirals.scenario import load
    from spirals.studies.extras import need
    from spirals.studies.optimise import FRESH_RUNS
    from spirals.studies.optimise import optimise as search

    need("optuna", "optimise")
    files = own_files(size, chosen["people"], chosen["ties"])
    changes = {"days": days, "seed": seed, **files, **options.own(chosen), **options.assignments(set_)}
    loaded = [prepare(load(source), changes) for source in scenarios]
    price = options.hour_price(hour_price, loaded[0].organisation) or HOUR_PRICE
    days_of_all = {"days": loaded[0].days, "seed": loaded[0].seed}
    loaded = [prepare(one, days_of_all) for one in loaded]
    folder = out or default_folder("optimise", loaded[0].name)
    check_folder(folder)
    runs = draws * (replicates * (trials + 1) + FRESH_RUNS * 6)
    with progress(runs, quiet) as told:
        found = search(
            *loaded, hours=hours, money=money, trials=trials, draws=draws, replicates=replicates, hour_price=price,
            workers=workers or os.cpu_count() or 1, progress=told, weights=options.weights(chosen),
        )  # fmt: skip
    _save(found, folder)
    _show(found, show)
    remark(f"results: {folder}", quiet)
    return OK


def _save(found: Optimised, folder: Path) -> None:
    from spirals.experiments.figures import save_figure
    from spirals.experiments.provenance import command_line, git_state, version
    from spirals.experiments.store import drafted, settle, write_csv, write_json
    from spirals.scenario import dump

    with drafted(folder) as draft:
        write_csv(found.table(), draft / "frontier.csv")
        write_csv(found.trial_table(), draft / "trials.csv")
        (draft / "scenarios").mkdir()
        for place, one in enumerate(found.scenarios, start=1):
            (draft / "scenarios" / f"{place:02d}-mix.toml").write_text(dump(one, complete=True), encoding="utf-8")
        origin = {"command": command_line(), "spirals": version(), "git": git_state(), "optuna": version("optuna")}
        save_figure(found.plot(), draft, "frontier")
        write_json({**origin, "seed": found.reference.seed}, draft / "provenance.json")
        settle(draft, folder)


def _show(found: Optimised, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    table = found.table()
    if form != "table":
        show.records(show.frame_records(table), form)
        return
    out = output()
    out.print(f"Frontier: mixes that no other tried mix beats on both score and cost ({len(found.trials)} tried)")
    lines = show.plain_table(
        ("hours", "right"), ("money", "right"), ("score [95%]", "left"), ("beats", "right"), ("mix", "wrap")
    )
    for row in table.to_dict("records"):
        ends = show.between(row["low"], row["high"], show.hundredths) if math.isfinite(row["low"]) else ""
        held = "" if row["holds"] else " °"
        lines.add_row(
            show.number(row["hours_spent"]), show.number(row["cost_spent"]),
            f"{show.hundredths(row['score'])} {ends}{held}",
            show.percent(row["chance"]) if row["mix"] != "nothing" else show.UNKNOWN, row["mix"],
        )  # fmt: skip
    out.print(lines)
    out.print(
        "score: over the whole run and the months after everything has ended, on chance and assumptions that the "
        "search did not see; in the search it looked better. hours, money: per person. ° beaten by another of the "
        "frontier on those. Mixes whose intervals overlap cannot be told apart.",
        style=show.CALM,
    )
