"""Keyed draws for practices: who adopts, who meets whom, who recognises whom.

Each draw is a pure function of (run key, person, day, what for), by the generator of
:mod:`spirals.streams` under the purpose PROGRAMME.  Adding, removing or reordering a practice therefore
moves no other draw.  Here for many people at once.
"""

from __future__ import annotations

import math
import zlib

import numpy as np
from numpy.typing import NDArray

from spirals.population import Population
from spirals.streams import PROGRAMME, many_words, uniforms

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Up to here the plain generator is faster than arrays; both give the same bits.
FEW = 8


def word(what: str) -> int:
    """Return the 32-bit number that stands for a text, the same in every run and on every machine."""
    return zlib.crc32(what.encode("utf-8"))


def draws(key: NDArray[np.int64], lanes: Rows, day: int, what: str) -> Floats:
    """Return one number inside (0, 1) for each person.

    Parameters
    ----------
    key
        The run's key, two 32-bit words.
    lanes
        Of the people (`Population.lanes`).
    day
        Day of the draw; 0 for draws made once.
    what
        What the draw is for; each text has its own numbers.
    """
    block = word(what)
    if len(lanes) <= FEW:
        return np.array([uniforms(key, lane, day, PROGRAMME, block)[0] for lane in lanes.tolist()])
    return draws_by_word(key, lanes, day, np.full(len(lanes), block, dtype=np.uint64))


def draws_by_word(key: NDArray[np.int64], lanes: Rows, day: int, words: NDArray[np.uint64]) -> Floats:
    """Return one number inside (0, 1) for each person, each for a purpose of its own (see :func:`word`)."""
    first = many_words(key, lanes, day, PROGRAMME, words)[0]
    return (first.astype(np.float64) + 0.5) / 4294967296.0


class PersistentDraws:
    """Draws made once for each person and kept; people who join later get theirs when first asked for."""

    def __init__(self, population: Population, key: NDArray[np.int64], what: str) -> None:
        self._population = population
        self._key = key
        self._what = what
        self._drawn: Floats = np.zeros(0)

    def of(self, rows: Rows) -> Floats:
        """Return the draw of each person, the same every time."""
        needed = int(rows.max()) + 1 if len(rows) else 0
        have = len(self._drawn)
        if needed > have:
            more = draws(self._key, self._population.lanes(np.arange(have, needed)), 0, self._what)
            self._drawn = np.concatenate([self._drawn, more])
        return self._drawn[rows]


class OncePerPerson:
    """Who has been through something once; rows may be added as people join."""

    def __init__(self) -> None:
        self._marked: Mask = np.zeros(0, dtype=bool)

    @property
    def marked(self) -> Rows:
        """Everybody who is marked."""
        return np.flatnonzero(self._marked)

    def fresh(self, rows: Rows) -> Rows:
        """Return those not marked yet, and mark them."""
        needed = int(rows.max()) + 1 if len(rows) else 0
        if needed > len(self._marked):
            self._marked = np.concatenate([self._marked, np.zeros(needed - len(self._marked), dtype=bool)])
        new = rows[~self._marked[rows]]
        self._marked[new] = True
        return new


def mask_of(rows: Rows, size: int) -> Mask:
    """Return which of ``size`` people are among the rows."""
    mask = np.zeros(size, dtype=bool)
    mask[rows] = True
    return mask


def whole(mean: float, u: float) -> int:
    """Return a whole number with this mean: ``mean`` rounded up with the chance of its fraction."""
    low = math.floor(mean)
    return low + (1 if u < mean - low else 0)


def held_out(rows: Rows, u: Floats, share: float) -> Rows:
    """Return ``share`` of the people, those with the lowest draws; at least one for a share above 0."""
    count = min(len(rows), max(round(share * len(rows)), 1)) if share > 0.0 and len(rows) else 0
    return np.sort(rows[np.argsort(u, kind="stable")[:count]])
