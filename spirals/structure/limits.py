"""How much a table may hold: one list of limits for files and uploads, checked before the work that they spare."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spirals.errors import InputError
from spirals.structure.held import PREFIX, PROGRAM

_MEMBER = 1 << 20  # bytes unpacked at a time


@dataclass(frozen=True)
class Limits:
    """What a table, and the organisation in it, may have at most.

    Attributes
    ----------
    stored, unpacked
        Bytes as stored, and once unpacked.
    lines, columns, cells
        Of a table; ``cells`` counts all of them.
    line, header, cell
        Characters of any line, of the first, and of a cell.
    people, teams, ties
        Of an organisation.
    where, more
        How messages name the place, and what to do about more.
    """

    stored: int
    unpacked: int
    lines: int
    columns: int
    cells: int
    line: int
    header: int
    cell: int
    people: int
    teams: int
    ties: int
    where: str
    more: str

    def check(self, what: str, field: str, number: float, unit: str = "") -> None:
        """Refuse a number above the limit of a field.

        Raises
        ------
        InputError
            In one line, with the number, the limit and the remedy.
        """
        most = getattr(self, field)
        if number > most:
            raise InputError(
                f"{what}: has {number:,.0f} {unit or field}; at most {most:,} can be read {self.where}; {self.more}"
            )


BROWSER = Limits(
    stored=5_000_000, unpacked=40_000_000, lines=60_000, columns=300, cells=3_000_000, line=100_000, header=20_000,
    cell=5_000, people=2_000, teams=400, ties=60_000,
    where="in the browser", more="keep what is needed, or use `spirals run`",
)  # fmt: skip
COMMAND_LINE = Limits(
    stored=1_000_000_000, unpacked=2_000_000_000, lines=50_000_000, columns=2_000, cells=500_000_000, line=1_000_000,
    header=100_000, cell=10_000, people=1_000_000, teams=1_000_000, ties=50_000_000,
    where="as a table", more="keep what is needed",
)  # fmt: skip


def limits_of(path: str) -> Limits:
    """Return the limits for a path: those of the browser for uploads, which are held in memory."""
    upload = path.startswith(PREFIX) and not path.startswith(f"{PREFIX}{PROGRAM}/")
    return BROWSER if upload else COMMAND_LINE


def stored(path: Path) -> bytes:
    """Return the bytes of a file, unpacked if they are gzipped.

    Raises
    ------
    InputError
        If it is missing, no regular file, too large, or damaged.
    """
    limits = limits_of(str(path))
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError(f"{path}: this is a folder; name a csv file in it")
        if not stat.S_ISREG(about.st_mode):
            raise InputError(f"{path}: is no regular file; save the table in one and name that")
        limits.check(str(path), "stored", about.st_size, "bytes")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name and the folder") from None
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); check its name and rights") from None
    return unpacked(str(path), raw, limits)


def unpacked(name: str, raw: bytes, limits: Limits) -> bytes:
    """Return bytes as they are, or unpacked if they are gzipped: all members, whole, and not beyond the limit.

    Raises
    ------
    InputError
        If they are damaged, cut short, or unpack to too much.
    """
    if raw[:2] != b"\x1f\x8b":
        return raw
    parts: list[bytes] = []
    size, rest = 0, raw
    try:
        while rest:
            unpacker = zlib.decompressobj(31)
            while not unpacker.eof:
                part = unpacker.decompress(rest, _MEMBER)
                rest = unpacker.unconsumed_tail
                if not part and not rest and not unpacker.eof:
                    raise zlib.error("cut short")
                parts.append(part)
                size += len(part)
                limits.check(name, "unpacked", size, "bytes once unpacked, or more")
            rest = unpacker.unused_data.lstrip(b"\0")  # some programs pad
    except zlib.error:
        raise InputError(f"{name}: the gzip file is damaged; pack it again or give the plain csv") from None
    return b"".join(parts)


def check_text(name: str, text: str, limits: Limits) -> None:
    """Refuse a text of too many or too long lines, which end in a newline alone.

    Raises
    ------
    InputError
        If it is larger than a table may be.
    """
    limits.check(name, "lines", text.count("\n") + 1)
    lines = text.split("\n")
    header = next((line for line in lines if line.strip()), "")
    limits.check(name, "header", len(header), "characters in its first line")
    limits.check(name, "line", max(map(len, lines)), "characters in a line")


def check_width(name: str, columns: int, rows: int, limits: Limits) -> None:
    """Refuse a table of too many columns, or cells in all.

    Raises
    ------
    InputError
        If it is larger than a table may be.
    """
    limits.check(name, "columns", columns)
    limits.check(name, "cells", columns * rows)


def check_cells(name: str, columns: Iterable[Iterable[str]], limits: Limits) -> None:
    """Refuse a table with too long a cell.

    Raises
    ------
    InputError
        For the longest cell.
    """
    longest = max((max(map(len, column), default=0) for column in columns), default=0)
    limits.check(name, "cell", longest, "characters in a cell")


def bounded(name: str, rows: Iterable[tuple[Any, ...]], limits: Limits) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet without blanks at their end, as long as they stay within the limits.

    Raises
    ------
    InputError
        At the first row or cell too many.
    """
    looked_at = 0
    for number, row in enumerate(rows, start=1):
        limits.check(name, "lines", number, "rows")
        looked_at += len(row)  # blank cells cost time as well
        limits.check(name, "cells", looked_at, "cells, blank ones among them")
        filled = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
        limits.check(name, "columns", filled)
        yield row[:filled]


def check_organisation(name: str, people: int, teams: int, ties: float, limits: Limits) -> None:
    """Refuse an organisation of too many people, teams or ties.

    Raises
    ------
    InputError
        With the remedy.
    """
    limits.check(name, "people", people)
    if teams > limits.teams and teams > people / 2:
        raise InputError(
            f"{name}: nearly everybody has a team of their own ({teams} teams); name the column of teams, or give fewer"
        )
    limits.check(name, "teams", teams)
    limits.check(name, "ties", ties)
