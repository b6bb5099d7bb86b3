"""The daily curves that figures show: which series, under which title."""

from __future__ import annotations

from typing import NamedTuple


class Panel(NamedTuple):
    """One daily curve: its title, the label of its axis, and its series: one, or a part and the rest."""

    title: str
    axis: str
    series: tuple[str, ...]


PANELS = (
    Panel("Energy", "mean, 0 to 1", ("mean_energy",)),
    Panel("Strain", "mean, 0 to 1", ("mean_strain",)),
    Panel("Psychological safety", "mean, 0 to 1", ("mean_safety",)),
    Panel("Quality of connections", "mean, 0 to 1", ("mean_quality",)),
    Panel("High-quality connections", "share of ties", ("high_quality",)),
    Panel("Corrosive connections", "share of ties", ("corrosive",)),
    Panel("Life-giving encounters", "share of non-routine", ("life_giving", "depleting")),
    Panel("Norm of respect", "mean of teams, 0 to 1", ("mean_norm",)),
    Panel("Authenticity", "mean, 0 to 1", ("mean_authenticity",)),
    Panel("Hardship", "mean severity", ("mean_hardship",)),
    Panel("Knowledge", "mean, 0 to 1", ("mean_knowledge",)),
    Panel("Commitment", "mean, 0 to 1", ("mean_commitment",)),
)

DRAWN = tuple(name for panel in PANELS for name in panel.series)
"""Names of all series that are drawn."""
