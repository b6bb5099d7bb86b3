"""Targets: published and recomputed figures, each with its band, its source's estimator and what the model gives."""

from __future__ import annotations

from spirals.analysis.targets.report import (
    SHOWN_ONLY,
    band,
    markdown,
    markdown_other_ways,
    measure_seeds,
    measure_targets,
    other_ways,
    parts,
    table,
)
from spirals.analysis.targets.rows import ROWS, Row

__all__ = [
    "ROWS",
    "SHOWN_ONLY",
    "Row",
    "band",
    "markdown",
    "markdown_other_ways",
    "measure_seeds",
    "measure_targets",
    "other_ways",
    "parts",
    "table",
]
