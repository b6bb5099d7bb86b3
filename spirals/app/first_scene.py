"""The first scene: one kind act among forty people, whom it reaches, the twin without it; then a breach of confidence.

All of it is what the model does with today's defaults: it is run when the pages start, in about two seconds, so that no
recording can grow old.  Whom one act reaches is told of one pair; what it leaves behind is told of many, for one pair's
tie is soon moved by chance as well.
"""

from __future__ import annotations

import base64
import copy
import json
import math
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.paired import interval
from spirals.app.acts import betrayal, kind_act
from spirals.app.live import FINEST, LiveRun
from spirals.interventions.apply import Schedule
from spirals.organisation import Organisation
from spirals.population import ENERGY, LEAD, LEVEL, MEMBER, MOOD, SAFETY, TEAM
from spirals.scenario import load, with_changes

Floats = NDArray[np.float64]
SIZE, SEED = 40, 1
EVE = 10  # days before the act, which falls on a Monday
WEEK, WEEKS = 5, 6  # days in which ripples are followed, and weeks for which ties are
_EVERY = 2  # pair is tried: half of them say enough of the mean
NAMES = ("Mira", "Jonas")
FELT = 0.02  # of a mood, in SD of a person's own days: what counts as reached; of energy and safety, `FINEST`
_FARTHEST = 3  # hands that are told apart
_making = threading.Lock()


class Ripple(NamedTuple):
    """How one act travels.

    Attributes
    ----------
    met
        Encounters of the first day in their order: rows of the two, and the hand at which the second of the two was
        reached by it, else 0.
    hand
        By row: 1 who took part, 2 whom these reached, 3 whom those reached; 0 nobody.
    reached
        On each evening of the week, the rows of those whose state differs from the twin's.
    """

    met: list[tuple[int, int, int]]
    hand: dict[int, int]
    reached: list[list[int]]


def branch(organisation: Organisation, entry: Mapping[str, Any] | None = None) -> Organisation:
    """Return a copy that goes on by itself, with one thing done in it."""
    other = copy.deepcopy(organisation)
    if entry is not None:
        other.population.levers()
        done = with_changes(organisation.spec, {"interventions": [dict(entry)]}).interventions
        other.schedule = Schedule(done, other.population, other.key)
    return other


def follow(eve: Organisation, entry: Mapping[str, Any], took_part: Iterable[int]) -> Ripple:
    """Return how an act travels in the week that it begins, beside the twin.

    A person counts as reached where mood, energy or safety differ from the twin's in the evening, and at the hand after
    that of the first person they met who had been reached before.
    """
    run, twin = branch(eve, entry), branch(eve)
    run.record = True
    hand = dict.fromkeys(took_part, 1)
    met: list[tuple[int, int, int]] = []
    reached: list[list[int]] = []
    for day in range(WEEK):
        run.step()
        twin.step()
        differs = _differs(run, twin)
        for i, j in _encounters(run):
            new = next(((p, q) for p, q in ((i, j), (j, i)) if p in hand and q not in hand and differs[q]), None)
            if new is not None and hand[new[0]] < _FARTHEST:
                i, j = new
                hand[j] = hand[i] + 1
            else:
                new = None
            if day == 0:
                met.append((i, j, hand[j] if new else 0))
        reached.append(np.flatnonzero(differs).tolist())
    return Ripple(met, hand, reached)


def _differs(run: Organisation, twin: Organisation) -> NDArray[np.bool_]:
    apart = np.abs(run.population.state.people[:SIZE] - twin.population.state.people[:SIZE])
    return np.asarray((apart[:, MOOD] > FELT) | (apart[:, ENERGY] > FINEST) | (apart[:, SAFETY] > FINEST))


def _encounters(organisation: Organisation) -> list[tuple[int, int]]:
    """Return the rows of those who met today, in order; newcomers have no place in the picture."""
    log = organisation.encounters
    today = log[log.day == organisation.day]
    rows = [[organisation.population.row(one) for one in today[side]] for side in ("who", "whom")]
    return [(i, j) for i, j in zip(*rows, strict=True) if i < SIZE and j < SIZE]


def tie_gain(eve: Organisation, pairs: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """Return what a kind act, and what a betrayal, does to the quality of the tie between a lead and a member.

    Each pair is tried by itself, on the same chance as the twin; day by day, two of shape (pairs, days).
    """
    twin, ids = branch(eve), eve.population.ids
    plain = _course(twin, pairs)
    kind, rude = np.zeros_like(plain), np.zeros_like(plain)
    for place, (lead, member) in enumerate(pairs):
        acts = kind_act(ids[member], ids[lead], EVE + 1), betrayal(ids[member], MEMBER, EVE + 1)
        for gain, entry in zip((kind, rude), acts, strict=True):
            gain[place] = _course(branch(eve, entry), [(lead, member)])[0] - plain[place]
    return kind, rude


def _course(organisation: Organisation, pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return the quality of some ties by day, shape (pairs, days), as the organisation goes on."""
    found = np.zeros((len(pairs), WEEK * WEEKS))
    for day in range(WEEK * WEEKS):
        organisation.step()
        found[:, day] = [_quality(organisation, pair) for pair in pairs]
    return found


def _quality(organisation: Organisation, pair: tuple[int, int]) -> float:
    """Return the quality of the tie between two people, nan where there is none any longer."""
    tie = organisation.population.tie_between(*pair)
    return float("nan") if tie < 0 else sum(organisation.quality_of_tie(tie, side) for side in (0, 1)) / 2.0


def pairs_of(organisation: Organisation) -> list[tuple[int, int]]:
    """Return each lead with each member of the own team to whom there is a tie."""
    place = organisation.population.state.place
    return [
        (int(lead), int(other))
        for lead in np.flatnonzero(place[:SIZE, LEVEL] == LEAD)
        for other in sorted(organisation.population.neighbours(int(lead)).tolist())
        if place[other, LEVEL] == MEMBER and place[other, TEAM] == place[lead, TEAM]
    ]


def farthest(eve: Organisation) -> tuple[int, int]:
    """Return the lead and the member from whom a kind act reaches most people on its first day."""
    ids, twin = eve.population.ids, branch(eve)
    twin.step()

    def reach(pair: tuple[int, int]) -> int:
        run = branch(eve, kind_act(ids[pair[1]], ids[pair[0]], EVE + 1))
        run.step()
        return int(_differs(run, twin).sum())

    return max(pairs_of(eve), key=reach)


def summary(gain: Floats) -> dict[str, Any]:
    """Return the mean of a gain over pairs with its interval, by day, and what of it stays.

    ``stays`` is the share of the first week's gain that is there in the last week; None where the last week's cannot
    be told from none.
    """
    gain = gain[np.isfinite(gain).all(axis=1)]
    bounds = [interval(day) for day in gain.T]
    first, last = gain[:, :WEEK].mean(axis=1), gain[:, -WEEK:].mean(axis=1)
    low, high = interval(last)
    clear = low > 0.0 or high < 0.0
    return {
        "mean": np.round(gain.mean(axis=0), 5).tolist(),
        "low": [round(low, 5) for low, _ in bounds],
        "high": [round(high, 5) for _, high in bounds],
        "stays": round(float(last.mean() / first.mean()), 3) if clear and first.mean() else None,
    }


@cache
def contents() -> dict[str, Any]:
    """Return all that the scene shows."""
    scenario = with_changes(load("baseline"), {"size": SIZE, "seed": SEED})
    picture = LiveRun(scenario)
    picture.advance(EVE, math.inf)
    head, parts = picture.opening("energy")
    eve = Organisation(scenario)
    eve.run_days(EVE)
    lead, member = pair = farthest(eve)
    ids = eve.population.ids
    kind, rude = kind_act(ids[member], ids[lead], EVE + 1), betrayal(ids[member], MEMBER, EVE + 1)
    tried = pairs_of(eve)[::_EVERY]
    gains = tie_gain(eve, tried)
    ripples = follow(eve, kind, pair), follow(eve, rude, (member,))
    return {
        "head": head,
        "parts": [base64.b64encode(part).decode() for part in parts],
        "pair": pair,
        "names": NAMES,
        "of": len(pairs_of(eve)),
        "tried": len(tried),
        "weeks": WEEKS,
        "acts": [{**ripple._asdict(), "gain": summary(gain)} for ripple, gain in zip(ripples, gains, strict=True)],
    }


def as_json() -> str:
    """Return the scene as JSON, made once."""
    with _making:
        return json.dumps(contents(), separators=(",", ":"), allow_nan=False)
