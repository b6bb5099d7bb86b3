"""Made-up people and practices for tests of what practices do."""

import numpy as np

from spirals.engine.ties import cut_tie, make_tie
from spirals.interventions import (
    Custom,
    Schedule,
    Shift,
)
from spirals.parameters import defaults
from spirals.population import ENERGY, HARDSHIP, JOINED, LANE, NORM, PERSON_COLUMNS, SAFETY, TRAIT_COLUMNS, Population
from spirals.streams import run_key

KEY = run_key(1, 0)


SIZE, TEAMS = 40, 5


class Record(dict):
    """Parameters by attribute."""

    __getattr__ = dict.__getitem__


def organisation(seed=3):
    """Build a made-up organisation: five teams of eight, the first of each its lead, ties drawn at random."""
    rng = np.random.default_rng(seed)
    rows = np.arange(SIZE)
    people = Population(
        ids=[f"p{row}" for row in rows],
        team_names=[f"T{team}" for team in range(TEAMS)],
        site_names=["north", "south"],
        team=rows % TEAMS,
        site=(rows >= 30).astype(int),
        level=np.where(rows < TEAMS, 1, 0) + (rows == 0),
        key=KEY,
        parameters=Record(defaults(), time_step=1.0, saturation_order=1.0),
    )
    people.bind(lambda people, i, j: make_tie(people.state, i, j), cut_tie)
    a, b = np.triu_indices(SIZE, 1)
    kept = rng.random(len(a)) < 0.3
    ties = people.set_ties(a[kept], b[kept], 32)
    state = people.state
    state.place[:, LANE] = rows  # so that tests can tell each person's draw
    state.people[:] = rng.uniform(0.2, 0.8, (SIZE, len(PERSON_COLUMNS)))
    state.people[:, HARDSHIP] = 0.0
    state.traits[:] = rng.uniform(0.2, 0.8, state.traits.shape)
    state.traits[:, TRAIT_COLUMNS.index("remote")] = rows % 4 == 3
    state.ties[ties, :8] = rng.uniform(0.2, 0.8, (len(ties), 8))
    state.nature[ties] = rng.uniform(0.2, 0.8, (len(ties), state.nature.shape[1]))
    state.recent[:] = rng.uniform(0.0, 1.0, state.recent.shape)
    state.teams[:, NORM : NORM + 4] = 0.3
    state.place[:, JOINED] = -600
    state.place[35:, JOINED] = 0
    return people


def fingerprint(people):
    """Return everything a programme could touch, as bytes."""
    state = people.state
    arrays = (state.people, state.traits, state.place, state.ties, state.nature, state.ends, state.links, state.deeds)
    return b"".join(array.tobytes() for array in (*arrays, state.teams, state.rows)), len(state.levers)


def custom(*acts, **timing):
    return Custom(name=timing.pop("name", "custom"), does=acts, **timing)


def lever(people, name):
    return np.array(people.person(name))


def begun_on(people, *entries, days=600):
    schedule = Schedule(entries, people, KEY)
    found: dict[str, list[int]] = {}
    for day in range(1, days):
        for name in schedule.morning(day).begun:
            found.setdefault(name, []).append(day)
    return found


def lively(quality=0.8, **parameters):
    people = organisation()
    people.state.p.update(parameters)
    people.state.people[:, ENERGY] = people.state.people[:, SAFETY] = 0.7
    people.state.ties[:, 1:8] = quality
    return people


def short(name, who="team:T1", lasts=10, **timing):
    return custom(Shift("ask", 0.2), name=name, started_by="members", who=who, lasts=lasts, **timing)
