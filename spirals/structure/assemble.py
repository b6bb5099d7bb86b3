"""From a roster to a population: people and ties as rows, with their traits and first states."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from spirals.parameters import ParameterSet
from spirals.population import (
    CARRYING,
    CONNECTIVITY,
    FAMILIARITY,
    INTERDEPENDENCE,
    JOINED,
    LEVELS,
    PERSON_COLUMNS,
    REGARD,
    REMOTE,
    REST,
    REST_TRUST,
    SOCIABILITY,
    TENSILITY,
    TIE_TRUST,
    YEAR,
    Population,
)
from spirals.structure.roster import Roster, coded
from spirals.structure.start import (
    Settled,
    as_stayers,
    common_to_teams,
    settle_people,
    settle_teams,
    settle_ties,
    traits_of,
)


def assemble(roster: Roster, parameters: Mapping[str, float], key: NDArray[np.int64], start: Settled) -> Population:
    """Return the population a roster describes; its ties still await ``begin_ties``.

    Parameters
    ----------
    roster
        People and ties on day 1.
    parameters
        All parameters by name.
    key
        The run's random key.
    start
        Where an organisation of these parameters settles.
    """
    team_names, team = coded(roster.team)
    site_names, site = coded(roster.site)
    population = Population(
        roster.ids,
        team_names,
        site_names,
        team,
        site,
        np.clip(np.asarray(roster.level, np.int64), 0, len(LEVELS) - 1),
        key,
        ParameterSet(parameters),
        roster.extra,
    )
    common = common_to_teams(population, start)
    _set_people(population, roster, parameters, key, start, common)
    _set_ties(population, roster, parameters)
    settle_teams(population, parameters, start, common)
    return population


def _set_people(
    population: Population,
    roster: Roster,
    p: Mapping[str, float],
    key: NDArray[np.int64],
    start: Settled,
    common: NDArray[np.float64],
) -> None:
    s = population.state
    rows = np.arange(population.size)
    traits = traits_of(p, key, population.lanes(rows))
    known = np.asarray(roster.sociability, float)
    if len(known) == len(rows):
        given = np.isfinite(known)
        traits[given, SOCIABILITY] = known[given]
    s.traits[: len(rows)] = as_stayers(traits, start)
    s.traits[: len(rows), REMOTE] = roster.remote
    settle_people(population, p, start, common)
    s.place[: len(rows), JOINED] = -np.rint(np.asarray(roster.tenure, float) * YEAR).astype(np.int64)


def _set_ties(population: Population, roster: Roster, p: Mapping[str, float]) -> None:
    rows = population.set_ties(
        np.asarray(roster.source, np.int64), np.asarray(roster.target, np.int64), int(p["attention_limit"])
    )
    population.state.ties[rows, FAMILIARITY] = roster.familiarity
    population.state.nature[rows, INTERDEPENDENCE] = roster.need


def start_at_answers(population: Population, roster: Roster) -> None:
    """Let people start where they answered; with the shipped theory they rest there too (`spirals.resting`)."""
    for name, values in roster.states.items():
        given = np.flatnonzero(np.isfinite(values))
        population.state.people[given, PERSON_COLUMNS.index(name)] = values[given]


def take_over(population: Population, roster: Roster) -> None:
    """Last of all: give people and ties what a run left of them, if they come from one."""
    s, kept = population.state, roster.kept
    for array, values in (
        (s.people, kept.people),
        (s.traits, kept.traits),
        (s.ties, kept.ties),
        (s.nature, kept.nature),
    ):
        if values is not None:
            array[: len(values)] = values


def settle_first_ties(population: Population, roster: Roster, start: Settled, measured: bool) -> None:
    """After ``begin_ties``: let ties start where used ones have settled, or as a survey gives them.

    Where an answer says how one side regards the other, that side starts and rests there.  Regard takes the answer;
    trust and the tie's shared features take half of the difference, as one answer says less about them.
    """
    settle_ties(population, start, measured)
    s = population.state
    for side, given in enumerate((roster.regard_ab, roster.regard_ba)):
        rows = np.flatnonzero(np.isfinite(given))
        if len(rows) == 0:
            continue
        answer = np.asarray(given, float)[rows]
        shift = answer - s.ties[rows, REGARD + side]
        s.ties[rows, REGARD + side] = answer
        s.ties[rows, TIE_TRUST + side] = np.clip(s.ties[rows, TIE_TRUST + side] + 0.5 * shift, 0.01, 0.99)
        for feature in (CARRYING, TENSILITY, CONNECTIVITY):
            s.ties[rows, feature] = np.clip(s.ties[rows, feature] + 0.25 * shift, 0.01, 0.99)
            rest = REST + feature - CARRYING
            s.nature[rows, rest] = np.clip(s.nature[rows, rest] + 0.25 * shift, 0.02, 0.98)
        regard = REST + REGARD - CARRYING + side
        s.nature[rows, regard] = np.clip(s.nature[rows, regard] + shift, 0.02, 0.98)
        s.nature[rows, REST_TRUST + side] = np.clip(s.nature[rows, REST_TRUST + side] + 0.5 * shift, 0.02, 0.98)
