"""Blank and grown arrays of a population."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spirals.population.columns import (
    COUNTS,
    DEED_COLUMNS,
    IMPACT_COLUMNS,
    LEVER_COLUMNS,
    LOG_COLUMNS,
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

_LARGE = 1 << 24  # bytes
_LINE = 64  # bytes that memory gives at once


def zeros(shape: tuple[int, ...], dtype: Any = np.float64) -> NDArray[Any]:
    """Return zeros that begin on a cache line, so that a row lies on as few as it can.

    A large array is the start of a longer one instead, whose end takes addresses but no memory until used.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size < _LARGE:
        room = np.zeros(size + _LINE, np.uint8)
        start = -room.ctypes.data % _LINE
        return room[start : start + size].view(dtype).reshape(shape)
    return np.zeros((shape[0] + shape[0] // 4, *shape[1:]), dtype)[: shape[0]]


def grown(array: NDArray[Any], rows: int) -> NDArray[Any]:
    """Return an array with more rows, the new ones zero; a large one is not copied while its memory lasts."""
    whole = array.base
    if (
        isinstance(whole, np.ndarray)
        and (whole.dtype, whole.ctypes.data) == (array.dtype, array.ctypes.data)  # the array is its start
        and len(whole) >= rows
    ):
        return whole[:rows]
    new = zeros((rows, *array.shape[1:]), array.dtype)
    new[: len(array)] = array
    return new


def blank(people: int, ties: int, links: int, teams: int, sites: int, key: Any, parameters: Any) -> State:
    """Return the arrays of so many people, ties, links, teams and sites, all zero."""
    counts = np.zeros(COUNTS, np.int64)
    counts[N_TEAMS], counts[N_SITES] = teams, sites
    return State(
        people=zeros((people, len(PERSON_COLUMNS))),
        traits=zeros((people, len(TRAIT_COLUMNS)), np.float32),
        place=zeros((people, len(PLACE_COLUMNS)), np.int32),
        levers=np.zeros((0, len(LEVER_COLUMNS))),
        deeds=zeros((people, len(DEED_COLUMNS)), np.float32),
        recent=zeros((people, len(DEED_COLUMNS)), np.float32),
        impact=np.zeros((3, len(IMPACT_COLUMNS))),
        ties=zeros((ties, len(TIE_COLUMNS)), np.float32),
        nature=zeros((ties, len(NATURE_COLUMNS)), np.float32),
        ends=np.zeros((ties, 3), np.int32),
        weights=np.zeros((ties, 2), np.float32),
        links=np.zeros((links, 2), np.int32),
        pull=np.zeros(links, np.float32),
        rows=zeros((people, 4), np.int32),
        teams=np.zeros((teams, len(TEAM_COLUMNS))),
        groups=np.zeros(0, np.int32),
        bounds=np.zeros(teams + sites + 2, np.int32),
        meetings=np.zeros((0, len(MEETING_COLUMNS))),
        attending=np.zeros(0, np.int32),
        today=zeros((people, TODAY_COLUMNS), np.float32),
        order=zeros((people,), np.int32),
        counts=counts,
        key=key,
        tally=np.zeros(len(TALLY)),
        log=np.zeros((0, len(LOG_COLUMNS))),
        diary=np.zeros((SLOTS, 0, 3)),
        p=parameters,
    )
