"""One thing done to a person: offered where it can happen, tomorrow, told beside the twin with its half-life."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.app import acts
from spirals.app.setup import Setup
from spirals.errors import InputError
from spirals.interventions.custom import Custom
from spirals.population import LEVEL, MANAGER
from tests.app.test_twin import SMALL, opened


def test_what_cannot_happen_is_not_offered() -> None:
    shown, _ = opened(SMALL.at(3))
    assert shown.run is not None
    population = shown.run.organisation.population
    level = population.state.place[: population.size, LEVEL]
    for row in population.rows.tolist():
        names = [act.name for act in acts.offered(population, row)]
        assert names[0] == "setback"
        assert ("betrayal" in names) == (acts.superior_of(population, row) >= 0)
        for name in ("setback", "kind", "betrayal"):
            assert (acts.entry_of(population, row, name, 9) is not None) == (name in names)
    top = int(np.flatnonzero(level == MANAGER)[0]) if (level == MANAGER).any() else int(np.argmax(level))
    with pytest.raises(InputError, match="that cannot happen to them"):
        shown.act({"row": top, "what": "promotion"})


@pytest.mark.parametrize("what", ["setback", "kind", "betrayal"])
def test_it_happens_tomorrow_is_marked_and_the_story_goes_on(what: str) -> None:
    shown, page = opened(SMALL.at(12))
    assert shown.run is not None
    population = shown.run.organisation.population
    row = next(i for i in population.rows.tolist() if acts.superior_of(population, i) >= 0)
    before = population.state.people.copy()
    shown.act({"row": row, "what": what})
    assert np.array_equal(shown.run.organisation.population.state.people, before)
    assert page.told[-1][0] == "person"
    assert page.last["done"][0].endswith("it happens on day 13.")
    shown.step({"days": 5})
    assert [(mark["day"], mark["begins"]) for mark in shown.run.organisation.marks] == [(13, True), (14, False)]
    shown.person({"row": row})
    assert page.last["marks"] == [{"day": 13, "begins": True}]
    assert "on day 13" in page.last["done"][0]
    assert Setup.read(shown.setup.query()).scenario().interventions == shown.setup.scenario().interventions


def entry() -> Custom:
    """Return a setback on day 3."""
    return Custom.model_validate({name: value for name, value in acts.setback("P001", 3).items() if name != "id"})


def days(*values: float) -> dict[str, list[float]]:
    """Return states of a person whose energy is given and whose strain is steady."""
    return {"energy": list(values), "strain": [0.2] * len(values)}


def test_the_aftermath_says_where_it_shows_and_how_long() -> None:
    twin = days(*[0.5] * 20)
    fading = days(0.5, 0.5, 0.5, *[0.5 - 0.2 * 0.5 ** (day / 4) for day in range(17)])
    said = acts.aftermath(entry(), fading, twin)
    assert said.startswith(
        "Setback on day 3: most of all it shows in energy, \N{MINUS SIGN}0.20 against the twin; half"
    )
    assert "was gone after 4 days" in said or "was gone after 5 days" in said
    lasting = days(0.5, 0.5, 0.5, *[0.3] * 17)
    assert "after 16 days not half of that is gone" in acts.aftermath(entry(), lasting, twin)
    assert "does not show" in acts.aftermath(entry(), twin, twin)
    assert acts.aftermath(entry(), days(0.5, 0.5), days(0.5, 0.5)) == "Setback: it happens on day 3."
    assert acts.aftermath(entry(), days(0.5, 0.5, 0.5, 0.4), days(*[0.5] * 4)).endswith("against the twin.")


def test_acts_are_told_of_the_one_they_are_done_to() -> None:
    assert acts.is_about(entry(), "P001")
    assert not acts.is_about(entry(), "P00")
    assert not acts.is_about(entry(), "P0010")
