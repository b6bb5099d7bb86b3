"""Files that are held in memory and never written: a path that starts with ``memory:`` names one.

Pages put what somebody uploads here, so that it is read like any other file and is gone with the session.
"""

from __future__ import annotations

import threading

PREFIX = "memory:"
PROGRAM = "program"  # owner of what a Python program hands over as a table or graph
_held: dict[str, bytes] = {}
_guard = threading.Lock()


def hold(owner: str, name: str, content: bytes) -> str:
    """Keep a file for an owner and return its path; one of the same owner and name is replaced.

    Examples
    --------
    >>> path = hold("me", "people.csv", b"id")
    >>> path, content_of(path)
    ('memory:me/people.csv', b'id')
    >>> release("me")
    >>> content_of(path) is None
    True
    """
    path = path_of(owner, name)
    keep(path, content)
    return path


def keep(path: str, content: bytes) -> None:
    """Keep a file under its path."""
    with _guard:
        _held[path] = content


def of_programs() -> dict[str, bytes]:
    """Return what Python programs handed over as tables and graphs, by path, for the processes that help."""
    with _guard:
        return {path: content for path, content in _held.items() if path.startswith(f"{PREFIX}{PROGRAM}/")}


def path_of(owner: str, name: str) -> str:
    """Return the path of an owner's file."""
    return f"{PREFIX}{owner}/{name}"


def drop(path: str) -> None:
    """Forget a file."""
    with _guard:
        _held.pop(path, None)


def is_held(path: str) -> bool:
    """Say whether a path names a held file."""
    return path in _held


def content_of(path: str) -> bytes | None:
    """Return the content of a held file, or None if the path names none."""
    return _held.get(path) if path.startswith(PREFIX) else None


def release(owner: str) -> None:
    """Forget every file of an owner."""
    with _guard:
        for path in [path for path in _held if path.startswith(f"{PREFIX}{owner}/")]:
            del _held[path]
