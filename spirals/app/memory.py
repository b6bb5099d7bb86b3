"""Giving memory back: what closed sessions held is free inside the process, and the system may have it again."""

from __future__ import annotations

import ctypes
import gc
import threading

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # settings of the GNU C library, by malloc.h
_PAUSE = 2.0  # seconds; a class that leaves together is tidied up after once
_guard = threading.Lock()
_waiting: threading.Timer | None = None


def give_back_soon() -> None:
    """Collect garbage and return free memory to the system a little later, once for many calls."""
    global _waiting
    with _guard:
        if _waiting is None:
            _waiting = threading.Timer(_PAUSE, _give_back)
            _waiting.daemon = True
            _waiting.start()


def keep_little() -> None:
    """Let what sessions give back be of use to others; call it before threads start.

    All threads take memory from the same few places: each session works on threads of its own, and with a place for
    each thread what one session gave back would lie unused until that thread came again.  Large arrays are kept apart,
    so that they leave no holes.
    """
    setting = getattr(ctypes.CDLL(None), "mallopt", None)  # the GNU C library has it
    if setting is not None:
        setting(_ARENA_MAX, 2)
        setting(_MMAP_THRESHOLD, 65_536)


def _give_back() -> None:
    global _waiting
    with _guard:
        _waiting = None
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the GNU C library has it
    if trim is not None:
        trim(0)
