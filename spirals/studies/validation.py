"""Blocks of targets measured in several processes, and kept seed by seed, so that what was stopped goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.analysis.targets.report import Answer, Task, measure_seeds
from spirals.errors import InputError
from spirals.experiments.errors import Interrupted
from spirals.experiments.store import whole_file, write_json
from spirals.experiments.workers import Progress, one_pool, stream
from spirals.studies.fingerprint import digest_of, fingerprint
from spirals.studies.lock import only_writer

if TYPE_CHECKING:
    import pandas as pd


def measure_blocks(
    changes: Mapping[str, Mapping[str, Any]],
    seeds: int,
    first_seed: int,
    *,
    workers: int = 1,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, pd.DataFrame]:
    """Measure blocks of targets on the same seeds (see `spirals.analysis.targets.measure_seeds`).

    Parameters
    ----------
    changes
        By block, what is changed in it.
    seeds, first_seed
        How many, and the first of them.
    workers
        Processes; the numbers are the same for any number.
    folder
        Keeps each seed of each block as it is done; what is there already is not measured again.
    progress
        Told of seeds done.

    Raises
    ------
    InputError
        If ``workers`` is below 1, or the folder holds seeds measured otherwise.
    Interrupted
        If somebody stopped it; seeds that are done are kept in ``folder``.
    """
    if workers < 1:
        raise InputError(f"workers: {workers} is not a number of processes; give 1 or more")
    report = progress or (lambda _seeds: None)

    def spread(work: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        left = []
        for task in tasks:
            values = _kept(folder, task)
            if values is None:
                left.append(task)
            else:
                report(1.0)
                yield (task.block, task.seed), values
        for (block, seed), values in stream(work, left, workers):
            if folder is not None:
                _keep(folder, Task(block, seed, changes[block]), values)
            report(1.0)
            yield (block, seed), values

    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder) if folder is not None else nullcontext(), one_pool(workers):
        try:
            return {
                block: measure_seeds(block, seeds, first_seed, spread, **changed) for block, changed in changes.items()
            }
        except KeyboardInterrupt:
            kept = f"; {folder} keeps the seeds done: the same command goes on" if folder is not None else ""
            raise Interrupted(f"interrupted{kept}") from None


def _made_by(task: Task) -> dict[str, Any]:
    """Return what the values of a seed depend on, in types that JSON knows."""
    return {"code": digest_of(fingerprint(("analysis",))), "changes": json.loads(json.dumps(task.changes, default=str))}


def _file(folder: Path, task: Task) -> Path:
    return folder / f"{task.block}-{task.seed}.json"


def _keep(folder: Path, task: Task, values: Mapping[str, float]) -> None:
    with whole_file(_file(folder, task)) as draft:
        write_json({**_made_by(task), "values": values}, draft)


def _kept(folder: Path | None, task: Task) -> dict[str, float] | None:
    """Return the values of a seed that was done before; None if it was not."""
    if folder is None or not _file(folder, task).exists():
        return None
    try:
        said = json.loads(_file(folder, task).read_text(encoding="utf-8"))
        values = said.pop("values")
    except (ValueError, KeyError, AttributeError):
        raise InputError(f"{_file(folder, task)}: holds no measured seed; remove it, or give another --out") from None
    if said != _made_by(task):
        what = "changes" if said.get("changes") != _made_by(task)["changes"] else "code or libraries"
        raise InputError(f"{_file(folder, task)}: was measured with other {what}; give another folder with --out")
    return dict(values)
