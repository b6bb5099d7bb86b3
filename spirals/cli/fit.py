"""``spirals fit``: what several waves of a survey say of an organisation."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import progress, remark

if TYPE_CHECKING:
    from spirals.scenario import Scenario
    from spirals.studies.fit import Fitted

OK = 0
OF_TIES = ("source_column", "target_column", "weight_column", "kind_column", "question_column", "never")
STEADY = (
    "For an organisation in which nothing changes, no forecast is better than its last wave; this says where it rests, "
    "for asking what a change would do."
)


@options.taking({name: option for name, option in options.OWN.items() if name != "people"}, options.SHOWN)
def fit(
    people: Annotated[Path, typer.Argument(help="People, one row each; or one row a person and wave.")],
    waves: Annotated[
        Path | None, typer.Argument(help="Answers of each wave: id, wave or date, states.", show_default=False)
    ] = None,
    scenario: Annotated[str, typer.Option("--scenario", help="What else holds, with nothing done.")] = "baseline",
    every: Annotated[int, typer.Option("--every", min=1, help="Working days between waves that have no dates.")] = 65,
    members: Annotated[int, typer.Option("--members", min=8, help="Organisations in each ensemble.")] = 96,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="Ensembles, each round the last one's result.")] = 2,
    set_: options.Set = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    out: options.Out = None,
    **chosen: Any,
) -> int:
    """Learn levels of teams, pressure, pace of meeting and tone from several waves; say what stays unidentified."""
    from spirals.experiments.run import prepare
    from spirals.experiments.store import check_folder, default_folder
    from spirals.scenario import load, with_changes
    from spirals.studies.fit import fit as learn
    from spirals.studies.fit import read_waves

    folder = out or default_folder("fit", people.stem)
    check_folder(folder)
    columns = {name.removeprefix("organisation."): value for name, value in options.own(chosen).items()}
    ties, quiet = chosen["ties"], chosen["quiet"]
    survey = read_waves(people, waves, ties, every, **columns)
    base = prepare(load(scenario), {"seed": seed, **options.assignments(set_)})
    with progress(members * rounds, quiet) as told:
        found = learn(
            survey, base, ties=ties, members=members, rounds=rounds, workers=workers or os.cpu_count() or 1,
            progress=told, **columns,
        )  # fmt: skip
    typed = {name: value for name, value in options.as_typed(chosen).items() if name in OF_TIES}
    files = {"people": "people.csv", "ties": None if ties is None else str(ties.absolute())}
    said = {
        f"organisation.{name}": value for name, value in {**files, **_of_ties(columns)}.items() if value is not None
    }
    _save(found, with_changes(base, {"name": "fitted", **said, **found.parameters}), folder)
    _show(found, chosen["show"])
    for note in survey.roster.notes:
        remark(f"note: {note}", quiet)
    remark(STEADY, quiet)
    remark(f"results: {folder}", quiet)
    own = {"people": folder / "people.csv", "ties": ties, **typed}
    remark(f"go on with: {following(own, {**base.parameters, **found.parameters})}", quiet)
    return OK


def _of_ties(columns: dict[str, Any]) -> dict[str, Any]:
    from spirals.studies.fit import TIE_FIELDS

    return {name: value for name, value in columns.items() if name in TIE_FIELDS}


def following(own: Mapping[str, Any], parameters: Mapping[str, float]) -> str:
    """Return a command that starts from what was fitted; `compare`, `report`, `optimise` and `pilot` take the same.

    Examples
    --------
    >>> following({"people": "fitted/people.csv", "ties": None, "never": ["1"]}, {"demand": 0.6126})
    'spirals compare baseline buddy --people fitted/people.csv --never 1 --set demand=0.6126'
    """
    words = ["spirals", "compare", "baseline", "buddy"]
    for name, value in own.items():
        for one in value if isinstance(value, list) else [value] if value is not None else []:
            words += [f"--{name.replace('_', '-')}", str(one)]
    for name, value in parameters.items():
        words += ["--set", f"{name}={value:.4g}"]
    return shlex.join(words)


def _save(found: Fitted, fitted: Scenario, folder: Path) -> None:
    from spirals.experiments.provenance import command_line, git_state, version
    from spirals.experiments.store import drafted, settle, write_csv, write_json
    from spirals.scenario import dump

    with drafted(folder) as draft:
        write_csv(found.table, draft / "fit.csv")
        write_csv(found.people, draft / "people.csv")
        (draft / "fitted.toml").write_text(dump(fitted), encoding="utf-8")
        origin = {"command": command_line(), "spirals": version(), "git": git_state()}
        write_json({**origin, "waves": found.survey.names, "days": found.survey.days}, draft / "provenance.json")
        settle(draft, folder)


def _show(found: Fitted, form: str) -> None:
    from spirals.cli import show
    from spirals.cli.console import output

    if form != "table":
        show.records(show.frame_records(found.table), form)
        return
    out = output()
    survey = found.survey
    out.print(f"{len(survey.names)} waves of {survey.roster.size} people on {', '.join(survey.states)}")
    lines = show.plain_table(
        ("where", "left"), ("what", "wrap"), ("before", "right"), ("fitted", "right"), ("SD left", "right"),
        ("learnt", "left"),
    )  # fmt: skip
    for row in found.table.to_dict("records"):
        lines.add_row(
            str(row["where"]), str(row["what"]), f"{row['before']:.2f} ± {row['sd before']:.2f}",
            f"{row['fitted']:.2f} ± {row['sd']:.2f}", f"{row['sd left']:.0%}", str(row["learnt"]),
        )  # fmt: skip
    out.print(lines)
    unknown = sorted({str(row["what"]) for row in found.table.to_dict("records") if row["learnt"] == "not identified"})
    if unknown:
        out.print(f"The answers leave open, so that what was held before stands: {', '.join(unknown)}")
