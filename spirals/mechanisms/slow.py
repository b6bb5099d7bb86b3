"""Slow states of a person: safety, worth, meaning, authenticity, commitment, the wish for more connection."""

from __future__ import annotations

from typing import Any

from spirals.mechanisms.numbers import exp, settle
from spirals.mechanisms.registry import mechanism


@mechanism
def own_rest(rest: float, own: float) -> float:
    """Return where a slow state of one person rests: ``rest + own``, held in 0..1."""
    return min(1.0, max(0.0, rest + own))


@mechanism
def meaning_rest_of(p: Any, own: float, authenticity: float, given: float) -> float:
    """Return where meaning rests: own level, raised by showing oneself (Kahn 1990) and by tasks handed over.

    ``meaning_rest + own + meaning_authentic (authenticity - ref) + meaning_tasks (given - ref)``, held in 0..1;
    ``given`` is the daily number of tasks that others hand over (discretion).
    """
    raised = p.meaning_authentic * (authenticity - p.ref_authenticity) + p.meaning_tasks * (given - p.ref_given)
    return min(1.0, max(0.0, p.meaning_rest + own + raised))


@mechanism
def authenticity_rest_of(p: Any, safety: float, unlike: float, ally: float) -> float:
    """Return where authenticity rests.

    ``authenticity_rest + authenticity_safety safety - authenticity_unlike max(0, unlike - authenticity_unlike_at)
    (1 - ally)``: people unlike those around them hide more, until somebody of high carrying capacity stands by them
    (``ally``, 0..1).
    """
    hidden = p.authenticity_unlike * max(0.0, unlike - p.authenticity_unlike_at) * (1.0 - ally)
    return min(1.0, max(0.0, p.authenticity_rest + p.authenticity_safety * safety - hidden))


@mechanism
def masking(p: Any, authenticity: float) -> float:
    """Return the energy push of hiding oneself for a day: ``masking_effort max(0, ref - authenticity + 1/2)``."""
    return p.masking_effort * max(0.0, p.ref_authenticity - authenticity + 0.5)


@mechanism
def commitment_tonight(
    p: Any, commitment: float, meaning: float, safety: float, worth: float, felt: float, lead: float, given: float
) -> float:
    """Return commitment after a day.

    It moves ``commitment_rate`` of the way to ``commitment_level + commitment_meaning (meaning - ref) +
    commitment_safety (safety - ref) + commitment_worth (worth - ref) + commitment_felt (felt - ref) + commitment_leader
    (lead - ref) + entrust_commitment (given - ref)``: the identity and exchange lenses of Dutton & Heaphy 2003.
    ``lead`` is the regard for the own lead, ``given`` the tasks handed over a day.
    """
    target = (
        p.commitment_level
        + p.commitment_meaning * (meaning - p.ref_meaning)
        + p.commitment_safety * (safety - p.ref_safety)
        + p.commitment_worth * (worth - p.ref_worth)
        + p.commitment_felt * (felt - p.ref_felt)
        + p.commitment_leader * (lead - p.ref_regard)
        + p.entrust_commitment * (given - p.ref_given)
    )
    return min(1.0, max(0.0, settle(commitment, target, p.commitment_rate)))


@mechanism
def leaving_hazard(p: Any, commitment: float, strain: float) -> float:
    """Return the chance to leave on one day.

    ``turnover / 260 exp(leave_commitment (commitment_level - commitment) + leave_strain (strain - ref))``; turnover is
    the yearly rate at the references.
    """
    from_commitment = p.leave_commitment * (p.commitment_level - commitment)
    return min(1.0, p.turnover / 260.0 * exp(from_commitment + p.leave_strain * (strain - p.ref_strain)))


@mechanism
def loss_of_a_colleague(familiarity: float, regard: float, leaver_pull: float) -> float:
    """Return the push on commitment when a close one leaves: ``leaver_pull familiarity regard`` (Felps et al. 2009)."""
    return leaver_pull * familiarity * regard


@mechanism
def starting_chance(
    energy: float, safety: float, of_itself: float, went_well: float, teams: int, member_start: float, breeding: float
) -> float:
    """Return the chance that one person starts a practice on one day.

    ``member_start energy safety (of_itself + breeding went_well) / teams``, at most 1.  ``of_itself`` is 1 for a
    practice that waits for somebody to begin it and 0 for one that is over; ``went_well`` (0..1) is how well members'
    own practices went so far: one that goes well can breed the next (grow-through-connections).  ``teams`` (1 or more)
    is how many teams those taking part come from: who begins speaks for one of them, and the others must come along.
    """
    return min(1.0, member_start * energy * safety * (of_itself + breeding * went_well) / teams)
