"""Ties: what moves their features, where they rest, how familiarity grows and fades.

Each feature has its own source (theory.md, section 1): regard comes from conduct and help received, trust from what was
entrusted and how it was met, carrying capacity from emotion expressed and borne, tensility from ruptures repaired,
connectivity from ideas taken up and play.
"""

from __future__ import annotations

from typing import Any

from spirals.mechanisms.numbers import exp, fall, rise, slowed
from spirals.mechanisms.registry import mechanism


@mechanism
def dose_of(minutes: float, channel_factor: float, typical_minutes: float) -> float:
    """Return an encounter's dose, 0..2 times the channel's factor; 1 at the typical length in person.

    ``channel_factor 2 minutes / (minutes + typical_minutes)``: the first minutes count most, so a kind exchange
    of under a minute has an effect (four-pathways).
    """
    return channel_factor * 2.0 * minutes / (minutes + typical_minutes)


@mechanism
def invested(x: float, up: float, down: float, order: float) -> float:
    """Return a 0..1 feature or state after pushes up and down: ``1 - (1 - x) exp(-up)``, then ``x exp(-down)``.

    Two half pushes equal one.  With inflows A+ and A- a day and drift towards a rest it settles at about ``(A+ + drift
    rest) / (A+ + A- + drift)``: more time of the same kind lifts a tie, neglect lets it go (theory.md, section 1).
    ``order`` 2 is another saturation (`numbers.slowed`).
    """
    risen = rise(x, slowed(up, 1.0 - x, order))
    return fall(risen, slowed(down, risen, order))


@mechanism
def softened(p: Any, loss: float, buffer: float) -> float:
    """Return a loss as it hits: ``loss_ratio loss (1 - buffer_strength buffer)``.

    Bad is stronger than good (Miner et al. 2005); tensility of the tie, or resilience of the person, softens it.
    """
    return p.loss_ratio * loss * (1.0 - p.buffer_strength * buffer)


@mechanism
def drifted(x: float, rest: float, drift: float) -> float:
    """Return a feature after a night: ``x + drift (rest - x)``; every tie drifts, used or not."""
    return x + drift * (rest - x)


@mechanism
def rest_of(p: Any, fit: float, own: float) -> float:
    """Return where a feature of a pair rests, held in .05..0.95.

    ``rest_level + rest_spread (rest_common fit + sqrt(1 - rest_common^2) own)``: a common part, how well the two get
    on, and a part of its own (both standard normal).
    """
    share = p.rest_common
    apart = (max(0.0, 1.0 - share * share)) ** 0.5
    return min(0.95, max(0.05, p.rest_level + p.rest_spread * (share * fit + apart * own)))


@mechanism
def quality_of(carrying: float, tensility: float, connectivity: float, regard: float, trust: float) -> float:
    """Return a tie's quality as one side has it: the mean of its five features (0..1)."""
    return 0.2 * (carrying + tensility + connectivity + regard + trust)  # a fraction of a division's time


@mechanism
def remembered(rest: float, push: float) -> float:
    """Return the truster's rest of trust after a betrayal: ``rest exp(-push)``; only the betrayed remembers it."""
    return fall(rest, push)


@mechanism
def familiarity_after(familiarity: float, dose: float, familiarity_gain: float) -> float:
    """Return familiarity after an encounter: ``1 - (1 - familiarity) exp(-familiarity_gain dose)``."""
    return rise(familiarity, familiarity_gain * dose)


@mechanism
def fading_rate(embeddedness: float, need: float, fading: float, embedded_shelter: float) -> float:
    """Return the daily rate at which a tie fades, per day; use works against it.

    ``fading (1 - embedded_shelter embeddedness) / (1 + need)``: ties outside a shared circle fade much faster than
    embedded ones (Burt 2002), and work interdependence keeps a tie alive.
    """
    return fading * (1.0 - embedded_shelter * embeddedness) / (1.0 + need)


@mechanism
def familiarity_tonight(familiarity: float, rate: float, well_known: float) -> float:
    """Return familiarity after a night: ``familiarity exp(-rate (1 - well_known familiarity))``.

    What is well known is forgotten more slowly than a fleeting contact: a stable backbone under fast-churning weak ties
    (target C18; Roy et al. 2022 on inner circles).
    """
    return fall(familiarity, rate * (1.0 - well_known * familiarity))


@mechanism
def favours_after(favours: float, owed: float, gain: float) -> float:
    """Return the balance of favours (-1..1) after help: ``1 - exp(-gain)`` of its way to ``owed`` (+1 or -1)."""
    return favours + (1.0 - exp(-gain)) * (owed - favours)
