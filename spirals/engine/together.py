"""Simultaneous activation: in each step all decide on the states at which it opened; what they do comes after.

Whether people meet, whom, along which pathway, whether help is given and the tone are read from the opening, and so is
the mood that each shows the other; what others do within the step is seen in the next one.  The changes themselves are
made one after the other, in random order, on the states as they are then: bounded moves of one state must follow one
another.  A meeting stays a row of turns, held when the slot opens.
"""

from __future__ import annotations

from spirals.engine.draws import encounter_block
from spirals.engine.encounter import Frame, converse
from spirals.engine.evening import close_day
from spirals.engine.morning import open_day
from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.slot import (
    choose_partner,
    close_step,
    open_step,
    slot_of,
    starts_wanted,
    steps_a_day,
    third_block,
    who_joins,
)
from spirals.engine.ties import tie_for
from spirals.population import ACTIVE, FAMILIARITY, HOURS, N_PEOPLE, N_TIES, ROW_LENGTH, ROW_START, State

KEPT = ("people", "ties", "links", "pull", "rows", "deeds")
"""Arrays that change within a step and that deciding reads."""


def opening_of(now: State) -> State:
    """Return a state of which the arrays that change within a step are copies."""
    return now._replace(**{name: getattr(now, name).copy() for name in KEPT})


@verb
def run_day_together(now: State, then: State) -> None:
    """Run one working day; ``then`` holds the states at which the step under way opened."""
    open_day(now)
    for step in range(steps_a_day(now)):
        n = open_step(now, step)
        keep(now, then)
        for x in range(n):
            act_on_opening(now, then, whole(now.order[x]), step)
        close_step(now, step)
    close_day(now)


@verb
def keep(now: State, then: State) -> None:
    """Keep people, what they did today, ties and lists as they are."""
    for i in range(now.counts[N_PEOPLE]):
        for column in range(now.people.shape[1]):
            then.people[i, column] = float(now.people[i, column])
        for column in range(now.deeds.shape[1]):
            then.deeds[i, column] = float(now.deeds[i, column])
        for column in range(now.rows.shape[1]):
            then.rows[i, column] = whole(now.rows[i, column])
        start = whole(now.rows[i, ROW_START])
        for x in range(start, start + now.rows[i, ROW_LENGTH]):
            then.links[x, 0] = whole(now.links[x, 0])
            then.links[x, 1] = whole(now.links[x, 1])
            then.pull[x] = float(now.pull[x])
    for tie in range(now.counts[N_TIES]):
        keep_tie(now, then, tie)


@verb
def keep_tie(now: State, then: State, tie: int) -> None:
    """Keep one tie as it is."""
    for column in range(now.ties.shape[1]):
        then.ties[tie, column] = float(now.ties[tie, column])


@verb
def act_on_opening(now: State, then: State, i: int, step: int) -> None:
    """Let one person start the encounters they wanted when the step opened."""
    frame = Frame(-1, -1.0, -1, 0.0, 0.0, 0, 0.0)
    for k in range(starts_wanted(then, i)):
        j = choose_partner(then, i, step, k)
        if j < 0 or i == j or now.place[j, ACTIVE] == 0 or float(then.people[j, HOURS]) >= now.p.contact_limit:
            continue
        slot = slot_of(now, step)
        talk_on_opening(now, then, i, j, slot, encounter_block(step, k), frame)
        third = who_joins(then, i, j, step, k)
        if third >= 0 and now.place[third, ACTIVE] == 1:
            talk_on_opening(now, then, third, j, slot, third_block(now, i, step, k), frame)


@verb
def talk_on_opening(now: State, then: State, i: int, j: int, slot: int, block: int, frame: Frame) -> None:
    """Let two people have an encounter in which they act on the states at which the step opened."""
    tie = tie_for(now, i, j)
    if tie >= 0 and float(now.ties[tie, FAMILIARITY]) == 0.0:  # perhaps made just now
        keep_tie(now, then, tie)
    converse(then, now, i, j, tie, slot, block, frame)
