"""What the acts of practices do: teaching, recognition, betrayal; and how well a members' own practice goes."""

from __future__ import annotations

from spirals.mechanisms.numbers import fall, logistic, rise
from spirals.mechanisms.registry import mechanism


@mechanism
def skill_taught(skill: float, hours: float, teaching: float, teaching_ceiling: float) -> float:
    """Return a skill (0..1) after hours of guided practice: ``c - (c - skill) exp(-teaching hours)`` below c.

    c is ``teaching_ceiling``, as far as guided practice leads anybody; more skilled people learn nothing.  What was
    taught fades like any skill that is not used (transfer of training levels off; Blume et al. 2010).
    """
    if skill >= teaching_ceiling or hours <= 0.0:
        return skill
    return teaching_ceiling - fall(teaching_ceiling - skill, teaching * hours)


@mechanism
def recognition_weight(helped: float, regard: float, favour: float, recognition_base: float) -> float:
    """Return how readily a giver recognises somebody: ``(1 - favour) (helped + recognition_base) + favour regard^8``.

    ``helped`` is the help somebody gave lately (acts a day), ``regard`` the giver's for them (0..1).  At ``favour`` 0
    helpers are chosen, at 1 the giver's favourites.
    """
    square = regard * regard
    fourth = square * square
    return (1.0 - favour) * (helped + recognition_base) + favour * fourth * fourth


@mechanism
def recognised(x: float, sincerity: float, gain: float) -> float:
    """Return the receiver's worth, or regard for the giver, after visible recognition.

    A saturating step of ``gain (2 sincerity - 1)``: empty thanks (1/2) do nothing, cynical ones (0) as much harm as
    meant ones (1) do good (social worth; Grant & Gino 2010).
    """
    push = gain * (2.0 * sincerity - 1.0)
    return rise(x, push) if push > 0.0 else fall(x, -push)


@mechanism
def passed_over(x: float, own_help: float, help_recognised: float, gain: float) -> float:
    """Return worth, or trust in the giver, of a teammate who had helped more than the one recognised.

    ``x exp(-gain (1 - help_recognised / own_help))``: the more one had helped than who was chosen, the more it hurts.
    """
    return fall(x, gain * (1.0 - help_recognised / own_help)) if own_help > help_recognised else x


@mechanism
def betrayed(
    trust: float, rest: float, safety: float, weight: float, trust_loss: float, memory: float, safety_loss: float
) -> tuple[float, float, float]:
    """Return the truster's trust, the rest it returns to, and safety (all 0..1) after what was entrusted is betrayed.

    Each falls by ``exp(-loss weight)``, the rest by ``memory``: only the betrayed one remembers, the other side of the
    tie does not change.  ``weight`` (about 1) grows with the rank of who betrays.
    """
    return fall(trust, trust_loss * weight), fall(rest, memory * weight), fall(safety, safety_loss * weight)


@mechanism
def going_well(quality: float, quality_needed: float, quality_width: float) -> float:
    """Return how well a members' practice goes, 0..1, from the mean quality of the ties among those taking part.

    ``logistic((quality - quality_needed) / quality_width)``; what goes well is begun again (grow-through-connections).
    """
    return logistic((quality - quality_needed) / quality_width)
