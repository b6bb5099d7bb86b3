"""Chance for ties that are made up: in turn from one generator, or keyed by the two people of each pair."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spirals.streams import STRUCTURE, many_words

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_PAIRS = 1_000_000  # more are not gone through one by one


class Chance(Protocol):
    """Gives numbers for pairs of people, named by their rows; ``what`` tells uses apart."""

    rng: np.random.Generator
    keyed: bool

    def uniform(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one number inside (0, 1) for each pair."""

    def normal(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one standard normal for each pair."""

    def gumbel(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one standard Gumbel number for each pair."""


class InTurn:
    """Numbers in turn: the same for any people."""

    keyed = False

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def uniform(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return the next numbers inside (0, 1)."""
        return self.rng.random(len(low))

    def normal(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return the next standard normals."""
        return self.rng.standard_normal(len(low))

    def gumbel(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return the next Gumbel numbers."""
        return self.rng.gumbel(size=len(low))


class ByPair:
    """Numbers that follow from who the two people are: one more person changes those of no other pair.

    Parameters
    ----------
    rng
        Where the key comes from, and chance where there are too many pairs to go through.
    lanes
        Of the people, by row (`spirals.streams.lanes_of`).
    """

    keyed = True

    def __init__(self, rng: np.random.Generator, lanes: Rows) -> None:
        self.rng = rng
        self._lanes = lanes
        self._key = rng.integers(1 << 32, size=2)

    def _words(self, low: Rows, high: Rows, what: int) -> tuple[Floats, Floats]:
        one, other = self._lanes[low], self._lanes[high]
        first, last = np.minimum(one, other), np.maximum(one, other).astype(np.uint64)
        words = many_words(self._key, first, what, STRUCTURE, last)
        return (words[0].astype(float) + 0.5) / 4294967296.0, (words[1].astype(float) + 0.5) / 4294967296.0

    def uniform(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one number inside (0, 1) for each pair."""
        return self._words(low, high, what)[0]

    def normal(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one standard normal for each pair."""
        one, other = self._words(low, high, what)
        return np.sqrt(-2.0 * np.log(one)) * np.cos(2.0 * np.pi * other)

    def gumbel(self, low: Rows, high: Rows, what: int) -> Floats:
        """Return one standard Gumbel number for each pair."""
        return -np.log(-np.log(self._words(low, high, what)[0]))
