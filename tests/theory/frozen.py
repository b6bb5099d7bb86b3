"""Organisations in which all but one thing stands still, so that the paper's answers are exact."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.analysis.mean_field import FEATURES
from spirals.organisation import Organisation
from spirals.parameters import defaults
from spirals.population import CARRYING, DISPOSITION, FAMILIARITY, TIE_TRUST
from spirals.structure.start import pathway_shares

SHARES = pathway_shares(defaults())
FEATURE_COLUMNS = slice(CARRYING, TIE_TRUST + 2)

# Everything but the tie stands still, and behaviour reads nothing but the tie's quality.
TIE_ONLY: dict[str, Any] = {
    # nothing else in the tone
    "energy_effect": 0.0, "mood_effect": 0.0, "strain_effect": 0.0, "skill_effect": 0.0, "climate_effect": 0.0,
    "rivalry_effect": 0.0, "distraction": 0.0, "spill_effect": 0.0, "fit_effect": 0.0, "view_spread": 0.0,
    "refusal_tone": 0.0, "disagreement": 0.0, "wish_on_rate": 0.0, "wish_on_reach": 0.0,
    # nothing else that moves a tie
    "buffer_strength": 0.0, "novelty": 0.0, "trust_learns": 0.0, "trust_reads": 0.0, "deception": 0.0, "drift": 0.0,
    "fading": 0.0,
    "repair_dose": 0.0, "thank_base": -5.0, "thank_regard": 0.0, "tie_spread": 0.0,
    # pathways and partners do not follow quality
    "trust_on_trusting": 0.0, "quality_on_play": 0.0, "climate_on_pathway": 0.0, "need_on_help": 0.0,
    "generosity_on_help": 0.0, "favour_on_help": 0.0, "worth_on_help": 0.0, "lean_spread": 0.0, "repertoire": 0.0,
    "quality_pull": 0.0, "need_pull": 0.0, "recency_pull": 0.0, "reach_base": -10.0, "reach_energy": 0.0,
    "reach_safety": 0.0, "broaden": 0.0, "energy_on_rate": 0.0, "mood_on_rate": 0.0,
    # many telling encounters, no events, nobody comes or goes
    "encounter_rate": 3.0, "routine_share": 0.0, "team_meetings": 0.0, "outsider_rate": 0.0, "setback_rate": 0.0,
    "turnover": 0.0, "move_rate": 0.0, "contact_limit": 10.0,
}  # fmt: skip


def tie_only(equal_weights: bool = True, start: float | None = None, **changes: Any) -> Organisation:
    """Return a small organisation of equally familiar ties that all start at one quality."""
    settings: dict[str, Any] = {
        "size": 12, "teams": 1, "ties_per_person": 6, "remote": 0.0, "days": 5000, "rng": 3, **TIE_ONLY, **changes
    }  # fmt: skip
    organisation = Organisation(**settings)
    s = organisation.population.state
    s.ties[:, FAMILIARITY] = 1.0
    if start is not None:
        s.ties[:, FEATURE_COLUMNS] = start
    s.traits[:, DISPOSITION : DISPOSITION + 4] = np.log(SHARES)
    if equal_weights:
        s.effects[:, :, list(FEATURES)] = 1.0
    return organisation


def mean_features(organisation: Organisation, settle: int, average: int) -> np.ndarray:
    """Return the mean of every feature over ties and days, after some days of settling."""
    organisation.run_days(settle)
    rows = organisation.population.tie_rows
    total = np.zeros(TIE_TRUST + 2 - CARRYING)
    for _ in range(average):
        organisation.run_days(1)
        total += organisation.population.state.ties[rows, FEATURE_COLUMNS].mean(axis=0)
    return total / average
