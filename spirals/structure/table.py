"""The cells of one table as texts: a CSV file as any spreadsheet writes it, or rows that another reader found."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.structure.held import content_of
from spirals.structure.limits import check_cells, check_text, check_width, limits_of, stored, unpacked
from spirals.structure.remarks import doubtful, unused

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MISSING = frozenset({"", "na", "n/a", "nan", "none", "null", "-", ".", "?"})
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?")
_TOTAL = re.compile(r"(grand |sub)?total:?|sum:?|summe:?|gesamt:?|average:?|headcount:?", re.IGNORECASE)
_TITLE_ROWS = 20  # so many rows above the header are looked through


@dataclass
class Table:
    """The cells of a file as stripped texts, column by column.

    Attributes
    ----------
    file
        The path as the user gave it, for messages.
    columns
        Header -> texts, an empty text where the cell is empty.
    lines
        Line number of each row in the file (header line is 1).
    delimiter
        What separates the cells.
    notes
        What had to be recognised to read it.
    headerless
        Whether the first line holds values as the others do; columns then have numbers for names.
    """

    file: str
    columns: dict[str, NDArray[np.object_]]
    lines: NDArray[np.int64]
    delimiter: str = ","
    notes: list[str] = field(default_factory=list)
    headerless: bool = False

    @property
    def rows(self) -> int:
        """Number of rows below the header."""
        return len(self.lines)

    def keep(self, rows: NDArray[np.bool_ | np.int64]) -> Table:
        """Return the table with these rows only, in this order."""
        kept = {name: values[rows] for name, values in self.columns.items()}
        return replace(self, columns=kept, lines=self.lines[rows])

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column as numbers, nan where a cell is empty or says that it is missing.

        Raises
        ------
        InputError
            For the first cell that is no (finite) number.
        """
        values = self.columns[name]
        missing = np.array([text.lower() in MISSING for text in values], dtype=bool)
        numbers, wrong = _parsed(values, missing)
        if len(wrong) and self.delimiter != ",":
            numbers, wrong = _parsed(np.array([t.replace(",", ".") for t in values], dtype=object), missing)
            said = f"column '{name}': decimal commas read as points"
            if not len(wrong) and said not in self.notes:
                self.notes.append(said)
        if len(wrong):
            first = wrong[0]
            raise InputError(
                f"{self.file}: {name}: {quoted(values[first])} in line {self.lines[first]} is not a number; "
                "correct it or leave the cell empty"
            )
        return numbers

    def is_numeric(self, name: str) -> bool:
        """Return whether a column holds numbers and blanks only, and at least one number."""
        values = self.columns[name]
        filled = [text for text in values if text.lower() not in MISSING]
        if self.delimiter != ",":
            filled = [text.replace(",", ".") for text in filled]
        return bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)


def _parsed(values: NDArray[np.object_], missing: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    shaped = np.array([_NUMBER.fullmatch(text) is not None for text in values], dtype=bool)
    numbers = np.full(len(values), np.nan)
    use = shaped & ~missing
    numbers[use] = [float(text.rstrip("%")) for text in values[use]]
    return numbers, np.flatnonzero(~missing & ~np.isfinite(numbers))


def quoted(text: str) -> str:
    """Return a text in quotes, printable and not too long, for a one-line message."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return f"'{shown[:37]}...'" if len(shown) > 40 else f"'{shown}'"


def listed(names: list[str], limit: int = 10) -> str:
    """Return the first names of a list in quotes, and how many more there are."""
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(quoted(name) for name in names[:limit]) + more


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``counted(2, "row")`` is ``2 rows``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def read_table(path: Path) -> Table:
    """Return the cells of a csv or csv.gz file.

    Raises
    ------
    InputError
        If the file is missing, empty, no text, or its rows do not fit its header.
    """
    notes: list[str] = []
    frame, delimiter = cells(str(path), content(path), notes)
    return table_of(str(path), frame, delimiter, notes)


def cells(file: str, raw: bytes, notes: list[str]) -> tuple[pd.DataFrame, str]:
    """Return the rows of a CSV file as stripped texts, the header first, and what separates its cells.

    UTF-8, UTF-16, and Latin-1 are understood; so are commas, semicolons, tabs and bars, and titles above the header.

    Raises
    ------
    InputError
        If it is empty, no text, or its rows do not fit its header.
    """
    text = decoded(file, raw, notes).replace("\r\n", "\n").replace("\r", "\n")
    stated = re.match(r"sep=(.)\n", text, flags=re.IGNORECASE)
    if not text.strip():
        raise InputError(f"{file}: the file is empty; it needs a header line and one row per entry")
    limits = limits_of(file)
    check_text(file, text, limits)
    delimiter = stated.group(1) if stated else _delimiter(text)
    if delimiter != ",":
        notes.append(f"cells are separated by {DELIMITERS.get(delimiter, quoted(delimiter))}")
    body = text[stated.end() :] if stated else text
    above = _title_rows(body, delimiter)
    lines = body.split("\n")[above:]
    check_width(file, lines[0].count(delimiter) + 1, len(lines), limits)
    frame = _frame(file, "\n".join(lines), delimiter)
    check_cells(file, (frame[name].to_numpy(dtype=object) for name in frame), limits)
    frame.index += above + (1 if stated else 0)
    if above:
        notes.append(f"{counted(above, 'line')} above the header left out")
    return frame, delimiter


def table_of(file: str, frame: pd.DataFrame, delimiter: str = ",", notes: list[str] | None = None) -> Table:
    """Return a table from rows of stripped texts, the header among them.

    Parameters
    ----------
    file
        Name for messages.
    frame
        Every row; the index is the line in the file, from 0.

    Raises
    ------
    InputError
        If there is no row below the header, or two columns have one name.
    """
    notes = [] if notes is None else notes
    if not len(frame):
        raise InputError(f"{file}: the file holds no text; it needs a header line and one row per entry")
    header = [cell if isinstance(cell, str) else "" for cell in frame.iloc[0]]
    headerless = _is_data(header, frame.iloc[1:])
    if headerless:
        header, taken = [f"column {place}" for place in range(1, len(header) + 1)], frame
        notes.append(doubtful("the first line holds values as the others do, so it is read as a row without a header"))
    else:
        taken = _without_total(_without_second_header(frame.iloc[1:], notes), notes)
    columns: dict[str, NDArray[np.object_]] = {}
    for place, title in enumerate(header):
        values = taken.iloc[:, place].to_numpy(dtype=object)
        if not title and not any(values):
            continue  # a delimiter at the end of each line
        name = title or f"column {place + 1}"
        if name in columns:
            raise InputError(f"{file}: {name}: two columns have this name; rename one")
        columns[name] = values
    lines = taken.index.to_numpy(dtype=np.int64) + 1
    if not len(lines):
        raise InputError(f"{file}: there is a header but no row below it; add the rows")
    return Table(file, columns, lines, delimiter, notes, headerless)


def _title_rows(text: str, delimiter: str) -> int:
    """Return how many lines stand above the header: titles fill fewer cells than the rows of a table do."""
    lines = text.split("\n", 3 * _TITLE_ROWS)[: 3 * _TITLE_ROWS]
    try:
        filled = [sum(bool(cell.strip()) for cell in row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0
    if len(filled) != len(lines):  # a cell runs over several lines
        return 0
    return _above(filled)


def _above(filled: list[int]) -> int:
    """Return how many rows stand above the header, from the number of filled cells of each row."""
    whole = sorted(filled)[len(filled) // 2 :]
    usual = whole[len(whole) // 2] if whole else 0
    if usual < 3:  # a header may name fewer columns than two
        return 0
    for place, cells in enumerate(filled[:_TITLE_ROWS]):
        if cells >= 0.6 * usual:
            return place if any(filled[:place]) else 0
    return 0


def without_titles(frame: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Return rows of texts without the title rows above the header."""
    above = _above([int(n) for n in (frame != "").sum(axis=1).head(3 * _TITLE_ROWS)])
    if above:
        notes.append(f"{counted(above, 'line')} above the header left out")
    return frame.iloc[above:]


def _is_data(header: list[str], below: pd.DataFrame) -> bool:
    """Say whether the first line is a row like the others: each cell recurs below, or is built like its column."""
    filled = [place for place, cell in enumerate(header) if cell]
    if len(filled) < 2 or len(below) < 5:
        return False
    known = set(below.to_numpy().ravel().tolist())
    return all(header[place] in known or _built_alike(header[place], below.iloc[:, place]) for place in filled)


def _built_alike(cell: str, below: pd.Series) -> bool:
    """Say whether a text with digits has letters and digits in the same places as the texts below it."""

    def shape(text: str) -> str:
        return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))

    return "9" in shape(cell) and sum(shape(text) == shape(cell) for text in below) > 0.8 * len(below)


def _without_total(rows: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Leave out a last line that sums up the lines above."""
    if len(rows) < 4 or not _TOTAL.fullmatch(str(rows.iloc[-1, 0])):
        return rows
    notes.append(unused(f"the last line, {quoted(rows.iloc[-1, 0])}, sums up the others: left out"))
    return rows.iloc[:-1]


def _without_second_header(rows: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Leave out a second header row: texts where every row below holds a number."""
    if len(rows) < 4:
        return rows
    first, rest = rows.iloc[0], rows.iloc[1:]
    texts = numbers = 0
    for place, cell in enumerate(first):
        if not _NUMBER.fullmatch(rest.iloc[0, place]) and rest.iloc[0, place].lower() not in MISSING:
            continue  # a column of texts; looked at first, as it spares the rest
        if _NUMBER.fullmatch(cell):
            numbers += 1
        elif cell.lower() not in MISSING:
            below = [text for text in rest.iloc[:, place] if text.lower() not in MISSING]
            texts += len(below) >= 3 and all(_NUMBER.fullmatch(text) for text in below)
    if not texts or numbers:
        return rows
    notes.append(
        unused("the line below the header holds texts where all others hold numbers: a second header, left out")
    )
    return rest


def content(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if they are gzipped.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    held = content_of(str(path))
    return unpacked(str(path), held, limits_of(str(path))) if held is not None else stored(path)


def decoded(file: str, raw: bytes, notes: list[str]) -> str:
    """Return the text of a file's bytes; notes say which encoding it has where that is not UTF-8.

    Raises
    ------
    InputError
        If it is no text.
    """
    if raw[:4] == b"PK\x03\x04" or raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputError(f"{file}: this is a spreadsheet or archive, not csv; save the sheet as CSV (UTF-8)")
    if raw[:5] in (b"%PDF-", b"\x89PNG\r") or raw[:15].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise InputError(f"{file}: is no table; save it as CSV (UTF-8) or .xlsx")
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), _unmarked(raw))
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise InputError(f"{file}: the text is damaged; save the file as CSV (UTF-8)") from None
        text = raw.decode("latin-1")
        notes.append("the text is not UTF-8; read as Latin-1 (check accented letters)")
    if "\0" in text:
        raise InputError(f"{file}: the file holds zero bytes, so it is no plain text; save it as CSV (UTF-8)")
    if encoding.startswith("utf-16"):
        notes.append("the text is UTF-16")
    return text


def _unmarked(raw: bytes) -> str:
    """Return the encoding of a text without a mark: UTF-16 where every other byte is zero."""
    head = raw[:2000]
    if len(head) >= 8 and len(raw) % 2 == 0:
        for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[start::2].count(0) > 0.8 * len(head[start::2]) and 0 not in head[1 - start :: 2]:
                return name
    return "utf-8"


def _delimiter(text: str) -> str:
    lines = [line for line in text.split("\n", 2 * _TITLE_ROWS)[: 2 * _TITLE_ROWS] if line.strip()]
    header = lines[0]
    counts = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in DELIMITERS}
    if max(counts.values()) < 2:  # a title, perhaps: what do the lines below it hold?
        counts = {mark: sorted(line.count(mark) for line in lines)[len(lines) // 2] for mark in DELIMITERS}
    return max(counts, key=lambda mark: counts[mark])


def _frame(file: str, text: str, delimiter: str) -> pd.DataFrame:
    """Return all cells as stripped texts, without blank rows; row 0 is the header."""
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=delimiter, header=None, dtype=str, keep_default_na=False,
            skip_blank_lines=False, skipinitialspace=delimiter != "\t", index_col=False,
        )  # fmt: skip
    except (ValueError, OverflowError, csv.Error) as error:
        raise InputError(f"{file}: {_reason(str(error))}") from None
    frame = frame.fillna("").apply(lambda column: column.str.strip())
    return frame[(frame != "").any(axis=1)]


def _reason(message: str) -> str:
    """Return pandas' complaint in plain words."""
    fields = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", message)
    if fields:
        return (
            f"line {fields[2]} has {fields[3]} cells where the header has {fields[1]}; "
            "put texts that hold the separator in quotes"
        )
    if "EOF inside string" in message:
        return "a quotation mark is opened and never closed; close it"
    return f"cannot be read as csv ({' '.join(message.split())[:80]}); save it as CSV (UTF-8)"
