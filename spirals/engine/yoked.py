"""A twin yoked to a control: its people act on the control's states, so that nothing they become feeds back.

The experiment cuts every arrow from states to behaviour (theory.md, checks 1 and 5): whom the twin meets, for how long,
how and with which moves is decided by what the *control's* people are and feel; what comes of it moves the twin's.
What practices and pushes add (levers) is the twin's own.
"""

from __future__ import annotations

from spirals.engine.draws import encounter_block
from spirals.engine.encounter import Frame, converse
from spirals.engine.evening import close_day
from spirals.engine.meeting import hold_meetings
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import (
    choose_partner,
    close_step,
    comes_about,
    opens_slot,
    pass_step,
    slot_of,
    starts_wanted,
    steps_a_day,
    third_block,
    who_joins,
)
from spirals.engine.ties import tie_for
from spirals.population import State


@verb
def live_through(control: State, twin: State, i: int, j: int, slot: int, block: int, frame: Frame) -> None:
    """Let two people of the control have an encounter, and those of the twin live through it."""
    tie = tie_for(control, i, j)
    twin_tie = tie_for(twin, i, j)
    if tie == twin_tie:  # rows are made and freed alike in both
        converse(control, twin, i, j, twin_tie, slot, block, frame)
    converse(control, control, i, j, tie, slot, block, frame)


@verb
def yoked_day(control: State, twin: State) -> None:
    """Run one day of both; the twin lives through the encounters that the control's people start."""
    open_day(control)
    open_day(twin)
    frame = Frame(-1, -1.0, -1, 0.0, 0.0, 0, 0.0)
    for step in range(steps_a_day(control)):
        n = pass_step(control, step)
        pass_step(twin, step)
        if opens_slot(control, step):
            hold_meetings(control, twin, True, slot_of(control, step))
        for x in range(n):
            i = whole(control.order[x])
            for k in range(starts_wanted(control, i)):
                j = choose_partner(control, i, step, k)
                if not comes_about(control, i, j):
                    continue
                slot = slot_of(control, step)
                live_through(control, twin, i, j, slot, encounter_block(step, k), frame)
                third = who_joins(control, i, j, step, k)
                if third >= 0:
                    live_through(control, twin, third, j, slot, third_block(control, i, step, k), frame)
        close_step(control, step)
        close_step(twin, step)
    close_day(control)
    close_day(twin)
