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


_FROZEN_TIES = dict.fromkeys(
    (
        "gain", "drift", "help_gain", "trust_gain", "carrying_gain", "entrust_regard", "betrayal_trust",
        "betrayal_memory", "idea_gain", "tensility_gain", "rupture", "play_regard", "play_connectivity",
        "familiarity_gain", "fading", "reach_energy", "reach_safety", "reach_wish",
    ),
    0.0,
) | {"reach_base": -10.0}  # fmt: skip

_ALL_CUT = dict.fromkeys(("on_ties", "on_norms", "on_emotion", "on_safety", "on_meaning"), 0.0)

_OWN_MOODS = dict.fromkeys(
    ("contagion", "mood_effect", "mood_on_rate", "turn_mood", "play_mood", "share_mood", "resilience_mood"), 0.0
) | {"strong_feeling": 5.0}  # fmt: skip

_NO_TIES = {
    **_FROZEN_TIES,
    **_ALL_CUT,
    **_OWN_MOODS,
    **dict.fromkeys(("quality_pull", "fit_effect", "skill_effect", "distraction", "mirror", "wish_on_rate"), 0.0),
    "reshuffle": 1.0,
}

_TIES_UNREAD = {"on_ties": 0.0, "quality_pull": 0.0, "familiarity_gain": 0.0, "fading": 0.0}

_NO_EMOTION = dict.fromkeys(
    ("on_emotion", "turn_mood", "resilience_mood", "resilience_erosion", "leave_strain"), 0.0
) | {"strong_feeling": 5.0}  # fmt: skip

_NORMS_AS_STARTED = {"norm_rate": 0.0, "habit_seen": 0.0}

NULL_MODELS: dict[str, NullModel] = {
    model.name: model
    for model in (
        NullModel("M0", "events only: encounters strike at a constant chance; no ties, no contagion", _NO_TIES),
        NullModel("M1", "no contagion: nobody's mood reaches another, by contact, conduct or moves", _OWN_MOODS),
        NullModel("M2", "ties frozen: they neither change, form nor fade", _FROZEN_TIES),
        NullModel("M3", "partners reshuffled every day: rates kept, structure destroyed", {"reshuffle": 1.0}),
        NullModel("M4", "bad is no stronger than good", {"loss_ratio": 1.0, "safety_loss": 1.0}),
        NullModel("M5", "no norm channel: norms and habits do not follow what is seen of others", _NORMS_AS_STARTED),
        NullModel("M6", "no feedback from ties: nothing reads what has become of them", _TIES_UNREAD),
        NullModel("M7", "no emotion: nothing reads energy, mood or strain", _NO_EMOTION),
        NullModel("M8", "no habits and norms: nothing that people do reads them", {"on_norms": 0.0}),
    )
}
