"""The first morning: what every pair is drawn as."""

from __future__ import annotations

from spirals.engine.evening import embed, look_at_circles
from spirals.engine.registry import verb
from spirals.engine.ties import draw_nature, set_to_rest
from spirals.population import N_TIES, State


@verb
def begin_ties(s: State) -> None:
    """Draw every first tie's nature, set its features where they rest, and look at whom everybody has around them."""
    for tie in range(s.counts[N_TIES]):
        draw_nature(s, tie)
        set_to_rest(s, tie)
    embed(s)
    look_at_circles(s)
