"""The practices and shocks that come with the package, by their public names.

Most scenarios name one or two, so a practice's module is loaded when it is first asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spirals.interventions.practice import Entry, Practice, Shock

    PRACTICES: dict[str, type[Practice]]
    HARMFUL: dict[str, type[Practice]]
    SHOCKS: dict[str, type[Shock]]
    SHIPPED: dict[str, type[Entry]]

# Which module declares what; a test compares it with the modules.
WHERE = {
    "build": (
        "team_incentives", "spot_awards", "peer_recognition", "relational_skills_training", "relational_selection",
        "peer_hiring", "relational_onboarding", "mentoring", "meeting_practices", "leader_modelling",
        "crisis_leadership",
    ),
    "pathways": (
        "appreciation", "buddy", "no_multitasking", "voice_practice", "autonomy", "delegation",
        "interdependent_work", "resourcing", "credibility_preparation", "admit_mistakes", "resource_sharing",
        "collaboration_sessions", "icebreakers", "team_building", "play_spaces", "celebrations",
    ),
    "grow": (
        "learning_group", "self_managed_course", "coaching_partners", "task_force", "fresh_eyes",
        "help_seeking_routine", "storytelling", "external_community",
    ),
    "coaching": ("peer_coaching",),
    "harmful": (
        "micromanagement", "individual_tournament", "information_overload_onboarding", "always_on",
        "incivility_tolerated", "layoffs", "unresponsive_leader", "absent_mentor", "strictly_business", "silencing",
    ),
    "shocks": ("crisis", "setbacks", "workload_surge", "reorganisation", "remote_shift"),
    "custom": ("custom",),
}  # fmt: skip
_GROUPS = {
    "PRACTICES": ("build", "pathways", "grow", "coaching"),
    "HARMFUL": ("harmful",),
    "SHOCKS": ("shocks",),
    "SHIPPED": tuple(WHERE),
}
_MODULE = {name: module for module, names in WHERE.items() for name in names}


def one(name: str) -> type[Entry] | None:
    """Return the shipped practice or shock of that name, or None."""
    module = _MODULE.get(name)
    return None if module is None else declared(module)[name]


@cache
def declared(module: str) -> dict[str, type[Entry]]:
    """Return what one module declares, by id."""
    home = import_module(f"spirals.interventions.{module}")
    return {kind.id: kind for kind in home.DECLARED}


def __getattr__(name: str) -> Any:
    """Load a group of practices when it is first asked for."""
    if name not in _GROUPS:
        raise AttributeError(f"module '{__name__}' has no attribute {name!r}")
    found = {key: kind for module in _GROUPS[name] for key, kind in declared(module).items()}
    globals()[name] = found
    return found
