"""The theory of moves: people do things to each other, and it shows.

Every encounter has the conduct of each towards the other; some have further moves: task enabling, trusting,
disagreement, play.  What each receives is summed in ``State.impact`` and changes people and tie at the end of the
encounter.  Equations stand in `spirals.mechanisms`; here they are given the states they read.  Source: theory.md.
"""

from __future__ import annotations

import sys

from spirals.engine.draws import fresh, fresh_of_team
from spirals.engine.reading import lever, nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.theory import Theory
from spirals.engine.ties import difference, feature_of, feature_read, owed_by, side_of
from spirals.mechanisms.affect import (
    contagion_shift,
    energy_overnight,
    energy_spent,
    felt_tonight,
    mood_event,
    vitality_tonight,
)
from spirals.mechanisms.conduct import (
    answered_in_kind,
    care_for,
    conduct_logit,
    distracted,
    listened_to,
    rank_weight,
    strength,
)
from spirals.mechanisms.learning import (
    idea_of,
    improved,
    knowledge_tonight,
    learnt_from_help,
    learnt_from_view,
    skill_tonight,
)
from spirals.mechanisms.moves import (
    asking,
    differing,
    entrusting,
    granting,
    handled,
    honouring,
    hurting,
    matching,
    need_arises,
    offering,
    on_move,
    playing,
    pressing,
    repairing,
    sharing_play,
    solving_alone,
    speaking_up,
    thanking,
    willing,
)
from spirals.mechanisms.norms import habit_tonight, norm_tonight, seen_weight
from spirals.mechanisms.numbers import fall, settle
from spirals.mechanisms.selection import newness
from spirals.mechanisms.slow import (
    authenticity_rest_of,
    commitment_tonight,
    masking,
    meaning_rest_of,
    own_rest,
)
from spirals.mechanisms.strain import (
    company_of,
    coped_with,
    drifting_demand,
    hardship_passed,
    load_of,
    relieved,
    resilience_tonight,
    severity_of_setback,
    strain_after_day,
    strain_after_night,
    struck,
    support_tonight,
)
from spirals.mechanisms.ties import drifted, softened
from spirals.population import *  # noqa: F403
from spirals.population import State, T
from spirals.streams import (
    EVENING,
    HELP_STARTED,
    NEEDS,
    PLAY_STARTED,
    TEAM_DEMAND,
    THANKS,
    TRUST_STARTED,
    VOICE_STARTED,
    normal,
)

# ruff: noqa: F405

_BETRAYED = T["betrayed"]
_BREACHED = T["breached"]
_DELEGATED = T["delegated"]
_DISAGREEMENTS = T["disagreements"]
_DISCLOSED = T["disclosed"]
_HELP_GIVEN = T["help_given"]
_HONOURED = T["honoured"]
_IDEAS = T["ideas"]
_NEEDS = T["needs"]
_OFFERED = T["offered"]
_PLAY_SHARED = T["play_shared"]
_REFUSED = T["refused"]
_REPAIRED = T["repaired"]
_REQUESTED = T["requested"]
_RUPTURES = T["ruptures"]
_SETBACKS = T["setbacks"]
_SOLVED = T["solved"]
_THANKED = T["thanked"]
_TOLD = T["told"]
_VOICED = T["voiced"]
_VOLUME_PLAY = T["volume_play"]
_VOLUME_TASK_ENABLING = T["volume_task_enabling"]
_VOLUME_TRUSTING = T["volume_trusting"]


# --- reading ---------------------------------------------------------------------------------------
@verb
def above(s: State, i: int, j: int) -> float:
    """Return how many levels person j stands above person i."""
    return float(whole(s.place[j, LEVEL]) - whole(s.place[i, LEVEL]))


@verb
def rivalry_of(s: State, i: int) -> float:
    """Return the rivalry in a person's team, what practices urge and what scarce posts make, >= 0."""
    team = whole(s.place[i, TEAM])
    return max(0.0, float(s.teams[team, RIVALRY]) + float(s.teams[team, CONTEST]))


@verb
def habit_and_norm(s: State, i: int, move: int) -> float:
    """Return what a person's habit of a move and the team's norm add to its logit."""
    habit = float(s.people[i, HABIT + move])
    norm = float(s.teams[whole(s.place[i, TEAM]), NORM + move])
    p = s.p
    if move == ENABLE:
        return on_move(p, habit, p.ref_habit_enable, norm, p.ref_norm_enable)
    if move == TRUST:
        return on_move(p, habit, p.ref_habit_trust, norm, p.ref_norm_trust)
    return on_move(p, habit, p.ref_habit_play, norm, p.ref_norm_play)


@verb
def see(s: State, actor: int, judge: int, move: int, done: float) -> None:
    """Let the actor's team see a move, and how somebody answered it; a leader's answer weighs more."""
    weight = seen_weight(s.p, float(whole(s.place[judge, LEVEL])), lever(s, judge, LEVER_SEEN))
    team = whole(s.place[actor, TEAM])
    s.teams[team, SEEN + move] += weight * done
    s.teams[team, SEEN_WEIGHT + move] += weight


@verb
def use(s: State, i: int, kind: int) -> None:
    """Note that a person used a kind of move today."""
    s.today[i, KINDS_TODAY] = float(int(s.today[i, KINDS_TODAY]) | kind)


# --- the morning -----------------------------------------------------------------------------------
@verb
def morning(s: State, i: int) -> None:
    """Let a setback strike, and tasks raise a need."""
    p = s.p
    u_setback, u_severity, u_need, _ = fresh(s, i, NEEDS, 0)
    if u_setback < p.setback_rate:
        s.tally[_SETBACKS] += 1.0
        hardship, energy, mood = struck(
            float(s.people[i, HARDSHIP]),
            float(s.people[i, ENERGY]),
            float(s.people[i, MOOD]),
            severity_of_setback(u_severity, p.setback_spread),
            p.setback_energy,
            p.setback_mood,
        )
        s.people[i, HARDSHIP] = hardship
        s.people[i, ENERGY] = energy
        s.people[i, MOOD] = mood
    demand = float(s.today[i, DEMAND_TODAY])
    if float(s.people[i, NEED]) == 0.0 and u_need < need_arises(p, demand, float(s.people[i, KNOWLEDGE])):
        s.people[i, NEED] = 1.0
        s.tally[_NEEDS] += 1.0


# --- conduct ---------------------------------------------------------------------------------------
@verb
def conduct(reads: State, s: State, d: int, r: int, tie: int, more: float) -> float:
    """Return how attentively person d treats person r (logits)."""
    p = reads.p
    team = whole(reads.place[d, TEAM])
    regard = p.ref_regard
    fit = 0.0
    if tie >= 0:
        regard = float(reads.ties[tie, REGARD + side_of(reads, tie, d)])
        fit = nature(reads, tie, FIT)
    lost = distracted(
        p, float(reads.today[d, DEMAND_TODAY]), lever(s, d, LEVER_DEVICES), min(1.0, lever(s, d, LEVER_ATTENTION))
    )
    return conduct_logit(
        p,
        float(reads.people[d, SKILL_RESPECT]),
        fit,
        care_for(p, regard, above(reads, d, r)),
        float(reads.people[d, HABIT]),
        float(reads.teams[team, NORM]),
        float(reads.people[d, ENERGY]),
        float(reads.people[d, MOOD]),
        float(reads.people[d, STRAIN]),
        float(reads.people[d, HARDSHIP]),
        float(reads.people[d, SAFETY]),
        float(reads.people[d, MEANING]),
        lost,
        more + lever(s, d, LEVER_CONDUCT),
    )


@verb
def respond(reads: State, i: int, j: int, ci: float, cj: float) -> tuple[float, float]:
    """Return the conduct of both after response in kind: who answers first, then by half who started."""
    p = reads.p
    answer = answered_in_kind(p, cj, ci, 1.0, above(reads, j, i))
    return answered_in_kind(p, ci, answer, 0.5, above(reads, i, j)), answer


@verb
def receive(
    reads: State, s: State, side: int, r: int, d: int, tie: int, q: float, dose: float, share: float, mutual: float
) -> float:
    """Let person r receive conduct q of person d; return its signed strength."""
    p = reads.p
    v = strength(p, q)
    carrying = feature_read(reads, tie, CARRYING, p.ref_carrying) if tie >= 0 else p.ref_carrying
    s.today[r, COMPANY] = float(s.today[r, COMPANY]) + company_of(q, carrying, p.bad_at) * dose
    s.today[r, FELT_DOSE] = float(s.today[r, FELT_DOSE]) + dose
    mood = float(reads.people[r, MOOD])
    shift = contagion_shift(mood, float(reads.people[d, MOOD]), p.contagion, dose)
    s.impact[1 - side, DOWN_ENERGY] += p.conduct_effort * dose * q
    weighed = dose * rank_weight(p, above(reads, r, d))
    resilience = float(reads.people[r, RESILIENCE])
    s.impact[side, UP_MOOD] += p.company * dose + shift + mood_event(p, v, dose, resilience)
    if v > 0.0:
        receive_good(s, side, v * weighed * listened_to(p, share), v * dose, mutual)
        s.today[r, FELT_TODAY] = float(s.today[r, FELT_TODAY]) + v * dose
    elif v < 0.0:
        receive_bad(s, side, -v * weighed, -v * dose, feature_of(reads, tie, TENSILITY, p.ref_tensility), resilience)
        s.today[r, FELT_TODAY] = float(s.today[r, FELT_TODAY]) + p.loss_ratio * v * dose
    return v


@inlined
def receive_good(s: State, side: int, weighed: float, plain: float, mutual: float) -> None:
    """Sum up what life-giving conduct does to who receives it."""
    p = s.p
    s.impact[side, UP_REGARD] += p.gain * weighed
    s.impact[side, UP_TRUST] += p.gain * p.trust_from_conduct * weighed
    s.impact[side, UP_SAFETY] += p.safety_gain * weighed
    s.impact[side, UP_WORTH] += p.worth_gain * weighed
    s.impact[side, UP_MEANING] += p.meaning_gain * weighed
    s.impact[side, UP_AUTHENTICITY] += p.authenticity_gain * mutual * plain
    s.impact[side, UP_WISH] += p.wish_gain * mutual * plain
    s.impact[side, UP_ENERGY] += p.energy_gain * plain
    s.impact[side, DOWN_STRAIN] += p.strain_eased * plain


@inlined
def receive_bad(s: State, side: int, weighed: float, plain: float, tensility: float, resilience: float) -> None:
    """Sum up what depleting conduct does; tensility softens it for the tie, resilience for the person."""
    p = s.p
    s.impact[side, DOWN_REGARD] += softened(p, p.gain * weighed, tensility)
    s.impact[side, DOWN_TRUST] += softened(p, p.gain * p.trust_from_conduct * weighed, tensility)
    s.impact[side, DOWN_SAFETY] += softened(p, p.safety_gain * p.safety_loss * weighed, resilience)
    s.impact[side, DOWN_WORTH] += softened(p, p.worth_gain * weighed, resilience)
    s.impact[side, DOWN_MEANING] += softened(p, p.meaning_gain * weighed, resilience)
    s.impact[side, DOWN_AUTHENTICITY] += softened(p, p.authenticity_gain * weighed, resilience)
    s.impact[side, DOWN_ENERGY] += softened(p, p.energy_gain * plain, resilience)
    s.impact[side, UP_STRAIN] += softened(p, p.strain_gain * weighed, resilience)


# --- further moves ---------------------------------------------------------------------------------
@verb
def moves(
    reads: State, s: State, i: int, j: int, tie: int, qi: float, qj: float, dose: float, called: int, wanted: float,
    block: int,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Let both make their further moves, the starter's before the other's; return what each did and how it was met."""
    room = min(1.0, dose)
    did_i = 0
    did_j = 0
    met_i = 0
    met_j = 0
    open_rupture = float(reads.ties[tie, RUPTURE]) if tie >= 0 else 0.0
    for end in range(2):
        a = i if end == 0 else j
        b = j if end == 0 else i
        q_a = qi if end == 0 else qj
        q_b = qj if end == 0 else qi
        asked_for = called if end == 0 else -1
        see(s, a, a, RESPECT, q_a)
        did_a, did_b, met = enable(reads, s, i, a, b, end, tie, q_a, q_b, room, asked_for == ENABLE, wanted, block)
        did, met_trust = trust(reads, s, i, a, b, end, tie, q_a, q_b, room, asked_for == TRUST, wanted, block)
        did_play, met_play = play(reads, s, i, a, b, end, tie, room, asked_for == PLAY, wanted, block)
        did_a |= did | did_play
        met |= met_trust | met_play
        if end == 0:
            did_i |= did_a
            did_j |= did_b
            met_i |= met
        else:
            did_j |= did_a
            did_i |= did_b
            met_j |= met
    if open_rupture > 0.0:
        met_i |= make_up(reads, s, i, j, tie, open_rupture, qi, qj, room, block)
    return did_i, did_j, met_i, met_j


@verb
def enable(
    reads: State, s: State, i: int, a: int, b: int, end: int, tie: int, q_a: float, q_b: float, room: float,
    called: bool, wanted: float, block: int,
) -> tuple[int, int, int]:  # fmt: skip
    """Task enabling: person a, with an open need, asks b, or b notices and offers; return bits of a, of b, how met."""
    p = reads.p
    u_ask, u_offer, u_grant, u_match = fresh(s, i, HELP_STARTED + end, block)
    open_need = float(reads.people[a, NEED]) > 0.0
    if not (open_need or called):
        return 0, 0, 0
    trusted = feature_of(reads, tie, TIE_TRUST + side_of_pair(reads, tie, a), p.ref_trust)
    beyond = float(reads.people[b, KNOWLEDGE]) - float(reads.people[a, KNOWLEDGE])
    redundancy = nature(reads, tie, EMBEDDEDNESS) if tie >= 0 else 0.0
    asks = asking(
        p,
        float(reads.people[a, SAFETY]),
        trusted,
        beyond,
        redundancy,
        float(reads.recent[b, D_HEARD]),
        habit_and_norm(reads, a, ENABLE),
        lever(s, a, LEVER_ASK) + (wanted if called else 0.0),
    )
    asked = u_ask < asks * room * (1.0 if end == 0 or called else p.other_asks)
    if not open_need:
        if not asked:
            return 0, 0, 0
        s.people[a, NEED] = 1.0  # something to ask is found for the occasion
        s.tally[_NEEDS] += 1.0
    s.deeds[a, D_HELP_CHANCES] += 1.0
    s.deeds[b, D_HELP_CHANCES] += 1.0
    willingness = will(reads, b, a, tie)
    shared_norm = habit_and_norm(reads, b, ENABLE)
    if asked:
        s.tally[_REQUESTED] += 1.0
        s.deeds[a, D_ASKED] += 1.0
        s.deeds[a, D_HELP_TAKEN] += 1.0
        s.deeds[b, D_ASKED_OF] += 1.0
        use(s, a, ASKED)
        grants = granting(p, willingness, shared_norm, lever(s, b, LEVER_GRANT))
        if u_grant >= grants:
            refuse(reads, s, a, b, end, tie)
            see(s, a, b, ENABLE, -1.0)
            return NEEDED | ASKED, 0, 0
        see(s, a, b, ENABLE, 1.0)
        did_a, met = help_(reads, s, i, a, b, end, tie, q_b, u_match, block)
        return NEEDED | ASKED | did_a, 0, HELPED | met
    see(s, a, b, ENABLE, 0.0)
    offers = offering(
        p,
        willingness,
        q_b,
        redundancy,
        newness(float(int(s.counts[DAY]) - whole(reads.place[a, JOINED])), p.newcomer_weeks),
        shared_norm,
        lever(s, b, LEVER_OFFER),
    )
    if u_offer >= offers * room:
        return NEEDED, 0, 0
    s.tally[_OFFERED] += 1.0
    s.deeds[b, D_OFFERED] += 1.0
    use(s, b, OFFERED)
    did_a, met = help_(reads, s, i, a, b, end, tie, q_b, u_match, block)
    return NEEDED | did_a, OFFERED, HELPED | met


@verb
def side_of_pair(s: State, tie: int, i: int) -> int:
    """Return a person's side of a tie; 0 where there is none, which nothing reads."""
    return side_of(s, tie, i) if tie >= 0 else 0


@verb
def will(reads: State, b: int, a: int, tie: int) -> float:
    """Return what makes person b willing to help person a (logits)."""
    p = reads.p
    side = side_of_pair(reads, tie, b)
    return willing(
        p,
        feature_of(reads, tie, REGARD + side, p.ref_regard),
        float(reads.people[b, ENERGY]),
        float(reads.people[b, STRAIN]),
        float(reads.people[b, MEANING]),
        float(reads.people[b, WORTH]),
        owed_by(reads, tie, side) if tie >= 0 else 0.0,
        float(reads.deeds[b, D_HELPED]),
        rivalry_of(reads, b),
    )


@verb
def help_(
    reads: State, s: State, i: int, a: int, b: int, end: int, tie: int, q_b: float, u_match: float, block: int
) -> tuple[int, int]:
    """Let person b help person a: it costs b, may fit the need, teaches, is thanked; return bits of a and how met."""
    p = reads.p
    s.tally[_HELP_GIVEN] += 1.0
    s.tally[_VOLUME_TASK_ENABLING] += 1.0
    s.deeds[b, D_HELPED] += 1.0
    s.deeds[b, D_HELP_TAKEN] += 1.0
    use(s, b, HELPED)
    s.impact[1 - end, DOWN_ENERGY] += p.help_effort
    s.impact[1 - end, UP_OWED] += p.favour_gain
    s.people[b, FATIGUE] += p.help_fatigue
    s.people[b, HOURS] += p.help_hours
    if q_b <= p.bad_at:  # talked down
        s.impact[end, DOWN_REGARD] += softened(p, 0.5 * p.help_gain, feature_of(reads, tie, TENSILITY, p.ref_tensility))
        s.impact[end, DOWN_WORTH] += p.worth_gain
        s.impact[end, DOWN_SAFETY] += p.entrust_safety_gain
        return 0, 0
    connectivity = feature_of(reads, tie, CONNECTIVITY, p.ref_connectivity)
    known_a = float(reads.people[a, KNOWLEDGE])
    known_b = float(reads.people[b, KNOWLEDGE])
    fits = u_match < matching(p, known_b - known_a, float(reads.people[b, SKILL_ENABLE]), q_b, connectivity)
    share = 1.0 if fits else p.unmatched
    s.impact[end, UP_REGARD] += p.help_gain * share
    s.impact[end, UP_TRUST] += p.help_gain * p.help_trust * share
    s.impact[SHARED, UP_CONNECTIVITY] += p.help_gain * p.help_connectivity * share
    redundancy = nature(reads, tie, EMBEDDEDNESS) if tie >= 0 else 0.0
    s.impact[end, UP_KNOWLEDGE] += learnt_from_help(p, known_a, known_b, connectivity, redundancy, share)
    s.impact[1 - end, UP_MEANING] += p.help_meaning * share
    met = 0
    if fits:
        met = SOLVED
        s.people[a, NEED] = 0.0
        s.tally[_SOLVED] += 1.0
        s.deeds[a, D_SOLVED] += 1.0
        s.impact[end, UP_ENERGY] += p.solved_energy
        s.impact[end, UP_MOOD] += p.solved_mood
        s.impact[end, DOWN_STRAIN] += p.solved_strain
        s.impact[end, UP_WISH] += p.wish_gain
    return give_thanks(reads, s, i, a, end, tie, block), met


@verb
def give_thanks(reads: State, s: State, i: int, a: int, end: int, tie: int, block: int) -> int:
    """Let person a thank for help, which raises the helper's worth and regard; return the bit."""
    p = reads.p
    u_started, u_answered, _, _ = fresh(s, i, THANKS, block)
    regard = feature_of(reads, tie, REGARD + side_of_pair(reads, tie, a), p.ref_regard)
    if (u_started if end == 0 else u_answered) >= thanking(p, regard, lever(s, a, LEVER_THANK)):
        return 0
    s.tally[_THANKED] += 1.0
    s.deeds[a, D_THANKED] += 1.0
    use(s, a, THANKED)
    s.impact[1 - end, UP_WORTH] += p.thank_worth
    s.impact[1 - end, UP_REGARD] += p.help_gain * p.thank_gain
    return THANKED


@verb
def refuse(reads: State, s: State, a: int, b: int, end: int, tie: int) -> None:
    """Let a request be refused, which costs the asker trust, regard and safety."""
    p = reads.p
    s.tally[_REFUSED] += 1.0
    s.deeds[a, D_REFUSED] += 1.0
    loss = softened(p, p.help_gain * p.refusal_loss, feature_of(reads, tie, TENSILITY, p.ref_tensility))
    s.impact[end, DOWN_TRUST] += loss
    s.impact[end, DOWN_REGARD] += 0.5 * loss
    s.impact[end, DOWN_WORTH] += p.worth_gain
    s.impact[end, DOWN_SAFETY] += (
        p.loss_ratio * p.entrust_safety_gain * p.refusal_safety * rank_weight(p, above(reads, a, b))
    )


@verb
def trust(
    reads: State, s: State, i: int, a: int, b: int, end: int, tie: int, q_a: float, q_b: float, room: float,
    called: bool, wanted: float, block: int,
) -> tuple[int, int]:  # fmt: skip
    """Trusting: person a entrusts b with a worry, a task or a view; return bits of a and how it was met."""
    p = reads.p
    u_kind, u_entrust, u_honour, u_betray = fresh(s, i, TRUST_STARTED + end, block)
    kind = what_is_at_stake(reads, a, u_kind)
    side = side_of_pair(reads, tie, a)
    carrying = feature_of(reads, tie, CARRYING, p.ref_carrying)
    more = 0.0
    if kind == DISCLOSED:
        more = pressing(
            p, float(reads.people[a, HARDSHIP]), carrying, float(reads.people[a, AUTHENTICITY]), above(reads, a, b)
        )
    elif kind == VOICED:
        more = speaking_up(
            p,
            carrying,
            float(reads.people[a, AUTHENTICITY]),
            float(reads.deeds[a, D_VOICED]),
            nature(reads, tie, EMBEDDEDNESS) if tie >= 0 else 0.0,
            above(reads, a, b),
        )
    chance = entrusting(
        p,
        q_b,
        feature_of(reads, tie, TIE_TRUST + side, p.ref_trust),
        float(reads.people[a, SAFETY]),
        trait(reads, a, PROPENSITY),
        habit_and_norm(reads, a, TRUST),
        lever(s, a, LEVER_ENTRUST) + (wanted if called else 0.0),
        more,
    )
    s.deeds[a, D_TRUST_CHANCES] += 1.0
    if u_entrust >= chance * room:
        see(s, a, b, TRUST, 0.0)
        return 0, 0
    s.tally[_VOLUME_TRUSTING] += 1.0
    note_entrusted(reads, s, a, kind)
    honours = honouring(
        p,
        trait(reads, b, TRUSTWORTHINESS),
        feature_of(reads, tie, REGARD + (1 - side), p.ref_regard),
        q_b,
        above(reads, b, a),
        rivalry_of(reads, b),
        lever(s, b, LEVER_HONOUR),
    )
    bits = kind
    if kind == DISCLOSED and float(reads.people[a, HARDSHIP]) > p.hardship_felt:
        bits |= TOLD
    if u_honour >= honours:
        see(s, a, b, TRUST, -1.0)
        return bits, fail_trust(reads, s, a, b, end, tie, u_betray < p.betrayal_share)
    see(s, a, b, TRUST, 1.0)
    honour(reads, s, a, b, end)
    if kind == DISCLOSED:
        hear_out(reads, s, a, b, end, carrying, q_b, room)
        return bits, HONOURED
    s.impact[SHARED, UP_CARRYING] += p.carrying_gain * p.carrying_other
    if kind == DELEGATED:
        hand_over(reads, s, a, b, end)
        return bits, HONOURED
    did, met = speak(reads, s, i, a, b, end, tie, q_a, q_b, block)
    return bits | did, HONOURED | met


@verb
def what_is_at_stake(s: State, a: int, u: float) -> int:
    """Return what a person could entrust here: a feeling or worry, a view or mistake, or a task to hand over.

    Hardship and strong feeling, of either sign, press to be told more often than something of oneself does.
    """
    p = s.p
    own = 1.0 - p.voice_share - p.task_share
    mood = p.on_emotion * (float(s.people[a, MOOD]) - p.ref_mood)
    if float(s.people[a, HARDSHIP]) > p.hardship_felt:
        own = 1.0 - (p.voice_share + p.task_share) * own
    elif mood > p.strong_feeling or mood < -p.strong_feeling:
        own = min(1.0, 2.0 * own)
    if u < own:
        return DISCLOSED
    rest = (u - own) / max(1.0 - own, 1e-9)
    return VOICED if rest < p.voice_share / max(p.voice_share + p.task_share, 1e-9) else DELEGATED


@verb
def note_entrusted(reads: State, s: State, a: int, kind: int) -> None:
    """Count something entrusted, by kind."""
    use(s, a, kind)
    if kind == VOICED:
        s.tally[_VOICED] += 1.0
        s.deeds[a, D_VOICED] += 1.0
    elif kind == DELEGATED:
        s.tally[_DELEGATED] += 1.0
        s.deeds[a, D_DELEGATED] += 1.0
    else:
        s.tally[_DISCLOSED] += 1.0
        s.deeds[a, D_DISCLOSED] += 1.0
        if float(reads.people[a, HARDSHIP]) > reads.p.hardship_felt:
            s.tally[_TOLD] += 1.0
            s.deeds[a, D_TOLD] += 1.0


@verb
def honour(reads: State, s: State, a: int, b: int, end: int) -> None:
    """Let what was entrusted be honoured, of whatever kind: trust most, safety, a little regard, the other's worth."""
    p = reads.p
    s.tally[_HONOURED] += 1.0
    s.deeds[a, D_HONOURED] += 1.0
    s.impact[end, UP_TRUST] += p.trust_gain
    s.impact[1 - end, UP_TRUST] += p.trust_gain * p.trust_returned
    s.impact[end, UP_REGARD] += p.entrust_regard
    s.impact[1 - end, UP_REGARD] += p.entrust_regard
    s.impact[end, UP_SAFETY] += p.entrust_safety_gain
    s.impact[1 - end, UP_WORTH] += p.entrust_worth


@verb
def fail_trust(reads: State, s: State, a: int, b: int, end: int, tie: int, betrayed: bool) -> int:
    """Let what was entrusted be ignored (an ordinary lapse) or betrayed; only the betrayed remembers it."""
    p = reads.p
    s.tally[_BREACHED] += 1.0
    s.deeds[a, D_BREACHED] += 1.0
    s.impact[end, DOWN_AUTHENTICITY] += p.loss_ratio * p.entrust_authenticity
    s.impact[end, DOWN_SAFETY] += p.loss_ratio * p.entrust_safety_gain * rank_weight(p, above(reads, a, b))
    tensility = feature_of(reads, tie, TENSILITY, p.ref_tensility)
    s.impact[end, DOWN_TRUST] += softened(p, p.trust_gain * p.lapse_trust, tensility)
    if not betrayed:
        return 0
    s.tally[_BETRAYED] += 1.0
    s.impact[end, DOWN_TRUST] += p.betrayal_trust
    s.impact[end, SCAR] += p.betrayal_memory
    return BETRAYED


@verb
def hear_out(reads: State, s: State, a: int, b: int, end: int, carrying: float, q_b: float, room: float) -> None:
    """Let a feeling, a worry or something of oneself be heard: it builds what the tie can bear, and may relieve."""
    p = reads.p
    s.impact[end, UP_AUTHENTICITY] += p.entrust_authenticity
    s.impact[end, UP_MEANING] += p.entrust_meaning
    hardship = float(reads.people[a, HARDSHIP])
    if hardship <= p.hardship_felt:
        s.impact[SHARED, UP_CARRYING] += p.carrying_gain * p.carrying_other
        return
    s.impact[SHARED, UP_CARRYING] += p.carrying_gain
    s.deeds[b, D_COMFORTED] += 1.0
    borne = p.ref_carrying + p.on_ties * (carrying - p.ref_carrying)
    share = relieved(p, borne, q_b, room, float(reads.people[a, RESILIENCE]))
    s.impact[end, DOWN_HARDSHIP] += share
    s.impact[end, UP_RESILIENCE] += coped_with(p, share, hardship)
    s.deeds[a, D_RELIEF] = float(s.deeds[a, D_RELIEF]) + share * hardship


@verb
def hand_over(reads: State, s: State, a: int, b: int, end: int) -> None:
    """Let person b take on a task: discretion, knowledge, worth and meaning for who is trusted with it."""
    p = reads.p
    s.deeds[b, D_GIVEN] += 1.0
    s.impact[1 - end, UP_WORTH] += p.entrust_worth
    s.impact[1 - end, UP_MEANING] += p.entrust_meaning
    s.impact[1 - end, UP_KNOWLEDGE] += learnt_from_view(
        p, float(reads.people[b, KNOWLEDGE]), float(reads.people[a, KNOWLEDGE])
    )


@verb
def speak(
    reads: State, s: State, i: int, a: int, b: int, end: int, tie: int, q_a: float, q_b: float, block: int
) -> tuple[int, int]:
    """Let a view or a mistake be heard: ideas and learning; where views differ it may go well or badly."""
    p = reads.p
    u_differ, u_handled, _, _ = fresh(s, i, VOICE_STARTED + end, block)
    unlike = difference(reads, a, b)
    known_a = float(reads.people[a, KNOWLEDGE])
    known_b = float(reads.people[b, KNOWLEDGE])
    s.deeds[a, D_HEARD] += 1.0
    if u_differ >= differing(p, unlike):
        make_idea(reads, s, a, b, tie, unlike, 0.5)
        s.impact[1 - end, UP_KNOWLEDGE] += learnt_from_view(p, known_b, known_a)
        return 0, IDEA
    s.tally[_DISAGREEMENTS] += 1.0
    if u_handled < handled(p, q_a, q_b):
        make_idea(reads, s, a, b, tie, unlike, 1.0)
        s.impact[SHARED, UP_TENSILITY] += p.tensility_gain * p.tensility_handled
        s.impact[end, UP_KNOWLEDGE] += learnt_from_view(p, known_a, known_b)
        s.impact[1 - end, UP_KNOWLEDGE] += learnt_from_view(p, known_b, known_a)
        return DISAGREED, IDEA
    s.tally[_RUPTURES] += 1.0
    s.deeds[a, D_RUPTURES] += 1.0
    s.deeds[b, D_RUPTURES] += 1.0
    tensility = feature_of(reads, tie, TENSILITY, p.ref_tensility)
    read = p.ref_tensility + p.on_ties * (tensility - p.ref_tensility)
    hit = p.loss_ratio * p.rupture * (1.0 - p.rupture_softened * read)
    s.impact[end, DOWN_REGARD] += hit
    s.impact[1 - end, DOWN_REGARD] += hit
    s.impact[SHARED, UP_RUPTURE] += hit
    return DISAGREED, RUPTURED


@verb
def make_idea(reads: State, s: State, a: int, b: int, tie: int, unlike: float, size: float) -> None:
    """Let an idea be made and taken up: connectivity grows, and the work of both teams may get easier."""
    p = reads.p
    connectivity = feature_of(reads, tie, CONNECTIVITY, p.ref_connectivity)
    redundancy = nature(reads, tie, EMBEDDEDNESS) if tie >= 0 else 0.0
    idea = size * idea_of(p, connectivity, unlike, redundancy)
    s.tally[_IDEAS] += idea
    s.deeds[a, D_IDEAS] = float(s.deeds[a, D_IDEAS]) + idea
    s.deeds[b, D_IDEAS] = float(s.deeds[b, D_IDEAS]) + idea
    s.impact[SHARED, UP_CONNECTIVITY] += p.idea_gain * size


@verb
def make_up(
    reads: State, s: State, i: int, j: int, tie: int, lost: float, qi: float, qj: float, room: float, block: int
) -> int:
    """Let a pair make up the rupture that was open when they met; it leaves tensility higher.  Return the bit."""
    p = reads.p
    _, _, u, _ = fresh(s, i, THANKS, block)
    if u >= room * repairing(p, float(reads.ties[tie, TENSILITY]), qi, qj):
        return 0
    s.tally[_REPAIRED] += 1.0
    s.deeds[i, D_REPAIRS] += 1.0
    s.deeds[j, D_REPAIRS] += 1.0
    s.impact[0, UP_REGARD] += p.repaired_share * lost
    s.impact[1, UP_REGARD] += p.repaired_share * lost
    s.impact[SHARED, UP_TENSILITY] += p.tensility_gain
    s.impact[SHARED, MADE_UP] = 1.0
    return REPAIRED


@verb
def play(
    reads: State, s: State, i: int, a: int, b: int, end: int, tie: int, room: float, called: bool,
    wanted: float, block: int,
) -> tuple[int, int]:  # fmt: skip
    """Play: person a starts it, b shares it, or it falls flat or hurts; return bits of a and how it was met."""
    p = reads.p
    u_play, u_share, u_hurt, _ = fresh(s, i, PLAY_STARTED + end, block)
    chance = playing(
        p,
        float(reads.people[a, MOOD]),
        float(reads.people[a, ENERGY]),
        feature_of(reads, tie, FAMILIARITY, 0.0),
        float(reads.people[a, SAFETY]),
        float(reads.today[a, DEMAND_TODAY]),
        habit_and_norm(reads, a, PLAY),
        lever(s, a, LEVER_PLAY) + (wanted if called else 0.0),
    )
    s.deeds[a, D_PLAY_CHANCES] += 1.0
    if u_play >= chance * room * (1.0 if end == 0 or called else p.other_asks):
        see(s, a, a, PLAY, 0.0)
        return 0, 0
    see(s, a, a, PLAY, 1.0)
    s.tally[_VOLUME_PLAY] += 1.0
    s.deeds[a, D_PLAYED] += 1.0
    use(s, a, PLAYED)
    trusted = p.ref_trust
    if tie >= 0:
        trusted = 0.5 * (float(reads.ties[tie, TIE_TRUST]) + float(reads.ties[tie, TIE_TRUST + 1]))
    if u_share < sharing_play(p, trusted, float(reads.people[b, MOOD])):
        enjoy(s, a, b, end)
        return PLAYED, SHARED_PLAY
    if u_hurt >= hurting(p, trusted):
        return PLAYED, 0
    s.impact[1 - end, DOWN_REGARD] += 2.0 * p.loss_ratio * p.play_regard
    s.impact[1 - end, DOWN_TRUST] += p.loss_ratio * p.play_regard
    s.impact[SHARED, DOWN_CONNECTIVITY] += p.loss_ratio * p.play_connectivity
    s.impact[SHARED, DOWN_TENSILITY] += p.play_tensility * p.loss_ratio * p.play_connectivity
    s.impact[1 - end, UP_MOOD] -= p.play_joy
    s.impact[1 - end, DOWN_SAFETY] += p.entrust_safety_gain
    return PLAYED, HURT


@verb
def enjoy(s: State, a: int, b: int, end: int) -> None:
    """Let play be shared; each further time of the day gives less."""
    p = s.p
    times = float(s.deeds[a, D_SHARED]) + float(s.deeds[b, D_SHARED])
    fresh_play = 1.0 / (1.0 + p.play_tires * times)
    s.tally[_PLAY_SHARED] += 1.0
    for side in range(2):
        person = a if side == end else b
        s.deeds[person, D_SHARED] += 1.0
        s.impact[side, UP_MOOD] += p.play_joy * fresh_play
        s.impact[side, UP_ENERGY] += p.play_vigour * fresh_play
        s.impact[side, UP_REGARD] += p.play_regard * fresh_play
        s.impact[side, UP_TRUST] += p.play_trust * p.play_regard * fresh_play
        s.impact[side, UP_AUTHENTICITY] += p.play_authenticity * fresh_play
    s.impact[SHARED, UP_CONNECTIVITY] += p.play_connectivity * fresh_play
    s.impact[SHARED, UP_TENSILITY] += p.play_tensility * p.play_connectivity * fresh_play


# --- the evening -----------------------------------------------------------------------------------
@verb
def evening(s: State, i: int) -> None:
    """Let one person's states settle overnight: strain and energy, slow states, habits, knowledge, counts."""
    p = s.p
    u_energy, _, _, u_solo = fresh(s, i, EVENING, 0)
    u_vitality, u_workload, _, _ = fresh(s, i, EVENING, 1)
    s.people[i, WORKLOAD] = drifting_demand(p, float(s.people[i, WORKLOAD]), p.demand_drift_own, normal(u_workload))
    tire_and_recover(s, i)
    dose = float(s.today[i, FELT_DOSE])
    if dose > 0.0:
        felt = float(s.today[i, FELT_TODAY]) / max(1.0, dose)
        s.people[i, FELT] = felt_tonight(float(s.people[i, FELT]), felt, p.felt_memory)
    restore(s, i, normal(u_vitality), normal(u_energy))
    settle_states(s, i)
    settle_habits(s, i)
    if float(s.people[i, NEED]) > 0.0 and u_solo < solving_alone(p, float(s.people[i, KNOWLEDGE])):
        s.people[i, NEED] = 0.0
    count_the_day(s, i)


@verb
def tire_and_recover(s: State, i: int) -> None:
    """Let the day's load and hardship strain a person, and company and the night restore them."""
    p = s.p
    hardship = float(s.people[i, HARDSHIP])
    resilience = float(s.people[i, RESILIENCE])
    company = float(s.today[i, COMPANY]) / max(1.0, float(s.today[i, FELT_DOSE]))
    s.people[i, SUPPORT] = support_tonight(float(s.people[i, SUPPORT]), company, p.support_memory)
    support = min(1.0, float(s.people[i, SUPPORT]) / p.support_full)
    load = load_of(
        p,
        float(s.today[i, DEMAND_TODAY]),
        float(s.people[i, HOURS]),
        float(s.deeds[i, D_HELPED]),
        float(s.people[i, NEED]),
        trait(s, i, REACTIVITY),
    )
    before = float(s.people[i, STRAIN])
    strained = strain_after_day(p, before, load, hardship, support, resilience)
    s.deeds[i, D_LOAD] = load
    s.deeds[i, D_REACTION] = strained - before
    nights = 1.0 + (p.weekend_recovery if s.counts[DAY] % WEEK == 0 else 0.0)
    s.people[i, STRAIN] = strain_after_night(p, strained, support, resilience, nights)
    if hardship > p.hardship_felt:
        s.deeds[i, D_HARD] = 1.0
    s.people[i, HARDSHIP] = hardship_passed(p, hardship, resilience)
    s.people[i, MOOD] -= p.hardship_mood * min(2.0, hardship)
    s.people[i, RESILIENCE] = resilience_tonight(
        p,
        resilience,
        trait(s, i, RESILIENCE_OWN),
        float(s.people[i, MOOD]),
        float(s.people[i, SUPPORT]),
        float(s.people[i, STRAIN]),
    )


@verb
def restore(s: State, i: int, life: float, noise: float) -> None:
    """Let vitality move with what is felt, and energy recover towards it; a weekend restores a second time."""
    p = s.p
    s.people[i, VITALITY] = vitality_tonight(
        p,
        float(s.people[i, VITALITY]),
        trait(s, i, ENERGY_SET),
        float(s.people[i, FELT]),
        float(s.people[i, SUPPORT]),
        float(s.people[i, MEANING]),
        float(s.people[i, STRAIN]),
        life,
    )
    level = float(s.people[i, VITALITY]) - p.hardship_energy * min(2.0, float(s.people[i, HARDSHIP]))
    energy = energy_spent(float(s.people[i, ENERGY]), masking(p, float(s.people[i, AUTHENTICITY])))
    carry = trait(s, i, ENERGY_INERTIA)
    energy = energy_overnight(energy, level, carry, p.energy_innovation * noise)
    if s.counts[DAY] % WEEK == 0:
        energy = energy_overnight(energy, level, carry, 0.0)
    s.people[i, ENERGY] = energy


@verb
def settle_states(s: State, i: int) -> None:
    """Let safety, worth, meaning, authenticity, commitment, belonging, the wish, knowledge and skill settle."""
    p = s.p
    safety = settle(float(s.people[i, SAFETY]), own_rest(p.safety_rest, trait(s, i, SAFETY_OWN)), p.safety_return)
    s.people[i, SAFETY] = safety
    s.people[i, WORTH] = settle(
        float(s.people[i, WORTH]), own_rest(p.worth_rest, trait(s, i, WORTH_OWN)), p.worth_return
    )
    authenticity = float(s.people[i, AUTHENTICITY])
    given = float(s.recent[i, D_GIVEN])
    s.people[i, MEANING] = settle(
        float(s.people[i, MEANING]), meaning_rest_of(p, trait(s, i, MEANING_OWN), authenticity, given), p.meaning_return
    )
    s.people[i, AUTHENTICITY] = settle(
        authenticity,
        authenticity_rest_of(p, safety, float(s.people[i, UNLIKE]), float(s.people[i, ALLY])),
        p.authenticity_return,
    )
    s.people[i, COMMITMENT] = commitment_tonight(
        p,
        float(s.people[i, COMMITMENT]),
        float(s.people[i, MEANING]),
        safety,
        float(s.people[i, WORTH]),
        float(s.people[i, FELT]),
        float(s.people[i, LEAD_REGARD]),
        given,
    )
    met = float(s.deeds[i, D_MET])
    if met > 0.0:
        received = float(s.deeds[i, D_RECEIVED]) / met
        s.people[i, BELONGING] = settle(float(s.people[i, BELONGING]), received, p.recent_rate)
    s.people[i, WISH] = fall(float(s.people[i, WISH]), p.wish_fading)
    s.people[i, KNOWLEDGE] = knowledge_tonight(
        float(s.people[i, KNOWLEDGE]), own_rest(p.knowledge_rest, trait(s, i, KNOWLEDGE_OWN)), p.knowledge_return
    )
    answered = float(s.today[i, ANSWERED]) / met if met > 0.0 else 0.0
    rest = own_rest(p.skill_rest, trait(s, i, SKILL_OWN))
    s.people[i, SKILL_RESPECT] = skill_tonight(p, float(s.people[i, SKILL_RESPECT]), rest, answered)
    s.people[i, SKILL_ENABLE] = skill_tonight(p, float(s.people[i, SKILL_ENABLE]), rest, answered)


@verb
def settle_habits(s: State, i: int) -> None:
    """Let each habit follow what was done of it today, and what the team shows."""
    p = s.p
    team = whole(s.place[i, TEAM])
    attention = float(s.deeds[i, D_ATTENTION])
    met = float(s.deeds[i, D_MET])
    entrusted = float(s.deeds[i, D_DISCLOSED]) + float(s.deeds[i, D_DELEGATED]) + float(s.deeds[i, D_VOICED])
    for move in range(4):
        taken = attention
        chances = met
        if move == ENABLE:
            taken = float(s.deeds[i, D_HELP_TAKEN])
            chances = float(s.deeds[i, D_HELP_CHANCES])
        elif move == TRUST:
            taken = entrusted
            chances = float(s.deeds[i, D_TRUST_CHANCES])
        elif move == PLAY:
            taken = float(s.deeds[i, D_PLAYED])
            chances = float(s.deeds[i, D_PLAY_CHANCES])
        s.people[i, HABIT + move] = habit_tonight(
            p, float(s.people[i, HABIT + move]), taken, chances, float(s.teams[team, NORM + move])
        )


@verb
def count_the_day(s: State, i: int) -> None:
    """Let the slow means of what people did follow the day, and of strain and contact hours."""
    p = s.p
    bits = int(s.today[i, KINDS_TODAY])
    kinds = 0.0
    for x in range(len(KINDS)):
        kinds += 1.0 if bits & KINDS[x] else 0.0
    s.deeds[i, D_KINDS] = kinds
    for x in range(len(DEED_COLUMNS)):
        s.recent[i, x] = settle(float(s.recent[i, x]), float(s.deeds[i, x]), p.recent_rate)
    s.people[i, STRAIN_HISTORY] = settle(
        float(s.people[i, STRAIN_HISTORY]), float(s.people[i, STRAIN]), p.strain_memory
    )
    s.people[i, CONTACT_HOURS] = settle(float(s.people[i, CONTACT_HOURS]), float(s.people[i, HOURS]), p.recent_rate)


@verb
def evening_of_tie(s: State, tie: int) -> None:
    """Let every tie, used or not, drift to where it rests; favours and open ruptures fade."""
    p = s.p
    for feature in range(FEATURES):
        s.ties[tie, CARRYING + feature] = drifted(
            float(s.ties[tie, CARRYING + feature]), nature(s, tie, REST + feature), p.drift
        )
    s.ties[tie, FAVOURS] = float(s.ties[tie, FAVOURS]) * (1.0 - p.favour_fading)
    lost = float(s.ties[tie, RUPTURE]) * (1.0 - p.rupture_fading)
    s.ties[tie, RUPTURE] = lost if lost > 1e-3 else 0.0


@verb
def evening_of_team(s: State, team: int, members: int) -> None:
    """Let a team's norms follow what was seen there, its demand drift, and ideas taken up ease its work."""
    p = s.p
    for move in range(4):
        s.teams[team, NORM + move] = norm_tonight(
            float(s.teams[team, NORM + move]),
            float(s.teams[team, SEEN + move]),
            float(s.teams[team, SEEN_WEIGHT + move]),
            p.norm_rate,
        )
        s.teams[team, SEEN + move] = 0.0  # from here on what practices let people see tomorrow morning counts
        s.teams[team, SEEN_WEIGHT + move] = 0.0
    u, _, _, _ = fresh_of_team(s, team, TEAM_DEMAND, 0)
    s.teams[team, DEMAND] = drifting_demand(p, float(s.teams[team, DEMAND]), p.demand_drift_team, normal(u))
    ideas = 0.0
    start = whole(s.bounds[team])
    for x in range(start, start + members):
        ideas += float(s.deeds[whole(s.groups[x]), D_IDEAS])
    s.teams[team, IMPROVEMENT] = improved(
        float(s.teams[team, IMPROVEMENT]), ideas, float(members), p.idea_work, p.improvement_fading
    )


THEORY = Theory(
    "moves",
    (sys.modules[__name__],),
    morning,
    conduct,
    respond,
    receive,
    moves,
    evening,
    evening_of_tie,
    evening_of_team,
)
