"""Sound things with something wrong in them, the same ones every time for a seed."""

from __future__ import annotations

import copy
import random
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

DEEP: Any = None
for _ in range(300):
    DEEP = [DEEP]
VALUES: tuple[Any, ...] = (
    True, False, -1, 0, 3, 10**9,
    10**400, -(2**63), 1.5, -0.0, 1e308, float("nan"), float("inf"), "", "5", "x" * 100_000,
    "\x1b[2J\x1b]0;pwned\x07", "\u202eevil", "a\nb", "../../etc/passwd", "/dev/zero", "=1+1", "memory:1/people.csv",
    "__class__", [], [[]], {}, {"a": {"b": []}}, ["x"] * 5_000, {f"k{n}": n for n in range(5_000)}, DEEP,
)  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each part of nested dicts and lists."""
    yield path
    if len(path) > 6:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        yield from places_in(part, (*path, key))


def mutated(rng: random.Random, sound: Any, values: tuple[Any, ...] = VALUES) -> Any:
    """Return a nested value with one to three parts replaced, dropped or added."""
    made = copy.deepcopy(sound)
    for _ in range(rng.randint(1, 3)):
        path = rng.choice(list(places_in(made))[1:] or [()])
        if not path:
            return copy.deepcopy(rng.choice(values))
        holder = made
        for key in path[:-1]:
            holder = holder[key]
        way = rng.random()
        if way < 0.6:
            holder[path[-1]] = copy.deepcopy(rng.choice(values))
        elif way < 0.8:
            del holder[path[-1]]
        elif isinstance(holder, dict):
            holder[rng.choice(["", "size", "x" * 500, "\x1b[31mred", "\u202e", "__init__"])] = copy.deepcopy(
                rng.choice(values)
            )
        else:
            holder.append(copy.deepcopy(rng.choice(values)))
    return made


def mutated_bytes(rng: random.Random, sound: bytes) -> bytes:
    """Return bytes with some flipped, cut, doubled or put in."""
    made = bytearray(sound)
    pieces = (
        b"\0",
        b"\xff\xfe",
        b'"',
        b",",
        b";",
        b"\r",
        b"\n",
        b"\t",
        b"[",
        b"]",
        b"=",
        b"\xef\xbb\xbf",
        b"'''",
        b"#",
    )
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(made) + 1), rng.choice([1, 1, 5, 200])
        way = rng.random()
        if way < 0.3 and at < len(made):
            made[at] ^= 1 << rng.randrange(8)
        elif way < 0.5:
            del made[at : at + size]
        elif way < 0.7:
            made[at:at] = made[at : at + size]
        elif way < 0.95:
            made[at:at] = rng.choice(pieces) * size
        else:
            made[at:at] = rng.choice(pieces) * 200_000
    return bytes(made)


@contextmanager
def bounded(megabytes: int, seconds: int = 300) -> Iterator[None]:
    """Check that a block does not hang, nor come to need much more memory than the process ever did."""

    def hangs(number: int, frame: Any) -> None:
        raise AssertionError(f"not done after {seconds} s")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    handled = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)  # a busy machine takes a tenth of it
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handled)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < megabytes * 1024
