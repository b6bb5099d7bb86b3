"""The blocks of targets: which rows belong together, and what measures them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spirals.analysis.targets import over_time, snapshot
from spirals.analysis.targets.rows import ROWS, Row


@dataclass(frozen=True)
class Block:
    """Rows that are measured together.

    Attributes
    ----------
    name
        One letter, which its targets begin with.
    title
        What it says of organisations, in a few words.
    rows
        What is held against bands.
    measure
        ``measure(seed, **changes)`` returns every row's value for one seed, and those of ``others``.
    others
        Values without a band that are shown beside, with what they are.
    """

    name: str
    title: str
    rows: tuple[Row, ...]
    measure: Callable[..., dict[str, float]]
    others: tuple[tuple[str, str], ...] = ()


BLOCKS: dict[str, Block] = {
    block.name: block
    for block in (
        Block("C", "a snapshot", ROWS, snapshot.measure_one, snapshot.OTHERS),
        Block("D", "right over time", over_time.ROWS, over_time.measure, over_time.OTHERS),
    )
}
"""Every block by name, in the order in which they are shown."""
