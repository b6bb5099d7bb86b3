"""Leaving: somebody's ties end, and those who were close to them are less committed."""

from __future__ import annotations

from spirals.engine.reading import whole
from spirals.engine.registry import verb
from spirals.engine.ties import cut_tie, feature_read, side_of
from spirals.mechanisms.numbers import fall
from spirals.mechanisms.slow import loss_of_a_colleague
from spirals.population import COMMITMENT, FAMILIARITY, REGARD, ROW_LENGTH, ROW_START, State


@verb
def part_from_all(s: State, i: int) -> None:
    """Cut every tie of a person who leaves; the closer the colleague, the more commitment is lost."""
    while s.rows[i, ROW_LENGTH] > 0:
        last = s.rows[i, ROW_START] + s.rows[i, ROW_LENGTH] - 1
        tie = whole(s.links[last, 0])
        j = whole(s.links[last, 1])
        regard = feature_read(s, tie, REGARD + side_of(s, tie, j), s.p.ref_regard)
        push = loss_of_a_colleague(float(s.ties[tie, FAMILIARITY]), regard, s.p.leaver_pull)
        s.people[j, COMMITMENT] = fall(float(s.people[j, COMMITMENT]), push)
        cut_tie(s, tie)
