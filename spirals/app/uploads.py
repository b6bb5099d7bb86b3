"""What people upload: bounded in size before anything reads it, and then read as the command line reads files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from spirals.errors import InputError
from spirals.structure import held
from spirals.structure.formats import open_source
from spirals.structure.limits import BROWSER
from spirals.structure.table import Table

Kind = Literal["people", "ties"]


def take(owner: str, name: str, kind: Kind, raw: bytes) -> str:
    """Hold an uploaded file for its owner and return its path.

    Parameters
    ----------
    owner, name
        As :func:`spirals.structure.held.hold` takes them.
    kind
        What a single table in it is taken for.
    raw
        The file as it is: any table or graph that the command line reads.

    Raises
    ------
    InputError
        If it is too large, or cannot be read; nothing is held then.
    """
    if not raw:
        raise InputError(f"{name}: is empty; it needs a header line and one row per entry")
    BROWSER.check(name, "stored", len(raw), "bytes")
    path = held.path_of(owner, name)
    before = held.content_of(path)
    held.hold(owner, name, raw)
    try:
        table_in(path, kind)
    except InputError:
        held.drop(path) if before is None else held.hold(owner, name, before)
        raise
    return path


def table_in(path: str, kind: Kind) -> Table:
    """Return the table of a held file that is shown: that of its kind, if it has one.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    found = open_source(Path(path), kind)
    table = getattr(found, kind) or found.people or found.ties
    if table is None:
        raise InputError(f"{path}: holds neither people nor ties; give a table with a header line")
    return table
