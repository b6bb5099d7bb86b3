"""A twin yoked to a control: it lives through the encounters the control decides, with a push on their tone.

The experiment cuts the arrow from states to behaviour (theory.md, check 3): the twin's states move, but whom it
meets, how, and the baseline of tone are read from the control.
"""

from __future__ import annotations

from spirals.engine.consequences import live_through
from spirals.engine.encounter import Frame, decide
from spirals.engine.evening import close_day
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import choose_partner, close_slot, open_slot, starts_wanted
from spirals.engine.ties import tie_for
from spirals.population import ACTIVE, HOURS, SLOTS, State


@verb
def yoked_day(control: State, twin: State, push: float) -> tuple[float, int]:
    """Run one day of both; return how much the twin's own tone logit differs, summed over telling encounters.

    The second number is how many these were; routine contact has no tone.
    """
    open_day(control)
    open_day(twin)
    total = 0.0
    count = 0
    for slot in range(SLOTS):
        n = open_slot(control, slot)
        open_slot(twin, slot)
        for x in range(n):
            i = whole(control.order[x])
            for k in range(starts_wanted(control, i)):
                j = choose_partner(control, i, slot, k)
                met, gap = meet_yoked(control, twin, i, j, slot, k, push)
                count += met
                total += gap
        close_slot(control, slot)
        close_slot(twin, slot)
    close_day(control)
    close_day(twin)
    return total, count


@verb
def meet_yoked(control: State, twin: State, i: int, j: int, slot: int, k: int, push: float) -> tuple[int, float]:
    """Let one encounter happen in both; return whether it told, and how much the twin's own logit differs then."""
    if j < 0 or i == j or control.place[j, ACTIVE] == 0:
        return 0, 0.0
    if float(control.people[j, HOURS]) >= control.p.contact_limit:
        return 0, 0.0
    tie = tie_for(control, i, j)
    twin_tie = tie_for(twin, i, j)
    gap = 0.0
    block = slot * 8 + k
    frame = Frame(-1, -1.0, -1, 0.0, 1.0, 1.0, control.p.routine_share, 0)
    decision = decide(control, i, j, tie, block, frame)
    if decision.routine == 0:  # the tone of routine contact is never read
        would = decide(twin, i, j, twin_tie, block, Frame(decision.pathway, -1.0, -1, 0.0, 1.0, 1.0, 0.0, 0))
        gap = would.logit - decision.logit
    live_through(twin, i, j, twin_tie, slot, block, decision, push)
    live_through(control, i, j, tie, slot, block, decision, 0.0)
    return 1 - decision.routine, gap
