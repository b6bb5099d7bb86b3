"""A working day as both engines run it."""

from __future__ import annotations

from spirals.engine.evening import close_day
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import close_slot, look_ahead, open_slot, steps_a_day, take_slot
from spirals.population import State

_AHEAD = 4  # people: about what memory takes to answer


@verb
def run_day(s: State) -> None:
    """Run one working day: morning, five slots, evening."""
    open_day(s)
    for slot in range(steps_a_day(s)):
        n = open_slot(s, slot)
        for x in range(n):
            look_ahead(s, x + _AHEAD, n)
            take_slot(s, whole(s.order[x]), slot)
        close_slot(s, slot)
    close_day(s)
