"""Every parameter moves something: halved or doubled, it changes a run in which all have their occasion."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from spirals.measures import MEASURES
from spirals.organisation import Organisation
from spirals.parameters import PARAMETERS
from spirals.scenario import Scenario, load, with_changes
from spirals.settling import settled_for

DAYS, PEOPLE = 90, 40
READINGS = tuple(name for name, one in MEASURES.items() if one.needs in ("", "shock"))
OCCASIONS = {"turnover": 0.5, "move_rate": 0.5, "remote": 0.3, "scarce_posts": 0.3}
"""What an ordinary quarter offers too seldom to be seen."""
PRACTICES = (
    {"id": "relational_skills_training"}, {"id": "peer_recognition", "rate": 0.5, "favour": 0.5},
    {"id": "team_incentives"}, {"id": "crisis_leadership"}, {"id": "peer_coaching"}, {"id": "relational_onboarding"},
    {"id": "play_spaces"}, {"id": "celebrations"}, {"id": "self_managed_course"}, {"id": "external_community"},
    {"id": "layoffs", "start": 60, "end": 80, "share": 0.1},
)  # fmt: skip


@lru_cache
def occasion() -> Scenario:
    """Return the scenario in which every parameter has something to do."""
    shocks, practices = [{"id": "crisis", "day": 30}], [{"start": 11, **one} for one in PRACTICES]
    changes = {"days": DAYS, "size": PEOPLE, **OCCASIONS, "shocks": shocks, "interventions": practices}
    return with_changes(load("baseline"), changes)


def readings(scenario: Scenario) -> np.ndarray:
    """Return all measures at the end of a run; it starts where the unchanged organisation has settled."""
    organisation = Organisation(scenario, settled=settled_for(occasion()))
    organisation.run_days(DAYS)
    return np.array(list(organisation.measures(READINGS).values()))


@lru_cache
def usual() -> np.ndarray:
    return readings(occasion())


def values_of(name: str) -> set[float]:
    """Return half and twice a value, within the range; where it is 0, a tenth of the range to either side."""
    row, base = PARAMETERS[name], occasion().values()[name]
    span = 0.1 * (row.high - row.low)
    wanted = (base / 2.0, base * 2.0) if base else (-span, span)
    return {float(np.clip(value, row.low, row.high)) for value in wanted} - {base}


@pytest.mark.parametrize("name", PARAMETERS)
def test_it_moves_something(name: str) -> None:
    assert any(
        not np.array_equal(readings(with_changes(occasion(), {name: value})), usual(), equal_nan=True)
        for value in values_of(name)
    )
