"""Pinned runs: what they are, and how they are moved on purpose.

``uv run python -m tests.golden.update`` writes ``runs.json`` anew; say so in the changelog under **Results:**.
"""

from __future__ import annotations

import json
from pathlib import Path

from spirals.organisation import Organisation

FILE = Path(__file__).with_name("runs.json")
RUNS = {
    "baseline": {"scenario": "baseline", "days": 30, "size": 40},
    "team incentives": {"scenario": "team_incentives", "days": 30, "size": 40},
    "incivility tolerated": {"scenario": "incivility_tolerated", "days": 30, "size": 40},
    "crisis": {"scenario": "crisis", "days": 70, "size": 24},
    "reshuffled": {"scenario": "baseline", "days": 10, "size": 24, "null_model": "M3"},
}
SERIES = (
    "encounters",
    "life_giving",
    "help_given",
    "volume_trusting",
    "volume_play",
    "disagreements",
    "ties",
    "headcount",
    "mean_energy",
    "mean_strain",
    "mean_safety",
    "mean_meaning",
    "mean_quality",
    "mean_norm",
)


def outcome(name: str) -> dict[str, list[float]]:
    """Return the pinned series of one run, every tenth day."""
    organisation = Organisation(rng=11, **RUNS[name])  # type: ignore[arg-type]
    organisation.run_model()
    return {series: organisation.series[series][9::10].tolist() for series in SERIES}


def main() -> None:
    """Write the file anew."""
    FILE.write_text(json.dumps({name: outcome(name) for name in RUNS}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
