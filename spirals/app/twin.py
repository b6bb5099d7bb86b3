"""The twin: the same organisation on the same chance without what is done, followed once for all pages that show it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from spirals.app.live import SERIES, STATES
from spirals.organisation import Organisation
from spirals.scenario import Scenario, dump

Floats = NDArray[np.float64]
_MOST = 65_534  # a state of 1 as it is kept; 0 is for who is not there
_guard = threading.Lock()
_known: WeakValueDictionary[str, Twin] = WeakValueDictionary()


class Twin:
    """One organisation and what it was like on each of its days, for pages that stand on different ones.

    Parameters
    ----------
    scenario
        As resolved.
    states
        What is kept of each person.
    """

    def __init__(self, scenario: Scenario, states: Sequence[str] = STATES) -> None:
        self._organisation = Organisation(scenario)
        self._states = tuple(states)
        self._days: list[NDArray[np.uint16]] = []
        self._lock = threading.Lock()
        self._keep()

    def to(self, day: int) -> Twin:
        """Go on to the end of a day, if it has not been there yet."""
        with self._lock:
            while self._organisation.day < day:
                self._organisation.step()
                self._keep()
        return self

    def state(self, name: str, day: int) -> Floats:
        """Return a state of each person by row on a day, nan for who is not there."""
        kept = self._days[day][:, self._states.index(name)]
        return np.where(kept, (kept - 1.0) / _MOST, np.nan)

    def history(self, row: int, name: str, day: int) -> list[float]:
        """Return a person's state on each day from 0 to a day, nan where they are not there."""
        found = [self.state(name, each) for each in range(day + 1)]
        return [round(float(values[row]), 4) if row < len(values) else float("nan") for values in found]

    def series(self, since: int, until: int) -> Floats:
        """Return the daily series of the days after one until another, shape (days, `SERIES`)."""
        with self._lock:
            kept = self._organisation.series
            return np.stack([kept[name][since:until] for name in SERIES], axis=1)

    def _keep(self) -> None:
        population = self._organisation.population
        states = np.array([population.person(name) for name in self._states]).T.reshape(population.size, -1)
        kept = 1.0 + np.round(np.clip(states, 0.0, 1.0) * _MOST)
        self._days.append(np.where(population.active[:, None], kept, 0.0).astype(np.uint16))


def twin_of(scenario: Scenario, states: Sequence[str] = STATES) -> Twin:
    """Return the one organisation of a scenario; it lives as long as a page holds it."""
    key = f"{dump(scenario)}|{states}"
    with _guard:
        found = _known.get(key)
        if found is None:
            found = _known[key] = Twin(scenario, states)
        return found
