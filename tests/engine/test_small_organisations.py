"""Lists of people agree after every evening, also that on which somebody leaves an organisation of two or three."""

from __future__ import annotations

import pytest

from spirals.organisation import Organisation


@pytest.mark.parametrize("size", [2, 3, 5])
def test_who_leaves_is_in_no_group_from_that_evening_on(size: int) -> None:
    left = 0
    for seed in range(40):
        organisation = Organisation(size=size, days=10, rng=seed, turnover=1.5)
        for _ in range(10):
            organisation.step()
            population = organisation.population
            left += int(organisation.series["left"][-1])
            population.group()  # as the next morning does
            s = population.state
            listed = s.groups[s.bounds[-2] : s.bounds[-1]]  # everybody; groups of teams stand before
            assert sorted(listed.tolist()) == population.rows.tolist()
    assert left > 0
