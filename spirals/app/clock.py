"""The clock that pages take their stretches of work by; tests own it, so that none rests on how fast a machine is."""

from __future__ import annotations

import time


def now() -> float:
    """Return seconds since some moment."""
    return time.perf_counter()
