"""Files that are held in memory and never written: a path that starts with ``memory:`` names one.

Pages put what somebody uploads here, so that it is read like any other file and is gone with the session.
"""

from __future__ import annotations

import threading

PREFIX = "memory:"
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
    path = f"{PREFIX}{owner}/{name}"
    with _guard:
        _held[path] = content
    return path


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
