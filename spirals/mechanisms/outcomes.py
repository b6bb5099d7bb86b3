"""Outcomes: what connections are good for, one equation each.

Every outcome reads what people did, received and felt, has an input that no other outcome has, and noise of its own,
so that none is another word for energy.  None reads a feature of a tie, but the two that are about ties: relational
coordination and knowing whom to trust.  Counts of deeds all grow with the number of people one meets; so learning
behaviour and citizenship are shares of occasions and breadth is a variety, and only the others are counts.

Inputs are weighed alike: with weights that no source supplies, equal ones predict as well as any (Dawes 1979, "The
robust beauty of improper linear models").  Where an outcome needs each of its inputs, it is their geometric mean;
where they can stand in for one another, the arithmetic one.
"""

from __future__ import annotations

import math

from spirals.mechanisms.numbers import exp, logistic, logit
from spirals.mechanisms.registry import mechanism


@mechanism
def with_noise(value: float, noise: float) -> float:
    """Return a 0..1 outcome moved by noise: ``logistic(logit(value) + noise)``; 0 and 1 stay."""
    if value <= 0.0:
        return 0.0
    if value >= 1.0:
        return 1.0
    return logistic(logit(value) + noise)


@mechanism
def saturating(amount: float, half: float) -> float:
    """Return a count or sum (>= 0) on 0..1: ``amount / (amount + half)``, one half at ``half`` (> 0)."""
    if amount <= 0.0:
        return 0.0
    return amount / (amount + half)


@mechanism
def share(part: float, whole: float) -> float:
    """Return ``part / whole`` held in 0..1; 0 where there was no occasion (``whole`` <= 0)."""
    if whole <= 0.0:
        return 0.0
    return min(1.0, max(0.0, part / whole))


@mechanism
def time_left(contact_hours: float, working_hours: float, hardship: float, hardship_on_work: float) -> float:
    """Return the share (0..1) of the day's time and mind left for one's own work.

    ``(1 - contact_hours / working_hours) / (1 + hardship_on_work hardship)``: contact takes hours, and hardship
    takes the mind off work (theory.md, section 3).
    """
    hours = min(1.0, max(0.0, 1.0 - contact_hours / working_hours))
    return hours / (1.0 + hardship_on_work * max(0.0, hardship))


@mechanism
def performance(
    knowledge: float, left: float, coordination: float, strain: float, effort: float, noise: float
) -> float:
    """Return how well somebody's work goes (0..1).

    ``(knowledge left coordination (1 - strain) (1 + effort) / 2)^(1/5)``: work needs each of the first four, so none
    makes up for the lack of another; half of what a person is worth to the work of others comes without effort for
    them, which is help granted and covering.  Its own inputs: the time left after contact, and effort.
    """
    product = knowledge * left * coordination * (1.0 - strain) * 0.5 * (1.0 + effort)
    if product <= 0.0:
        return 0.0
    return with_noise(exp(math.log(product) / 5.0), noise)


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
def relational_coordination(need_weighted: float, need: float, noise: float) -> float:
    """Return a person's relational coordination: the mean over own ties weighted by work interdependence.

    ``need_weighted / need`` with the two sums over own ties; 1/2 where nobody's work depends on theirs.
    """
    if need <= 0.0:
        return 0.5
    return with_noise(need_weighted / need, noise)


@mechanism
def creativity(ideas: float, creativity_half: float, noise: float) -> float:
    """Return creativity (0..1) from the ideas a day that somebody had with others and that were taken up.

    ``ideas / (ideas + creativity_half)``.  Source: learning lens of Dutton & Heaphy 2003.
    """
    return with_noise(saturating(ideas, creativity_half), noise)


@mechanism
def health(strain_history: float, noise: float) -> float:
    """Return health (0..1): ``1 - strain_history``, the load carried over months.

    Source: allostatic load (Seeman et al. 1997, cited in power-of-high-quality-connections).
    """
    return with_noise(1.0 - strain_history, noise)


@mechanism
def reactivity(reaction: float, load: float, strain: float, noise: float) -> float:
    """Return how strongly the body answers load (>= 0): the rise of strain per unit of load; less is better.

    ``reaction / (load (1 - strain)) exp(noise)``, the second factor because strain can only rise by what is left of
    its scale; 0 without load.  Good company before and on a heavy day damps it.  Source: social ties and
    physiological reactivity (Seeman et al. 1997; Lepore et al. 1993).
    """
    room = load * (1.0 - strain)
    if room <= 0.0:
        return 0.0
    return reaction / room * exp(noise)


@mechanism
def engagement(meaning: float, safety: float, energy: float, noise: float) -> float:
    """Return engagement (0..1): ``(meaning safety energy)^(1/3)``.

    Kahn's (1990) three conditions, each of them needed: that it means something, that it is safe to be
    oneself, and that one has the energy (availability).  Its own input: meaning.
    """
    product = meaning * safety * energy
    if product <= 0.0:
        return 0.0
    return with_noise(exp(math.log(product) / 3.0), noise)


@mechanism
def learning_behaviour(
    asked: float, needs: float, voiced: float, heard: float, occasions: float, noise: float
) -> float:
    """Return learning behaviour (0..1): how far occasions to learn are taken.

    Mean of ``asked / needs`` (requests per encounter with an open need), ``voiced / occasions`` and ``heard /
    occasions`` (views and mistakes told, and heard, per encounter).  Source: Edmondson 1999, whose scale asks how
    readily people ask, speak up and talk of errors, not how many people they meet.
    """
    taken = share(asked, needs) + share(voiced, occasions) + share(heard, occasions)
    return with_noise(taken / 3.0, noise)


@mechanism
def variety(
    first: float, second: float, third: float, fourth: float, fifth: float, sixth: float, seventh: float, eighth: float
) -> float:
    """Return how evenly eight amounts (>= 0) are spread: entropy / ln 8, 0 (one only) to 1 (equal)."""
    total = first + second + third + fourth + fifth + sixth + seventh + eighth
    if total <= 0.0:
        return 0.0
    entropy = surprise(first / total) + surprise(second / total) + surprise(third / total) + surprise(fourth / total)
    entropy += surprise(fifth / total) + surprise(sixth / total) + surprise(seventh / total) + surprise(eighth / total)
    return min(1.0, entropy / math.log(8.0))


@mechanism
def surprise(part: float) -> float:
    """Return ``-part ln(part)``, 0 at 0."""
    if part <= 0.0:
        return 0.0
    return -part * math.log(part)


@mechanism
def breadth(moves: float, partners: float, breadth_half: float, noise: float) -> float:
    """Return breadth of thought and action (0..1): the variety of moves and of people.

    Mean of how evenly the eight kinds of moves are used (`variety`) and ``partners / (partners + breadth_half)`` with
    the different people met in a day.  Source: broaden-and-build (Fredrickson 1998).
    """
    return with_noise(0.5 * (moves + saturating(partners, breadth_half)), noise)


@mechanism
def belonging(good_days: float, noise: float) -> float:
    """Return belonging (0..1): the share of days with a felt-good encounter (Baumeister & Leary 1995)."""
    return with_noise(good_days, noise)


@mechanism
def influence(asked: float, heard: float, influence_half: float, noise: float) -> float:
    """Return influence (0..1): how often a day one is asked by others, and heard (exchange lens; Brass 1984).

    Mean of ``asked / (asked + influence_half)`` and the same of ``heard``.
    """
    return with_noise(0.5 * (saturating(asked, influence_half) + saturating(heard, influence_half)), noise)


@mechanism
def effort(helped: float, effort_half: float) -> float:
    """Return effort for the work of others (0..1) from help granted and covering for others, a day (exchange lens)."""
    return saturating(helped, effort_half)


@mechanism
def correlation(covariance: float, variance_x: float, variance_y: float) -> float:
    """Return a correlation held in -1..1, 0 where either does not vary."""
    product = variance_x * variance_y
    if product <= 1e-24:
        return 0.0
    return min(1.0, max(-1.0, covariance / math.sqrt(product)))


@mechanism
def discernment(
    covariance: float,
    variance_trust: float,
    variance_worthiness: float,
    tested: float,
    discernment_half: float,
    noise: float,
) -> float:
    """Return how well somebody knows whom to trust (-1..1).

    ``r tested / (tested + discernment_half)``: r is the correlation over own ties of trust in the others with their
    trustworthiness; ``tested`` how often a day something is entrusted and its answer seen, without which a right
    trust is chance.  Noise moves r on its way from -1 to 1, as other outcomes from 0 to 1.  Source:
    build-high-quality-connections, benefit 4.
    """
    r = correlation(covariance, variance_trust, variance_worthiness)
    return (2.0 * with_noise(0.5 * (r + 1.0), noise) - 1.0) * saturating(tested, discernment_half)


@mechanism
def citizenship(helped: float, covered: float, needs: float, noise: float) -> float:
    """Return citizenship (0..1): how far people help where there is a need.

    ``(helped + covered) / needs``: help given per encounter with an open need, with help that nobody asked for
    (covering for others) counted twice.  Source: Grant & Gino 2010.  Voice, which some count here, is read by
    learning behaviour, so that the two can differ.
    """
    return with_noise(share(helped + covered, needs), noise)


@mechanism
def gone_in_a_week(lost: float, carried: float) -> float:
    """Return recovery (0..1): the share of hardship that a week without a new setback takes away.

    ``lost / carried`` with both summed over such weeks.  Source: resilience as bouncing back (Stephens et al. 2013).
    """
    if carried <= 0.0:
        return 0.0
    return min(1.0, max(0.0, lost / carried))


@mechanism
def half_life(gone: float, days: float) -> float:
    """Return the days until half is gone, where ``days`` take away the share ``gone`` (0..1): infinite at 0."""
    if gone <= 0.0:
        return math.inf
    if gone >= 1.0:
        return 0.0
    return -days * math.log(2.0) / math.log(1.0 - gone)
