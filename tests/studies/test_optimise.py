"""The search on an organisation of known answers: each practice lifts every measure by a tenth and costs 40 hours."""

from __future__ import annotations

import pytest

from spirals.errors import InputError
from spirals.scenario import load, with_changes
from spirals.studies.optimise import FRESH_RUNS, Judged, front, optimise
from tests.experiments.fake import LIFT, FakeOrganisation

MEASURES = ("mean_energy", "mean_strain", "mean_safety")
NAMES = ("baseline", "buddy", "appreciation", "autonomy")


def search(**more):
    scenarios = [with_changes(load(name), {"days": 60, "measures": MEASURES}) for name in NAMES]
    return optimise(*scenarios, organisation=FakeOrganisation, **{"trials": 30, "draws": 2, **more})


@pytest.fixture(scope="module")
def found():
    return search(hours=90.0)


def test_the_frontier_is_the_known_one(found) -> None:
    """One mix for nothing, one for one practice, one for two; three would cost 120 hours, more than there are."""
    table = found.table()
    assert table["hours_spent"].tolist() == [0.0, 40.0, 80.0]
    # Strain and corrosive ties are better when less: two of the ten outcomes of the score go the wrong way.
    each = LIFT / 0.2 * (8 - 2) / 10
    assert table["score"].tolist() == pytest.approx([0.0, each, 2.0 * each], rel=1e-9)
    assert table["holds"].all()
    assert any(one.hours > 90.0 for one in found.trials), "nothing over the budget was tried: the test shows nothing"


def test_the_frontier_is_judged_on_luck_that_the_search_did_not_see(found) -> None:
    before, after = found.frontier[-1]
    assert len(before.scores) == 2 * 2
    assert len(after.scores) == 2 * FRESH_RUNS


def test_the_same_search_gives_the_same(found) -> None:
    again = search(hours=90.0)
    assert again.trial_table().equals(found.trial_table())
    assert again.table().equals(found.table())


def test_mixes_become_scenarios_that_run_as_they_are(found) -> None:
    mix = found.frontier[1][0].mix[0]
    entry = found.scenarios[1].interventions[0]
    assert (entry.first_day, entry.last_day, entry.amount) == (mix.start, mix.end, mix.dose)
    assert found.scenarios[0].interventions == ()


def test_money_is_a_budget_too(found) -> None:
    assert search(money=1.0, trials=6).table()["hours_spent"].max() >= 80.0  # the fake's practices cost no money


def test_what_is_beaten_is_not_on_the_frontier() -> None:
    import numpy as np

    def judged(score: float, cost: float) -> Judged:
        return Judged((), np.array([score]), cost, 0.0, cost)

    points = [judged(0.1, 1.0), judged(0.3, 2.0), judged(0.2, 3.0), judged(0.1, 1.0), judged(float("nan"), 0.0)]
    assert [one.cost for one in front(points)] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("names", "more", "said"),
    [
        (["baseline"], {"hours": 5.0}, "nothing to mix"),
        (["baseline", "crisis"], {"hours": 5.0}, "crisis has no practice to mix in"),
        (["baseline", "crisis_leadership"], {"hours": 5.0}, "differs from baseline by more than practices"),
        (["buddy", "autonomy"], {"hours": 5.0}, "buddy is the reference and has practices"),
        (["baseline", "buddy"], {}, "no budget"),
        (["baseline", "buddy"], {"hours": 0.0}, "--hours 0 is no budget"),
        (["baseline", "buddy"], {"hours": 5.0, "trials": 0}, "--trials 0 is too few"),
    ],
)
def test_a_mistake_is_told_in_one_line(names, more, said) -> None:
    with pytest.raises(InputError, match=said) as error:
        optimise(*(load(name) for name in names), **more)
    assert "\n" not in str(error.value)
