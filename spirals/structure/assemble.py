"""From a roster to a population: people and ties as rows, with their traits and first states."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from spirals.mechanisms.weights import effect_weights
from spirals.parameters import ParameterSet
from spirals.population import (
    CARRYING,
    CLIMATE,
    CONNECTIVITY,
    ENERGY_SET,
    FAMILIARITY,
    JOINED,
    LEVELS,
    NEED,
    PERSON_COLUMNS,
    REGARD,
    REMOTE,
    REST,
    SOCIABILITY,
    TENSILITY,
    TIE_TRUST,
    YEAR,
    Population,
)
from spirals.streams import STRUCTURE, many_normals
from spirals.structure.roster import Roster
from spirals.structure.start import Typical, states_of, traits_of

_TEAMS_FROM = 1 << 31  # teams' random numbers, apart from people's


def assemble(roster: Roster, parameters: Mapping[str, float], key: NDArray[np.int64], start: Typical) -> Population:
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
        Typical states to start round.
    """
    team_names, team = _coded(roster.team)
    site_names, site = _coded(roster.site)
    population = Population(
        roster.ids,
        team_names,
        site_names,
        team,
        site,
        np.clip(np.asarray(roster.level, np.int64), 0, len(LEVELS) - 1),
        key,
        effect_weights(),
        ParameterSet(parameters, start.rest_logit),
        roster.extra,
    )
    _set_people(population, roster, parameters, key, start)
    _set_ties(population, roster, parameters)
    _set_teams(population, parameters, key)
    return population


def _coded(names: list[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return distinct names in order of first appearance, and each entry's number."""
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return list(order), np.fromiter(map(order.__getitem__, names), np.int64, len(names))


def _set_people(
    population: Population, roster: Roster, p: Mapping[str, float], key: NDArray[np.int64], start: Typical
) -> None:
    s = population.state
    rows = np.arange(population.size)
    s.traits[: len(rows)] = traits_of(p, key, rows)
    s.traits[: len(rows), REMOTE] = roster.remote
    known = np.asarray(roster.sociability, float)
    if len(known) == len(rows):
        given = np.isfinite(known)
        s.traits[rows[given], SOCIABILITY] = known[given]
    s.people[: len(rows)] = states_of(p, key, rows, start, s.traits[: len(rows), ENERGY_SET].astype(float))
    for name, values in roster.states.items():
        given = np.isfinite(values)
        s.people[rows[given], PERSON_COLUMNS.index(name)] = values[given]
    s.place[: len(rows), JOINED] = -np.rint(np.asarray(roster.tenure, float) * YEAR).astype(np.int64)


def _set_ties(population: Population, roster: Roster, p: Mapping[str, float]) -> None:
    rows = population.set_ties(
        np.asarray(roster.source, np.int64), np.asarray(roster.target, np.int64), int(p["attention_limit"])
    )
    population.state.ties[rows, FAMILIARITY] = roster.familiarity
    population.state.nature[rows, NEED] = roster.need


def _set_teams(population: Population, p: Mapping[str, float], key: NDArray[np.int64]) -> None:
    teams = np.arange(len(population.team_names))
    luck = many_normals(key, teams + _TEAMS_FROM, 0, STRUCTURE)[:, 0]
    population.state.teams[:, CLIMATE] = np.clip(p["climate_start"] + p["climate_spread"] * luck, 0.02, 0.98)


def set_regards(population: Population, roster: Roster) -> None:
    """After ``begin_ties``: where a survey gives how one side regards the other, let that side start and rest there.

    Regard takes the answer; trust and the tie's shared features take half of the difference, as one answer says less
    about them.
    """
    s = population.state
    for side, given in enumerate((roster.regard_ab, roster.regard_ba)):
        rows = np.flatnonzero(np.isfinite(given))
        if len(rows) == 0:
            continue
        answer = np.asarray(given, float)[rows]
        shift = answer - s.ties[rows, REGARD + side]
        s.ties[rows, REGARD + side] = answer
        trust = s.ties[rows, TIE_TRUST + side]
        s.ties[rows, TIE_TRUST + side] = np.clip(trust + 0.5 * shift, 0.01, 0.99)
        for feature in (CARRYING, TENSILITY, CONNECTIVITY):
            s.ties[rows, feature] = np.clip(s.ties[rows, feature] + 0.25 * shift, 0.01, 0.99)
        s.nature[rows, REST + side] = np.clip(s.nature[rows, REST + side] + shift, 0.02, 0.98)
