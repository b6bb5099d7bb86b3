"""Result folders: written beside their place, then moved into it whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from spirals.errors import InputError
from spirals.experiments.provenance import digest

if TYPE_CHECKING:
    import pandas as pd

RESULTS = Path("results")
WRITING = ".writing"
"""Ending of the lock file beside a draft, held while it is written."""


def slug(name: str) -> str:
    """Return a name that is safe as a file name everywhere: letters, digits, ``-`` and ``_``.

    Examples
    --------
    >>> slug("Team incentives, 30%")
    'team_incentives_30'
    """
    return re.sub(r"[^a-z0-9_-]+", "_", name.lower()).strip("_")[:60] or "unnamed"


def default_folder(command: str, name: str, now: datetime | None = None) -> Path:
    """Return a folder under ``results/`` that does not exist yet, named by command, scenario and time."""
    moment = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    first = RESULTS / f"{command}-{slug(name)}-{moment}"
    folder, count = first, 1
    while folder.exists():
        count += 1
        folder = first.with_name(f"{first.name}-{count}")
    return folder


def check_folder(folder: Path) -> None:
    """Raise an error unless results can go there: absent or empty, and its parent can be written.

    Raises
    ------
    InputError
        Names the folder and the remedy.
    """
    if folder.is_dir():
        if any(folder.iterdir()):
            raise InputError(
                f"{folder}: is not empty, and results are never overwritten; name another folder with --out"
            )
    elif folder.exists() or folder.is_symlink():
        raise InputError(f"{folder}: is not a folder; name another with --out")
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise InputError(f"{folder}: nothing can be written in {above}; name another folder with --out")


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside ``folder`` that becomes it only if the block ends well."""
    with drafted(folder) as draft:
        yield draft
        settle(draft, folder)


@contextmanager
def drafted(folder: Path, beside: bool = False) -> Iterator[Path]:
    """Give a temporary folder beside ``folder``, removed if the block fails; see `settle`."""
    if not beside:
        check_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    clear_drafts(folder.parent)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    mark = draft.with_name(f"{draft.name}{WRITING}")
    try:
        with naming(folder), FileLock(str(mark)):
            yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    finally:
        mark.unlink(missing_ok=True)


def clear_drafts(parent: Path) -> None:
    """Remove the drafts of commands that were killed; those that still write hold a lock beside theirs."""
    for mark in parent.glob(f".*{WRITING}"):
        with suppress(Timeout, OSError), FileLock(str(mark), timeout=0):
            shutil.rmtree(mark.with_name(mark.name.removesuffix(WRITING)), ignore_errors=True)
            mark.unlink(missing_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` that becomes it only if the block ends well."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with naming(path):
            yield draft
            draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def naming(place: Path) -> Iterator[None]:
    """Let an error of the system name a place, where it names none: a full disk says only that it is full."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(place)
        raise


def settle(draft: Path, folder: Path, beside: bool = False) -> Path:
    """Move a complete draft to its place and return where it is.

    With ``beside`` a place that somebody else has filled in the meantime is left alone, and the next free name
    is taken, ``FOLDER-2``: what was computed is not lost.

    Raises
    ------
    InputError
        If the place is taken and ``beside`` is not set.
    """
    draft.chmod(0o777 & ~_umask())  # mkdtemp lets only the owner in
    place, count = folder, 1
    while True:
        try:
            check_folder(place)
            if place.is_dir():
                place.rmdir()
            draft.rename(place)
            return place
        except (InputError, OSError):  # OSError: another command settled there between the check and the move
            if not beside or not _is_filled(place):
                raise
        count += 1
        place = folder.with_name(f"{folder.name}-{count}")


def _is_filled(place: Path) -> bool:
    return place.is_file() or (place.is_dir() and any(place.iterdir()))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a table whose bytes depend on nothing but its content and the library's version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(_plain(frame), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd")


def write_parquet_parts(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables of the same columns below each other, one in memory at a time; nothing for no rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    try:
        for part in parts:
            if part.empty:
                continue
            table = pa.Table.from_pandas(_plain(part), preserve_index=False).replace_schema_metadata(None)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with mixed columns, as own files may bring them, written as text."""
    import pandas as pd

    frame = frame.copy(deep=False)
    for name in frame.columns:
        column = frame[name]
        if column.dtype == object and pd.api.types.infer_dtype(column).startswith("mixed"):
            frame[name] = [None if pd.isna(value) else str(value) for value in column]
    return frame


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV with the same line ends everywhere."""
    frame.to_csv(path, index=False, lineterminator="\n")


def write_json(content: Any, path: Path) -> None:
    """Write indented UTF-8 JSON with sorted keys."""
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder by its relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}
