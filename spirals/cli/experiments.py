"""``spirals run`` and ``spirals compare``."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import complain, progress, remark

if TYPE_CHECKING:
    from spirals.experiments.results import Comparison, Result

OK, FAILED = 0, 1


def run(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")],
    set_: options.Set = None,
    days: options.Days = None,
    size: options.Size = None,
    replicates: options.Replicates = None,
    seed: options.Seed = None,
    workers: options.Workers = 1,
    engine: options.Engine = None,
    null_model: options.NullModel = None,
    people: options.People = None,
    ties: options.Ties = None,
    id_column: options.IdColumn = None,
    team_column: options.TeamColumn = None,
    level_column: options.LevelColumn = None,
    site_column: options.SiteColumn = None,
    tenure_column: options.TenureColumn = None,
    source_column: options.SourceColumn = None,
    target_column: options.TargetColumn = None,
    weight_column: options.WeightColumn = None,
    kind_column: options.KindColumn = None,
    out: options.Out = None,
    record: options.Record = False,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Run one scenario and report what became of the organisation."""
    return _experiment("run", [scenario], dict(locals()))


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="REFERENCE SCENARIO...",
            help="Scenario files, or names of shipped ones; the first is what the others are compared with.",
        ),
    ],
    set_: options.Set = None,
    days: options.Days = None,
    size: options.Size = None,
    replicates: options.Replicates = None,
    seed: options.Seed = None,
    workers: options.Workers = 1,
    engine: options.Engine = None,
    null_model: options.NullModel = None,
    people: options.People = None,
    ties: options.Ties = None,
    id_column: options.IdColumn = None,
    team_column: options.TeamColumn = None,
    level_column: options.LevelColumn = None,
    site_column: options.SiteColumn = None,
    tenure_column: options.TenureColumn = None,
    source_column: options.SourceColumn = None,
    target_column: options.TargetColumn = None,
    weight_column: options.WeightColumn = None,
    kind_column: options.KindColumn = None,
    out: options.Out = None,
    record: options.Record = False,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Run scenarios on the same random numbers and say how each differs from the first."""
    return _experiment("compare", scenarios, dict(locals()))


def _experiment(command: str, sources: list[str], chosen: dict[str, Any]) -> int:
    """Check, run, save, print; return the exit code."""
    from spirals.experiments.store import check_folder, default_folder
    from spirals.scenario import load

    settings, quiet = options.settings(chosen), chosen["quiet"]
    logging.getLogger("spirals").setLevel(logging.ERROR if quiet else logging.WARNING)
    loaded = [load(source) for source in sources]
    folder = chosen["out"] or default_folder(command, "-".join(one.name for one in loaded[:2]))
    check_folder(folder)
    runs = len(loaded) * (settings["replicates"] or loaded[0].replicates)
    with progress(runs, quiet) as report:
        found = _call(command, loaded, settings, report)
    found.save(folder)
    _print(found, chosen["show"], folder)
    for note in _notes(found):
        remark(f"note: {note}", quiet)
    remark(f"results: {folder}", quiet and chosen["out"] is not None)
    for failure in found.failures:
        complain(str(failure))
    return FAILED if found.failures else OK


def _call(command: str, sources: list[Any], settings: dict[str, Any], report: Any) -> Result | Comparison:
    if command == "run":
        from spirals.experiments.run import run as run_scenario

        return run_scenario(*sources, progress=report, **settings)
    from spirals.experiments.compare import compare as compare_scenarios

    return compare_scenarios(*sources, progress=report, **settings)


def _notes(found: Result | Comparison) -> tuple[str, ...]:
    origin = found if not hasattr(found, "reference") else found.reference
    return origin.provenance.notes


def _print(found: Result | Comparison, form: str, folder: Path) -> None:
    from spirals.cli import show
    from spirals.experiments.results import Comparison

    if form == "csv":
        show.records(show.frame_records(found.table()), "csv")
    elif form == "json":
        content: dict[str, Any] = {"folder": str(folder), "table": show.frame_records(found.table())}
        if isinstance(found, Comparison):
            content["ranking"] = show.frame_records(found.ranking())
        content["failures"] = [str(failure) for failure in found.failures]
        show.as_json(content)
    elif isinstance(found, Comparison):
        show.comparison(found)
    else:
        show.result(found)
