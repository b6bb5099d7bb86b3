"""What a worker does with a batch: run it, and pack the rows as the files they will be."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

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


def run_batch(batch: Batch, ran: Callable[[float], None] | None = None) -> Parcel:
    """Run every run of a batch; the same batch gives the same bytes wherever it is run.

    Parameters
    ----------
    batch
        What is to be run.
    ran
        Called with 1 after each run.

    Raises
    ------
    InputError
        If this worker's code, libraries or input files are not those that the experiment was begun with.
    """
    _check_same(batch)
    answers = []
    for run in batch.runs:
        answers.append(_answer(batch, run))
        if ran is not None:
            ran(1.0)
    return _parcel(batch, answers)


def _check_same(batch: Batch) -> None:
    if digest_of(fingerprint()) != batch.made_with:
        raise InputError(
            "worker: its code or libraries are not those of this computer, so its numbers could differ; "
            "install the same versions on both"
        )
    for path, expected in batch.inputs.items():
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
        files.append(_packed("daily", _daily(batch, good)))
    if bad:
        files.append(_packed("failures", _failures(batch, bad)))
    mark = {
        "format": FORMAT,
        "runs": [(run.id, batch.labels[run.scenario], run.point, run.replicate) for run in batch.runs],
        "beside": [f"{one.kind}/{one.name}" for one in files],
        "measures": list(batch.measures),
        "daily": list(batch.daily),
    }
    files.append(_packed("measures", _measures(batch, good), mark))
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


def _packed(kind: str, columns: dict[str, Any], mark: dict[str, Any] | None = None) -> Packed:
    """Write columns as Parquet bytes and name them by their hash."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = []
    for name, values in columns.items():
        is_text = name in ("run", "scenario", "measure", "kind", "message")
        fields.append(pa.field(name, pa.string() if is_text else pa.from_numpy_dtype(np.asarray(values).dtype)))
    told = {"format": FORMAT} if mark is None else mark
    schema = pa.schema(fields, metadata={MARK: json.dumps(told).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, schema=schema), sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    return Packed(kind, name_of(content), content)


def name_of(content: bytes) -> str:
    """Return the file name of a part: it holds the hash of the content, so that any change shows."""
    return f"part-{hashlib.sha256(content).hexdigest()[:40]}.parquet"
