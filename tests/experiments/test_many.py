"""Many scenarios at once: ranks, costs, multiplicity, twins, and what is kept; on an organisation of known answers."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spirals
from spirals.analysis.multiplicity import adjusted, expected_false_alarms, p_value
from spirals.errors import InputError
from spirals.experiments.compare import compare
from spirals.experiments.counterpart import twins, without_practices
from spirals.experiments.equal_cost import at_equal_cost, reached, scaled
from spirals.experiments.figures import MOST_CURVES, foremost, ladder
from spirals.experiments.run import MOST_WITH_PEOPLE, what_is_kept
from spirals.experiments.store import drafted, settle
from spirals.experiments.workers import one_pool, stream
from spirals.population import TALLY
from spirals.scenario import Scenario, load

PRACTICES = ("team_incentives", "buddy", "appreciation", "autonomy", "icebreakers", "mentoring", "delegation")


# --- how many would look clear by chance ---------------------------------------------------------------
def test_a_p_value_is_that_of_the_paired_t_test() -> None:
    assert p_value([1.0, 2.0, 3.0]) == pytest.approx(0.0741799, abs=1e-6)  # t = 3.4641 with 2 degrees of freedom
    assert p_value([0.0, 0.0]) == 1.0
    assert p_value([0.1] * 5) == 0.0
    assert np.isnan(p_value([0.3, np.nan]))


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30))
def test_adjusting_never_makes_a_p_smaller_and_keeps_the_order(p: list[float]) -> None:
    found = adjusted(p)
    assert (found >= np.array(p) - 1e-12).all()
    assert (found <= 1.0).all()
    assert (np.diff(found[np.argsort(p)]) >= -1e-12).all()
    assert found[int(np.argmax(p))] == pytest.approx(max(p))


def test_adjusting_keeps_false_alarms_rare_where_nothing_differs() -> None:
    chance = np.random.default_rng(5)
    alarms = sum((adjusted(chance.random(60)) <= 0.05).any() for _ in range(400))
    assert alarms / 400 < 0.08
    assert expected_false_alarms(60) == pytest.approx(3.0)


def test_a_difference_that_sixty_comparisons_explain_is_not_called_clear(small: dict[str, Any]) -> None:
    found = compare("baseline", *PRACTICES, **small)
    table = found.ranking()
    others = table[table["verdict"] != "reference"]
    assert (others["verdict"] == "surely better, by a medium amount").all()  # a known lift without noise
    assert others["p_adjusted"].max() == 0.0
    assert found.table()["p_adjusted"].notna().all()


# --- ranks -----------------------------------------------------------------------------------------------
def test_ranking_by_a_measure_counts_less_strain_as_better(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **small)
    assert list(found.ranking("mean_energy")["scenario"]) == ["team_incentives", "baseline"]
    strain = found.ranking("mean_strain")
    assert list(strain["scenario"]) == ["baseline", "team_incentives"]
    assert strain["score"].iloc[1] == pytest.approx(-0.5)


def test_what_is_gained_for_what_is_spent(small: dict[str, Any]) -> None:
    table = compare("baseline", "team_incentives", **{**small, "measures": ("mean_energy",)}).ranking("per_hour")
    best = table.iloc[0]
    assert best["per_hour"] == pytest.approx(0.3 / 40.0)
    assert best["cost"] == 40.0
    assert best["per_cost"] == best["per_hour"]
    assert np.isnan(best["per_money"])


def test_what_cannot_be_ranked_by_is_named(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **small)
    with pytest.raises(InputError, match="did you mean 'mean_energy'"):
        found.ranking("mean_energi")
    with pytest.raises(InputError, match="give one above 0"):
        found.ranking(hour_price=0.0)


# --- twins -----------------------------------------------------------------------------------------------
def test_a_practice_on_top_of_a_crisis_is_compared_with_the_crisis(small: dict[str, Any]) -> None:
    found = compare("baseline", "crisis_leadership", twins=True, **small)
    (other,) = found.others
    control = found.against(other)
    assert control.scenario.shocks == other.scenario.shocks
    assert control.scenario.interventions == ()
    assert set(found.table()["against"]) == {"crisis_leadership without it"}
    assert [one.label for one in found.everything] == ["baseline", "crisis_leadership", "crisis_leadership without it"]
    assert "not with baseline: crisis_leadership" in found.notes[-1]
    plain = compare("baseline", "crisis_leadership", **small)
    assert plain.against(plain.others[0]) is plain.reference


def test_a_twin_that_is_there_anyway_is_not_run_again() -> None:
    given_ = [load(name) for name in ("baseline", "crisis_leadership", "crisis", "buddy")]
    assert twins(given_) == {1: given_[2]}
    assert twins(given_)[1] is given_[2]


def test_stories_of_one_company_share_a_twin() -> None:
    found = twins([load(name) for name in ("baseline", "story_coaching_pair", "story_fresh_eyes")])
    assert found[1] is found[2]


def test_harm_stays_where_the_question_is_what_helps() -> None:
    assert [entry.id for entry in without_practices(load("story_listening_boss")).interventions] == ["layoffs"]
    assert without_practices(load("story_absent_mentor")).interventions == ()
    assert without_practices(load("micromanagement")).interventions == ()


# --- equal cost --------------------------------------------------------------------------------------------
def _price(per_dose: dict[str, float], fixed: float = 0.0) -> Any:
    def costs(scenarios: list[Scenario], _runs: int) -> list[float]:
        return [fixed + per_dose[one.name] * one.interventions[0].amount for one in scenarios]

    return costs


def test_doses_are_scaled_to_one_cost_and_it_is_said_which_cannot_be() -> None:
    given_ = [load(name) for name in ("baseline", "buddy", "mentoring", "autonomy", "appreciation", "crisis")]
    price = _price({"buddy": 4.0, "mentoring": 20.0, "autonomy": 0.0, "appreciation": 1.0}, fixed=0.0)
    found = at_equal_cost(given_, 10.0, 50.0, costs=price)
    assert found.factors == pytest.approx({1: 2.5, 2: 0.5})
    assert [one.interventions[0].amount for one in found.scenarios[1:3]] == pytest.approx([2.5, 0.5])
    assert found.reasons == {3: "costs nothing that is counted", 4: "costs 3 hours at the largest dose allowed"}
    assert found.scenarios[4] == given_[4]
    assert found.scenarios[5] is given_[5]


def test_without_a_number_the_median_cost_is_aimed_at_and_fixed_costs_are_allowed_for() -> None:
    given_ = [load(name) for name in ("baseline", "buddy", "mentoring", "appreciation")]
    found = at_equal_cost(given_, 0.0, 50.0, costs=_price({"buddy": 4.0, "mentoring": 6.0, "appreciation": 8.0}, 1.0))
    assert found.target == 7.0
    cost = _price({"buddy": 4.0, "mentoring": 6.0, "appreciation": 8.0}, 1.0)(list(found.scenarios[1:]), 30)
    assert cost == pytest.approx([7.0] * 3, rel=0.001)


def test_what_a_few_runs_had_by_luck_is_corrected_by_all() -> None:
    given_ = [load(name) for name in ("baseline", "buddy")]
    asked: list[int] = []

    def true(one: Scenario) -> float:
        return 1.0 + 4.0 * one.interventions[0].amount

    def costs(scenarios: Sequence[Scenario], runs: int) -> list[float]:
        asked.append(runs)
        return [true(one) * (1.2 if runs < 30 else 1.0) for one in scenarios]

    found = at_equal_cost(given_, 7.0, 50.0, costs=costs)
    assert true(found.scenarios[1]) == pytest.approx(7.0, rel=0.001)
    assert asked == [4, 4, 4, 30]  # as it is, in proportion, on the line through both, and all runs


def test_a_cost_that_moves_in_steps_is_brought_as_near_as_it_goes() -> None:
    given_ = [load(name) for name in ("baseline", "buddy")]
    steps = lambda some, _runs: [math.floor(4.0 * one.interventions[0].amount) for one in some]  # noqa: E731
    found = at_equal_cost(given_, 6.4, 50.0, costs=steps)
    assert steps([found.scenarios[1]], 30) == [6.0]
    assert not found.reasons
    assert reached(6.4, {"buddy": 6.0}) == "costs nearest to that: buddy 6.00, whose cost moves in steps"


def test_a_dose_of_nothing_stays_nothing() -> None:
    idle = load("buddy").model_copy(
        update={"interventions": (load("buddy").interventions[0].model_copy(update={"dose": 0.0}),)}
    )
    assert scaled(idle, 2.0).interventions[0].amount == 0.0


def test_equal_cost_in_a_comparison(small: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    costs = lambda some, *_others: [8.0 * one.interventions[0].amount for one in some]  # noqa: E731
    monkeypatch.setattr("spirals.experiments.equal_cost.trial_costs", costs)
    found = compare("baseline", "buddy", "mentoring", equal_cost=4.0, **small)
    assert dict(found.doses) == pytest.approx({"buddy": 0.5, "mentoring": 0.5})
    # What was said to cost 8 hours costs something else here, and the note says so.
    assert found.notes[0].startswith(
        "doses scaled so that each costs 4 hours per person; costs nearest to that: buddy "
    )
    assert found.others[0].scenario.interventions[0].amount == 0.5


# --- room ------------------------------------------------------------------------------------------------
def test_many_runs_keep_less() -> None:
    one = load("baseline")
    assert what_is_kept([one]) == (None, ())
    series, notes = what_is_kept([one] * 67)
    assert series is not None
    assert 0 < len(series) < len(TALLY)
    assert len(notes) == 2
    assert what_is_kept([one.model_copy(update={"days": 26_000})] * 67)[0] == ()


def test_a_large_comparison_is_saved_and_drawn(small: dict[str, Any], tmp_path: Path) -> None:
    names = [*PRACTICES, "celebrations", "play_spaces", "fresh_eyes", "peer_hiring", "voice_practice", "resourcing"]
    found = compare("baseline", *names, **small)
    assert len(found.results) > MOST_WITH_PEOPLE
    folder = found.save(tmp_path / "out")
    assert (folder / "figures" / "ranking.svg").exists()
    assert set(pd.read_parquet(folder / "people.parquet")["scenario"]) == {"baseline"}
    daily = pd.read_parquet(folder / "daily.parquet")
    assert len(daily) == 14 * 6 * 20
    assert len(foremost(found).results) == MOST_CURVES
    labels = [text.get_text() for text in ladder(found).axes[0].get_yticklabels()]
    assert set(labels) == {"baseline", *names}


def test_a_place_that_was_filled_meanwhile_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for text in ("first", "second", "third"):
        with drafted(place, beside=True) as draft:
            (draft / "result.txt").write_text(text)
            settle(draft, place, beside=True)
    kept = {path.parent.name: path.read_text() for path in tmp_path.rglob("result.txt")}
    assert kept == {"out": "first", "out-2": "second", "out-3": "third"}
    assert len(list(tmp_path.iterdir())) == 3


def test_saving_beside_says_where(small: dict[str, Any], tmp_path: Path) -> None:
    from spirals.experiments.save import save

    found = spirals.run("baseline", **small)
    assert save(found, tmp_path / "out", figures=False) == tmp_path / "out"
    assert save(found, tmp_path / "out", figures=False, beside=True) == tmp_path / "out-2"
    with pytest.raises(InputError, match="is not empty"):
        save(found, tmp_path / "out", figures=False)


def whose(_task: int) -> int:
    """Return the process that does a task."""
    return os.getpid()


@pytest.mark.usefixtures("helpers_first")
def test_processes_are_started_once_for_all_that_shares_them() -> None:
    here = os.getpid()
    with one_pool(2):
        first, second = ({*stream(whose, range(8), 2)} for _ in range(2))
        assert first == second
        assert len(first - {here}) == 1
    with one_pool(1):
        other = {*stream(whose, range(8), 2)}  # nothing to share: processes of its own
        assert len(other - {here}) == 1
        assert not other & first - {here}
