"""The first morning: what every pair is drawn as, and a spread of qualities round where it rests."""

from __future__ import annotations

from spirals.engine.luck import fresh_of_pair
from spirals.engine.reading import trait, whole
from spirals.engine.registry import verb
from spirals.engine.ties import draw_nature, lay_to_rest
from spirals.mechanisms.effects import trust_told_apart
from spirals.mechanisms.numbers import logistic, logit, settle
from spirals.population import CARRYING, END_A, END_B, FAMILIARITY, N_TIES, TIE_TRUST, TRUSTWORTHINESS, State
from spirals.streams import STRUCTURE, normal

_FEATURES = 7  # the three shared features, two regards, two trusts


@verb
def begin_ties(s: State) -> None:
    """Draw every first tie's nature and set its features round its resting quality."""
    for tie in range(s.counts[N_TIES]):
        draw_nature(s, tie)
        lay_to_rest(s, tie)
        scatter(s, tie)
        trust_by_now(s, tie)


@verb
def scatter(s: State, tie: int) -> None:
    """Spread a tie's features: ``logistic(logit(rest) + tie_spread normal)``, each its own draw."""
    a = whole(s.ends[tie, END_A])
    b = whole(s.ends[tie, END_B])
    for feature in range(_FEATURES):
        u, _, _, _ = fresh_of_pair(s, a, b, STRUCTURE, feature)
        x = float(s.ties[tie, CARRYING + feature])
        s.ties[tie, CARRYING + feature] = logistic(logit(x) + s.p.tie_spread * normal(u))


@verb
def trust_by_now(s: State, tie: int) -> None:
    """Let each side of a first tie have learnt the other's trustworthiness, the more the more familiar it is."""
    share = s.p.trust_at_start * float(s.ties[tie, FAMILIARITY])
    for side in range(2):
        other = whole(s.ends[tie, 1 - side])
        worthy = trait(s, other, TRUSTWORTHINESS)
        trust = trust_told_apart(
            float(s.ties[tie, TIE_TRUST + side]), worthy - logistic(s.p.trustworthiness_level), s.p.trust_reads
        )
        s.ties[tie, TIE_TRUST + side] = settle(trust, worthy, share)
