"""Dates as files write them: ISO, with points day first, with slashes as the numbers allow."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.structure.table import MISSING

_SHAPE = re.compile(r"(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?:[T ].*)?")


def dates_of(texts: Iterable[str]) -> NDArray[np.datetime64] | None:
    """Return days, NaT where a cell is empty; None if some cell is no date.

    Examples
    --------
    >>> dates_of(["2025-01-31", "", "2024-12-01"]).astype(str).tolist()
    ['2025-01-31', 'NaT', '2024-12-01']
    >>> dates_of(["01.03.2025"]).astype(str).tolist(), dates_of(["03/31/2025", "03/01/2025"]).astype(str).tolist()
    (['2025-03-01'], ['2025-03-31', '2025-03-01'])
    """
    cells = ["" if text.lower() in MISSING else text for text in texts]
    shaped = [_SHAPE.fullmatch(cell) for cell in cells]
    given = [one for one in shaped if one is not None]
    if not given or any(cell and one is None for cell, one in zip(cells, shaped, strict=True)):
        return None
    year_first = all(len(one[1]) == 4 for one in given)
    points = all(one[2] == "." for one in given)
    day_first = points or any(int(one[1]) > 12 for one in given if len(one[1]) < 3)
    order = (1, 3, 4) if year_first else (4, 3, 1) if day_first else (4, 1, 3)
    texts_of = ["-".join(one[k] for k in order) if one is not None else None for one in shaped]
    read = pd.to_datetime(pd.Series(texts_of, dtype=object), format="%Y-%m-%d", errors="coerce")
    if read.isna().sum() > len(cells) - len(given):
        return None
    return read.to_numpy().astype("datetime64[D]")


def waves_in_order(names: Iterable[str]) -> dict[str, int]:
    """Return the rank of each distinct wave: by date where all are dates, else by the numbers in their names.

    Examples
    --------
    >>> waves_in_order(["w10", "w9", "w9", "base"]), waves_in_order(["01.03.2025", "01.12.2024"])
    ({'base': 0, 'w9': 1, 'w10': 2}, {'01.12.2024': 0, '01.03.2025': 1})
    """
    distinct = sorted(set(names))
    days = dates_of(distinct)
    if days is not None:
        distinct = [distinct[k] for k in np.argsort(days, kind="stable")]
    else:
        distinct.sort(
            key=lambda text: [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.split(r"(\d+)", text)]
        )
    return {name: rank for rank, name in enumerate(distinct)}
