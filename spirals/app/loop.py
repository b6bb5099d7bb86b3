"""The loop cut: what is done, and the twin, where people no longer read what carries a change back to them.

The difference between the two with the loop whole, less that with the loop cut, is what came back through it: the
spiral.  The cut holds from the day before anything is done, so that all four are the same until then.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from spirals.app.programmes import with_setting
from spirals.app.setup import LISTS, Setup
from spirals.app.twin import twin_of
from spirals.scenario import Scenario

CARRIERS = {
    "ties": ("on_ties",),
    "norms": ("on_norms",),
    "emotion": ("on_emotion",),
    "safety": ("on_safety",),
    "all four": ("on_ties", "on_norms", "on_emotion", "on_safety"),
}
"""What can be taken away, and the switches that do so: behaviour reads the reference instead of what has become."""


class CutLoop:
    """What is done and its twin, with the loop cut.

    Parameters
    ----------
    setup
        What is done; it differs from its twin.
    what
        Which carriers are taken away, by name.
    """

    def __init__(self, setup: Setup, what: str) -> None:
        scenario, untouched = setup.scenario(), setup.untouched()
        eve = max(0, min(entry.first_day for entry in scenario.programmes if entry not in untouched.programmes) - 1)
        self._done = twin_of(_cut(setup, CARRIERS[what], eve), ())
        rest = {table: [entry.entry() for entry in getattr(untouched, table)] for table in LISTS}
        self._untouched = twin_of(_cut(setup.with_changes(rest), CARRIERS[what], eve), ())

    def difference(self, since: int, until: int) -> NDArray[np.float64]:
        """Return how far the daily series lie above the twin's on the days after one until another."""
        done, untouched = (run.to(until).series(since, until) for run in (self._done, self._untouched))
        return done - untouched


def _cut(setup: Setup, switches: Iterable[str], eve: int) -> Scenario:
    for name in switches:
        setup = with_setting(setup, name, 0.0, eve)
    return setup.scenario()
