"""The generated parts of propositions.md and of the null models in validation.md, from what the command stored."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from spirals.studies.propositions import PROPOSITIONS
from spirals.studies.propositions.robustness import WITHOUT_TIES
from spirals.studies.propositions.trial import CARRIES, MODELS

FOLDER = Path(__file__).resolve().parent / "data" / "propositions"
NULLS = MODELS[1:]


def claims() -> pd.DataFrame:
    """Return the stored results, one row a claim, in the words in which it is declared now."""
    found = pd.read_csv(FOLDER / "propositions.csv").fillna({"built_in": "", "carried_by": "", "also_in": ""})
    return found.assign(claim=found["name"].map({each.name: each.claim for each in PROPOSITIONS}))


def kept() -> dict[str, dict[str, float]]:
    """Return the share of each claim's difference that each null model keeps; nan where it has none."""
    found: dict[str, dict[str, float]] = {}
    for name, rows in pd.read_csv(FOLDER / "models.csv").groupby("name", sort=False):
        by_model = dict(zip(rows["model"], rows["difference"], strict=True))
        whole = by_model["whole"]
        found[str(name)] = {
            model: by_model[model] / whole if whole else math.nan for model in NULLS if model in by_model
        }
    return found


_PLURAL = {
    "holds": "hold",
    "holds, but tiny": "hold, but only just (tiny)",
    "unclear": "are unclear",
    "does not hold (no effect)": "do not hold (no effect)",
    "does not hold (opposite)": "do not hold (the opposite does)",
    "not measured": "could not be measured",
}


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(headings)
    lines = ["| " + " | ".join(names) + " |", "| " + " | ".join("---" for _ in names) + " |"]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]


def _number(value: float) -> str:
    return f"{value:+.2f}" if math.isfinite(value) else "-"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if math.isfinite(share) else "-"


def provenance() -> list[str]:
    """Say how the results were made."""
    said = json.loads((FOLDER / "provenance.json").read_text(encoding="utf-8"))
    return [
        f"{said['replicates']} pairs of runs in each model, {said['size']} people, {said['days']} working days, seed "
        f"{said['seed']}; {said['draws']} draws of {len(said['drawn'])} parameters, two pairs each; version "
        f"{said['spirals']}. Made by `{said['command'].partition(' --out')[0]}`."
    ]


def counts() -> list[str]:
    """Say how many claims hold."""
    found = claims()
    said = found["verdict"].value_counts()
    parts = [f"{said[word]} {_PLURAL[word]}" for word in _PLURAL if word in said.index]
    by_itself = found[found["verdict"].str.startswith("holds") & (found["built_in"] != "")]
    return [
        f"**Of {len(found)} claims: {', '.join(parts)}.** Of those that hold, {len(by_itself)} stand nearly as such in "
        "the equations (marked *built in*), so that a run could hardly deny them: they check the code, not the theory."
    ]


def results() -> list[str]:
    """Return a table for each group of claims."""
    lines: list[str] = []
    for group, rows in claims().groupby("group", sort=False):
        lines += [f"### {group}", ""]
        lines += _table(
            ("claim", "tested by", "predicted", "effect [95%]", "verdict", "draws", "carried by"),
            (_row(row) for row in rows.to_dict("records")),
        )
        lines.append("")
    return lines[:-1]


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    effect = f"{_number(row['effect'])} [{_number(row['effect_low'])}, {_number(row['effect_high'])}]"
    effect = f"({effect})" if row["effect_between"] == "runs" else effect
    built = " *Built in.*" if row["built_in"] else ""
    rises = "rises" if row["predicted"] == "+" else "falls"
    verdict = f"**{row['verdict']}**" if row["verdict"] == "holds" else row["verdict"]
    return (
        f"{row['claim']} ({row['source']}).{built}", f"{row['treated']} against {row['control']}",
        f"`{row['measure']}` {rises}", effect, verdict, _percent(row["share"]), row["carried_by"] or "-",
    )  # fmt: skip


def failures() -> list[str]:
    """List the claims that do not hold, or that depend on parameters."""
    found = claims()
    lines = []
    for row in found[~found["verdict"].str.startswith("holds")].to_dict("records"):
        said = "falls" if row["difference"] < 0 else "rises"
        lines.append(
            f"- **{row['name']}** ({row['verdict']}): {row['claim']}? `{row['measure']}` {said} by "
            f"{abs(row['effect']):.2f} SD [{_number(row['effect_low'])}, {_number(row['effect_high'])}]; "
            f"sign as claimed in {_percent(row['share'])} of draws."
        )
    shaky = found[found["verdict"].str.startswith("holds") & (found["share"] < 0.9)]
    names = ", ".join(f"{row['name']} ({_percent(row['share'])})" for row in shaky.to_dict("records"))
    return [*lines, "", f"Hold at the defaults, but in fewer than nine draws of ten: {names or 'none'}."]


def null_models() -> list[str]:
    """Return the share of each holding claim's difference that is left in each null model."""
    left = kept()
    rows = []
    for row in claims().to_dict("records"):
        if row["verdict"].startswith("holds"):
            shown = set(str(row["also_in"]).split())
            cells = [_cell(left[row["name"]].get(model, math.nan), model in shown) for model in NULLS]
            rows.append((row["name"], *cells))
    return _table(("claim", *NULLS), rows)


def _cell(share: float, as_claimed: bool) -> str:
    text = _percent(share)
    return f"**{text}**" if as_claimed and share >= CARRIES else text


def withdrawn() -> list[str]:
    """List the claims that a model without ties makes too."""
    left = kept()
    lines = []
    for row in claims().to_dict("records"):
        shown = str(row["also_in"]).split()
        where = [model for model in WITHOUT_TIES if model in shown and left[row["name"]].get(model, 0.0) >= CARRIES]
        if row["verdict"].startswith("holds") and where:
            shares = ", ".join(f"{_percent(left[row['name']][model])} in {model}" for model in where)
            lines.append(f"- **{row['name']}**: {row['claim']} ({shares}).")
    return lines or ["None."]


BLOCKS: dict[str, Callable[[], list[str]]] = {
    "provenance": provenance,
    "counts": counts,
    "results": results,
    "failures": failures,
}
VALIDATION: dict[str, Callable[[], list[str]]] = {"null models": null_models, "withdrawn": withdrawn}
