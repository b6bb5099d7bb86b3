"""What the numbers of a run depend on beside its scenario: this package's code and the libraries under it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.experiments.provenance import version
from spirals.interventions.registry import ENTRY_POINTS, plugins
from spirals.measures.registry import ENTRY_POINTS as MEASURES
from spirals.theories import GROUP as THEORIES

if TYPE_CHECKING:
    from spirals.scenario import Scenario

# Parts of the package that no run passes through.
_ABOVE = ("cli", "studies", "analysis", "app", "report", "scenarios")
_LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "networkx", "mesa", "pandas", "pyarrow")


@lru_cache(maxsize=16)
def fingerprint(also: tuple[str, ...] = (), uses: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return versions and a digest of the code, in types that JSON knows; equal ones give equal bits.

    Parameters
    ----------
    also
        Folders and files of the package that the numbers depend on beside what a run passes through.
    uses
        Practices, shocks, theories and measures that the runs may have (`names_in`); other packages that add some do
        not count.
    """
    return {
        "spirals": version(),
        "code": _code(also),
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "system": platform.system(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "added": _added(uses),
    }


def _code(also: tuple[str, ...]) -> str:
    """Return the SHA-256 of every source file that a run passes through, of where runs start, and of others."""
    package = Path(__file__).resolve().parent.parent
    total = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.glob("structure/*.json")]):
        name = path.relative_to(package)
        if name.parts[0] not in _ABOVE or name.parts[0] in also or name.as_posix() in also:
            total.update(f"{name.as_posix()}\n".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def names_in(scenarios: Iterable[Scenario], settings: Iterable[Mapping[str, Any]] = ()) -> tuple[str, ...]:
    """Return the names by which scenarios, and settings of them, may ask for a practice, a shock or a theory."""
    found: set[str] = set()
    for scenario in scenarios:
        found.update([scenario.theory, *(entry.id for entry in scenario.programmes)])
    for setting in settings:
        for name, value in setting.items():
            found.update(name.split(".")[:-1])
            found.update([value] if isinstance(value, str) else [])
    return tuple(sorted(found))


def _added(uses: tuple[str, ...]) -> dict[str, str]:
    """Return the packages that add practices, theories or measures among these, with their versions."""
    named = (*metadata.entry_points(group=THEORIES), *metadata.entry_points(group=MEASURES))
    points = [point for point in named if point.name in uses]
    for point in metadata.entry_points(group=ENTRY_POINTS):
        if any(kind.id in uses and point.load() is kind for kind in plugins().values()):
            points.append(point)
    return dict(sorted((point.dist.name, point.dist.version) for point in points if point.dist))


def differing(left: dict[str, Any], right: dict[str, Any]) -> str:
    """Say in words what sets two fingerprints apart; empty if nothing does.

    Examples
    --------
    >>> differing({"spirals": "1", "libraries": {"numpy": "2"}}, {"spirals": "1", "libraries": {"numpy": "3"}})
    'numpy 2, now 3'
    """
    parts = []
    for key in dict.fromkeys([*left, *right]):
        a, b = left.get(key), right.get(key)
        if a == b:
            continue
        if isinstance(a, dict) and isinstance(b, dict):
            parts.append(differing(a, b))
        elif key == "code":
            parts.append("other code of the model")
        else:
            parts.append(f"{key} {a}, now {b}")
    return "; ".join(parts)


def digest_of(content: Any) -> str:
    """Return the SHA-256 of something JSON can say, the same on every machine."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
