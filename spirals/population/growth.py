"""Growth: room for people, ties and lists of ties; each function returns the state with its larger arrays.

A list that is full moves behind all others and leaves its places unused until all lists are laid anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.population.arrays import grown, zeros
from spirals.population.columns import (
    ACTIVE,
    DAY,
    N_FREE,
    N_LINKS,
    N_PEOPLE,
    N_TIES,
    ROW_CAPACITY,
    ROW_LENGTH,
    ROW_LIMIT,
    ROW_START,
    T,
)
from spirals.population.state import State

# Free places on a person's list of ties, at least half of them each morning: nobody fills so many in a day.
# Among many people, where memory is short, they are few.
_ROOM, _ROOM_IF_MANY, _MANY = 24, 2, 100_000
_BLOCK = 1 << 16  # people whose lists are laid anew at a time


def room_on_list(s: State) -> int:
    """Return how many places a new list has beyond the ties on it."""
    return _ROOM if s.counts[N_PEOPLE] <= _MANY else _ROOM_IF_MANY


def with_people(s: State, needed: int) -> State:
    """Return the state with rows for so many people."""
    have = len(s.people)
    if needed <= have:
        return s
    new = max(needed, have + (have // 16 + 8 if needed <= _MANY else 256))
    return s._replace(
        people=grown(s.people, new),
        traits=grown(s.traits, new),
        place=grown(s.place, new),
        levers=grown(s.levers, new) if len(s.levers) else s.levers,
        rows=grown(s.rows, new),
        today=grown(s.today, new),
        deeds=grown(s.deeds, new),
        recent=grown(s.recent, new),
        order=grown(s.order, new),
    )


def with_ties(s: State, needed: int) -> State:
    """Return the state with rows for so many ties."""
    have = len(s.ties)
    if needed <= have:
        return s
    many = s.counts[N_PEOPLE] > _MANY  # ties are most of the memory
    new = needed if many else max(needed, have + have // 16)
    return s._replace(
        ties=grown(s.ties, new),
        nature=grown(s.nature, new),
        ends=grown(s.ends, new),
        weights=grown(s.weights, new),
    )


def with_new_ties(s: State, more: int) -> State:
    """Return the state with rows for so many ties beyond the living ones."""
    return with_ties(s, int(s.counts[N_TIES] - s.counts[N_FREE]) + more)


def with_first_lists(s: State, degree: NDArray[np.int64], limit: int) -> State:
    """Return the state with a list for each person, still to be filled with so many ties and with room for more.

    ``limit`` is how many ties a person may have, where they do not begin with more.
    """
    n = len(degree)
    capacity = degree + room_on_list(s)
    used = int(capacity.sum())
    spare = 1024 + (int(degree.sum()) // 15 if n > _MANY else 0)  # for moving full lists on the first day
    s = s._replace(links=zeros((used + spare, 2), np.int32), pull=zeros((used + spare,), np.float32))
    s.counts[N_LINKS] = used
    s.rows[:n, ROW_START], s.rows[:n, ROW_CAPACITY] = np.cumsum(capacity) - capacity, capacity
    s.rows[:n, ROW_LENGTH], s.rows[:n, ROW_LIMIT] = degree, np.maximum(limit, degree)
    return s


def new_ties_in_a_day(s: State) -> int:
    """Return for how many new ties there is to be room before a day; no day has needed as many."""
    n = int(s.counts[N_PEOPLE])
    if n <= _MANY:
        return max(64, 5 * n // 4)
    return max(n // 2, int(1.2 * s.tally[T["new_ties"]]), n if s.counts[DAY] <= 1 else 0)


def with_room_on_lists(s: State, new_ties: int) -> State:
    """Return the state with room on everybody's list for their part of a day's new ties."""
    n = int(s.counts[N_PEOPLE])
    if n > _MANY:
        spare = int(new_ties * s.rows[:n, ROW_LENGTH].mean() / 3.0)  # what moving full lists takes in a day
        return _laid_anew(s, spare) if len(s.links) - s.counts[N_LINKS] < spare else s
    left = s.rows[:n, ROW_CAPACITY] - s.rows[:n, ROW_LENGTH]
    for i in (left < room_on_list(s) // 2).nonzero()[0].tolist():
        if s.place[i, ACTIVE] == 1:
            s = with_longer_list(s, i)
    return s


def with_longer_list(s: State, i: int) -> State:
    """Return the state with one person's list moved to where it has room again."""
    length = int(s.rows[i, ROW_LENGTH])
    return with_list(s, i, length + length // 8 + room_on_list(s), length)


def with_list(s: State, i: int, capacity: int, keep: int) -> State:
    """Return the state with a new list for one person behind all others, of the old one so many ties kept."""
    if s.counts[N_LINKS] + capacity > len(s.links):
        s = _laid_anew(s, capacity)
    used, start = int(s.counts[N_LINKS]), int(s.rows[i, ROW_START])
    s.links[used : used + keep] = s.links[start : start + keep]
    s.pull[used : used + keep] = s.pull[start : start + keep]
    s.rows[i, ROW_START], s.rows[i, ROW_CAPACITY], s.rows[i, ROW_LENGTH] = used, capacity, keep
    s.counts[N_LINKS] = used + capacity
    return s


def _laid_anew(s: State, more: int) -> State:
    """Return the state with all lists one after the other, without the places that lists left when they moved."""
    n = int(s.counts[N_PEOPLE])
    capacity = s.rows[:n, ROW_LENGTH] + np.where(s.place[:n, ACTIVE] == 1, room_on_list(s), 0)
    start = np.cumsum(capacity) - capacity
    used = int(capacity.sum())
    size = used + more + 256 + (0 if n > _MANY else used // 8)
    links, pull = zeros((size, 2), np.int32), zeros((size,), np.float32)
    for first in range(0, n, _BLOCK):
        here = slice(first, min(first + _BLOCK, n))
        length = s.rows[here, ROW_LENGTH].astype(np.int64)
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        old = np.repeat(s.rows[here, ROW_START], length) + within
        new = np.repeat(start[here], length) + within
        links[new], pull[new] = s.links[old], s.pull[old]
    s.rows[:n, ROW_START], s.rows[:n, ROW_CAPACITY] = start, capacity
    s.counts[N_LINKS] = used
    return s._replace(links=links, pull=pull)
