"""Targets that need twins or many teams: thanks and later helping, trust and team performance, sizes of programmes."""

from __future__ import annotations

from typing import Any

import numpy as np

from spirals.analysis.pushes import shifted
from spirals.analysis.targets.networks import correlation, noisy
from spirals.analysis.targets.sample import RELIABILITY
from spirals.organisation import Organisation
from spirals.population import LEVER_THANK

_THANKED_WEEK = range(21, 26)  # a week in which help is, or is not, thanked for
_ALWAYS, _NEVER = 5.0, -5.0
PROGRAMMES = ("leader_modelling", "relational_onboarding", "team_incentives")
_START, _WEEKS = 11, (40, 60)  # programmes begin; survey days after one and a half and two and a half months


def helping_after_thanks(seed: int, **changes: Any) -> float:
    """Return help given in the week after a week in which all help was thanked for / in which none was (C15)."""
    given = []
    for wanted in (_ALWAYS, _NEVER):
        organisation = Organisation(days=_THANKED_WEEK.stop + 4, rng=seed, **changes)
        organisation.each_morning(shifted(LEVER_THANK, wanted, _THANKED_WEEK))
        organisation.run_model()
        given.append(float(organisation.series["help_given"][-5:].sum()))
    return given[0] / max(given[1], 1.0)


def trust_and_performance(seed: int, **changes: Any) -> float:
    """Return the correlation over teams of mean trust inside and mean performance, both surveyed (C14)."""
    organisation = Organisation(days=60, rng=seed, **changes)
    organisation.run_model()
    view = organisation.view
    team, a, b = organisation.population.state.place[:, 0], view.ends[0], view.ends[1]
    team = team[organisation.population.rows]
    inside = team[a] == team[b]
    trust = 0.5 * (view.tie("trust_a") + view.tie("trust_b"))
    number = len(organisation.population.team_names)
    from spirals.measures.outcomes import performance

    of_team = np.bincount(team, performance(view), number) / np.maximum(np.bincount(team, minlength=number), 1)
    pairs = np.bincount(team[a[inside]], minlength=number)
    mean_trust = np.bincount(team[a[inside]], trust[inside], number) / np.maximum(pairs, 1)
    kept = pairs > 0
    rng = np.random.default_rng([seed, 14])
    return correlation(noisy(mean_trust[kept], RELIABILITY, rng), noisy(of_team[kept], RELIABILITY, rng))


def programme_sizes(seed: int, names: tuple[str, ...] = PROGRAMMES, **changes: Any) -> dict[str, float]:
    """Return each shipped programme's effect on reported energy and engagement in between-person SDs (C16).

    Difference of the means from the control twin of the same seed, over the survey days, divided by the SD between
    persons of the same noisy answers in the control.
    """
    control = _surveys(Organisation(days=_WEEKS[-1], rng=seed, **changes))
    found = {}
    for name in names:
        treated = _surveys(Organisation(scenario=name, days=_WEEKS[-1], rng=seed, **changes))
        sizes = [(t[0] - c[0]) / c[1] for t, c in zip(treated, control, strict=True)]
        found[f"C16 {name} energy"] = float(np.mean(sizes[0::2]))
        found[f"C16 {name} engagement"] = float(np.mean(sizes[1::2]))
    return found


def _surveys(organisation: Organisation) -> list[tuple[float, float]]:
    found = []
    for day in range(1, _WEEKS[-1] + 1):
        organisation.step()
        if day in _WEEKS:
            for name in ("reported_energy", "reported_engagement"):
                found.append((organisation.measure(name), organisation.spread(name)))
    return found
