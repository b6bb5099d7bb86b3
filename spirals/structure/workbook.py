"""The sheets of an Excel workbook as rows of texts; openpyxl reads it, and values count, never formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from spirals.errors import InputError
from spirals.structure.limits import Limits, bounded, limits_of

UNPACKED = 200_000_000  # bytes once unpacked
RATIO = 200  # unpacked over packed, for any part
PARTS = 500
CELL = 500  # characters of a cell


def is_workbook(raw: bytes) -> bool:
    """Say whether bytes are a zip archive, as .xlsx files are."""
    return raw[:4] == b"PK\x03\x04"


def check_package(name: str, raw: bytes, unpacked: int = UNPACKED) -> None:
    """Refuse a package that unpacks to too much, or whose XML defines entities.

    Raises
    ------
    InputError
        If it is no sound workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise InputError(f"{name}: is an archive, not a workbook; save the table as .xlsx or CSV")
            total = sum(part.file_size for part in parts)
            greedy = any(part.file_size > RATIO * max(part.compress_size, 1) for part in parts)
            if total > unpacked or len(parts) > PARTS or greedy:
                raise InputError(f"{name}: unpacks to more than a table needs; save it anew with one sheet, or as CSV")
            for part in parts:
                with package.open(part) as stream:
                    head = stream.read(2_000)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise InputError(f"{name}: holds definitions that no table needs; save it anew, or as CSV")
    except InputError:
        raise
    except Exception:  # a package can be broken in any way that its parts can
        raise InputError(f"{name}: the workbook is damaged or protected; save it anew, or as CSV") from None


def sheets(name: str, raw: bytes) -> dict[str, pd.DataFrame]:
    """Return the rows of every visible sheet that holds cells, as texts.

    Raises
    ------
    InputError
        If the workbook is damaged, protected, or holds no cells.
    """
    limits = limits_of(name)
    check_package(name, raw, min(UNPACKED, limits.unpacked))
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that do not matter here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            try:
                shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
                found = {sheet.title: frame for sheet in shown if len(frame := _rows(name, sheet, limits))}
            finally:
                book.close()
    except InputError:
        raise
    except Exception:  # a workbook can be broken in any way that its parts can
        raise InputError(f"{name}: the workbook is damaged or protected; save it anew, or as CSV") from None
    if not found:
        raise InputError(f"{name}: the workbook has no sheet with cells; save the table as CSV")
    return found


def _rows(name: str, sheet: Any, limits: Limits) -> pd.DataFrame:
    sheet.reset_dimensions()
    return text_frame(bounded(name, sheet.iter_rows(values_only=True), limits))


def text_frame(rows: Iterable[Iterable[Any]]) -> pd.DataFrame:
    """Return rows of values as rows of texts, without blank rows and columns at the end."""
    frame = pd.DataFrame([[as_text(cell) for cell in row] for row in rows], dtype=object).fillna("")
    if not len(frame.columns):
        return frame
    filled = frame != ""
    return frame.loc[filled.any(axis=1), filled.any(axis=0).to_numpy()[::-1].cumsum()[::-1] > 0]


def as_text(cell: Any) -> str:
    """Return a value as the text that a person sees.

    Examples
    --------
    >>> [as_text(cell) for cell in (3.0, None, True, "a  b")]
    ['3', '', 'yes', 'a b']
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return " ".join(str(cell)[:CELL].split())
