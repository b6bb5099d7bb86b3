"""Mood: fast affect that carries over hours, moved by events and weakly by others."""

from __future__ import annotations

import math

from spirals.mechanisms.registry import mechanism


@mechanism
def mood_carried(mood: float, inertia: float, innovation: float, noise: float) -> float:
    """Return mood at the start of the next two-hour slot.

    ``inertia mood + innovation sqrt(1 - inertia^2) noise``; mood is a deviation from the own set point in
    within-person SD units, inertia the share carried over two hours (targets C1, C4).
    """
    return inertia * mood + innovation * math.sqrt(1.0 - inertia * inertia) * noise


@mechanism
def mood_event(
    severity: float, tone: float, lift: float, loss_ratio: float, buffer_strength: float, buffer: float
) -> float:
    """Return how far an event moves mood: linear in its severity, bad ones ``loss_ratio`` times as much.

    ``lift severity`` for tone > 0, else ``-loss_ratio lift severity (1 - buffer_strength buffer)``; severity has mean
    1 (target C6).
    """
    if tone > 0.0:
        return lift * severity
    return -loss_ratio * lift * severity * (1.0 - buffer_strength * buffer)


@mechanism
def contagion_shift(own: float, other: float, contagion: float, dose: float) -> float:
    """Return the pull of another's mood in one encounter: ``contagion dose (other - own)``; weak (target C12)."""
    return contagion * dose * (other - own)


@mechanism
def severity_of(u: float) -> float:
    """Return how severe an event is, from one uniform: exponential with mean 1, so that a few stand out."""
    return -math.log(u)
