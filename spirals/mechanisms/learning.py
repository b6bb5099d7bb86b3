"""Knowledge, ideas and skill."""

from __future__ import annotations

from typing import Any

from spirals.mechanisms.numbers import exp, rise, settle
from spirals.mechanisms.registry import mechanism


@mechanism
def learnt_from_help(p: Any, own: float, other: float, connectivity: float, redundancy: float, share: float) -> float:
    """Return the push on the helped one's knowledge.

    ``learning_rate share 2 connectivity (1 - redundancy_cost redundancy) max(.05, other - own + learning_floor)``:
    knowledge passes where a tie is open, and more from non-redundant sources (Burt 1992); ``share`` is 1 where help
    fits the need.
    """
    gap = max(0.05, other - own + p.learning_floor)
    read = p.ref_connectivity + p.on_ties * (connectivity - p.ref_connectivity)
    return p.learning_rate * share * 2.0 * read * (1.0 - p.redundancy_cost * redundancy) * gap


@mechanism
def learnt_from_view(p: Any, own: float, other: float) -> float:
    """Return the push on knowledge of a view, a mistake or a task: ``voice_learning`` times what help would give."""
    return p.voice_learning * p.learning_rate * max(0.05, other - own + p.learning_floor)


@mechanism
def idea_of(p: Any, connectivity: float, unlike: float, redundancy: float) -> float:
    """Return the size of an idea.

    ``x exp((idea_connectivity - 1) min(1, x - 1)) (1/2 + unlike) (1 - redundancy_cost redundancy)`` with ``x =
    connectivity / ref``; ``unlike`` (0..1) is how differently the two are placed; ideas are made where a tie is
    generative (learning lens of Dutton & Heaphy 2003).
    """
    read = 1.0 + p.on_ties * (connectivity / max(p.ref_connectivity, 0.01) - 1.0)
    steep = read * exp((p.idea_connectivity - 1.0) * min(1.0, read - 1.0))
    return steep * (0.5 + unlike) * (1.0 - p.redundancy_cost * redundancy)


@mechanism
def improved(improvement: float, ideas: float, members: float, idea_work: float, fading: float) -> float:
    """Return how much easier ideas have made a team's work (0..1), after a day.

    ``rise(improvement, idea_work ideas / members)``, fading by ``fading`` a day.
    """
    if members <= 0.0:
        return improvement
    return rise(improvement, idea_work * ideas / members) * (1.0 - fading)


@mechanism
def knowledge_tonight(knowledge: float, own_rest: float, rate: float) -> float:
    """Return knowledge after a day: what is not renewed ages, ``rate`` of the way to what one knows of oneself."""
    return settle(knowledge, own_rest, rate)


@mechanism
def skill_tonight(p: Any, skill: float, own_rest: float, answered: float) -> float:
    """Return a skill after a day: it fades towards its own rest, less where its use is answered in kind.

    ``skill + skill_fading (1 - skill_kept answered) (own_rest - skill)``; ``answered`` (0..1) is the share of
    encounters in which good conduct met good conduct.
    """
    return settle(skill, own_rest, p.skill_fading * (1.0 - p.skill_kept * min(1.0, answered)))
