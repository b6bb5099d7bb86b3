"""Who meets whom in a scheduled encounter: pairs, partners and groups, from draws already made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.draws import Floats, Rows
from spirals.interventions.primitives import Near

Pair = tuple[int, int]


def pairs_within(
    rows: Rows, u: Floats, team: NDArray, level: NDArray, near: Near = "any", peers: bool = False
) -> list[Pair]:
    """Pair people with each other in the order of their draws; who finds nobody allowed stays out.

    Parameters
    ----------
    rows
        People.
    u
        One draw for each of them.
    team, level
        Team and level of every person of the population, by row.
    near, peers
        Which pairs are allowed.
    """
    order = rows[np.argsort(u, kind="stable")]
    # What two people must share, then where they must differ.
    alike = _codes(order, team, level, near == "same_team", peers).tolist()
    apart = team[order].tolist() if near == "other_team" else range(len(order))
    waiting: dict[int, list[int]] = {}
    for place, same in enumerate(alike):
        waiting.setdefault(same, []).append(place)
    found = [pair for places in waiting.values() for pair in _in_order(places, apart)]
    people = order.tolist()
    return [(people[one], people[two]) for one, two in sorted(found)]


def _codes(rows: Rows, team: NDArray, level: NDArray, by_team: bool, by_level: bool) -> NDArray[np.int64]:
    """Return a number for each person that is the same for those who share team, level, both or neither."""
    teams = team[rows].astype(np.int64) if by_team else np.zeros(len(rows), dtype=np.int64)
    return teams * 1000 + level[rows] if by_level else teams


def _in_order(places: list[int], apart: Sequence[int]) -> list[Pair]:
    """Pair the first who waits with the next who is apart from them, until nobody fits any more."""
    pairs: list[Pair] = []
    places = places[::-1]
    while places:
        one = places.pop()
        for at in range(len(places) - 1, -1, -1):
            if apart[places[at]] != apart[one]:
                pairs.append((one, places.pop(at)))
                break
    return pairs


def partners_for(
    rows: Rows,
    partners: Rows,
    u: Floats,
    load: Floats,
    team: NDArray,
    level: NDArray,
    near: Near = "any",
    peers: bool = False,
) -> list[Pair]:
    """Give each person one of the ``partners``: the least loaded one allowed, ties broken by draw.

    ``u`` holds one draw, between 0 and 1, for each partner; ``load`` counts how often each partner is already
    taken.
    """
    pairs: list[Pair] = []
    score = load + u
    teams, levels = team[partners], level[partners]
    for person in rows.tolist():
        open_to = np.where(partners == person, np.inf, score)
        if near != "any":
            open_to[(teams == team[person]) != (near == "same_team")] = np.inf
        if peers:
            open_to[levels != level[person]] = np.inf
        at = int(np.argmin(open_to)) if len(open_to) else -1
        if at < 0 or np.isinf(open_to[at]):
            continue
        score[at] += 1.0
        pairs.append((person, int(partners[at])))
    return pairs


def groups_of(rows: Rows, u: Floats, size: int, team: NDArray, near: Near = "any") -> list[Rows]:
    """Form groups of about ``size``.

    ``same_team`` forms them inside teams, ``other_team`` deals each team's people out over the groups,
    ``any`` follows the draws.  A group of one joins the last group where there is one.
    """
    if near == "same_team":
        return [
            group
            for index in np.unique(team[rows]).tolist()
            for group in _chunks(_ordered(rows[team[rows] == index], u[team[rows] == index]), size)
        ]
    order = _ordered(rows, u)
    return _dealt(order, size, team) if near == "other_team" else _chunks(order, size)


def _ordered(rows: Rows, u: Floats) -> Rows:
    return rows[np.argsort(u, kind="stable")]


def _dealt(order: Rows, size: int, team: NDArray) -> list[Rows]:
    by_team = order[np.argsort(team[order], kind="stable")]
    count = max(1, len(order) // size)
    groups = [by_team[start::count] for start in range(count)]
    return [group for group in groups if len(group) > 1]


def _chunks(order: Rows, size: int) -> list[Rows]:
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        alone = groups.pop()
        groups[-1] = np.concatenate([groups[-1], alone])
    return [group for group in groups if len(group) > 1]
