"""The first scene is the model's own: branches go on as planned runs do, and hands follow encounters."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from spirals.app import first_scene as scene
from spirals.app.acts import betrayal, kind_act, setback, superior_of
from spirals.organisation import Organisation
from spirals.population import LEAD, LEVEL, MANAGER, MEMBER, TEAM


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    """Return what the pages are told."""
    return dict(json.loads(scene.as_json()))


@pytest.fixture(scope="module")
def eve() -> Organisation:
    """Return the organisation on the evening before; tests branch from it."""
    organisation = Organisation(size=scene.SIZE, seed=scene.SEED)
    organisation.run_days(scene.EVE)
    return organisation


def test_the_picture_has_forty_people_and_a_lead_with_a_member_of_the_team(record: dict[str, Any]) -> None:
    assert record["head"]["people"] == scene.SIZE
    places = np.frombuffer(base64.b64decode(record["parts"][0]), "<u2")
    assert len(places) == 2 * scene.SIZE
    lead, member = record["pair"]
    place = Organisation(size=scene.SIZE, seed=scene.SEED).population.state.place
    assert (place[lead, LEVEL], place[member, LEVEL]) == (LEAD, MEMBER)
    assert place[lead, TEAM] == place[member, TEAM]
    assert 1 <= record["of"] < scene.SIZE


def test_a_hand_follows_an_encounter_with_one_who_had_been_reached_before(record: dict[str, Any]) -> None:
    lead, member = record["pair"]
    for act, first in zip(record["acts"], ({lead, member}, {member}), strict=True):
        hand = {int(row): h for row, h in act["hand"].items()}
        assert {row for row, h in hand.items() if h == 1} == first
        assert set(hand.values()) <= {1, 2, 3}
        known = dict.fromkeys(first, 1)
        for one, other, new in act["met"]:
            assert 0 <= min(one, other) <= max(one, other) < scene.SIZE
            if new:
                assert new == known[one] + 1 == hand[other]
                assert other not in known
                known[other] = new
        assert len(act["reached"]) == scene.WEEK
        assert set(known) - first <= set(act["reached"][0])


def test_a_tie_is_followed_for_weeks_with_its_band(record: dict[str, Any]) -> None:
    for act in record["acts"]:
        gain = act["gain"]
        mean, low, high = (np.array(gain[name]) for name in ("mean", "low", "high"))
        assert mean.shape == (scene.WEEK * scene.WEEKS,)
        assert (low <= mean + 1e-5).all()
        assert (mean <= high + 1e-5).all()
        assert gain["stays"] is None or np.isfinite(gain["stays"])


def test_a_branch_goes_on_as_the_organisation_does(eve: Organisation) -> None:
    plain = Organisation(size=scene.SIZE, seed=scene.SEED)
    plain.run_days(scene.EVE + 8)
    branched = scene.branch(eve)
    branched.run_days(8)
    assert np.array_equal(plain.population.state.people, branched.population.state.people)
    assert eve.day == scene.EVE


@pytest.mark.parametrize("name", ["kind", "setback", "betrayal"])
def test_what_is_done_in_a_branch_is_what_a_scenario_would_plan(eve: Organisation, name: str) -> None:
    ids, (lead, member) = eve.population.ids, scene.pairs_of(eve)[0]
    day = scene.EVE + 1
    entry = {
        "kind": kind_act(ids[member], ids[lead], day),
        "setback": setback(ids[member], day),
        "betrayal": betrayal(ids[member], MEMBER, day),
    }[name]
    planned = Organisation(size=scene.SIZE, seed=scene.SEED, interventions=[entry])
    planned.run_days(scene.EVE + 6)
    branched = scene.branch(eve, entry)
    branched.run_days(6)
    assert np.array_equal(planned.population.state.ties, branched.population.state.ties)
    plain = scene.branch(eve)
    plain.run_days(6)
    assert not np.array_equal(plain.population.state.ties, branched.population.state.ties)


def test_what_stays_is_the_last_weeks_share_of_the_first_weeks_gain() -> None:
    fading = np.tile(np.linspace(0.1, 0.05, 30), (10, 1))
    assert scene.summary(fading)["stays"] == pytest.approx(fading[0, -5:].mean() / fading[0, :5].mean(), abs=1e-3)
    assert scene.summary(-fading)["stays"] == scene.summary(fading)["stays"]
    gone = fading.copy()
    gone[:, -5:] = np.array([-0.1, 0.1] * 5)[:, None]
    assert scene.summary(gone)["stays"] is None
    ended = fading.copy()
    ended[0, 12:] = np.nan  # a tie that is cut in one run says nothing of how it fades
    assert scene.summary(ended)["stays"] == scene.summary(fading)["stays"]


def test_one_thing_is_done_to_one_person(eve: Organisation) -> None:
    ids, (lead, member) = eve.population.ids, scene.pairs_of(eve)[0]
    plain = scene.branch(eve)
    struck = scene.branch(eve, setback(ids[member], scene.EVE + 1))
    betrayed = scene.branch(eve, betrayal(ids[member], MEMBER, scene.EVE + 1))
    for run in (plain, struck, betrayed):
        run.step()
    more = struck.population.person("hardship") - plain.population.person("hardship")
    assert int(np.argmax(more)) == member
    assert more[member] > 0.5
    tie = eve.population.tie_between(lead, member)
    side = "trust_a" if member < lead else "trust_b"
    at = int(np.flatnonzero(plain.population.tie_rows == tie)[0])
    assert betrayed.population.tie(side)[at] < plain.population.tie(side)[at]


def test_who_stands_above_somebody(eve: Organisation) -> None:
    place = eve.population.state.place
    lead, member = scene.pairs_of(eve)[0]
    assert superior_of(eve.population, member) == lead
    for row in np.flatnonzero(place[: scene.SIZE, LEVEL] == MANAGER).tolist():
        assert superior_of(eve.population, row) == -1
