"""A story's end comes by mechanism: no story types in how it ends."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.interventions import Connect, Newcomers, Remove, Shift, Teach, find
from spirals.population import LEVER_COLUMNS
from spirals.scenario import Scenario, load, shipped

STORIES = sorted(name for name in shipped() if name.startswith("story_"))
# What is told to have come of it, and the acts that would write that in.
ENDS: dict[str, tuple[str, ...]] = {
    "story_absent_mentor": ("remove",),
    "story_temp_under_the_wing": (),
    "story_task_force": ("connect",),
    "story_case_stories": ("teach",),
    "story_listening_boss": ("conduct",),
    "story_fresh_eyes": ("demand",),
    "story_gentle_teacher": ("teach",),
    "story_musicians_circle": (),
    "story_coaching_pair": ("teach",),
    "story_staff_course": (),
    "story_creative_team": ("demand",),
    "story_crisis_leader": ("conduct",),
    "story_peer_coaching": (),
}


def typed_in(scenario: Scenario, ends: tuple[str, ...] = ()) -> list[str]:
    """Return what of a story types in its end: parameters, states of newcomers, and the acts that ``ends`` names."""
    found = [f"parameter {name}" for name in scenario.parameters]
    for entry in scenario.interventions:
        for act in entry.acts():
            if isinstance(act, Shift):
                # demand may rise as a cost; that work gets easier has to come from what people do
                written = act.target in ends and (act.target != "demand" or act.amount < 0.0)
                if written or act.target not in LEVER_COLUMNS:
                    found.append(f"shift of {act.target}")
            elif isinstance(act, Newcomers):
                found.append("newcomers")
            elif act.do in ends and isinstance(act, (Remove, Connect, Teach)):
                found.append(act.do)
    return found


def test_every_story_says_what_would_type_in_its_end() -> None:
    assert sorted(ENDS) == STORIES


@pytest.mark.parametrize("name", STORIES)
def test_no_story_types_in_its_end(name: str) -> None:
    assert typed_in(load(name), ENDS[name]) == []


@pytest.mark.parametrize(
    ("story", "act"),
    [
        ("story_fresh_eyes", {"do": "shift", "target": "demand", "amount": -0.03}),
        ("story_absent_mentor", {"do": "remove", "share": 1.0}),
        ("story_absent_mentor", {"do": "shift", "target": "turnover", "amount": 0.5}),
        ("story_temp_under_the_wing", {"do": "shift", "target": "meaning_rest", "amount": 0.1}),
        ("story_task_force", {"do": "connect", "count": 5}),
        ("story_gentle_teacher", {"do": "teach", "skill": "enable", "hours": 1.0}),
    ],
)
def test_a_story_that_types_in_its_end_is_refused(story: str, act: dict[str, Any]) -> None:
    told = load(story)
    cheat = find("custom")(name="and so it ended", does=[act])
    assert typed_in(told.model_copy(update={"interventions": (*told.interventions, cheat)}), ENDS[story])


def test_a_state_cannot_be_typed_in_at_all() -> None:
    for act in ({"do": "push", "state": "worth", "amount": 0.1}, {"do": "shift", "target": "worth", "amount": 0.1}):
        with pytest.raises(ValueError, match=r"no act|no lever|cannot be shifted"):
            find("custom")(does=[act])


def test_parameters_of_a_story_are_those_of_an_ordinary_organisation() -> None:
    assert all(load(name).values() == load("baseline").values() for name in STORIES)
