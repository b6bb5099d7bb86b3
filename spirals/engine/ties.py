"""Ties as rows: finding, making and cutting them, on both people's lists at once."""

from __future__ import annotations

import math

from spirals.engine.luck import fresh_of_pair
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.mechanisms.effects import drain, lift, quality_of
from spirals.mechanisms.fading import resting_quality
from spirals.mechanisms.numbers import exp
from spirals.mechanisms.tone import tie_term
from spirals.population import (
    ATTRIBUTE_1,
    ATTRIBUTE_2,
    CARRYING,
    CEILING,
    CONNECTIVITY,
    DAY,
    END_A,
    END_B,
    FAMILIARITY,
    FAVOURS,
    FIT,
    FREE,
    FREE_ROW,
    INITIATIVE,
    LAST_MET,
    LEAN,
    LEVEL,
    N_FREE,
    N_LINKS,
    N_TIES,
    NEED,
    ON_TIE,
    PARTNER,
    REFUSED_TIES,
    REGARD,
    REST,
    ROW_CAPACITY,
    ROW_LENGTH,
    ROW_START,
    TEAM,
    TENSILITY,
    TIE_TRUST,
    VIEW,
    VITALITY,
    State,
    T,
)
from spirals.streams import PAIR, normal

_NEW_TIES = T["new_ties"]


@verb
def find_tie(s: State, i: int, j: int) -> int:
    """Return the tie row of two people, or -1."""
    start = whole(s.rows[i, ROW_START])
    tie = -1
    for x in range(start, start + s.rows[i, ROW_LENGTH]):  # no early end: without one it runs several at a time
        tie = max(tie, whole(s.links[x, 0]) if s.links[x, 1] == j else -1)
    return tie


@verb
def side_of(s: State, tie: int, i: int) -> int:
    """Return 0 if person i is side a of the tie, 1 if side b."""
    return 0 if s.ends[tie, END_A] == i else 1


@verb
def quality(s: State, tie: int, side: int) -> float:
    """Return the tie's quality as one side has it."""
    return quality_of(
        float(s.ties[tie, CARRYING]),
        float(s.ties[tie, TENSILITY]),
        float(s.ties[tie, CONNECTIVITY]),
        float(s.ties[tie, REGARD + side]),
        float(s.ties[tie, TIE_TRUST + side]),
    )


@verb
def shared_as_read(s: State, tie: int, feature: int) -> float:
    """Return a shared feature as behaviour reads it: as it is, or (null model M6) as the tie started."""
    rest = 0.5 * (nature(s, tie, REST) + nature(s, tie, REST + 1))
    return rest + s.p.feedback * (float(s.ties[tie, feature]) - rest)


@verb
def own_as_read(s: State, tie: int, feature: int, side: int) -> float:
    """Return one side's regard or trust as behaviour reads it: as it is, or (null model M6) as the tie started."""
    rest = nature(s, tie, REST + side)
    return rest + s.p.feedback * (float(s.ties[tie, feature + side]) - rest)


@verb
def owed_by(s: State, tie: int, side: int) -> float:
    """Return what one side owes the other (0..1), as behaviour reads it; nobody owes as a tie starts."""
    favours = float(s.ties[tie, FAVOURS])  # > 0: b owes a
    return s.p.feedback * max(0.0, -favours if side == 0 else favours)


@verb
def difference(s: State, i: int, j: int) -> float:
    """Return how differently two people are placed, 0..1: team, level and social attributes, a third each."""
    other_team = 0.0 if s.place[i, TEAM] == s.place[j, TEAM] else 1.0
    other_level = 0.0 if s.place[i, LEVEL] == s.place[j, LEVEL] else 1.0
    return (other_team + other_level + unlikeness(s, i, j)) / 3.0


@verb
def unlikeness(s: State, i: int, j: int) -> float:
    """Return the distance of two people's social attributes, squashed to 0..1 (1/2 about two SDs apart)."""
    x = trait(s, i, ATTRIBUTE_1) - trait(s, j, ATTRIBUTE_1)
    y = trait(s, i, ATTRIBUTE_2) - trait(s, j, ATTRIBUTE_2)
    distance = math.sqrt(x * x + y * y)
    return distance / (distance + 2.0)


@verb
def draw_nature(s: State, tie: int) -> None:
    """Draw what a pair keeps for good: fit, each side's view, a leaning to each pathway, where it rests.

    Keyed by the two people, so that a pair is the same pair in every scenario of one seed.
    """
    p = s.p
    i = whole(s.ends[tie, END_A])
    j = whole(s.ends[tie, END_B])
    u0, u1, u2, u3 = fresh_of_pair(s, i, j, PAIR, 0)
    u4, u5, u6, _ = fresh_of_pair(s, i, j, PAIR, 1)
    alike = (0.42 - unlikeness(s, i, j)) / 0.16  # mean and SD of unlikeness between two standard normal draws
    share = p.similarity_share
    fit = math.sqrt(share) * alike + math.sqrt(1.0 - share) * normal(u0)
    s.nature[tie, FIT] = fit
    s.nature[tie, VIEW] = p.view_spread * normal(u1)
    s.nature[tie, VIEW + 1] = p.view_spread * normal(u2)
    s.nature[tie, LEAN] = exp(p.lean_spread * normal(u3))
    s.nature[tie, LEAN + 1] = exp(p.lean_spread * normal(u4))
    s.nature[tie, LEAN + 2] = exp(p.lean_spread * normal(u5))
    s.nature[tie, LEAN + 3] = exp(p.lean_spread * normal(u6))
    for side in range(2):
        view = 0.5 * (nature(s, tie, VIEW) + nature(s, tie, VIEW + 1))
        own = view + 0.5 * (nature(s, tie, VIEW + side) - view)
        predictor = p.typical_logit + tie_term(0.5, nature(s, tie, FIT), own, 0.0, p.fit_effect)
        s.nature[tie, REST + side] = resting_quality(predictor, p.reinforcement, p.loss_ratio, p.saturation_order)


@verb
def lay_to_rest(s: State, tie: int) -> None:
    """Put a tie's features where its good and bad encounters balance (the start of every new tie)."""
    shared = 0.5 * (nature(s, tie, REST) + nature(s, tie, REST + 1))
    s.ties[tie, CARRYING] = shared
    s.ties[tie, TENSILITY] = shared
    s.ties[tie, CONNECTIVITY] = shared
    for side in range(2):
        own = nature(s, tie, REST + side)
        s.ties[tie, REGARD + side] = own
        s.ties[tie, TIE_TRUST + side] = own
    s.ties[tie, VITALITY] = 0.0
    s.ties[tie, INITIATIVE] = 0.0
    s.ties[tie, FAVOURS] = 0.0
    s.ties[tie, CEILING] = 1.0


@verb
def make_tie(s: State, i: int, j: int) -> int:
    """Return the row of a new tie between two people, or -1 where one of them has no room today."""
    if not (_has_place(s, i) and _has_place(s, j)):
        s.counts[REFUSED_TIES] += 1
        return -1
    if s.counts[N_FREE] > 0:
        s.counts[N_FREE] -= 1
        tie = int(s.counts[FREE_ROW])
        s.counts[FREE_ROW] = whole(s.ends[tie, END_B])
    elif s.counts[N_TIES] < s.ties.shape[0]:
        tie = int(s.counts[N_TIES])
        s.counts[N_TIES] += 1
    else:
        s.counts[REFUSED_TIES] += 1
        return -1
    s.ends[tie, END_A] = min(i, j)
    s.ends[tie, END_B] = max(i, j)
    s.ends[tie, LAST_MET] = int(s.counts[DAY])
    for column in range(s.nature.shape[1]):
        s.nature[tie, column] = 0.0
    draw_nature(s, tie)
    lay_to_rest(s, tie)
    s.ties[tie, FAMILIARITY] = 0.0
    s.nature[tie, NEED] = 0.0
    _enlist(s, i, tie, j)
    _enlist(s, j, tie, i)
    return tie


@verb
def _has_place(s: State, i: int) -> bool:
    """Return whether a person's list takes one more tie; a full one moves behind the others if there is room."""
    length = whole(s.rows[i, ROW_LENGTH])
    if length < s.rows[i, ROW_CAPACITY]:
        return True
    capacity = length + length // 8 + 2
    new = int(s.counts[N_LINKS])
    if new + capacity > s.links.shape[0]:
        return False
    start = whole(s.rows[i, ROW_START])
    for x in range(length):
        s.links[new + x, 0] = whole(s.links[start + x, 0])
        s.links[new + x, 1] = whole(s.links[start + x, 1])
        s.pull[new + x] = float(s.pull[start + x])
    s.rows[i, ROW_START] = new
    s.rows[i, ROW_CAPACITY] = capacity
    s.counts[N_LINKS] = new + capacity
    return True


@verb
def tie_for(s: State, i: int, j: int) -> int:
    """Return the tie two people meet on, made if they had none; -1 where none forms.

    None forms in a reshuffled organisation (null model M3), nor where nothing can become familiar (M2).
    """
    tie = whole(s.plan[i, ON_TIE]) if s.plan[i, PARTNER] == j else -1
    if tie < 0:
        tie = find_tie(s, i, j)
    if tie < 0 and s.p.reshuffle == 0.0 and s.p.familiarity_gain > 0.0:
        tie = make_tie(s, i, j)
        if tie >= 0:
            s.tally[_NEW_TIES] += 1.0
    return tie


@verb
def _enlist(s: State, i: int, tie: int, j: int) -> None:
    x = s.rows[i, ROW_START] + s.rows[i, ROW_LENGTH]
    s.links[x, 0] = tie
    s.links[x, 1] = j
    s.pull[x] = s.pull[x - 1] if s.rows[i, ROW_LENGTH] > 0 else 0.0  # no pull before tomorrow
    s.rows[i, ROW_LENGTH] += 1


@verb
def cut_tie(s: State, tie: int) -> None:
    """Take a tie off both people's lists and free its row."""
    _delist(s, whole(s.ends[tie, END_A]), tie)
    _delist(s, whole(s.ends[tie, END_B]), tie)
    s.ends[tie, END_A] = FREE
    s.ends[tie, END_B] = int(s.counts[FREE_ROW])  # the row freed last is used first
    s.counts[FREE_ROW] = tie
    s.counts[N_FREE] += 1


@verb
def _delist(s: State, i: int, tie: int) -> None:
    start = whole(s.rows[i, ROW_START])
    last = start + s.rows[i, ROW_LENGTH] - 1
    for x in range(start, last + 1):
        if s.links[x, 0] == tie:
            for y in range(x, last):  # keep the order, so that today's pulls stay in line
                s.links[y, 0] = s.links[y + 1, 0]
                s.links[y, 1] = s.links[y + 1, 1]
            s.rows[i, ROW_LENGTH] -= 1
            return


@inlined
def moved(s: State, x: float, sign: int, gain: float, dose: float, weight: float, buffer: float) -> float:
    """Return a tie feature or state after an encounter of either sign."""
    if weight <= 0.0:
        return x
    if sign == 1:
        return lift(x, gain, dose, weight, s.p.saturation_order)
    return drain(x, gain, dose, weight, s.p.loss_ratio, s.p.buffer_strength, buffer, s.p.saturation_order)
