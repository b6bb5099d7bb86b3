"""Counter-based random numbers: every draw is a pure function of (run key, person, day, purpose).

Nothing is consumed in sequence, so a draw does not move when anybody else draws more or less.  Runs are
therefore comparable person by person across scenarios (common random numbers), and independent of the
order of work, of processes and of restarts.  The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw
2011, "Parallel random numbers: as easy as 1, 2, 3"), in plain integers that mean the same in Python and
compiled.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError

_MASK = 0xFFFFFFFF
_HASHED = 1 << 30  # lanes from here on are hashes
_DIGITS = 8  # the longest number in a made-up name
_MADE_UP = re.compile(rf"(?:[PT]|joiner-)0*([1-9][0-9]{{0,{_DIGITS - 1}}})")
_SEEDS = 2**63 - 1  # the largest seed of a scenario
_UNIT = 1.0 / 4294967296.0
_TWO_PI = 6.283185307179586
_FEW, _MANY = 64, 4096  # people
# the same for two words of many counters at once
_LOW, _HALF = np.uint64(_MASK), np.uint64(32)
_FACTORS = np.array([[0xCD9E8D57], [0xD2511F53]], np.uint64)
_STEPS = np.arange(10, dtype=np.uint64)[:, None, None] * np.array([[0x9E3779B9], [0xBB67AE85]], np.uint64)

# One number per use of randomness; never renumber, or every published run changes.
(
    WHOM,
    TALK,
    FELT,
    WITNESS,
    SLOT,
    EVENING,
    SETBACK,
    LEAVE,
    PAIR,
    TURN,
    MEETING,
    DIARY,
    OUTCOME,
    SHUFFLE,
    PERSON,
    PROGRAMME,
    NEWCOMER,
    STRUCTURE,
    CONDUCT,
    HELP_STARTED,
    HELP_ANSWERED,
    THANKS,
    TRUST_STARTED,
    TRUST_ANSWERED,
    VOICE_STARTED,
    VOICE_ANSWERED,
    PLAY_STARTED,
    PLAY_ANSWERED,
    NEEDS,
    TEAM_DEMAND,
) = range(30)


def run_key(seed: int, replicate: int = 0) -> NDArray[np.int64]:
    """Return the two 32-bit words that key all random numbers of one run.

    Parameters
    ----------
    seed, replicate
        Non-negative integers; replicate ``r`` of seed ``s`` has the key of ``SeedSequence([s, r])``.
    """
    return np.random.SeedSequence([seed, replicate]).generate_state(2, np.uint32).astype(np.int64)


def seed_from(rng: Any) -> int:
    """Return the seed that a whole number, a generator, a bit generator or a seed sequence of numpy stands for.

    A generator moves on by one draw, so that the next model made from it has another seed.

    Raises
    ------
    InputError
        For anything else.
    """
    if isinstance(rng, int | np.integer) and not isinstance(rng, bool):
        return int(rng)
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint64)[0] >> np.uint64(1))
    if isinstance(rng, np.random.BitGenerator):
        rng = np.random.Generator(rng)
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(_SEEDS))
    raise InputError(f"rng: must be a whole number or a generator of numpy, not {rng!r}; give for example rng=1")


def lanes_of(names: Sequence[str]) -> NDArray[np.int64]:
    """Return the lanes that key the random numbers of people or teams: each a number that follows from the name.

    Made-up names (``P07``, ``T3``, ``joiner-12``) carry their number; of other names it is a hash.  So nothing hangs on
    the order in which people are named, nor on who else there is.  Where two names would share a lane, which among a
    thousand people happens once in two thousand organisations, the later one is given another.

    Examples
    --------
    >>> lanes_of(["P02", "joiner-12", "P1"]).tolist()
    [1, 11, 0]
    >>> bool((lanes_of(["Ann", "Bob"]) == lanes_of(["Bob", "Ann"])[::-1]).all())
    True
    """
    counted = _counted(names)
    if counted is not None:
        return counted
    taken: dict[int, None] = {}  # keeps the order
    for name in names:
        made_up = _MADE_UP.fullmatch(name)
        lane, text = int(made_up[1]) - 1 if made_up else _hashed(name), name
        while lane in taken:
            text += "'"
            lane = _hashed(text)
        taken[lane] = None
    return np.array([*taken], np.int64)


def newcomers_from(lanes: NDArray[np.int64]) -> int:
    """Return the first lane that newcomers may have: after those of all made-up names."""
    return 1 + int(lanes[lanes < _HASHED].max(initial=-1))


def _counted(names: Sequence[str]) -> NDArray[np.int64] | None:
    """Return the lanes of names that are all made up and of one length, in ascending order; None for others."""
    text = "".join(names)
    if not names or not text.isascii() or len(text) != len(names) * len(names[0]):
        return None
    table = np.frombuffer(text.encode(), np.uint8).reshape(len(names), -1)
    digits = table[:, 1:].astype(np.int64) - ord("0")
    numbers = digits @ (10 ** np.arange(digits.shape[1])[::-1])
    alike = table[0, 0] in b"PT" and (table[:, 0] == table[0, 0]).all() and 0 < digits.shape[1] <= _DIGITS
    if not alike or digits.min() < 0 or digits.max() > 9 or numbers[0] < 1 or (np.diff(numbers) <= 0).any():
        return None
    return numbers - 1


def _hashed(text: str) -> int:
    return _HASHED + (int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4]) >> 2)


def philox(key0: int, key1: int, c0: int, c1: int, c2: int, c3: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of Philox4x32-10 for one key and counter."""
    for _ in range(10):
        product0 = 0xD2511F53 * c0
        product1 = 0xCD9E8D57 * c2
        high0 = (product0 >> 32) & _MASK
        high1 = (product1 >> 32) & _MASK
        c0 = high1 ^ c1 ^ key0
        c1 = product1 & _MASK
        c2 = high0 ^ c3 ^ key1
        c3 = product0 & _MASK
        key0 = (key0 + 0x9E3779B9) & _MASK
        key1 = (key1 + 0xBB67AE85) & _MASK
    return c0, c1, c2, c3


def uniforms(
    key: NDArray[np.int64], person: int, day: int, purpose: int, block: int
) -> tuple[float, float, float, float]:
    """Return four numbers strictly inside (0, 1) for one person, day, purpose and block."""
    a, b, c, d = philox(int(key[0]), int(key[1]), person, day, purpose, block)
    return (a + 0.5) * _UNIT, (b + 0.5) * _UNIT, (c + 0.5) * _UNIT, (d + 0.5) * _UNIT


def many_words(
    key: NDArray[np.int64], persons: NDArray[np.int64], day: int, purpose: int, blocks: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return ``philox`` for many people at once, each with a block of their own: four arrays of words."""
    if len(persons) <= _FEW:
        return _few_words(key, persons, day, purpose, blocks)
    turned = np.empty((2, len(persons)), np.uint64)  # words 2 and 0
    turned[0], turned[1] = purpose, persons
    odd = np.empty_like(turned)  # words 1 and 3
    odd[0], odd[1] = day, blocks
    product, high = np.empty_like(turned), np.empty_like(turned)
    for round_key in (key.astype(np.uint64)[:, None] + _STEPS) & _LOW:
        np.multiply(turned, _FACTORS, out=product)
        np.right_shift(product, _HALF, out=high)
        odd ^= high
        odd ^= round_key
        product &= _LOW
        turned, odd, product = odd[::-1], product, turned[::-1]
    return turned[1], odd[0], turned[0], odd[1]


def _few_words(
    key: NDArray[np.int64], persons: NDArray[np.int64], day: int, purpose: int, blocks: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return ``many_words`` by one whole number with 64 bits for each person: no product goes beyond its own.

    For few people quicker than arrays, whose every operation costs alike for one person and for hundreds.
    """
    ones = _laid_out(np.ones(len(persons)))
    low = _MASK * ones
    c0, c1, c2, c3 = _laid_out(persons), day * ones, purpose * ones, _laid_out(blocks)
    key0, key1 = int(key[0]), int(key[1])
    for _ in range(10):
        product0 = 0xD2511F53 * c0
        product1 = 0xCD9E8D57 * c2
        c0, c1 = ((product1 >> 32) & low) ^ c1 ^ (key0 * ones), product1 & low
        c2, c3 = ((product0 >> 32) & low) ^ c3 ^ (key1 * ones), product0 & low
        key0, key1 = (key0 + 0x9E3779B9) & _MASK, (key1 + 0xBB67AE85) & _MASK
    a, b, c, d = (np.frombuffer(word.to_bytes(8 * len(persons), "little"), "<u8") for word in (c0, c1, c2, c3))
    return a, b, c, d


def _laid_out(numbers: NDArray[Any]) -> int:
    return int.from_bytes(numbers.astype("<u8").tobytes(), "little")


def many_uniforms(
    key: NDArray[np.int64], persons: NDArray[np.int64], day: int, purpose: int, block: int = 0
) -> NDArray[np.float64]:
    """Return ``uniforms`` for many people at once, shape (people, 4); the same numbers bit for bit."""
    return _inside(many_words(key, persons, day, purpose, np.full(len(persons), block, np.uint64)))


def _inside(words: tuple[NDArray[np.uint64], ...]) -> NDArray[np.float64]:
    return (np.stack(words, axis=1).astype(np.float64) + 0.5) * _UNIT


def many_normals(
    key: NDArray[np.int64], persons: NDArray[np.int64], day: int, purpose: int, block: int = 0, blocks: int = 1
) -> NDArray[np.float64]:
    """Return four independent standard normals for each person and block, shape (people, 4 blocks)."""
    if blocks > 1 and len(persons) > _MANY:  # no quicker together, and more memory
        each = [many_normals(key, persons, day, purpose, block + more) for more in range(blocks)]
        return np.concatenate(each, axis=1)
    n = len(persons)
    words = many_words(key, np.tile(persons, blocks), day, purpose, np.repeat(np.arange(block, block + blocks), n))
    u = _inside(words)
    radius = np.sqrt(-2.0 * np.log(u[:, 0::2]))
    angle = _TWO_PI * u[:, 1::2]
    z = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return z if blocks == 1 else z.reshape(blocks, n, 4).transpose(1, 0, 2).reshape(n, 4 * blocks)


def normal(u: float) -> float:
    """Turn one uniform into a standard normal by the inverse distribution (Acklam's approximation).

    Absolute error below 1.2e-9 in relative terms; one ``log`` and one ``sqrt`` in the tails only.
    """
    if not in_tail(u):
        return normal_middle(u)
    if u < 0.5:
        return _tail(math.sqrt(-2.0 * math.log(u)))
    return -_tail(math.sqrt(-2.0 * math.log(1.0 - u)))


def in_tail(u: float) -> bool:
    """Return whether a uniform lies where ``normal_middle`` does not hold."""
    return u < 0.02425 or u > 0.97575


def normal_middle(u: float) -> float:
    """Return ``normal`` for a uniform outside the tails: arithmetic only, so that many can be made side by side."""
    q = u - 0.5
    r = q * q
    top = (
        (
            (((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r + 1.383577518672690e02)
            * r
            - 3.066479806614716e01
        )
        * r
        + 2.506628277459239e00
    ) * q
    below = (
        ((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
          + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    )  # fmt: skip
    return top / below


def _tail(q: float) -> float:
    top = (
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q
          - 2.549732539343734e00) * q + 4.374664141464968e00) * q + 2.938163982698783e00
    )  # fmt: skip
    below = (
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q
         + 3.754408661907416e00) * q + 1.0
    )  # fmt: skip
    return top / below
