"""The measures of a table when nobody asks for others: few, ordered, each about something else."""

from __future__ import annotations

HEADLINE: dict[str, tuple[str, ...]] = {
    "Connections": ("mean_quality", "corrosive", "life_giving_share", "cross_team_ties"),
    "People": ("mean_energy", "mean_strain", "mean_safety", "engagement"),
    "Work": ("performance", "relational_coordination", "creativity", "learning_behaviour"),
    "Staying": ("turnover",),
    "Cost": ("hours_spent",),
}

DEFAULT_MEASURES: tuple[str, ...] = tuple(name for names in HEADLINE.values() for name in names)
