"""How far the model itself is to be believed, from the results of its validation and a stated rule.

``validation.csv`` beside this file holds the rows of ``docs/validation.md``; ``python -m spirals.report.confidence``
takes them over anew, run in a checkout.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("validation.csv")
COLUMNS = ("target", "what", "band", "median", "seeds_inside", "verdict", "source", "kept_back")
INSIDE, MISS = "inside", "MISS"

# The rule.  Patterns that the model was fitted to can lift confidence to "limited" and no further.
MOST_INSIDE = 0.8  # share of all rows that have to be inside their bands
KEPT_INSIDE = 2.0 / 3.0  # share of the rows that were kept back while fitting
FEWEST_KEPT = 5  # of them, to count at all
RULE = (
    "Low: too few published patterns are met. Limited: at least four in five are met, but the model was tuned to "
    "them. Moderate: also two in three of at least five patterns that were kept back while tuning. Nothing here "
    "can make it high: that takes trials in real organisations that came out as the model had said."
)


class Row(NamedTuple):
    """One published pattern and what the model gives for it."""

    target: str
    what: str
    band: str
    median: str
    seeds_inside: str
    verdict: str
    source: str
    kept_back: bool


class Confidence(NamedTuple):
    """How far the model is to be believed, and from what that follows."""

    level: str
    rows: tuple[Row, ...]

    @property
    def inside(self) -> int:
        """Number of patterns that are met."""
        return sum(row.verdict == INSIDE for row in self.rows)

    @property
    def kept(self) -> tuple[Row, ...]:
        """The patterns that were kept back."""
        return tuple(row for row in self.rows if row.kept_back)

    @property
    def misses(self) -> tuple[Row, ...]:
        """The patterns that are not met."""
        return tuple(row for row in self.rows if row.verdict != INSIDE)


def confidence(rows: Iterable[Row] | None = None) -> Confidence:
    """Return how far the model is to be believed; from the packaged table unless rows are given.

    Examples
    --------
    >>> row = Row("C1", "mood", "0 to 1", ".5", "100", "inside", "somewhere", False)
    >>> confidence([row] * 10).level, confidence([row] * 10 + [row._replace(kept_back=True)] * 5).level
    ('limited', 'moderate')
    >>> confidence([row._replace(verdict="MISS")]).level
    'low'
    """
    found = tuple(packaged() if rows is None else rows)
    whole = Confidence("", found)
    kept_inside = sum(row.verdict == INSIDE for row in whole.kept)
    if not found or whole.inside < MOST_INSIDE * len(found):
        return whole._replace(level="low")
    enough = len(whole.kept) >= FEWEST_KEPT and kept_inside >= KEPT_INSIDE * len(whole.kept)
    return whole._replace(level="moderate" if enough else "limited")


def packaged() -> list[Row]:
    """Return the rows that come with the package."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        _heading, *lines = csv.reader(file)
    return [_row(line[:-1], line[-1] == "yes") for line in lines]


def rows_of(text: str) -> list[Row]:
    """Return the rows of the first table of ``docs/validation.md``; all of them were looked at while fitting."""
    found = re.findall(
        rf"^\| (C\d+) \| (.*?) \| (.*?) \| (.*?) \| (\d+)% \| ({INSIDE}|{MISS}) \| (.*?) \|$", text, re.M
    )
    return [_row(cells, kept_back=False) for cells in found]


def _row(cells: Sequence[str], kept_back: bool) -> Row:
    target, what, band, median, seeds_inside, verdict, source = cells
    return Row(target, what, band, median, seeds_inside, verdict, source, kept_back)


def take_over(page: Path) -> None:
    """Write the packaged table from the page of validation results."""
    rows = rows_of(page.read_text(encoding="utf-8"))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows([*row[:-1], "yes" if row.kept_back else "no"] for row in rows)


if __name__ == "__main__":
    take_over(Path(__file__).resolve().parents[2] / "docs" / "validation.md")
