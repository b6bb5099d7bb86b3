"""Affect: mood over hours, energy over days, vitality over months, and what people say of them."""

from __future__ import annotations

import math
from typing import Any

from spirals.mechanisms.numbers import fall
from spirals.mechanisms.registry import mechanism


@mechanism
def mood_carried(mood: float, inertia: float, innovation: float, noise: float) -> float:
    """Return mood at the start of the next two-hour slot.

    ``inertia mood + innovation sqrt(1 - inertia^2) noise``; mood is a deviation from the own set point in
    within-person SD units, inertia the share carried over two hours (targets C1, C4).
    """
    return inertia * mood + innovation * math.sqrt(1.0 - inertia * inertia) * noise


@mechanism
def mood_event(p: Any, v: float, dose: float, resilience: float) -> float:
    """Return how far conduct of signed strength v moves mood, SD.

    ``mood_lift v min(1, dose)``; bad conduct ``loss_ratio (1 - buffer_strength resilience)`` times as much (target C6).
    """
    event = p.mood_lift * v * min(1.0, dose)
    if v < 0.0:
        event *= p.loss_ratio * (1.0 - p.buffer_strength * resilience)
    return event


@mechanism
def contagion_shift(own: float, other: float, contagion: float, dose: float) -> float:
    """Return the pull of another's mood in one encounter: ``contagion dose (other - own)``; weak (target C12).

    Two moods meet halfway at most, whatever the dose.
    """
    return min(0.5, contagion * dose) * (other - own)


@mechanism
def energy_spent(energy: float, effort: float) -> float:
    """Return energy after effort: ``energy exp(-effort)``; attention, helping, emotional labour, masking (C20)."""
    return fall(energy, effort)


@mechanism
def energy_overnight(energy: float, level: float, carry: float, noise: float) -> float:
    """Return next morning's energy: ``level + carry (energy - level) + noise``, held in .01...99.

    ``carry`` is about .4-.7 over one night (target C2); nights restore.
    """
    return min(max(level + carry * (energy - level) + noise, 0.01), 0.99)


@mechanism
def vitality_tonight(
    p: Any, vitality: float, own_level: float, felt: float, support: float, meaning: float, strain: float, noise: float
) -> float:
    """Return the level that energy recovers to, after a day.

    It moves ``vitality_rate`` of the way to ``own_level + vitality_felt (felt - ref) + vitality_support (support -
    ref) + vitality_meaning (meaning - ref) - vitality_strain (strain - ref)``, and with life outside work
    (``vitality_noise noise``): good or bad quarters change how much energy somebody has (Fredrickson 1998; theory.md,
    section 2).
    """
    target = (
        own_level
        + p.vitality_felt * (felt - p.ref_felt)
        + p.vitality_support * (support - p.ref_support)
        + p.vitality_meaning * (meaning - p.ref_meaning)
        - p.vitality_strain * (strain - p.ref_strain)
    )
    moved = vitality + p.vitality_rate * (target - vitality) + p.vitality_noise * noise
    return min(max(moved, 0.03), 0.97)


@mechanism
def felt_tonight(felt: float, today: float, memory: float) -> float:
    """Return the slow mean of the strength of conduct received: ``felt + memory (today - felt)``."""
    return felt + memory * (today - felt)
