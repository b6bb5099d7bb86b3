"""``spirals propositions``: the sources' claims, tried by paired runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spirals.cli import options
from spirals.cli.console import blocks, progress, remark
from spirals.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from spirals.studies.propositions import Proposition


def propositions(
    names: Annotated[
        list[str] | None, typer.Argument(help="Some of them, by name; all unless named.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the claims, and run nothing.")] = False,
    replicates: Annotated[int, typer.Option("--replicates", min=2, help="Pairs of runs in each model.")] = 10,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Draws of all parameters, two pairs each.")] = 24,
    models: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="M0..M6", help="Null models; repeatable.", show_default="all"),
    ] = None,
    size: Annotated[int, typer.Option("--size", min=12, help="People.")] = 60,
    days: Annotated[int, typer.Option("--days", help="Working days.")] = 190,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Start of all random numbers.")] = 1,
    workers: options.Workers = None,
    out: options.Out = None,
    show: options.Show = "table",
    quiet: options.Quiet = False,
) -> int:
    """Try the sources' claims: effect, verdict, share of plausible parameters, and which mechanism carries them."""
    from spirals.studies.propositions import MODELS, try_propositions
    from spirals.studies.propositions.trial import runs_needed

    chosen = _chosen(names or [])
    if list_:
        _list(chosen, show)
        return 0
    tried = _models(models, MODELS)
    folder = _folder(out)
    runs = runs_needed(chosen, replicates, draws, len(tried))
    remark(f"trying {len(chosen)} claims in {runs} runs of {days} days", quiet)
    said: dict[str, Any] = {"replicates": replicates, "draws": draws, "size": size, "seed": seed, "days": days}
    with progress(runs, quiet) as report:
        claims, by_model = try_propositions(chosen, **said, models=tried, workers=workers or 1, progress=report)
    _save(folder, claims, by_model, {**said, "models": list(tried)})
    _report(claims, by_model, show)
    remark(f"results: {folder}", quiet)
    return 0


def _chosen(names: Sequence[str]) -> tuple[Proposition, ...]:
    from spirals.parameters import nearest
    from spirals.studies.propositions import PROPOSITIONS

    known = {each.name: each for each in PROPOSITIONS}
    for name in names:
        if name not in known:
            close = nearest(name, known)
            hint = f"did you mean '{close}'?" if close else "see spirals propositions --list"
            raise InputError(f"no proposition '{name}'; {hint}")
    return tuple(known[name] for name in dict.fromkeys(names)) or PROPOSITIONS


def _models(asked: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    for model in asked or ():
        if model not in known[1:]:
            raise InputError(f"--model {model}: is no null model; use one of {', '.join(known[1:])}")
    return (known[0], *(asked if asked is not None else known[1:]))


def _folder(out: Path | None) -> Path:
    from spirals.experiments.store import check_folder, default_folder

    folder = out if out is not None else default_folder("propositions", "all")
    check_folder(folder)
    return folder


def _save(folder: Path, claims: pd.DataFrame, by_model: pd.DataFrame, said: dict[str, Any]) -> None:
    from spirals.experiments import provenance
    from spirals.experiments.store import whole_folder, write_json
    from spirals.scenario import load
    from spirals.studies.plausible import RULE, drawn
    from spirals.studies.propositions import PROPOSITIONS
    from spirals.studies.propositions.trial import left_alone, situations

    chosen = [each for each in PROPOSITIONS if each.name in set(claims["name"])]
    origin = {
        "kind": "propositions",
        "spirals": provenance.version(),
        "git": provenance.git_state(),
        "command": re.sub(r" --out[= ]\S+", "", provenance.command_line()),  # where it was put says nothing
        **said,
        "libraries": {name: provenance.version(name) for name in ("mesa", "numpy", "numba", "pandas", "scipy")},
        "drawn": list(drawn(load("baseline"), 1, 0, left_alone(situations(chosen)))[0]) if said["draws"] else [],
        "drawn_by": RULE,
    }
    with whole_folder(folder) as draft:
        claims.to_csv(draft / "propositions.csv", index=False, float_format="%.6g", lineterminator="\n")
        by_model.to_csv(draft / "models.csv", index=False, float_format="%.6g", lineterminator="\n")
        write_json(origin, draft / "provenance.json")


def _list(chosen: Sequence[Proposition], form: str) -> None:
    from spirals.cli import show

    rows = [
        {
            "name": each.name, "claim": each.claim, "source": each.source,
            "compares": f"{each.treated.name} with {each.control.name}",
            "predicts": f"{each.measure} {'rises' if each.sign > 0 else 'falls'}", "group": each.group,
        }
        for each in chosen
    ]  # fmt: skip
    if form == "table":
        blocks(rows, under="group")
    else:
        show.records(rows, form)


def _report(claims: pd.DataFrame, by_model: pd.DataFrame, form: str) -> None:
    from spirals.cli import show

    if form == "json":
        show.as_json({"propositions": show.frame_records(claims), "models": show.frame_records(by_model)})
        return
    if form == "csv":
        show.records(show.frame_records(claims), "csv")
        return
    from spirals.cli.console import output

    table = show.plain_table(
        ("claim", "wrap"), ("effect [95%]", "left"), ("verdict", "wrap"), ("draws", "right"), ("carried by", "left"),
        ("also in", "left"),
    )  # fmt: skip
    for row in claims.to_dict("records"):
        ends = show.between(row["effect_low"], row["effect_high"], show.hundredths)
        table.add_row(
            row["name"], f"{show.hundredths(row['effect'])} {ends}", row["verdict"], show.percent(row["share"]),
            row["carried_by"], row["also_in"], style="" if row["verdict"].startswith("holds") else show.CALM,
        )  # fmt: skip
    out = output()
    out.print(table)
    out.print(
        "\neffect: in SD between people (ties, teams; else runs). draws: share of draws of all parameters in which the "
        "sign is as claimed. carried by: null models that lose half of it or more. also in: null models that show it.",
        style=show.CALM,
    )
