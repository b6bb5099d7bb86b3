"""A working day as both engines run it."""

from __future__ import annotations

from spirals.engine.evening import close_day
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import close_step, open_step, steps_a_day, take_step
from spirals.population import State


@verb
def run_day(s: State) -> None:
    """Run one working day: morning, five slots, evening."""
    open_day(s)
    for step in range(steps_a_day(s)):
        n = open_step(s, step)
        for x in range(n):
            take_step(s, whole(s.order[x]), step)
        close_step(s, step)
    close_day(s)
