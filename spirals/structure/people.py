"""Reading the people of an organisation: ids, places, levels, tenure and answers to a survey."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.population import LEVELS
from spirals.structure.answers import answers_of, set_states, with_items
from spirals.structure.columns import FULL_NAMES, SYNONYMS, WAVE_LIKE, find, level_of, missing, named, normal, unit_of
from spirals.structure.dates import dates_of, waves_in_order
from spirals.structure.ids import people_by_name, person_called, rows_of
from spirals.structure.remarks import doubtful, unused
from spirals.structure.roster import Roster
from spirals.structure.table import MISSING, Table, counted, listed, quoted
from spirals.structure.ties import natural_order

USUAL_TENURE = 5.0  # years, where the file says nothing
LONGEST_TENURE = 60.0  # years; nobody works longer for one organisation
UNASSIGNED = "unassigned"
_YES = frozenset({"1", "yes", "y", "true", "remote", "home", "fully remote", "ja", "oui"})
_NO = frozenset({"0", "no", "n", "false", "office", "onsite", "on-site", "on site", "hybrid", "nein", "non"})
_LEFT = re.compile(r"terminat|\bleft\b|resign|former|retired|inactive|ausgetreten|ausgeschieden|parti\b|depart")


@dataclass(frozen=True)
class PeopleColumns:
    """Columns of the people file that a user stated; None where synonyms decide.

    Attributes
    ----------
    states
        Column of the answers for a state, by the state's name.
    scale
        Lowest and highest possible answer; None where headers or the answers say it.
    missing
        Answers that mean "no answer", such as 99.
    """

    id: str | None = None
    team: str | None = None
    level: str | None = None
    site: str | None = None
    tenure: str | None = None
    hired: str | None = None
    left: str | None = None
    remote: str | None = None
    reports: str | None = None
    wave: str | None = None
    states: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None
    missing: tuple[float, ...] = ()


def read_people(
    table: Table, columns: PeopleColumns
) -> tuple[Roster, list[tuple[str, str]], Callable[[], Mapping[str, str]]]:
    """Return the people without ties, pairs of ids (person, whom they report to), and what gives ids by names.

    Raises
    ------
    InputError
        If an id is missing, or a stated column holds something else.
    """
    id_column = find(table, "id", columns.id)
    if id_column is None:
        raise InputError(missing(table, "id"))
    used = {id_column}
    table = with_items(table, columns)
    everyone = table
    _refuse_empty_ids(table, id_column)
    table, earlier = _present(table, id_column, columns, used)
    if table.rows < 2:
        raise InputError(f"{table.file}: {id_column}: only {counted(table.rows, 'person')}; give at least 2")
    table = table.keep(_by_id(list(table.columns[id_column])))
    roster = Roster.of(list(table.columns[id_column]))
    _place(table, roster, columns, used)
    _tenure(table, roster, columns, used)
    _remote(table, roster, columns, used)
    _levels(table, roster, columns, used)
    names = cache(lambda: people_by_name(table, roster.ids))  # made only where ids do not do
    lines = _reporting(table, roster, columns, used, names)
    set_states(table, earlier, roster, id_column, columns, used)
    _rest(table, roster, used)
    roster.notes = [f"{table.file}: {counted(roster.size, 'person', 'people')}", *everyone.notes]
    return roster, lines, names


def _rest(table: Table, roster: Roster, used: set[str]) -> None:
    """Keep further columns under their own names, and list those that look like answers nobody has mapped."""
    known = {*FULL_NAMES, "first_name", "last_name", "vorname", "nachname"}
    roster.extra = {name: list(values) for name, values in table.columns.items() if name not in used}
    asked = [name for name in roster.extra if normal(name) not in known and answers_of(table, name)]
    others = [name for name in roster.extra if name not in asked]
    if asked:
        state = "safety" if "safe" in asked[0].lower() else "energy"
        table.notes.append(
            doubtful(
                f"{counted(len(asked), 'column')} of what looks like answers to no state, so they set nothing: "
                f"{listed(asked)}; --state {state}='{asked[0]}' would use one"
            )
        )
    if others:
        table.notes.append(unused(f"further columns kept: {listed(others)}"))


def _by_id(ids: list[str]) -> NDArray[np.int64]:
    """Return the places of ids in their natural order, so that the order of lines in a file means nothing."""
    return rows_of(natural_order(ids), ids)


def _refuse_empty_ids(table: Table, id_column: str) -> None:
    for spot, text in enumerate(table.columns[id_column]):
        if not text:
            raise InputError(
                f"{table.file}: {id_column}: the id in line {table.lines[spot]} is empty; give everyone an id"
            )


def _present(
    table: Table, id_column: str, columns: PeopleColumns, used: set[str]
) -> tuple[Table, list[tuple[str, Table]]]:
    """Return one row for each who is there, and the rows of earlier waves by the wave's name."""
    table = _without_leavers(table, columns, used)
    ids = table.columns[id_column].astype(str)
    waves = _waves(table, ids, columns)
    if waves is None:
        return _distinct(table, id_column), []
    column, order = waves
    used.add(column)
    values = table.columns[column]
    rank = np.array([order[text] for text in values])
    by_age = np.lexsort((np.arange(len(ids)), -rank))
    _, newest = np.unique(ids[by_age], return_index=True)
    last = np.zeros(len(ids), dtype=bool)
    last[by_age[newest]] = True
    names = sorted(order, key=lambda name: order[name])
    table.notes.append(
        f"{counted(len(names), 'wave')} in column '{column}': people start from their last (newest {quoted(names[-1])})"
    )
    earlier = [(name, _distinct_quietly(table.keep(values == name), id_column)) for name in names[:-1]]
    return table.keep(last), earlier


def _waves(table: Table, ids: NDArray[np.str_], columns: PeopleColumns) -> tuple[str, dict[str, int]] | None:
    column = find(table, "wave", columns.wave)
    repeated = len(set(ids)) < len(ids)
    if column is None and repeated and columns.wave is None:
        by_name = named(table)
        column = next((by_name[name] for name in WAVE_LIKE if name in by_name), None)
    if column is None or (columns.wave is None and not repeated):
        return None
    return column, waves_in_order(table.columns[column])


def _distinct_quietly(table: Table, id_column: str) -> Table:
    _, first = np.unique(table.columns[id_column].astype(str), return_index=True)
    keep = np.zeros(table.rows, dtype=bool)
    keep[first] = True
    return table.keep(keep)


def _distinct(table: Table, id_column: str) -> Table:
    kept = _distinct_quietly(table, id_column)
    if kept.rows == table.rows:
        return table
    ids = table.columns[id_column]
    keep = np.isin(table.lines, kept.lines)
    again = sorted(set(ids[~keep]))
    if normal(id_column) in FULL_NAMES and _differ(table, id_column, again):
        raise InputError(
            f"{table.file}: {id_column}: {listed(again)} stands there more than once, and names are all that tells "
            "people apart; add a column id, or drop the second row if it is one person"
        )
    dropped = counted(int((~keep).sum()), "row")
    said = f"{dropped} with an id seen before dropped: {listed(again)}"
    if _differ(table, id_column, again):
        said = doubtful(
            f"{said}; the first row of each counts; if they are waves, name their column with --wave-column"
        )
    table.notes.append(said)
    return kept


def _differ(table: Table, id_column: str, again: list[str]) -> bool:
    """Say whether rows of one id say different things."""
    ids = table.columns[id_column]
    rows = [tuple(values[k] for values in table.columns.values()) for k in np.flatnonzero(np.isin(ids, again))]
    return len(set(rows)) > len(again)


def _without_leavers(table: Table, columns: PeopleColumns, used: set[str]) -> Table:
    if columns.left is not None:
        column = find(table, "left", columns.left)
        candidates = [] if column is None else [column]
    else:
        by_name = named(table)
        candidates = [by_name[name] for name in (*SYNONYMS["left"], "status") if name in by_name]
    gone = np.zeros(table.rows, dtype=bool)
    for one in dict.fromkeys(candidates):
        values = table.columns[one]
        days = dates_of(values)
        here = ~np.isnat(days) if days is not None else np.array([bool(_LEFT.search(text.lower())) for text in values])
        if here.any():
            used.add(one)
        gone |= here
    if not gone.any() or gone.all():
        return table
    table.notes.append(
        doubtful(
            f"{counted(int(gone.sum()), 'person', 'people')} with a date or status of leaving left out "
            f"({', '.join(repr(one) for one in dict.fromkeys(candidates))}); --left-column none keeps them"
        )
    )
    return table.keep(~gone)


def _place(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    for role, name in (("team", columns.team), ("site", columns.site)):
        column = find(table, role, name)
        if column is None:
            table.notes.append(f"no {role} column: everyone is in one {role}")
            continue
        used.add(column)
        cells = table.columns[column]
        values = [UNASSIGNED if text.lower() in MISSING else text for text in cells]
        blank = values.count(UNASSIGNED)
        if blank:
            words = sorted({text for text in cells if text and text.lower() in MISSING})
            said = f"{counted(blank, 'person', 'people')} without {role} put in '{UNASSIGNED}'"
            table.notes.append(doubtful(f"{said}: {listed(words)} read as missing") if words else said)
        setattr(roster, role, values)
        table.notes.append(f"{counted(len(set(values)), role)} from column '{column}'")


def _tenure(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    column = find(table, "tenure", columns.tenure)
    if column is not None and columns.tenure is None and not table.is_numeric(column):
        table.notes.append(unused(f"column '{column}' holds texts, so it is not read as tenure"))
        column = None
    years = _years(table, column, used) if column is not None else _since_hired(table, columns, used)
    if years is None:
        table.notes.append(f"no tenure column: everyone counts as {USUAL_TENURE:g} years there")
        roster.tenure = np.full(roster.size, USUAL_TENURE)
        return
    unknown = np.isnan(years)
    middle = float(np.median(years[~unknown])) if not unknown.all() else USUAL_TENURE
    if unknown.any():
        whose = counted(int(unknown.sum()), "person", "people")
        table.notes.append(f"tenure of {whose} set to {middle:g} years")
    roster.tenure = np.where(unknown, middle, years)


def _years(table: Table, column: str, used: set[str]) -> NDArray[np.float64]:
    years = table.numbers(column)
    if np.any(years < 0):
        line = table.lines[int(np.flatnonzero(years < 0)[0])]
        raise InputError(f"{table.file}: {column}: tenure in line {line} is negative; give years, 0 or more")
    used.add(column)
    unit = f"{normal(column)} {unit_of(column)}"
    if re.search(r"month|monat|mois", unit):
        table.notes.append(f"column '{column}': months read as twelfths of a year")
        return years / 12.0
    if np.isnan(years).all() or np.nanmax(years) <= LONGEST_TENURE:
        return years
    if re.search(r"year|jahr|annee", unit):
        table.notes.append(doubtful(f"column '{column}' goes up to {np.nanmax(years):g} years; is that right?"))
        return years
    table.notes.append(
        doubtful(
            f"column '{column}' goes up to {np.nanmax(years):g}, too long for years: read as months; "
            "say which in the header, as 'tenure_months' or 'tenure (years)'"
        )
    )
    return years / 12.0


def _since_hired(table: Table, columns: PeopleColumns, used: set[str]) -> NDArray[np.float64] | None:
    column = find(table, "hired", columns.hired)
    if column is None:
        return None
    hired = dates_of(table.columns[column])
    if hired is None:
        table.notes.append(doubtful(f"column '{column}' holds no dates like 2025-01-31, so tenure is not read from it"))
        return None
    used.add(column)
    others = (dates_of(values) for name, values in table.columns.items() if normal(name) in WAVE_LIKE)
    last = max(np.nanmax(days) for days in (hired, *others) if days is not None)
    table.notes.append(f"tenure from dates in column '{column}', counted to {last}, the last date in the file")
    days = (last - hired).astype("timedelta64[D]")
    return np.where(np.isnat(days), np.nan, np.maximum(days.astype(float), 0.0) / 365.25)


def _remote(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    column = find(table, "remote", columns.remote)
    if column is None:
        return
    away = np.zeros(roster.size, dtype=np.bool_)
    for spot, text in enumerate(table.columns[column]):
        word = text.lower()
        if word in _YES or (re.fullmatch(r"0?\.\d+", word) and float(word) >= 0.5):
            away[spot] = True
        elif word not in _NO and word not in MISSING and not re.fullmatch(r"0?\.\d+", word):
            if columns.remote is None:
                table.notes.append(f"column '{column}' is not yes or no, so it is not read as remote")
                return
            raise InputError(
                f"{table.file}: {column}: {quoted(text)} in line {table.lines[spot]} is not yes or no; use these words"
            )
    roster.remote = away
    used.add(column)
    table.notes.append(f"{counted(int(away.sum()), 'person', 'people')} remote by column '{column}'")


def _levels(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    """Set levels from the first column whose values name or number them."""
    if columns.level is not None:
        column = find(table, "level", columns.level)
        candidates = [column] if column is not None else []
    else:
        by_name = {normal(header): header for header in table.columns}
        named = [by_name[name] for name in SYNONYMS["level"] if name in by_name]
        candidates = [column for column in named if column not in used]
    for column in candidates:
        ranking = _ranking(table, column)
        if ranking is None:
            table.notes.append(f"column '{column}' names no levels; kept as it is")
            continue
        used.add(column)
        roster.level = np.array([ranking.get(text, 0) for text in table.columns[column]], dtype=np.int64)
        shown = [
            f"{LEVELS[k]}: {listed([t for t, level in ranking.items() if level == k], 6)}"
            for k in (2, 1, 0)
            if k in ranking.values()
        ]
        table.notes.append(f"levels from column '{column}' ({'; '.join(shown)})")
        return
    if columns.level is not None and candidates:
        raise InputError(f"{table.file}: {candidates[0]}: no value names a level; use member, lead, manager or numbers")
    table.notes.append("no levels found: everyone counts as a member")


def _ranking(table: Table, column: str) -> dict[str, int] | None:
    """Return the level of each value of a column, None if it does not hold levels."""
    counts = Counter(text for text in table.columns[column] if text.lower() not in MISSING)
    if table.is_numeric(column):
        return _numbered(counts)
    levels = {text: level_of(text) for text in sorted(counts)}
    if not any(levels.values()) and not any(text.lower() == LEVELS[0] for text in levels):
        return None
    return {text: level or 0 for text, level in levels.items()}


def _numbered(counts: Counter[str]) -> dict[str, int] | None:
    """Return levels for numbered ranks: the rarer end is the top, since organisations are pyramids."""
    ranks = sorted(counts, key=lambda text: float(text.replace(",", ".")))
    if not 2 <= len(ranks) <= 12:
        return None
    if counts[ranks[0]] > counts[ranks[-1]]:
        ranks.reverse()
    top = 2 if len(ranks) >= 3 else 1
    return {text: max(0, top - place) for place, text in enumerate(ranks)}


def _reporting(
    table: Table, roster: Roster, columns: PeopleColumns, used: set[str], names: Callable[[], Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Return who reports to whom, by ids or by names, from the first column of superiors that names people."""
    if columns.reports is not None:
        column = find(table, "reports", columns.reports)
        candidates = [] if column is None else [column]
    else:
        by_name = named(table)
        candidates = [by_name[name] for name in SYNONYMS["reports"] if name in by_name]
        candidates = [column for column in dict.fromkeys(candidates) if column not in used]
    known = set(roster.ids)
    for column in candidates:
        said = {
            boss: boss if boss in known else person_called(boss, names())
            for boss in table.columns[column]
            if boss in known or boss.lower() not in MISSING
        }
        lines = [
            (person, said[boss])
            for person, boss in zip(roster.ids, table.columns[column], strict=True)
            if said.get(boss) is not None
        ]
        outside = sorted(boss for boss, one in said.items() if one is None)
        if not lines:
            if columns.reports is not None:
                raise InputError(f"{table.file}: {column}: names nobody among the people: {listed(outside)}")
            if outside:
                table.notes.append(
                    unused(f"column '{column}' names nobody among the people, so it is not read as reporting lines")
                )
            continue
        used.add(column)
        how = " by name" if any(boss not in known for boss, one in said.items() if one is not None) else ""
        table.notes.append(f"{counted(len(lines), 'reporting line')} from column '{column}'{how}")
        if outside:
            text = f"column '{column}' names {counted(len(outside), 'superior')} outside the list: {listed(outside)}"
            table.notes.append(doubtful(text) if len(outside) > len(set(said.values())) else unused(text))
        return [(person, boss) for person, boss in lines if boss is not None]
    return []
