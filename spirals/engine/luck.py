"""Luck: the random numbers of encounters, drawn for a hand of people at a time.

A draw is a pure function of person, day and purpose (``spirals.streams``), so it may be made at any time.  Made side by
side for several people, the draws take the compiled engine a fifth of the time.  Each of the ``HANDS`` people about to
act has a column of ``State.luck``, their *hand*, and ``State.holders`` says whose it is; one more column is for whoever
is dealt alone.  A row is what a number is for (``L_...`` in ``population/columns.py``), good until the next deal.
"""

from __future__ import annotations

from spirals.engine.registry import inlined, verb
from spirals.population import (
    DAY,
    L_FELT,
    L_FELT_AS_NORMAL,
    L_MOOD,
    L_MOOD_AS_NORMAL,
    L_TALK,
    L_WHOM,
    State,
)
from spirals.streams import FELT, SLOT, TALK, WHOM, in_tail, normal, normal_middle, uniforms


@verb
def fresh(s: State, i: int, purpose: int, block: int) -> tuple[float, float, float, float]:
    """Return four numbers of one person, for a purpose of today."""
    return fresh_of_pair(s, i, int(s.counts[DAY]), purpose, block)


@verb
def fresh_of_pair(s: State, i: int, j: int, purpose: int, block: int) -> tuple[float, float, float, float]:
    """Return four numbers of two people (or of one and a day)."""
    return uniforms(s.key, i, j, purpose, block)


@verb
def deal(s: State, hands: int, purpose: int, block: int, first: int) -> None:
    """Draw four numbers for each of the first holders, ``hands`` of them, into four rows of ``luck``."""
    day = int(s.counts[DAY])
    for hand in range(hands):
        a, b, c, d = uniforms(s.key, int(s.holders[hand]), day, purpose, block)
        s.luck[first, hand] = a
        s.luck[first + 1, hand] = b
        s.luck[first + 2, hand] = c
        s.luck[first + 3, hand] = d


@verb
def make_normal(s: State, hands: int, uniform: int, row: int) -> None:
    """Turn a row of uniforms into a row of standard normals; the few in the tails take longer, so they come after."""
    for hand in range(hands):
        s.luck[row, hand] = normal_middle(float(s.luck[uniform, hand]))
    for hand in range(hands):
        if in_tail(float(s.luck[uniform, hand])):
            s.luck[row, hand] = normal(float(s.luck[uniform, hand]))


@verb
def deal_rows(s: State, start: int, end: int, purpose: int, block: int) -> None:
    """Deal four numbers to the people of some rows, at most ``HANDS``."""
    hands = end - start
    for hand in range(hands):
        s.holders[hand] = start + hand
    deal(s, hands, purpose, block, L_MOOD)


@inlined
def deal_step(s: State, start: int, end: int, step: int) -> None:
    """Deal to the people of some rows what they need as a step opens."""
    deal_rows(s, start, end, SLOT, step)
    make_normal(s, end - start, L_MOOD, L_MOOD_AS_NORMAL)
    deal(s, end - start, WHOM, encounter_block(step, 0), L_WHOM)


@inlined
def deal_encounters(s: State, start: int, end: int, step: int) -> None:
    """Deal to the people at some places of the order, at most ``HANDS``, what their first encounter of a step needs."""
    hands = end - start
    for hand in range(hands):
        s.holders[hand] = s.order[start + hand]
    block = encounter_block(step, 0)
    deal(s, hands, TALK, 2 * block, L_TALK)
    deal(s, hands, TALK, 2 * block + 1, L_TALK + 4)
    deal(s, hands, FELT, block, L_FELT)
    make_normal(s, hands, L_FELT, L_FELT_AS_NORMAL)
    make_normal(s, hands, L_FELT + 1, L_FELT_AS_NORMAL + 1)


@verb
def deal_alone(s: State, i: int, block: int) -> int:
    """Deal to one person what one encounter needs; return the hand."""
    alone = s.holders.shape[0]  # HANDS; named as a constant, whoever takes a hand would be compiled twice
    for part in range(2):
        a, b, c, d = fresh(s, i, TALK, 2 * block + part)
        s.luck[L_TALK + 4 * part, alone] = a
        s.luck[L_TALK + 4 * part + 1, alone] = b
        s.luck[L_TALK + 4 * part + 2, alone] = c
        s.luck[L_TALK + 4 * part + 3, alone] = d
    a, b, c, d = fresh(s, i, FELT, block)
    s.luck[L_FELT_AS_NORMAL, alone] = normal(a)
    s.luck[L_FELT_AS_NORMAL + 1, alone] = normal(b)
    s.luck[L_FELT + 2, alone] = c
    s.luck[L_FELT + 3, alone] = d
    return alone


@verb
def encounter_block(step: int, k: int) -> int:
    """Return the block of random numbers of the k-th encounter that a person starts in a step."""
    return step * 8 + k
