"""Reading the rows of a ties file: who names whom, in which kind, how strongly."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.structure.columns import FIRST_SEEN, TIME, find, is_rating_word, normal
from spirals.structure.table import Table, counted, listed, quoted, read_table


@dataclass(frozen=True)
class TieColumns:
    """Columns of the ties file that a user stated; None where synonyms decide."""

    source: str | None = None
    target: str | None = None
    weight: str | None = None
    kind: str | None = None
    wave: str | None = None


@dataclass
class Namings:
    """Who names whom: one row per kind, source and target, repeats already summed.

    Attributes
    ----------
    file
        Path for messages.
    kinds
        Names of the kinds; one empty name if the file has none.
    kind, source, target
        Index into ``kinds`` and rows of the two people.
    weight
        Sum of the weights (1 per row where the file has no weight).
    rating
        Whether the weight column has the name of a rating.
    weighted
        Name of the weight column, empty if there is none.
    """

    file: str
    kinds: list[str]
    kind: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    rating: bool = False
    weighted: str = ""
    notes: list[str] = field(default_factory=list)


def natural_order(ids: list[str]) -> list[str]:
    """Return ids in the order people expect: numbers by value, then texts.

    Examples
    --------
    >>> natural_order(["10", "b", "9"])
    ['9', '10', 'b']
    """

    def key(text: str) -> tuple[int, int, str]:
        return (0, int(text), text) if text.isdecimal() and len(text) < 19 else (1, 0, text)

    return sorted(ids, key=key)


def read_ties(
    path: Path, ids: list[str] | None, columns: TieColumns, min_weight: float | None = None
) -> tuple[list[str], Namings]:
    """Return the ids (taken from the ties where none are given) and the namings.

    Raises
    ------
    InputError
        If the file cannot be read, an id is unknown or missing, or a weight is no number.
    """
    table = read_table(path)
    source = find(table, "source", columns.source, required=True)
    target = find(table, "target", columns.target, required=True)
    assert source is not None
    assert target is not None
    if source == target:
        raise InputError(f"{table.file}: {target}: source and target are the same column; name two columns")
    kind = find(table, "kind", columns.kind)
    table = _last_wave(table, columns.wave, kind)
    _no_blank(table, source, target)
    table = _no_repeats(table)
    known = (
        ids if ids is not None else natural_order(list(dict.fromkeys([*table.columns[source], *table.columns[target]])))
    )
    one, two = _rows(table, source, known), _rows(table, target, known)
    weight, weighted = _weights(table, columns.weight, {source, target, kind})
    keep = _kept(table, one, two, weight, min_weight)
    names, number = _kinds(table, kind)
    namings = Namings(
        table.file, names, number[keep], one[keep], two[keep], weight[keep],
        rating=is_rating_word(weighted), weighted=weighted, notes=table.notes,
    )  # fmt: skip
    return known, _summed(table, namings)


def _last_wave(table: Table, wanted: str | None, kind: str | None) -> Table:
    """Keep the last wave of each kind, or the first where a file only marks when a tie was first seen."""
    column = find(table, "wave", wanted)
    first = column is None
    if column is None:
        column = next((header for header in table.columns if normal(header) in FIRST_SEEN), None)
    if column is None:
        return table
    values = table.columns[column]
    order = {name: rank for rank, name in enumerate(natural_order(sorted(set(values))))}
    rank = np.array([order[text] for text in values])
    group = table.columns[kind] if kind is not None else np.zeros(len(rank))
    chosen = pd.Series(rank).groupby(group).transform("min" if first else "max").to_numpy()
    keep = rank == chosen
    if first:
        keep = rank == rank.min()
        table.notes.append(
            f"column '{column}' marks when a tie was first seen, not whether it lasted: "
            f"only {quoted(min(order, key=lambda name: order[name]))} counts, "
            f"{counted(int((~keep).sum()), 'later row')} dropped"
        )
    elif not keep.all():
        earlier = counted(int((~keep).sum()), "earlier row")
        table.notes.append(f"several waves in column '{column}': the last counts, {earlier} dropped")
    return table.keep(keep)


def _no_blank(table: Table, source: str, target: str) -> None:
    for column in (source, target):
        blank = np.flatnonzero(table.columns[column] == "")
        if len(blank):
            raise InputError(
                f"{table.file}: {column}: the id in line {table.lines[blank[0]]} is empty; fill it in or delete the row"
            )


def _no_repeats(table: Table) -> Table:
    repeated = pd.DataFrame(table.columns).duplicated().to_numpy()
    if repeated.any():
        table.notes.append(f"{counted(int(repeated.sum()), 'duplicate row')} dropped")
    return table.keep(~repeated)


def _rows(table: Table, column: str, ids: list[str]) -> NDArray[np.int64]:
    rows = pd.Index(ids, dtype=object).get_indexer(pd.Index(table.columns[column], dtype=object))
    if (rows < 0).any():
        unknown = natural_order(sorted(set(table.columns[column][rows < 0])))
        raise InputError(
            f"{table.file}: {column}: {counted(len(unknown), 'id')} not among the people: {listed(unknown)}; "
            "add them to the people file or correct them"
        )
    return rows.astype(np.int64)


def _weights(table: Table, wanted: str | None, used: set[str | None]) -> tuple[NDArray[np.float64], str]:
    column = find(table, "weight", wanted)
    if column is None or column in used:
        return np.ones(table.rows), ""
    if wanted is None and not table.is_numeric(column) and normal(column) != "weight":
        table.notes.append(f"column '{column}' holds texts, so it is not read as weight")
        return np.ones(table.rows), ""
    weight = table.numbers(column)
    wrong = np.flatnonzero(np.isnan(weight) | (weight < 0))
    if len(wrong):
        what = "empty" if np.isnan(weight[wrong[0]]) else "negative"
        raise InputError(
            f"{table.file}: {column}: the weight in line {table.lines[wrong[0]]} is {what}; "
            "give a number, 0 for no tie, and a kind such as dislike for bad ties"
        )
    table.notes.append(f"column '{column}' gives the strength: larger means stronger")
    return weight, column


def _kept(
    table: Table,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    weight: NDArray[np.float64],
    min_weight: float | None,
) -> NDArray[np.bool_]:
    own = source == target
    if own.any():
        table.notes.append(f"{counted(int(own.sum()), 'self-tie')} dropped")
    nothing = ~own & (weight <= 0)
    if nothing.any():
        table.notes.append(f"{counted(int(nothing.sum()), 'row')} of weight 0 dropped: no tie")
    weak = ~own & ~nothing & (weight < min_weight) if min_weight is not None else np.zeros_like(own)
    if weak.any():
        table.notes.append(f"{counted(int(weak.sum()), 'row')} of weight below {min_weight:g} dropped")
    return ~(own | nothing | weak)


def _kinds(table: Table, column: str | None) -> tuple[list[str], NDArray[np.int64]]:
    if column is None:
        return [""], np.zeros(table.rows, dtype=np.int64)
    names, number = np.unique(table.columns[column].astype(str), return_inverse=True)
    return [str(name) for name in names], number.astype(np.int64)


def _summed(table: Table, namings: Namings) -> Namings:
    """Return the namings with repeats of one kind, source and target summed."""
    keys = pd.DataFrame({"kind": namings.kind, "source": namings.source, "target": namings.target})
    grouped = keys.assign(weight=namings.weight).groupby(["kind", "source", "target"], sort=True)
    total = grouped.sum().reset_index()
    repeats = len(keys) - len(total)
    if repeats:
        clock = next((f" (column '{name}')" for name in table.columns if normal(name) in TIME), "")
        what = f"their '{namings.weighted}' is summed" if namings.weighted else "the weight is their number"
        namings.notes.append(f"{counted(repeats, 'row')} name a pair again{clock}; {what}")
    namings.kind = total["kind"].to_numpy(dtype=np.int64)
    namings.source = total["source"].to_numpy(dtype=np.int64)
    namings.target = total["target"].to_numpy(dtype=np.int64)
    namings.weight = total["weight"].to_numpy(dtype=np.float64)
    return namings
