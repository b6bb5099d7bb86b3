"""Targets: published and recomputed figures, each with its band, its source's estimator and what the model gives."""

from __future__ import annotations

from spirals.analysis.targets.blocks import BLOCKS, Block
from spirals.analysis.targets.report import (
    MISSED,
    SHOWN_ONLY,
    band,
    counts,
    markdown,
    markdown_other_ways,
    measure_seeds,
    measure_targets,
    other_ways,
    table,
)
from spirals.analysis.targets.rows import ROWS, Row
from spirals.analysis.targets.snapshot import parts

__all__ = [
    "BLOCKS",
    "MISSED",
    "ROWS",
    "SHOWN_ONLY",
    "Block",
    "Row",
    "band",
    "counts",
    "markdown",
    "markdown_other_ways",
    "measure_seeds",
    "measure_targets",
    "other_ways",
    "parts",
    "table",
]
