"""``spirals run`` and ``spirals compare``."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import complain, progress, remark
from spirals.errors import InputError
from spirals.parameters import nearest

if TYPE_CHECKING:
    from spirals.experiments.results import Comparison, Result
    from spirals.scenario import Scenario
    from spirals.scenario.organisation import OrganisationSpec

OK, FAILED = 0, 1
BASELINE = "baseline"
MANY_RUNS = 200  # from here on starting further processes pays


@options.taking(options.RUNS, options.OWN, options.RESULTS)
def run(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.")], **chosen: Any
) -> int:
    """Run one scenario and report what became of the organisation."""
    return _experiment("run", [scenario], chosen)


@options.taking(options.RUNS, options.OWN, options.RANKING, options.SCORE, options.RESULTS)
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="REFERENCE SCENARIO...",
            help="Scenario files, or names of shipped ones; the first is what the others are compared with.",
        ),
    ],
    **chosen: Any,
) -> int:
    """Run scenarios on the same random numbers and say how each differs from the first."""
    return _experiment("compare", scenarios, chosen)


def _experiment(command: str, sources: list[str], chosen: dict[str, Any]) -> int:
    """Check, run, save, print; return the exit code."""
    from spirals.experiments.save import main_figure, save
    from spirals.experiments.store import check_folder, default_folder
    from spirals.scenario import load

    settings, quiet = options.settings(chosen), chosen["quiet"]
    logging.getLogger("spirals").setLevel(logging.ERROR if quiet else logging.WARNING)
    loaded = [load(source) for pattern in sources for source in _files(pattern)]
    if command == "compare":
        loaded = _reference_first(loaded, chosen["reference"], quiet)
        chosen["hour_price"] = options.hour_price(chosen["hour_price"], _organisation(loaded[0], chosen))
        settings |= _ranking_settings(chosen, loaded)
    runs = _runs(loaded, settings)
    if settings["workers"] is None:
        settings["workers"] = (os.cpu_count() or 1) if runs >= MANY_RUNS else 1
    wanted = chosen["out"] or default_folder(command, "-".join(one.name for one in loaded[:2]))
    check_folder(wanted)
    with progress(runs, quiet) as report:
        found = _call(command, loaded, settings, report)
    folder = save(found, wanted, beside=True)
    _print(found, chosen, folder)
    for note in _notes(found):
        remark(f"note: {note}", quiet)
    for said in _published(found):
        remark(f"published: {said}", quiet)
    taken = f" ({wanted} was filled by another command meanwhile)" if folder != wanted else ""
    remark(f"results: {folder}{taken}", quiet and chosen["out"] is not None and not taken)
    for failure in found.failures:
        complain(str(failure))
    figure = folder / "figures" / f"{main_figure(found)}.png"
    if figure.exists():
        remark(f"figure: {figure}", quiet)  # last, where it is seen
        if chosen["open"]:
            typer.launch(str(figure))
    return FAILED if found.failures else OK


def _organisation(reference: Scenario, chosen: dict[str, Any]) -> OrganisationSpec:
    """Return the organisation of the reference with what was said on the command line."""
    from spirals.experiments.run import own_files, prepare

    files = own_files(chosen["size"], chosen["people"], chosen["ties"])
    said = options.own(chosen) | options.assignments(chosen["set_"])
    return prepare(reference, {**files, **said}).organisation


def _runs(scenarios: list[Scenario], settings: dict[str, Any]) -> int:
    """Return how many runs there will be; trial runs for equal cost are guessed."""
    replicates = settings["replicates"] or scenarios[0].replicates
    count = len(scenarios)
    if settings.get("twins"):
        from spirals.experiments.counterpart import twins

        count = len({id(one) for one in (*scenarios, *twins(scenarios).values())})
    trials = 0
    if settings.get("equal_cost") is not None:
        from spirals.experiments.equal_cost import TRIALS

        # two rounds of a few, then one of all
        trials = (2 * min(TRIALS, replicates) + replicates) * (len(scenarios) - 1)
    return count * replicates + trials


def _files(pattern: str) -> list[str]:
    """Return the files that a pattern names, for shells that leave ``*.toml`` as it is."""
    from glob import glob

    return (sorted(glob(pattern)) if "*" in pattern else []) or [pattern]


def _reference_first(scenarios: list[Scenario], wanted: str | None, quiet: bool) -> list[Scenario]:
    """Put what the others are compared with first: what was asked for, the baseline of many, or the first."""
    from spirals.scenario import load

    if wanted is not None:
        reference = load(wanted)
        return [reference, *(one for one in scenarios if one != reference)]
    base = next((one for one in scenarios if one.name == BASELINE), None)
    if base is None or len(scenarios) < 3 or scenarios[0] is base:
        return scenarios
    remark(f"reference: {BASELINE}, as it is among them (--reference names another)", quiet)
    return [base, *(one for one in scenarios if one is not base)]


def _ranking_settings(chosen: dict[str, Any], scenarios: list[Scenario]) -> dict[str, Any]:
    """Return the keywords of `compare` that say how scenarios are set against each other."""
    from spirals.experiments.ranking import RATES
    from spirals.measures import MEASURES

    by = chosen["by"]
    if by not in ("score", *RATES, *MEASURES):
        guess = nearest(by, ["score", *RATES, *MEASURES])
        hint = f"did you mean '{guess}'?" if guess else "see `spirals list measures`"
        raise InputError(f"--by: '{by}' is no measure; {hint}")
    also = (by,) if by in MEASURES else ()
    given = {name: chosen[name] for name in ("twins", "equal_cost", "hour_price")}
    return given | {"also": also, "weights": options.weights(chosen)}


def _call(command: str, sources: list[Any], settings: dict[str, Any], report: Any) -> Result | Comparison:
    if command == "run":
        from spirals.experiments.run import run as run_scenario

        return run_scenario(*sources, progress=report, **settings)
    from spirals.experiments.compare import compare as compare_scenarios

    return compare_scenarios(*sources, progress=report, **settings)


def _notes(found: Result | Comparison) -> list[str]:
    """Return what to say at the end; of many scenarios not how each organisation was read, which is in the folder."""
    from spirals.cli.ranking import MOST_DETAILED
    from spirals.experiments.results import Result
    from spirals.interventions.running import IDLE

    if isinstance(found, Result):
        return list(found.provenance.notes)
    notes = list(found.reference.provenance.notes)
    if len(found.others) <= MOST_DETAILED:
        return notes
    read = {note for result in found.everything for note in result.notes if IDLE not in note}
    left_out = sum(note in read for note in notes)
    kept = [note for note in notes if note not in read]
    return [*kept, f"{left_out} more, on how organisations were made or read: provenance.json"] if left_out else kept


def _published(found: Result | Comparison) -> list[str]:
    """Return what studies found of the practices that were compared, beside their size here; nothing for many."""
    from spirals.cli.evidence import beside_here
    from spirals.cli.ranking import MOST_DETAILED
    from spirals.experiments.results import Comparison

    if not isinstance(found, Comparison) or len(found.others) > MOST_DETAILED:
        return []
    return [said for other in found.others for said in beside_here(found, other)]


def _print(found: Result | Comparison, chosen: dict[str, Any], folder: Path) -> None:
    from spirals.cli import ranking, show
    from spirals.experiments.results import Comparison

    form = chosen["show"]
    if form == "csv":
        show.records(show.frame_records(found.table()), "csv")
    elif form == "json":
        content: dict[str, Any] = {"folder": str(folder), "table": show.frame_records(found.table())}
        if isinstance(found, Comparison):
            content["ranking"] = show.frame_records(found.ranking(chosen["by"], chosen["hour_price"]))
        content["failures"] = [str(failure) for failure in found.failures]
        show.as_json(content)
    elif isinstance(found, Comparison):
        ranking.comparison(found, chosen["by"], chosen["hour_price"])
    else:
        show.result(found)
