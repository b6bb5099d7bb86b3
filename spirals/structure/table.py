"""Reading one CSV file as text, whatever spreadsheet wrote it."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.structure.held import content_of

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MISSING = frozenset({"", "na", "n/a", "nan", "none", "null", "-", ".", "?"})
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


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
    """

    file: str
    columns: dict[str, NDArray[np.object_]]
    lines: NDArray[np.int64]
    delimiter: str = ","
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Number of rows below the header."""
        return len(self.lines)

    def keep(self, rows: NDArray[np.bool_]) -> Table:
        """Return the table with these rows only."""
        kept = {name: values[rows] for name, values in self.columns.items()}
        return Table(self.file, kept, self.lines[rows], self.delimiter, self.notes)

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
            if not len(wrong):
                self.notes.append(f"column '{name}': decimal commas read as points")
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
    numbers[use] = values[use].astype(np.float64)
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

    UTF-8, UTF-16 with its mark, and Latin-1 are understood; so are commas, semicolons, tabs and bars.

    Raises
    ------
    InputError
        If the file is missing, empty, no text, or its rows do not fit its header.
    """
    file = str(path)
    notes: list[str] = []
    text = _decoded(file, _bytes(path), notes).replace("\r\n", "\n").replace("\r", "\n")
    stated = re.match(r"sep=(.)\n", text, flags=re.IGNORECASE)
    if not text.strip():
        raise InputError(f"{file}: the file is empty; it needs a header line and one row per entry")
    delimiter = stated.group(1) if stated else _delimiter(text)
    if delimiter != ",":
        notes.append(f"cells are separated by {DELIMITERS.get(delimiter, quoted(delimiter))}")
    body = text[stated.end() :] if stated else text
    frame = _frame(file, body, delimiter)
    if not len(frame):
        raise InputError(f"{file}: the file holds no text; it needs a header line and one row per entry")
    header = [cell if isinstance(cell, str) else "" for cell in frame.iloc[0]]
    columns, taken = {}, frame.iloc[1:]
    for place, title in enumerate(header):
        values = taken.iloc[:, place].to_numpy(dtype=object)
        if not title and not any(values):
            continue  # a delimiter at the end of each line
        name = title or f"column {place + 1}"
        if name in columns:
            raise InputError(f"{file}: {name}: two columns have this name; rename one")
        columns[name] = values
    lines = taken.index.to_numpy(dtype=np.int64) + 1 + (1 if stated else 0)
    if not len(lines):
        raise InputError(f"{file}: there is a header but no row below it; add the rows")
    return Table(file, columns, lines, delimiter, notes)


def _bytes(path: Path) -> bytes:
    held = content_of(str(path))
    if held is not None:
        return held
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder; name a csv file in it") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); check its name and rights") from None
    if raw[:2] != b"\x1f\x8b":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error):
        raise InputError(f"{path}: the gzip file is damaged; pack it again or give the plain csv") from None


def _decoded(file: str, raw: bytes, notes: list[str]) -> str:
    if raw[:4] == b"PK\x03\x04" or raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputError(f"{file}: this is a spreadsheet or archive, not csv; save the sheet as CSV (UTF-8)")
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise InputError(f"{file}: the text is damaged; save the file as CSV (UTF-8)") from None
        text = raw.decode("latin-1")
        notes.append("the text is not UTF-8; read as Latin-1 (check accented letters)")
    if "\0" in text:
        raise InputError(f"{file}: the file holds zero bytes, so it is no plain text; save it as CSV (UTF-8)")
    if encoding == "utf-16":
        notes.append("the text is UTF-16")
    return text


def _delimiter(text: str) -> str:
    header = next(line for line in text.split("\n") if line.strip())
    counts = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in DELIMITERS}
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
