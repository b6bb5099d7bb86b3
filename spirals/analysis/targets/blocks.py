"""The blocks of targets: which rows belong together, and what measures them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spirals.analysis.targets import across_people, over_time, own_size, people_rows, snapshot
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
    tests, test
        Rows about all values together, and what gives their values: from the medians over seeds, or from one seed's.
    many
        There are too many rows to print: a table for the eye has the tests only.
    """

    name: str
    title: str
    rows: tuple[Row, ...]
    measure: Callable[..., dict[str, float]]
    others: tuple[tuple[str, str], ...] = ()
    tests: tuple[Row, ...] = ()
    test: Callable[[Mapping[str, float]], dict[str, float]] | None = None
    many: bool = False


BLOCKS: dict[str, Block] = {
    block.name: block
    for block in (
        Block("C", "a snapshot", ROWS, snapshot.measure_one, snapshot.OTHERS),
        Block("D", "right over time", over_time.ROWS, over_time.measure, over_time.OTHERS),
        Block(
            "N", "right across people", people_rows.ROWS, across_people.measure, people_rows.OTHERS, people_rows.TESTS,
            across_people.profile,
        ),
        Block(
            "S", "each real set at its own size", own_size.ROWS, own_size.measure, (), own_size.TESTS, own_size.shares,
            many=True,
        ),
    )
}  # fmt: skip
"""Every block by name, in the order in which they are shown."""
