"""The first morning: what every pair is drawn as."""

from __future__ import annotations

from spirals.engine.registry import verb
from spirals.engine.ties import draw_nature, set_to_rest
from spirals.population import N_TIES, State


@verb
def begin_ties(s: State) -> None:
    """Draw every first tie's nature and set its features where they rest."""
    for tie in range(s.counts[N_TIES]):
        draw_nature(s, tie)
        set_to_rest(s, tie)
