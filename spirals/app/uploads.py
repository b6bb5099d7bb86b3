"""What people upload, made safe: bounded in size, packed or not, read as text and never as a program."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any

from spirals.errors import InputError

LARGEST = 5_000_000  # bytes as uploaded
UNPACKED = 40_000_000  # bytes once unpacked
_RATIO = 200  # unpacked over packed, for any part
_PARTS = 500  # parts of a workbook
ROWS, COLUMNS, CELL = 60_000, 60, 500
PEOPLE = 2_000


def as_csv_bytes(name: str, raw: bytes) -> tuple[bytes, list[str]]:
    """Return an uploaded table as CSV text, and remarks on how it was read.

    Parameters
    ----------
    name
        What the file is called, for messages.
    raw
        CSV (plain or gzipped) or an Excel workbook (.xlsx), of which the values of the first sheet count.

    Raises
    ------
    InputError
        If it is too large, packed to harm, or neither of these.
    """
    if len(raw) > LARGEST:
        raise InputError(f"{name}: has {len(raw) / 1e6:.1f} MB; at most {LARGEST / 1e6:.0f} MB can be read here")
    if not raw:
        raise InputError(f"{name}: is empty; it needs a header line and one row per entry")
    if raw[:2] == b"\x1f\x8b":
        raw = _gunzipped(name, raw)
    if raw[:4] == b"PK\x03\x04":
        return _workbook(name, raw)
    if raw[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise InputError(f"{name}: is an old or protected Excel file; save it as .xlsx without a password, or as CSV")
    _check_text(name, raw)
    return raw, []


def _gunzipped(name: str, raw: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        content = unpacker.decompress(raw, UNPACKED)
    except zlib.error:
        raise InputError(f"{name}: the gzip file is damaged; pack it again or give the plain CSV") from None
    if unpacker.unconsumed_tail:
        raise InputError(f"{name}: unpacks to more than {UNPACKED / 1e6:.0f} MB; give a smaller table")
    return content


def _check_text(name: str, raw: bytes) -> None:
    rows = raw.count(b"\n") + 1
    if rows > ROWS:
        raise InputError(f"{name}: has {rows} lines; at most {ROWS} can be read here")
    if raw[:5] in (b"%PDF-", b"\x89PNG\r") or raw[:15].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"{name}: is no table; save it as CSV (UTF-8) or .xlsx")


def _workbook(name: str, raw: bytes) -> tuple[bytes, list[str]]:
    _check_package(name, raw)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that do not matter here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            try:
                return _sheet(name, book)
            finally:
                book.close()
    except InputError:
        raise
    except Exception:  # a workbook can be broken in any way that its parts can
        raise InputError(f"{name}: the workbook is damaged or protected; save it anew, or as CSV") from None


def _check_package(name: str, raw: bytes) -> None:
    """Refuse a package that unpacks to too much, or whose XML defines entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise InputError(f"{name}: is an archive, not a workbook; save the table as .xlsx or CSV")
            total = sum(part.file_size for part in parts)
            greedy = any(part.file_size > _RATIO * max(part.compress_size, 1) for part in parts)
            if total > UNPACKED or len(parts) > _PARTS or greedy:
                raise InputError(f"{name}: unpacks to more than a table needs; save it anew with one sheet, or as CSV")
            for part in parts:
                with package.open(part) as stream:
                    head = stream.read(2_000)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise InputError(f"{name}: holds definitions that no table needs; save it anew, or as CSV")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        raise InputError(f"{name}: the workbook is damaged or protected; save it anew, or as CSV") from None


def _sheet(name: str, book: Any) -> tuple[bytes, list[str]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise InputError(f"{name}: the workbook has no sheet with cells; save the table as CSV")
    sheet = sheets[0]
    sheet.reset_dimensions()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > ROWS:
            raise InputError(f"{name}: has more than {ROWS} rows; give a smaller table")
        if len(row) > COLUMNS and any(cell is not None for cell in row[COLUMNS:]):
            raise InputError(f"{name}: has more than {COLUMNS} columns; keep those that are needed")
        writer.writerow([_text(cell) for cell in row[:COLUMNS]])
    notes = [f"{name}: the values of sheet '{sheet.title[:40]}' are read; formulas are not"]
    if len(sheets) > 1:
        notes.append(f"{name}: {len(sheets) - 1} more sheets are not read")
    return out.getvalue().encode(), notes


def _text(cell: Any) -> str:
    """Return a cell's value as the text that a person sees."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return " ".join(str(cell)[:CELL].split())
