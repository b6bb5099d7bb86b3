"""Hold simulated runs against real diaries and networks: ``python docs/real_data.py ../shared/data``.

Writes ``docs/data/rhythms.csv``, ``docs/data/networks.csv`` and ``docs/img/rhythms.svg`` in some minutes, and holds the
parts of validation.md that are made from them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from spirals.analysis.real_networks import started
from spirals.analysis.targets.rhythms import STUDIES, compared
from spirals.experiments.figures import INK, MARKERS, PALETTE, RENDERING

FOLDER = Path(__file__).resolve().parent
RHYTHMS, NETWORKS = FOLDER / "data" / "rhythms.csv", FOLDER / "data" / "networks.csv"
HOURS = ("9 h", "11 h", "13 h", "15 h", "17 h")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
OTHERS = {
    "next answer": "carried to the next answer",
    "next day": "carried to the next day",
    "within": "variance within persons",
    "days": "variance between days of a person",
}


def _cell(rows: pd.DataFrame, name: str) -> str:
    found = rows[rows["statistic"] == name]
    if found.empty:
        return "-"
    row = found.iloc[0]
    ours = f"{row['simulated']:.2f}"
    return f"{row['data']:.2f} / {f'**{ours}**' if row['inside'] else ours}"


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(headings) + " |", "|---|" + "---:|" * (len(headings) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def rhythms() -> list[str]:
    """Return tables of data against simulation: the day, the week, what is carried over, where variance lies."""
    found = pd.read_csv(RHYTHMS)
    lines = []
    for title, names in (("by hour", HOURS), ("by weekday", WEEKDAYS), ("in time and between people", tuple(OTHERS))):
        rows = []
        for (study, variable), part in found.groupby(["study", "variable"], sort=False):
            cells = tuple(_cell(part, name) for name in names)
            if set(cells) != {"-"}:
                rows.append((f"{study}, {variable}", *cells))
        lines += [f"*{title[:1].upper()}{title[1:]}*", ""]
        lines += [*_table(("data / **simulated**", *(OTHERS.get(name, name) for name in names)), rows), ""]
    return lines[:-1]


def counted() -> list[str]:
    """Say how many simulated figures lie in the interval of the data, by kind and variable."""
    found = pd.read_csv(RHYTHMS)
    kinds: dict[str, str] = {**dict.fromkeys(HOURS, "by hour"), **dict.fromkeys(WEEKDAYS, "by weekday"), **OTHERS}
    found["kind"] = found["statistic"].map(kinds)
    by_kind = found.groupby(["kind", "variable"], sort=False)["inside"].agg(["sum", "size"])
    parts = [f"{kind}, {variable}: {row['sum']} of {row['size']}" for (kind, variable), row in by_kind.iterrows()]
    total = f"**{int(found['inside'].sum())} of {len(found)} simulated figures lie in the 95% interval of the data.**"
    known = "; ".join(f"{study.name}: {study.fitted}" for study in STUDIES if study.fitted)
    return [
        f"{total} {'; '.join(parts)}.",
        "",
        f"Fitted to: {known}. The other studies, and mood by hour, were not used.",
    ]


def networks() -> list[str]:
    """Return a table of organisations started from real networks."""
    rows = [
        (
            row["network"], f"{row['people']:.0f}", *(f"{row[f'ties_{when}']:.1f}" for when in ("first", "after")),
            f"{100 * row['kept']:.0f}%", *(f"{row[f'clustering_{when}']:.2f}" for when in ("first", "after")),
            f"{row['minutes']:.0f}", *(f"{row[f'quality_{when}']:.2f}" for when in ("first", "after")),
        )
        for row in pd.read_csv(NETWORKS).to_dict("records")
    ]  # fmt: skip
    return _table(
        (
            "network", "people", "ties a person", "after", "first ties kept", "clustering", "after",
            "contact minutes a day", "quality", "after",
        ),
        rows,
    )  # fmt: skip


BLOCKS: dict[str, Callable[[], list[str]]] = {"rhythms counted": counted, "rhythms": rhythms, "networks": networks}


def picture(found: pd.DataFrame) -> Figure:
    """Draw mood and energy by hour and by weekday: each study as a line, the simulation as a band over its samples."""
    figure = Figure(figsize=(9.0, 5.6), layout="constrained")
    axes = figure.subplots(2, 2, sharey="row")
    for row, variable in enumerate(("mood", "energy")):
        for column, names in enumerate((HOURS, WEEKDAYS)):
            _panel(axes[row][column], found[found["variable"] == variable], names)
            axes[row][column].set_title(f"{variable} by {'hour' if column == 0 else 'weekday'}", color=INK)
        axes[row][0].set_ylabel("deviation from own mean, SD")
    handles = {label: one for axis in axes.flat for one, label in zip(*axis.get_legend_handles_labels(), strict=True)}
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=3, frameon=False)
    return figure


def _panel(axis: Any, found: pd.DataFrame, names: tuple[str, ...]) -> None:
    ours = found[found["statistic"].isin(names)].groupby("statistic")["simulated"].agg(["min", "max"]).reindex(names)
    axis.fill_between(range(len(names)), ours["min"], ours["max"], color="0.8", label="simulated, asked as each study")
    for place, study in enumerate(STUDIES):
        part = found[found["study"] == study.name].set_index("statistic").reindex(names).dropna(subset=["data"])
        if not part.empty:
            where = [names.index(name) for name in part.index]
            axis.plot(where, part["data"], marker=MARKERS[place], color=PALETTE[1 + place], lw=1.2, label=study.name)
    axis.axhline(0.0, color="0.6", lw=0.6)
    axis.set_xticks(range(len(names)), [name[:3] if name in WEEKDAYS else name for name in names])
    axis.spines[["top", "right"]].set_visible(False)


def main(words: list[str]) -> int:
    """Measure, store and draw."""
    data = Path(words[0]) if words else FOLDER.parent.parent / "shared" / "data"
    if not data.is_dir():
        print(f"{data}: is no folder; name the folder of real data", file=sys.stderr)
        return 2
    found = compared(data)
    found.to_csv(RHYTHMS, index=False, float_format="%.4g", lineterminator="\n")
    started(data).to_csv(NETWORKS, index=False, float_format="%.4g", lineterminator="\n")
    with RENDERING, matplotlib.rc_context({"svg.hashsalt": "spirals"}):
        picture(found).savefig(FOLDER / "img" / "rhythms.svg", metadata={"Date": None, "Creator": None})
    print("wrote docs/data/rhythms.csv, docs/data/networks.csv, docs/img/rhythms.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
