"""Each practice works through what its source names: its carriers are served by its acts, by the path intended."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.interventions import HARMFUL, PRACTICES, SHOCKS, Blow, Breach, Meet, Recognise, Shift, Teach
from spirals.interventions.practice import CARRIERS
from spirals.measures import MEASURES

EVERY: dict[str, Any] = {**PRACTICES, **HARMFUL, **SHOCKS}
# What the sources say each practice works through.
NAMED = {
    "team_incentives": ("task enabling",),
    "spot_awards": ("task enabling",),
    "peer_recognition": ("task enabling",),
    "appreciation": ("task enabling",),
    "relational_skills_training": ("conduct", "task enabling"),
    "relational_selection": "joining and leading",
    "peer_hiring": "joining and leading",
    "relational_onboarding": "who meets whom",
    "buddy": ("task enabling",),
    "mentoring": ("task enabling", "trusting"),
    "meeting_practices": ("conduct", "trusting"),
    "leader_modelling": ("conduct",),
    "crisis_leadership": ("trusting", "conduct"),
    "no_multitasking": ("conduct",),
    "voice_practice": ("trusting", "disagreement"),
    "autonomy": ("trusting",),
    "delegation": ("trusting",),
    "interdependent_work": ("trusting", "conduct"),
    "resourcing": "resources and demand",
    "credibility_preparation": ("trusting",),
    "admit_mistakes": ("trusting", "disagreement"),
    "resource_sharing": ("task enabling",),
    "collaboration_sessions": ("task enabling",),
    "icebreakers": ("play",),
    "team_building": ("play", "conduct"),
    "play_spaces": ("play",),
    "celebrations": ("play", "conduct"),
    "learning_group": ("task enabling", "trusting"),
    "self_managed_course": ("task enabling", "trusting"),
    "coaching_partners": ("trusting", "conduct"),
    "task_force": ("task enabling", "trusting"),
    "fresh_eyes": ("trusting", "play"),
    "help_seeking_routine": ("task enabling",),
    "storytelling": ("trusting", "task enabling"),
    "external_community": ("task enabling", "conduct"),
    "peer_coaching": ("conduct", "trusting"),
}
# By which act a carrier is served; disagreement comes from views that are voiced.
LEVERS = {
    "conduct": {"conduct", "attention", "devices"},
    "task enabling": {"ask", "offer", "grant", "thank", "rivalry"},
    "trusting": {"entrust", "honour", "rivalry"},
    "disagreement": {"entrust", "voice"},
    "play": {"play"},
}
# What meetings are for; one that leaves it to those who meet serves every carrier.
MOVES = {
    "conduct": {"talk", "free"},
    "task enabling": {"help", "free"},
    "trusting": {"entrust", "free"},
    "disagreement": {"entrust", "free"},
    "play": {"play", "free"},
}


def serves(act: Any, carrier: str) -> bool:
    """Say whether an act changes how often or how well people make the moves of a carrier."""
    if isinstance(act, Shift):  # fewer talks are less conduct
        return act.target in LEVERS[carrier] or (carrier == "conduct" and act.target == "rate")
    if isinstance(act, Meet):
        return act.move in MOVES[carrier] or (carrier == "conduct" and act.presence > 0.0)
    if isinstance(act, Teach):
        return carrier == {"respect": "conduct", "enable": "task enabling"}[act.skill]
    if isinstance(act, Recognise):
        return carrier == "task enabling"
    if isinstance(act, Blow):  # hardship weighs on conduct
        return carrier == "conduct"
    return isinstance(act, Breach) and carrier == "trusting"


@pytest.mark.parametrize("name", sorted(NAMED))
def test_it_names_what_its_source_says_it_works_through(name: str) -> None:
    kind = PRACTICES[name]
    assert (kind.carriers or kind.column) == NAMED[name]


def test_every_practice_is_named() -> None:
    assert set(NAMED) == set(PRACTICES)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_each_carrier_is_served_by_an_act(name: str) -> None:
    acts = EVERY[name]().acts()
    assert [carrier for carrier in EVERY[name].carriers if not any(serves(act, carrier) for act in acts)] == []


@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_act_leans_on_a_carrier_that_is_not_named_but_few_side_effects(name: str) -> None:
    side_effects = {
        "celebrations": {"thank"},
        "incivility_tolerated": {"thank"},
        "autonomy": {"attention", "ask"},
        "absent_mentor": {"grant", "offer"},
    }
    kind = EVERY[name]
    if not kind.carriers:
        return
    named = {lever for carrier in kind.carriers for lever in LEVERS[carrier]}
    wanted = {lever for carrier in CARRIERS for lever in LEVERS[carrier]} | {"conduct"}
    strange = {act.target for act in kind().acts() if isinstance(act, Shift) and act.target in wanted - named}
    assert strange <= side_effects.get(name, set())


def test_at_most_a_third_of_the_practices_work_on_conduct() -> None:
    conduct = [name for name, kind in PRACTICES.items() if "conduct" in kind.carriers]
    assert 3 * len(conduct) <= len(PRACTICES)


@pytest.mark.parametrize("name", sorted(PRACTICES))
def test_motivation_is_shifted_by_at_most_a_logit(name: str) -> None:
    wanted = LEVERS["task enabling"] | LEVERS["trusting"] | LEVERS["play"]
    for act in PRACTICES[name]().acts():
        if isinstance(act, Shift) and act.target in wanted - {"rivalry"}:
            assert 0.2 <= abs(act.amount) <= 0.8


def test_each_is_for_something_that_can_be_measured() -> None:
    assert {kind.headline for kind in EVERY.values()} <= set(MEASURES)
    assert all("headline" in vars(kind) for kind in PRACTICES.values())
