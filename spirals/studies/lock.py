"""One writer at a time in a folder."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from spirals.errors import InputError

LOCK, WRITER = "writer.lock", "writer.json"


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keep other writers out of a folder while the block runs.

    The operating system drops the lock with the process, however it ends, so a kill leaves nothing in the way on
    the same computer.  A file beside it names the writer; one on another computer is believed until that file is
    removed.

    Raises
    ------
    InputError
        If somebody else is writing there: who, where and since when.
    """
    lock = FileLock(str(folder / LOCK))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(_taken(folder, _read(folder))) from None
    try:
        writer = _read(folder)
        if writer and writer.get("host") != platform.node():
            raise InputError(f"{_taken(folder, writer)} (if it no longer runs, remove {folder / WRITER})")
        me = {"pid": os.getpid(), "host": platform.node(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        (folder / WRITER).write_text(json.dumps(me) + "\n", encoding="utf-8")
        try:
            yield
        finally:
            (folder / WRITER).unlink(missing_ok=True)
    finally:
        lock.release()


def _read(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / WRITER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _taken(folder: Path, writer: dict[str, Any]) -> str:
    who = f"process {writer.get('pid')} on {writer.get('host')} since {writer.get('since')}" if writer else "a process"
    return f"{folder}: is being written by {who}; wait until it has ended, or name another folder with --out"
