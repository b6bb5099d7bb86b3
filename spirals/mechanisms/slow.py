"""Slow states of a person: safety, worth, meaning, commitment, resilience, hardship."""

from __future__ import annotations

from spirals.mechanisms.numbers import fall, rise, settle
from spirals.mechanisms.registry import mechanism


@mechanism
def risk_push(weight: float, risky: float, risk_teaches: float) -> float:
    """Return how much an encounter teaches about safety: more when a risk was taken (asking, disclosing).

    ``weight (1 + risk_teaches risky)`` with ``risky`` 0 or 1; safety is learnt from how risks were received
    (Edmondson 1999).
    """
    return weight * (1.0 + risk_teaches * risky)


@mechanism
def meaning_push(weight: float, safety: float, meaning_gain: float) -> float:
    """Return what being seen adds to meaning: ``meaning_gain weight safety``.

    Only where one can be authentic is one seen (Kahn 1990).
    """
    return meaning_gain * weight * safety


@mechanism
def own_rest(rest: float, own: float) -> float:
    """Return where a slow state of one person rests without experience: ``rest + own``, held in 0..1."""
    return min(1.0, max(0.0, rest + own))


@mechanism
def commitment_source(meaning: float, safety: float, belonging: float, meaning_in_commitment: float) -> float:
    """Return what commitment follows: ``share meaning + (1 - share) (safety + belonging) / 2``."""
    return meaning_in_commitment * meaning + (1.0 - meaning_in_commitment) * 0.5 * (safety + belonging)


@mechanism
def commitment_tonight(
    commitment: float,
    meaning: float,
    safety: float,
    belonging: float,
    commitment_rate: float,
    meaning_in_commitment: float,
) -> float:
    """Return commitment after a day: it follows ``share meaning + (1 - share) (safety + belonging) / 2`` slowly.

    ``share`` is ``meaning_in_commitment`` (1/2 unless said otherwise).

    The identity and exchange lenses of Dutton & Heaphy (2003): meaning carries identity, safety and belonging the
    exchange that is returned as commitment.
    """
    return settle(commitment, commitment_source(meaning, safety, belonging, meaning_in_commitment), commitment_rate)


@mechanism
def resilience_tonight(resilience: float, support: float, strain: float, growth: float, erosion: float) -> float:
    """Return resilience after a day: grown by support, eroded by strain.

    ``rise(resilience, growth support)`` then ``fall(., erosion strain)``: emotional carrying capacity as a source of
    resilience (Stephens et al. 2013).
    """
    return fall(rise(resilience, growth * support), erosion * strain)


@mechanism
def hardship_digested(hardship: float, resilience: float, coping: float) -> float:
    """Return hardship left after a night: ``hardship exp(-coping (1/2 + resilience))``; resilience is recovery."""
    return fall(hardship, coping * (0.5 + resilience))


@mechanism
def hardship_shared(hardship: float, carrying_capacity: float, dose: float, sharing: float) -> float:
    """Return hardship left after it was told in a good encounter: ``hardship exp(-sharing carrying_capacity dose)``."""
    return fall(hardship, sharing * carrying_capacity * dose)


@mechanism
def severity_of_setback(u: float, setback_spread: float) -> float:
    """Return how severe a setback is, from one uniform: ``1 + setback_spread (u - 1/2)``, mean 1."""
    return 1.0 + setback_spread * (u - 0.5)


@mechanism
def struck(
    hardship: float, energy: float, mood: float, severity: float, energy_loss: float, mood_loss: float
) -> tuple[float, float, float]:
    """Return hardship, energy and mood after a setback of a severity (about 1).

    Hardship grows by the severity, energy falls by ``exp(-energy_loss severity)``, mood by ``mood_loss severity``.
    """
    return hardship + severity, fall(energy, energy_loss * severity), mood - mood_loss * severity
