"""A practice changes the encounters of those it reaches; all others keep their random numbers, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from spirals.interventions import HARMFUL, PRACTICES
from spirals.organisation import Organisation
from spirals.population import LOG_COLUMNS, RIVALRY, SEEN_WEIGHT

# No meeting of a team's own brings all together: the day stays traceable.
ONLY_PAIRS: dict[str, Any] = {
    "team_meetings": 0.0,
    "encounter_rate": 0.08,
    "turnover": 0.0,
    "move_rate": 0.0,
}
WHO, WHOM, ORDER = (LOG_COLUMNS.index(name) for name in ("who", "whom", "order"))
TEAM_CONDITIONS = (RIVALRY, *range(SEEN_WEIGHT, SEEN_WEIGHT + 4))
# These act on newcomers alone, and on day 1 nobody joins.
SELDOM = {"relational_selection", "peer_hiring"}
# Nothing strikes here, so it has no occasion.
IDLE = {"crisis_leadership"}
# Whoever reaches out to somebody new draws from all who are there, and those laid off are there no more.
EVERYWHERE = {"layoffs"}


def morning(*entries: dict[str, Any]) -> tuple[Organisation, Any]:
    organisation = Organisation(
        size=60, teams=8, days=3, rng=11, record=True, interventions=list(entries), **ONLY_PAIRS
    )
    organisation.population.levers()
    return organisation, organisation.begin_day()


def rest_of_day(organisation: Organisation, today: Any) -> np.ndarray:
    organisation.welcome_and_part(today)
    organisation._run_day(organisation.population)
    organisation.end_day(today)
    return organisation._log[0]


def touched(one: Organisation, other: Organisation, today: Any) -> set[int]:
    """Return who is not as without the practice once the morning is over."""
    a, b = one.population, other.population
    rows = set(np.flatnonzero((a.state.people != b.state.people).any(axis=1)).tolist())
    rows |= set(np.flatnonzero((a.levers() != b.levers()).any(axis=1)).tolist())
    teams = np.flatnonzero((a.state.teams[:, TEAM_CONDITIONS] != b.state.teams[:, TEAM_CONDITIONS]).any(axis=1))
    rows |= set(np.flatnonzero(np.isin(a.person("team"), teams)).tolist())
    rows |= {row for row in range(a.size) if {*a.neighbours(row)} != {*b.neighbours(row)}}
    pairs, mine, theirs = (
        np.stack([a.tie("a"), a.tie("b")]),
        *(np.stack([p.tie(name) for name in ("trust_a", "trust_b", "regard_a", "regard_b", "need")]) for p in (a, b)),
    )
    if mine.shape == theirs.shape:
        rows |= set(pairs[:, (mine != theirs).any(axis=0)].ravel().tolist())
    rows |= {int(member) for meeting in today.meetings for member in meeting.members}
    # Who leaves takes their ties along.
    return rows | {int(other) for row in today.leavers for other in (row, *a.neighbours(row))}


def reached(start: set[int], *logs: np.ndarray) -> set[int]:
    """Return everybody who met somebody reached, in any of the logs, in the order of the day."""
    found = set(start)
    for _ in range(2):  # a second pass, as the two days ran side by side
        for log in logs:
            for who, whom in log[:, [WHO, WHOM]].astype(int).tolist():
                if who in found or whom in found:
                    found |= {who, whom}
    return found


def unrelated(log: np.ndarray, people: set[int]) -> list[bytes]:
    kept = [row for row in log if int(row[WHO]) not in people and int(row[WHOM]) not in people]
    return [np.delete(row, ORDER).tobytes() for row in kept]


@pytest.mark.parametrize("name", sorted({*PRACTICES, *HARMFUL} - IDLE - EVERYWHERE))
def test_whom_it_does_not_reach_lives_the_same_day(name: str) -> None:
    # One team of eight, its lead among them; all of it takes part.
    plain, nothing = morning()
    ids = [plain.population.ids[row] for row in np.flatnonzero(plain.population.person("team") == 2)]
    treated, today = morning({"id": name, "start": 1, "who": ids, "adoption": 1.0})
    seeds = touched(treated, plain, today)
    assert bool(seeds) == (name not in SELDOM)
    logs = [rest_of_day(treated, today), rest_of_day(plain, nothing)]
    everybody = reached(seeds, *logs)
    outside = set(range(60)) - everybody
    assert len(outside) >= 3
    assert unrelated(logs[0], everybody) == unrelated(logs[1], everybody)
    rows = sorted(outside)
    assert (treated.population.state.people[rows] == plain.population.state.people[rows]).all()
