"""Mesa's own batch runner on an Organisation, and a sweep over the same values: the same bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from mesa.batchrunner import batch_run

import spirals
from spirals.organisation import COLLECTED, Organisation

VALUES = {"conduct_base": [0.5, 1.0], "size": [12, 16]}
DAYS, RUNS, SEED = 5, 2, 4


def test_a_sweep_and_batch_run_agree_bit_for_bit(tmp_path: Path) -> None:
    rows = batch_run(
        Organisation,
        {**VALUES, "replicate": list(range(RUNS)), "days": DAYS},
        rng=[SEED],
        max_steps=DAYS,
        data_collection_period=1,
        display_progress=False,
    )
    theirs = pd.DataFrame(rows).rename(columns={"Step": "day"})
    found = spirals.sweep(
        {
            "name": "as Mesa does",
            "replicates": RUNS,
            "seed": SEED,
            "set": {"days": DAYS},
            "measures": ["mean_energy"],
            "daily": list(COLLECTED),
            "design": {"kind": "grid"},
            "factors": [{"name": name, "values": values} for name, values in VALUES.items()],
        },
        tmp_path / "out",
    )
    keys = [*VALUES, "replicate", "day"]
    ours = found.daily.merge(found.points, on="point").sort_values(keys, ignore_index=True)
    theirs = theirs[theirs["day"] > 0].sort_values(keys, ignore_index=True)
    assert len(ours) == len(theirs) == 4 * RUNS * DAYS
    assert ours[keys].to_numpy().tolist() == theirs[keys].to_numpy().tolist()
    for name in COLLECTED:
        assert np.array_equal(ours[name].to_numpy(float), theirs[name].to_numpy(float)), name
