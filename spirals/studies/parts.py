"""A folder of parts of results, safe against a kill at any moment: what sweeps and loops have in common.

A batch's files are written beside their place and renamed into it, the one that counts last; only then is what it
stands for done.  A part's name holds the hash of its bytes, and its footer what it stands for, so that whatever was
damaged, cut short or put there by somebody else is recognised by name, and never used.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ValidationError

from spirals.errors import InputError, visible
from spirals.experiments.provenance import digest
from spirals.plain import Brief
from spirals.studies.fingerprint import differing
from spirals.studies.lock import only_writer
from spirals.studies.work import FORMAT, MARK, Packed, Parcel

if TYPE_CHECKING:
    import pandas as pd

RECORD = "provenance.json"
ASIDE = "set_aside"
DRAFT = ".draft-"
_PART = re.compile(r"part-[0-9a-f]{40}\.parquet")


@dataclass(frozen=True)
class Problem:
    """A file that is not used, and why.  ``foreign``: it is none of the sweep's own."""

    path: Path
    what: str
    foreign: bool

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, repr=False)
class Contents(Brief):
    """What a folder holds: sound parts by kind, the runs they stand for, and files that cannot be used."""

    parts: dict[str, tuple[Path, ...]]
    runs: frozenset[str]
    problems: tuple[Problem, ...]


class Parts:
    """A folder of parts with a manifest that says what they belong to.

    Parameters
    ----------
    path
        Where it lies.

    Raises
    ------
    InputError
        If no such folder lies there, or its manifest cannot be read.
    """

    MANIFEST: ClassVar[str]
    SAYS: ClassVar[type[BaseModel]]
    """What the manifest has to say, so that whatever reads it later finds it."""
    COMMAND: ClassVar[str]
    KINDS: ClassVar[tuple[str, ...]]
    """Folders of parts in the order in which a batch's files are put there: the last makes it count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        place = path / self.MANIFEST
        if not place.is_file():
            raise InputError(
                f"{path}: is no folder of a {self.COMMAND} (it has no {self.MANIFEST}); "
                f"name one that `spirals {self.COMMAND}` wrote"
            )
        try:
            self.manifest: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
            known = self.manifest["format"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise InputError(f"{place}: is damaged; restore it, or {self.COMMAND} into another folder") from None
        if known != FORMAT:
            shown = visible(str(known), 40)
            raise InputError(f"{place}: has format {shown}, not {FORMAT}; read it with the version that wrote it")
        try:
            self.SAYS.model_validate(self.manifest, strict=True)
        except ValidationError as error:
            field = visible(".".join(map(str, error.errors()[0]["loc"][:2])), 60)
            raise InputError(
                f"{place}: {field}: is damaged; restore it, or {self.COMMAND} into another folder"
            ) from None

    def belongs(self, mark: dict[str, Any]) -> bool:
        """Say whether a part with this footer is one of this folder's own."""
        raise NotImplementedError

    def contents(self) -> Contents:
        """Look at every file of results and sort the sound from the unusable."""
        problems: list[Problem] = []
        sound: dict[str, dict[str, Path]] = {kind: self._sound(kind, problems) for kind in self.KINDS}
        runs: set[str] = set()
        used: dict[str, list[Path]] = {kind: [] for kind in self.KINDS}
        for path in sorted(sound[self.KINDS[-1]].values()):
            mark = _mark(path)
            if mark.get("format") != FORMAT or not self.belongs(mark):
                problems.append(Problem(path, f"belongs to another {self.COMMAND}; move it elsewhere", foreign=True))
                continue
            what = _wrong(mark, sound, runs)
            if what:
                problems.append(Problem(path, what, foreign=False))
                continue
            runs.update(run for run, *_ in mark["runs"])
            used[self.KINDS[-1]].append(path)
            for other in mark["beside"]:
                kind, _, beside = other.partition("/")
                used[kind].append(sound[kind][beside])
        return Contents({kind: tuple(paths) for kind, paths in used.items()}, frozenset(runs), tuple(problems))

    def _sound(self, kind: str, problems: list[Problem]) -> dict[str, Path]:
        """Return the files of a kind whose bytes are what their names promise."""
        found: dict[str, Path] = {}
        folder = self.path / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(DRAFT):
                continue
            if not path.is_file() or not _PART.fullmatch(path.name):
                problems.append(
                    Problem(path, f"was not written by this {self.COMMAND}; move it elsewhere", foreign=True)
                )
            elif path.name[5:45] != digest(path)[:40]:
                problems.append(Problem(path, "is damaged (its content is not what was written)", foreign=False))
            else:
                found[path.name] = path
        return found

    # --- writing ---------------------------------------------------------------------------------------
    @contextmanager
    def writing(self, take_over: Callable[[], None]) -> Iterator[Contents]:
        """Keep other writers out, check whose folder this is, clear away what a kill left; give the rest.

        Damaged parts are moved to ``set_aside``; what they stand for counts as not done.

        Parameters
        ----------
        take_over
            Raises an error unless the folder holds what is to go on; may write down that it has grown.

        Raises
        ------
        InputError
            If somebody else writes here, or a file lies among the parts that is none of the folder's own.
        """
        with only_writer(self.path):
            take_over()
            for kind in self.KINDS:
                (self.path / kind).mkdir(exist_ok=True)
            for left in (*self.path.glob(f"{DRAFT}*"), *self.path.glob(f"*/{DRAFT}*")):
                left.unlink()
            contents = self.contents()
            strange = [problem for problem in contents.problems if problem.foreign]
            if strange:
                raise InputError("\n".join(str(problem) for problem in strange))
            for problem in contents.problems:
                self._set_aside(problem.path)
            self._drop_strays(contents)
            yield contents

    def check_code(self, now: dict[str, Any]) -> None:
        """Raise an error unless the folder was begun with this code and these libraries."""
        if self.manifest["fingerprint"] != now:
            what = differing(self.manifest["fingerprint"], now)
            raise InputError(
                f"{self.path}: was begun with {what}; numbers could differ, so name another folder with --out"
            )

    def _set_aside(self, path: Path) -> None:
        (self.path / ASIDE).mkdir(exist_ok=True)
        target, count = self.path / ASIDE / f"{path.parent.name}-{path.name}", 1
        while target.exists():
            count += 1
            target = target.with_name(f"{path.parent.name}-{path.stem}-{count}{path.suffix}")
        path.rename(target)

    def _drop_strays(self, contents: Contents) -> None:
        """Remove parts that a kill left without the part that would have made them count."""
        for kind in self.KINDS[:-1]:
            used = set(contents.parts[kind])
            for path in (self.path / kind).glob("part-*.parquet"):
                if path not in used:
                    path.unlink()

    def commit(self, parcel: Parcel) -> None:
        """Put a batch's files in their places; once this returns, its runs are never lost."""
        for packed in parcel.files:
            self._put(packed)

    def _put(self, packed: Packed) -> None:
        place = self.path / packed.kind / packed.name
        draft = place.with_name(f"{DRAFT}{packed.name}")
        with draft.open("wb") as file:
            file.write(packed.content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place)
        _settle(place.parent)

    def record(self, session: dict[str, Any]) -> None:
        """Add how and when runs were made to the only file that holds times."""
        path = self.path / RECORD
        sessions: list[Any] = []
        with suppress(OSError, ValueError, KeyError):
            sessions = json.loads(path.read_text(encoding="utf-8"))["sessions"]
        replace(path, text_of({"sessions": [*sessions, session]}))

    # --- reading ---------------------------------------------------------------------------------------
    def frame(self, kind: str, contents: Contents, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the rows of all sound parts of a kind, in the order of the design."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        paths = contents.parts[kind]
        if not paths:
            return pd.DataFrame(columns=list(columns or ()))
        wanted = None if columns is None else list(columns)
        return in_order(pa.concat_tables([pq.read_table(path, columns=wanted) for path in paths]))


def in_order(table: Any) -> pd.DataFrame:
    """Return the rows of parts put together, in the order of the design."""
    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas()
    keys = [key for key in ("replicate", "point") if key in frame]
    return frame.sort_values(keys, kind="stable", ignore_index=True) if keys else frame


def _wrong(mark: dict[str, Any], sound: dict[str, dict[str, Path]], runs: set[str]) -> str:
    """Return why a part of the folder's own cannot be used, or nothing."""
    if any(run in runs for run, *_ in mark["runs"]):
        return "holds runs that another part holds too"
    for other in mark["beside"]:
        kind, _, name = other.partition("/")
        if name not in sound.get(kind, {}):
            return f"is incomplete without {other}, which is missing or damaged"
    return ""


def _mark(path: Path) -> dict[str, Any]:
    """Return what a part says about itself."""
    import pyarrow.parquet as pq

    empty: dict[str, Any] = {"runs": [], "beside": []}
    told = pq.read_schema(path).metadata or {}
    try:
        return {**empty, **json.loads(told[MARK])}
    except (KeyError, ValueError, TypeError):
        return empty


def text_of(content: dict[str, Any]) -> str:
    """Return a manifest as text."""
    # Not sorted: the order of scenarios says which is the reference.
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def replace(path: Path, text: str) -> None:
    """Write a small file so that a kill leaves the old one or the new one."""
    draft = path.with_name(f"{DRAFT}{path.name}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _settle(folder: Path) -> None:
    """Ask the disk to remember a rename; where folders cannot be opened the system does so itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
