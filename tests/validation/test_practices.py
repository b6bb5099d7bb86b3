"""What practices did in the stored runs (``docs/practices.py``): by their path, at a cost, in the size of studies."""

from __future__ import annotations

import runpy
import statistics
from pathlib import Path

import pytest

from spirals.interventions import HARMFUL, PRACTICES
from spirals.interventions.beside import beside
from spirals.interventions.beside import of as one_of
from spirals.interventions.measured import HORIZONS, Measured, of
from spirals.measures import MEASURES

PRACTICES_PY = runpy.run_path(str(Path(__file__).resolve().parents[2] / "docs" / "practices.py"))
FEWEST = 20  # pairs of runs that a judgement of sizes rests on
CARRIED = [name for name, kind in {**PRACTICES, **HARMFUL}.items() if kind.carriers]


def _row(name: str, trial: str, measure: str, horizon: str = "quarter") -> Measured:
    (row,) = of(name, trial, measure, horizon)  # type: ignore[arg-type]
    return row


def _harm(row: Measured) -> float:
    """Return how much worse a row's measure gets; strain read in some people is strain."""
    name = row.measure.rpartition(": ")[2]
    better = MEASURES[name].better if name in MEASURES else MEASURES[f"mean_{name}"].better
    return -better * row.effect if better else abs(row.effect)


@pytest.mark.parametrize("name", [*PRACTICES, *HARMFUL])
def test_it_was_measured_often_enough(name: str) -> None:
    rows = of(name, "whole")
    assert {row.horizon for row in rows} == set(HORIZONS)
    assert min(row.pairs for row in rows) >= FEWEST


@pytest.mark.parametrize("name", ["icebreakers", "no_multitasking"])
def test_what_is_stored_is_what_the_model_does_now(name: str) -> None:
    rows = of(name, "whole")
    assert {row.parameters for row in rows} == {PRACTICES_PY["digest"]()}
    (stored,) = of(name, "whole", one_of(name).headline, "quarter")
    trials = PRACTICES_PY["Trials"](name, stored.pairs, stored.people, stored.seed)
    (fresh,) = trials.effects("whole", trials.usual, (stored.measure,))[:1]
    assert fresh == stored


@pytest.mark.parametrize("name", CARRIED)
def test_its_carriers_take_half_of_its_effect_and_the_others_leave_half(name: str) -> None:
    one = one_of(name)
    assert one.share("carriers cut") <= 0.5
    assert one.share("others cut") >= 0.5


@pytest.mark.parametrize("name", [name for name, kind in PRACTICES.items() if not kind.carriers])
def test_what_works_by_conditions_works_without_any_move(name: str) -> None:
    assert one_of(name).share("others cut") >= 0.5


@pytest.mark.parametrize("name", [row for row in [*PRACTICES, *HARMFUL] if of(row, "idle")])
def test_without_its_occasion_it_does_nothing_but_cost(name: str) -> None:
    for row in of(name, "idle"):
        assert abs(row.effect) < 0.05
        assert not row.clear or _harm(row) > 0.0


@pytest.mark.parametrize("name", PRACTICES)
def test_none_is_free(name: str) -> None:
    assert any(_row(name, "cost", measure, "year").effect > 0.0 for measure in ("hours_spent", "cost_spent"))


def test_at_least_every_third_practice_makes_something_clearly_worse_as_it_is_shipped() -> None:
    worse = [name for name in PRACTICES if any(row.clear and _harm(row) > 0.0 for row in of(name, "side effect"))]
    assert 3 * len(worse) >= len(PRACTICES)


@pytest.mark.parametrize("name", [name for name in PRACTICES if of(name, "dark side")])
def test_there_is_a_setting_in_which_it_harms(name: str) -> None:
    assert any(row.clear and _harm(row) > 0.0 for row in of(name, "dark side"))


def test_sizes_are_those_of_programmes() -> None:
    sizes = [_row(name, "whole", "reported_engagement").effect for name in PRACTICES]
    assert max(sizes) <= 0.8
    median = statistics.median(sizes)
    assert 0.12 <= median <= 0.35
    assert statistics.stdev(sizes) >= median


def test_most_sizes_that_were_published_are_met() -> None:
    judged = [one for one in beside() if one.published is not None and one.published.judged]
    met = [one.practice for one in judged if one.agreement == "agrees"]
    assert 5 * len(met) >= 4 * len(judged)
