"""Books agree on every evening, also that on which somebody leaves an organisation of two or three."""

from __future__ import annotations

import pytest

from spirals.organisation import Organisation
from spirals.population import TEAM


@pytest.mark.parametrize("size", [2, 3, 5])
def test_who_leaves_is_in_no_group_on_the_same_evening(size: int) -> None:
    left = 0
    for seed in range(40):
        organisation = Organisation(size=size, days=10, rng=seed, turnover=1.5)
        for _ in range(10):
            organisation.step()
            population = organisation.population
            left += int(organisation.series["left"][-1])
            listed = sorted(row for team in range(len(population.team_names)) for row in population.members(team))
            assert listed == population.rows.tolist()
            for row in listed:
                assert row in population.members(int(population.state.place[row, TEAM]))
    assert left > 0
