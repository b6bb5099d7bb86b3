"""The twin goes on without what is done; what is done acts from tomorrow on, and leaves the past as it was."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from spirals.app import twin as twins
from spirals.app.explore import Explore
from spirals.app.live import FINEST, NO_TWIN, SERIES
from spirals.app.programmes import from_tomorrow, settings_tomorrow, with_programme, with_setting
from spirals.app.setup import Setup
from spirals.app.twin import twin_of
from spirals.errors import InputError
from spirals.organisation import Organisation
from tests.app.test_live_and_layout import Page

SMALL = Setup("baseline", {"size": 40, "days": 60})


def opened(setup: Setup) -> tuple[Explore, Page]:
    """Return an Explore page that shows a setup."""
    page = Page()
    shown = Explore(page)
    shown.open({"query": setup.query()})
    return shown, page


def told(page: Page) -> tuple[np.ndarray, np.ndarray]:
    """Return the last message's differences of people, and its days of the twin's series."""
    parts = page.told[-1][2]
    return np.frombuffer(parts[-2], "i1"), np.frombuffer(parts[-1], "<f4").reshape(-1, len(SERIES))


def test_without_anything_done_no_twin_is_run() -> None:
    shown, page = opened(SMALL.at(5))
    shown.step({"days": 5})
    assert shown.twin is None
    assert [len(parts) for kind, _, parts in page.told if kind in ("start", "frame")] == [9, 7]
    assert page.told[0][1]["twin"] is False


def test_the_twin_is_the_organisation_without_what_is_done() -> None:
    shown, page = opened(SMALL.at(10))
    shown.programme({"act": "add", "id": "crisis"})
    assert page.last["twin"] is True
    differences, series = told(page)
    assert len(series) == 10
    assert not differences.any()
    shown.step({"to": 25})
    plain = Organisation(SMALL.scenario())
    plain.run_days(25)
    differences, series = told(page)
    for name, column in zip(SERIES, series.T, strict=True):
        assert np.array_equal(column, plain.series[name][10:].astype("<f4")), name
    assert shown.run is not None
    crisis = shown.run.organisation.population
    both = crisis.active[:40] & plain.population.active[:40]
    apart = crisis.person("energy")[:40] - plain.population.person("energy")[:40]
    assert np.abs(differences[:40][both] * FINEST - apart[both]).max() <= FINEST / 2 + 1e-4
    assert (differences[:40][~both] == NO_TWIN).all()
    assert apart.mean() < -0.01


@pytest.mark.parametrize(("base", "left"), [("crisis", []), ("crisis_leadership", ["crisis"]), ("buddy", [])])
def test_what_befalls_a_scenario_stays_where_there_are_practices_to_leave_out(base: str, left: list[str]) -> None:
    setup = Setup(base)
    for name in ("appreciation", "setbacks"):
        setup = with_programme(setup, {"act": "add", "id": name}, 5)
    assert [entry.id for entry in setup.untouched().programmes] == left


def test_a_setting_holds_from_tomorrow_on_as_in_a_running_organisation() -> None:
    shown, page = opened(SMALL.at(20))
    shown.change({"changes": {"vigour": 3.0}})
    assert (page.last["day"], page.last["setup"]["changed"]) == (20, ["days", "size", "vigour"])
    assert page.last["setup"]["values"]["vigour"] == 3.0
    shown.step({"to": 40})
    model = Organisation(SMALL.scenario())
    model.run_days(20)
    model.parameters["vigour"] = 3.0
    model.run_days(20)
    assert shown.run is not None
    assert np.array_equal(model.population.state.people, shown.run.organisation.population.state.people)
    assert [(mark["day"], mark["begins"]) for mark in shown.run.organisation.marks] == [(21, True)]


def test_a_setting_moved_again_counts_once_and_can_be_taken_back() -> None:
    vigour = SMALL.scenario().values()["vigour"]
    setup = with_setting(with_setting(SMALL, "vigour", 3.0, 10), "vigour", 2.5, 10)
    assert [entry.first_day for entry in setup.scenario().interventions] == [11]
    later = with_setting(setup, "vigour", 1.0, 30)
    assert [(entry.first_day, entry.last_day) for entry in later.scenario().interventions] == [(11, 30), (31, None)]
    assert settings_tomorrow(later.scenario(), 9) == {}
    assert settings_tomorrow(later.scenario(), 20) == {"vigour": 2.5}
    assert settings_tomorrow(later.scenario(), 30) == {"vigour": 1.0}
    back = with_setting(later, "vigour", None, 40)
    assert settings_tomorrow(back.scenario(), 40) == {}
    assert with_setting(back, "vigour", vigour, 50) == back
    assert Setup.read(back.query()) == back


def test_a_large_shift_is_made_of_several_acts() -> None:
    setup = with_setting(SMALL, "vacancy_days", 200.0, 0)
    assert settings_tomorrow(setup.scenario(), 0) == {"vacancy_days": 200.0}
    organisation = Organisation(setup.scenario())
    organisation.step()
    assert organisation.population.state.p.vacancy_days == 200.0


def test_a_value_that_is_not_allowed_is_refused_with_the_range() -> None:
    with pytest.raises(InputError, match=r"give a number from 0 to 1\.5"):
        with_setting(SMALL, "demand", 9.0, 3)


def test_what_shapes_people_as_they_come_begins_the_days_anew() -> None:
    shown, page = opened(SMALL.at(10))
    shown.change({"changes": {"size": 50}})
    assert (page.last["day"], page.last["people"], page.last["twin"]) == (10, 50, False)


@pytest.mark.parametrize("practice", ["appreciation", "buddy", "resource_sharing"])
def test_another_dose_counts_from_tomorrow_on(practice: str) -> None:
    begun = with_programme(SMALL, {"act": "add", "id": practice, "settings": {"adoption": 0.5}}, 5)
    changed = from_tomorrow(begun, {"act": "set", "id": practice, "settings": {"dose": 0.25}}, 20)
    assert [(entry.first_day, entry.last_day, entry.amount) for entry in changed.scenario().interventions] == [
        (6, 20, 1.0), (21, None, 0.25),
    ]  # fmt: skip
    one, two = Organisation(begun.scenario()), Organisation(changed.scenario())
    one.run_days(20)
    two.run_days(20)
    assert np.array_equal(one.population.state.people, two.population.state.people)


def test_what_was_is_not_rewritten() -> None:
    begun = SMALL
    for name in ("appreciation", "crisis"):
        begun = with_programme(begun, {"act": "add", "id": name}, 5)
    ended = from_tomorrow(begun, {"act": "remove", "id": "appreciation"}, 20)
    assert [(entry.first_day, entry.last_day) for entry in ended.scenario().interventions] == [(6, 20)]
    with pytest.raises(InputError, match="it struck on day 6, and what was is not rewritten"):
        from_tomorrow(begun, {"act": "remove", "id": "crisis"}, 20)
    assert from_tomorrow(begun, {"act": "remove", "id": "crisis"}, 5).scenario().shocks == ()


def test_pages_share_a_twin_and_none_outlives_them() -> None:
    gc.collect()
    before = len(twins._known)
    one, two = (opened(with_programme(SMALL, {"act": "add", "id": name}, 3).at(6))[0] for name in ("crisis", "buddy"))
    assert one.twin is two.twin is twin_of(SMALL.scenario())
    assert one.twin is not None
    assert len(twins._known) == before + 1
    one.twin.to(30)
    two.step({"days": 1})
    assert len(one.twin.history(0, "energy", 7)) == 8
    one.rest()
    two.rest()
    gc.collect()
    assert len(twins._known) == before


def test_a_persons_card_holds_the_twins_states() -> None:
    shown, page = opened(with_programme(SMALL, {"act": "add", "id": "crisis"}, 3).at(8))
    shown.person({"row": 2})
    own, twin = page.last["history"], page.last["twin"]
    assert own.keys() == twin.keys()
    assert twin["energy"][:4] == pytest.approx(own["energy"][:4], abs=0.005)
    assert twin["energy"][8] > own["energy"][8]
