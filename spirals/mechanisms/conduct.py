"""Conduct: how attentively one person treats another here and now, how it is answered, and what the other receives.

``p`` is the run's ``ParameterSet``.  Conduct is a logit until both have responded in kind; ``q = logistic(c)`` runs
from 0 (demeaning) to 1 (wholly present).  Source: theory.md, section 1; Dutton 2003 on respectful engagement.
"""

from __future__ import annotations

import math
from typing import Any

from spirals.mechanisms.numbers import exp, logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def distracted(p: Any, demand: float, devices: float, attention: float) -> float:
    """Return the presence (logits, >= 0) lost to pressing work and devices.

    ``(distraction demand + devices) (1 - attention)``: attention takes away at most what distraction there is.
    """
    return max(0.0, (p.distraction * demand + devices) * (1.0 - attention))


@mechanism
def care_for(p: Any, regard: float, ranks_above: float) -> float:
    """Return what regard for the other adds to conduct (logits).

    ``care (regard - ref_regard)``; a shortfall towards somebody of higher rank (``ranks_above`` > 0) is multiplied by
    ``1 - deference``.
    """
    term = p.on_ties * p.care * (regard - p.ref_regard)
    if term < 0.0 and ranks_above > 0.0:
        term *= 1.0 - p.deference
    return term


@mechanism
def conduct_logit(
    p: Any,
    skill: float,
    fit: float,
    care: float,
    habit: float,
    norm: float,
    energy: float,
    mood: float,
    strain: float,
    hardship: float,
    safety: float,
    meaning: float,
    lost: float,
    more: float,
) -> float:
    """Return the conduct of one person towards another (logits), before either responds.

    ``conduct_base + skill_effect (skill - 1/2) + fit_effect fit + care + habit_effect (habit - ref) + norm_effect
    (norm - ref) + vigour (energy - ref) + mood_effect (mood - ref) - strain_effect (strain - ref) -
    hardship_effect min(2, hardship) + safety_effect
    (safety - ref) + meaning_effect (meaning - ref) - (lost - distraction ref_demand) + more``.

    ``lost`` is presence lost to distraction, ``more`` the presence asked for in this encounter and chance.  Every
    feedback term reads a difference from its reference, so that a loop can be cut and the working point stays.
    """
    return (
        p.conduct_base
        + p.skill_effect * (skill - 0.5)
        + p.fit_effect * fit
        + care
        + p.on_norms * (p.habit_effect * (habit - p.ref_habit_respect) + p.norm_effect * (norm - p.ref_norm_respect))
        + p.on_emotion
        * (
            p.vigour * (energy - p.ref_energy)
            + p.mood_effect * (mood - p.ref_mood)
            - p.strain_effect * (strain - p.ref_strain)
        )
        - p.hardship_effect * min(2.0, hardship)
        + p.on_safety * p.safety_effect * (safety - p.ref_safety)
        + p.on_meaning * p.meaning_effect * (meaning - p.ref_meaning)
        - (lost - p.distraction * p.ref_demand)
        + more
    )


@mechanism
def answered_in_kind(p: Any, own: float, other: float, share: float, ranks_above: float) -> float:
    """Return one's conduct (logits) after responding in kind: ``own + share mirror (other - own)``.

    Who answers responds in full (share 1), who started by half.  A shortfall towards somebody of higher rank
    (``ranks_above`` > 0: the other stands above) is multiplied by ``1 - deference``.
    """
    shift = share * p.mirror * (other - own)
    if shift < 0.0 and ranks_above > 0.0:
        shift *= 1.0 - p.deference
    return own + shift


@mechanism
def strength(p: Any, q: float) -> float:
    """Return the strength of received conduct, -1..1: 0 in routine contact, beyond ``good_at`` or ``bad_at`` linear."""
    if q > p.good_at:
        return (q - p.good_at) / (1.0 - p.good_at)
    if q < p.bad_at:
        return (q - p.bad_at) / p.bad_at
    return 0.0


@mechanism
def rank_weight(p: Any, ranks_above: float) -> float:
    """Return how much more conduct weighs that comes from ``ranks_above`` levels above: ``exp(power ranks_above)``."""
    return exp(p.power * ranks_above)


@mechanism
def talk_share(p: Any, ranks_above: float, mood_above: float, sociability: float, other: float, voice: float) -> float:
    """Return the share (0..1) of the talking that falls to one of two.

    ``1/2 + (1 - voice) (logistic(turn_rank ranks_above + turn_mood mood_above + turn_sociability ln(sociability /
    other)) - 1/2)``; ``ranks_above`` and ``mood_above`` compare oneself with the other, ``voice`` (0..1) evens out.
    """
    tilt = p.turn_rank * ranks_above + p.on_emotion * p.turn_mood * mood_above
    tilt += p.turn_sociability * math.log(max(sociability, 1e-6) / max(other, 1e-6))
    return 0.5 + (1.0 - voice) * (logistic(tilt) - 0.5)


@mechanism
def listened_to(p: Any, share: float) -> float:
    """Return the factor on what one receives: ``1 - listened + 2 listened share``; being listened to gives regard."""
    return 1.0 - p.listened + 2.0 * p.listened * share


@mechanism
def mutuality(q_own: float, q_other: float, share: float) -> float:
    """Return felt mutuality, 0..1: ``sqrt(q_own q_other) 4 share (1 - share)``, the last the evenness of turns."""
    return math.sqrt(q_own * q_other) * 4.0 * share * (1.0 - share)


@mechanism
def felt_report(p: Any, own_level: float, q: float, noise: float) -> float:
    """Return how good an encounter is said to have felt, 0..1.

    ``logistic(felt_level + felt_person own_level + felt_slope ln(q / (1 - q)) + felt_noise noise)``; about two
    thirds of the variance lies between encounters of the same person (target C22).
    """
    held = min(max(q, 1e-6), 1.0 - 1e-6)
    received = math.log(held / (1.0 - held))
    return logistic(p.felt_level + p.felt_person * own_level + p.felt_slope * received + p.felt_noise * noise)
