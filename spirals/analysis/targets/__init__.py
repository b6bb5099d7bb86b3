"""Targets: published and recomputed figures, each with its band, its source's estimator and what the model gives."""

from __future__ import annotations

from spirals.analysis.targets.report import markdown, measure_targets, table
from spirals.analysis.targets.rows import ROWS, Row

__all__ = ["ROWS", "Row", "markdown", "measure_targets", "table"]
