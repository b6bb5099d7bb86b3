"""The generated part of validation.md on variants of the model, from what `spirals variants` printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from spirals.studies.propositions.robustness import (
    DEPENDS,
    NOT_CLAIMED,
    ROBUST,
    UNCLEAR,
    WITHDRAWN,
    judged,
)

STORED = Path(__file__).resolve().parent / "data" / "robustness.csv"
_NONE = "Nothing is stored yet: the claims are tried once the defaults are calibrated."
SAYS = {
    ROBUST: "**holds in all variants**",
    DEPENDS: "**depends on the variant**",
    WITHDRAWN: "**withdrawn as a claim about ties**",
    NOT_CLAIMED: "**not claimed**",
    UNCLEAR: "**unclear** as the model is",
}


def _cell(row: dict[Any, Any]) -> str:
    word = row["verdict"]
    if not math.isfinite(row["effect"]):
        return word
    effect = f"{row['effect']:+.2f} [{row['low']:+.2f}, {row['high']:+.2f}] {row['unit']}"
    kept = f", {100 * row['kept']:.0f}%" if math.isfinite(row["kept"]) else ""
    return f"{effect} {f'**{word}**' if word == 'holds' else word}{kept}"


def judgements() -> list[str]:
    """Say of each claim what is left of it."""
    found = pd.read_csv(STORED)
    if found.empty:
        return [_NONE]
    lines = []
    for row in judged(found).to_dict("records"):
        said = SAYS[row["judgement"]]
        if row["judgement"] == WITHDRAWN:
            said += f": half of it or more is there in {row['also_in'].replace(' ', ' and ')} too"
        if row["judgement"] == NOT_CLAIMED:
            said += f", as the model is: {row['as_it_is']}"
        rest = f"; not in: {row['not_in']}" if row["not_in"] and row["holds_in"] else ""
        holds = f"Holds in {row['holds_in']} of {row['of']} variants"
        lines.append(f"- **{row['headline']}** (*{row['claim']}*): {said}. {holds}{rest}.")
    return lines


def tables() -> list[str]:
    """Return a table for each headline claim: variants down, the propositions that stand for it across."""
    found = pd.read_csv(STORED)
    lines: list[str] = []
    for head, rows in found.groupby("headline", sort=False):
        claims = list(dict.fromkeys(rows["claim"]))
        lines += [f"### {str(head)[:1].upper()}{str(head)[1:]}", ""]
        lines += ["| variant | pairs | " + " | ".join(claims) + " |", "|---|---:|" + "---|" * len(claims)]
        for name, tried in rows.groupby("variant", sort=False):
            cells = {row["claim"]: _cell(row) for row in tried.to_dict("records")}
            pairs = int(tried["pairs"].max())
            lines.append(f"| {name} | {pairs} | " + " | ".join(cells[claim] for claim in claims) + " |")
        lines.append("")
    return lines[:-1] or [_NONE]


BLOCKS: dict[str, Callable[[], list[str]]] = {"judgements": judgements, "variants": tables}
