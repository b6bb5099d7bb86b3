"""Ties as rows: finding, making and cutting them, on both people's lists at once, and reading their features."""

from __future__ import annotations

import math

from spirals.engine.draws import fresh_of_pair
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.mechanisms.numbers import exp
from spirals.mechanisms.ties import quality_of, rest_of
from spirals.population import (
    ATTRIBUTE_1,
    ATTRIBUTE_2,
    CARRYING,
    CONNECTIVITY,
    DAY,
    END_A,
    END_B,
    FAMILIARITY,
    FAVOURS,
    FEATURES,
    FIT,
    FREE,
    FREE_ROW,
    INTERDEPENDENCE,
    LAST_MET,
    LEVEL,
    N_FREE,
    N_LINKS,
    N_TIES,
    REFUSED_TIES,
    REGARD,
    REST,
    ROW_CAPACITY,
    ROW_LENGTH,
    ROW_START,
    RUPTURE,
    TEAM,
    TENSILITY,
    TIE_TRUST,
    WORK,
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


@inlined
def feature_of(s: State, tie: int, feature: int, otherwise: float) -> float:
    """Return a feature of a tie (0..1), or ``otherwise`` where two people have none."""
    return float(s.ties[tie, feature]) if tie >= 0 else otherwise


@verb
def feature_read(s: State, tie: int, feature: int, reference: float) -> float:
    """Return a feature of a tie as people are moved by it: its reference as far as the loop through ties is cut."""
    return reference + s.p.on_ties * (float(s.ties[tie, feature]) - reference)


@verb
def owed_by(s: State, tie: int, side: int) -> float:
    """Return what one side owes the other (0..1)."""
    favours = float(s.ties[tie, FAVOURS])  # > 0: b owes a
    return max(0.0, -favours if side == 0 else favours)


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
    """Draw what a pair keeps for good: how well the two get on, how much they have to do with each other, rests.

    Keyed by the two people, so that a pair is the same pair in every scenario of one seed.
    """
    p = s.p
    i = whole(s.ends[tie, END_A])
    j = whole(s.ends[tie, END_B])
    u0, u1, u2, u3 = fresh_of_pair(s, i, j, PAIR, 0)
    u4, u5, u6, u7 = fresh_of_pair(s, i, j, PAIR, 1)
    u8, _, _, _ = fresh_of_pair(s, i, j, PAIR, 2)
    alike = (0.42 - unlikeness(s, i, j)) / 0.16  # mean and SD of unlikeness between two standard normal draws
    share = p.similarity_share
    fit = math.sqrt(share) * alike + math.sqrt(1.0 - share) * normal(u0)
    link = p.work_link
    work = link * fit + math.sqrt(1.0 - link * link) * normal(u1)
    s.nature[tie, FIT] = fit
    s.nature[tie, WORK] = exp(p.work_spread * work - 0.5 * p.work_spread * p.work_spread)
    s.nature[tie, REST] = rest_of(p, fit, normal(u2))
    s.nature[tie, REST + 1] = rest_of(p, fit, normal(u3))
    s.nature[tie, REST + 2] = rest_of(p, fit, normal(u4))
    s.nature[tie, REST + 3] = rest_of(p, fit, normal(u5))
    s.nature[tie, REST + 4] = rest_of(p, fit, normal(u6))
    s.nature[tie, REST + 5] = rest_of(p, fit, normal(u7))
    s.nature[tie, REST + 6] = rest_of(p, fit, normal(u8))


@verb
def set_to_rest(s: State, tie: int) -> None:
    """Put a tie's features where they rest (the start of every new tie)."""
    for feature in range(FEATURES):
        s.ties[tie, CARRYING + feature] = nature(s, tie, REST + feature)
    s.ties[tie, FAVOURS] = 0.0
    s.ties[tie, RUPTURE] = 0.0


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
    set_to_rest(s, tie)
    s.ties[tie, FAMILIARITY] = 0.0
    if s.place[i, TEAM] == s.place[j, TEAM]:  # the work of one team depends on all its members
        s.nature[tie, INTERDEPENDENCE] = min(1.0, s.p.first_need * nature(s, tie, WORK))
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
