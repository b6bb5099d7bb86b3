"""What others plug in is checked where it is plugged in, and a name that nothing reads is told."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import spirals
from spirals.employee import Employee
from spirals.errors import InputError
from spirals.measures import MEASURES, registry
from spirals.measures.registry import measure, person_measure
from spirals.organisation import Organisation

SMALL: dict[str, Any] = {"size": 8, "days": 3, "rng": 1}
CARD = ("Own", "0..1", 0, "mine", "People")


@pytest.fixture(autouse=True)
def _own_measures_go() -> Iterator[None]:
    """Take what a test registers out again."""
    before = set(MEASURES)
    yield
    for name in set(MEASURES) - before:
        del MEASURES[name]


# --- measures ------------------------------------------------------------------------------------------
def test_a_measure_of_ones_own_counts_like_any_other():
    @measure(*CARD)
    def energy_gap(view):
        """Return how far apart the least and the most energetic are."""
        return np.ptp(view.population.person("energy"))

    @person_measure(*CARD)
    def energy_doubled(view):
        """Return twice the energy of each person."""
        return 2.0 * view.population.person("energy")[view.rows]

    result = spirals.run("baseline", size=8, days=3, replicates=2, measures=["energy_gap", "energy_doubled"])
    assert np.isfinite(result.values("energy_gap")).all()
    assert result.spread("energy_doubled") > 0.0


@pytest.mark.parametrize(
    ("change", "said"),
    [({"group": "Peeple"}, "did you mean 'People'"), ({"needs": "shocks"}, "did you mean 'shock'"),
     ({"better": 2}, "use one of -1, 0, 1")],
)  # fmt: skip
def test_a_wrong_card_names_the_nearest(change: dict[str, Any], said: str):
    card = dict(zip(("title", "unit", "better", "source", "group"), CARD, strict=True))

    def own(view):
        """Return a half."""
        return 0.5

    with pytest.raises(ValueError, match=said):
        measure(**{**card, **change})(own)
    assert "own" not in MEASURES


def test_a_function_that_cannot_be_a_measure_is_refused():
    def two(view, day):
        """Return a half."""
        return 0.5

    def silent(view):
        return 0.5

    wrong: tuple[tuple[Any, str], ...] = ((two, "one argument"), (silent, "no meaning"))
    for function, said in wrong:
        with pytest.raises(ValueError, match=said):
            measure(*CARD)(function)
        with pytest.raises(ValueError, match=said):
            person_measure(*CARD)(function)


@pytest.mark.parametrize("answer", [None, "high", [0.5, 0.5], np.array([0.5, 0.5]), np.array([0.5])])
def test_what_a_measure_returns_is_checked(answer: Any):
    def own(view):
        """Return something else than a number."""
        return answer

    measure(*CARD)(own)
    organisation = Organisation(**SMALL)
    organisation.run_model()
    with pytest.raises(InputError, match="measure own: must return one number"):
        organisation.measure("own")


def test_a_value_for_each_person_is_a_value_for_each_person():
    @person_measure(*CARD)
    def too_many(view):
        """Return a value for everybody who ever belonged."""
        return view.population.person("energy")

    organisation = Organisation(**SMALL)
    organisation.run_model()
    assert np.isfinite(organisation.measure("too_many"))
    organisation.let_go(3)
    for ask in (organisation.measure, organisation.spread):
        with pytest.raises(InputError, match=r"too_many: must return one number for each of the 7 people"):
            ask("too_many")


class Added:
    """An entry point of another package."""

    def __init__(self, name: str, load: Any) -> None:
        self.name, self.value, self.load = name, f"elsewhere:{name}", load


def test_measures_of_other_packages_are_found_and_broken_ones_stop_nothing(monkeypatch: pytest.MonkeyPatch):
    def added() -> Any:
        def calm(view):
            """Return a quarter."""
            return 0.25

        return measure(*CARD)(calm)

    def broken() -> Any:
        raise ImportError("no module named 'x'")

    points = [Added("calm", added), Added("broken", broken), Added("silent", lambda: None)]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "spirals.measures" else [])
    with pytest.warns(UserWarning, match="elsewhere") as told:
        registry.load_added()
    said = [str(one.message) for one in told]
    assert [text.partition(" (elsewhere")[0].partition(" '")[0] for text in said] == [
        "measure broken", "elsewhere:silent registers no measure",
    ]  # fmt: skip
    assert spirals.run("baseline", size=8, days=2, replicates=1, measures=["calm"]).values("calm").tolist() == [0.25]


# --- classes and functions -----------------------------------------------------------------------------
@pytest.mark.parametrize("wrong", [int, "Employee", None, Employee.take_slot])
def test_only_employees_are_employees(wrong: Any):
    with pytest.raises(InputError, match="employee_class"):
        Organisation(**SMALL, employee_class=wrong)


def test_functions_for_mornings_and_evenings_are_tried_at_once():
    organisation = Organisation(**SMALL)
    for register, wrong in (
        (organisation.each_morning, lambda organisation: None),
        (organisation.each_evening, lambda organisation, plan: None),
        (organisation.each_evening, 3),
    ):
        with pytest.raises(InputError, match=r"each_(morning|evening)"):
            register(wrong)  # type: ignore[arg-type]
    days: list[int] = []
    organisation.each_morning(lambda organisation, plan: days.append(organisation.day))
    organisation.each_evening(lambda organisation: days.append(-organisation.day))
    organisation.run_days(2)
    assert days == [1, -1, 2, -2]


# --- names that nothing reads --------------------------------------------------------------------------
def test_a_misspelt_state_is_warned_of_once():
    class Own(Employee):
        pass

    organisation = Organisation(**SMALL, employee_class=Own)
    with pytest.warns(UserWarning, match="enrgy is no state of the model and moves nothing; did you mean 'energy'"):
        organisation.agents.set("enrgy", 0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        organisation.agents.set("enrgy", 0.6)
        organisation.agents.set("content", True).set("_mod", 1).set("energy", 0.5)
    assert set(organisation.agents.get("content")) == {True}


def test_an_unknown_attribute_names_the_nearest_series():
    organisation = Organisation(**SMALL)
    with pytest.raises(AttributeError, match="no attribute 'mean_enrgy'; did you mean 'mean_energy'"):
        _ = organisation.mean_enrgy
    assert not hasattr(organisation, "nonsense")
    assert getattr(organisation, "space", None) is None
