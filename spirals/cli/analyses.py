"""``spirals sensitivity``, ``robust`` and ``tipping``: what matters, what holds, what tips."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark, say
from spirals.cli.sweeps import OK, after, run_all
from spirals.errors import InputError

if TYPE_CHECKING:
    from spirals.studies.phase import Phase
    from spirals.studies.results import Sweep
    from spirals.studies.robust import Robust
    from spirals.studies.sensitivity import Sensitivity
    from spirals.studies.tipping import Tipping

_MOST_FACTORS = 10
_ORIGIN = "Folder of a sweep, experiment file, or scenarios; the first scenario is the reference."
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help=_ORIGIN)]


@options.taking(options.STUDY)
def sensitivity(
    sources: Sources,
    method: Annotated[
        Literal["morris", "sobol"], typer.Option("--method", help="Screening, or shares of variance.")
    ] = "morris",
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            help="Trajectories (morris) or base samples (sobol: a power of 2); to a sweep's folder they are added.",
            show_default="20 trajectories, 256 base samples, or what the experiment says",
        ),
    ] = None,
    **chosen: Any,
) -> int:
    """Ask which assumptions matter: Morris screening or Sobol' indices, with intervals and warnings."""
    from spirals.studies.sensitivity import Sensitivity

    quiet, measure = chosen["quiet"], chosen["measure"]
    swept = _swept("sensitivity", sources, {"kind": method, **options.given(samples=samples)}, chosen)
    found = Sensitivity(swept)
    _show_sensitivity(found, measure, chosen["show"])
    return _end(found, swept, quiet)


@options.taking(options.STUDY, options.SCORE)
def robust(
    sources: Sources,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            min=2,
            help="Draws from the plausible ranges.",
            show_default="64, or what the experiment says",
        ),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("--replicates", help="Runs of each draw that differ by chance.", show_default="4")
    ] = None,
    **chosen: Any,
) -> int:
    """Ask how often a scenario beats the first, over what the parameters could be, and where that flips."""
    from spirals.measures.score import weights_of
    from spirals.studies.extras import need
    from spirals.studies.robust import DRAWS, REPLICATES, Robust
    from spirals.studies.sources import is_sweep, names_experiment

    weights = weights_of(options.weights(chosen))

    need("sklearn", "robust")
    if not is_sweep(sources[0]) and not names_experiment(sources[0]):
        if len(sources) < 2:
            raise InputError("robust: one scenario is no comparison; name two or more")
        draws, replicates = DRAWS if draws is None else draws, REPLICATES if replicates is None else replicates
    design = {"kind": "lhs", **options.given(samples=draws)}
    swept = _swept("robust", sources, design, {**chosen, "replicates": replicates})
    found = Robust(swept, weights)
    _show_robust(found, chosen["show"])
    return _end(found, swept, chosen["quiet"])


def _end(found: Sensitivity | Robust, swept: Sweep, quiet: bool) -> int:
    """Tell of doubts, save the figures, and return the exit code."""
    for warning in found.warnings:
        remark(f"warning: {warning}", quiet)
    remark(f"figures: {found.save()}", quiet)
    return after(swept, quiet)


def _swept(command: str, sources: list[str], design: dict[str, Any], chosen: dict[str, Any]) -> Sweep:
    """Return the sweep that was named, with more samples or replicates if asked for, or run what it takes."""
    from spirals.studies.sources import grown, read, ready_plan

    changes = {**options.given(days=chosen["days"], size=chosen["size"]), **options.assignments(chosen["set_"])}
    workers, dask, quiet = chosen["workers"], chosen["dask"], chosen["quiet"]
    there = read(sources)
    if there is not None:
        if changes or any(chosen[name] is not None for name in ("out", "factor", "seed", "near")):
            raise InputError(
                f"{sources[0]}: is the folder of a sweep, which can be given more samples and replicates only; leave "
                "the other options out"
            )
        more = grown(there, design.get("samples"), chosen["replicates"])
        return there if more is None else run_all(more, command, there.folder, workers, dask, quiet)
    ready = ready_plan(
        sources,
        design,
        factors=options.factors(chosen["factor"]),
        near=chosen["near"],
        replicates=chosen["replicates"],
        seed=chosen["seed"],
        measures=chosen["measure"],
        changes=changes,
        command=command,
        luck="own" if command == "robust" else "common",
    )
    return run_all(ready, command, chosen["out"], workers, dask, quiet)


def _show_sensitivity(found: Sensitivity, wanted: list[str] | None, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    table = found.table()
    if wanted:
        table = table[table["measure"].isin(wanted)]
    if form != "table":
        show.records(show.frame_records(table), form)
        return
    columns = {"morris": ("mu_star", "sigma"), "sobol": ("total", "first")}[found.method]
    out = output()
    for (label, measure), part in table.groupby(["output", "measure"], sort=False):
        out.print(f"{label}: {measure}", style="bold")
        head = [("factor", "wrap"), (columns[0], "right"), ("95% interval", "left"), (columns[1], "right")]
        printed = show.plain_table(*head)
        for row in part.head(_MOST_FACTORS).to_dict("records"):
            ends = show.between(row[f"{columns[0]}_low"], row[f"{columns[0]}_high"])
            printed.add_row(row["factor"], show.number(row[columns[0]]), ends, show.number(row[columns[1]]))
        out.print(printed)
    out.print(_MEANING[found.method], style=show.CALM)
    _tell_ranges(found.sweep)


_MEANING = {
    "morris": "mu_star: mean size of the effect of a factor over its range; sigma: its SD, large where others decide.",
    "sobol": "total: share of the variance that would go if the factor were known; first: that it explains alone.",
}


def _tell_ranges(swept: Sweep) -> None:
    """Say which ranges the answer is about, where nobody stated them."""
    from spirals.cli import show
    from spirals.cli.console import output

    for note in swept.notes:
        if note.startswith("ranges: "):
            output().print(note, style=show.CALM)


def _show_robust(found: Robust, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    table = found.table()
    if form == "csv":
        show.records(show.frame_records(table), "csv")
        return
    if form == "json":
        parts = {"table": table, "ranking": found.ranking(), "regions": found.all_regions()}
        show.as_json({"folder": str(found.sweep.folder), **{k: show.frame_records(v) for k, v in parts.items()}})
        return
    out = output()
    for other in found.others:
        out.print(f"{other} against {found.reference}: {len(found.sweep.points)} draws", style="bold")
        printed = show.plain_table(
            ("measure", "wrap"), ("difference [90%]", "left"), ("better", "right"), ("param.", "right"),
            ("verdict", "left"),
        )  # fmt: skip
        for row in table[table["scenario"] == other].to_dict("records"):
            ends = show.between(row["draw_low"], row["draw_high"], show.signed)
            printed.add_row(
                row["title"], f"{show.signed(row['difference'])} {ends}", show.percent(row["beats_draws"]),
                show.percent(row["share_parameters"]), row["verdict"],
            )  # fmt: skip
        out.print(printed)
        out.print()
    _show_ranks(found)
    out.print(
        "[90%]: between which 90% of the draws' means lie. better: share of draws in whose mean it is better. param.: "
        "share of a run's variance that comes from the parameters; the rest is chance.",
        style=show.CALM,
    )
    _tell_ranges(found.sweep)


def _show_ranks(found: Robust) -> None:
    from spirals.cli import show
    from spirals.cli.console import output
    from spirals.studies.regions import EVERYWHERE

    out = output()
    ranking = found.ranking()
    printed = show.plain_table(
        ("scenario", "wrap"), ("score [95%]", "left"), ("mean rank", "right"), ("first", "right")
    )
    for row in ranking.to_dict("records"):
        ends = show.between(row["low"], row["high"], show.signed)
        score = f"{show.signed(row['score'])} {ends}"
        printed.add_row(row["scenario"], score, show.number(row["mean_rank"]), show.percent(row["rank_1"]))
    out.print(printed)
    for row in found.all_regions().to_dict("records"):
        where = "" if row["region"] == EVERYWHERE else f" where {row['region']}"
        better = f"better in {show.percent(row['better'])} of the {row['draws']} draws{where}"
        out.print(f"{row['scenario']} against {row['against']}: {better}; {row['said']}")


@options.taking(options.SWEPT)
def tipping(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    parameter: Annotated[str, typer.Option("--parameter", metavar="NAME", help="Led up and down.")] = "conduct_base",
    low: Annotated[float | None, typer.Option("--low", show_default="of the table")] = None,
    high: Annotated[float | None, typer.Option("--high", show_default="of the table")] = None,
    steps: Annotated[int | None, typer.Option("--steps", help="Values.", show_default="13; 9 with --second")] = None,
    step_days: Annotated[
        int | None,
        typer.Option("--step-days", help="Working days at each value.", show_default="40; 120 with --second"),
    ] = None,
    series: Annotated[str, typer.Option("--series", metavar="NAME", help="Daily series.")] = "mean_quality",
    second: Annotated[
        str | None, typer.Option("--second", metavar="NAME", help="A second parameter: draws a phase diagram.")
    ] = None,
    second_low: Annotated[float | None, typer.Option("--second-low", show_default="of the table")] = None,
    second_high: Annotated[float | None, typer.Option("--second-high", show_default="of the table")] = None,
    control: Annotated[bool, typer.Option("--control/--no-control", help="The same without feedback.")] = True,
    gain: Annotated[bool, typer.Option("--gain/--no-gain", help="Measure the loop gain.")] = True,
    replicates: Annotated[
        int | None, typer.Option("--replicates", help="Organisations each way.", show_default="4; 2 with --second")
    ] = None,
    size: options.Size = None,
    **chosen: Any,
) -> int:
    """Lead an organisation up and down a parameter: hysteresis or lag, beside mean field and loop gain."""
    from spirals.experiments.store import default_folder
    from spirals.scenario import load

    spec = load(scenario)
    folder = chosen["out"] or default_folder("tipping", spec.name)
    workers, quiet = chosen["workers"], chosen["quiet"]
    asked = {
        **options.given(low=low, high=high, steps=steps, days=step_days, size=size, replicates=replicates),
        **options.given(seed=chosen["seed"]),
        **options.assignments(chosen["set_"]),
        "series": series,
        "out": folder,
        "dask": chosen["dask"],
        "workers": (os.cpu_count() or 1) if workers is None else workers,
    }
    if second is None:
        if second_low is not None or second_high is not None:
            raise InputError("--second-low and --second-high: belong to a second parameter; name it with --second")
        found: Tipping | Phase = _loop(spec, parameter, {**asked, "control": control, "gain": gain}, quiet)
    else:
        ends = options.given(second_low=second_low, second_high=second_high)
        found = _phase(spec, parameter, second, {**asked, **ends}, quiet)
    found.save(folder)
    _show_tipping(found, chosen["show"])
    remark(f"results: {folder}", quiet)
    return OK


def _loop(spec: Any, parameter: str, asked: dict[str, Any], quiet: bool) -> Tipping:
    from spirals.studies.tipping import count_tasks
    from spirals.studies.tipping import tipping as lead

    with progress(count_tasks(asked), quiet, "parts") as report:
        return lead(spec, parameter, progress=report, **asked)


def _phase(spec: Any, parameter: str, second: str, asked: dict[str, Any], quiet: bool) -> Phase:
    from spirals.studies.phase import count_tasks, phase_diagram

    with progress(count_tasks(asked), quiet, "parts") as report:
        return phase_diagram(spec, parameter, second, progress=report, **asked)


def _show_tipping(found: Tipping | Phase, form: str) -> None:
    from spirals.cli import show
    from spirals.studies.phase import Phase

    table = found.table()
    if form != "table":
        show.records(show.frame_records(table), form)
        return
    if isinstance(found, Phase):
        parted = table["parted"].mean()
        say(f"the ways part at {show.percent(float(parted))} of the pairs of values, {found.days} days a step")
        say(f"two stable states on paper: {show.percent(float((table['stable_on_paper'] > 1).mean()))} of them")
        say("a gap can be slowness: give longer steps with --step-days to see whether it stays")
        return
    from spirals.analysis.slowing import CAVEAT

    say(found.verdict)
    for row in show.frame_records(found.gain_table()):
        value, gain = row[found.parameter], show.number(row["gain"])
        say(f"  loop gain at {found.parameter} {value:g}: {gain} {show.between(row['low'], row['high'])}")
    for row in show.frame_records(found.signs()):
        lag1, variance = show.signed(row["lag1"]), show.signed(row["variance"])
        say(f"  early signs, {row['way']}, {row['model']}: trend of autocorrelation {lag1}, of variance {variance}")
    say(CAVEAT)
