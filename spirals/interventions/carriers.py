"""The carriers that practices work through, and how each is cut: parameters with which its moves do nothing.

A practice that names a carrier has to lose most of its effect where the carrier is cut, in it and in its twin alike,
and has to keep most of it where all the others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spirals.interventions.practice import CARRIERS, Entry

_CONDUCT = dict.fromkeys(
    (
        # what is received does nothing
        "gain", "safety_gain", "worth_gain", "meaning_gain", "authenticity_gain", "wish_gain", "energy_gain",
        "strain_gain", "strain_eased", "mood_lift",
        "conduct_effort", "support_damps", "supported", "resilience_support",
        "vitality_support",
        # nobody's moves read it
        "offer_presence", "match_conduct", "entrust_conduct", "honour_conduct", "handled_conduct", "repair_conduct",
        # and what practices teach, take away or set an example of does not show in it
        "skill_effect", "distraction", "habit_effect", "norm_effect",
    ),
    0.0,
)  # fmt: skip

_ENABLING = {"ask_base": -8.0, "offer_base": -8.0, "grant_base": -5.0} | dict.fromkeys(
    (
        "help_gain", "help_meaning", "thank_worth", "solved_energy", "solved_mood", "solved_strain", "favour_gain",
        "help_effort", "help_fatigue", "help_strain", "help_hours", "refusal_loss", "refusal_safety", "need_strain",
        "recognition_worth", "recognition_regard", "envy", "envy_trust",
    ),
    0.0,
)  # fmt: skip

_DISAGREEMENT = {"dissent_base": -8.0, "dissent_unlike": 0.0} | dict.fromkeys(
    ("tensility_handled", "tensility_gain", "rupture"), 0.0
)

_TRUSTING = {"entrust_base": -8.0, "honour_base": -5.0} | dict.fromkeys(
    (
        "honour_worthy", "honour_care",
        "trust_gain", "carrying_gain", "entrust_regard", "entrust_safety_gain", "entrust_authenticity",
        "entrust_worth", "entrust_meaning", "entrust_commitment", "meaning_tasks", "betrayal_trust",
        "betrayal_memory", "voice_learning", "hardship_sharing",
    ),
    0.0,
)  # fmt: skip

_PLAY = {"play_base": -8.0, "share_base": -5.0, "share_trust": 0.0, "hurt_at": 0.0} | dict.fromkeys(
    ("play_joy", "play_vigour", "play_regard", "play_connectivity", "play_authenticity"), 0.0
)

CUTS: Mapping[str, Mapping[str, float]] = {
    "conduct": _CONDUCT,
    "task enabling": _ENABLING,
    "trusting": _TRUSTING,
    "disagreement": _DISAGREEMENT,
    "play": _PLAY,
}
"""By carrier, the parameters that cut it."""


def without(carriers: Iterable[str]) -> dict[str, float]:
    """Return the parameters of a model in which the moves of these carriers do nothing.

    Examples
    --------
    >>> without(["play"])["play_joy"], without([])
    (0.0, {})
    """
    return {name: value for carrier in carriers for name, value in CUTS[carrier].items()}


def others(kind: type[Entry]) -> tuple[str, ...]:
    """Return the carriers that a practice does not name; where it works by conditions, all of them."""
    return tuple(carrier for carrier in CARRIERS if carrier not in kind.carriers)
