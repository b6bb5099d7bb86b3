"""Where an organisation starts: the states at which a typical person's days balance, and a spread round them.

Relaxation takes hundreds of days, so a run does not wait for it: it starts from the solved mean field
(theory.md, "Runs start from the solved mean field plus spread").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.mechanisms.fading import resting_quality
from spirals.mechanisms.numbers import logistic
from spirals.mechanisms.tone import person_term, setting_term
from spirals.mechanisms.vitality import strain_overnight, work_load
from spirals.mechanisms.weights import effect_weights
from spirals.population import (
    SLOTS,
    W_COMMITMENT,
    W_ENERGY,
    W_MEANING,
    W_SAFETY,
    W_WORTH,
    WEEK,
)
from spirals.streams import PERSON, many_normals

Parameters = Mapping[str, float]

PATHWAY_SHARES = (0.42, 0.30, 0.16, 0.12)  # typical mix; dispositions are its logarithms plus a spread
_TURNS = 0.8  # encounters in the weekly team meeting per person and day (4 turns a week)
_SHARED = 0.3  # correlation of people's lasting levels with their level of mood
_TYPICAL_DOSE = 0.75  # mean over exponential lengths and channels


class Typical(NamedTuple):
    """A typical person's balanced states (0..1), the tone logit without the tie, and P(life-giving)."""

    energy: float
    strain: float
    safety: float
    worth: float
    resilience: float
    meaning: float
    belonging: float
    commitment: float
    skill: float
    hardship: float
    climate: float
    quality: float
    logit: float


def typical(p: Parameters, level: float = 0.0) -> Typical:
    """Solve for the states at which a typical person's gains and losses balance.

    Parameters
    ----------
    p
        All parameters by name.
    level
        Added to the tone logit (fit and views of a pair).

    Returns
    -------
    Typical
        By thirty damped steps of the mean-field map; deterministic.
    """
    state = Typical(
        p["energy_level"], 0.3, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, p["climate_start"], 0.6, 0.0
    )
    for _ in range(60):
        state = _improved(p, state, level)
    return state


def _improved(p: Parameters, s: Typical, level: float) -> Typical:
    logit = tone_without_tie(p, s)
    quality = resting_quality(logit + level, p["reinforcement"], p["loss_ratio"])
    good = logistic(logit + level + p["reinforcement"] * (quality - 0.5))
    doses = _doses(p)
    support = min(1.0, 0.75 * quality * (1.0 - math.exp(-2.0 * doses * good)))
    hardship = p["setback_rate"] / max(
        1e-9,
        1.0 - math.exp(-p["coping"] * (0.5 + s.resilience) - 0.2 * doses * p["hardship_sharing"] * quality),
    )
    strain = _strain(p, s, support, hardship)
    resilience = _balance(p["resilience_growth"] * support, p["resilience_erosion"] * strain, 0.0, 0.0)
    safety = _felt(p, s, doses, good, W_SAFETY, 1.3, p["safety_rest"], p["safety_rate"])
    worth = _felt(p, s, doses, good, W_WORTH, 1.7, p["worth_rest"], p["worth_rate"], _thanks(p, doses, good))
    meaning = _felt(p, s, doses, good, W_MEANING, 2.0 * safety, p["meaning_rest"], p["meaning_rate"])
    belonging = 1.0 - math.exp(-0.8 * doses * good)
    pulled = 0.5 * meaning + 0.25 * safety + 0.25 * belonging
    commitment = _felt(p, s, doses, good, W_COMMITMENT, 0.5, pulled, p["commitment_rate"])
    practised = p["practice"] * doses * good / 4.0
    skill = _balance(practised, 0.0, p["skill_rest"], p["skill_fading"])
    new = Typical(
        _energy(p, doses, good, strain, s.resilience), strain, safety, worth, resilience, meaning, belonging,
        commitment, skill, hardship, good, quality, logit,
    )  # fmt: skip
    return Typical(*(0.5 * (old + fresh) for old, fresh in zip(s, new, strict=True)))


def tone_without_tie(p: Parameters, s: Typical) -> float:
    """Return the tone logit of two typical people who are no particular pair."""
    people = person_term(
        s.energy,
        0.0,
        s.strain,
        0.05,
        p["energy_effect"],
        p["mood_effect"],
        p["strain_effect"],
        p["spill_effect"],
    )
    setting = setting_term(
        s.climate, 0.0, p["demand"], p["climate_effect"], p["rivalry_effect"], p["distraction"]
    )
    return p["tone_baseline"] + people + setting + p["skill_effect"] * (s.skill - 0.5)


def _doses(p: Parameters) -> float:
    """Return the doses of telling (not routine) encounters per person and day."""
    started = 2.0 * p["encounter_rate"] * SLOTS
    return (1.0 - p["routine_share"]) * (started * _TYPICAL_DOSE + _TURNS * 0.45 * p["team_meetings"])


def _felt(
    p: Parameters,
    s: Typical,
    doses: float,
    good: float,
    column: int,
    factor: float,
    rest: float,
    rate: float,
    more: float = 0.0,
) -> float:
    """Return where a slow state settles between life-giving, depleting and forgetting."""
    weights = effect_weights()
    shares = np.array(PATHWAY_SHARES)
    up = p["person_gain"] * factor * doses * good * float(shares @ weights[1, :, column]) + more
    soft = 1.0 - p["buffer_strength"] * s.resilience
    down = p["person_gain"] * factor * doses * (1.0 - good) * p["loss_ratio"] * soft
    return _balance(up, down * float(shares @ weights[0, :, column]), rest, rate)


def _thanks(p: Parameters, doses: float, good: float) -> float:
    return PATHWAY_SHARES[1] * doses * good * 0.5 * p["thank_worth"]


def _balance(up: float, down: float, rest: float, rate: float) -> float:
    total = up + down + rate
    return (up + rate * rest) / total if total > 0.0 else rest


def _strain(p: Parameters, s: Typical, support: float, hardship: float) -> float:
    hours = 2.0 * p["encounter_rate"] * SLOTS * p["minutes_mean"] / 60.0
    load = work_load(p["demand"], hardship, hours, p["contact_limit"], p["hardship_load"])
    x = s.strain
    for day in range(1, 2 * WEEK + 1):
        x = strain_overnight(
            x, load, support, p["strain_rise"], p["strain_recovery"], p["support_damps"], p["support_speeds"]
        )
        if day % WEEK == 0:
            x *= math.exp(-p["weekend_recovery"] * p["strain_recovery"])
    return x


def _energy(p: Parameters, doses: float, good: float, strain: float, resilience: float) -> float:
    weights = effect_weights()
    shares = np.array(PATHWAY_SHARES)
    level = p["energy_level"] - p["strain_on_energy"] * strain
    soft = p["loss_ratio"] * (1.0 - p["buffer_strength"] * resilience)
    up = p["energy_gain"] * doses * good * float(shares @ weights[1, :, W_ENERGY])
    down = p["energy_gain"] * doses * (1.0 - good) * soft * float(shares @ weights[0, :, W_ENERGY])
    a_day = up * (1.0 - level) - down * level - p["help_effort"] * PATHWAY_SHARES[1] * 4.2 * 0.5 * level
    return min(max(level + a_day * p["energy_carry"] / max(0.05, 1.0 - p["energy_carry"]), 0.02), 0.98)


def traits_of(p: Parameters, key: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Draw the lasting traits of people, shape (people, TRAIT_COLUMNS); keyed by person, so alike in all scenarios."""
    z = np.concatenate([many_normals(key, rows, 0, PERSON, block) for block in range(4)], axis=1)
    energy = p["energy_level"] + p["energy_level_spread"] * (0.5 * z[:, 0] + math.sqrt(0.75) * z[:, 1])
    dispositions = np.log(np.array(PATHWAY_SHARES)) + 0.35 * z[:, 7:11]
    return np.column_stack(
        [
            p["mood_level_spread"] * z[:, 0],
            np.clip(energy, 0.05, 0.95),
            np.clip(p["mood_inertia"] + p["mood_inertia_spread"] * z[:, 2], 0.0, 0.95),
            np.clip(p["energy_carry"] + 0.1 * z[:, 3], 0.0, 0.95),
            np.exp(0.35 * z[:, 4] - 0.06),
            1.0 / (1.0 + np.exp(-(0.6 + 0.6 * z[:, 5]))),
            dispositions,
            z[:, 11],
            z[:, 12],
            np.zeros(len(rows)),
            _own_levels(p, key, rows, z[:, 0]),
        ]
    )


def _own_levels(
    p: Parameters, key: NDArray[np.int64], rows: NDArray[np.int64], level: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Draw where safety, worth and meaning rest for good, and reactivity to load, shape (people, 4).

    All go a little with the own level of mood (r about .3): who feels better in general feels safer and is less
    strained (well-being and inertia go together; Houben et al. 2015).
    """
    z = many_normals(key, rows, 0, PERSON, 8)
    apart = math.sqrt(1.0 - _SHARED * _SHARED)
    rests = p["rest_spread"] * (_SHARED * level[:, None] + apart * z[:, :3])
    reacts = p["reactivity_spread"] * (apart * z[:, 3] - _SHARED * level)
    return np.column_stack([rests, np.exp(reacts - 0.5 * p["reactivity_spread"] * p["reactivity_spread"])])


def states_of(
    p: Parameters,
    key: NDArray[np.int64],
    rows: NDArray[np.int64],
    start: Typical,
    energy_set: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Draw people's first states round the typical ones, shape (people, PERSON_COLUMNS)."""
    z = np.concatenate([many_normals(key, rows, 0, PERSON, block) for block in range(4, 8)], axis=1)
    n = len(rows)

    def spread(mean: float, column: int, logit_sd: float = 0.35) -> NDArray[np.float64]:
        centre = math.log(max(mean, 1e-6) / max(1.0 - mean, 1e-6))
        return 1.0 / (1.0 + np.exp(-(centre + logit_sd * z[:, column])))

    strain = spread(start.strain, 1)
    energy = np.clip(
        start.energy + (energy_set - p["energy_level"]) + p["energy_innovation"] * z[:, 2], 0.02, 0.98
    )
    skills = np.clip(start.skill + 0.1 * z[:, 3:7], 0.05, 0.95)
    volume = 2.0 * p["encounter_rate"] * SLOTS
    return np.column_stack(
        [
            p["mood_innovation"] * z[:, 0],
            energy,
            strain,
            spread(start.safety, 7),
            spread(start.worth, 8),
            spread(start.resilience, 9),
            spread(start.meaning, 10),
            spread(start.commitment, 11),
            spread(0.5, 12, 0.7),
            skills,
            np.full(n, start.hardship),
            np.zeros((n, 4)),  # spill, hours, support, good_today
            np.full(n, 0.1),  # generosity
            np.full(n, start.belonging),
            volume * np.tile(PATHWAY_SHARES, (n, 1)),
            np.full(n, 0.5 * volume * PATHWAY_SHARES[1]),  # helping
            np.full(n, 0.4 * volume * PATHWAY_SHARES[1]),  # influence
            np.full(n, 0.4 * volume * PATHWAY_SHARES[1]),  # learning
            np.zeros(n),  # ideas
            strain,
            np.full(n, volume * p["minutes_mean"] / 60.0),
            np.zeros(n),  # fatigue
        ]
    )
