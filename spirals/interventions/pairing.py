"""Who meets whom in a scheduled encounter: pairs, partners and groups, from draws already made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spirals.interventions.chance import Floats, Rows
from spirals.interventions.primitives import Near

Pair = tuple[int, int]


def _may_meet(person: int, others: Rows, team: NDArray, level: NDArray, near: Near, peers: bool) -> NDArray[np.bool_]:
    allowed = others != person
    if near == "same_team":
        allowed &= team[others] == team[person]
    elif near == "other_team":
        allowed &= team[others] != team[person]
    if peers:
        allowed &= level[others] == level[person]
    return allowed


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
    waiting = rows[np.argsort(u, kind="stable")]
    pairs: list[Pair] = []
    while len(waiting) > 1:
        person, others = int(waiting[0]), waiting[1:]
        allowed = _may_meet(person, others, team, level, near, peers)
        if not allowed.any():
            waiting = others
            continue
        at = int(np.argmax(allowed))
        pairs.append((person, int(others[at])))
        waiting = np.delete(others, at)
    return pairs


def partners_for(
    rows: Rows,
    partners: Rows,
    u: Floats,
    load: dict[int, int],
    team: NDArray,
    level: NDArray,
    near: Near = "any",
    peers: bool = False,
) -> list[Pair]:
    """Give each person one of the ``partners``: the least loaded one allowed, ties broken by draw.

    ``u`` holds one draw for each partner; ``load`` counts how often each partner is already taken and is
    brought up to date.
    """
    pairs: list[Pair] = []
    for person in rows.tolist():
        allowed = _may_meet(person, partners, team, level, near, peers)
        if not allowed.any():
            continue
        open_to, chance = partners[allowed], u[allowed]
        taken = np.array([load.get(int(other), 0) for other in open_to])
        other = int(open_to[np.lexsort((chance, taken))[0]])
        load[other] = load.get(other, 0) + 1
        pairs.append((person, other))
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
        groups[-2] = np.concatenate([groups[-2], groups.pop()])
    return [group for group in groups if len(group) > 1]
