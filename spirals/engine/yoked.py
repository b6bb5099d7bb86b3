"""A twin yoked to a control: it lives through the encounters the control decides, with a push on their tone.

The experiment cuts the arrow from states to behaviour (theory.md, check 3): the twin's states move, but whom it
meets, how, and the baseline of tone are read from the control.
"""

from __future__ import annotations

from spirals.engine.consequences import live_through
from spirals.engine.encounter import Frame, decide
from spirals.engine.evening import close_day
from spirals.engine.luck import deal_alone, encounter_block
from spirals.engine.meeting import (
    TEAM_SLOT,
    convene,
    meets_today,
    next_turn,
    own_meeting,
    tie_in_meeting,
    turn_block,
    turns_of,
)
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
)
from spirals.engine.ties import tie_for
from spirals.population import N_TEAMS, State


@verb
def yoked_day(control: State, twin: State, push: float) -> tuple[float, int]:
    """Run one day of both; return how much the twin's own tone logit differs, summed over telling encounters.

    The second number is how many these were; routine contact has no tone.
    """
    open_day(control)
    open_day(twin)
    total = 0.0
    count = 0
    for step in range(steps_a_day(control)):
        n = pass_step(control, step)
        pass_step(twin, step)
        met, gap = meet_in_teams(control, twin, step, push)
        count += met
        total += gap
        for x in range(n):
            i = whole(control.order[x])
            for k in range(starts_wanted(control, i)):
                j = choose_partner(control, i, step, k)
                met, gap = meet_yoked(control, twin, i, j, step, k, push)
                count += met
                total += gap
        close_step(control, step)
        close_step(twin, step)
    close_day(control)
    close_day(twin)
    return total, count


@verb
def meet_in_teams(control: State, twin: State, step: int, push: float) -> tuple[int, float]:
    """Hold the teams' own meetings in both, with the control's turns; return what ``yoked_day`` sums."""
    total = 0.0
    count = 0
    if opens_slot(control, step) and slot_of(control, step) == TEAM_SLOT:
        for team in range(control.counts[N_TEAMS]):
            start = whole(control.bounds[team])
            n = whole(control.bounds[team + 1]) - start
            if n >= 2 and meets_today(control, team):
                weights, setting = convene(control, start, n, False, TEAM_SLOT, 0, 0.0, own_meeting(control, team))
                convene(twin, start, n, False, TEAM_SLOT, 0, 0.0, own_meeting(twin, team))
                for turn in range(turns_of(n)):
                    i, j = next_turn(control, start, n, False, TEAM_SLOT, 0, turn, weights)
                    if i != j:
                        tie = tie_in_meeting(control, i, j, n)
                        twin_tie = tie_in_meeting(twin, i, j, n)
                        block = turn_block(TEAM_SLOT, 0, turn)
                        met, gap = live_in_both(control, twin, i, j, tie, twin_tie, TEAM_SLOT, block, setting, push)
                        count += met
                        total += gap
    return count, total


@verb
def meet_yoked(control: State, twin: State, i: int, j: int, step: int, k: int, push: float) -> tuple[int, float]:
    """Let one encounter happen in both; return whether it told, and how much the twin's own logit differs then."""
    if not comes_about(control, i, j):
        return 0, 0.0
    tie = tie_for(control, i, j)
    twin_tie = tie_for(twin, i, j)
    frame = Frame(-1, -1.0, -1, 0.0, 1.0, 1.0, control.p.routine_share, 0)
    return live_in_both(
        control, twin, i, j, tie, twin_tie, slot_of(control, step), encounter_block(step, k), frame, push
    )


@verb
def live_in_both(
    control: State,
    twin: State,
    i: int,
    j: int,
    tie: int,
    twin_tie: int,
    slot: int,
    block: int,
    frame: Frame,
    push: float,
) -> tuple[int, float]:
    """Let both live through the encounter that the control decides, the twin's tone pushed."""
    gap = 0.0
    hand = deal_alone(control, i, block)
    deal_alone(twin, i, block)
    decision = decide(control, i, j, tie, hand, frame)
    if decision.routine == 0:  # the tone of routine contact is never read
        own = Frame(
            decision.pathway, frame.minutes, frame.channel, frame.tone, frame.share, frame.part, 0.0, frame.meeting
        )
        would = decide(twin, i, j, twin_tie, hand, own)
        gap = would.logit - decision.logit
    live_through(twin, i, j, twin_tie, slot, hand, decision, push)
    live_through(control, i, j, tie, slot, hand, decision, 0.0)
    return 1 - decision.routine, gap
