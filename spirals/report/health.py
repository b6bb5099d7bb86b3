"""An uploaded organisation as it is: where quality, overload, isolation and brokerage concentrate.

From the files alone, before any simulated day; nothing here is about a person.  Groups of fewer than five are put
together, and counts of one to four people are not told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.plain import Brief
from spirals.report.dealt import chances
from spirals.report.suppress import SMALLEST, pooled
from spirals.scenario import Scenario
from spirals.structure import build
from spirals.structure.roster import Roster

FEW_TIES = 2  # so many or fewer count as hardly connected
TENTH = 0.1
STRAINED = 0.3  # regard below this is a strained side of a tie; where reading files puts kinds such as friction
MOST_BROKERED = 3000  # people; beyond, who lies between others is estimated from some of them
SAMPLE = 300


class Team(NamedTuple):
    """A team that may be shown, or several small ones together; shares are 0..1, nan where nothing is known."""

    name: str
    people: int
    ties: float
    """Connections per person."""
    beyond: float
    """Share of them that lead out of the team."""
    hardly: int
    """People with two connections or fewer; -1 stands for one to four."""
    strained: float
    states: Mapping[str, float]


@dataclass(frozen=True, repr=False)
class Health(Brief):
    """What the files say about the organisation.

    Attributes
    ----------
    most
        How many people stand for "those who have most": a tenth, at least five.
    busiest
        Share of all ends of connections at the people who have most.
    between
        Share of connections between teams that have one of those who lie most between others at an end.
    beyond
        Share of connections that lead out of a team.
    apart
        Pairs of teams without any connection, of ``team_pairs``.
    hardly
        People with two connections or fewer; -1 stands for one to four.
    inward
        People without a connection beyond their team; -1 likewise.
    strained
        Share of sides of connections that the files call bad or rate low; nan where they say nothing.
    states
        Mean of each survey answer on 0..1, with at least five answers.
    chance
        By column of the table of teams: how often teams dealt at random would differ as much; see `dealt.chances`.
    """

    people: int
    ties: int
    most: int
    busiest: float
    between: float
    beyond: float
    apart: int
    team_pairs: int
    hardly: int
    inward: int
    strained: float
    teams: tuple[Team, ...]
    states: Mapping[str, float] = field(default_factory=dict)
    chance: Mapping[str, float] = field(default_factory=dict)

    @property
    def ties_given(self) -> bool:
        """Whether the files hold any connection."""
        return self.ties > 0

    @property
    def per_person(self) -> float:
        """Connections per person."""
        return 2.0 * self.ties / self.people


def check_up(scenario: Scenario) -> Health | None:
    """Return what the files of a scenario's organisation say; None where it is made up, or of fewer than five.

    Raises
    ------
    InputError
        If the files cannot be used.
    """
    stated = scenario.organisation
    if stated.people is None and stated.ties is None:
        return None
    roster = build(stated, np.random.default_rng(0))
    return examine(_as_given(roster)) if roster.size >= SMALLEST else None


def _as_given(roster: Roster) -> Roster:
    """Return a roster without ties that were made up: what nobody gave is never shown as measured."""
    if not roster.grown:
        return roster
    nothing, none = np.empty(0), np.empty(0, dtype=np.int64)
    return replace(
        roster, source=none, target=none, familiarity=nothing, regard_ab=nothing, regard_ba=nothing, need=nothing
    )


def examine(roster: Roster) -> Health:
    """Return what a roster says; see `Health`."""
    a, b, n = roster.source, roster.target, roster.size
    names, team = np.unique(np.array(roster.team, dtype=str), return_inverse=True)
    degree = np.bincount(np.concatenate([a, b]), minlength=n)
    out = team[a] != team[b]
    outward = np.bincount(np.concatenate([a[out], b[out]]), minlength=n)
    most = min(n, max(SMALLEST, math.ceil(TENTH * n)))
    brokers = np.zeros(n, dtype=bool)
    brokers[np.argsort(-_between(roster), kind="stable")[:most]] = True
    pairs = len(names) * (len(names) - 1) // 2
    shown = pooled(dict(zip(names.tolist(), np.bincount(team, minlength=len(names)).tolist(), strict=True)))
    states = _states(roster, np.ones(n, dtype=bool))
    joined = len({tuple(sorted(pair)) for pair in zip(team[a[out]].tolist(), team[b[out]].tolist(), strict=True)})
    return Health(
        people=n,
        ties=roster.number_of_ties,
        most=most,
        busiest=_share(float(np.sort(degree)[::-1][:most].sum()), float(degree.sum())),
        between=_share(float((brokers[a[out]] | brokers[b[out]]).sum()), float(out.sum())),
        beyond=_share(float(out.sum()), float(len(a))),
        apart=pairs - joined,
        team_pairs=pairs,
        hardly=_told(int((degree <= FEW_TIES).sum())),
        inward=_told(int((outward == 0).sum())) if len(names) > 1 else 0,
        strained=_strained(roster, np.ones(n, dtype=bool)),
        teams=tuple(_teams(roster, names, shown, degree, outward)),
        states=states,
        chance=_chance(roster, np.array(names)[team], shown, degree, outward, tuple(states)),
    )


def _chance(
    roster: Roster, team: NDArray, shown: Mapping[str, tuple[str, ...]], degree: NDArray[np.int64],
    outward: NDArray[np.int64], states: tuple[str, ...],
) -> dict[str, float]:  # fmt: skip
    """Return by column how often chance alone sets the teams that are shown as far apart as they are."""
    if len(shown) < 2:
        return {}
    place = {member: number for number, members in enumerate(shown.values()) for member in members}
    group = np.array([place.get(name, -1) for name in team])
    there = group >= 0
    linked = np.where(degree > 0, degree, 1)
    low, known = _low_sides(roster)
    columns = {
        "ties": degree.astype(np.float64),
        "beyond": np.where(degree > 0, outward / linked, np.nan),
        "hardly": (degree <= FEW_TIES).astype(np.float64),
        "strained": np.where(known > 0, low / np.where(known > 0, known, 1), np.nan),
        **{name: roster.states[name] for name in states},
    }
    return chances({name: values[there] for name, values in columns.items()}, group[there])


def _low_sides(roster: Roster) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each person how many own sides of ties are strained, and of how many that is known."""
    regard = np.concatenate([roster.regard_ab, roster.regard_ba])
    owner = np.concatenate([roster.source, roster.target])[: len(regard)]
    known = np.isfinite(regard)
    count = [np.bincount(owner[which], minlength=roster.size) for which in (known & (regard < STRAINED), known)]
    return count[0], count[1]


def _teams(
    roster: Roster, names: NDArray, shown: Mapping[str, tuple[str, ...]], degree: NDArray[np.int64],
    outward: NDArray[np.int64],
) -> list[Team]:  # fmt: skip
    team = np.array(roster.team, dtype=str)
    found = []
    for title, members in shown.items() if len(names) > 1 else ():
        here = np.isin(team, members)
        ends = float(degree[here].sum())
        found.append(
            Team(
                title,
                int(here.sum()),
                float(degree[here].mean()),
                _share(float(outward[here].sum()), ends),
                _told(int((degree[here] <= FEW_TIES).sum())),
                _strained(roster, here),
                _states(roster, here),
            )
        )
    return found


def _between(roster: Roster) -> NDArray[np.float64]:
    """Return how often each person lies on the shortest way between two others (Freeman 1977)."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(roster.size))
    graph.add_edges_from(zip(roster.source.tolist(), roster.target.tolist(), strict=True))
    sample = SAMPLE if roster.size > MOST_BROKERED else None
    found = nx.betweenness_centrality(graph, k=sample, seed=1)
    return np.array([found[row] for row in range(roster.size)])


def _strained(roster: Roster, here: NDArray[np.bool_]) -> float:
    """Return the share of low regard among the sides that these people have; nan with fewer than five known."""
    regard = np.concatenate([roster.regard_ab, roster.regard_ba])
    owner = np.concatenate([roster.source, roster.target])[: len(regard)]
    known = np.isfinite(regard) & here[owner]
    return float((regard[known] < STRAINED).mean()) if known.sum() >= SMALLEST else math.nan


def _states(roster: Roster, here: NDArray[np.bool_]) -> dict[str, float]:
    found = {}
    for name, values in roster.states.items():
        known = here & np.isfinite(values)
        if known.sum() >= SMALLEST:
            found[name] = float(values[known].mean())
    return found


def _told(count: int) -> int:
    """Return a count of people, or -1 where it is too small to be told."""
    return count if count == 0 or count >= SMALLEST else -1


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else math.nan
