"""Ties for a directory that holds none: drawn by the generator from teams, sites and reporting lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spirals.streams import STRUCTURE, lanes_of, many_normals
from spirals.structure.chance import ByPair
from spirals.structure.generate import SOCIABILITY_SPREAD, ties_of
from spirals.structure.layout import Layout
from spirals.structure.remarks import doubtful
from spirals.structure.roster import Roster, coded


@dataclass(frozen=True)
class Wiring:
    """How many ties are drawn, and how near; None where the generator's own numbers hold.

    Attributes
    ----------
    ties_per_person
        Mean number of ties; 0: nobody has one.
    density
        Share of pairs with a tie.
    homophily
        How many times likelier a tie is inside a team than between teams.
    """

    ties_per_person: float | None = None
    density: float | None = None
    homophily: float = 4.0


@dataclass(frozen=True)
class _Numbers(Wiring):
    size: int = 2


def grow_ties(roster: Roster, lines: list[tuple[str, str]], wiring: Wiring, rng: np.random.Generator) -> None:
    """Give people ties as the generator would in an organisation of these teams, sites and reporting lines.

    Chance is keyed by the ids of the two, so that one more person changes few ties of others; only among more than
    `chance.MOST_PAIRS` pairs it is not.

    Parameters
    ----------
    roster
        People without ties; gets ties, sociability and a loud remark.
    lines
        Pairs of ids: person, whom they report to.
    wiring
        How many ties.
    rng
        Source of all chance.
    """
    site = _site_of_teams(roster)
    order = np.lexsort((np.arange(roster.size), coded(roster.team)[1], site))
    back = np.argsort(order)
    row = {name: spot for spot, name in enumerate(roster.ids)}
    boss = np.full(roster.size, -1, dtype=np.int64)
    for person, superior in lines:
        if person != superior:
            boss[back[row[person]]] = back[row[superior]]
    team = _blocks(coded(roster.team)[1][order])
    layout = Layout(team=team, department=team, site=_blocks(site[order]), level=roster.level[order], boss=boss)
    numbers = _Numbers(wiring.ties_per_person, wiring.density, wiring.homophily, roster.size)
    lanes = lanes_of(roster.ids)[order]
    sociability = _sociability(lanes, rng)
    made = ties_of(numbers, layout, sociability, roster.tenure[order], ByPair(rng, lanes))
    low, high = order[made.low], order[made.high]
    roster.source, roster.target = np.minimum(low, high), np.maximum(low, high)
    roster.familiarity, roster.need = made.familiarity, made.need
    roster.regard_ab, roster.regard_ba = np.full(len(low), np.nan), np.full(len(low), np.nan)
    roster.sociability = sociability[back]
    roster.grown = bool(len(low))
    if roster.grown:
        known = ["teams"] * (len(set(roster.team)) > 1) + ["sites"] * (len(set(roster.site)) > 1)
        known += ["reporting lines"] * bool(lines)
        said = (
            f"NO TIES GIVEN: {len(low)} ties are made up ({2 * len(low) / roster.size:.1f} per person) from "
            f"{' and '.join(known) or 'the number of people alone'}; they are not measured"
        )
        chosen = wiring.ties_per_person is not None or wiring.density is not None
        remedy = "give --ties if you can, or settle the number with --set ties_per_person=NUMBER (0: nobody has one)"
        roster.notes.append(said if chosen else doubtful(f"{said}; {remedy}"))


def _sociability(lanes: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how readily each person makes contact, mean about 1: it follows from the id alone."""
    z = many_normals(rng.integers(1 << 32, size=2), lanes, 0, STRUCTURE)[:, 0]
    return np.exp(SOCIABILITY_SPREAD * z - 0.5 * SOCIABILITY_SPREAD * SOCIABILITY_SPREAD)


def _site_of_teams(roster: Roster) -> NDArray[np.int64]:
    """Return the site of each person's team, which is where most of the team are: units must nest."""
    team, site = coded(roster.team)[1], coded(roster.site)[1]
    counts = np.zeros((team.max() + 1, site.max() + 1), dtype=np.int64)
    np.add.at(counts, (team, site), 1)
    return counts.argmax(axis=1)[team]


def _blocks(unit: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of each row's unit, counted in the order in which units come."""
    return np.concatenate(([0], np.cumsum(unit[1:] != unit[:-1]))).astype(np.int64)
