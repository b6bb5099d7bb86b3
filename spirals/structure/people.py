"""Reading the people of an organisation: ids, places, levels, tenure and answers to a survey."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.population import LEVELS
from spirals.structure.columns import STATE_SYNONYMS, SYNONYMS, find, level_of, normal
from spirals.structure.roster import Roster
from spirals.structure.table import MISSING, Table, counted, listed, quoted, read_table

USUAL_TENURE = 5.0  # years, where the file says nothing
UNASSIGNED = "unassigned"
# states on 0..1 that a survey can ask about; mood changes within hours and is not among them
SURVEY_STATES = (
    "energy", "strain", "safety", "worth", "resilience", "meaning", "authenticity", "commitment", "knowledge",
    "belonging", "skill_respect", "skill_enable",
)  # fmt: skip
SCALES = ((0.0, 1.0), (1.0, 5.0), (0.0, 4.0), (1.0, 7.0), (0.0, 6.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0))
_STATED_SCALE = re.compile(r"[(\[]\s*(\d+(?:\.\d+)?)\s*(?:-|to|\.\.)\s*(\d+(?:\.\d+)?)\s*[)\]]\s*$")
_YES = frozenset({"1", "yes", "y", "true", "remote", "home", "fully remote", "ja", "oui"})
_NO = frozenset({"0", "no", "n", "false", "office", "onsite", "on-site", "on site", "hybrid", "nein", "non"})


@dataclass(frozen=True)
class PeopleColumns:
    """Columns of the people file that a user stated; None where synonyms decide."""

    id: str | None = None
    team: str | None = None
    level: str | None = None
    site: str | None = None
    tenure: str | None = None
    remote: str | None = None
    reports: str | None = None


def read_people(path: Path, columns: PeopleColumns) -> tuple[Roster, list[tuple[str, str]]]:
    """Return the people without ties, and pairs of ids (person, whom they report to).

    Raises
    ------
    InputError
        If the file cannot be read, an id is missing, or a stated column holds something else.
    """
    table = read_table(path)
    id_column = find(table, "id", columns.id, required=True)
    assert id_column is not None
    table = _distinct(table, id_column)
    if table.rows < 2:
        raise InputError(f"{table.file}: {id_column}: only {counted(table.rows, 'person')}; give at least 2")
    roster = Roster.of(list(table.columns[id_column]))
    used = {id_column}
    _place(table, roster, columns, used)
    _tenure(table, roster, columns, used)
    _remote(table, roster, columns, used)
    _levels(table, roster, columns, used)
    lines = _reporting(table, roster, columns, used)
    _states(table, roster, used)
    roster.extra = {name: list(values) for name, values in table.columns.items() if name not in used}
    if roster.extra:
        table.notes.append(f"further columns kept: {listed(list(roster.extra))}")
    roster.notes = [f"{table.file}: {counted(roster.size, 'person', 'people')}", *table.notes]
    return roster, lines


def _distinct(table: Table, id_column: str) -> Table:
    ids = table.columns[id_column]
    for spot, text in enumerate(ids):
        if not text:
            raise InputError(
                f"{table.file}: {id_column}: the id in line {table.lines[spot]} is empty; give everyone an id"
            )
    _, first = np.unique(ids.astype(str), return_index=True)
    keep = np.zeros(len(ids), dtype=bool)
    keep[first] = True
    if keep.all():
        return table
    again = sorted(set(ids[~keep]))
    dropped = counted(int((~keep).sum()), "row")
    table.notes.append(f"{dropped} with an id seen before dropped: {listed(again)}")
    return table.keep(keep)


def _place(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    for role, name in (("team", columns.team), ("site", columns.site)):
        column = find(table, role, name)
        if column is None:
            table.notes.append(f"no {role} column: everyone is in one {role}")
            continue
        used.add(column)
        values = [text or UNASSIGNED for text in table.columns[column]]
        blank = values.count(UNASSIGNED)
        if blank:
            table.notes.append(f"{counted(blank, 'person', 'people')} without {role} put in '{UNASSIGNED}'")
        setattr(roster, role, values)
        table.notes.append(f"{counted(len(set(values)), role)} from column '{column}'")


def _tenure(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> None:
    column = find(table, "tenure", columns.tenure)
    if column is not None and columns.tenure is None and not table.is_numeric(column):
        table.notes.append(f"column '{column}' holds texts, so it is not read as tenure")
        column = None
    if column is None:
        table.notes.append(f"no tenure column: everyone counts as {USUAL_TENURE:g} years there")
        return
    years = table.numbers(column)
    if np.any(years < 0):
        line = table.lines[int(np.flatnonzero(years < 0)[0])]
        raise InputError(f"{table.file}: {column}: tenure in line {line} is negative; give years, 0 or more")
    unknown = np.isnan(years)
    middle = float(np.median(years[~unknown])) if not unknown.all() else USUAL_TENURE
    if unknown.any():
        whose = counted(int(unknown.sum()), "person", "people")
        table.notes.append(f"tenure of {whose} set to {middle:g} years")
    roster.tenure = np.where(unknown, middle, years)
    used.add(column)


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


def _reporting(table: Table, roster: Roster, columns: PeopleColumns, used: set[str]) -> list[tuple[str, str]]:
    column = find(table, "reports", columns.reports)
    if column is None or column in used:
        return []
    known = set(roster.ids)
    lines = [
        (person, boss)
        for person, boss in zip(roster.ids, table.columns[column], strict=True)
        if boss.lower() not in MISSING or boss in known
    ]
    unknown = sorted({boss for _, boss in lines if boss not in known})
    if unknown and columns.reports is None and len(unknown) == len({boss for _, boss in lines}):
        table.notes.append(f"column '{column}' names no ids, so it is not read as reporting lines")
        return []
    if unknown:
        raise InputError(
            f"{table.file}: {column}: {counted(len(unknown), 'id')} not among the people: {listed(unknown)}; "
            "add them or leave the cell empty"
        )
    used.add(column)
    table.notes.append(f"{counted(len(lines), 'reporting line')} from column '{column}'")
    return lines


def _states(table: Table, roster: Roster, used: set[str]) -> None:
    for header in table.columns:
        if header in used:
            continue
        stated = _STATED_SCALE.search(header)
        name = normal(header[: stated.start()] if stated else header)
        name = STATE_SYNONYMS.get(name, name)
        if name == "mood":
            table.notes.append(f"column '{header}' only kept: mood changes within hours")
        if name not in SURVEY_STATES or name in roster.states or not table.is_numeric(header):
            continue
        values = table.numbers(header)
        low, high = (float(stated[1]), float(stated[2])) if stated else _scale(table, header, values)
        if high <= low or np.nanmin(values) < low or np.nanmax(values) > high:
            raise InputError(
                f"{table.file}: {header}: answers from {np.nanmin(values):g} to {np.nanmax(values):g} do not "
                f"fit the scale {low:g} to {high:g}; correct the answers or the scale in the header"
            )
        roster.states[name] = (values - low) / (high - low)
        used.add(header)
        missing = int(np.isnan(values).sum())
        blank = f"; {missing} without answer" if missing else ""
        table.notes.append(f"column '{header}' sets {name}: scale {low:g} to {high:g} read as 0 to 1{blank}")


def _scale(table: Table, header: str, values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the narrowest usual scale that holds all answers."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    for scale in SCALES:
        if scale[0] <= low and high <= scale[1]:
            return scale
    raise InputError(
        f"{table.file}: {header}: answers run from {low:g} to {high:g}; state the scale in the header, "
        f"for example '{header} ({min(0.0, low):g} to {high:g})'"
    )
