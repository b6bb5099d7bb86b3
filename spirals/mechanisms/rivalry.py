"""Rivalry: what sets people of a team against each other."""

from __future__ import annotations

from spirals.mechanisms.registry import mechanism


@mechanism
def contest_for_posts(rivals: float, scarce_posts: float, scarcity_rivalry: float) -> float:
    """Return the rivalry in a team that scarce posts make: ``scarcity_rivalry scarce_posts rivals`` (>= 0).

    ``rivals`` is the share of the team's pairs who are of one level, so that one post would be for either;
    ``scarce_posts`` (0..1) the share of posts that are at stake.  Nothing is at stake in ordinary times (0): rivalry
    is 0 unless rewards or scarce posts set people against each other (competitive interdependence; Deutsch 1949).
    """
    return scarcity_rivalry * scarce_posts * rivals


@mechanism
def rivalry_felt(urged: float, contest: float) -> float:
    """Return the rivalry people feel: what programmes urge (may be below 0) and scarce posts together, >= 0."""
    return max(0.0, urged + contest)
