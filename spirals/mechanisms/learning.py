"""Knowledge, ideas and skill."""

from __future__ import annotations

from spirals.mechanisms.numbers import rise
from spirals.mechanisms.registry import mechanism


@mechanism
def knowledge_learnt(
    own: float,
    other: float,
    connectivity: float,
    trust: float,
    safety: float,
    redundancy: float,
    dose: float,
    learning_rate: float,
    redundancy_cost: float,
) -> float:
    """Return what the helped learn from a helper who knows more (>= 0).

    ``learning_rate dose connectivity 4 trust safety (1 - redundancy_cost redundancy)
    max(0, other - own)``: absorbed faster in
    open, trusted, safe ties, and more from non-redundant sources (learning lens of Dutton & Heaphy 2003).
    """
    gap = other - own
    if gap <= 0.0:
        return 0.0
    return learning_rate * dose * connectivity * 4.0 * trust * safety * (1.0 - redundancy_cost * redundancy) * gap


@mechanism
def idea_from(connectivity: float, difference: float, redundancy: float, dose: float, redundancy_cost: float) -> float:
    """Return the new ideas an encounter makes: ``dose connectivity difference (1 - redundancy_cost redundancy)``.

    ``difference`` (0..1) is how differently the two are placed; knowledge is made where a tie is open and generative.
    """
    return dose * connectivity * difference * (1.0 - redundancy_cost * redundancy)


@mechanism
def knowledge_made(knowledge: float, ideas: float, creation_rate: float) -> float:
    """Return knowledge after ideas were made: ``1 - (1 - knowledge) exp(-creation_rate ideas)``."""
    return rise(knowledge, creation_rate * ideas)


@mechanism
def skill_practised(skill: float, practice: float, dose: float) -> float:
    """Return a pathway skill after a life-giving use of it: ``1 - (1 - skill) exp(-practice dose)``."""
    return rise(skill, practice * dose)
