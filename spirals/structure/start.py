"""Where an organisation starts: the states at which a typical person's days balance, and a spread round them.

Relaxation takes hundreds of days, so a run does not wait for it: it starts from the solved mean field
(theory.md, "Runs start from the solved mean field plus spread").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.mechanisms.fading import resting_quality
from spirals.mechanisms.numbers import logistic, rise
from spirals.mechanisms.pathway import help_pull, offering_appeal, play_pull, trusting_pull
from spirals.mechanisms.reciprocity import thanking_probability
from spirals.mechanisms.slow import commitment_source
from spirals.mechanisms.tone import person_term, setting_term
from spirals.mechanisms.vitality import strain_overnight, work_load
from spirals.mechanisms.weights import effect_weights
from spirals.population import (
    ENABLE,
    RESPECT,
    SLOTS,
    TRUST,
    W_COMMITMENT,
    W_ENERGY,
    W_MEANING,
    W_SAFETY,
    W_WORTH,
    WEEK,
)
from spirals.streams import PERSON, many_normals

Parameters = Mapping[str, float]

_TURNS = 0.8  # encounters in the weekly team meeting per person and day (4 turns a week)
_TYPICAL_DOSE = 0.7  # mean over exponential lengths and channels
_TYPICAL_NEED = 0.3  # work interdependence of an encounter's pair
_EVENED = 0.85  # leanings of pairs and repertoires even the mix of pathways out: exponent of its weights
_BEST_OF_DAY = 0.82  # the best support of a day, against carrying capacity
# fitted to where long runs settle at the defaults, not derived; elsewhere a run may drift for some months
_SOFTENED = 1.7  # weight of the buffer in a tie's resting logit
_QUALITY = 0.89  # mean quality over pairs that differ, against a typical pair's
_OTHER_SPREAD = 0.2  # variance of tone logits by tie quality, states and skill
_HELPED_FROM_ABOVE = 0.09  # share of good encounters about help in which somebody of higher rank helps
_WORTH_SHARE = 0.85  # most encounters raise the worth of both, help that of one
_GENEROSITY = 0.1
_THANKS = 0.7  # most requests are granted; thanks in a row add less and less
_GOOD_DAY = 1.1  # encounters that feel good, per dose of life-giving ones


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
    wish: float
    logit: float
    rest_logit: float
    """The logit from which a tie's resting quality is solved: the tone logit, losses softened by tensility."""


def typical(p: Parameters, level: float = 0.0, order: float = 1.0) -> Typical:
    """Solve for the states at which a typical person's gains and losses balance.

    Parameters
    ----------
    p
        All parameters by name.
    level
        Added to the tone logit (fit and views of a pair).
    order
        Of saturation: 1 exponential, 2 by the square (`mechanisms.effects.lift`).

    Returns
    -------
    Typical
        By sixty damped steps of the mean-field map; deterministic.
    """
    return _solved(tuple(p.items()), level, order)


@lru_cache(maxsize=64)  # runs of one scenario start alike
def _solved(parameters: tuple[tuple[str, float], ...], level: float, order: float) -> Typical:
    p = dict(parameters)
    middling = (0.3, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1)
    state = Typical(p["energy_level"], *middling, p["climate_start"], 0.6, 0.0, 0.0, 0.0)
    for _ in range(60):
        state = _improved(p, state, level, order)
    return state


def pathway_shares(p: Parameters) -> tuple[float, float, float, float]:
    """Return the typical mix of the pathways; people's dispositions are its logarithms plus a spread."""
    return p["respect_share"], p["enable_share"], p["trust_share"], p["play_share"]


def _improved(p: Parameters, s: Typical, level: float, order: float) -> Typical:
    logit = tone_without_tie(p, s)
    # tensility softens losses, so that a tie rests higher; part of that is lost to chance at a finite gain
    softened = logit - _SOFTENED * math.log(1.0 - p["buffer_strength"] * s.quality)
    quality = _QUALITY * resting_quality(softened + level, p["reinforcement"], p["loss_ratio"], order)
    good = _mean_chance(logit + level + p["reinforcement"] * (quality - 0.5), p)
    doses, mix = _doses(p), _mix(p, s)
    flow = _Flow(
        doses * good, doses * (1.0 - good), mix, p["loss_ratio"] * (1.0 - p["buffer_strength"] * s.resilience), order
    )
    support = min(1.0, _BEST_OF_DAY * quality * (1.0 - math.exp(-2.0 * flow.good)))
    told = p["hardship_sharing"] * quality * flow.good * (mix[RESPECT] + mix[TRUST])
    digested = p["coping"] * (0.5 + s.resilience)
    hardship = p["setback_rate"] / max(1e-9, 1.0 - math.exp(-digested - told))
    strain = _strain(p, s, support, hardship, p["strain_push"] * flow.bad)
    resilience = _balance(p["resilience_growth"] * support, p["resilience_erosion"] * strain, 0.0, 0.0)
    safety = _slow(p, flow, W_SAFETY, 1.3, p["safety_rest"], p["safety_rate"])
    worth = _slow(
        p, flow, W_WORTH, _WORTH_SHARE * p["worth_gain"], p["worth_rest"], p["worth_rate"], _thanks(p, mix, quality)
    )
    meaning = _slow(p, flow, W_MEANING, p["meaning_gain"] * safety, p["meaning_rest"], p["meaning_rate"])
    belonging = 1.0 - math.exp(-_GOOD_DAY * flow.good)
    pulled = commitment_source(meaning, safety, belonging, p["meaning_in_commitment"])
    commitment = _slow(p, flow, W_COMMITMENT, p["commitment_gain"], pulled, p["commitment_rate"])
    skill = _balance(p["practice"] * flow.good / 4.0, 0.0, p["skill_rest"], p["skill_fading"])
    wish = _balance(p["wish_gain"] * _HELPED_FROM_ABOVE * flow.good * mix[ENABLE], 0.0, 0.0, p["wish_fading"])
    new = Typical(
        _energy(p, flow, strain), strain, safety, worth, resilience, meaning, belonging,
        commitment, skill, hardship, good, quality, wish, logit, softened,
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
    setting = setting_term(s.climate, 0.0, p["demand"], p["climate_effect"], p["rivalry_effect"], p["distraction"])
    return p["tone_baseline"] + people + setting + p["skill_effect"] * (s.skill - 0.5)


class _Flow(NamedTuple):
    """What a typical person takes from a day: doses of good and of bad, the mix of pathways, how hard bad ones hit."""

    good: float
    bad: float
    mix: tuple[float, ...]
    loss: float
    order: float

    def pushes(self, column: int) -> tuple[float, float]:
        """Return the day's push up and push down on a column of the table of weights, for a gain of 1."""
        weights = effect_weights()[:, :, column] @ np.array(self.mix)
        return self.good * float(weights[1]), self.bad * self.loss * float(weights[0])


def _mean_chance(logit: float, p: Parameters) -> float:
    """Return P(life-giving) over pairs that differ, round a typical one: ``logistic(logit / sqrt(1 + .346 v))``.

    The usual approximation to the mean of a logistic over a normal spread of variance v.
    """
    spread = p["fit_effect"] * p["fit_effect"] + 0.5 * p["view_spread"] * p["view_spread"] + _OTHER_SPREAD
    return logistic(logit / math.sqrt(1.0 + 0.346 * spread))


def _encounters(p: Parameters) -> float:
    """Return the encounters of a person and day, those in meetings included."""
    return 2.0 * p["encounter_rate"] * SLOTS + _TURNS * p["team_meetings"]


def _doses(p: Parameters) -> float:
    """Return the doses of telling (not routine) encounters per person and day."""
    started = 2.0 * p["encounter_rate"] * SLOTS
    return (1.0 - p["routine_share"]) * (started * _TYPICAL_DOSE + _TURNS * 0.45 * p["team_meetings"])


def _mix(p: Parameters, s: Typical) -> tuple[float, ...]:
    """Return the shares of the pathways: dispositions, what a typical tie invites, evened out by leanings."""
    tilt = math.exp(p["climate_on_pathway"] * (s.climate - 0.5))
    respect, enable, trusting, play = pathway_shares(p)
    enable *= math.exp(offering_appeal(s.worth, p["worth_on_help"], p["worth_on_offering"])) * help_pull(
        _TYPICAL_NEED, 0.35, 0.25, p["need_on_help"], p["generosity_on_help"], p["favour_on_help"]
    )
    trusting *= tilt * trusting_pull(s.quality, p["trust_on_trusting"], p["least_pull"])
    play *= tilt * play_pull(s.quality, p["quality_on_play"], p["least_pull"])
    flat = [weight**_EVENED for weight in (respect, enable, trusting, play)]
    return tuple(weight / sum(flat) for weight in flat)


def _slow(p: Parameters, flow: _Flow, column: int, factor: float, rest: float, rate: float, more: float = 0.0) -> float:
    """Return where a slow state settles between life-giving, depleting and forgetting."""
    up, down = flow.pushes(column)
    gain = p["person_gain"] * factor
    return _balance(gain * up + more, gain * down, rest, rate, flow.order)


def _thanks(p: Parameters, mix: tuple[float, ...], quality: float) -> float:
    """Return a helper's daily push on worth by thanks: help given, thanked as regard has it."""
    chance = thanking_probability(p["thank_base"], quality, p["thank_regard"], 0.0)
    return _THANKS * 0.5 * _encounters(p) * mix[ENABLE] * chance * p["thank_worth"]


def _balance(up: float, down: float, rest: float, rate: float, order: float = 1.0) -> float:
    total = up + down + rate
    if order > 1.0 and total > 0.0:  # the root of 2 up (1 - x)^2 - 2 down x^2 + rate (rest - x) in 0..1
        level, slope = 2.0 * up + rate * rest, 4.0 * up + rate
        return 2.0 * level / (slope + math.sqrt(slope * slope - 8.0 * (up - down) * level))
    return (up + rate * rest) / total if total > 0.0 else rest


def _strain(p: Parameters, s: Typical, support: float, hardship: float, push: float) -> float:
    hours = _encounters(p) * p["minutes_mean"] / 60.0
    load = work_load(p["demand"], hardship, hours, p["contact_limit"], p["hardship_load"])
    x = s.strain
    for day in range(1, 2 * WEEK + 1):
        x = strain_overnight(
            rise(x, push),
            load,
            support,
            p["strain_rise"],
            p["strain_recovery"],
            p["support_damps"],
            p["support_speeds"],
        )
        if day % WEEK == 0:
            x *= math.exp(-p["weekend_recovery"] * p["strain_recovery"])
    return x


def _energy(p: Parameters, flow: _Flow, strain: float) -> float:
    level = p["energy_level"] - p["strain_on_energy"] * strain
    up, down = flow.pushes(W_ENERGY)
    met = _encounters(p)
    effort = p["help_effort"] * 0.5 * met * flow.mix[ENABLE] + p["attention_effort"] * met * flow.mix[RESPECT]
    effort += p["emotional_labour"] * p["outsider_rate"] * SLOTS
    room, fall = (1.0 - level, level) if flow.order == 1.0 else (2.0 * (1.0 - level) ** 2, 2.0 * level**2)
    a_day = p["energy_gain"] * (up * room - down * fall) - effort * level
    # most of a day's lift is gone after a night; the day is seen in its evening
    return min(max(level + a_day * p["energy_carry"] / max(0.05, 1.0 - p["energy_carry"]), 0.02), 0.98)


def traits_of(p: Parameters, key: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Draw the lasting traits of people, shape (people, TRAIT_COLUMNS); keyed by person, so alike in all scenarios."""
    z = many_normals(key, rows, 0, PERSON, 0, blocks=4)
    link = p["level_link"]
    energy = p["energy_level"] + p["energy_level_spread"] * (link * z[:, 0] + math.sqrt(1.0 - link * link) * z[:, 1])
    dispositions = np.log(np.array(pathway_shares(p))) + p["disposition_spread"] * z[:, 7:11]
    return np.column_stack(
        [
            p["mood_level_spread"] * z[:, 0],
            np.clip(energy, 0.05, 0.95),
            np.clip(p["mood_inertia"] + p["mood_inertia_spread"] * z[:, 2], 0.0, 0.95),
            np.clip(p["energy_carry"] + p["energy_carry_spread"] * z[:, 3], 0.0, 0.95),
            np.exp(p["sociability_spread"] * z[:, 4] - 0.5 * p["sociability_spread"] ** 2),
            1.0 / (1.0 + np.exp(-(p["trustworthiness_level"] + p["trustworthiness_spread"] * z[:, 5]))),
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

    All go a little with the own level of mood (``rest_link``, a correlation): who feels better in general feels
    safer and is less strained (well-being and inertia go together; Houben et al. 2015).
    """
    z = many_normals(key, rows, 0, PERSON, 8)
    shared = p["rest_link"]
    apart = math.sqrt(1.0 - shared * shared)
    rests = p["rest_spread"] * (shared * level[:, None] + apart * z[:, :3])
    reacts = p["reactivity_spread"] * (apart * z[:, 3] - shared * level)
    return np.column_stack([rests, np.exp(reacts - 0.5 * p["reactivity_spread"] * p["reactivity_spread"])])


def states_of(
    p: Parameters,
    key: NDArray[np.int64],
    rows: NDArray[np.int64],
    start: Typical,
    energy_set: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Draw people's first states round the typical ones, shape (people, PERSON_COLUMNS)."""
    z = many_normals(key, rows, 0, PERSON, 4, blocks=4)
    n = len(rows)

    def spread(mean: float, column: int, logit_sd: float = p["state_spread"]) -> NDArray[np.float64]:
        centre = math.log(max(mean, 1e-6) / max(1.0 - mean, 1e-6))
        return 1.0 / (1.0 + np.exp(-(centre + logit_sd * z[:, column])))

    strain = spread(start.strain, 1)
    energy = np.clip(start.energy + (energy_set - p["energy_level"]) + p["energy_innovation"] * z[:, 2], 0.02, 0.98)
    skills = np.clip(start.skill + p["skill_spread"] * z[:, 3:7], 0.05, 0.95)
    volume = 2.0 * p["encounter_rate"] * SLOTS
    shares = pathway_shares(p)
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
            spread(p["knowledge_start"], 12, p["knowledge_spread"]),
            skills,
            np.full(n, start.hardship),
            np.zeros((n, 4)),  # spill, hours, support, good_today
            np.full(n, _GENEROSITY),
            np.full(n, start.belonging),
            volume * np.tile(shares, (n, 1)),
            np.full(n, 0.5 * volume * shares[ENABLE]),  # helping
            np.full(n, 0.4 * volume * shares[ENABLE]),  # influence
            np.full(n, 0.4 * volume * shares[ENABLE]),  # learning
            np.zeros(n),  # ideas
            strain,
            np.full(n, volume * p["minutes_mean"] / 60.0),
            np.zeros(n),  # fatigue
            np.full(n, start.wish),
        ]
    )
