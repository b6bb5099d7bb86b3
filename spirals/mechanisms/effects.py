"""What an encounter changes: dose, gain, and the asymmetric saturating effect."""

from __future__ import annotations

from spirals.mechanisms.numbers import exp, fall, logistic, logit, rise, slowed
from spirals.mechanisms.registry import mechanism


@mechanism
def dose_of(minutes: float, channel_factor: float, typical_minutes: float) -> float:
    """Return an encounter's dose, 0..2 times the channel's factor; 1 at the typical length in person.

    ``channel_factor 2 minutes / (minutes + typical_minutes)``: the first minutes count most, so a kind exchange
    of under a minute has an effect (four-pathways).
    """
    return channel_factor * 2.0 * minutes / (minutes + typical_minutes)


@mechanism
def tie_gain(familiarity: float, gain: float, novelty: float) -> float:
    """Return the gain of an encounter on a tie: ``gain (1 + novelty (1 - familiarity))``, largest between strangers."""
    return gain * (1.0 + novelty * (1.0 - familiarity))


@mechanism
def lift(x: float, gain: float, dose: float, weight: float, order: float = 1.0) -> float:
    """Return a 0..1 tie or state after a life-giving encounter: ``1 - (1 - x) exp(-gain dose weight)``.

    At ``order`` 2 it saturates by the square of the room left (``slowed``), to see what hangs on the form.
    """
    return rise(x, slowed(gain * dose * weight, 1.0 - x, order))


@mechanism
def drain(
    x: float,
    gain: float,
    dose: float,
    weight: float,
    loss_ratio: float,
    buffer_strength: float,
    buffer: float,
    order: float = 1.0,
) -> float:
    """Return a 0..1 tie or state after a depleting encounter.

    ``x exp(-loss_ratio gain dose weight (1 - buffer_strength buffer))``.  The buffer is tensility for ties and
    resilience for persons (Dutton & Heaphy 2003); ``loss_ratio`` is how much stronger bad is than good (plausible
    1 to 5 by estimator and sample; Miner et al. 2005).  ``order`` as in ``lift``.
    """
    push = loss_ratio * gain * dose * weight * (1.0 - buffer_strength * buffer)
    return fall(x, slowed(push, x, order))


@mechanism
def taken_as(view_apart: float, tone: float, view_on_regard: float) -> float:
    """Return the factor on what one side makes of an encounter for its regard: ``exp(tone view_on_regard view_apart)``.

    ``view_apart`` is how much better (logits) this side views the other than both do on average, ``tone`` +1 or -1: the
    two share the encounter, not what each makes of it, so regard need not be mutual (target C7).  The other side is as
    far on the other side of that average, and its factor is 1 over this one.
    """
    return exp(tone * view_on_regard * view_apart)


@mechanism
def trusted_as(trustworthier: float, tone: float, trust_reads: float) -> float:
    """Return the factor on what one side makes of an encounter for its trust: ``exp(tone trust_reads trustworthier)``.

    ``trustworthier`` is how much more trustworthy the other is than people are on average; ``tone`` +1 or -1.  Good
    moments with somebody of integrity are believed, bad ones forgiven, so that trust comes to tell people apart
    (discernment; build-high-quality-connections).
    """
    return exp(tone * trust_reads * trustworthier)


@mechanism
def trust_told_apart(trust: float, trustworthier: float, trust_reads: float) -> float:
    """Return where trust rests that has told people apart: ``logistic(logit(trust) + 2 trust_reads trustworthier)``.

    The balance of gains and losses weighted by ``trusted_as``: gains times its factor, losses divided by it.
    """
    return logistic(logit(trust) + 2.0 * trust_reads * trustworthier)


@mechanism
def quality_of(carrying: float, tensility: float, connectivity: float, regard: float, trust: float) -> float:
    """Return a tie's quality as one side has it: the mean of its five features (0..1)."""
    return 0.2 * (carrying + tensility + connectivity + regard + trust)  # a fraction of a division's time


@mechanism
def deceived_ceiling(ceiling: float, dose: float, deception: float) -> float:
    """Return what trust can regain after a betrayal: ``ceiling exp(-deception dose)`` (Schweitzer et al. 2006)."""
    return fall(ceiling, deception * dose)
