"""Models without one arrow of the theory, which parameters switch off; every claim of a spiral must beat them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class NullModel:
    """A model without one arrow of the theory; every claim of a spiral must beat it."""

    name: str
    meaning: str
    overrides: Mapping[str, float]


_FROZEN_TIES = {
    "gain": 0.0,
    "trust_learns": 0.0,
    "deception": 0.0,
    "drift": 0.0,
    "familiarity_gain": 0.0,
    "fading": 0.0,
    "reach_base": -10.0,
    "reach_energy": 0.0,
    "reach_safety": 0.0,
}

_NO_TIES = {
    **_FROZEN_TIES,
    "reshuffle": 1.0,
    "feedback": 0.0,
    "reinforcement": 0.0,
    "fit_effect": 0.0,
    "view_spread": 0.0,
    "energy_effect": 0.0,
    "mood_effect": 0.0,
    "strain_effect": 0.0,
    "skill_effect": 0.0,
    "climate_effect": 0.0,
    "distraction": 0.0,
    "spill_effect": 0.0,
    "refusal_tone": 0.0,
    "disagreement": 0.0,
    "rivalry_effect": 0.0,
    "climate_rate": 0.0,
    "contagion": 0.0,
    "witness_rate": 0.0,
}

_OWN_MOODS = {"contagion": 0.0, "witness_mood": 0.0, "mood_effect": 0.0, "mood_on_rate": 0.0}

_TIES_AS_STARTED = {"feedback": 0.0, "familiarity_gain": 0.0, "fading": 0.0}

_CLIMATE_AS_STARTED = {"climate_rate": 0.0, "witness_rate": 0.0}

NULL_MODELS: dict[str, NullModel] = {
    model.name: model
    for model in (
        NullModel("M0", "events only: encounters strike at a constant chance; no ties, no contagion", _NO_TIES),
        NullModel("M1", "no contagion: nobody's mood reaches another, by contact, tone or sight", _OWN_MOODS),
        NullModel("M2", "ties frozen: they neither change, form nor fade", _FROZEN_TIES),
        NullModel("M3", "partners reshuffled every day: rates kept, structure destroyed", {"reshuffle": 1.0}),
        NullModel("M4", "bad is no stronger than good", {"loss_ratio": 1.0}),
        NullModel("M5", "no norm channel: the climate does not follow what is seen", _CLIMATE_AS_STARTED),
        NullModel(
            "M6", "no feedback from tie to behaviour or states: they read every tie as it started", _TIES_AS_STARTED
        ),
    )
}
