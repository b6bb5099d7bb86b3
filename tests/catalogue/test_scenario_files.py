"""Every practice, harmful practice, shock and story has a scenario file that runs and does something."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spirals.experiments.counterpart import without_practices
from spirals.interventions import HARMFUL, PRACTICES, SHOCKS
from spirals.organisation import Organisation
from spirals.scenario import Scenario, load, shipped

ROOT = Path(__file__).resolve().parents[2]
BACKGROUNDS = {"baseline", "calm", "hard_pressed"}
CROSSROADS = {"crossroads", "crossroads_up", "crossroads_down"}
STORIES = {
    "story_staff_course", "story_coaching_pair", "story_task_force", "story_fresh_eyes", "story_creative_team",
    "story_case_stories", "story_musicians_circle", "story_crisis_leader", "story_absent_mentor",
    "story_temp_under_the_wing", "story_listening_boss", "story_gentle_teacher", "story_peer_coaching",
}  # fmt: skip
DECLARED = {*PRACTICES, *HARMFUL, *SHOCKS}


def test_there_is_a_file_for_everything_and_no_other() -> None:
    assert set(shipped()) == DECLARED | BACKGROUNDS | CROSSROADS | STORIES


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_file_is_about_the_practice_it_is_named_after(name: str) -> None:
    scenario = load(name)
    entries = scenario.shocks if name in SHOCKS else scenario.interventions
    assert [entry.id for entry in entries] == [name]
    assert scenario.organisation == load("baseline").organisation
    assert scenario.values() == load("baseline").values()


def _other(scenario: Scenario) -> Scenario:
    """Return what a run is told apart from: the same without its practices, or without its shock."""
    if scenario.interventions:
        return without_practices(scenario)
    return scenario.model_copy(update={"shocks": ()})


@pytest.mark.parametrize("name", sorted(DECLARED | STORIES))
def test_it_runs_is_what_its_twin_is_until_it_begins_and_then_differs(name: str) -> None:
    scenario = load(name)
    first = min(entry.first_day for entry in scenario.programmes)
    # A story is about few people: nobody leaves before it begins, and members begin soon.
    settings: dict[str, Any] = {"turnover": 0.0, "member_start": 1.0} if name in STORIES else {}
    runs = [Organisation(one, days=75, **settings) for one in (scenario, _other(scenario))]
    for organisation in runs:
        organisation.run_days(75)
    with_it, without = (
        np.array([organisation.series[series] for series in sorted(organisation.series)]) for organisation in runs
    )
    days = np.flatnonzero((with_it != without).any(axis=0)) + 1
    assert days.size
    assert days[0] >= first


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_story_is_told_as_an_illustration(name: str) -> None:
    text = (ROOT / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")
    assert "An illustration, not a finding: docs/stories.md" in text
    page = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
    assert re.search(rf"`{name}`", page)
