"""Tables that a run left, taken as they are: people with all states and traits, ties with all features.

What `Organisation.people` and `Organisation.connections` give, or ``people.parquet`` and ``ties.parquet`` of a result
folder, is an organisation to start from.  Nothing is guessed and nothing drawn anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.population import LEVELS, NATURE_COLUMNS, PERSON_COLUMNS, RANGES, TIE_COLUMNS, TRAIT_COLUMNS
from spirals.structure.ids import rows_of
from spirals.structure.remarks import unused
from spirals.structure.roster import Roster
from spirals.structure.table import Table, counted, listed, quoted
from spirals.structure.ties import natural_order

Floats = NDArray[np.float64]

PLACES = ("id", "team", "level", "site", "active", "joined", "left", "tenure", "ties")
OF_RUN = ("scenario", "replicate")  # columns that tables of many runs begin with
_YES = ("true", "yes", "1", "1.0")
_OTHER_SIDE = {"_a": "_b", "_b": "_a"}


def are_people(table: Table) -> bool:
    """Return whether a table holds people as a run left them."""
    return {"id", "team", "level", "active", *PERSON_COLUMNS, *TRAIT_COLUMNS} <= table.columns.keys()


def are_ties(table: Table) -> bool:
    """Return whether a table holds ties as a run left them."""
    return {"a", "b", *TIE_COLUMNS, *NATURE_COLUMNS} <= table.columns.keys()


def people_of(table: Table) -> Roster:
    """Return the people who still belonged, with their states and traits.

    Raises
    ------
    InputError
        If the table holds several runs, an id twice, or a value that no run can leave.
    """
    _one_run(table)
    here = np.array([text.lower() in _YES for text in table.columns["active"]], dtype=bool)
    gone = int((~here).sum())
    table = _by_id(table.keep(here))
    roster = Roster.of(list(table.columns["id"]))
    roster.team, roster.site = list(table.columns["team"]), list(table.columns["site"])
    roster.level = np.array([_level(table, spot) for spot in range(table.rows)], dtype=np.int64)
    roster.tenure = np.maximum(_numbers(table, "tenure"), 0.0)
    roster.remote = _numbers(table, "remote") > 0.5
    own = [name for name in table.columns if name not in (*PLACES, *OF_RUN, *PERSON_COLUMNS, *TRAIT_COLUMNS)]
    roster.extra = {name: list(table.columns[name]) for name in own}
    roster.kept.people, roster.kept.traits = _block(table, PERSON_COLUMNS), _block(table, TRAIT_COLUMNS)
    roster.notes = [
        f"{table.file}: {counted(roster.size, 'person', 'people')} as a run left them, with every state and trait",
        *table.notes,
        unused("the calendar begins anew, and so do norms of teams and counts of what people did lately"),
    ]
    if gone:
        roster.notes.append(unused(f"{counted(gone, 'person', 'people')} who had left are left out"))
    return roster


def ties_of(table: Table, ids: list[str] | None) -> tuple[list[str], Roster]:
    """Return the ids and people without a place, tied as a run left them.

    Parameters
    ----------
    ids
        Who belongs, in their order; None: those whom the ties name.

    Raises
    ------
    InputError
        If the table holds several runs, names somebody who is not among the people, or a value that no run can leave.
    """
    _one_run(table)
    ends = (table.columns["a"], table.columns["b"])
    known = natural_order(list(dict.fromkeys([*ends[0], *ends[1]]))) if ids is None else ids
    row = {name: spot for spot, name in enumerate(known)}
    strangers = natural_order(sorted({*ends[0], *ends[1]} - row.keys()))
    if strangers:
        raise InputError(
            f"{table.file}: a: {counted(len(strangers), 'id')} not among the people: {listed(strangers)}; "
            "give the people that the same run left"
        )
    a, b = (np.array([row[name] for name in end], dtype=np.int64) for end in ends)
    turned = a > b
    low, high = np.where(turned, b, a), np.where(turned, a, b)
    order = np.lexsort((high, low))
    tied = Roster.of(known)
    tied.source, tied.target = low[order], high[order]
    ties = _block(table, TIE_COLUMNS, turned)
    ties[:, TIE_COLUMNS.index("favours")] *= np.where(turned, -1.0, 1.0)  # what b owes a
    ties = ties[order]
    tied.kept.ties, tied.kept.nature = ties, _block(table, NATURE_COLUMNS, turned)[order]
    unknown = np.full(len(order), np.nan)
    tied.familiarity = np.clip(ties[:, TIE_COLUMNS.index("familiarity")], 0.0, 1.0)
    tied.need = np.clip(tied.kept.nature[:, NATURE_COLUMNS.index("need")], 0.0, 1.0)
    tied.regard_ab, tied.regard_ba = unknown, unknown.copy()
    tied.notes = [f"{table.file}: {counted(len(order), 'tie')} as a run left them, with every feature", *table.notes]
    return known, tied


def _one_run(table: Table) -> None:
    for name in OF_RUN:
        if len(set(table.columns.get(name, ()))) > 1:
            raise InputError(f"{table.file}: {name}: holds several of them; keep the rows of one run")


def _by_id(table: Table) -> Table:
    ids = list(table.columns["id"])
    if len(set(ids)) < len(ids):
        raise InputError(f"{table.file}: id: somebody stands there twice; keep the rows of one run")
    if len(ids) < 2:
        raise InputError(f"{table.file}: id: only {counted(len(ids), 'person')} still belonged; give at least 2")
    return table.keep(rows_of(natural_order(ids), ids))


def _level(table: Table, spot: int) -> int:
    text = table.columns["level"][spot]
    if text not in LEVELS:
        raise InputError(
            f"{table.file}: level: {quoted(text)} in line {table.lines[spot]} is none of {', '.join(LEVELS)}; "
            "give the table as it was written"
        )
    return LEVELS.index(text)


def _numbers(table: Table, name: str) -> Floats:
    values = table.numbers(name)
    low, high = RANGES.get(name, (-np.inf, np.inf))
    wrong = np.flatnonzero(~((values >= low) & (values <= high)))
    if len(wrong):
        raise InputError(
            f"{table.file}: {name}: {quoted(table.columns[name][wrong[0]])} in line {table.lines[wrong[0]]} is nothing "
            "that a run leaves; give the table as it was written"
        )
    return values


def _block(table: Table, names: tuple[str, ...], turned: NDArray[np.bool_] | None = None) -> Floats:
    """Return columns as numbers; where a tie is turned round its sides change places."""
    block = np.column_stack([_numbers(table, name) for name in names])
    if turned is None:
        return block
    other = [names.index(name[:-2] + _OTHER_SIDE[name[-2:]]) if name[-2:] in _OTHER_SIDE else place
             for place, name in enumerate(names)]  # fmt: skip
    return np.where(turned[:, None], block[:, other], block)
