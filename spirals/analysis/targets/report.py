"""Measuring every target over seeds, and the table that says what fits and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from spirals.analysis.targets import twins, values
from spirals.analysis.targets.networks import outliving, top_ties
from spirals.analysis.targets.rows import OTHER_WAYS, ROWS
from spirals.analysis.targets.sample import SETTLING, Sample, study
from spirals.organisation import Organisation

DIARY_DAYS = 65  # thirteen weeks, for twelve-week lags of contact
SENSOR_DAYS = 10
COLUMNS = ["target", "what", "low", "high", "median", "inside", "verdict", "source"]


def measure_one(seed: int, twins_too: bool = True, **changes: Any) -> values.Values:
    """Return every estimator's value for one seed.

    Samples are about as large as the sources': 60 people in departments of about 24 with diaries, 40 in one small
    office, 92 in like departments with sensors, 500 in 62 teams.

    Parameters
    ----------
    seed
        Of the organisations and of the study.
    twins_too
        Whether to measure what needs further organisations (C14 to C16).
    changes
        Parameters or fields to change, by name.
    """
    found: values.Values = {}
    for part in parts(twins_too):
        found.update(part(seed, **changes))
    return found


def parts(twins_too: bool = True) -> tuple[Callable[..., values.Values], ...]:
    """Return what `measure_one` is made of: functions of a seed and changes, each with organisations of its own."""
    return (_diary, _sensors, *((_twins,) if twins_too else ()))


def _diary(seed: int, **changes: Any) -> values.Values:
    diary = study(seed, DIARY_DAYS, size=60, span=3, **changes)
    return {
        **values.affect(diary), **values.events(diary), **values.partners(diary), **values.fast_loop(diary),
        **values.surveyed(diary), **values.backbone(diary),
    }  # fmt: skip


def _sensors(seed: int, **changes: Any) -> values.Values:
    return {
        **values.concentration(study(seed, SENSOR_DAYS, size=40, **changes)),
        **values.contacts(study(seed, SENSOR_DAYS, size=92, span=3, **changes)),
        "C19 outliving": _outliving(seed, **changes),
    }


def _twins(seed: int, **changes: Any) -> values.Values:
    sizes = twins.programme_sizes(seed, size=100, **changes)
    return {
        "C14": twins.trust_and_performance(seed, size=500, **changes),
        "C15": twins.helping_after_thanks(seed, size=100, **changes),
        **sizes,
        "C16 median": float(np.median(list(sizes.values()))),
        "C16 largest": float(np.max(list(sizes.values()))),
    }


def _outliving(seed: int, **changes: Any) -> float:
    """Return how much longer mutual friendships last than one-sided ones, 8 months apart (C19)."""
    organisation = Organisation(size=60, days=SETTLING + 170, rng=seed, **changes)
    rng = np.random.default_rng([seed, 19])
    waves = []
    for days in (SETTLING, 170):
        organisation.run_days(days)
        people = organisation.population.size
        empty = pd.DataFrame()
        sample = Sample(organisation, people, 0, organisation.population.active, empty, empty, empty, rng)
        waves.append(top_ties(values.said_of_each_other(sample)[0], values.FRIENDS))
    first = waves[0]
    here = np.flatnonzero(organisation.population.active[: len(first)])
    return outliving(first[np.ix_(here, here)], waves[1][np.ix_(here, here)])


def measure_targets(seeds: int = 30, twins_too: bool = True, first_seed: int = 1000, **changes: Any) -> pd.DataFrame:
    """Return the table of targets.

    Parameters
    ----------
    seeds
        Number of seeds, >= 1.
    twins_too
        Whether to measure C14 to C16 too.
    first_seed
        Seeds are ``first_seed, first_seed + 1, ...``.
    changes
        Parameters or fields to change, by name.

    Returns
    -------
    pandas.DataFrame
        One row for each of ``ROWS``: target, what, low, high, median, inside (share of seeds within the band), verdict
        ("inside" or "MISS"), source.
    """
    return table(measure_seeds(seeds, twins_too, first_seed, **changes))


def measure_seeds(
    seeds: int,
    twins_too: bool = True,
    first_seed: int = 1000,
    progress: Callable[[float], None] | None = None,
    **changes: Any,
) -> pd.DataFrame:
    """Return every estimator's value, one row a seed; ``table`` and ``other_ways`` read it.

    ``progress`` is called with 1 after each seed; all else as in `measure_targets`.
    """
    rows = []
    for k in range(seeds):
        rows.append(measure_one(first_seed + k, twins_too, **changes))
        if progress is not None:
            progress(1.0)
    return pd.DataFrame(rows)


SHOWN_ONLY = "shown only"
"""In place of a verdict, where a value is shown that no verdict hangs on."""


def other_ways(found: pd.DataFrame) -> pd.DataFrame:
    """Return medians under readings of a target that were not chosen, and of each programme; columns as ``table``."""
    programmes = [
        (name, f"size of {name[4:]}, SD")
        for name in found
        if name.startswith("C16 ") and name.split()[1] in twins.PROGRAMMES
    ]
    made = [
        (name.split()[0], what, np.nan, np.nan, float(np.nanmedian(found[name])), np.nan, SHOWN_ONLY, "")
        for name, what in (*OTHER_WAYS, *programmes)
        if name in found
    ]
    return pd.DataFrame(made, columns=COLUMNS)


def table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the table for measured values: one row a seed, one column an estimator."""
    made = []
    for row in ROWS:
        if row.value not in found:
            continue
        series = found[row.value].to_numpy(float)
        median = float(np.nanmedian(series))
        inside = float(np.mean((series >= row.low) & (series <= row.high)))
        verdict = "inside" if row.low <= median <= row.high else "MISS"
        made.append((row.target, row.what, row.low, row.high, median, inside, verdict, row.source))
    return pd.DataFrame(made, columns=COLUMNS)


def markdown(targets: pd.DataFrame) -> str:
    """Return the rows that have a band as a Markdown table."""
    lines = ["| Target | What | Band | Median | Seeds inside | Verdict | Source |", "|---|---|---|---:|---:|---|---|"]
    for row in targets[targets["verdict"] != SHOWN_ONLY].itertuples():
        lines.append(
            f"| {row.target} | {row.what} | {band(row.low, row.high)} | {row.median:.4g} | {row.inside:.0%} | "
            f"{row.verdict} | {row.source} |"
        )
    return "\n".join(lines)


def markdown_other_ways(targets: pd.DataFrame) -> str:
    """Return the rows without a band as a Markdown table."""
    lines = ["| Other way of measuring | Median |", "|---|---:|"]
    for row in targets[targets["verdict"] == SHOWN_ONLY].itertuples():
        lines.append(f"| {row.target}: {row.what} | {row.median:.3f} |")
    return "\n".join(lines)


def band(low: float, high: float) -> str:
    """Return a band in words.

    Examples
    --------
    >>> band(0.2, 0.4), band(-np.inf, 0.8), band(0.0, np.inf)
    ('0.2 to 0.4', '<= 0.8', '>= 0')
    """
    if np.isinf(low):
        return f"<= {high:g}"
    if np.isinf(high):
        return f">= {low:g}"
    return f"{low:g} to {high:g}"
