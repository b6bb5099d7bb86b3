"""Kills a sweep by SIGKILL at every single thing it does to the disk, and lets it go on (run as a program)."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)

import pandas  # noqa: E402, F401 - once here rather than in every child
import pyarrow.parquet  # noqa: E402, F401

from spirals.studies.sweep import sweep  # noqa: E402
from tests.studies.fakes import FailsWhereHard  # noqa: E402

EXPERIMENT: dict[str, Any] = {
    "name": "killed",
    "set": {"days": 780, "size": 1000},
    "measures": ["mean_energy"],
    "daily": ["mean_energy"],
    "design": {"kind": "grid"},
    "factors": [{"name": "demand", "values": [0.3, 0.8]}],
}
TOUCHES = ((os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "open"))


def main(folder: Path) -> None:
    """Print one line for each kill: where it struck, what was done by then, and what there is in the end."""
    _child(partial(sweep, EXPERIMENT, folder / "whole", organisation=FailsWhereHard))
    whole = parts(folder / "whole")
    print("whole", len(whole), flush=True)
    point = 0
    while True:
        point += 1
        out = folder / f"killed-{point}"
        ended = _child(partial(_dying, out, point))
        if ended == 0:
            break
        found = parts(out)
        resumed = _child(partial(sweep, EXPERIMENT, out, organisation=FailsWhereHard))
        print(point, ended, len(found), resumed, parts(out) == whole, sorted(left(out)), flush=True)
        shutil.rmtree(out)


def parts(folder: Path) -> list[str]:
    """Return the names of all parts."""
    return sorted(f"{path.parent.name}/{path.name}" for path in folder.glob("*/part-*.parquet"))


def left(folder: Path) -> list[str]:
    """Return files that should not be there in the end."""
    return [path.name for path in folder.rglob("*") if path.name.startswith(".draft")]


def _dying(out: Path, point: int) -> None:
    """Sweep, and be killed before the n-th touch of the disk."""
    count = 0

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += not isinstance(arguments[0], Path) or out.name in str(arguments[0])
            if count >= point:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **options)

        return touch

    for owner, name in TOUCHES:
        setattr(owner, name, counted(getattr(owner, name)))
    sweep(EXPERIMENT, out, organisation=FailsWhereHard)


def _child(work: Callable[[], Any]) -> int:
    """Do some work in a process of its own; return 0, or minus the signal that ended it."""
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException as error:
            print("error", repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
