"""A practice acts where it says and nowhere else: its words are those of its acts."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.interventions import (
    HARMFUL,
    PRACTICES,
    SHOCKS,
    Bond,
    Connect,
    Cut,
    Meet,
    Move,
    Newcomers,
    Push,
    Recognise,
    Remove,
    Shift,
)

EVERY: dict[str, Any] = {**PRACTICES, **HARMFUL, **SHOCKS}
# Where each lever enters an encounter; what is not named here and is no tone or appeal is a condition of the day.
LEVERS = {
    "rate": {"rate"},
    "reach": {"whom"},
    "ask": {"which", "effect"},
    "thank": {"effect"},
    "voice": {"tone"},
    "face": {"rate"},
    "rivalry": {"tone", "environment"},
}
ENVIRONMENT = {"environment"}
# What the catalogue that this project implements says of each practice (its "acts on" column).
CATALOGUE = {
    "team_incentives": "which tone",
    "spot_awards": "which tone",
    "peer_recognition": "tone rate",
    "appreciation": "tone",
    "relational_skills_training": "people",
    "relational_selection": "people",
    "peer_hiring": "people ties",
    "relational_onboarding": "whom rate ties",
    "buddy": "whom",
    "mentoring": "whom",
    "meeting_practices": "tone",
    "leader_modelling": "tone which",
    "crisis_leadership": "environment tone",
    "no_multitasking": "tone",
    "voice_practice": "tone",
    "autonomy": "effect",
    "delegation": "which",
    "interdependent_work": "whom which",
    "resourcing": "environment",
    "credibility_preparation": "tone",
    "resource_sharing": "which",
    "collaboration_sessions": "rate whom which",
    "icebreakers": "which",
    "team_building": "rate",
    "play_spaces": "which",
    "celebrations": "which",
    "learning_group": "whom which",
    "self_managed_course": "whom which",
    "coaching_partners": "whom",
    "task_force": "whom which ties",
    "fresh_eyes": "whom which environment",
    "help_seeking_routine": "which rate",
    "storytelling": "whom",
    "peer_coaching": "whom tone",
}


def _words(act: Any) -> set[str]:
    """Return where in an encounter, or around it, an act enters."""
    if isinstance(act, Shift):
        if act.target.startswith(("tone", "meeting_tone")):
            return {"tone"}
        return {"which"} if act.target.startswith("appeal") else LEVERS.get(act.target, ENVIRONMENT)
    if isinstance(act, Push):
        if act.state in ("hardship", "climate"):
            return {"environment", "effect"}
        return {"effect", "people"} if act.state.startswith("skill") else {"effect"}
    if isinstance(act, Bond):
        return {"whom"} if act.feature == "need" else {"effect", "ties"}
    if isinstance(act, Meet):
        return {"whom", "rate", "which", "ties"} | ({"tone"} if act.tone else set())
    if isinstance(act, Recognise):
        return {"effect", "environment", "which"}
    if isinstance(act, Newcomers):
        return {"people", "ties"} if act.peers else {"people"}
    found: dict[type, set[str]] = {Connect: {"ties", "whom"}, Cut: {"ties"}, Remove: {"people"}, Move: {"people"}}
    return found[type(act)]


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_act_is_announced_and_every_word_is_acted_on(name: str) -> None:
    kind = EVERY[name]
    acts, said = kind().acts(), set(kind.acts_on)
    assert said <= {"rate", "whom", "which", "tone", "effect", "people", "ties", "environment"}
    assert [act for act in acts if not _words(act) & said] == []
    assert [word for word in said if not any(word in _words(act) for act in acts)] == []


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_it_acts_at_least_where_the_catalogue_says(name: str) -> None:
    assert set(CATALOGUE[name].split()) <= set(EVERY[name].acts_on)
