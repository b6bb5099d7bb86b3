"""Drawing the pairs of a generated organisation: near units first, sociable people more often.

Every pair belongs to one ring: same team, else same department, else same site, else anywhere.  The rings
share the wanted number of ties; within a ring pairs are drawn without replacement, with weights
``sociability_i x sociability_j``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spirals.structure.chance import MOST_PAIRS, Chance
from spirals.structure.layout import Layout

SATURATION = 17.0  # ties per person in a large organisation; density .30 at 40 people
TEAM_FLOOR = 5.0  # ties per person inside the team at homophily 4, however large the organisation
TEAM_DENSITY = 0.9  # the floor fills small teams at most so far
TEAM_SHARE = 0.6  # and takes at most this share of all ties: teams stay bridged
DISTANCE = 0.55  # fall of tie density with the size of the ring, per unit of ln(homophily)
FULLEST = 0.97  # no team is filled further than this, unless all pairs are wanted


RINGS = ("team", "department", "site", "anywhere")


@dataclass(frozen=True)
class Ring:
    """Pairs of one degree of nearness; ``[inner, outer)`` rows of each person's nested blocks."""

    inner_start: NDArray[np.int64]
    inner_end: NDArray[np.int64]
    outer_start: NDArray[np.int64]
    outer_end: NDArray[np.int64]
    name: str

    @property
    def pairs(self) -> int:
        """Number of unordered pairs in this ring."""
        return int((self.outer_end - self.inner_end).sum())


def rings(layout: Layout) -> list[Ring]:
    """Return the rings from near to far; rings without pairs are left out."""
    n = len(layout.team)
    rows = np.arange(n)
    blocks = [("self", rows, rows + 1)]
    for name in RINGS[:3]:
        start, end = _block(getattr(layout, name))
        blocks.append((name, start, end))
    blocks.append((RINGS[3], np.zeros(n, dtype=np.int64), np.full(n, n, dtype=np.int64)))
    found = []
    for (_, i0, i1), (name, o0, o1) in pairwise(blocks):
        ring = Ring(i0, i1, o0, o1, name)
        if ring.pairs:
            found.append(ring)
    return found


def _block(unit: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ends = np.cumsum(np.bincount(unit))
    return np.concatenate(([0], ends[:-1]))[unit], ends[unit]


def usual_ties_per_person(size: int) -> float:
    """Return the mean number of ties when none is asked for: ``17 (n - 1) / (17 + n - 1)``.

    Density .30 at 40 people (Bernard, Killworth & Sailer's offices: .305 and .312) and about 17 ties per
    person in a large organisation, which a person's attention bounds.
    """
    return SATURATION * (size - 1) / (SATURATION + size - 1)


def share_out(number: int, found: list[Ring], size: int, homophily: float) -> list[int]:
    """Return the number of ties each ring gets.

    In an organisation of up to about 50 people a tie is ``homophily`` times likelier inside a team than
    outside.  In larger ones that alone would dissolve the teams, so ties inside the team do not fall below
    a floor; what lies beyond the team thins out with the size of the unit that a pair shares.
    """
    pairs = np.array([ring.pairs for ring in found], dtype=float)
    total = min(float(number), pairs.sum())
    near = _team_ties(total, pairs, size, homophily) if found[0].name == "team" else 0.0
    reach = np.array([(r.outer_end - r.outer_start).mean() for r in found])
    weight = pairs * (reach / size) ** (-DISTANCE * np.log(homophily))
    if len(found) > 1 and found[-2].name == "site":
        weight[-1] /= 1.0 + (homophily - 1.0) / 2.0  # another site is further than another department
    if near > 0.0:
        weight[0] = 0.0
    wanted = _fill(total - near, pairs, weight)
    wanted[0] += near
    return _whole(wanted, pairs, round(total))


def _team_ties(total: float, pairs: NDArray[np.float64], size: int, homophily: float) -> float:
    beyond = pairs[1:].sum()
    if beyond == 0.0:
        return total
    proportional = total * homophily * pairs[0] / (homophily * pairs[0] + beyond)
    floor = 0.5 * size * TEAM_FLOOR * np.log(homophily) / np.log(4.0)
    floor = min(floor, TEAM_DENSITY * pairs[0], TEAM_SHARE * total)
    return float(min(max(proportional, floor), FULLEST * pairs[0]))


def _fill(total: float, pairs: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the total shared out by weight; what does not fit into a ring goes to the others."""
    got = np.zeros(len(pairs))
    for _ in range(len(pairs)):
        room = np.where(weight > 0.0, pairs - got, 0.0)
        share = weight * (room > 0.0)
        left = total - got.sum()
        if left <= 0.0 or share.sum() == 0.0:
            break
        got += np.minimum(left * share / share.sum(), room)
    return got


def _whole(wanted: NDArray[np.float64], pairs: NDArray[np.float64], total: int) -> list[int]:
    counts = np.minimum(np.floor(wanted + 1e-9), pairs).astype(np.int64)
    for most in (1, total):  # first one each, to those that lost most by rounding; then whatever still has room
        for k in np.argsort(counts - wanted, kind="stable").tolist():
            missing = total - int(counts.sum())
            counts[k] += max(0, min(most, missing, int(pairs[k]) - int(counts[k])))
    return [int(c) for c in counts]


def draw(
    ring: Ring, number: int, weight: NDArray[np.float64], certain: NDArray[np.int64], chance: Chance
) -> NDArray[np.int64]:
    """Return ``number`` distinct pairs of the ring, or all certain ones if these are more.

    Parameters
    ----------
    weight
        Sociability of each person, > 0.
    certain
        Pairs of this ring that exist in any case (reporting lines), as ``low * people + high``.
    """
    number = min(max(number, len(certain)), ring.pairs)
    if number == 0:
        return certain
    if 4 * number >= ring.pairs or ring.pairs <= (MOST_PAIRS if chance.keyed else 20_000):
        return _draw_listed(ring, number, weight, certain, chance)
    return _draw_sparse(ring, number, weight, certain, chance.rng)


def _draw_listed(
    ring: Ring, number: int, weight: NDArray[np.float64], certain: NDArray[np.int64], chance: Chance
) -> NDArray[np.int64]:
    """List all pairs and keep those with the highest keys (Gumbel top-k: no replacement, any weights)."""
    n = len(weight)
    count = ring.outer_end - ring.inner_end
    low = np.repeat(np.arange(n), count)
    high = np.arange(len(low)) + np.repeat(ring.inner_end - np.cumsum(count) + count, count)
    code = low * n + high
    log = np.log(weight)
    key = log[low] + log[high] + chance.gumbel(low, high, 0)
    key[np.searchsorted(code, certain)] = np.inf  # the codes ascend, and certain pairs are among them
    return np.sort(code[np.argpartition(-key, number - 1)[:number]])


def _draw_sparse(
    ring: Ring, number: int, weight: NDArray[np.float64], certain: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw ends one after the other and reject repeats, until there are enough pairs."""
    n = len(weight)
    sums = np.concatenate(([0.0], np.cumsum(weight)))
    floor = sums[ring.outer_start]
    mass = sums[ring.outer_end] - floor
    beyond = ring.outer_end - ring.outer_start > ring.inner_end - ring.inner_start
    begin = np.cumsum(np.where(beyond, weight * mass, 0.0))
    code = np.sort(certain)
    while len(code) < number:
        more = int(1.2 * (number - len(code))) + 32
        one = np.minimum(np.searchsorted(begin, rng.random(more) * begin[-1], side="right"), n - 1)
        spot = floor[one] + rng.random(more) * mass[one]
        other = np.searchsorted(sums, spot, side="right") - 1
        other = np.clip(other, ring.outer_start[one], ring.outer_end[one] - 1)
        valid = (other < ring.inner_start[one]) | (other >= ring.inner_end[one])
        new = np.minimum(one, other)[valid] * n + np.maximum(one, other)[valid]
        new = _new_only(new, code)
        if len(new) > number - len(code):
            new = rng.choice(new, number - len(code), replace=False, shuffle=False)
        code = np.sort(np.concatenate((code, new)))
    return code


def _new_only(pairs: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the pairs that are not known, each once, in order; ``known`` must be in order."""
    pairs = np.sort(pairs)
    first = np.ones(len(pairs), np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    if len(known):  # two rows in order are searched in one another faster than hashed
        spot = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
        first &= known[spot] != pairs
    return pairs[first]
