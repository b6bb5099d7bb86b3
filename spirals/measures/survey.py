"""A survey of everybody: true scores of all scales as people lived through them, and answers with noise.

The reading of each construct stands in `spirals.measures.scales`.  States are means over the last ten working days,
acts are counted over the last twenty; nobody who joined within these days is asked.  An outcome has the chance of its
own once, at the measurement.  Answers are the true score and noise at the scale's reliability (classical test theory,
Lord & Novick 1968), keyed by run, person, day and scale.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals import streams
from spirals.errors import InputError
from spirals.measures import outcomes
from spirals.measures.network import betweenness, top_directed
from spirals.measures.scales import ACT_DAYS, PLACE, STATE_DAYS, scale
from spirals.measures.view import Floats, Integers, View
from spirals.mechanisms import reporting
from spirals.mechanisms.outcomes import with_noise
from spirals.mechanisms.slow import leaving_hazard
from spirals.plain import Brief
from spirals.population import (
    ASKED,
    D_HARD,
    D_TOLD,
    DEED_COLUMNS,
    DELEGATED,
    DEMAND_TODAY,
    DISCLOSED,
    HELPED,
    HONOURED,
    LOG_COLUMNS,
    LOGGED,
    NEEDED,
    PLAYED,
    SHARED_PLAY,
    SOLVED,
    VOICED,
)

if TYPE_CHECKING:
    from spirals.population import Population

_FIRST_BLOCK = 2 << 20  # of a survey's noise; diary and single answers have the blocks below
_BLOCKS = 4  # of four normals each, for the items of one scale
_DRAWS = 1 << 10  # scales that one draw has room for
_STYLE = _DRAWS - 1  # the place of each person's own way to answer
_ENTRUSTED = DISCLOSED | DELEGATED | VOICED
_ATTEMPTS, _ANSWERS = ASKED | _ENTRUSTED | PLAYED, HELPED | HONOURED | SHARED_PLAY
_NAMED = 0.5  # share of tie sides that count as named
_STATES = ("safety", "strain", "energy", "meaning", "authenticity", "worth", "belonging", "commitment", "resilience")
_OUTCOMES = ("engagement", "performance", "creativity")
_COUNTS = ("bad", "asked", "helped", "disclosed", "voiced", "shared", "beyond", "learnt")  # of a day's deeds


class Sides(NamedTuple):
    """Encounters as each side had them: two entries for each encounter, one array entry a side.

    ``me`` and ``other`` are rows of people; ``tone`` is what I received (1 life-giving, 0 routine, -1 depleting);
    ``did``, ``met`` and ``their`` are bits of my moves, of how they were met, and of the other's moves.
    """

    day: Integers
    slot: Integers
    me: Integers
    other: Integers
    tone: Integers
    did: Integers
    met: Integers
    their: Integers


def sides_of(log: Floats) -> Sides:
    """Return both sides of logged encounters, given as rows of ``LOG_COLUMNS``."""

    def both(first: str, second: str) -> Integers:
        columns = [LOG_COLUMNS.index(name) for name in (first, second)]
        return log[:, columns].T.ravel().astype(np.int64)

    return Sides(
        both("day", "day"),
        both("slot", "slot"),
        both("who", "whom"),
        both("whom", "who"),
        both("tone_who", "tone_whom"),
        both("moves_who", "moves_whom"),
        both("met_who", "met_whom"),
        both("moves_whom", "moves_who"),
    )


def log_of_today(population: Population) -> Floats:
    """Return a copy of today's encounters as rows of ``LOG_COLUMNS``; none where the run does not record them."""
    return population.state.log[: population.state.counts[LOGGED]].copy()


def own_leaders(population: Population) -> Integers:
    """Return the row of each person's own leader, -1 for none, over all rows.

    The leader is the active member of the team who stands highest, the first of several, and leads those below.
    """
    level, team = (np.asarray(population.person(name), np.int64) for name in ("level", "team"))
    rows = population.rows
    order = rows[np.lexsort((rows, -level[rows]))]
    teams, first = np.unique(team[order], return_index=True)
    top = np.full(len(population.team_names), -1)
    top[teams] = order[first]
    leader = top[team]
    led = (leader >= 0) & (level[leader] > level)
    return np.where(led & population.active, leader, -1)


@dataclass(frozen=True, eq=False, repr=False)
class Wave(Brief):
    """One survey of everybody who was there for the days it asks about; entries are rows of people.

    Attributes
    ----------
    day
        Survey day: the answers are given in its evening.
    true
        True score of each scale, one entry a row of people; nan for those who are not asked or have none.
    team, leader
        Team, and row of the own leader (-1: none) on that day.
    key, lanes
        What keys the noise.
    """

    day: int
    true: Mapping[str, Floats]
    team: Integers
    leader: Integers
    key: Integers
    lanes: Integers

    def answers(self, name: str, draw: int = 0) -> Floats:
        """Return the scale's answers in the unit of the true score, unrounded: its mean over items.

        Parameters
        ----------
        name
            Of the scale.
        draw
            Number of the independent repetition, 0 or more: the same people asked once more.
        """
        true, asked = self.true[name], scale(name)
        if asked.reliability >= 1.0:
            return true
        noise = self._noise(PLACE[name], asked.items, draw).mean(axis=1) * np.sqrt(asked.items)
        return np.asarray(true + reporting.survey_noise(_spread(true), asked.reliability) * noise)

    def responses(self, name: str, acquiescence: float = 0.0, draw: int = 0) -> Floats:
        """Return every item as it is filled in, 1 to ``points``, shape (people, items); nan where there is no answer.

        Answers spread so that the scale is six SDs of true scores long.  ``acquiescence`` (in these SDs, >= 0) is how
        much people differ in agreeing with anything: it moves a person's answers on all scales alike, on items that
        are worded the other way round too.  Noise is that of `answers`; coarse steps cost a little reliability, as in
        real surveys.  Score them with `scored`.

        Raises
        ------
        InputError
            For a scale that nobody answers.
        """
        asked = scale(name)
        if not asked.items:
            raise InputError(f"survey scale '{name}': is taken from records and has no items to answer")
        true = self.true[name]
        error = reporting.survey_noise(1.0, asked.reliability) * np.sqrt(asked.items)
        agreed = standard(true)[:, None] + error * self._noise(PLACE[name], asked.items, draw)
        worded = np.where(np.arange(asked.items) < asked.items - asked.reverse, 1.0, -1.0)
        agreed = worded * agreed + acquiescence * self._noise(_STYLE, 1, 0)
        step = (asked.points - 1) / 6.0
        return np.clip(np.rint(0.5 * (asked.points + 1) + step * agreed), 1.0, asked.points)

    def with_scale(self, name: str, true: Floats) -> Wave:
        """Return the survey with the true score of one more scale, such as what became of people later."""
        return replace(self, true={**self.true, name: true})

    def _noise(self, place: int, items: int, draw: int) -> Floats:
        block = _FIRST_BLOCK + _BLOCKS * (draw * _DRAWS + place)
        return streams.many_normals(self.key, self.lanes, self.day, streams.DIARY, block, _BLOCKS)[:, :items]


def scored(name: str, responses: Floats) -> Floats:
    """Return a scale's score, 1 to ``points``, from its items as filled in: reversed items turned, then the mean.

    Parameters
    ----------
    name
        Of the scale.
    responses
        Shape (people, items), or fewer items where a short survey asks only the first of them; nan: not answered.

    Examples
    --------
    >>> scored("strain", np.array([[7.0, 6.0, 7.0, 7.0]])).tolist()
    [6.75]
    """
    asked = scale(name)
    turned = np.arange(responses.shape[1]) >= asked.items - asked.reverse
    straight = np.where(turned, asked.points + 1.0 - responses, responses)
    return _mean_of_given(straight.T)


class Surveys:
    """Surveys on given days of a run: an observer that is told of every evening.

    Parameters
    ----------
    days
        Survey days, from ``ACT_DAYS`` on.

    Attributes
    ----------
    waves
        The surveys done so far, by day.
    """

    def __init__(self, days: Iterable[int]) -> None:
        self._days = tuple(days)
        self._states: deque[dict[str, Floats]] = deque(maxlen=STATE_DAYS)
        self._deeds: deque[NDArray[np.float32]] = deque(maxlen=ACT_DAYS)
        self._logs: deque[Floats] = deque(maxlen=ACT_DAYS)
        self.waves: dict[int, Wave] = {}

    def evening(self, population: Population, parameters: Mapping[str, float]) -> None:
        """Take in the day that ends, and survey if it is one of the days.

        Raises
        ------
        InputError
            If the run does not record its encounters, by which acts are counted, or people cannot look back far enough.
        """
        left = min((day - population.day for day in self._days if day >= population.day), default=ACT_DAYS)
        if left >= ACT_DAYS:
            return
        if not population.state.log.shape[0]:
            raise InputError("survey: nothing was recorded to count acts by; make the organisation with record=True")
        self._deeds.append(population.state.deeds[: population.size].copy())
        self._logs.append(log_of_today(population))
        if left < STATE_DAYS:
            self._states.append(_states_today(population, parameters))
        if left == 0:
            if len(self._deeds) < ACT_DAYS:
                raise InputError(
                    f"survey day {population.day}: people look back {ACT_DAYS} days, of which {len(self._deeds)} were "
                    f"seen; survey on a later day"
                )
            self.waves[population.day] = self._wave(population, parameters)

    def _wave(self, population: Population, parameters: Mapping[str, float]) -> Wave:
        n, leader = population.size, own_leaders(population)
        team = np.asarray(population.person("team"), np.int64).copy()
        state = {
            name: _mean_of_given(np.stack([widened(today[name], n) for today in self._states]))
            for name in self._states[-1]
        }
        state |= _with_chance(state, population, parameters)
        deeds = np.stack([widened(today, n, 0.0) for today in self._deeds]).astype(float)  # (days, people, deeds)
        deed = {name: deeds[:, :, DEED_COLUMNS.index(name)].sum(axis=0) for name in _COUNTS}
        deed["untold"] = ((deeds[:, :, D_HARD] > 0.0) & (deeds[:, :, D_TOLD] == 0.0)).sum(axis=0).astype(float)
        asked = population.active & (population.person("joined") <= population.day - ACT_DAYS)
        sides = sides_of(np.concatenate(self._logs))
        true = _true_scores(state, deed, sides, leader, team, asked) | _logged(population)
        lanes = population.lanes(np.arange(n))
        held = {name: np.where(asked, values, np.nan) for name, values in true.items()}
        return Wave(population.day, held, team, leader, population.state.key.copy(), lanes)


# --- true scores -----------------------------------------------------------------------------------
def _states_today(population: Population, parameters: Mapping[str, float]) -> dict[str, Floats]:
    """Return today's states that scales read, over all rows of people; nan for those who do not belong."""
    n, active, p = population.size, population.active, population.state.p
    view = View(population, {}, population.day, {**parameters, "outcome_noise": 0.0})
    energy, mood = population.person("energy"), population.person("mood")
    level, own = population.person("mood_set"), population.person("energy_set")
    felt = [
        reporting.reported_mood(float(a), float(b), float(c), 0.0, p.energy_in_mood, 0.0)
        for a, b, c in zip(level, energy - own, mood, strict=True)
    ]
    today = {name: np.array(population.person(name), float) for name in (*_STATES, "hours")}
    today |= {
        "demand": population.state.today[:n, DEMAND_TODAY].astype(float),
        "affect": np.array(felt),
        "leaving": thoughts_of_leaving(p, population.person("commitment"), population.person("strain")),
    }
    for name in _OUTCOMES:
        of_people = np.full(n, np.nan)
        of_people[view.rows] = getattr(outcomes, name)(view)
        today[name] = of_people
    today |= _ties_today(population)
    return {name: np.where(active, values, np.nan) for name, values in today.items()}


def _with_chance(
    state: Mapping[str, Floats], population: Population, parameters: Mapping[str, float]
) -> dict[str, Floats]:
    """Return the outcomes, means over days, each with the chance of its own that it has at a measurement."""
    view = View(population, {}, population.day, parameters)
    found = {}
    for name in _OUTCOMES:
        found[name] = np.full(population.size, np.nan)
        found[name][view.rows] = outcomes.over_people(
            with_noise, state[name][view.rows], outcomes.own_noise(view, name)
        )
    return found


def thoughts_of_leaving(p: Any, commitment: Floats, strain: Floats) -> Floats:
    """Return the logit of the day's leaving hazard; nan where a state is, or nobody ever leaves."""
    known = np.isfinite(commitment) & np.isfinite(strain)
    hazard = np.full(len(known), np.nan)
    hazard[known] = outcomes.over_people(
        lambda *of_person: leaving_hazard(p, *of_person), commitment[known], strain[known]
    )
    possible = (hazard > 0.0) & (hazard < 1.0)
    return np.log(hazard, out=np.full(len(known), np.nan), where=possible) - np.log1p(-np.where(possible, hazard, 0.0))


def _ties_today(population: Population) -> dict[str, Floats]:
    """Return what people have in their ties today: to their own leader, to coworkers met lately, inside the team."""
    n, leader, team = population.size, own_leaders(population), population.person("team")
    a, b = population.tie("a"), population.tie("b")
    me, other = np.concatenate([a, b]), np.concatenate([b, a])
    quality = np.concatenate(population.quality())
    trust = np.concatenate([population.tie("trust_a"), population.tie("trust_b")])
    carrying = np.tile(population.tie("carrying_capacity"), 2)
    met_lately = np.tile(population.tie("last_met"), 2) > population.day - ACT_DAYS
    to_leader, of_leader = other == leader[me], me == leader[other]
    coworker = ~to_leader & met_lately
    inside = team[me] == team[other]

    def mean(values: Floats, kept: NDArray[np.bool_], whose: Integers = me) -> Floats:
        ties = np.bincount(whose[kept], minlength=n)
        return _ratio(np.bincount(whose[kept], values[kept], n), ties)

    return {
        "quality_coworkers": mean(quality, coworker),
        "trust_coworkers": mean(trust, coworker),
        "carrying_coworkers": mean(carrying, coworker),
        "trust_team": mean(trust, inside),
        "quality_leader": mean(quality, to_leader),
        "quality_by_leader": mean(quality, of_leader, other),
        "trust_leader": mean(trust, to_leader),
        "carrying_leader": mean(carrying, to_leader),
    }


def _true_scores(
    state: Mapping[str, Floats],
    deed: Mapping[str, Floats],
    sides: Sides,
    leader: Integers,
    team: Integers,
    asked: NDArray[np.bool_],
) -> dict[str, Floats]:
    """Return the true scores that states and acts give, over all rows of people; z-scores are over those asked."""
    n = len(team)
    me, other, led = sides.me, sides.other, leader >= 0
    with_leader = other == leader[me]

    def z(*parts: Floats) -> Floats:
        return composite(*[np.where(asked, part, np.nan) for part in parts])

    def count(which: NDArray[np.bool_], whose: Integers = me) -> Floats:
        return np.bincount(whose[which], minlength=n).astype(float)

    support = (sides.tone > 0).astype(int) + ((sides.met & HELPED) > 0)
    from_leader = np.bincount(me[with_leader], support[with_leader], n)
    from_others = np.bincount(me[~with_leader], support[~with_leader], n)
    meetings_led = np.where(led, count(with_leader), 0.0)
    supported = {
        "coworker_support": z(np.log1p(from_others), state["carrying_coworkers"]),
        "leader_support": z(np.where(led, np.log1p(from_leader), np.nan), state["carrying_leader"]),
    }
    return {
        "connection_quality": state["quality_coworkers"],
        **supported,
        "social_resources": z(*supported.values()),
        "lmx": np.where(led, state["quality_leader"], np.nan),
        "lmx_by_leader": np.where(led, state["quality_by_leader"], np.nan),
        "trust_in_leader": np.where(led, state["trust_leader"], np.nan),
        "trust_in_coworkers": state["trust_coworkers"],
        "trust_in_team": state["trust_team"],
        "incivility_received": np.log1p(deed["bad"]),
        "ostracism": z(*_left_out(sides, team)),
        "safety": state["safety"],
        "voice": deed["voiced"] + deed["disclosed"],
        "silence": deed["untold"] + _unasked_days(sides, n),
        "learning_behaviour": deed["asked"] + deed["voiced"],
        "information_sharing": count((sides.met & SOLVED) > 0, other),
        "help_given": deed["helped"],
        "uncivil_acts": np.log1p(count(sides.tone < 0, other)),
        "thriving": z(state["energy"], deed["learnt"]),
        "engagement": state["engagement"],
        "strain": state["strain"],
        "exhaustion": z(state["strain"], -state["energy"]),
        "workload": z(state["demand"], state["hours"]),
        "meaning": state["meaning"],
        "authenticity": state["authenticity"],
        "social_worth": state["worth"],
        "belonging": state["belonging"],
        "commitment": state["commitment"],
        "turnover_intention": state["leaving"],
        **dict.fromkeys(("performance", "performance_by_leader", "performance_by_self"), state["performance"]),
        "creativity": state["creativity"],
        "resilience": state["resilience"],
        "positive_affect": state["affect"],
        "leader_modelling": _ratio(count(with_leader & (sides.tone > 0)), meetings_led),
        "leader_empowering": _ratio(count(with_leader & ((sides.their & DELEGATED) > 0)), meetings_led),
        "leader_abusive": _ratio(count(with_leader & (sides.tone < 0)), meetings_led),
        "fun": deed["shared"],
        "external_communication": np.log1p(deed["beyond"]),
    }


def _unasked_days(sides: Sides, n: int) -> Floats:
    """Return on how many days somebody met others with an open need and asked nobody."""
    needed, asked = ((sides.did & bit) > 0 for bit in (NEEDED, ASKED))
    person_day = sides.day * n + sides.me
    silent = np.setdiff1d(person_day[needed], person_day[asked])
    return np.bincount(silent % n, minlength=n).astype(float)


def _left_out(sides: Sides, team: Integers) -> tuple[Floats, Floats]:
    """Return how far somebody is left out: attempts that come to nothing, and fewer partners than team-mates have."""
    n = len(team)
    tried = np.bincount(sides.me[(sides.did & _ATTEMPTS) > 0], minlength=n)
    answered = np.bincount(sides.me[((sides.did & _ATTEMPTS) > 0) & ((sides.met & _ANSWERS) > 0)], minlength=n)
    partners = np.bincount(np.unique(sides.me * n + sides.other) // n, minlength=n).astype(float)
    known = np.where(partners > 0.0, partners, np.nan)
    return -_ratio(answered, tried), by_team(known, team)[team] - known


def _logged(population: Population) -> dict[str, Floats]:
    """Return what needs no answer: places in the networks of advice, of regard and of all ties."""
    n = population.size
    a, b = population.tie("a"), population.tie("b")
    regard = [population.tie(f"regard_{side}") for side in "ab"]
    trust = [population.tie(f"trust_{side}") for side in "ab"]
    knowledge = population.person("knowledge")
    advice = composite(np.concatenate([knowledge[b], knowledge[a]]), np.concatenate(trust))

    def named(side_a: Floats, side_b: Floats) -> Floats:
        _, whom = top_directed(a, b, side_a, side_b, _NAMED)
        return np.bincount(whom, minlength=n).astype(float)

    return {
        "advice_in_degree": named(advice[: len(a)], advice[len(a) :]),
        "expressive_in_degree": named(*regard),
        "brokerage": betweenness(n, a, b),
    }


# --- arithmetic ------------------------------------------------------------------------------------
def standard(values: Floats) -> Floats:
    """Return z-scores of the numbers among ``values``; all nan where they do not vary."""
    spread = _spread(values)
    return np.asarray((values - np.nanmean(values)) / spread) if spread > 0.0 else np.full(values.shape, np.nan)


def composite(*parts: Floats) -> Floats:
    """Return the mean of the parts' z-scores; nan where a part is missing."""
    return np.mean([standard(part) for part in parts], axis=0)


def by_team(values: Floats, team: Integers, fewest: int = 1) -> Floats:
    """Return the mean over each team's members who have a value; nan for teams with less than ``fewest`` of them."""
    given = ~np.isnan(values)
    members = np.bincount(team[given], minlength=int(team.max()) + 1)
    return np.where(members >= fewest, _ratio(np.bincount(team[given], values[given], len(members)), members), np.nan)


def _spread(values: Floats) -> float:
    given = values[~np.isnan(values)]
    return float(given.std()) if given.size else 0.0


def _mean_of_given(values: Floats) -> Floats:
    """Return the mean over the first axis of what is not nan."""
    return _ratio(np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0))


def _ratio(part: NDArray, whole: NDArray) -> Floats:
    """Return ``part / whole``, nan where ``whole`` is 0."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def widened(values: NDArray, n: int, empty: float = np.nan) -> NDArray:
    """Return values for ``n`` rows of people, of which the last joined later and have none."""
    more = [(0, n - len(values)), *[(0, 0)] * (values.ndim - 1)]
    return np.pad(values, more, constant_values=empty)
