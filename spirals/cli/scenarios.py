"""``spirals check``, ``diff``, ``list`` and ``new``: nothing is run, so the answer comes at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.catalogue import KINDS, MORE, Kind, brief, listing, one_intervention
from spirals.cli.console import blocks, complain, fitted, remark, rows, say
from spirals.errors import InputError

OK, USAGE = 0, 2


@options.taking({"set_": (options.Set, None)}, options.OWN)
def check(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE...", help="Scenario files.", show_default=False)
    ] = None,
    **chosen: Any,
) -> int:
    """Check scenario files, experiment files and files of your own organisation, without running anything."""
    people, ties = chosen["people"], chosen["ties"]
    if not files and people is None and ties is None:
        raise InputError("check: name a scenario file, or your own files with --people and --ties")
    bad = sum(not _is_fine(name) for name in files or ())
    if people is not None or ties is not None:
        bad += not _is_organisation(people, ties, options.own(chosen) | options.assignments(chosen["set_"]))
    return USAGE if bad else OK


def _is_fine(name: str) -> bool:
    """Say whether a scenario can be used, and the files it names can be read."""
    from spirals.scenario import load

    try:
        if _is_experiment(name):
            return _is_fine_experiment(name)
        scenario = load(name)
        notes = _read(scenario.organisation) if scenario.organisation.is_read else []
        doubt = _doubt(notes)
        _look_up_names(scenario, name)
    except InputError as error:
        complain(str(error))
        return False
    say(f"{doubt}  {name}: {scenario.question or scenario.name}")
    _say_notes(notes)
    return True


def _doubt(notes: list[str]) -> str:
    """Return how a file passes: "ok", or "doubtful" where something was guessed."""
    if not notes:  # nothing was read, so nothing heavy is loaded
        return "ok"
    from spirals.structure.remarks import doubts

    return "doubtful" if doubts(notes) else "ok"


def _say_notes(notes: list[str]) -> None:
    """Say how files were read: first what is doubtful, then what was used, then what was not."""
    if not notes:
        return
    from spirals.structure.remarks import grade_of

    for grade in ("doubtful", "used", "not used"):
        said = [note for note in notes if grade_of(note) == grade]
        if said and (grade != "used" or len(said) < len(notes)):
            say(f"  {grade}:", bold=grade == "doubtful")
        for note in said:
            say(f"    {note}")


def _look_up_names(scenario: Any, file: str) -> None:
    """Put the organisation together where practices name teams, sites or people, so that a wrong name is found."""
    from spirals.interventions.who import names_somebody

    words = [entry.who for entry in scenario.programmes]
    words += [
        getattr(act, part, "everyone")
        for entry in scenario.programmes
        for act in entry.acts()
        for part in ("of", "toward", "partner")
    ]
    if any(names_somebody(word) for word in words):
        from spirals.organisation import Organisation

        try:
            Organisation(scenario, engine="stepwise")
        except InputError as error:
            raise InputError(f"{file}: {str(error).removeprefix(f'scenario {scenario.name}: ')}") from None


def _is_experiment(name: str) -> bool:
    """Say whether a file is meant as an experiment; whatever cannot be read is left to the reading of scenarios."""
    from spirals.scenario.files import read_toml

    if not Path(name).is_file():
        return False
    try:
        said = read_toml(Path(name))
    except InputError:
        return False
    return "design" in said or "factors" in said


def _is_fine_experiment(name: str) -> bool:
    from spirals.studies.files import load_experiment
    from spirals.studies.plan import plan

    ready = plan(load_experiment(name))
    said = ready.experiment
    say(f"ok  {name}: {said.question or said.name}")
    say(f"    {len(ready.settings)} settings of {len(ready.names)} factors, {len(ready)} runs")
    return True


def _is_organisation(people: Path | None, ties: Path | None, said: dict[str, Any]) -> bool:
    from spirals.experiments.run import own_files
    from spirals.scenario import load, with_changes

    try:
        given = {name: value for name, value in own_files(None, people, ties).items() if value is not None}
        strict = said.pop("organisation.strict", False)  # all doubts are shown, not the first alone
        scenario = with_changes(load("baseline"), {**given, **said})
        notes = _read(scenario.organisation)
    except InputError as error:
        complain(str(error))
        return False
    doubt = _doubt(notes)
    say(f"{doubt}  {', '.join(str(path) for path in (people, ties) if path)}")
    _say_notes(notes)
    if strict and doubt != "ok":
        complain("--strict: what is doubtful has to be settled first, by the options named there")
        return False
    return True


def _read(organisation: Any) -> list[str]:
    import numpy as np

    from spirals.structure import build

    return list(build(organisation, np.random.default_rng(0)).notes)


def diff(
    left: Annotated[str, typer.Argument(help="Scenario file, or name of a shipped one.", metavar="A")],
    right: Annotated[str, typer.Argument(help="Another.", metavar="B")],
    show: options.Show = "table",
) -> int:
    """Show what two scenarios say differently, everything they extend included."""
    from spirals.cli.show import records
    from spirals.scenario import difference, load

    found = [{"key": key, left: _said(a), right: _said(b)} for key, a, b in difference(load(left), load(right))]
    if show != "table":
        records([{"key": row["key"], "a": row[left], "b": row[right]} for row in found], show)
    elif found:
        rows(found)
    else:
        say("no difference")
    return OK


def _said(value: Any) -> str:
    """Write a value as a scenario file would, without the id of a practice, which is in the key."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {_said(item)}" for key, item in value.items() if key != "id") or "yes"
    return "-" if value is None else str(value)


def list_(
    kind: Annotated[Kind | None, typer.Argument(help="What to list.  [default: scenarios]", show_default=False)] = None,
    name: Annotated[
        str | None, typer.Argument(help="With interventions: one in full.", show_default=False, metavar="[NAME]")
    ] = None,
    show: options.Show = "table",
) -> int:
    """List what there is to choose from: scenarios, interventions, parameters, measures, questions of a survey."""
    from spirals.cli.show import records

    chosen: Kind = kind or "scenarios"
    if name is not None:
        return _one(chosen, name, show)
    if show != "table":
        records(listing(chosen), show)
        return OK
    shown = brief(chosen)
    if chosen == "interventions":
        blocks(shown, under="group")
    else:
        rows(shown, under="group")
    remark(f"\n{MORE[chosen]}")
    if kind is None:
        remark(f"also: spirals list {' | '.join(other for other in KINDS if other != chosen)}")
    return OK


def _one(kind: str, name: str, show: str) -> int:
    """Print one practice or shock in full."""
    from spirals.cli.show import as_json, records

    if kind != "interventions":
        raise InputError(f"list {kind}: takes no name; use spirals list {kind}, or spirals list interventions {name}")
    found = one_intervention(name)
    if show == "json":
        as_json(found)
        return OK
    if show == "csv":
        records([{"intervention": name, **setting} for setting in found["settings"]], "csv")
        return OK
    say(f"{found['title']} ({name})", bold=True)
    say(fitted(found["what"]))
    texts = (
        ("acts on", ", ".join(found["acts_on"])), ("source", ", ".join(found["source"])), ("modelled", found["how"]),
        ("fails when", found["fails_when"]), ("dose", found["more_is_not_better"]), ("costs", found["cost"]),
    )  # fmt: skip
    say("")
    for title, text in texts:
        if text:
            say(fitted(text, f"{title:<11}"))
    for act in found["does"]:
        say(fitted(act, f"{'does' if act == found['does'][0] else '':<11}"))
    _evidence(found)
    say("\nsettings", bold=True)
    rows(
        [
            {"name": s["name"], "default": _said(s["default"]), "range": _range(s), "meaning": s["meaning"]}
            for s in found["settings"]
        ]
    )
    return OK


def _evidence(found: Mapping[str, Any]) -> None:
    """Print what was published beside what the model does."""
    from spirals.interventions.beside import STANDS

    say("\npublished beside model", bold=True)
    say(fitted(found["evidence"], f"{'published':<11}"))
    stands = [STANDS[found["agreement"]]] if found["agreement"] else []
    check = " (counts what is asked for: it shows that the practice is carried out)"
    groups = (
        ("in model", [f"{said}{check if found['counts_what_is_asked'] else ''}" for said in found["model"]]),
        ("beside it", [*found["model_on_what_was_studied"], *stands]),
        ("when cut", found["when_cut"]), ("idle", found["idle"]), ("dark side", found["dark_side"]),
    )  # fmt: skip
    for title, lines in groups:
        for line in lines:
            say(fitted(line, f"{title if line == lines[0] else '':<11}"))
    say(fitted(found["runs"] or "no run of it is stored", f"{'runs':<11}"))


def _range(setting: Mapping[str, Any]) -> str:
    if setting["low"] is None:
        return "-"
    return f"{setting['low']:g} up" if setting["high"] is None else f"{setting['low']:g} to {setting['high']:g}"


def new(
    name: Annotated[str, typer.Argument(help="Name of the scenario; the file is NAME.toml, here.")],
    base: Annotated[str, typer.Option("--from", metavar="SCENARIO", help="What it differs from.")] = "baseline",
) -> int:
    """Start a scenario file of your own that says only what differs from another."""
    from spirals.scenario import load, shipped

    target = Path(name if name.endswith(".toml") else f"{name}.toml")
    scenario = load(base)
    if target.exists() or target.is_symlink():
        raise InputError(f"{target}: exists already; choose another name, or remove it first")
    if not target.absolute().parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}; make it first")
    extends = base if base in shipped() else _from_there(Path(base), target)
    target.write_text(_template(target.stem, scenario.name, extends), encoding="utf-8", newline="\n")
    say(f"written: {target}; check it with: spirals check {target}")
    return OK


def _from_there(base: Path, target: Path) -> str:
    """Return how the new file refers to the one it extends: by a path from its own folder."""
    import os

    return Path(os.path.relpath(base, target.absolute().parent)).as_posix()


def _template(name: str, base: str, extends: str) -> str:
    import tomli_w

    head = tomli_w.dumps({"name": name, "extends": extends, "question": f"What changes from {base}?"})
    return (
        "# Only what differs from the scenario it extends needs to stand here.\n"
        f"{head}"
        "# days = 260            # working days; 260 are a year\n"
        "# replicates = 30       # runs that differ by chance alone\n"
        "\n"
        "# [organisation]\n"
        "# size = 120\n"
        "\n"
        "# [parameters]          # spirals list parameters\n"
        "# loss_ratio = 2.0\n"
        "\n"
        "# [[interventions]]     # spirals list interventions\n"
        '# id = "team_incentives"\n'
        "# start = 20\n"
        '# who = "everyone"\n'
        "# dose = 1.0\n"
    )
