"""The arrays that a working day reads and writes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class State(NamedTuple):
    """The arrays a day works on, passed to every verb of the engine.

    ``links`` holds each person's ties as a row of (tie, other person); ``rows`` says where that row
    starts, its capacity and its length; ``pull`` stands beside ``links`` with today's running sum of
    partner weights.
    """

    people: NDArray[np.float64]  # (capacity, PERSON_COLUMNS)
    traits: NDArray[np.float32]  # (capacity, TRAIT_COLUMNS)
    place: NDArray[np.int32]  # (capacity, PLACE_COLUMNS)
    levers: NDArray[np.float64]  # (capacity, LEVER_COLUMNS)
    deeds: NDArray[np.float32]  # (capacity, DEED_COLUMNS) what each did and met with today
    recent: NDArray[np.float32]  # (capacity, DEED_COLUMNS) slow daily means of that
    impact: NDArray[np.float64]  # (3, IMPACT_COLUMNS) what the encounter under way will change
    ties: NDArray[np.float32]  # (tie capacity, TIE_COLUMNS)
    nature: NDArray[np.float32]  # (tie capacity, NATURE_COLUMNS)
    ends: NDArray[np.int32]  # (tie capacity, 3): a, b, day of the last encounter; or the chain of free rows
    weights: NDArray[np.float32]  # (tie capacity, 2) today's pull on either side, teams apart
    links: NDArray[np.int32]  # (link capacity, 2): tie, other person
    pull: NDArray[np.float32]  # (link capacity,)
    rows: NDArray[np.int32]  # (capacity, 4): start, capacity, length, limit
    teams: NDArray[np.float64]  # (teams, TEAM_COLUMNS)
    groups: NDArray[np.int32]  # active people by team, then by site (if several), then all
    bounds: NDArray[np.int32]  # (teams + sites + 2,) offsets into groups
    meetings: NDArray[np.float64]  # (meetings today, MEETING_COLUMNS)
    attending: NDArray[np.int32]  # members of today's meetings, one after the other
    today: NDArray[np.float32]  # (capacity, TODAY_COLUMNS) what is fixed in the morning, and scratch
    order: NDArray[np.int32]  # (capacity,) order of activation in the slot under way
    counts: NDArray[np.int64]  # people rows, tie rows used, free ties, day, ...
    key: NDArray[np.int64]  # two 32-bit words of the run's random key
    tally: NDArray[np.float64]  # today's sums, one per series
    log: NDArray[np.float64]  # (rows, LOG_COLUMNS) today's encounters; no rows when not recording
    diary: NDArray[np.float64]  # (slots, capacity, 3) today's reports; no rows when not recording
    p: Any  # parameters by name
