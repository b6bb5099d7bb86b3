"""Where people stand in the picture: computed once per organisation, the same every time, quick at a thousand.

Teams are discs laid out by the ties between them; within a disc people sit in rings, the lead in the middle and
everybody else on the side of their outside contacts.  A team too large for rings is laid out by its own ties.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WIDE = 1.4  # width of the picture over its height
_LARGEST_RINGS = 36  # people; a larger team is laid out by its ties
_ONE_RING = 9  # people; a larger team is a sunflower
_SEED = 0.53  # of a sunflower: neighbours stand about one apart
_GAP = 1.2  # between neighbouring discs; people next to each other stand about one apart
_FAR = 6.0  # mean distances of neighbours; discs further apart than this push each other hardly
_KEPT_ROUNDS = 5  # for which the pairs that are near are not looked for anew
_GOLDEN = np.pi * (3.0 - np.sqrt(5.0))


def arrange(team: Integers, level: Integers, a: Integers, b: Integers) -> Floats:
    """Return the place of each person, shape (people, 2): x in 0..1, y in 0..1 of a picture of shape ``WIDE``.

    Parameters
    ----------
    team, level
        Number of the team and level (0 member) of each person.
    a, b
        Both ends of each tie.
    """
    key = [np.ascontiguousarray(part, dtype=np.int64).tobytes() for part in (team, level, a, b)]
    digest = hashlib.sha256(b"|".join(key)).hexdigest()
    return _arranged(digest, _Frozen((team, level, a, b))).copy()


class _Frozen(tuple):
    """Arrays that stand beside their digest: equal to anything, for the digest is the key."""

    __slots__ = ()

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen)


@lru_cache(maxsize=64)
def _arranged(digest: str, given: _Frozen) -> Floats:
    team, level, a, b = given
    names, member = np.unique(team, return_inverse=True)
    sizes = np.bincount(member)
    centres = _teams(sizes, member[a], member[b])
    places = np.zeros((len(team), 2))
    for number in range(len(names)):
        rows = np.flatnonzero(member == number)
        if len(rows) > _LARGEST_RINGS:
            places[rows] = centres[number] + _by_ties(rows, a, b)
        else:
            places[rows] = centres[number] + _rings(rows, level, member, centres, a, b)
    return _fitted(places)


def _radius(size: Integers) -> Floats:
    """Return the radius of a team's disc, a person's own room included."""
    ring = np.where(size > 1, np.maximum(1.0, (size - 1) / (2.0 * np.pi)), 0.0)
    return np.asarray(np.where(size <= _ONE_RING, ring, _SEED * np.sqrt(size)) + 0.5)


def _teams(sizes: Integers, one: Integers, two: Integers) -> Floats:
    """Return the centre of each team's disc, by attraction along ties and repulsion, without overlap."""
    count = len(sizes)
    if count == 1:
        return np.zeros((1, 2))
    across = one != two
    low, high = np.minimum(one, two)[across], np.maximum(one, two)[across]
    pairs, ties = np.unique(low * count + high, return_counts=True)
    ends = np.stack([pairs // count, pairs % count], axis=1)
    weight = ties / np.sqrt(sizes[ends[:, 0]] * sizes[ends[:, 1]])
    radius = _radius(sizes)
    place = _sunflower(count) * np.array([WIDE, 1.0]) * _mean_reach(radius)
    return _apart(_pulled(place, ends, weight, radius), radius)


def _mean_reach(radius: Floats) -> float:
    return float(2.0 * radius.mean() + _GAP)


def _reach(radius: Floats, pairs: Integers) -> Floats:
    """Return how far apart the centres of pairs of discs have to be."""
    return np.asarray(radius[pairs[:, 0]] + radius[pairs[:, 1]] + _GAP)


def _apart_by(place: Floats, pairs: Integers) -> tuple[Floats, Floats]:
    """Return the vector between the two of each pair, and its length."""
    gap = place[pairs[:, 0]] - place[pairs[:, 1]]
    return gap, np.sqrt((gap**2).sum(1)) + 1e-9


def _summed(count: int, pairs: Integers, force: Floats) -> Floats:
    """Return the sum of forces on each disc; a pair's acts on the first, and against it on the second."""
    axes = [np.bincount(pairs[:, 0], f, count) - np.bincount(pairs[:, 1], f, count) for f in force.T]
    return np.stack(axes, axis=1)


def _near(place: Floats, distance: float) -> Integers:
    """Return the pairs within a distance; only these push, so that work grows with discs and not with their pairs."""
    from scipy.spatial import KDTree

    return np.asarray(KDTree(place).query_pairs(distance, output_type="ndarray"), dtype=np.int64)


def _pulled(place: Floats, ends: Integers, weight: Floats, radius: Floats, rounds: int = 150) -> Floats:
    count, usual = len(place), _mean_reach(radius)
    pull = 0.5 * weight / max(weight.max(initial=0.0), 1e-9) / _reach(radius, ends)
    for turn in range(rounds):
        if turn % _KEPT_ROUNDS == 0:
            near = _near(place, _FAR * usual)
            reach = _reach(radius, near)
        gap, far = _apart_by(place, near)
        step = _summed(count, near, ((reach / far) ** 2 * 0.6 / far)[:, None] * gap)
        step -= _summed(count, ends, pull[:, None] * _apart_by(place, ends)[0])
        step -= 0.04 * place * np.array([1.0 / WIDE, WIDE])
        size = np.sqrt((step**2).sum(1, keepdims=True)) + 1e-9
        most = usual * 0.6 * (1.0 - turn / rounds) + 0.01
        place = place + step / size * np.minimum(size, most)
    return place


def _apart(place: Floats, radius: Floats, rounds: int = 240) -> Floats:
    """Draw the discs together until they nearly touch, and in the end only apart where they overlap."""
    widest = 2.0 * float(radius.max()) + _GAP
    for turn in range(rounds):
        if turn % _KEPT_ROUNDS == 0:
            near = _near(place, 1.3 * widest)
            reach = _reach(radius, near)
        gap, far = _apart_by(place, near)
        overlap = np.maximum(reach - far, 0.0)
        place = place + 0.8 * _summed(len(place), near, (overlap / far / 2.0)[:, None] * gap)
        if turn < rounds // 2:
            place = place - 0.02 * place * np.array([1.0 / WIDE, WIDE])
    return np.asarray(place)


def _sunflower(count: int) -> Floats:
    number = np.arange(count)
    angle = number * _GOLDEN
    return np.sqrt(number + 0.3)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def ring_places(count: int) -> Floats:
    """Return ``count`` places round a middle one, about one apart, shape (count, 2)."""
    if count > _ONE_RING:
        number = np.arange(count)
        angle = number * _GOLDEN
        return np.asarray(_SEED * np.sqrt(number)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) * 1.06)
    if count == 1:
        return np.zeros((1, 2))
    angle = 2.0 * np.pi * np.arange(count - 1) / (count - 1) - np.pi / 2.0
    ring = max(1.0, (count - 1) / (2.0 * np.pi)) * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.concatenate([np.zeros((1, 2)), ring])


def _rings(rows: Integers, level: Integers, member: Integers, centres: Floats, a: Integers, b: Integers) -> Floats:
    """Return the places of a small team: the highest level in the middle, the others towards their contacts."""
    spots = ring_places(len(rows))
    first = int(np.argmax(level[rows]))
    here = member[rows[0]]
    toward = np.zeros((len(rows), 2))
    place_of = {int(row): spot for spot, row in enumerate(rows)}
    for inside, outside in ((a, b), (b, a)):
        chosen = (member[inside] == here) & (member[outside] != here)
        for person, other in zip(inside[chosen].tolist(), outside[chosen].tolist(), strict=True):
            toward[place_of[person]] += centres[member[other]] - centres[here]
    wish = np.arctan2(toward[:, 1], toward[:, 0])
    order = [first, *(spot for spot in np.argsort(wish, kind="stable").tolist() if spot != first)]
    result = np.zeros((len(rows), 2))
    rest = 1 + np.argsort(np.arctan2(spots[1:, 1], spots[1:, 0]), kind="stable")
    result[order[0]] = spots[0]
    result[order[1:]] = spots[rest]
    return result


def _by_ties(rows: Integers, a: Integers, b: Integers, rounds: int = 70) -> Floats:
    """Return the places of a large team by its own ties: springs along ties, repulsion among all."""
    count = len(rows)
    spot = {int(row): number for number, row in enumerate(rows)}
    pairs = [(spot[i], spot[j]) for i, j in zip(a.tolist(), b.tolist(), strict=True) if i in spot and j in spot]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    place = (_sunflower(count) * np.array([WIDE, 1.0])).astype(np.float32)
    for turn in range(rounds):
        gap_x = place[:, 0][:, None] - place[:, 0][None, :]
        gap_y = place[:, 1][:, None] - place[:, 1][None, :]
        near = np.float32(1.6) / (gap_x * gap_x + gap_y * gap_y + np.float32(0.05))
        step = np.stack([(near * gap_x).sum(1), (near * gap_y).sum(1)], axis=1)
        along = place[ends[:, 0]] - place[ends[:, 1]]
        pull = 0.10 * along * np.sqrt((along**2).sum(1, keepdims=True))
        for axis in range(2):
            step[:, axis] -= np.bincount(ends[:, 0], pull[:, axis], count)
            step[:, axis] += np.bincount(ends[:, 1], pull[:, axis], count)
        step -= 0.05 * place * np.array([1.0 / WIDE, WIDE])
        size = np.sqrt((step**2).sum(1, keepdims=True)) + 1e-9
        most = np.sqrt(count) * 0.18 * (1.0 - turn / rounds) + 0.01
        place = (place + step / size * np.minimum(size, most)).astype(np.float32)
    far = np.sqrt((place**2).sum(1))
    return np.asarray(place * (_SEED * np.sqrt(count) / max(float(np.quantile(far, 0.97)), 1e-6)), dtype=np.float64)


def _fitted(places: Floats) -> Floats:
    """Scale to 0..1 each way with one scale for both, centred."""
    low, high = places.min(0), places.max(0)
    span = np.maximum(high - low, 1e-9)
    scale = max(span[0] / WIDE, span[1], 1e-9)
    middle = (low + high) / 2.0
    return np.asarray((places - middle) / scale / np.array([WIDE, 1.0]) + 0.5)
