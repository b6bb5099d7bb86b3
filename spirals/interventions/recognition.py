"""Recognition at work: who is recognised by whom today, and what that does to all who see it.

The occasions of a day happen one after the other: somebody recognised twice takes the second step from where
the first one led, and so does a teammate passed over.
"""

from __future__ import annotations

import math
import zlib

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.adversity import see
from spirals.interventions.draws import Rows, draws, draws_by_word
from spirals.interventions.population_view import PopulationView
from spirals.interventions.primitives import Recognise
from spirals.mechanisms.practices import passed_over, recognised, recognition_weight
from spirals.population import ENABLE, LEVEL, REGARD, ROW_LENGTH, ROW_START, TIE_TRUST, WORTH


def recognise(key: NDArray[np.int64], view: PopulationView, act: Recognise, rows: Rows, day: int, what: str) -> None:
    """Let people recognise others today.

    Parameters
    ----------
    key
        The run's key.
    view
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
    givers, words = _occasions(key, view, act, rows, day, what)
    helped = view.population.deed("helped").astype(np.float64)
    for giver, text in zip(givers.tolist(), words.tolist(), strict=True):
        tie, other = _chosen(key, view, act, giver, text, day, helped)
        if tie >= 0:
            _thank(view, act, giver, tie, other)
            _pass_over(view, giver, other, helped, act.favour)


def _occasions(
    key: NDArray[np.int64], view: PopulationView, act: Recognise, rows: Rows, day: int, what: str
) -> tuple[Rows, NDArray[np.uint64]]:
    """Return the giver of each of today's occasions, and the word that keys its draw."""
    base, lanes = math.floor(act.rate), view.population.lanes(rows)
    times = base + (draws(key, lanes, day, f"{what}|giver") < act.rate - base)
    giver = np.repeat(rows, times)
    start = zlib.crc32(f"{what}|".encode())
    counted = zip(lanes.tolist(), times.tolist(), strict=True)
    texts = (f"{lane}|{turn}" for lane, count in counted for turn in range(count))
    words = np.fromiter((zlib.crc32(text.encode(), start) for text in texts), np.uint64, len(giver))
    return giver, words


def _chosen(
    key: NDArray[np.int64],
    view: PopulationView,
    act: Recognise,
    giver: int,
    text: int,
    day: int,
    helped: NDArray[np.float64],
) -> tuple[int, int]:
    """Return the tie and the person whom a giver recognises, drawn by weight; -1 for somebody without ties."""
    state = view.population.state
    start, length = state.rows[giver, ROW_START], state.rows[giver, ROW_LENGTH]
    if length == 0:
        return -1, -1
    links = state.links[start : start + length].astype(np.int64)
    chance = draws_by_word(key, view.population.lanes(links[:, 1]), day, np.full(length, text, dtype=np.uint64))
    base = float(state.p.recognition_base)
    best, found = math.inf, (-1, -1)
    for (tie, other), u in zip(links.tolist(), chance.tolist(), strict=True):
        regard = float(state.ties[tie, REGARD + (giver > other)])
        wait = -math.log(u) / max(recognition_weight(float(helped[other]), regard, act.favour, base), 1e-9)
        if wait < best:
            best, found = wait, (tie, other)
    return found


def _thank(view: PopulationView, act: Recognise, giver: int, tie: int, other: int) -> None:
    """Let the one recognised take it in, and the team see it."""
    state = view.population.state
    p, side = state.p, REGARD + (other > giver)
    state.people[other, WORTH] = recognised(float(state.people[other, WORTH]), act.sincerity, p.recognition_worth)
    state.ties[tie, side] = recognised(float(state.ties[tie, side]), act.sincerity, p.recognition_regard)
    see(view, other, ENABLE, 2.0 * act.sincerity - 1.0, giver)


def _pass_over(view: PopulationView, giver: int, other: int, helped: NDArray[np.float64], favour: float) -> None:
    """Let teammates who had helped more than the one recognised lose worth, and trust in the giver.

    They mind where somebody above them chooses, and where the choice is a favour (in the measure of ``favour``): thanks
    among equals for what was done take nothing from anybody else.
    """
    state = view.population.state
    chosen = float(helped[other])
    mates = view.mates(int(view.team[other]))
    for mate in mates[helped[mates] > chosen].tolist():
        if mate in (giver, other):
            continue
        own = float(helped[mate])
        minds = 1.0 if state.place[giver, LEVEL] > state.place[mate, LEVEL] else favour
        if minds <= 0.0:
            continue
        state.people[mate, WORTH] = passed_over(float(state.people[mate, WORTH]), own, chosen, minds * state.p.envy)
        tie = view.population.tie_between(mate, giver)
        if tie >= 0:
            side = TIE_TRUST + (mate > giver)
            state.ties[tie, side] = passed_over(float(state.ties[tie, side]), own, chosen, minds * state.p.envy_trust)
