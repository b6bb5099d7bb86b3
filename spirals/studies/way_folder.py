"""The folder of a loop or a phase diagram: what each task found, safe against a kill at any moment (see `Parts`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from spirals.errors import InputError
from spirals.experiments.store import check_folder, whole_folder
from spirals.scenario import Scenario, dump
from spirals.studies.parts import Parts, replace, text_of
from spirals.studies.work import FORMAT, Packed, packed

Floats = NDArray[np.float64]
MANIFEST, SCENARIO, ANSWERS = "tipping.json", "scenario.toml", "answers"


class _Says(BaseModel):
    """The manifest of a loop or a phase diagram."""

    asked: dict[str, Any]
    stem: str
    replicates: int
    fingerprint: dict[str, Any]


class WayFolder(Parts):
    """A loop's folder.

    ``answers/`` holds one file for each task and one row for each number that it found: ``task``, whose meaning the
    manifest tells, ``row``, ``column`` and ``value``.
    """

    MANIFEST = MANIFEST
    SAYS = _Says
    COMMAND = "tipping"
    KINDS = (ANSWERS,)

    def belongs(self, mark: dict[str, Any]) -> bool:
        """Say whether a part with this footer was made for what this folder holds."""
        return bool(mark.get("stem") == self.manifest["stem"])

    def take_over(self, mine: dict[str, Any]) -> None:
        """Make sure that this folder belongs to what is to be done; let replicates have grown.

        Raises
        ------
        InputError
            If it holds something else, or other code began it.
        """
        mine = json.loads(json.dumps(mine))
        self.check_code(mine["fingerprint"])
        for key, now in mine["asked"].items():
            before = self.manifest["asked"].get(key)
            if before != now:
                what = f"other {key}" if isinstance(now, list) else f"{key} {before}, now {now}"
                raise InputError(f"{self.path}: was begun with {what}; name another folder with --out")
        if self.manifest["stem"] != mine["stem"]:
            raise InputError(f"{self.path}: holds another scenario or seed; name another folder with --out")
        if mine["replicates"] < self.manifest["replicates"]:
            raise InputError(
                f"{self.path}: holds {self.manifest['replicates']} replicates; ask for as many or more, or name "
                "another folder with --out"
            )
        if self.manifest != {"format": FORMAT, **mine}:
            replace(self.path / MANIFEST, text_of({"format": FORMAT, **mine}))
            self.manifest = {"format": FORMAT, **mine}

    def answers(self, wanted: Collection[str]) -> dict[str, Floats]:
        """Return what each task found, by its identity."""
        found: dict[str, Floats] = {}
        for path in self.contents().parts[ANSWERS]:
            found |= answers_in(path.read_bytes())
        return {name: found[name] for name in wanted}


def open_for(path: Path, manifest: dict[str, Any], spec: Scenario) -> WayFolder:
    """Return the folder that something was begun in, or a new one.

    Raises
    ------
    InputError
        If something else lies there.
    """
    if not (path / MANIFEST).is_file():
        check_folder(path)
        with whole_folder(path) as draft:
            (draft / ANSWERS).mkdir()
            (draft / SCENARIO).write_text(dump(spec, complete=True), encoding="utf-8")
            (draft / MANIFEST).write_text(text_of({"format": FORMAT, **manifest}), encoding="utf-8")
    return WayFolder(path)


def packed_answer(task: str, table: Floats, stem: str) -> Packed:
    """Return what a task found as a file that says what it is."""
    rows, columns = np.indices(table.shape, dtype=np.int32).reshape(2, -1)
    content = {"task": [task] * table.size, "row": rows, "column": columns, "value": table.ravel()}
    mark = {"format": FORMAT, "stem": stem, "runs": [[task]], "beside": [], "shape": list(table.shape)}
    return packed(ANSWERS, content, mark)


def answers_in(content: bytes) -> dict[str, Floats]:
    """Return what a file says that a task found, by its identity."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(pa.BufferReader(content))
    mark = json.loads(table.schema.metadata[b"spirals"])
    ((task,),) = mark["runs"]
    values = table.column("value").to_numpy()
    return {task: np.array(values, dtype=np.float64).reshape(mark["shape"])}


def write_tables(folder: Path, write: Callable[[Path], None], spec: Scenario) -> Path:
    """Write tables and figures: into a loop's own folder, replacing earlier ones, or a whole one of their own."""
    if (folder / MANIFEST).is_file():
        write(folder)
        return folder
    with whole_folder(folder) as draft:
        (draft / SCENARIO).write_text(dump(spec, complete=True), encoding="utf-8")
        write(draft)
        _record(draft)
    return folder


def _record(folder: Path) -> None:
    """Write down where a folder came from."""
    from spirals.experiments import provenance, store

    origin = {
        "command": provenance.command_line(),
        "spirals": provenance.version(),
        "git": provenance.git_state(),
        "machine": provenance.machine(),
        "libraries": {name: provenance.version(name) for name in provenance.LIBRARIES},
        "files": store.digests(folder),
    }
    store.write_json(origin, folder / "provenance.json")
