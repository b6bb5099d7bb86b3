"""The folder of a sweep: settings, manifest and parts of results, safe against a kill at any moment.

A batch's files are written beside their place and renamed into it, the one with measures last; only then do its
runs count.  A part's name holds the hash of its bytes, and its footer the runs it stands for, so that whatever was
damaged, cut short or put there by somebody else is recognised by name, and never used.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.errors import InputError
from spirals.experiments.provenance import digest
from spirals.experiments.store import check_folder, whole_folder, write_parquet
from spirals.studies.fingerprint import differing, fingerprint
from spirals.studies.lock import only_writer
from spirals.studies.plan import Plan, identity, luck_of
from spirals.studies.work import FORMAT, KINDS, MARK, Packed, Parcel

if TYPE_CHECKING:
    import pandas as pd

MANIFEST, POINTS, EXPERIMENT, RECORD = "manifest.json", "points.parquet", "experiment.toml", "provenance.json"
ASIDE = "set_aside"
_PART = re.compile(r"part-[0-9a-f]{40}\.parquet")
_DRAFT = ".draft-"


@dataclass(frozen=True)
class Problem:
    """A file that is not used, and why.  ``foreign``: it is none of the sweep's own."""

    path: Path
    what: str
    foreign: bool

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True)
class Contents:
    """What a folder holds: sound parts by kind, the runs they stand for, and files that cannot be used."""

    parts: dict[str, tuple[Path, ...]]
    runs: frozenset[str]
    problems: tuple[Problem, ...]


class Folder:
    """A sweep's folder.

    Parameters
    ----------
    path
        Where it lies.

    Raises
    ------
    InputError
        If no sweep lies there, or its manifest cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / MANIFEST).is_file():
            raise InputError(
                f"{path}: is no folder of a sweep (it has no {MANIFEST}); name one that `spirals sweep` wrote"
            )
        try:
            self.manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
            known = self.manifest["format"]
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(f"{path / MANIFEST}: is damaged; restore it, or sweep into another folder") from None
        if known != FORMAT:
            raise InputError(
                f"{path / MANIFEST}: has format {known}, not {FORMAT}; read it with the version that wrote it"
            )

    @cached_property
    def points(self) -> pd.DataFrame:
        """The settings: one row for each, with its ``point``, its ``key`` and the value of each factor."""
        import pandas as pd

        path = self.path / POINTS
        if not path.is_file() or digest(path) not in self.manifest["points"]:
            raise InputError(f"{path}: is missing or damaged; restore it, or sweep into another folder")
        return pd.read_parquet(path)

    @property
    def labels(self) -> tuple[str, ...]:
        """Scenarios by name, the reference first."""
        return tuple(self.manifest["stems"])

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of what is varied."""
        return tuple(name for name in self.points.columns if name not in ("point", "key"))

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures of every run."""
        return tuple(self.manifest["measures"])

    def contents(self) -> Contents:
        """Look at every file of results and sort the sound from the unusable."""
        problems: list[Problem] = []
        sound: dict[str, dict[str, Path]] = {kind: self._sound(kind, problems) for kind in KINDS}
        runs: set[str] = set()
        used: dict[str, list[Path]] = {kind: [] for kind in KINDS}
        for path in sorted(sound["measures"].values()):
            mark = _mark(path)
            what = self._wrong(mark, sound, runs)
            if what:
                problems.append(Problem(path, what, foreign="belongs" in what))
                continue
            runs.update(run for run, *_ in mark["runs"])
            used["measures"].append(path)
            for other in mark["beside"]:
                kind, _, beside = other.partition("/")
                used[kind].append(sound[kind][beside])
        return Contents({kind: tuple(paths) for kind, paths in used.items()}, frozenset(runs), tuple(problems))

    def _sound(self, kind: str, problems: list[Problem]) -> dict[str, Path]:
        """Return the files of a kind whose bytes are what their names promise."""
        found: dict[str, Path] = {}
        folder = self.path / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(_DRAFT):
                continue
            if not path.is_file() or not _PART.fullmatch(path.name):
                problems.append(Problem(path, "was not written by this sweep; move it elsewhere", foreign=True))
            elif path.name[5:45] != digest(path)[:40]:
                problems.append(Problem(path, "is damaged (its content is not what was written)", foreign=False))
            else:
                found[path.name] = path
        return found

    def _wrong(self, mark: dict[str, Any], sound: dict[str, dict[str, Path]], runs: set[str]) -> str:
        """Return why a part of measures cannot be used, or nothing."""
        if mark.get("format") != FORMAT or (mark["measures"], mark["daily"]) != (
            self.manifest["measures"],
            self.manifest["daily"],
        ):
            return "belongs to another sweep; move it elsewhere"
        for run, label, point, replicate in mark["runs"]:
            stem = self.manifest["stems"].get(label)
            if stem is None or point >= len(self._keys) or self._identity(stem, point, replicate) != run:
                return "belongs to another sweep; move it elsewhere"
            if run in runs:
                return "holds runs that another part holds too"
        for other in mark["beside"]:
            kind, _, name = other.partition("/")
            if name not in sound.get(kind, {}):
                return f"is incomplete without {other}, which is missing or damaged"
        return ""

    def _identity(self, stem: str, point: int, replicate: int) -> str:
        luck = luck_of(self.manifest["luck"], point, replicate)
        return identity(stem, self._keys[point], luck)

    @cached_property
    def _keys(self) -> list[str]:
        return list(self.points["key"])

    # --- writing ---------------------------------------------------------------------------------------
    @contextmanager
    def writing(self, plan: Plan) -> Iterator[Contents]:
        """Keep other writers out, check that this is the plan's folder, clear away what a kill left; give the rest.

        Damaged parts are moved to ``set_aside``; their runs count as not done.

        Raises
        ------
        InputError
            If somebody else writes here, the folder holds another experiment or one that other code began, or a
            file lies among the parts that is none of the sweep's own.
        """
        with only_writer(self.path):
            self._take_over(plan)
            for kind in KINDS:
                (self.path / kind).mkdir(exist_ok=True)
            for left in (*self.path.glob(f"{_DRAFT}*"), *self.path.glob(f"*/{_DRAFT}*")):
                left.unlink()
            contents = self.contents()
            strange = [problem for problem in contents.problems if problem.foreign]
            if strange:
                raise InputError("\n".join(str(problem) for problem in strange))
            for problem in contents.problems:
                self._set_aside(problem.path)
            self._drop_strays(contents)
            yield contents

    def _set_aside(self, path: Path) -> None:
        (self.path / ASIDE).mkdir(exist_ok=True)
        target, count = self.path / ASIDE / f"{path.parent.name}-{path.name}", 1
        while target.exists():
            count += 1
            target = target.with_name(f"{path.parent.name}-{path.stem}-{count}{path.suffix}")
        path.rename(target)

    def _drop_strays(self, contents: Contents) -> None:
        """Remove parts that a kill left without the part of measures that would have made them count."""
        for kind in KINDS[:-1]:
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
        draft = place.with_name(f"{_DRAFT}{packed.name}")
        with draft.open("wb") as file:
            file.write(packed.content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(place)
        _settle(place.parent)

    def _take_over(self, plan: Plan) -> None:
        """Make sure that this folder belongs to an experiment; let the experiment have grown."""
        now = json.loads(json.dumps(fingerprint()))
        if self.manifest["fingerprint"] != now:
            what = differing(self.manifest["fingerprint"], now)
            raise InputError(
                f"{self.path}: was begun with {what}; numbers could differ, so name another folder with --out"
            )
        mine = manifest_of(plan, self.manifest["points"][0])
        for key, what in (
            ("measures", "measures"),
            ("daily", "daily series"),
            ("stems", "scenarios or seed"),
            ("luck", "luck"),
        ):
            if self.manifest[key] != mine[key]:
                raise InputError(f"{self.path}: holds an experiment with other {what}; name another folder with --out")
        shrunk = plan.experiment.replicates < self.manifest["replicates"]
        if list(plan.keys[: len(self._keys)]) != self._keys or shrunk:
            raise InputError(
                f"{self.path}: holds an experiment with other settings or more replicates; name another with --out"
            )
        if self.manifest != mine | {"points": self.manifest["points"]} or len(self._keys) < len(plan.keys):
            self._grow(plan)

    def _grow(self, plan: Plan) -> None:
        """Write down that the experiment has more settings or replicates now; a kill leaves the old or the new."""
        draft = self.path / f"{_DRAFT}{POINTS}"
        write_parquet(points_of(plan), draft)
        old, new = digest(self.path / POINTS), digest(draft)
        both = list(dict.fromkeys((new, old)))  # until the settings are in place too
        _replace(self.path / MANIFEST, _text(manifest_of(plan, *both)))
        draft.rename(self.path / POINTS)
        _replace(self.path / MANIFEST, _text(manifest_of(plan, new)))
        _replace(self.path / EXPERIMENT, _experiment_text(plan))
        self.__dict__.pop("points", None)
        self.__dict__.pop("_keys", None)
        self.manifest = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))

    def record(self, session: dict[str, Any]) -> None:
        """Add how and when runs were made to the only file that holds times."""
        path = self.path / RECORD
        sessions: list[Any] = []
        with suppress(OSError, ValueError, KeyError):
            sessions = json.loads(path.read_text(encoding="utf-8"))["sessions"]
        _replace(path, _text({"sessions": [*sessions, session]}))

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


def open_for(plan: Plan, path: Path) -> Folder:
    """Return the folder of an experiment: a new one, or the one that it was begun in.

    Raises
    ------
    InputError
        If something that is no sweep lies there.
    """
    if not (path / MANIFEST).is_file():
        check_folder(path)
        with whole_folder(path) as draft:
            for kind in KINDS:
                (draft / kind).mkdir()
            write_parquet(points_of(plan), draft / POINTS)
            (draft / EXPERIMENT).write_text(_experiment_text(plan), encoding="utf-8")
            (draft / MANIFEST).write_text(_text(manifest_of(plan, digest(draft / POINTS))), encoding="utf-8")
        return Folder(path)
    return Folder(path)


def points_of(plan: Plan) -> pd.DataFrame:
    """Return the settings of an experiment, one row for each."""
    import pandas as pd

    frame = pd.DataFrame(plan.settings)
    frame.insert(0, "key", list(plan.keys))
    frame.insert(0, "point", range(len(frame)))
    return frame


def manifest_of(plan: Plan, *points: str) -> dict[str, Any]:
    """Return what a folder says about its experiment."""
    content = {
        "format": FORMAT,
        "experiment": plan.experiment.model_dump(mode="json", by_alias=True, exclude_none=True),
        "measures": plan.experiment.measures,
        "daily": plan.experiment.daily,
        "luck": plan.experiment.luck,
        "replicates": plan.experiment.replicates,
        "runs": len(plan),
        "points": points,
        "stems": plan.stems,
        "scenarios": {
            label: base.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for label, base in zip(plan.labels, plan.bases, strict=True)
        },
        "factors": [asdict(one) for one in plan.factors],
        "inputs": plan.inputs,
        "fingerprint": fingerprint(),
        "notes": plan.notes,
    }
    return dict(json.loads(json.dumps(content)))


def _experiment_text(plan: Plan) -> str:
    from spirals.studies.files import dump_experiment

    return dump_experiment(plan.experiment)


def _text(content: dict[str, Any]) -> str:
    # Not sorted: the order of scenarios says which is the reference.
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{_DRAFT}{path.name}")
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


def _mark(path: Path) -> dict[str, Any]:
    """Return what a part says about itself."""
    import pyarrow.parquet as pq

    empty: dict[str, Any] = {"measures": None, "daily": None, "runs": [], "beside": []}
    told = pq.read_schema(path).metadata or {}
    try:
        return {**empty, **json.loads(told[MARK])}
    except (KeyError, ValueError, TypeError):
        return empty
