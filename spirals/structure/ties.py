"""Reading the rows of a ties file: who names whom, in which kind, how strongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.structure.columns import (
    FIRST_SEEN,
    NOBODY,
    SYNONYMS,
    TIME,
    WAVE_LIKE,
    find,
    has,
    is_rating_word,
    missing,
    named,
    normal,
    reading_of,
)
from spirals.structure.dates import dates_of, waves_in_order
from spirals.structure.ids import person_called, rows_of, spelt_alike
from spirals.structure.ordered import plain, strengths
from spirals.structure.remarks import doubtful, unused
from spirals.structure.table import MISSING, Table, counted, listed, quoted

type Never = Literal["auto", "none"] | float | Mapping[str, float]
"""Which answer means "never": found, none, a number, or a number for each kind."""

BAD = " (negative)"  # after the name of a kind: its rows of negative weight
_UNDIRECTED = frozenset({"undirected", "ungerichtet", "non oriente", "nonoriente", "no dirigido"})
_DIRECTED = frozenset({"directed", "gerichtet", "oriente", "dirigido"})
MOST_WAVES = 24  # more distinct times are those of single contacts
ALL_ASKED = 0.8  # share of all ordered pairs from which on everybody was asked about everybody
ASKED_ROWS = 20  # fewer answers cannot show that the lowest is the usual one


@dataclass(frozen=True)
class TieColumns:
    """Columns of the ties file that a user stated; None where synonyms decide.

    Attributes
    ----------
    questions
        Columns of which each is a kind of its own.
    never
        Which answer means that there is no tie.
    """

    source: str | None = None
    target: str | None = None
    weight: str | None = None
    kind: str | None = None
    wave: str | None = None
    questions: tuple[str, ...] = ()
    never: Never = "auto"


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
    directed
        Whether rows have a direction, where the file says so.
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
    directed: bool | None = None


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
    table: Table,
    ids: list[str] | None,
    columns: TieColumns,
    min_weight: float | None = None,
    called: Callable[[], Mapping[str, str]] = dict,
) -> tuple[list[str], Namings]:
    """Return the ids (taken from the ties where none are given) and the namings.

    Parameters
    ----------
    called
        Gives the id of each person by names and addresses that may stand for it.

    Raises
    ------
    InputError
        If an id is unknown or missing, or a weight is no number.
    """
    source, target = _ends(table, columns)
    kind = find(table, "kind", columns.kind)
    table, kind, directed = _direction(table, source, target, kind, columns)
    table, wave = _last_wave(table, columns.wave, kind, (source, target))
    table = _filled(_split(table, source, target), source, target)
    table = _no_repeats(table)
    used: set[str | None] = {source, target, kind, wave}
    table, kind, weight_column = _questions(table, columns, kind, used)
    known = (
        ids if ids is not None else natural_order(list(dict.fromkeys([*table.columns[source], *table.columns[target]])))
    )
    table, one, two = _rows(table, source, target, known, called)
    weight, weighted, answered = _weights(table, weight_column, columns.weight, used | {kind})
    table, one, two, weight = (
        table.keep(answered),
        one[answered],
        two[answered],
        weight[answered],
    )
    names, number = _kinds(table, kind)
    names, number, weight = _bad_apart(table, names, number, weight)
    rating = is_rating_word(weighted)
    asked = _never(table, columns.never, names, number, weight, rating, len(known))
    keep = _kept(table, one, two, np.where(asked, np.nan, weight), min_weight)
    _list_unused(table, {*used, kind, weighted, *columns.questions})
    namings = Namings(
        table.file, names, number[keep], one[keep], two[keep], weight[keep],
        rating=rating, weighted=weighted, notes=table.notes, directed=directed,
    )  # fmt: skip
    return known, _summed(table, namings)


def people_at_the_ends(table: Table, columns: TieColumns) -> tuple[Table, Table] | None:
    """Return people and ties where every row tells about both of its people, as ``Primary_Team``, ``Secondary_Team``.

    The column of a person and what is told of them start with the same word; None where nothing is told.
    """
    by_name = named(table)
    stated = {"source": columns.source, "target": columns.target}
    ends = {
        role: said or next((by_name[name] for name in SYNONYMS[role] if name in by_name), "")
        for role, said in stated.items()
    }
    prefixes = {role: header[: header.rfind("_") + 1] for role, header in ends.items()}
    one, two = prefixes.values()
    if not one or not two or one == two or any(header not in table.columns for header in ends.values()):
        return None
    told = [
        header.removeprefix(one)
        for header in table.columns
        if header.startswith(one) and header not in ends.values() and two + header.removeprefix(one) in table.columns
    ]
    if not told:
        return None
    ids = np.concatenate([table.columns[header] for header in ends.values()])
    known, first = np.unique(ids.astype(str), return_index=True)
    made = {"id": known.astype(object)}
    made |= {name: np.concatenate([table.columns[one + name], table.columns[two + name]])[first] for name in told}
    people = Table(table.file, made, np.arange(1, len(known) + 1))
    people.notes.append(f"no people file: people as the ties tell of them, by {listed(told)}")
    left = {name: values for name, values in table.columns.items() if name.removeprefix(one) not in told}
    left = {name: values for name, values in left.items() if name.removeprefix(two) not in told}
    return people, replace(table, columns=left)


def _ends(table: Table, columns: TieColumns) -> tuple[str, str]:
    if table.headerless and columns.source is None and columns.target is None and len(table.columns) >= 2:
        names = list(table.columns)
        table.notes.append(
            doubtful(
                f"'{names[0]}' read as source and '{names[1]}' as target; a header line with these words settles it"
            )
        )
        return names[0], names[1]
    source, target = find(table, "source", columns.source), find(table, "target", columns.target)
    lacking = [role for role, column in (("source", source), ("target", target)) if column is None]
    if source is not None and target is None and columns.target is None:
        raise InputError(
            f"{missing(table, *lacking)}; as it stands the file says of one person only, so it holds no ties between "
            "people"
        )
    if source is None or target is None:
        raise InputError(missing(table, *lacking))
    if source == target:
        raise InputError(f"{table.file}: {target}: source and target are the same column; name two columns")
    return source, target


def _direction(
    table: Table, source: str, target: str, kind: str | None, columns: TieColumns
) -> tuple[Table, str | None, bool | None]:
    """Read a column of directed and undirected, as network programs write it, as direction and not as kind."""
    by_name = named(table)
    wanted = [by_name[name] for name in (*SYNONYMS["kind"], "direction", "directed") if name in by_name]
    candidates = (name for name in dict.fromkeys(wanted) if columns.kind is None or name != kind)
    column = next((name for name in candidates if _says_direction(table.columns[name])), None)
    if column is None:
        return table, kind, None
    both = np.array([plain(text) in _UNDIRECTED for text in table.columns[column]])
    table.notes[:] = [note for note in table.notes if note != f"column '{column}' read as kind"]
    share = "no" if both.all() else "all" if not both.any() else f"{int((~both).sum())} of {table.rows}"
    table.notes.append(f"column '{column}' is read as direction: {share} rows directed")
    left = {name: values for name, values in table.columns.items() if name != column}
    bare = replace(table, columns=left)
    if kind == column:
        kind = find(bare, "kind", None)
    if both.all() or not both.any():
        return bare, kind, not both.any()
    turned = {source: left[target][both], target: left[source][both]}
    more = {name: np.concatenate([values, turned.get(name, values[both])]) for name, values in left.items()}
    return replace(bare, columns=more, lines=np.append(table.lines, table.lines[both])), kind, True


def _says_direction(values: NDArray[np.object_]) -> bool:
    distinct = set(values)
    return len(distinct) <= 2 * len(_DIRECTED) and {plain(text) for text in distinct} <= _UNDIRECTED | _DIRECTED


def _split(table: Table, source: str, target: str) -> Table:
    """Give each of several recipients in one cell a row."""
    parts = {text: _recipients(text) for text in set(table.columns[target])}
    many = np.array([max(1, len(parts[text])) for text in table.columns[target]])
    if many.max() == 1:
        return table
    cells = [parts[text] for text in table.columns[target]]
    rows = np.repeat(np.arange(table.rows), many)
    columns = {name: values[rows] for name, values in table.columns.items()}
    columns[target] = np.array([part for parts in cells for part in parts or [""]], dtype=object)
    table.notes.append(f"{counted(int((many > 1).sum()), 'row')} with several recipients split")
    return replace(table, columns=columns, lines=table.lines[rows])


def _recipients(text: str) -> list[str]:
    """Return whom a cell names: several where they are separated, addresses by commas too."""
    marks = r"[;|,]" if text.count("@") > 1 else r"[;|]"
    return [part.strip() for part in re.split(marks, text) if part.strip()]


def _filled(table: Table, source: str, target: str) -> Table:
    """Leave out rows without one of the two people, unless most are like that."""
    for column in (source, target):
        blank = table.columns[column] == ""
        if 2 * blank.sum() >= table.rows:
            raise InputError(
                f"{table.file}: {column}: the id in line {table.lines[blank.argmax()]} is empty; "
                "fill it in or delete the row"
            )
        if blank.any():
            table.notes.append(doubtful(f"{counted(int(blank.sum()), 'row')} without {column} left out"))
            table = table.keep(~blank)
    return table


def _questions(
    table: Table, columns: TieColumns, kind: str | None, used: set[str | None]
) -> tuple[Table, str | None, str | None]:
    """Make kinds of several columns of answers: each column is one.

    Returns the table, the column of kinds and, if it is settled here, that of weights.
    """
    chosen = [find(table, "question", name) for name in columns.questions]
    asked = [name for name in chosen if name is not None]
    if not asked and columns.weight is None and not has(table, "weight") and kind is None:
        asked = [
            name
            for name in table.columns
            if name not in used and normal(name) not in {*TIME, *FIRST_SEEN, "id", "label"} and _answers(table, name)
        ]
        if len(asked) == 1:
            table.notes.append(doubtful(f"column '{asked[0]}' read as weight; --weight-column none leaves it aside"))
        elif asked:
            table.notes.append(
                doubtful(
                    f"{counted(len(asked), 'column')} of answers, each read as a kind of tie: {listed(asked)}; "
                    "--question-column NAME keeps some, --weight-column NAME one"
                )
            )
    if not asked:
        return table, kind, None
    rows = np.tile(np.arange(table.rows), len(asked))
    kinds = np.repeat(np.array(asked, dtype=object), table.rows)
    left = {name: values[rows] for name, values in table.columns.items() if name not in asked}
    left |= {"kind of tie": kinds, "answer": np.concatenate([table.columns[name] for name in asked])}
    return replace(table, columns=left, lines=table.lines[rows]), "kind of tie", "answer"


def _answers(table: Table, name: str) -> bool:
    if table.is_numeric(name):
        return True
    return strengths(text for text in table.columns[name] if text.lower() not in MISSING) is not None


def _last_wave(table: Table, wanted: str | None, kind: str | None, ends: tuple[str, str]) -> tuple[Table, str | None]:
    """Keep the last wave of each kind, or the first where a file only marks when a tie was first seen."""
    column = find(table, "wave", wanted)
    first, guessed = False, False
    if column is None and wanted != NOBODY:
        column = next((header for header in table.columns if normal(header) in FIRST_SEEN), None)
        first = column is not None
    if column is None and wanted is None:
        column, guessed = _wave_by_time(table), True
    if column is None:
        return table, None
    values = table.columns[column]
    order = waves_in_order(values)
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
        said = f"{len(order)} waves in column '{column}': the last counts, {earlier} dropped"
        if guessed:
            said = doubtful(f"{said}; --wave-column none adds the rows of all up")
        table.notes.append(said)
    return table.keep(keep), column


def _wave_by_time(table: Table) -> str | None:
    """Return a column of few times, each of which many rows share: waves of a survey, not moments of contact."""
    by_name = named(table)
    for name in WAVE_LIKE:
        if name in by_name:
            values = table.columns[by_name[name]]
            distinct = len(set(values))
            clock = any(":" in text for text in values)
            whole = all(re.fullmatch(r"\d{1,4}|[wtq]\d{1,2}", text.lower()) for text in values)
            if (
                not clock
                and 2 <= distinct <= MOST_WAVES
                and len(values) >= 3 * distinct
                and (whole or dates_of(values) is not None)
            ):
                return by_name[name]
    return None


def _no_repeats(table: Table) -> Table:
    repeated = pd.DataFrame(table.columns).duplicated().to_numpy()
    if repeated.any():
        table.notes.append(f"{counted(int(repeated.sum()), 'duplicate row')} dropped")
    return table.keep(~repeated)


def _rows(
    table: Table, source: str, target: str, ids: list[str], called: Callable[[], Mapping[str, str]]
) -> tuple[Table, NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of both people of each row of the table, which loses rows that name somebody unknown.

    Raises
    ------
    InputError
        If half of the rows or more name somebody unknown.
    """
    ends = {column: table.columns[column] for column in (source, target)}
    unknown = {text for values in ends.values() for text in values} - set(ids)
    if unknown:
        meant, why = _meant(unknown, ids, called)
        if meant:
            ends = {
                column: np.array([meant.get(text, text) for text in values], dtype=object)
                for column, values in ends.items()
            }
            table.notes.append(f"{counted(len(meant), 'id')} matched although written otherwise: {', '.join(why)}")
    one, two = rows_of(ends[source], ids), rows_of(ends[target], ids)
    for column, rows in ((source, one), (target, two)):
        if 2 * (rows < 0).sum() >= table.rows:
            raise InputError(_unknown(table, column, ends[column][rows < 0], ids))
    lost = (one < 0) | (two < 0)
    if lost.any():
        strangers = natural_order(sorted({*ends[source][one < 0], *ends[target][two < 0]}))
        table.notes.append(
            doubtful(
                f"{counted(int(lost.sum()), 'row')} left out that name {counted(len(strangers), 'id')} not among the "
                f"people: {listed(strangers)}"
            )
        )
    return table.keep(~lost), one[~lost], two[~lost]


def _meant(
    unknown: set[str], ids: list[str], called: Callable[[], Mapping[str, str]]
) -> tuple[dict[str, str], list[str]]:
    meant, why = spelt_alike(unknown, ids)
    left = sorted(unknown - set(meant))
    names = called() if left else {}
    found = {text: person_called(text, names) for text in left}
    by_name = {text: one for text, one in found.items() if one is not None}
    if by_name:
        meant, why = meant | by_name, [*why, "names or addresses instead of ids"]
    return meant, why


def _unknown(table: Table, column: str, texts: NDArray[np.object_], ids: list[str]) -> str:
    unknown = natural_order(sorted(set(texts)))
    return (
        f"{table.file}: {column}: {counted(len(unknown), 'id')} not among the people: {listed(unknown)} "
        f"(people are called for example {quoted(ids[0])}); add them to the people file or correct them"
    )


def _weights(
    table: Table, settled: str | None, wanted: str | None, used: set[str | None]
) -> tuple[NDArray[np.float64], str, NDArray[np.bool_]]:
    """Return the weights, the column that gives them, and which rows have one."""
    column = settled or find(table, "weight", wanted)
    everyone = np.ones(table.rows, dtype=bool)
    if column is None or column in used:
        return np.ones(table.rows), "", everyone
    given = np.array([text.lower() not in MISSING for text in table.columns[column]])
    if not table.is_numeric(column):
        words = strengths(table.columns[column][given])
        if words is not None:
            order = " < ".join(quoted(text) for text in words)
            table.notes.append(f"column '{column}' gives the strength in words: {order}")
            weight = np.array([words.get(text, np.nan) for text in table.columns[column]], dtype=float)
            return weight, column, _answered(table, column, given)
        if wanted is None and normal(column) != "weight":
            table.notes.append(doubtful(f"column '{column}' holds texts, so it is not read as weight"))
            return np.ones(table.rows), "", everyone
    weight = table.numbers(column)
    missing_too = np.isnan(weight)
    if 2 * missing_too.sum() >= table.rows:
        raise InputError(
            f"{table.file}: {column}: the weight in line {table.lines[missing_too.argmax()]} is empty; "
            "give a number, 0 for no tie"
        )
    if settled is None:
        table.notes.append(f"column '{column}' gives the strength: larger means stronger")
    return weight, column, _answered(table, column, ~missing_too)


def _answered(table: Table, column: str, given: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if not given.all():
        table.notes.append(f"{counted(int((~given).sum()), 'row')} without '{column}' left out: no answer")
    return given


def _bad_apart(
    table: Table, names: list[str], number: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.float64]]:
    """Make rows of negative weight a bad kind of their own, as a scale from -2 to 2 means them."""
    bad = weight < 0
    if not bad.any():
        return names, number, weight
    wrong = sorted(set(number[bad].tolist()))
    apart = {kind: len(names) + place for place, kind in enumerate(wrong)}
    table.notes.append(
        doubtful(
            f"{counted(int(bad.sum()), 'row')} of negative weight: read as bad ties, and rows of 0 as none; "
            "--weight-column none or another scale settles it"
        )
    )
    moved = np.array([apart.get(kind, kind) if is_bad else kind for kind, is_bad in zip(number, bad, strict=True)])
    return [*names, *(f"{names[kind]}{BAD}" for kind in wrong)], moved.astype(np.int64), np.abs(weight)


def _never(
    table: Table,
    never: Never,
    names: list[str],
    number: NDArray[np.int64],
    weight: NDArray[np.float64],
    rating: bool,
    people: int,
) -> NDArray[np.bool_]:
    """Return the rows whose answer means "never" or "not at all", so that they are no tie."""
    asked = np.zeros(len(weight), dtype=bool)
    if never == "none":
        return asked
    for kind, name in enumerate(names):
        here = number == kind
        if isinstance(never, Mapping):
            value = never.get(name)
        elif never == "auto":
            value = _looks_like_never(name, weight[here], rating, people)
        else:
            value = float(never)
        signed = name.endswith(BAD) or f"{name}{BAD}" in names  # 1 is an answer on a scale from -2 to 2
        if value is None or signed:
            continue
        rows = here & (weight <= value)
        if not rows.any():
            continue
        asked |= rows
        label = f"kind '{name}'" if name else "ties"
        said = (
            f"{label}: {counted(int(rows.sum()), 'answer')} of {value:g} read as 'never' or 'not at all', so as no tie"
        )
        if never == "auto":
            said = doubtful(f"{said}; --never none makes ties of them, --never {value:g} says that it is right")
        table.notes.append(said)
    return asked


def _looks_like_never(name: str, weight: NDArray[np.float64], rating: bool, people: int) -> float | None:
    """Return the lowest answer if it is by far the usual one, of a rating or of a question about all pairs."""
    given = weight[weight > 0]
    values, counts = np.unique(given, return_counts=True)
    whole = bool(np.all(values == np.round(values))) and len(values) > 1 and values[-1] <= 10
    if len(given) < ASKED_ROWS or not whole or counts[0] <= counts[1:].sum():
        return None
    all_pairs = len(given) >= ALL_ASKED * people * (people - 1)
    judged = rating or is_rating_word(name) or reading_of(name) == "negative"
    return float(values[0]) if all_pairs or judged else None


def _kept(
    table: Table,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    weight: NDArray[np.float64],
    min_weight: float | None,
) -> NDArray[np.bool_]:
    own, never = source == target, np.isnan(weight)
    if own.any():
        table.notes.append(f"{counted(int(own.sum()), 'self-tie')} dropped")
    nothing = ~own & (weight <= 0)
    if nothing.any():
        table.notes.append(f"{counted(int(nothing.sum()), 'row')} of weight 0 dropped: no tie")
    weak = ~own & ~nothing & (weight < min_weight) if min_weight is not None else np.zeros_like(own)
    if weak.any():
        table.notes.append(f"{counted(int(weak.sum()), 'row')} of weight below {min_weight:g} dropped")
    return ~(own | nothing | weak | never)


def _list_unused(table: Table, used: set[str | None]) -> None:
    left = [name for name in table.columns if name not in used and normal(name) not in ("id", "label")]
    left = [name for name in left if any(table.columns[name])]
    if left:
        asked = [name for name in left if normal(name) not in TIME and _answers(table, name)]
        text = f"further columns not used: {listed(left)}"
        if asked:
            table.notes.append(doubtful(f"{text}; --question-column '{asked[0]}' would make a kind of tie of one"))
        else:
            table.notes.append(unused(text))


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
