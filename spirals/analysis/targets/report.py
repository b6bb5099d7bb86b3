"""Measuring blocks of targets over seeds, and the tables that say what fits and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from spirals.analysis.targets.blocks import BLOCKS, Block
from spirals.analysis.targets.rows import Row

COLUMNS = ["block", "target", "what", "low", "high", "median", "inside", "verdict", "source", "status"]
SHOWN_ONLY = "shown only"
"""In place of a verdict, where a value is shown that no verdict hangs on."""
INSIDE, MISSED = "inside", "MISS"


class Task(NamedTuple):
    """One seed of one block, for one worker."""

    block: str
    seed: int
    changes: Mapping[str, Any]


type Answer = tuple[tuple[str, int], dict[str, float]]
type Spread = Callable[[Callable[[Task], Answer], Iterable[Task]], Iterable[Answer]]
"""Applies a function to many tasks, here or in several processes, in any order; ``map`` is one."""


def measure_task(task: Task) -> Answer:
    """Measure one seed of a block; return block and seed, and the values."""
    found = BLOCKS[task.block].measure(task.seed, **task.changes)
    return (task.block, task.seed), {name: float(value) for name, value in found.items()}


def measure_seeds(
    block: str, seeds: int = 30, first_seed: int = 1000, spread: Spread = map, **changes: Any
) -> pd.DataFrame:
    """Return what a block's estimators find, one row a seed in order; `table` and `other_ways` read it.

    Parameters
    ----------
    block
        One of `BLOCKS`.
    seeds
        Number of seeds, >= 1.
    first_seed
        Seeds are ``first_seed, first_seed + 1, ...``.
    spread
        How seeds are spread over processes; ``map`` does them here.  The numbers are the same for any.
    changes
        Parameters or fields to change, by name; for block C also ``twins_too``, whether to measure C14 to C16.
    """
    tasks = [Task(block, first_seed + k, changes) for k in range(seeds)]
    found = dict(spread(measure_task, tasks))
    return pd.DataFrame([found[block, task.seed] for task in tasks])


def measure_targets(block: str, seeds: int = 30, first_seed: int = 1000, **changes: Any) -> pd.DataFrame:
    """Return the table of a block's targets (see `table`); all else as in `measure_seeds`."""
    return table(BLOCKS[block], measure_seeds(block, seeds, first_seed, **changes))


def table(block: Block, found: pd.DataFrame) -> pd.DataFrame:
    """Return each row of a block against measured values.

    Parameters
    ----------
    block
        Its rows are taken; those that were not measured are left out.
    found
        One row a seed, one column a value.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`: ``median`` over the seeds that have a value, ``inside`` the share of all seeds within the band (a
        seed without a value is not), ``verdict`` on the median.
    """
    measured = [row for row in block.rows if row.value in found]
    medians = found.median().to_dict()
    made = [_line(block, row, medians[row.value], found[row.value]) for row in measured]
    if block.test is not None:
        tested, seeds = block.test(medians), pd.DataFrame([block.test(seed) for seed in found.to_dict("records")])
        made += [_line(block, row, tested[row.value], seeds[row.value]) for row in block.tests]
    return pd.DataFrame(made, columns=COLUMNS)


def _line(block: Block, row: Row, value: float, of_seeds: pd.Series) -> tuple[Any, ...]:
    inside = float(of_seeds.between(row.low, row.high).mean())
    verdict = INSIDE if row.low <= value <= row.high else MISSED
    return (block.name, row.target, row.what, row.low, row.high, value, inside, verdict, row.source, row.status)


def other_ways(block: Block, found: pd.DataFrame) -> pd.DataFrame:
    """Return medians of what a block shows without a band; columns as `table`."""
    shown = [(value, what) for value, what in block.others if value in found]
    medians = [float(np.nanmedian(found[value])) for value, _ in shown]
    made = [
        (block.name, value.split()[0], what, np.nan, np.nan, median, np.nan, SHOWN_ONLY, "", "")
        for (value, what), median in zip(shown, medians, strict=True)
    ]
    return pd.DataFrame(made, columns=COLUMNS)


def counts(block: Block, targets: pd.DataFrame) -> str:
    """Say how many rows of a block are inside their bands, and how many targets with all their rows."""
    met = targets["verdict"] == INSIDE
    whole = met.groupby(targets["target"]).all()
    return (
        f"{block.name}, {block.title}: {int(met.sum())} of {len(met)} rows inside their bands, "
        f"{int(whole.sum())} of {len(whole)} targets in all their rows."
    )


def markdown(targets: pd.DataFrame) -> str:
    """Return the rows that have a band as a Markdown table."""
    lines = ["| Target | What | Band | Median | Seeds inside | Verdict | Source |", "|---|---|---|---:|---:|---|---|"]
    for row in targets[targets["verdict"] != SHOWN_ONLY].itertuples():
        source = f"{row.source} ({row.status})" if row.status else row.source
        lines.append(
            f"| {row.target} | {row.what} | {band(row.low, row.high)} | {row.median:.4g} | {row.inside:.0%} | "
            f"{row.verdict} | {source} |"
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
