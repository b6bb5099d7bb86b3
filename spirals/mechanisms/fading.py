"""How ties grow familiar, fade when unused, and drift back."""

from __future__ import annotations

import math

from spirals.mechanisms.numbers import fall, logistic, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def familiarity_after(familiarity: float, dose: float, familiarity_gain: float) -> float:
    """Return familiarity after an encounter: ``1 - (1 - familiarity) exp(-familiarity_gain dose)``."""
    return rise(familiarity, familiarity_gain * dose)


@mechanism
def fading_rate(embeddedness: float, need: float, fading: float, embedded_shelter: float) -> float:
    """Return the daily rate at which an unused tie fades, per day.

    ``fading (1 - embedded_shelter embeddedness) / (1 + need)``: ties outside a shared circle fade much faster than
    embedded ones (Burt 2001), and work interdependence keeps a tie alive.
    """
    return fading * (1.0 - embedded_shelter * embeddedness) / (1.0 + need)


@mechanism
def familiarity_unused(familiarity: float, rate: float) -> float:
    """Return familiarity after a day without an encounter: ``familiarity exp(-rate (1 - familiarity))``.

    What is well known is forgotten slowly, a fleeting contact soon: a stable backbone under fast-churning weak ties
    (target C18; Roy et al. 2022 on inner circles).
    """
    return fall(familiarity, rate * (1.0 - familiarity))


@mechanism
def resting_quality(predictor: float, reinforcement: float, loss_ratio: float, order: float = 1.0) -> float:
    """Return the quality at which a pair's good and bad encounters balance.

    Solves ``order logit(x) = predictor + reinforcement (x - 1/2) - ln(loss_ratio)`` by twelve fixed-point steps from
    1/2 (for reinforcement > 4 the branch on the side of the predictor); ``order`` as in ``lift``.  Source: theory.md,
    check 1.
    """
    x = 0.5
    shift = predictor - math.log(loss_ratio)
    for _ in range(12):
        x = logistic((shift + reinforcement * (x - 0.5)) / order)
    return x
