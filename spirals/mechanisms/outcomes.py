"""Outcomes: what connections are good for, one equation each.

Every outcome has an input that no other outcome has, and luck of its own, so that none is another word for
energy.  Inputs are weighed alike: with weights that no source supplies, equal ones predict as well as any
(Dawes 1979, "The robust beauty of improper linear models").  Where an outcome needs each of its inputs, it is
their geometric mean; where they can stand in for one another, the arithmetic one.
"""

from __future__ import annotations

import math

from spirals.mechanisms.numbers import exp, logistic, logit
from spirals.mechanisms.registry import mechanism


@mechanism
def with_luck(value: float, luck: float) -> float:
    """Return a 0..1 outcome moved by luck: ``logistic(logit(value) + luck)``; 0 and 1 stay."""
    if value <= 0.0:
        return 0.0
    if value >= 1.0:
        return 1.0
    return logistic(logit(value) + luck)


@mechanism
def saturating(amount: float, half: float) -> float:
    """Return a count or sum (>= 0) on 0..1: ``amount / (amount + half)``, one half at ``half`` (> 0)."""
    if amount <= 0.0:
        return 0.0
    return amount / (amount + half)


@mechanism
def hours_left(contact_hours: float, working_hours: float) -> float:
    """Return the share (0..1) of the day left for one's own work after ``contact_hours`` a day in contact."""
    return min(1.0, max(0.0, 1.0 - contact_hours / working_hours))


@mechanism
def performance(
    knowledge: float, skill: float, time_left: float, coordination: float, strain: float, luck: float
) -> float:
    """Return how well somebody's own work goes (0..1).

    ``(knowledge skill time_left coordination (1 - strain))^(1/5)``: work needs each of the five, so none
    makes up for the lack of another.  Its own inputs: skill and the hours left after contact, which is what
    connecting costs.
    """
    product = knowledge * skill * time_left * coordination * (1.0 - strain)
    if product <= 0.0:
        return 0.0
    return with_luck(exp(math.log(product) / 5.0), luck)


@mechanism
def coordination_of_tie(
    knowledge_a: float,
    knowledge_b: float,
    commitment_a: float,
    commitment_b: float,
    rivalry: float,
    regard_a: float,
    regard_b: float,
) -> float:
    """Return the relational coordination (0..1) of two people whose work depends on each other.

    Mean of shared knowledge (what both know: the smaller), shared goals (the smaller commitment, less what
    rivalry, 0..1, takes) and mutual respect (geometric mean of both regards).  Source: Gittell 2001, cited in
    power-of-high-quality-connections.
    """
    shared_knowledge = min(knowledge_a, knowledge_b)
    shared_goals = min(commitment_a, commitment_b) * (1.0 - min(max(rivalry, 0.0), 1.0))
    mutual_respect = math.sqrt(regard_a * regard_b)
    return (shared_knowledge + shared_goals + mutual_respect) / 3.0


@mechanism
def relational_coordination(need_weighted: float, need: float, luck: float) -> float:
    """Return a person's relational coordination: the mean over own ties weighted by work interdependence.

    ``need_weighted / need`` with the two sums over own ties; 1/2 where nobody's work depends on theirs.
    """
    if need <= 0.0:
        return 0.5
    return with_luck(need_weighted / need, luck)


@mechanism
def creativity(ideas: float, creativity_half: float, luck: float) -> float:
    """Return creativity (0..1) from ``ideas``, the daily sum of diversity of knowledge met x connectivity.

    ``ideas / (ideas + creativity_half)``.  Source: learning lens of Dutton & Heaphy 2003; connectivity as the
    verbal definition only.
    """
    return with_luck(saturating(ideas, creativity_half), luck)


@mechanism
def health(strain_history: float, luck: float) -> float:
    """Return health (0..1): ``1 - strain_history``, the load carried over months.

    Source: allostatic load (Seeman et al. 1997, cited in power-of-high-quality-connections).
    """
    return with_luck(1.0 - strain_history, luck)


@mechanism
def engagement(meaning: float, safety: float, energy: float, luck: float) -> float:
    """Return engagement (0..1): ``(meaning safety energy)^(1/3)``.

    Kahn's (1990) three conditions, each of them needed: that it means something, that it is safe to be
    oneself, and that one has the energy (availability).  Its own input: meaning.
    """
    product = meaning * safety * energy
    if product <= 0.0:
        return 0.0
    return with_luck(exp(math.log(product) / 3.0), luck)


@mechanism
def learning_behaviour(learning: float, learning_half: float, luck: float) -> float:
    """Return learning behaviour (0..1) from the daily count of questions and mistakes told."""
    return with_luck(saturating(learning, learning_half), luck)


@mechanism
def evenness(first: float, second: float, third: float, fourth: float) -> float:
    """Return how evenly four amounts (>= 0) are spread: entropy / ln 4, 0 (one only) to 1 (equal)."""
    total = first + second + third + fourth
    if total <= 0.0:
        return 0.0
    entropy = surprise(first / total) + surprise(second / total) + surprise(third / total) + surprise(fourth / total)
    return min(1.0, entropy / math.log(4.0))


@mechanism
def surprise(share: float) -> float:
    """Return ``-share ln(share)``, 0 at share 0."""
    if share <= 0.0:
        return 0.0
    return -share * math.log(share)


@mechanism
def breadth(pathway_evenness: float, partners: float, breadth_half: float, luck: float) -> float:
    """Return breadth (0..1): variety of pathways and of partners.

    Mean of how evenly the four pathways are used and ``partners / (partners + breadth_half)``, where
    ``partners`` is the effective number of people met lately.  Source: broaden-and-build (Fredrickson 1998).
    """
    return with_luck(0.5 * (pathway_evenness + saturating(partners, breadth_half)), luck)


@mechanism
def belonging(good_days: float, luck: float) -> float:
    """Return belonging (0..1): the share of days with a felt-good encounter (Baumeister & Leary 1995)."""
    return with_luck(good_days, luck)


@mechanism
def influence(asked: float, influence_half: float, luck: float) -> float:
    """Return influence (0..1) from how often a day one is asked (exchange lens; Brass 1984)."""
    return with_luck(saturating(asked, influence_half), luck)


@mechanism
def correlation(covariance: float, variance_x: float, variance_y: float) -> float:
    """Return a correlation held in -1..1, 0 where either does not vary."""
    product = variance_x * variance_y
    if product <= 1e-24:
        return 0.0
    return min(1.0, max(-1.0, covariance / math.sqrt(product)))


@mechanism
def discernment(covariance: float, variance_trust: float, variance_worthiness: float, luck: float) -> float:
    """Return how well somebody knows whom to trust (-1..1).

    Correlation over own ties of trust in the others with their trustworthiness; luck moves it on Fisher's
    scale.  Source: build-high-quality-connections, benefit 4.
    """
    r = correlation(covariance, variance_trust, variance_worthiness)
    return 2.0 * with_luck(0.5 * (r + 1.0), 2.0 * luck) - 1.0


@mechanism
def citizenship(helping: float, citizenship_half: float, luck: float) -> float:
    """Return citizenship (0..1) from the daily count of help given, asked for or not (Grant & Gino 2010)."""
    return with_luck(saturating(helping, citizenship_half), luck)
