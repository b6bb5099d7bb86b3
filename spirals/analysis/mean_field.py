"""A mean-field approximation: one typical pair, chance averaged out, all states where they settle.

Conduct held at a level moves ties, habits, norms, energy, strain, safety and meaning to where their inflows balance;
these would give a conduct of their own.  Where the two agree an organisation can rest, and the slope there is the loop
gain G.  An approximation: nobody chooses whom to meet, contact is spread evenly over `TIES` ties, and moves beside
conduct bring what the references of the default table ask for, at which it is exact.  A largest gain G_max above 1 is
necessary for two states, not sufficient; two states found here are a property of a region of parameters and no finding
about people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.mechanisms.affect import energy_overnight
from spirals.mechanisms.conduct import care_for, conduct_logit, strength
from spirals.mechanisms.numbers import fall, logistic, rise
from spirals.mechanisms.strain import load_of, strain_after_day, strain_after_night
from spirals.mechanisms.ties import dose_of, softened
from spirals.parameters import ParameterSet, defaults
from spirals.population import SLOTS

Floats = NDArray[np.float64]
LOWEST, HIGHEST = -10.0, 10.0  # logits of conduct between which resting points are looked for
TIES = 8.0  # over which a typical person's contact is spread: fewer than there are, as contact concentrates
_NODES = np.linspace(-4.5, 4.5, 121)  # SDs: a fine grid, as strength has corners
_WEIGHTS = np.exp(-0.5 * _NODES**2)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_STEP = 1e-3
_NIGHTS = 7.0 / 5.0  # of recovery for each working day
_SUPPORT = 0.5  # at the references


class Received(NamedTuple):
    """What people receive on average: conduct, strength of life-giving and of depleting conduct (both >= 0)."""

    q: float
    good: float
    bad: float


class States(NamedTuple):
    """Where what behaviour reads settles, for a typical person and tie; ``quality`` is the mean of a tie's features."""

    regard: float
    quality: float
    habit: float
    norm: float
    energy: float
    strain: float
    safety: float
    meaning: float


class RestingPoint(NamedTuple):
    """A mean conduct (logits) at which an organisation can rest, its states, and its loop gain; stable below 1."""

    conduct: float
    states: States
    gain: float


def settles_at(up: float, down: float, drift: float, rest: float) -> float:
    """Return where a feature or state settles: ``(up + drift rest) / (up + down + drift)`` (theory.md, check 1)."""
    return (up + drift * rest) / (up + down + drift)


def received(p: ParameterSet, conduct: float) -> Received:
    """Return what is received where conduct has a mean and varies by occasion, pair and person."""
    varied = p.noise_shared**2 + p.noise_own**2 + p.fit_effect**2 + (p.skill_effect * p.skill_spread) ** 2
    q = np.array([logistic(conduct + np.sqrt(varied) * z) for z in _NODES])
    v = np.array([strength(p, one) for one in q])
    return Received(float(_WEIGHTS @ q), float(_WEIGHTS @ np.maximum(v, 0.0)), float(_WEIGHTS @ np.maximum(-v, 0.0)))


def doses(p: ParameterSet) -> float:
    """Return the doses of conduct that a typical person receives a day."""
    middle = np.log(max(p.minutes_mean, 1e-9)) - 0.5 * p.minutes_spread**2
    each = [dose_of(minutes, 1.0, p.minutes_typical) for minutes in np.exp(middle + p.minutes_spread * _NODES)]
    return float(2.0 * p.encounter_rate * SLOTS * (_WEIGHTS @ each))


def settled(p: ParameterSet, conduct: float) -> States:
    """Return where all states settle while mean conduct is held at a level (logits)."""
    (q0, strain0, energy0, others), now = _at_references(), received(p, conduct)
    regard, safety, meaning = (
        settles_at(up + other, down, drift, rest) if up + down + drift > 0.0 else ref
        for (up, down, drift, rest, ref), other in zip(_inflows(p, now), others, strict=True)
    )
    strain = p.ref_strain + _strain(p, now) - strain0
    energy = p.ref_energy + _energy(p, now, strain, meaning) - energy0
    quality = regard + 0.2 * (p.ref_trust + p.ref_carrying + p.ref_tensility + p.ref_connectivity - 4.0 * p.ref_regard)
    habit = p.ref_habit_respect + (now.q - q0 if p.habit_rate > 0.0 else 0.0)
    norm = p.ref_norm_respect + (now.q - q0 if p.norm_rate > 0.0 else 0.0)
    return States(regard, quality, habit, norm, energy, strain, safety, meaning)


def _inflows(p: ParameterSet, now: Received) -> tuple[tuple[float, float, float, float, float], ...]:
    """Return what conduct does to regard, safety and meaning: pushes up and down a day, drift, rest, reference."""
    n, bad = doses(p), p.loss_ratio * now.bad
    tie, safe, meant = p.gain * n / TIES, p.safety_gain * n, p.meaning_gain * n
    return (
        (tie * now.good, tie * softened(p, now.bad, p.ref_tensility), p.drift, p.rest_level, p.ref_regard),
        (safe * now.good, safe * p.safety_loss * bad, p.safety_return, p.safety_rest, p.ref_safety),
        (meant * now.good, meant * bad, p.meaning_return, p.meaning_rest, p.ref_meaning),
    )


def _strain(p: ParameterSet, now: Received) -> float:
    """Return where strain settles, up to a constant that the references set."""
    support = min(1.0, _SUPPORT * now.q / p.ref_conduct)
    load = load_of(p, p.demand, 0.0, 0.0, 0.0, 1.0) + p.strain_gain * doses(p) * p.loss_ratio * now.bad

    def day(strain: float) -> float:
        evening = strain_after_day(p, strain, load, 0.0, support, p.resilience_rest)
        return strain_after_night(p, evening, support, p.resilience_rest, _NIGHTS)

    return _left_as_it_is(day)


def _energy(p: ParameterSet, now: Received, strain: float, meaning: float) -> float:
    """Return where energy settles, up to a constant that the references set."""
    n, bad = doses(p), p.loss_ratio * now.bad
    level = p.energy_level + p.vitality_felt * (now.good - bad - p.ref_felt)
    level += p.vitality_meaning * (meaning - p.ref_meaning) - p.vitality_strain * (strain - p.ref_strain)

    def day(energy: float) -> float:
        evening = fall(rise(energy, p.energy_gain * n * now.good), n * (p.energy_gain * bad + p.conduct_effort * now.q))
        return energy_overnight(evening, level, p.energy_carry, 0.0)

    return _left_as_it_is(day)


def _left_as_it_is(day: Callable[[float], float]) -> float:
    """Return the state that a day leaves as it is, where a day is a straight line."""
    low, high = day(0.0), day(1.0)
    return low / (1.0 - (high - low))


@lru_cache(maxsize=1)
def _at_references() -> tuple[float, float, float, tuple[float, ...]]:
    """Return q, strain and energy of the default table at its references, and what moves bring to regard and so on."""
    p = ParameterSet(defaults())
    now = received(p, conduct_at_references(p))
    others = tuple(
        (ref * (up + down + drift) - up - drift * rest) / (1.0 - ref) for up, down, drift, rest, ref in _inflows(p, now)
    )
    return now.q, _strain(p, now), _energy(p, now, p.ref_strain, p.ref_meaning), others


def conduct_at_references(p: ParameterSet) -> float:
    """Return the mean conduct (logits) where all feedback is at its references."""
    kept = p.ref_habit_respect, p.ref_norm_respect, p.ref_energy, p.ref_strain, p.ref_safety, p.ref_meaning
    return given(p, States(p.ref_regard, 0.0, *kept))


def given(p: ParameterSet, s: States) -> float:
    """Return the mean conduct (logits) that states give."""
    care, lost = care_for(p, s.regard, 0.0), p.distraction * p.demand
    return conduct_logit(
        p, p.skill_rest, 0.0, care, s.habit, s.norm, s.energy, p.ref_mood, s.strain, 0.0, s.safety, s.meaning, lost, 0.0
    )


def gain_at(parameters: Mapping[str, float], conduct: float) -> float:
    """Return the loop gain G where mean conduct is held: the slope of what it would give."""
    p = ParameterSet(parameters)
    low, high = (given(p, settled(p, conduct + step)) for step in (-_STEP, _STEP))
    return (high - low) / (2.0 * _STEP)


def curve(parameters: Mapping[str, float], points: int = 121) -> tuple[Floats, Floats]:
    """Return levels of conduct and what each would give: where the second crosses the first there is rest."""
    p = ParameterSet(parameters)
    held = np.linspace(LOWEST, HIGHEST, points)
    return held, np.array([given(p, settled(p, float(one))) for one in held])


def resting_points(parameters: Mapping[str, float]) -> tuple[RestingPoint, ...]:
    """Return every state in which an organisation with these parameters can rest, the lowest conduct first."""
    p = ParameterSet(parameters)
    held, answer = curve(parameters)
    excess = answer - held
    found = []
    for k in np.flatnonzero((excess[:-1] > 0.0) != (excess[1:] > 0.0)):
        at = float(held[k] + (held[k + 1] - held[k]) * excess[k] / (excess[k] - excess[k + 1]))
        found.append(RestingPoint(at, settled(p, at), gain_at(parameters, at)))
    return tuple(found)


def largest_loop_gain(parameters: Mapping[str, float]) -> float:
    """Return G_max, the largest slope of the curve: below 1 there cannot be two stable states, above 1 there may be."""
    held, answer = curve(parameters)
    return float(np.max(np.diff(answer) / np.diff(held)))
