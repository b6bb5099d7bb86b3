"""The generated part of validation.md on variants of the model, from what `spirals variants` printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from spirals.studies.propositions.declare import PUSH_END
from spirals.studies.propositions.robustness import (
    DEPENDS,
    NOT_CLAIMED,
    ROBUST,
    UNCLEAR,
    WITHDRAWN,
    judged,
)
from spirals.studies.propositions.signs import SIGNS

STORED = Path(__file__).resolve().parent / "data" / "robustness.csv"
SHORT = {
    "holds": "holds",
    "holds, but tiny": "tiny",
    "unclear": "unclear",
    "does not hold (no effect)": "none",
    "does not hold (opposite)": "opposite",
    "not measured": "-",
}
SAYS = {
    ROBUST: "**holds in all variants**",
    DEPENDS: "**depends on the variant**",
    WITHDRAWN: "**withdrawn as a claim about ties**",
    NOT_CLAIMED: "**not claimed**",
    UNCLEAR: "**unclear** as the model is",
}


def _cell(row: dict[Any, Any]) -> str:
    if row["headline"] == SIGNS:
        return _sign(row)
    if not math.isfinite(row["effect"]):
        return SHORT[row["verdict"]]
    effect = f"{row['effect']:+.2f} [{row['effect_low']:+.2f}, {row['effect_high']:+.2f}]"
    effect = f"({effect})" if row["effect_between"] == "runs" else effect
    kept = f", {100 * row['kept']:.0f}%" if math.isfinite(row["kept"]) else ""
    word = SHORT[row["verdict"]]
    return f"{effect} {f'**{word}**' if word == 'holds' else word}{kept}"


def _sign(row: dict[Any, Any]) -> str:
    """Write one of the signs of a spiral: a ratio, days, or an arrow with its interval."""
    if math.isnan(row["difference"]):
        return "-"
    if "half-life" in row["claim"]:
        watched = row["days"] - PUSH_END
        return f"{row['difference']:.0f} days" if math.isfinite(row["difference"]) else f"over {watched} days"
    ends = f" [{row['low']:+.3f}, {row['high']:+.3f}]" if math.isfinite(row["low"]) else ""
    return f"{row['difference']:+.3f}{ends}" if ends else f"{row['difference']:.2f}"


def judgements() -> list[str]:
    """Say of each claim what is left of it."""
    lines = []
    for row in judged(pd.read_csv(STORED)).to_dict("records"):
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
    return lines[:-1]


BLOCKS: dict[str, Callable[[], list[str]]] = {"judgements": judgements, "variants": tables}
