"""What a table may hold is checked before the work that it spares, the same for files and uploads."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from spirals.errors import InputError
from spirals.structure import held, limits, table
from spirals.structure.limits import BROWSER, COMMAND_LINE, check_organisation, stored, unpacked
from spirals.structure.table import read_table
from spirals.structure.workbook import sheets

WIDE = {
    "commas": b"," * 39_000_000,
    "one cell": b"id\n" + b"a" * 39_000_000 + b"\n",
    "a long second line": b"id,team\n" + b"a," * 1_000_000 + b"\n",
    "carriage returns": b"a\r" * 1_600_000,
    "blank columns": b"id" + b"," * 18_000 + b"\na" + b"," * 18_000 + b"\n",
    "many columns": (",".join(f"c{k}" for k in range(400)) + "\n" + "1," * 399 + "1\n").encode(),
    "a long header": ("id," + ",".join(map(str, range(99_999))) + "\na\nb\n").encode(),
    "many cells": (",".join("abc") * 10 + "\n" + ("1," * 29 + "1\n") * 59_000 * 2).encode(),
}


@pytest.fixture(params=[False, True], ids=["file", "upload"])
def bounded(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that makes a path of bytes, as a file and as an upload, with the browser's limits for both."""
    monkeypatch.setattr(limits, "COMMAND_LINE", BROWSER)

    def path_of(raw: bytes) -> Path:
        if request.param:
            return Path(held.hold("tests", "t.csv", raw))
        path = tmp_path / "t.csv"
        path.write_bytes(raw)
        return path

    yield path_of
    held.release("tests")


@pytest.mark.parametrize("case", WIDE)
def test_what_is_too_wide_is_refused_before_it_is_parsed(
    case: str, bounded: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*rest: object) -> None:
        raise AssertionError("parsed first")

    monkeypatch.setattr(table, "_frame", parse)
    for raw in (WIDE[case], gzip.compress(WIDE[case], 1)):
        with pytest.raises(InputError, match=r"; at most .* can be read") as caught:
            read_table(bounded(raw))  # type: ignore[operator]
        assert len(str(caught.value).splitlines()) == 1


def test_the_command_line_has_limits_too() -> None:
    for field in (
        "stored",
        "unpacked",
        "lines",
        "columns",
        "cells",
        "line",
        "header",
        "cell",
        "people",
        "teams",
        "ties",
    ):
        assert getattr(BROWSER, field) <= getattr(COMMAND_LINE, field)
        with pytest.raises(InputError, match="at most"):
            COMMAND_LINE.check("a", field, getattr(COMMAND_LINE, field) + 1)
        COMMAND_LINE.check("a", field, getattr(COMMAND_LINE, field))


def test_a_quoted_cell_of_many_lines_is_refused(bounded: object) -> None:
    raw = b'id,team\na,"' + b"x\n" * 4_000 + b'"\n'
    with pytest.raises(InputError, match="characters in a cell"):
        read_table(bounded(raw))  # type: ignore[operator]


@pytest.mark.parametrize("cut", [1, 8, 9, 400, 700])
def test_a_gzip_file_that_is_cut_short_is_refused(cut: int, bounded: object) -> None:
    packed = gzip.compress("".join(f"p{n},{n * n % 997}\n" for n in range(3000)).encode())
    with pytest.raises(InputError, match="the gzip file is damaged"):
        read_table(bounded(packed[:-cut]))  # type: ignore[operator]


def test_every_member_of_a_gzip_file_is_read(bounded: object) -> None:
    packed = gzip.compress(b"id,team\na,x\n") + gzip.compress(b"") + gzip.compress(b"b,y\n") + b"\0" * 7
    found = read_table(bounded(packed))  # type: ignore[operator]
    assert found.columns["id"].tolist() == ["a", "b"]
    with pytest.raises(InputError, match="damaged"):
        read_table(bounded(packed.rstrip(b"\0") + b"more"))  # type: ignore[operator]


def test_a_flipped_bit_is_noticed() -> None:
    packed = bytearray(gzip.compress(b"id,team\n" + b"a,x\nb,y\n" * 99))
    packed[-6] ^= 1  # of the checksum
    with pytest.raises(InputError, match="damaged"):
        unpacked("t.csv.gz", bytes(packed), BROWSER)


def test_unpacking_stops_at_the_limit() -> None:
    most = replace(BROWSER, unpacked=3_000_000)
    bomb = gzip.compress(b"\0" * 200_000_000)
    with pytest.raises(InputError, match=r"has [34],"):  # not more than a piece beyond
        unpacked("bomb.gz", bomb, most)


def test_only_regular_files_of_a_size_are_read(tmp_path: Path) -> None:
    fifo, sparse = tmp_path / "fifo", tmp_path / "sparse.csv"
    os.mkfifo(fifo)
    with sparse.open("wb") as file:
        file.truncate(10_000_000_000)
    for path, words in ((fifo, "regular"), (Path("/dev/zero"), "regular"), (sparse, "at most"), (tmp_path, "folder")):
        with pytest.raises(InputError, match=words):
            stored(path)


def test_a_sheet_with_a_blank_cell_in_the_last_column_of_each_row_is_refused_soon() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "team"])
    sheet.append(["a", "x"])
    out = io.BytesIO()
    book.save(out)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>p{n}</t></is></c><c r="XFD{n}"/></row>'
                   for n in range(1, 60_000))  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                start = content.index(b"<sheetData>")
                content = content[: start + 11] + rows.encode() + content[content.index(b"</sheetData>") :]
            new.writestr(part.filename, content)
    with pytest.raises(InputError, match="blank ones among them"):
        sheets(f"{held.PREFIX}tests/wide.xlsx", made.getvalue())


def test_an_organisation_has_limits_and_a_slip_is_named() -> None:
    check_organisation("o", 2000, 400, 60_000, BROWSER)
    for people, teams, ties, words in (
        (2001, 10, 10, "people"), (1000, 401, 10, "401 teams; at most"), (500, 450, 10, "name the column of teams"),
        (1000, 10, 60_001, "ties"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=words):
            check_organisation("o", people, teams, ties, BROWSER)
