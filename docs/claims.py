"""The generated parts of propositions.md, from what `spirals propositions` stored."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from spirals.studies.propositions import HOLDS, PROPOSITIONS

FOLDER = Path(__file__).resolve().parent / "data" / "propositions"
_DECLARED = {each.id: each for each in PROPOSITIONS}
_PLURAL = {"arrow": "arrows", "story": "stories", "claim": "further claims"}
_NONE = "Nothing is stored yet: the rows are tried once the defaults are calibrated."


def stored() -> pd.DataFrame:
    """Return the stored results, one row for each part, of rows that are declared; a small run has some of them."""
    found = pd.read_csv(FOLDER / "propositions.csv", dtype={"error": str}).fillna({"error": ""})
    return found[found["id"].isin(_DECLARED)]


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    names = list(headings)
    lines = ["| " + " | ".join(names) + " |", "| " + " | ".join("---" for _ in names) + " |"]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]


def _number(value: float) -> str:
    return f"{value:+.2f}" if math.isfinite(value) else "-"


def provenance() -> list[str]:
    """Say how the results were made."""
    if stored().empty:
        return [_NONE]
    said = json.loads((FOLDER / "provenance.json").read_text(encoding="utf-8"))
    return [
        f"{said['replicates']} pairs of runs or more, {said['most']} at most; {said['size']} people, {said['days']} "
        f"working days, seed {said['seed']}; version {said['spirals']}. Made by "
        f"`{said['command'].partition(' --out')[0]}`."
    ]


def counts() -> list[str]:
    """Say how many rows hold."""
    rows = stored().drop_duplicates("id")
    if rows.empty:
        return [_NONE]
    said = [f"{(of['row'] == HOLDS).sum()} of {len(of)} {_PLURAL[str(kind)]}" for kind, of in _by(rows, "kind")]
    return [f"**Of what the sources say, {', '.join(said)} hold.**"]


def _by(frame: pd.DataFrame, column: str) -> Any:
    return frame.groupby(column, sort=False)


def misses() -> list[str]:
    """List the parts that miss."""
    found = stored()
    if found.empty:
        return [_NONE]
    lines = [
        f"- **{row['id']}**, {row['measure']} ({row['verdict']}): {_number(row['effect'])} "
        f"[{_number(row['low'])}, {_number(row['high'])}] where {_bound(row)} is asked, {row['pairs']} pairs."
        for row in found[found["verdict"] != HOLDS].to_dict("records")
    ]
    return lines or ["None."]


def _bound(row: dict[Any, Any]) -> str:
    least, sign = row["least"], _DECLARED[row["id"]].parts[row["part"] - 1].sign
    return f"{'at least' if sign > 0 else 'at most'} {least:+.2f}"


def results() -> list[str]:
    """Return a table for each group of rows, those that miss first."""
    lines: list[str] = []
    found = stored()
    for group in dict.fromkeys(each.group for each in PROPOSITIONS):
        parts = found[found["group"] == group]
        if parts.empty:
            continue
        lines += [f"### {group}", ""]
        rows = (_row(row) for _, of in _by(parts, "id") for row in of.to_dict("records"))
        lines += _table(("row", "measure", "effect [95%]", "asked", "unit", "pairs", "verdict"), rows)
        lines.append("")
    return lines[:-1] or [_NONE]


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    each = _DECLARED[row["id"]]
    said = f"**{row['id']}** {each.statement} ({each.source}) *{each.manipulation}*" if row["part"] == 1 else ""
    effect = f"{_number(row['effect'])} [{_number(row['low'])}, {_number(row['high'])}]"
    verdict = row["verdict"] if row["verdict"] == HOLDS else f"**{row['verdict']}**"
    return said, row["measure"], effect, _bound(row), row["unit"], str(row["pairs"]), verdict


BLOCKS: dict[str, Callable[[], list[str]]] = {
    "provenance": provenance,
    "counts": counts,
    "misses": misses,
    "results": results,
}
