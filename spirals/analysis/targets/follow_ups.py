"""The studies of block D: what is done in organisations, who is asked or watched when, and what comes out.

What differs by a push is read against a twin on the same chance.  People in a twin would also err alike when they
answer, so the noise of answers cancels in such a difference, and shows in the SD that it is expressed in.  All else is
read off answers of the stated reliability, contacts and ratings.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets.courses import (
    by_third,
    coefficients,
    decay,
    growth,
    kept,
    parting,
    retest,
    spread_within,
    team_means,
)
from spirals.analysis.targets.sample import SETTLING
from spirals.analysis.targets.waves import ACTS, WINDOW, Waves, performance_now, spread_of_answers, survey
from spirals.interventions.day_plan import DayPlan, Meeting
from spirals.interventions.practice import MAX_DAY
from spirals.measures.ties import HIGH_QUALITY
from spirals.mechanisms.practices import skill_taught
from spirals.organisation import Organisation
from spirals.population import (
    CERTAIN,
    IN_PERSON,
    LEAD,
    LEVER_CONDUCT,
    LEVER_HONOUR,
    MEMBER,
    TIE_TRUST,
    TRUST,
    WEEK,
    Population,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Values = dict[str, float]
Morning = Callable[[Organisation, DayPlan], None]

PAIRS, SIZE = 4, 120
"""Organisations in which nothing is done, for twins and panels, and people in each."""
MANY = 500
"""People where teams are the cases: some 62 teams."""
MONTH, QUARTER, HALF_YEAR, YEAR = 22, 65, 130, 260
FIRST_SURVEY = 60
LOGGED = ("keeping apart",)
"""What is watched, not asked: without noise of answers."""
GOOD = {"keeping apart": -1.0, "thoughts of quitting": -1.0}
"""Sign of what is better if there is less of it; 1 for all else."""


class Pair(NamedTuple):
    """A run and its twin on the same chance, and the rows of the people who are compared."""

    treated: Waves
    control: Waves
    who: Whole

    def lasting(self, day: int) -> Pair:
        """Return the same of those who are still there in both runs."""
        there = [np.isfinite(run.mean("energy", day)[self.who]) for run in (self.treated, self.control)]
        return self._replace(who=self.who[there[0] & there[1]])

    def change(self, name: str, last: int, days: int = WINDOW) -> Floats:
        """Return how far each of them lies above the own twin, in SDs between people of the control's answers."""
        treated, control = (run.mean(name, last, days) for run in (self.treated, self.control))
        spread = float(np.nanstd(control)) if name in LOGGED else spread_of_answers(control)
        return np.asarray(GOOD.get(name, 1.0) * (treated[self.who] - control[self.who]) / spread)


def effect(pairs: Sequence[Pair], name: str, last: int) -> float:
    """Return the mean change over the people of all pairs, SD; above 0 is better."""
    days = ACTS if name in LOGGED else WINDOW
    return float(np.nanmean(np.concatenate([pair.change(name, last, days) for pair in pairs])))


class Study:
    """The organisations of one seed.

    Parameters
    ----------
    seed
        Of the organisations, and of whom studies pick and how people err.
    changes
        Parameters or fields of all organisations, by name.

    Attributes
    ----------
    controls
        Those in which nothing is done, which several rows read.
    """

    def __init__(self, seed: int, changes: dict[str, Any]) -> None:
        self._seed, self._changes = seed, changes
        self.controls = [
            Waves(self.organisation(replicate), _READ, _SURVEYS, contacts=True) for replicate in range(PAIRS)
        ]

    def organisation(self, replicate: int, size: int = SIZE, **done: Any) -> Organisation:
        """Return an organisation before its first day; those of one replicate and size share all chance."""
        changes = {**self._changes, **done}
        return Organisation(size=size, rng=self._seed, replicate=replicate, days=MAX_DAY, **changes)

    def random(self, purpose: int) -> np.random.Generator:
        """Return a study's own chance."""
        return np.random.default_rng([self._seed, purpose])

    def pair(
        self,
        replicate: int,
        practices: Sequence[dict[str, Any]],
        names: Sequence[str],
        surveys: Sequence[int],
        morning: Morning | None = None,
    ) -> Pair:
        """Return a control and its twin in which something is done; everybody there at first is compared.

        Parameters
        ----------
        practices
            As scenario files write them.
        names, surveys
            What is read of the twin (see `Waves`).
        morning
            What is done besides each morning.
        """
        organisation = self.organisation(replicate, interventions=list(practices))
        if morning is not None:
            organisation.each_morning(morning)
        who = organisation.population.rows
        return Pair(Waves(organisation, names, surveys), self.controls[replicate], who)


# --- D1 ----------------------------------------------------------------------------------------------
TREATED, HOURS = 0.2, 1.0
"""Share of teams in the programme, and hours of guided practice a week."""
AFTERWARDS = (HALF_YEAR, HALF_YEAR + YEAR)
"""Surveys: as the programme ends, and a year later."""
RELATIONS, ATTITUDES, WITHDRAWAL = ("quality",), ("commitment", "energy"), ("keeping apart", "thoughts of quitting")


def programme(study: Study) -> Values:
    """D1: what is left a year after half a year of weekly guided practice of respect in a fifth of the teams.

    Practice is taught with the catalogue's own act.  As motivation is no act that a practice may set, everybody in
    these teams is pushed besides, while the programme lasts: by as much conduct (logits) as the practice has taught an
    average person by its end, so that half of the direct effect is learnt.
    """
    pairs = [_civility(study, replicate, learnt=True) for replicate in range(PAIRS)]
    pushed = [_civility(study, replicate, learnt=False) for replicate in range(PAIRS)]
    gain = {
        what: [float(np.mean([effect(pairs, name, day) for name in names])) for day in AFTERWARDS]
        for what, names in (("quality", RELATIONS), ("attitudes", ATTITUDES), ("withdrawal", WITHDRAWAL))
    }
    left = {what: kept(*gains) for what, gains in gain.items()}
    alone = [effect(pushed, "quality", day) for day in AFTERWARDS]
    taught = float(np.mean([_taught(pair) for pair in pairs]))
    return {
        "D1 quality": left["quality"],
        "D1 attitudes": left["attitudes"],
        "D1 quality first": left["quality"] - left["attitudes"],
        "D1 withdrawal last": left["attitudes"] - left["withdrawal"],
        **{f"D1 {what} at the end": gains[0] for what, gains in gain.items()},
        "D1 withdrawal": left["withdrawal"],
        "D1 learnt": taught / (taught + _motivation(study.controls[0].organisation)),
        "D1 by motivation alone": kept(*alone),
    }


def _motivation(organisation: Organisation) -> float:
    """Return how much conduct (logits) all hours of the programme teach somebody of average skill."""
    p, hours = organisation.parameters, HOURS * HALF_YEAR / WEEK
    taught = skill_taught(p["skill_rest"], hours, p["teaching"], p["teaching_ceiling"])
    return p["skill_effect"] * (taught - p["skill_rest"])


def _taught(pair: Pair) -> float:
    """Return how much conduct (logits) people owe at the programme's end to what they learnt."""
    treated, control = (run.mean("skill_respect", HALF_YEAR, 1)[pair.who] for run in (pair.treated, pair.control))
    return float(pair.control.organisation.parameters["skill_effect"] * (treated - control).mean())


def _civility(study: Study, replicate: int, learnt: bool) -> Pair:
    control = study.controls[replicate].organisation
    teams = control.population.team_names
    chosen = study.random(1 + replicate).permutation(len(teams))[: max(1, round(TREATED * len(teams)))]
    practice = {"do": "teach", "skill": "respect", "hours": HOURS, "every": WEEK}
    practices = [
        {"id": "custom", "name": f"civility in {teams[team]}", "who": f"team:{teams[team]}", "end": HALF_YEAR,
         "does": [practice]}
        for team in chosen
    ]  # fmt: skip
    amount = _motivation(control) * (1.0 if learnt else 2.0)

    def motivate(organisation: Organisation, _: DayPlan) -> None:
        if organisation.day <= HALF_YEAR:
            population = organisation.population
            inside = population.active & np.isin(population.person("team"), chosen)
            population.levers()[np.flatnonzero(inside), LEVER_CONDUCT] += amount

    names = (*RELATIONS, *ATTITUDES, *WITHDRAWAL, "skill_respect")
    pair = study.pair(replicate, practices if learnt else (), names, AFTERWARDS, motivate)
    inside = np.isin(pair.treated.organisation.population.person("team")[pair.who], chosen)
    return pair._replace(who=pair.who[inside]).lasting(AFTERWARDS[-1])


# --- D2, D3 ------------------------------------------------------------------------------------------
COHORTS, NEW_A_TEAM, WAVES, OUTCOME_DAY = 2, 2, 13, 120
"""Organisations with newcomers, how many in each team, weeks of support, and the day on which outcomes are asked."""


def newcomers(study: Study) -> Values:
    """D2 and D3: support, safety, energy and thoughts of quitting of people who join every team on one day."""
    cohorts, rng = [_joined(study, number) for number in range(COHORTS)], study.random(11)
    return {**_support(cohorts, rng), **_safety(cohorts, rng)}


class Cohort(NamedTuple):
    """A run that newcomers join, their rows, and everybody's team on that day, by row."""

    run: Waves
    new: Whole
    team: Whole


def _joined(study: Study, number: int) -> Cohort:
    """Return an organisation that newcomers have just joined."""
    names = ("support", "safety", "energy", "thoughts of quitting")
    run = Waves(study.organisation(PAIRS + number, MANY), names, range(ACTS, SETTLING + YEAR + MONTH + ACTS, ACTS))
    organisation = run.to(SETTLING).organisation
    teams = range(len(organisation.population.team_names))
    new = np.array([organisation.hire(team) for team in teams for _ in range(NEW_A_TEAM)])
    return Cohort(run, new, organisation.population.person("team").copy())


def _support(cohorts: Sequence[Cohort], rng: np.random.Generator) -> Values:
    def asked(name: str, last: int, days: int) -> Floats:
        return np.concatenate([cohort.run.mean(name, last, days)[cohort.new] for cohort in cohorts])

    weekly = [WEEK * asked("support", SETTLING + WEEK * week, WEEK) for week in range(1, WAVES + 1)]
    support = np.stack([survey(np.log1p(acts), rng) for acts in weekly], axis=1)
    day = SETTLING + OUTCOME_DAY
    energy, quitting = (survey(asked(name, day, WINDOW), rng) for name in ("energy", "thoughts of quitting"))
    found = growth(support, np.array([energy, -quitting]))
    less = found.of_level - np.abs(found.of_slope)
    return {"D2 slope": found.slope, "D2 energy": float(less[0]), "D2 leaving": float(less[1])}


def _safety(cohorts: Sequence[Cohort], rng: np.random.Generator) -> Values:
    """Return how safe newcomers feel against those with more than a year of tenure, in the first month and later."""
    found = []
    for run, new, team in cohorts:
        first, twelfth = (survey(run.mean("safety", SETTLING + MONTH * month, MONTH), rng) for month in (1, 12))
        old = np.flatnonzero(run.organisation.population.person("joined") <= SETTLING - YEAR)
        spread, later = float(np.nanstd(first[old])), twelfth[: len(first)] - first
        start, change = (float(np.nanmean(of[new]) - np.nanmean(of[old])) / spread for of in (first, later))
        safe = team_means(first[old], team[old])[team[new]]
        found.append((start, change, float(coefficients(later[new], safe)[0])))
    start, change, units = np.mean(found, axis=0).tolist()
    return {"D3 start": start, "D3 change": change, "D3 safe units": units}


# --- D4 ----------------------------------------------------------------------------------------------
DAYS_IN_CONTACT = 2
"""Days of contact in four weeks that make a tie."""


def bridges(study: Study) -> Values:
    """D4: ties of four weeks that are none in the same weeks a year later, among those who stay."""
    found = []
    for run in study.controls:
        there, still = (np.isfinite(run.mean("energy", day, ACTS)) for day in (FIRST_SURVEY, FIRST_SURVEY + YEAR))
        n = len(there)
        first, later = (run.met(day, ACTS, DAYS_IN_CONTACT)[:n, :n] for day in (FIRST_SURVEY, FIRST_SURVEY + YEAR))
        found.append(decay(first, later, there & still[:n]))
    lost, embedded, share = np.nanmean(np.array(found), axis=0)
    return {"D4 bridges": float(lost), "D4 embedded": float(lost / embedded), "D4 ties": float(share)}


# --- D5 ----------------------------------------------------------------------------------------------
BREACH_DAY, GOOD_ACTS = SETTLING + 1, 10
BREACHES = ("lapse", "betrayal")
_COURSES = ("nothing", *BREACHES, "good acts")


def breaches(study: Study) -> Values:
    """D5: trust after one breach at good ties and ten good acts, against a twin in which nothing is done.

    Pairs of team-mates are brought together.  On the first day one entrusts the other with something, and that is not
    honoured: an ordinary lapse, or a betrayal.  On each of the ten days after, something is entrusted and honoured.
    """
    base = study.organisation(PAIRS)
    base.run_days(SETTLING)
    pairs = good_pairs(base.population)
    trust = {how: _trust_after(copy.deepcopy(base), pairs, how).mean(axis=1) for how in _COURSES}
    loss = {how: trust["nothing"][0] - trust[how][0] for how in BREACHES}

    def regained(how: str, against: str) -> float:
        return float(1.0 - (trust[against][1] - trust[how][1]) / loss[how])

    return {
        "D5 lapse": regained("lapse", "nothing"),
        "D5 betrayal": regained("betrayal", "nothing"),
        "D5 apart": regained("lapse", "nothing") - regained("betrayal", "nothing"),
        "D5 lapse against good acts": regained("lapse", "good acts"),
        "D5 betrayal against good acts": regained("betrayal", "good acts"),
        "D5 loss by a lapse": float(loss["lapse"]),
        "D5 loss by a betrayal": float(loss["betrayal"]),
    }


def good_pairs(population: Population) -> Whole:
    """Return pairs of members of one team with a high-quality tie, best first, nobody in two; shape (pairs, 2)."""
    a, b = population.tie("a"), population.tie("b")
    quality = np.minimum(*population.quality())
    team, level = population.person("team"), population.person("level")
    good = (team[a] == team[b]) & (level[a] == MEMBER) & (level[b] == MEMBER) & (quality >= HIGH_QUALITY)
    taken: set[int] = set()
    found = []
    for tie in np.flatnonzero(good)[np.argsort(-quality[good], kind="stable")]:
        pair = int(a[tie]), int(b[tie])
        if not taken & set(pair):
            taken |= set(pair)
            found.append(pair)
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _trust_after(organisation: Organisation, pairs: Whole, how: str) -> Floats:
    """Return the first one's trust in the second after the breach and after the good acts, shape (2, pairs).

    ``how`` is one of `_COURSES`; after good acts alone there is no breach.
    """
    trusting, trusted = pairs.T

    def morning(organisation: Organisation, plan: DayPlan) -> None:
        breach = organisation.day == BREACH_DAY
        if how == "nothing" or (breach and how == "good acts"):
            return
        organisation.population.levers()[trusted, LEVER_HONOUR] += -CERTAIN if breach else CERTAIN
        if breach:
            plan.parameters["betrayal_share"] = 1.0 if how == "betrayal" else -1.0
        minutes = organisation.parameters["turn_minutes"]  # one exchange, in which the first one speaks first
        plan.meetings += [Meeting(1, pair, TRUST, minutes, 0.0, 0.0, IN_PERSON, True, CERTAIN) for pair in pairs]

    def trust() -> Floats:
        population = organisation.population
        ties = [population.tie_between(*pair) for pair in pairs.tolist()]
        column = TIE_TRUST + (population.state.ends[ties, 0] != trusting)
        return np.asarray(population.state.ties[ties, column], dtype=float)

    organisation.each_morning(morning)
    organisation.run_days(1)
    after = trust()
    organisation.run_days(GOOD_ACTS)
    return np.array([after, trust()])


# --- D6 ----------------------------------------------------------------------------------------------
PLAY_MINUTES, PLAY_DAYS = 20.0, 60
PLEASURES = ("energy", "engagement")


def play(study: Study) -> Values:
    """D6: what twelve weeks of weekly play of each team do to energy and engagement, by trust in the team before."""
    meeting = {"do": "meet", "shape": "team", "move": "play", "minutes": PLAY_MINUTES, "every": WEEK}
    first, last = FIRST_SURVEY + 1, FIRST_SURVEY + PLAY_DAYS
    practice = {"id": "custom", "name": "weekly play", "start": first, "end": last, "does": [meeting]}
    rng, gains, trust = study.random(12), [], []
    for replicate, control in enumerate(study.controls):
        pair = study.pair(replicate, [practice], PLEASURES, [last])
        gains.append(np.mean([pair.change(name, last) for name in PLEASURES], axis=0))
        trust.append(survey(control.mean("trust in the team", FIRST_SURVEY), rng)[pair.who])
    low, _, high = by_third(np.concatenate(gains), np.concatenate(trust))
    return {"D6 interaction": float(high - low), "D6 lowest": float(low), "D6 highest": float(high)}


# --- D7 ----------------------------------------------------------------------------------------------
WEEKS, RATING = 8, 0.6
"""Weeks that leader and members are followed, and how reliable a rating of somebody's performance is."""


def new_leaders(study: Study) -> Values:
    """D7: what each side says of the tie, week by week, after all teams got a new leader on one day.

    Rises are of those who know each other at the first of the two surveys.  Performance is rated in week 4.
    """
    organisation, rng = study.organisation(PAIRS + COHORTS, MANY), study.random(13)
    organisation.run_days(SETTLING)
    dyads = _replace_leads(organisation)
    views: list[Floats] = []
    for week in range(1, WEEKS + 1):
        organisation.run_days(WEEK)
        views.append(survey(_both_sides(organisation, dyads), rng))
        if week == WEEKS // 2:
            work = survey(performance_now(organisation), rng, RATING)[dyads]
    said = np.array(views)  # weeks, sides (leader, member), dyads
    spread = float(np.nanstd(said[-1]))
    early, late = (float(np.nanmean(said[last - 1] - said[first - 1])) / spread for first, last in ((1, 4), (5, 8)))
    by_leader, by_member = (float(coefficients(said[-1, side], work[:, 1 - side], said[0, side])[0]) for side in (0, 1))
    return {
        "D7 levelling": early - late,
        "D7 late": late,
        "D7 apart": spread_within(said[-1, 1], dyads[:, 0]),
        "D7 leader": by_leader,
        "D7 member": by_member,
        "D7 early": early,
    }


def _replace_leads(organisation: Organisation) -> Whole:
    """Give each team with a lead a new one; return leads and their members, shape (dyads, 2)."""
    population = organisation.population
    level, team = population.person("level").copy(), population.person("team").copy()
    found = []
    for lead in population.rows[level[population.rows] == LEAD]:
        members = [row for row in population.members(int(team[lead])).tolist() if level[row] == MEMBER]
        organisation.let_go(lead, replace=False)
        found += [(organisation.hire(team[lead], LEAD), members)]
    return np.array([(lead, member) for lead, members in found for member in members], dtype=np.int64)


def _both_sides(organisation: Organisation, dyads: Whole) -> Floats:
    """Return the quality of the tie as the first and as the second of each dyad has it; nan without a tie."""
    population = organisation.population
    found = np.full((2, len(dyads)), np.nan)
    for place, (one, other) in enumerate(dyads.tolist()):
        tie = population.tie_between(one, other)
        if tie >= 0:
            first = int(population.state.ends[tie, 0] != one)
            found[:, place] = [organisation.quality_of_tie(tie, side) for side in (first, 1 - first)]
    return found


# --- D8 ----------------------------------------------------------------------------------------------
STATES = ("energy", "commitment", "safety", "trust in the lead")
MONTHS = {1: MONTH, 6: HALF_YEAR, 12: YEAR}
"""What survivors are asked, and how many days after."""


def layoffs(study: Study) -> Values:
    """D8: what those who survive layoffs of one in ten say one, six and twelve months later."""
    struck = {"id": "layoffs", "start": FIRST_SURVEY, "end": FIRST_SURVEY + 59}  # as shipped
    surveys = [FIRST_SURVEY + days for days in MONTHS.values()]
    pairs = [study.pair(replicate, [struck], STATES, surveys).lasting(surveys[-1]) for replicate in range(PAIRS)]
    effects = {
        month: np.array([[effect([pair], name, FIRST_SURVEY + days) for name in STATES] for pair in pairs])
        for month, days in MONTHS.items()
    }
    shown = {
        f"D8 {name} month {month}": float(found[:, place].mean())
        for month, found in effects.items()
        for place, name in enumerate(STATES)
    }
    first = shown["D8 commitment month 1"]
    return {"D8 commitment": first, "D8 parting": parting(effects[1], effects[12]), **shown}


# --- D9 ----------------------------------------------------------------------------------------------
SIX_WEEKS, THREE_YEARS = 30, 3 * YEAR


def stability(study: Study) -> Values:
    """D9: how far people, and teams, keep their places from one survey to a later one."""
    rng = study.random(14)

    def again(name: str, days: int) -> float:
        waves = [[survey(run.mean(name, FIRST_SURVEY + lag), rng) for lag in (0, days)] for run in study.controls]
        return float(np.mean([retest(*two) for two in waves]))

    engagement, safety = again("engagement", YEAR), again("safety", SIX_WEEKS)
    strain = {months: again("strain", days) for months, days in ((3, QUARTER), (12, YEAR), (36, THREE_YEARS))}
    return {
        "D9 engagement": engagement,
        "D9 safety": safety,
        "D9 safety moves": engagement - safety,
        **{f"D9 strain {months}": r for months, r in strain.items()},
        "D9 strain lasting": strain[36] / strain[12],
        **_teams(study),
    }


def _teams(study: Study) -> Values:
    surveys = (FIRST_SURVEY, FIRST_SURVEY + QUARTER)
    run = Waves(study.organisation(PAIRS + COHORTS + 1, MANY), ("quality", "performance"), surveys)
    team = run.organisation.population.person("team").copy()
    rng = study.random(15)
    found = {}
    for value, name in (("D9 team quality", "quality"), ("D9 team work", "performance")):
        answers = [survey(run.mean(name, day), rng) for day in surveys]
        found[value] = retest(*[team_means(one[: len(team)], team) for one in answers])
    return found


_LAGS = (0, SIX_WEEKS, QUARTER, YEAR, THREE_YEARS, *MONTHS.values(), PLAY_DAYS)
_SURVEYS = (*AFTERWARDS, *(FIRST_SURVEY + days for days in _LAGS))
_READ = sorted({
    *RELATIONS, *ATTITUDES, *WITHDRAWAL, *PLEASURES, *STATES, "trust in the team", "strain", "skill_respect",
})  # fmt: skip
"""When controls are surveyed, and what is read of them."""
