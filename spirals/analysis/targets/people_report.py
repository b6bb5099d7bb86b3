"""The table of the block "right across people": each correlation beside its centre and itself free of noise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from spirals.analysis.targets.across_people import holds, profile
from spirals.analysis.targets.people_rows import OTHERS, ROWS, SHOWN, TESTS, PeopleRow
from spirals.analysis.targets.report import SHOWN_ONLY
from spirals.analysis.targets.rows import Row

COLUMNS = ["target", "what", "low", "high", "centre", "median", "free", "inside", "verdict", "source", "status"]


def table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the block for measured values: one row a seed, one column a key of `across_people.measure`.

    Returns
    -------
    pandas.DataFrame
        ``COLUMNS``: ``centre`` is where the figure puts the median, ``free`` the median free of noise, ``inside`` the
        share of seeds in band.  First the tests that the block is passed by (of the medians; ``inside`` is the share of
        seeds that pass them alone), then all rows, then those that are shown only.
    """
    medians = found.median().to_dict()
    tested, seeds = profile(medians), pd.DataFrame([profile(seed) for seed in found.to_dict("records")])
    tests = [_line(row, tested[row.value], seeds[row.value], True) for row in TESTS]
    rows = [_line(row, medians[row.value], found[row.value], row.counts) for row in (*ROWS, *SHOWN)]
    for line, row in zip(rows, (*ROWS, *SHOWN), strict=True):
        line |= {"centre": row.centre, "free": medians.get(f"{row.value} free", np.nan), "status": _status(row)}
    rest = {value: what for value, what in OTHERS if value not in {row.value for row in SHOWN} and " free" not in value}
    others = [
        {"target": value.split()[0], "what": what, "median": medians[value], "verdict": SHOWN_ONLY}
        for value, what in rest.items()
    ]
    return pd.DataFrame([*tests, *rows, *others], columns=COLUMNS)


def _line(row: Row, value: float, of_seeds: pd.Series, counts: bool) -> dict[str, object]:
    verdict = ("inside" if holds(row, value) else "MISS") if counts else SHOWN_ONLY
    inside = float(of_seeds.between(row.low, row.high).mean())
    return {
        "target": row.target, "what": row.what, "low": row.low, "high": row.high, "median": value, "inside": inside,
        "verdict": verdict, "source": row.source,
    }  # fmt: skip


def _status(row: PeopleRow) -> str:
    return f"{row.status}, tests an equation" if row.tests_formula else row.status
