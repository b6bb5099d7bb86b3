"""What a worker does with a batch: run it, and pack the rows as the files they will be."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError
from spirals.experiments.provenance import digest
from spirals.experiments.simulate import Failure, Job, Outcome, simulate
from spirals.scenario import with_changes
from spirals.structure.held import is_held
from spirals.studies.fingerprint import digest_of, fingerprint
from spirals.studies.plan import Batch, Run

FORMAT = 1
KINDS = ("daily", "failures", "measures")
"""Folders of a store in the order in which a batch's files are put there: the last makes it count."""
MARK = b"spirals"


class Packed(NamedTuple):
    """One file: its folder, its name, which holds the SHA-256 of its bytes, and the bytes."""

    kind: str
    name: str
    content: bytes


class Parcel(NamedTuple):
    """A batch done: its files in the order of writing, and its runs."""

    files: tuple[Packed, ...]
    runs: tuple[str, ...]


def run_batch(batch: Batch) -> Parcel:
    """Run every run of a batch; the same batch gives the same bytes wherever it is run.

    Raises
    ------
    InputError
        If this worker's code, libraries or input files are not those that the experiment was begun with.
    """
    check_same(batch.made_with, digest_of(fingerprint(uses=batch.uses)), batch.inputs)
    return _parcel(batch, [_answer(batch, run) for run in batch.runs])


def check_same(made_with: str, mine: str, inputs: Mapping[str, str]) -> None:
    """Raise an error unless this worker's code and libraries, and its input files, are the client's."""
    if mine != made_with:
        raise InputError(
            "worker: its code or libraries are not those of this computer, so its numbers could differ; "
            "install the same versions on both"
        )
    for path, expected in inputs.items():
        if _digest(path) != expected:
            raise InputError(f"{path}: is missing or another file where a worker runs; give all workers the same file")


def _digest(path: str) -> str:
    if is_held(path):
        return digest(Path(path))
    try:
        state = Path(path).stat()
    except OSError:
        return ""
    return _digest_once(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _digest_once(path: str, _changed: int, _size: int) -> str:
    return digest(Path(path))


def _answer(batch: Batch, run: Run) -> Outcome | Failure:
    label = batch.labels[run.scenario]
    try:
        scenario = with_changes(batch.bases[run.scenario], run.changes)
        return simulate(
            Job(
                label,
                scenario,
                run.luck,
                batch.measures,
                organisation=batch.organisation,
                employee=batch.employee,
            )
        )
    except InputError as error:
        # Only this setting is at fault: what all runs share was checked before the first.
        return Failure(label, run.luck, "InputError", str(error).splitlines()[0], "")


def _parcel(batch: Batch, answers: Sequence[Outcome | Failure]) -> Parcel:
    good = [(run, one) for run, one in zip(batch.runs, answers, strict=True) if isinstance(one, Outcome)]
    bad = [(run, one) for run, one in zip(batch.runs, answers, strict=True) if isinstance(one, Failure)]
    files = []
    if batch.daily and good:
        files.append(packed("daily", _daily(batch, good)))
    if bad:
        files.append(packed("failures", _failures(batch, bad)))
    mark = {
        "format": FORMAT,
        "runs": [(run.id, batch.labels[run.scenario], run.point, run.replicate) for run in batch.runs],
        "beside": [f"{one.kind}/{one.name}" for one in files],
        "measures": list(batch.measures),
        "daily": list(batch.daily),
    }
    files.append(packed("measures", _measures(batch, good), mark))
    return Parcel(tuple(files), tuple(run.id for run in batch.runs))


def _where(batch: Batch, runs: Sequence[Run], times: int) -> dict[str, Any]:
    """Return the columns that say which run a row belongs to, each run so many times."""
    return {
        "run": [run.id for run in runs for _ in range(times)],
        "scenario": [batch.labels[run.scenario] for run in runs for _ in range(times)],
        "point": np.repeat(np.array([run.point for run in runs], dtype=np.int32), times),
        "replicate": np.repeat(np.array([run.replicate for run in runs], dtype=np.int32), times),
    }


def _measures(batch: Batch, good: Sequence[tuple[Run, Outcome]]) -> dict[str, Any]:
    names = batch.measures
    columns = _where(batch, [run for run, _ in good], len(names))
    columns["measure"] = list(names) * len(good)
    for column, table in (("value", "measures"), ("spread", "spreads")):
        columns[column] = np.array(
            [getattr(one, table).get(name, math.nan) for _, one in good for name in names], dtype=np.float64
        )
    return columns


def _daily(batch: Batch, good: Sequence[tuple[Run, Outcome]]) -> dict[str, Any]:
    days = [len(next(iter(one.daily.values()))) for _, one in good]
    parts = [_where(batch, [run], count) for (run, _), count in zip(good, days, strict=True)]
    columns: dict[str, Any] = {name: _joined([part[name] for part in parts]) for name in parts[0]}
    columns["day"] = np.concatenate([np.arange(1, count + 1, dtype=np.int32) for count in days])
    for name in batch.daily:
        columns[name] = np.concatenate(
            [one.daily.get(name, np.full(count, math.nan)) for (_, one), count in zip(good, days, strict=True)]
        )
    return columns


def _joined(parts: Sequence[Any]) -> Any:
    if isinstance(parts[0], list):
        return [item for part in parts for item in part]
    return np.concatenate(parts)


def _failures(batch: Batch, bad: Sequence[tuple[Run, Failure]]) -> dict[str, Any]:
    columns = _where(batch, [run for run, _ in bad], 1)
    columns["kind"] = [one.kind for _, one in bad]
    columns["message"] = [one.message for _, one in bad]
    return columns


def packed(kind: str, columns: dict[str, Any], mark: dict[str, Any] | None = None) -> Packed:
    """Return columns as a Parquet file named by the hash of its bytes.

    Parameters
    ----------
    kind
        Folder that it belongs in.
    mark
        What its footer says that it stands for.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {name: _column(values) for name, values in columns.items()}
    told = {"format": FORMAT} if mark is None else mark
    fields = [pa.field(name, array.type) for name, array in arrays.items()]
    schema = pa.schema(fields, metadata={MARK: json.dumps(told).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(list(arrays.values()), schema=schema), sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    return Packed(kind, name_of(content), content)


def _column(values: Sequence[str] | NDArray[Any]) -> Any:
    """Return text or numbers as Arrow's column; from the bytes, as Arrow's own way loads all of pandas first."""
    import pyarrow as pa

    if isinstance(values, np.ndarray):
        content = pa.py_buffer(np.ascontiguousarray(values))
        return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, content])
    texts = [text.encode() for text in values]
    ends = pa.py_buffer(np.cumsum([0, *map(len, texts)], dtype=np.int32))
    return pa.Array.from_buffers(pa.string(), len(texts), [None, ends, pa.py_buffer(b"".join(texts))])


def name_of(content: bytes) -> str:
    """Return the file name of a part: it holds the hash of the content, so that any change shows."""
    return f"part-{hashlib.sha256(content).hexdigest()[:40]}.parquet"
