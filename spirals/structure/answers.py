"""Answers to a survey, column by column: which state they set, on which scale, in which waves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.measures.questions import QUESTIONS, SCALE
from spirals.structure.columns import STATE_SYNONYMS, did_you_mean, find, normal
from spirals.structure.ids import rows_of
from spirals.structure.ordered import shares
from spirals.structure.remarks import doubtful
from spirals.structure.roster import Roster
from spirals.structure.table import MISSING, Table, counted, listed

if TYPE_CHECKING:
    from spirals.structure.people import PeopleColumns

# states on 0..1 that a survey can ask about; mood changes within hours and is not among them
SURVEY_STATES = (
    "energy", "strain", "safety", "worth", "resilience", "meaning", "authenticity", "commitment", "knowledge",
    "belonging", "skill_respect", "skill_enable",
)  # fmt: skip
SCALES = ((0.0, 1.0), (1.0, 5.0), (0.0, 4.0), (1.0, 7.0), (0.0, 6.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0))
ENOUGH = 30  # answers without a 6 or 7 that make five points likelier than seven
_CODES = (-99.0, -9.0, -1.0, 8.0, 9.0, 88.0, 98.0, 99.0, 888.0, 998.0, 999.0)  # used for "no answer"
_STATED_SCALE = re.compile(r"[(\[]\s*(\d+(?:\.\d+)?)\s*(?:-|to|\.\.|bis|à)\s*(\d+(?:\.\d+)?)\s*[)\]]\s*$")
_WAVE = re.compile(r"(?:_(?:w|t|wave|time|q|m)?\d+)+$")


def is_survey_state(header: str) -> str | None:
    """Return the state that a header names, None if it names none."""
    name = normal(_STATED_SCALE.sub("", header))
    name = STATE_SYNONYMS.get(name, name)
    return name if name in SURVEY_STATES else None


def answers_of(table: Table, header: str) -> bool:
    """Say whether a column holds what looks like answers: few whole numbers, or words of a usual scale."""
    filled = [text for text in table.columns[header] if text.lower() not in MISSING]
    if table.is_numeric(header):
        values = np.unique(table.numbers(header))
        values = values[~np.isnan(values)]
        return 3 <= len(values) <= 11 and bool(np.all((values == np.round(values)) & (values >= 0) & (values <= 10)))
    return shares(filled) is not None


def with_items(table: Table, columns: PeopleColumns) -> Table:
    """Return a table in which the items of the pulse questionnaire have become one column for each state.

    A state is the mean of its items, where half of them at least were answered.  The scale is 1 to 5, unless the header
    or ``columns`` says otherwise; a state that has a column of its own is left as it is.

    Raises
    ------
    InputError
        If an answer is no number of the scale.
    """
    items = {normal(_STATED_SCALE.sub("", header)): header for header in table.columns}
    settled = {*columns.states, *(is_survey_state(header) for header in table.columns)}
    left, made = dict(table.columns), dict[str, NDArray[np.object_]]()
    for state in dict.fromkeys(question.state for question in QUESTIONS if question.state not in settled):
        asked = [question for question in QUESTIONS if question.state == state and question.item in items]
        if not asked:
            continue
        scores = np.array([_score(table, items[one.item], one.turned, columns) for one in asked])
        given = np.isfinite(scores).sum(axis=0)
        mean = np.nansum(scores, axis=0) / np.maximum(given, 1)
        cells = [f"{value:.6g}" if 2 * number >= len(asked) else "" for value, number in zip(mean, given, strict=True)]
        made[f"{state} (0-1)"] = np.array(cells, dtype=object)
        for question in asked:
            del left[items[question.item]]
        table.notes.append(f"{state}: mean of {counted(len(asked), 'item')} of the pulse questionnaire")
    return replace(table, columns=left | made) if made else table


def _score(table: Table, header: str, turned: bool, columns: PeopleColumns) -> NDArray[np.float64]:
    """Return the answers to an item on 0 to 1, more meaning more of its state; nan where there is none."""
    low, high = _stated(header) or columns.scale or SCALE
    values = table.numbers(header)
    values[np.isin(values, columns.missing)] = np.nan
    wrong = np.flatnonzero((values < low) | (values > high))
    if len(wrong):
        value, line = values[wrong[0]], table.lines[wrong[0]]
        raise InputError(
            f"{table.file}: {header}: {value:g} in line {line} is outside the scale {low:g} to {high:g}; correct it, "
            f"or give --missing {value:g}"
        )
    share: NDArray[np.float64] = (values - low) / (high - low)
    return 1.0 - share if turned else share


def _stated(header: str) -> tuple[float, float] | None:
    """Return the ends of the scale that a header states."""
    stated = _STATED_SCALE.search(header)
    return (float(stated[1]), float(stated[2])) if stated else None


def set_states(
    table: Table,
    earlier: list[tuple[str, Table]],
    roster: Roster,
    id_column: str,
    columns: PeopleColumns,
    used: set[str],
) -> None:
    """Set the states that columns are named for, or that a user mapped, from the last wave; keep earlier waves.

    Raises
    ------
    InputError
        If a stated state or column does not exist, or answers do not fit their scale.
    """
    by_state = _columns_of_states(table, columns.states, used)
    answered = 0
    unstated: list[str] = []
    for state, headers in by_state.items():
        header = headers[-1]  # of a wide table, the newest wave
        scale = _scale_of(table, header, columns, [table.columns[one] for one in headers])
        if scale is None:
            continue
        roster.states[state] = scale.read(table, header)
        used.update(headers)
        gaps = int(np.isnan(roster.states[state]).sum())
        blank = f"; {gaps} without answer" if gaps else ""
        table.notes.append(f"column '{header}' sets {state}: {scale.said} read as 0 to 1{blank}")
        if scale.guessed:
            answered += len(roster.ids) - gaps
            unstated.append(header)
        for name in headers[:-1]:
            roster.waves.setdefault(_wave_of(name), {})[state] = scale.read(table, name)
        for wave, rows in earlier:
            spot = rows_of(roster.ids, list(rows.columns[id_column]))
            values = np.append(scale.read(rows, header), np.nan)
            roster.waves.setdefault(wave, {})[state] = values[spot]
        if len(headers) > 1:
            table.notes.append(f"{state}: {counted(len(headers), 'wave')} side by side; '{header}' is the start")
    if unstated and answered < ENOUGH:
        table.notes.append(
            doubtful(
                f"{listed(unstated)}: answers from 1 to 5, but only {answered} of them: the scale may be 1 to 7; "
                f"write it in the header, as '{unstated[0]} (1-7)', or give --scale 1..7"
            )
        )


def _columns_of_states(table: Table, stated: Mapping[str, str], used: set[str]) -> dict[str, list[str]]:
    """Return the columns of each state; several are waves of a wide table, the newest last."""
    found: dict[str, list[str]] = {}
    for state, column in stated.items():
        if state not in SURVEY_STATES:
            raise InputError(f"{table.file}: states: there is no state '{state}'{did_you_mean(state, SURVEY_STATES)}")
        header = find(table, state, column)
        if header is not None:
            found[state] = [header]
    taken = {header for headers in found.values() for header in headers}
    wide: dict[str, list[str]] = {}
    for header in table.columns:
        if header in used or header in taken:
            continue
        if normal(header) == "mood":
            table.notes.append(f"column '{header}' only kept: mood changes within hours")
        plainly = is_survey_state(header)
        if plainly is not None and plainly not in stated:
            found.setdefault(plainly, [header])
            continue
        name = normal(header)
        base = is_survey_state(_WAVE.sub("", name)) if _WAVE.search(name) else None
        if base is not None and base not in stated:
            wide.setdefault(base, []).append(header)
    for state, headers in wide.items():
        if len(headers) > 1 and state not in found:
            found[state] = sorted(headers, key=lambda text: [int(n) for n in re.findall(r"\d+", text)])
    return found


def _wave_of(header: str) -> str:
    """Return the name of the wave in a header such as ``energy_2025_01``."""
    found = _WAVE.search(normal(header))
    return found[0].strip("_") if found else header


class Scale:
    """How answers become numbers on 0 to 1.

    Parameters
    ----------
    low, high
        The ends of the scale.
    words
        The place of each answer in words; None where answers are numbers.
    codes
        Numbers that mean "no answer".
    guessed
        Whether another usual scale would hold the answers as well.
    """

    def __init__(
        self,
        low: float,
        high: float,
        words: Mapping[str, float] | None = None,
        codes: tuple[float, ...] = (),
        guessed: bool = False,
    ) -> None:
        self.low, self.high, self.words, self.codes, self.guessed = low, high, words, codes, guessed

    @property
    def said(self) -> str:
        """Words for a note."""
        return "ordered words" if self.words is not None else f"scale {self.low:g} to {self.high:g}"

    def read(self, table: Table, header: str) -> NDArray[np.float64]:
        """Return a column's answers on 0 to 1, nan where there is none."""
        if self.words is not None:
            return np.array([self.words.get(text, np.nan) for text in table.columns[header]], dtype=float)
        values = table.numbers(header)
        values[np.isin(values, self.codes)] = np.nan
        return np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)


def _scale_of(table: Table, header: str, columns: PeopleColumns, cells: list[NDArray[np.object_]]) -> Scale | None:
    filled = [text for column in cells for text in column if text.lower() not in MISSING]
    if not table.is_numeric(header):
        words = shares(filled)
        if words is None:
            if filled:
                table.notes.append(
                    doubtful(f"column '{header}' holds texts of no usual scale, so it sets nothing; give numbers")
                )
            return None
        return Scale(0.0, 1.0, words)
    values = table.numbers(header)
    ends = _stated(header) or columns.scale
    codes = tuple(columns.missing) or _codes(table, header, values, ends)
    values[np.isin(values, codes)] = np.nan
    if np.isnan(values).all():
        return None
    low, high = ends if ends is not None else _narrowest(table, header, values)
    if high <= low or np.nanmin(values) < low or np.nanmax(values) > high:
        raise InputError(
            f"{table.file}: {header}: answers from {np.nanmin(values):g} to {np.nanmax(values):g} do not "
            f"fit the scale {low:g} to {high:g}; correct the answers or the scale in the header"
        )
    return Scale(low, high, codes=codes, guessed=ends is None and (low, high) == (1.0, 5.0))


def _codes(
    table: Table, header: str, values: NDArray[np.float64], ends: tuple[float, float] | None
) -> tuple[float, ...]:
    """Return numbers far from all others that stand for "no answer"."""
    found = missing_codes(values, ends)
    if found:
        times = int(np.isin(values, found).sum())
        shown = ", ".join(f"{code:g}" for code in found)
        table.notes.append(
            doubtful(f"column '{header}': {shown} read as missing ({times} times); --missing {found[0]:g} settles it")
        )
    return found


def missing_codes(values: NDArray[np.float64], ends: tuple[float, float] | None = None) -> tuple[float, ...]:
    """Return the codes for "no answer" in a column: usual ones that lie outside the scale of all others.

    Examples
    --------
    >>> missing_codes(np.array([1.0, 5.0, 3.0, 99.0])), missing_codes(np.array([60.0, 99.0, 80.0]))
    ((99.0,), ())
    """
    distinct = np.unique(values[~np.isnan(values)])
    codes = [code for code in _CODES if code in distinct]
    rest = distinct[~np.isin(distinct, codes)]
    if not codes or len(rest) < 2:
        return ()
    low, high = ends or next(
        ((a, b) for a, b in SCALES[1:] if a <= rest[0] and rest[-1] <= b), (float(rest[0]), float(rest[-1]))
    )
    outside = [code for code in codes if not low <= code <= high]
    near = any(high < code <= high + 2 for code in outside)  # an 8 or 9 after a 7 may be an answer
    return () if (ends is None and near) or high > 10 else tuple(outside)


def _narrowest(table: Table, header: str, values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the narrowest usual scale that holds all answers."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if "%" in "".join(table.columns[header]):
        return (0.0, 100.0)
    for scale in SCALES:
        if scale[0] <= low and high <= scale[1]:
            return scale
    raise InputError(
        f"{table.file}: {header}: answers run from {low:g} to {high:g}; state the scale in the header, "
        f"for example '{header} ({min(0.0, low):g} to {high:g})'"
    )
