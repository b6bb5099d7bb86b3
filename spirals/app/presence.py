"""Who is there: work belongs to a reader, so it rests soon after the last connection of a page is gone."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

GRACE = 5.0  # seconds without a connection; a change of network takes less


class _Watched(NamedTuple):
    rest: Callable[[], None]
    wake: Callable[[], None]


class Presence:
    """Counts the open connections of each page, and tells a page's session when nobody reads it.

    Parameters
    ----------
    grace
        Seconds without a connection after which work rests.
    """

    def __init__(self, grace: float = GRACE) -> None:
        self._grace = grace
        self._open: Counter[str] = Counter()
        self._watched: dict[str, _Watched] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._guard = threading.RLock()

    def came(self, page: str) -> None:
        """Note a connection; if it is not the first of its page, the session is told that somebody is back."""
        with self._guard:
            self._open[page] += 1
            self._stop_timer(page)
            watched = self._watched.get(page)
        if watched is not None:
            threading.Thread(target=watched.wake, daemon=True).start()  # it may be at work

    def left(self, page: str) -> None:
        """Note that a connection is gone; if it was the last, work rests in a moment."""
        with self._guard:
            self._open[page] -= 1
            if self._open[page] > 0:
                return
            del self._open[page]
            self._stop_timer(page)
            if page in self._watched:
                timer = self._timers[page] = threading.Timer(self._grace, self._rest, [page])
                timer.daemon = True
                timer.start()

    def watch(self, page: str, rest: Callable[[], None], wake: Callable[[], None]) -> None:
        """Name what to call when nobody reads a page, and when somebody does again."""
        with self._guard:
            self._watched[page] = _Watched(rest, wake)

    def forget(self, page: str) -> None:
        """Tell a page no longer."""
        with self._guard:
            self._watched.pop(page, None)
            self._stop_timer(page)

    def _rest(self, page: str) -> None:
        with self._guard:
            self._timers.pop(page, None)
            watched = self._watched.get(page)
            if watched is None or page in self._open:
                return
        watched.rest()

    def _stop_timer(self, page: str) -> None:
        timer = self._timers.pop(page, None)
        if timer is not None:
            timer.cancel()


PRESENCE = Presence()
