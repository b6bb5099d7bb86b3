"""Recognition at work: who is recognised by whom today, and what that does to all who see it.

The occasions of a day happen one after the other: somebody recognised twice takes the second step from where
the first one led, and so does a teammate passed over.  All that can happen side by side is done at once.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Rows, draws, draws_by_word
from spirals.interventions.ground import Ground, stepped
from spirals.interventions.primitives import Recognise
from spirals.population import CLIMATE, REGARD, ROW_LENGTH, ROW_START, WORTH

# Somebody who has not helped lately may be recognised too, as if for this many helpful acts a day.
UNSEEN_HELP = 0.05


def recognise(key: NDArray[np.int64], ground: Ground, act: Recognise, rows: Rows, day: int, what: str) -> None:
    """Let people recognise others today.

    Parameters
    ----------
    key
        The run's key.
    ground
        The population this morning.
    act
        The act at today's dose.
    rows
        Those who may recognise somebody.
    day
        Working day, 1-based.
    what
        Name of the act, for its draws.
    """
    giver, words = _occasions(key, act, rows, day, what)
    giver, tie, other = _chosen(key, ground, giver, words, day)
    if len(giver) == 0:
        return
    state, sincere = ground.population.state, 2.0 * act.sincerity - 1.0
    passed, turn = _passed_over(ground, giver, other)
    who = np.concatenate([other, passed])
    gains = np.concatenate([np.full(len(other), act.worth * sincere), np.full(len(passed), -act.envy)])
    # The one recognised comes first, then those passed over on the same occasion.
    order = np.argsort(np.concatenate([2 * np.arange(len(other)), 2 * turn + 1]), kind="stable")
    who, gains = who[order], gains[order]
    for now in _rounds(who):
        state.people[who[now], WORTH] = stepped(state.people[who[now], WORTH], gains[now])
    side = np.where(other < giver, REGARD, REGARD + 1)
    for now in _rounds(2 * tie + (side - REGARD)):
        at = (tie[now], side[now])
        state.ties[at] = stepped(state.ties[at], act.regard * sincere)
    team = ground.team[other]
    for now in _rounds(team):
        own = team[now]
        gain = act.climate * sincere / ground.team_sizes[own]
        state.teams[own, CLIMATE] = stepped(state.teams[own, CLIMATE], gain)


def _occasions(
    key: NDArray[np.int64], act: Recognise, rows: Rows, day: int, what: str
) -> tuple[Rows, NDArray[np.uint64]]:
    """Return the giver of each of today's occasions, and the word that keys its draw."""
    base = math.floor(act.rate)
    times = base + (draws(key, rows, day, f"{what}|giver") < act.rate - base)
    giver = np.repeat(rows, times)
    start = zlib.crc32(f"{what}|".encode())
    texts = (f"{row}|{turn}" for row, count in zip(rows.tolist(), times.tolist(), strict=True) for turn in range(count))
    words = np.fromiter((zlib.crc32(text.encode(), start) for text in texts), np.uint64, len(giver))
    return giver, words


def _chosen(
    key: NDArray[np.int64], ground: Ground, giver: Rows, words: NDArray[np.uint64], day: int
) -> tuple[Rows, Rows, Rows]:
    """Pick one of each giver's ties, in proportion to what the other has helped lately (plus a little)."""
    state = ground.population.state
    length = state.rows[giver, ROW_LENGTH].astype(np.int64)
    giver, words, length = giver[length > 0], words[length > 0], length[length > 0]
    if len(giver) == 0:
        return giver, giver, giver
    occasion, within = _spread(length)
    links = state.links[state.rows[giver, ROW_START][occasion] + within].astype(np.int64)
    weight = ground.population.person("helping")[links[:, 1]] + UNSEEN_HELP
    wait = -np.log(draws_by_word(key, links[:, 1], day, words[occasion])) / weight
    first = np.cumsum(length) - length
    shortest = np.minimum.reduceat(wait, first)
    at = np.flatnonzero(wait == shortest[occasion])
    at = at[np.unique(occasion[at], return_index=True)[1]]
    return giver, links[at, 0], links[at, 1]


def _passed_over(ground: Ground, giver: Rows, other: Rows) -> tuple[Rows, Rows]:
    """Return who helped more than the teammate recognised, and on which occasion that was."""
    helping = ground.population.person("helping")
    people = np.flatnonzero(ground.active)
    people = people[np.argsort(ground.team[people], kind="stable")]
    size = np.bincount(ground.team[people], minlength=len(ground.team_sizes))
    start = np.cumsum(size) - size
    team = ground.team[other]
    occasion, within = _spread(size[team])
    mate = people[start[team][occasion] + within]
    passed = (helping[mate] > helping[other][occasion]) & (mate != giver[occasion]) & (mate != other[occasion])
    return mate[passed], occasion[passed]


def _spread(length: Rows) -> tuple[Rows, Rows]:
    """Return for lists of these lengths, laid end to end, each entry's list and its place therein."""
    which = np.repeat(np.arange(len(length)), length)
    return which, np.arange(len(which)) - (np.cumsum(length) - length)[which]


def _rounds(who: Rows) -> Iterator[Rows]:
    """Yield what can happen side by side: everybody's first turn, everybody's second, and so on."""
    order = np.argsort(who, kind="stable")
    ordered = who[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    begins = np.maximum.accumulate(np.where(new, np.arange(len(who)), 0))
    turn = np.empty(len(who), dtype=np.int64)
    turn[order] = np.arange(len(who)) - begins
    for number in range(int(turn.max(initial=-1)) + 1):
        yield np.flatnonzero(turn == number)
