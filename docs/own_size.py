"""Compute anew what is stored of the real sets of block S: ``python docs/own_size.py ../shared/data [set ...]``.

Writes ``spirals/analysis/targets/own_size.csv``, set by set, in some minutes: each statistic with its bootstrap error;
sets that are not named keep their rows.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from spirals.analysis.targets.own_size import SETS, STORED, recomputed


def main(words: list[str]) -> int:
    """Compute and store."""
    data = Path(words[0]) if words else Path(__file__).resolve().parents[2] / "shared" / "data"
    wanted = words[1:] or [one.name for one in SETS]
    unknown = set(wanted) - {one.name for one in SETS}
    if not data.is_dir() or unknown:
        wrong = f"{data}: is no folder; name the folder of real data" if not unknown else f"{min(unknown)}: no such set"
        print(wrong, file=sys.stderr)
        return 2
    kept = pd.read_csv(STORED)
    by_set = {name: part for name, part in kept.groupby("set") if name not in wanted}
    for name in wanted:
        by_set[name] = recomputed(data, names=(name,))
        found = pd.concat([by_set[one.name] for one in SETS if one.name in by_set])
        found.to_csv(STORED, index=False, float_format="%.6g", lineterminator="\n")
        print(f"{name}: {by_set[name]['error'].notna().sum()} statistics", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
