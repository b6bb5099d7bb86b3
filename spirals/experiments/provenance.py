"""Where a result came from: everything somebody needs to make it again."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from spirals.plain import Brief
from spirals.structure.held import content_of, is_held

LIBRARIES = (
    "mesa",
    "numpy",
    "numba",
    "pandas",
    "pyarrow",
    "matplotlib",
    "networkx",
    "pydantic",
    "typer",
    "rich",
    "tomli-w",
)


def version(package: str = "spirals") -> str | None:
    """Return the installed version of a package, or None if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def git_state(folder: Path | None = None) -> dict[str, Any] | None:
    """Return the commit of the checkout that holds a folder and whether it was changed since.

    Parameters
    ----------
    folder
        Default: where this package lies.

    Returns
    -------
    dict or None
        ``commit`` and ``changed``; None outside a checkout, in one without commits, or without git.
    """
    root = folder or Path(__file__).resolve().parents[2]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return None
    return {"commit": commit, "changed": bool(_git(root, "status", "--porcelain"))}


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    held = content_of(str(path))
    if held is not None:
        return hashlib.sha256(held).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inputs(paths: Iterable[str | os.PathLike[str]]) -> list[dict[str, Any]]:
    """Return name, size in bytes and SHA-256 of each input file, sorted by name."""
    files = sorted({str(path) for path in paths})
    return [
        {"path": name, "bytes": _size(name), "sha256": digest(Path(name))}
        for name in files
        if is_held(name) or Path(name).is_file()
    ]


def _size(name: str) -> int:
    held = content_of(name)
    return Path(name).stat().st_size if held is None else len(held)


def machine() -> dict[str, Any]:
    """Return what the numbers were computed on; nothing that names a person or a computer."""
    return {
        "system": platform.system(),
        "release": platform.release(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "cores": os.cpu_count(),
    }


def command_line() -> str:
    """Return the command as typed, without the folder the program lies in."""
    import shlex

    return shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])


@dataclass(frozen=True, repr=False)
class Provenance(Brief):
    """The origin of one experiment.

    Attributes
    ----------
    scenarios
        Label to scenario as resolved, in plain types.
    workers, seconds, started
        How, for how long and when (UTC) it was run: the only times in a result folder.
    """

    kind: str
    scenarios: Mapping[str, Any]
    seed: int
    replicates: int
    engine: str
    workers: int
    started: datetime
    seconds: float
    inputs: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return everything in types that JSON knows."""
        return {
            "kind": self.kind,
            "spirals": version(),
            "git": git_state(),
            "command": command_line(),
            "seed": self.seed,
            "replicates": self.replicates,
            "engine": self.engine,
            "workers": self.workers,
            "started": self.started.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 3),
            "machine": machine(),
            "libraries": {name: version(name) for name in LIBRARIES},
            "inputs": list(self.inputs),
            "notes": list(self.notes),
            "failures": list(self.failures),
            "scenarios": dict(self.scenarios),
            **self.extra,
        }
