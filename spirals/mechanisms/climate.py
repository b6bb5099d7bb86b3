"""Climate: the norm people take from how others around them treat each other."""

from __future__ import annotations

from spirals.mechanisms.numbers import settle
from spirals.mechanisms.registry import mechanism


@mechanism
def seen_weight(is_leader: float, leader_weight: float, seen_lever: float) -> float:
    """Return how much others in the team notice an act: 1, leaders ``leader_weight``, times the lever (>= 0)."""
    return (1.0 + (leader_weight - 1.0) * is_leader) * seen_lever


@mechanism
def climate_tonight(climate: float, good: float, everything: float, climate_rate: float, evidence: float) -> float:
    """Return a team's climate after a day.

    Observed share of life-giving acts, shrunk to the present climate by ``evidence`` acts' worth of doubt:
    ``observed = (good + evidence climate) / (everything + evidence)``; climate moves ``climate_rate`` of the way.
    """
    observed = (good + evidence * climate) / (everything + evidence)
    return settle(climate, observed, climate_rate)
