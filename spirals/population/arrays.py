"""Blank and grown arrays of a population."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.population.columns import (
    HANDS,
    LEVER_COLUMNS,
    LOG_COLUMNS,
    LUCK_COLUMNS,
    LUCK_ROWS,
    MEETING_COLUMNS,
    N_SITES,
    N_TEAMS,
    NATURE_COLUMNS,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    SLOTS,
    TALLY,
    TEAM_COLUMNS,
    TIE_COLUMNS,
    TODAY_COLUMNS,
    TRAIT_COLUMNS,
)
from spirals.population.state import State


def grown(array: NDArray[Any], rows: int) -> NDArray[Any]:
    """Return an array with more rows, the new ones zero."""
    new = np.zeros((rows, *array.shape[1:]), array.dtype)
    new[: len(array)] = array
    return new


def blank(people: int, ties: int, links: int, teams: int, sites: int, key: Any, effects: Any, parameters: Any) -> State:
    """Return the arrays of so many people, ties, links, teams and sites, all zero."""
    counts = np.zeros(9, np.int64)
    counts[N_TEAMS], counts[N_SITES] = teams, sites
    return State(
        people=np.zeros((people, len(PERSON_COLUMNS))),
        traits=np.zeros((people, len(TRAIT_COLUMNS)), np.float32),
        place=np.zeros((people, len(PLACE_COLUMNS)), np.int32),
        levers=np.zeros((0, len(LEVER_COLUMNS))),
        ties=np.zeros((ties, len(TIE_COLUMNS)), np.float32),
        nature=np.zeros((ties, len(NATURE_COLUMNS)), np.float32),
        ends=np.zeros((ties, 4), np.int32),
        weights=np.zeros((ties, 2), np.float32),
        links=np.zeros((links, 2), np.int32),
        pull=np.zeros(links, np.float32),
        rows=np.zeros((people, 4), np.int32),
        teams=np.zeros((teams, len(TEAM_COLUMNS))),
        groups=np.zeros(0, np.int32),
        bounds=np.zeros(teams + sites + 2, np.int32),
        meetings=np.zeros((0, len(MEETING_COLUMNS))),
        attending=np.zeros(0, np.int32),
        today=np.zeros((people, TODAY_COLUMNS), np.float32),
        plan=np.full((people, 3), -1, np.int32),
        luck=np.zeros((LUCK_ROWS, LUCK_COLUMNS)),
        holders=np.zeros(HANDS, np.int64),
        order=np.zeros(people, np.int32),
        effects=effects,
        counts=counts,
        free=np.zeros(ties, np.int32),
        key=key,
        tally=np.zeros(len(TALLY)),
        log=np.zeros((0, len(LOG_COLUMNS))),
        diary=np.zeros((SLOTS, 0, 3)),
        p=parameters,
    )
