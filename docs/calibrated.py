"""The blocks of calibration.md, from what `spirals calibrate` stored (docs/data/calibration)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).resolve().parent / "data" / "calibration"
_TELLING = 0.3  # loadings that are shown
_RESTS = {"data": "**data**", "both": "both", "prior": "prior"}


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]], right: str) -> list[str]:
    names = list(heads)
    marks = ["---:" if side == "r" else "---" for side in right]
    lines = ["| " + " | ".join(names) + " |", "|" + "|".join(marks) + "|"]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def made() -> list[str]:
    """Say how the fit was made."""
    said = json.loads((FOLDER / "provenance.json").read_text(encoding="utf-8"))
    rounds = _read("generations")
    table = _table(
        ("generation", "distance below", "proposals", "kept"),
        (
            (row.generation, "-" if row.generation == 0 else f"{row.threshold:.2f}", row.proposals, row.kept)
            for row in rounds.itertuples()
        ),
        "rrrr",
    )
    libraries = ", ".join(f"{name} {version}" for name, version in said["libraries"].items())
    return [
        f"{rounds['proposals'].sum()} proposals, {len(rounds)} generations of {said['particles']}, seed "
        f"{said['seed']}; the last is worth {said['effective_draws']:.0f} draws of equal weight. Version "
        f"{said['spirals']}, {libraries}.",
        "",
        *table,
    ]


def parameters() -> list[str]:
    """Return what is known of each parameter."""
    rows = (
        (
            f"`{row.parameter}`", f"{row.default:g}", f"{row.median:.3g} [{row.low:.3g}, {row.high:.3g}]",
            f"{row.ratio:.2f} ± {row.error:.2f}", f"{row.shift:+.2f}", f"{row.set_at:.0%}", _RESTS[row.rests_on],
        )
        for row in _read("parameters").itertuples()
    )  # fmt: skip
    heads = ("parameter", "set to", "posterior [90%]", "SD / prior SD", "moved, prior SDs", "draws below", "rests on")
    return _table(heads, rows, "lrlrrrl")


def directions() -> list[str]:
    """Return the best known and the least known combinations of parameters."""
    found = _read("directions")
    known = int(found["known"].sum())
    names = list(found.columns[4:])

    def row(place: int) -> tuple[str, ...]:
        one = found.iloc[place]
        loads = sorted(((float(one[name]), name) for name in names), key=lambda pair: -abs(pair[0]))
        told = ", ".join(f"{size:+.2f} `{name}`" for size, name in loads[:5] if abs(size) >= _TELLING)
        return str(place + 1), f"{one['sd']:.2f}", f"{one['chance_low']:.2f} to {one['chance_high']:.2f}", told

    shown = [*range(min(4, len(found))), *range(max(4, len(found) - 3), len(found))]
    return [
        f"**{known} of {len(found)} directions are narrower than the narrowest of as many draws of the prior would "
        "be.**",
        "",
        *_table(("direction", "SD / prior SD", "if data said nothing", "made of"), map(row, shown), "rrll"),
    ]


def targets() -> list[str]:
    """Return the targets that draws of the posterior miss most, and what the fit did to them."""
    found = _read("fit").sort_values("miss", ascending=False, kind="stable")
    inside = ((found["low"] <= found["median"]) & (found["median"] <= found["high"])).sum()
    rows = (
        (
            row.target, row.what, f"{row.prior_median:.3g}", f"{row.prior_inside:.0%}", f"{row.median:.3g}",
            f"{row.inside:.0%}", f"{row.miss:.2f}",
        )
        for row in found.head(12).itertuples()
    )  # fmt: skip
    heads = ("target", "what", "prior median", "inside", "posterior median", "inside", "mean miss")
    return [
        f"**In the posterior median {inside} of {len(found)} rows are inside their bands.** The twelve missed most:",
        "",
        *_table(heads, rows, "llrrrrr"),
    ]


def screening() -> list[str]:
    """Return how much each parameter moves the targets."""
    found = _read("screening")
    rows = (
        (f"`{row.parameter}`", _ends(row), f"{row.strength:.2f}", row.most_on, f"{row.shift:+.2f}")
        for row in found[found["strength"] > 0.0].itertuples()
    )
    silent = ", ".join(f"`{name}`" for name in found[found["strength"] == 0.0]["parameter"])
    table = _table(("parameter", "moved from, to", "strength", "most on", "shift"), rows, "llrlr")
    return [*table, "", f"Not told from chance: {silent}."]


def _ends(row: Any) -> str:
    return f"{row.low:.3g} to {row.high:.3g}"


def fresh() -> list[str]:
    """Return the rows on which the defaults and the posterior's middle differ, on seeds that neither was fitted to."""
    found = _read("fresh")
    inside = {
        name: int(((found["low"] <= found[name]) & (found[name] <= found["high"])).sum())
        for name in ("default", "fitted")
    }
    changed = found[(found["default"] - found["fitted"]).abs() > 0.25 * found["unit"]]
    rows = (
        (
            row.target, row.what, f"{row.default:.3g}", f"{row.default_inside:.0%}", f"{row.fitted:.3g}",
            f"{row.fitted_inside:.0%}",
        )
        for row in changed.itertuples()
    )  # fmt: skip
    heads = ("target", "what", "defaults", "seeds inside", "posterior medians", "seeds inside")
    return [
        f"**Of {len(found)} rows {inside['default']} are inside at the defaults, {inside['fitted']} at the posterior's "
        "medians.** Rows that differ by more than an eighth of their band:",
        "",
        *_table(heads, rows, "llrrrr"),
    ]


BLOCKS: dict[str, Callable[[], list[str]]] = {
    "made": made, "parameters": parameters, "directions": directions, "targets": targets, "screening": screening,
    "fresh": fresh,
}  # fmt: skip
