"""Ranges near what a scenario assumes, for designs that need ranges: `sensitivity` and `robust`.

Studies that take draws rather than ranges use `plausible.drawn`.
"""

from __future__ import annotations

NEAR = 0.25  # how far assumptions are moved: this share of the way to either end of what they may be
