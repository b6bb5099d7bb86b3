"""Measure the targets and print the table: ``python -m spirals.analysis.targets --seeds 30``."""

from __future__ import annotations

import argparse
import sys

from spirals.analysis.targets.report import markdown, measure_seeds, other_ways, table


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m spirals.analysis.targets", description="Measure the targets.")
    parser.add_argument("--seeds", type=int, default=30, help="number of seeds (30)")
    parser.add_argument("--first", type=int, default=1000, help="first seed (1000)")
    asked = parser.parse_args()
    found = measure_seeds(asked.seeds, first_seed=asked.first)
    sys.stdout.write(markdown(table(found)) + "\n\n" + other_ways(found) + "\n")


if __name__ == "__main__":
    main()
