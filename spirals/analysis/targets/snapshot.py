"""Block C: a snapshot of the organisation as it is, every target measured as its source did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from spirals.analysis.targets import twins, values
from spirals.analysis.targets.networks import outliving, top_ties
from spirals.analysis.targets.rows import OTHER_WAYS
from spirals.analysis.targets.sample import SETTLING, Sample, study
from spirals.organisation import Organisation

DIARY_DAYS = 65  # thirteen weeks, for twelve-week lags of contact
SENSOR_DAYS = 10
OTHERS = (
    *OTHER_WAYS,
    *(
        (f"C16 {name} {what}", f"size of {name} {what}, SD")
        for name in twins.PROGRAMMES
        for what in ("energy", "engagement")
    ),
)
"""Values without a band: other readings of a target, and each programme."""


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
