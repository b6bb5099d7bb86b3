"""Blows and breaches at work: setbacks that strike people, and what was entrusted and is betrayed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.draws import Mask, Rows, draws, draws_by_word, word
from spirals.interventions.population_view import PopulationView
from spirals.interventions.primitives import Blow
from spirals.mechanisms.norms import seen_weight
from spirals.mechanisms.practices import betrayed
from spirals.mechanisms.strain import struck
from spirals.population import (
    ENERGY,
    HARDSHIP,
    LEVEL,
    MOOD,
    REST_TRUST,
    SAFETY,
    SEEN,
    SEEN_WEIGHT,
    TEAM,
    TIE_TRUST,
    TRUST,
)


def strike(key: NDArray[np.int64], view: PopulationView, act: Blow, rows: Rows, day: int, what: str) -> None:
    """Let a setback strike people, all of them or a share drawn today."""
    state = view.population.state
    p = state.p
    if act.share < 1.0:
        rows = rows[draws(key, view.population.lanes(rows), day, what) < act.share]
    for row in rows.tolist():
        hardship, energy, mood = (float(state.people[row, column]) for column in (HARDSHIP, ENERGY, MOOD))
        after = struck(hardship, energy, mood, act.severity, p.setback_energy, p.setback_mood)
        state.people[row, HARDSHIP], state.people[row, ENERGY], state.people[row, MOOD] = after


def sides(view: PopulationView, from_a: Mask, from_b: Mask) -> tuple[Rows, Rows, Rows, Rows]:
    """Return tie, side (0 or 1), truster and trusted of the sides chosen, in the order of the ties."""
    ties, a, b = view.ties
    tie = np.concatenate([ties[from_a], ties[from_b]])
    side = np.repeat([0, 1], [int(from_a.sum()), int(from_b.sum())])
    who, whom = np.concatenate([a[from_a], b[from_b]]), np.concatenate([b[from_a], a[from_b]])
    order = np.lexsort((side, tie))
    return tie[order], side[order], who[order], whom[order]


def betray(
    key: NDArray[np.int64],
    view: PopulationView,
    chosen: tuple[Mask, Mask],
    share: float,
    day: int,
    what: str,
) -> None:
    """Let people betray what was entrusted to them, in a share of the ties that lead to them.

    Parameters
    ----------
    key
        The run's key.
    view
        The population this morning.
    chosen
        Which living ties lead to somebody who betrays, from side a and from side b.
    share
        Share of these ties in which it happens.
    day
        Working day, 1-based.
    what
        Name of the act, for its draws.
    """
    state, level = view.population.state, view.population.person("level")
    p = state.p
    tie, side, who, whom = sides(view, *chosen)
    lanes = view.population.lanes
    words = np.array([word(f"{what}|{lane}") for lane in lanes(whom).tolist()], dtype=np.uint64)
    struck_here = draws_by_word(key, lanes(who), day, words) < share
    safety_loss = p.loss_ratio * p.entrust_safety_gain
    for t, s, i, j in zip(*(part[struck_here].tolist() for part in (tie, side, who, whom)), strict=True):
        weight = math.exp(p.power * float(level[j] - level[i]))
        trust, rest, safety = betrayed(
            float(state.ties[t, TIE_TRUST + s]), float(state.nature[t, REST_TRUST + s]),
            float(state.people[i, SAFETY]), weight, p.betrayal_trust, p.betrayal_memory, safety_loss,
        )  # fmt: skip
        state.ties[t, TIE_TRUST + s], state.nature[t, REST_TRUST + s] = trust, rest
        state.people[i, SAFETY] = safety
        see(view, i, TRUST, -1.0, j)


def see(view: PopulationView, watched: int, move: int, ended: float, by: int) -> None:
    """Let the team of somebody see how a move ended (-1 .. 1) with the act of another, leaders weighing more."""
    state = view.population.state
    weight = seen_weight(state.p, float(state.place[by, LEVEL]), 0.0)
    team = state.place[watched, TEAM]
    state.teams[team, SEEN + move] += weight * ended
    state.teams[team, SEEN_WEIGHT + move] += weight
