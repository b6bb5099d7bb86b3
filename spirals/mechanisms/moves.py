"""Moves: what may happen in an encounter beside conduct, each as the chance of one step of it.

Task enabling (asked or noticed, granted, matched, thanked), trusting (entrusted, honoured or not), disagreement
(differing, handled, repaired) and play (started, shared, hurtful).  ``p`` is the run's ``ParameterSet``; what comes of
a move is in `spirals.theories.moves`.  Source: theory.md, section 1.
"""

from __future__ import annotations

import math
from typing import Any

from spirals.mechanisms.numbers import logistic
from spirals.mechanisms.registry import mechanism


@mechanism
def on_move(p: Any, habit: float, ref_habit: float, norm: float, ref_norm: float) -> float:
    """Return what habit and norm add to the logit of a move.

    ``habit_on_moves (habit - ref_habit) + norm_on_moves (norm - ref_norm)``.
    """
    return p.on_norms * (p.habit_on_moves * (habit - ref_habit) + p.norm_on_moves * (norm - ref_norm))


# --- task enabling ---------------------------------------------------------------------------------
@mechanism
def need_arises(p: Any, demand: float, knowledge: float) -> float:
    """Return the chance that a day's tasks raise a need: ``need_rate (1/2 + demand) (3/2 - knowledge)``, at most 1."""
    return min(1.0, p.need_rate * (0.5 + demand) * (1.5 - knowledge))


@mechanism
def asking(
    p: Any, safety: float, trust: float, knowledge_beyond: float, redundancy: float, heard: float,
    habit_and_norm: float, wanted: float,
) -> float:  # fmt: skip
    """Return the chance to ask somebody for help, with an open need.

    ``logistic(ask_base + ask_safety (safety - ref) + ask_trust (trust - ref) + ask_knowledge knowledge_beyond +
    ask_influence heard - ask_redundant redundancy + habit and norm + wanted)``: asking needs safety (Edmondson 1999),
    trust that one gets an answer, and somebody who knows more, and what one's own circle does not know anyway:
    ``redundancy`` (0..1) is how far the two have the same contacts (Burt 1992).
    """
    return logistic(
        p.ask_base
        + p.on_safety * p.ask_safety * (safety - p.ref_safety)
        + p.on_ties * p.ask_trust * (trust - p.ref_trust)
        + p.ask_knowledge * knowledge_beyond
        + p.ask_influence * heard
        - p.ask_redundant * redundancy
        + habit_and_norm
        + wanted
    )


@mechanism
def willing(
    p: Any, regard: float, energy: float, strain: float, meaning: float, worth: float, owed: float, helped: float,
    rivalry: float,
) -> float:  # fmt: skip
    """Return what makes somebody willing to help another, unasked or asked (logits).

    ``offer_care (regard - ref) + offer_energy (energy - ref) - offer_strain (strain - ref) + offer_meaning (meaning -
    ref) + grant_worth (worth - ref) + favour_effect owed - help_again helped - rivalry_effect rivalry``; ``helped`` is
    how often they have helped today, which leaves less time.
    """
    return (
        p.on_ties * (p.offer_care * (regard - p.ref_regard) + p.favour_effect * owed)
        + p.on_emotion * (p.offer_energy * (energy - p.ref_energy) - p.offer_strain * (strain - p.ref_strain))
        + p.on_meaning * (p.offer_meaning * (meaning - p.ref_meaning) + p.grant_worth * (worth - p.ref_worth))
        - p.help_again * helped
        - p.rivalry_effect * rivalry
    )


@mechanism
def offering(
    p: Any, willingness: float, q: float, embeddedness: float, newness: float, habit_and_norm: float, wanted: float
) -> float:
    """Return the chance to notice another's need and offer help.

    ``logistic(offer_base + willingness + offer_presence (q - ref) + offer_embedded embeddedness + newcomer_care newness
    + habit and norm + wanted)``; ``q`` is the noticer's conduct, ``newness`` (0..1) how new the one in need is.
    """
    return logistic(
        p.offer_base
        + willingness
        + p.offer_presence * (q - p.ref_conduct)
        + p.offer_embedded * embeddedness
        + p.newcomer_care * newness
        + habit_and_norm
        + wanted
    )


@mechanism
def granting(p: Any, willingness: float, habit_and_norm: float, wanted: float) -> float:
    """Return the chance to grant a request: ``logistic(grant_base + willingness + habit and norm + wanted)``."""
    return logistic(p.grant_base + willingness + habit_and_norm + wanted)


@mechanism
def matching(p: Any, knowledge_beyond: float, skill: float, q: float, connectivity: float) -> float:
    """Return the chance that help fits the need.

    ``logistic(match_base + match_knowledge knowledge_beyond + match_skill (skill - 1/2) + match_conduct (q - ref) +
    match_connectivity (connectivity - ref))``.
    """
    return logistic(
        p.match_base
        + p.match_knowledge * knowledge_beyond
        + p.match_skill * (skill - 0.5)
        + p.match_conduct * (q - p.ref_conduct)
        + p.on_ties * p.match_connectivity * (connectivity - p.ref_connectivity)
    )


@mechanism
def thanking(p: Any, regard: float, wanted: float) -> float:
    """Return the chance to thank for help: ``logistic(thank_base + thank_regard (regard - ref) + wanted)``."""
    return logistic(p.thank_base + p.on_ties * p.thank_regard * (regard - p.ref_regard) + wanted)


@mechanism
def solving_alone(p: Any, knowledge: float) -> float:
    """Return the chance that an open need is solved alone by the evening: ``solo (1/2 + knowledge)``."""
    return min(1.0, p.solo * (0.5 + knowledge))


# --- trusting --------------------------------------------------------------------------------------
@mechanism
def entrusting(
    p: Any, q: float, trust: float, safety: float, propensity: float, habit_and_norm: float, wanted: float, more: float
) -> float:
    """Return the chance to entrust somebody with what is at stake.

    ``logistic(entrust_base + entrust_conduct (q - ref) + entrust_trust (trust - ref) + entrust_safety (safety - ref) +
    propensity + habit and norm + wanted + more)``; ``q`` is the conduct just received, ``more`` what the kind of thing
    entrusted adds (`pressing` and `speaking_up`).
    """
    return logistic(
        p.entrust_base
        + p.entrust_conduct * (q - p.ref_conduct)
        + p.on_ties * p.entrust_trust * (trust - p.ref_trust)
        + p.on_safety * p.entrust_safety * (safety - p.ref_safety)
        + propensity
        + habit_and_norm
        + wanted
        + more
    )


@mechanism
def pressing(p: Any, hardship: float, carrying: float, authenticity: float, ranks_above: float) -> float:
    """Return what makes a feeling or a worry be told (logits).

    ``entrust_hardship`` where there is hardship to tell, and ``entrust_carrying (carrying - ref)``: where the tie bears
    emotion it is expressed (Stephens et al. 2013).  Who hides shows less: ``entrust_authentic (authenticity - ref)``;
    less by ``entrust_upwards ranks_above`` to somebody above.
    """
    told = p.entrust_hardship if hardship > p.hardship_felt else 0.0
    borne = p.on_ties * p.entrust_carrying * (carrying - p.ref_carrying)
    shown = p.on_meaning * p.entrust_authentic * (authenticity - p.ref_authenticity)
    return told + borne + shown - p.entrust_upwards * max(0.0, ranks_above)


@mechanism
def speaking_up(
    p: Any, carrying: float, authenticity: float, voiced: float, redundancy: float, ranks_above: float
) -> float:
    """Return what makes a view or a mistake be voiced (logits).

    ``entrust_carrying / 2 (carrying - ref) + entrust_authentic (authenticity - ref) - voice_again voiced -
    voice_redundant (redundancy - ref_embeddedness) - entrust_upwards ranks_above``, the last where the other stands
    above; ``voiced`` is how often they have spoken up today: there is less left to say.  To somebody with other
    contacts there is more to say: ``redundancy`` (0..1) is how far the two have the same (Burt 2004).
    """
    return (
        p.on_ties * 0.5 * p.entrust_carrying * (carrying - p.ref_carrying)
        + p.on_meaning * p.entrust_authentic * (authenticity - p.ref_authenticity)
        - p.voice_again * voiced
        - p.voice_redundant * (redundancy - p.ref_embeddedness)
        - p.entrust_upwards * max(0.0, ranks_above)
    )


@mechanism
def honouring(
    p: Any, worthiness: float, regard: float, q: float, ranks_above: float, rivalry: float, wanted: float
) -> float:
    """Return the chance that what was entrusted is honoured.

    ``logistic(honour_base + honour_worthy (worthiness - typical) + honour_care (regard - ref) + honour_conduct (q -
    ref) - rivalry_effect rivalry + wanted)``; low regard for somebody of higher rank (``ranks_above`` > 0: the truster
    stands above) shows less by ``deference``.
    """
    care = p.on_ties * p.honour_care * (regard - p.ref_regard)
    if care < 0.0 and ranks_above > 0.0:
        care *= 1.0 - p.deference
    return logistic(
        p.honour_base
        + p.honour_worthy * (worthiness - logistic(p.trustworthiness_level))
        + care
        + p.honour_conduct * (q - p.ref_conduct)
        - p.rivalry_effect * rivalry
        + wanted
    )


# --- disagreement ----------------------------------------------------------------------------------
@mechanism
def differing(p: Any, unlike: float) -> float:
    """Return the chance that a voiced view differs: ``logistic(dissent_base + dissent_unlike unlike)``, unlike 0..1."""
    return logistic(p.dissent_base + p.dissent_unlike * unlike)


@mechanism
def handled(p: Any, q_own: float, q_other: float) -> float:
    """Return the chance that a disagreement is handled well, from the conduct of both.

    ``logistic(handled_base + handled_conduct (sqrt(q_own q_other) - ref))``.
    """
    return logistic(p.handled_base + p.handled_conduct * (math.sqrt(q_own * q_other) - p.ref_conduct))


@mechanism
def repairing(p: Any, tensility: float, q_own: float, q_other: float) -> float:
    """Return the chance that an open rupture is made up in one encounter.

    ``logistic(repair_base + repair_tensility (tensility - ref) + repair_conduct (sqrt(q_own q_other) - ref))``.
    """
    return logistic(
        p.repair_base
        + p.on_ties * p.repair_tensility * (tensility - p.ref_tensility)
        + p.repair_conduct * (math.sqrt(q_own * q_other) - p.ref_conduct)
    )


# --- play ------------------------------------------------------------------------------------------
@mechanism
def playing(
    p: Any,
    mood: float,
    energy: float,
    familiarity: float,
    safety: float,
    demand: float,
    habit_and_norm: float,
    wanted: float,
) -> float:
    """Return the chance to start play.

    ``logistic(play_base + play_mood (mood - ref) + play_energy (energy - ref) + play_familiar (familiarity - 1/2) +
    play_safety (safety - ref) - play_demand (demand - ref) + habit and norm + wanted)``.
    """
    return logistic(
        p.play_base
        + p.on_emotion * (p.play_mood * (mood - p.ref_mood) + p.play_energy * (energy - p.ref_energy))
        + p.play_familiar * (familiarity - 0.5)
        + p.on_safety * p.play_safety * (safety - p.ref_safety)
        - p.play_demand * (demand - p.ref_demand)
        + habit_and_norm
        + wanted
    )


@mechanism
def sharing_play(p: Any, trust: float, mood: float) -> float:
    """Return the chance that play is shared.

    ``logistic(share_base + share_trust (trust - 1/2) + share_mood (mood - ref))``; trust is the mean of both sides
    (Georganta & Montgomery 2022).
    """
    read = p.ref_trust + p.on_ties * (trust - p.ref_trust)
    return logistic(p.share_base + p.share_trust * (read - 0.5) + p.on_emotion * p.share_mood * (mood - p.ref_mood))


@mechanism
def hurting(p: Any, trust: float) -> float:
    """Return the chance that play which is not shared hurts: ``hurt_at - trust``, held in 0..1."""
    read = p.ref_trust + p.on_ties * (trust - p.ref_trust)
    return min(1.0, max(0.0, p.hurt_at - read))


@mechanism
def rivals(scarce_posts: float, scarcity_rivalry: float, alike: float) -> float:
    """Return the rivalry in a team that scarce posts make: ``scarcity_rivalry scarce_posts alike`` (>= 0).

    ``alike`` is the share of the team's pairs who are of one level, so one post would be for either (Deutsch 1949).
    """
    return scarcity_rivalry * scarce_posts * alike
