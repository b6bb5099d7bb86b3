"""A working day as both engines run it."""

from __future__ import annotations

from spirals.engine.evening import close_day
from spirals.engine.luck import deal_encounters
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import close_step, look_ahead, open_step, starters, steps_a_day, take_step
from spirals.population import HANDS, State

_AHEAD = 4  # people: about what memory takes to answer


@verb
def run_day(s: State) -> None:
    """Run one working day: morning, five slots, evening."""
    open_day(s)
    for step in range(steps_a_day(s)):
        n = starters(s, open_step(s, step))
        for start in range(0, n, HANDS):
            end = min(start + HANDS, n)
            deal_encounters(s, start, end, step)
            for x in range(start, end):
                look_ahead(s, x + _AHEAD, n)
                take_step(s, whole(s.order[x]), step, x - start)
        close_step(s, step)
    close_day(s)
