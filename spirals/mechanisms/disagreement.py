"""Disagreement: what a tie of high carrying capacity bears, and others do not."""

from __future__ import annotations

from spirals.mechanisms.registry import mechanism


@mechanism
def disagreement_term(apart: float, carrying_capacity: float, disagreement: float) -> float:
    """Return what differing views add to the tone logit of a trusting encounter (<= 0).

    ``-disagreement apart (1 - carrying_capacity)``: where input is sought, people who are placed differently
    (``apart``, 0..1) also see things differently; a tie that bears much emotion bears that too (Stephens et al. 2013).
    """
    return -disagreement * apart * (1.0 - carrying_capacity)


@mechanism
def spoken_out(apart: float, carrying_capacity: float, mistakes_told: float, disagreement_voiced: float) -> float:
    """Return what is said in a good trusting encounter that people learn from (counts, >= 0).

    ``mistakes_told + disagreement_voiced apart carrying_capacity``: mistakes and doubts told, and disagreement spoken
    out where the tie bears it.
    """
    return mistakes_told + disagreement_voiced * apart * carrying_capacity
