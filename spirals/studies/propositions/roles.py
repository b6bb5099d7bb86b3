"""Rows P1 to P7: roles, power, and what is remembered."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np

from spirals.mechanisms.practices import betrayed
from spirals.mechanisms.ties import invested, softened
from spirals.organisation import Organisation
from spirals.population import REST_TRUST, SAFETY, TEAM, TIE_TRUST
from spirals.studies.propositions.declare import POINTS, RATIO, TIMES, at_least, at_most, falls, rises, row
from spirals.studies.propositions.emotion import leaving
from spirals.studies.propositions.laboratory import Act, Laboratory, Pairs, Run, lever, meet, set_ties
from spirals.studies.propositions.readings import FEATURES, Floats, Integers, Readings

GROUP = "Roles, power, memory"
POWER = "Dutton & Heaphy 2003"
COACHING = "Peer coaching 2020"
EXCHANGE = "leader-member exchange, cited in Dutton & Heaphy 2003"
BUILD = "Dutton 2014"
TOXIC = -1.5
_LEADS = 2
_REPLACED = 190  # day
_LATER = 40
CUT = -20.0  # logits: a move that never happens


def toxic_leads(lab: Laboratory) -> tuple[Run, Integers, Integers]:
    """Return the run of two toxic leads, the leads, and the members of their teams."""
    chosen = lab.leads(_LEADS)
    leads = np.array([lead for lead, _ in chosen])
    return lab.run("toxic leads", lever("conduct", TOXIC, leads)), leads, np.concatenate([m for _, m in chosen])


def toxic_members(lab: Laboratory) -> tuple[Run, Integers, Integers]:
    """Return the run of one toxic member in the same two teams, those members, and the others there."""
    teams = [members for _, members in lab.leads(_LEADS)]
    bad = np.array([members[0] for members in teams])
    return lab.run("toxic members", lever("conduct", TOXIC, bad)), bad, np.concatenate([m[1:] for m in teams])


def _loss(lab: Laboratory, treated: Run, state: str, who: Integers) -> float:
    """Return an effect in SD of this replicate."""
    readings = Readings()
    lab.effects(readings, treated, lab.reference, state, who=who)
    return readings.effect(state)


@row(
    "P1", GROUP, "One toxic lead harms all who work there, the lead least.", POWER,
    "conduct -1.5 logits of the leads of two teams",
    falls("members: safety", 0.5), falls("members: commitment", 0.4), rises("members: strain", 0.2),
    rises("leaving", 1.5, TIMES), at_most("lead's own commitment, over members'", 1.2),
    at_most("other teams' safety, over members'", 0.25), at_most("other teams' commitment, over members'", 0.25),
)  # fmt: skip
def p1(lab: Laboratory, readings: Readings) -> None:
    """Let leads be toxic."""
    treated, leads, members = toxic_leads(lab)
    lab.effects(readings, treated, lab.reference, "safety", "commitment", "strain", who=members, prefix="members: ")
    leaving(lab, readings, treated, lab.reference, members)
    teams = [lab.team(int(lead)) for lead in leads]
    others = np.array([one for one in lab.everybody if lab.team(int(one)) not in teams])
    theirs = {state: _loss(lab, treated, state, members) for state in ("safety", "commitment")}
    own = _loss(lab, treated, "commitment", leads)
    readings.ratio("lead's own commitment, over members'", own, theirs["commitment"])
    for state, loss in theirs.items():
        readings.ratio(f"other teams' {state}, over members'", _loss(lab, treated, state, others), loss)


def _own_over_others(reading: np.ndarray) -> float:
    """Return own loss over others' loss of a plain member, over the same of a lead."""
    own, others, lead, members = reading
    return float(own * members / (others * lead)) if others * lead != 0.0 else math.nan


@row(
    "P2", GROUP, "The same behaviour costs a plain member more and others less.", POWER,
    "conduct -1.5 logits of one plain member in the same two teams",
    at_most("members' safety, over P1's", 2 / 3), at_most("members' commitment, over P1's", 2 / 3),
    at_least("own over others' loss, over P1's", 2.0, RATIO, _own_over_others),
)  # fmt: skip
def p2(lab: Laboratory, readings: Readings) -> None:
    """Let members be toxic."""
    treated, bad, others = toxic_members(lab)
    by_lead, leads, members = toxic_leads(lab)
    for state in ("safety", "commitment"):
        theirs, led = _loss(lab, treated, state, others), _loss(lab, by_lead, state, members)
        readings.ratio(f"members' {state}, over P1's", theirs, led)
    state = "commitment"
    readings["own over others' loss, over P1's"] = np.array([
        _loss(lab, treated, state, bad), _loss(lab, treated, state, others), _loss(lab, by_lead, state, leads),
        _loss(lab, by_lead, state, members),
    ])  # fmt: skip


def _betrayal(pairs: Pairs, day: int) -> Act:
    """Let the second of each pair betray the first on the evening of a day."""

    def evening(organisation: Organisation) -> None:
        if organisation.day != day:
            return
        population, p = organisation.population, organisation.parameters
        state = population.state
        for truster, other in pairs:
            tie = population.tie_between(truster, other)
            if tie < 0:
                continue
            side = int(truster > other)
            trust, rest = float(state.ties[tie, TIE_TRUST + side]), float(state.nature[tie, REST_TRUST + side])
            now = betrayed(
                trust, rest, float(state.people[truster, SAFETY]), 1.0, p["betrayal_trust"], p["betrayal_memory"],
                p["loss_ratio"] * p["entrust_safety_gain"],
            )  # fmt: skip
            state.ties[tie, TIE_TRUST + side], state.nature[tie, REST_TRUST + side] = now[:2]
            state.people[truster, SAFETY] = now[2]

    return Act(evening=evening)


@row(
    "P3", GROUP, "A betrayal hurts the betrayed and is remembered; an ordinary lapse mends.", BUILD,
    "one betrayal at ties set to .85; on paper, one lapse at such a tie and ten honoured acts",
    falls("truster's trust, at once", 0.20, POINTS), at_most("betrayer's trust, over truster's", 1 / 3),
    falls("truster's trust, on day 100", 0.03, POINTS), at_least("recovered from a lapse", 0.8, POINTS),
)  # fmt: skip
def p3(lab: Laboratory, readings: Readings) -> None:
    """Betray."""
    pairs, day = lab.team_mates(2), 5
    good = set_ties(pairs, FEATURES, 0.85, day=day)
    twin = lab.run("ties of .85", good, days=day + 100)
    treated = lab.run("ties of .85, a betrayal", good, _betrayal(pairs, day), days=day + 100)
    back = [(j, i) for i, j in pairs]

    def change(when: int, sides: Pairs) -> float:
        now, before = (run.moment(when).of_pairs("trust", sides, sided=True) for run in (treated, twin))
        return float(np.nanmean(now - before))

    at_once = change(day, pairs)
    readings.points("truster's trust, at once", at_once)
    readings.ratio("betrayer's trust, over truster's", change(day, back), at_once)
    readings.points("truster's trust, on day 100", change(day + 100, pairs))
    readings.points("recovered from a lapse", _recovered(SimpleNamespace(**lab.reference.organisation.parameters)))


def _recovered(p: SimpleNamespace) -> float:
    """Return the share of the trust lost in one lapse at a tie of .85 that ten honoured acts bring back."""
    start = 0.85
    lapsed = invested(start, 0.0, softened(p, p.trust_gain * p.lapse_trust, start), 1.0)
    mended = lapsed
    for _ in range(10):
        mended = invested(mended, p.trust_gain, 0.0, 1.0)
    return min(1.0, (mended - lapsed) / (start - lapsed))


@row(
    "P4", GROUP, "Leaders have better ties with some members than with others, and these get and give more.", EXCHANGE,
    "nothing; then no moves at all for a year and a half",
    at_least("SD within teams, over all", 0.5), rises("correlation with discretion", 0.10, POINTS),
    rises("correlation with skill", 0.10, POINTS), rises("correlation with effort", 0.10, POINTS),
    at_most("SD left without moves", 0.5),
)  # fmt: skip
def p4(lab: Laboratory, readings: Readings) -> None:
    """Look at leader-member exchange."""
    exchange = lab.reference.lately("lead exchange", lab.days, lab.window)
    known = np.flatnonzero(np.isfinite(exchange))
    team = lab.start.place[known, TEAM]
    apart = exchange[known] - np.array([exchange[known][team == one].mean() for one in team])
    readings.ratio("SD within teams, over all", float(apart.std()), float(exchange[known].std()))
    for what, measure in (("discretion", "given"), ("skill", "knowledge"), ("effort", "helped")):
        values = lab.reference.lately(measure, lab.days, lab.window)[known]
        readings.points(f"correlation with {what}", float(np.corrcoef(exchange[known], values)[0, 1]))
    last = 2 * lab.days
    none = [lever(name, CUT) for name in ("ask", "offer", "entrust", "play")]
    left = lab.run("no moves", *none, days=last).lately("lead exchange", last, lab.window)
    usual = lab.run("reference", days=last).lately("lead exchange", last, lab.window)
    both = np.isfinite(left) & np.isfinite(usual)
    readings.ratio("SD left without moves", float(left[both].std()), float(usual[both].std()))


@row(
    "P5", GROUP, "Peers open up to each other more than to those above.", COACHING,
    "ten free minutes a day between two members, against the same members each with their lead; in these talks",
    rises("disclosed and voiced", 0.15),
)  # fmt: skip
def p5(lab: Laboratory, readings: Readings) -> None:
    """Meet peers, or the lead."""
    peers, upwards = [], []
    for lead, members in lab.leads(7):
        i, j = members[:2].tolist()
        peers.append((i, j))
        upwards += [(i, lead), (j, lead)]
    among = lab.run("talk among peers", meet(peers, -1), record=True)
    above = lab.run("talk with the lead", meet(upwards, -1), record=True)
    opened = [_opened_up(run, np.ravel(peers)) for run in (among, above)]
    readings.sd("disclosed and voiced", float(np.nanmean(opened[0] - opened[1])), float(np.nanvar(opened[1])))


def _opened_up(run: Run, who: Integers) -> Floats:
    """Return how much each of some people disclosed and voiced in a scheduled talk of two."""
    log = run.organisation.encounters
    talks = log[log["meeting"].astype(bool) & np.isclose(log["minutes"], 10.0)]
    found = []
    for one in who.tolist():
        id, told = run.organisation.population.ids[one], []
        for side in ("who", "whom"):
            own = talks[talks[side] == id]
            told += (own[f"disclosed_{side}"].astype(float) + own[f"voiced_{side}"].astype(float)).tolist()
        found.append(float(np.mean(told)) if told else float("nan"))
    return np.array(found)


@row(
    "P6", GROUP, "Recognition for favourites costs the trust and the effort of those passed over.", BUILD,
    "leads recognise those they like, weekly; read in members who help more than most and whom the lead likes less",
    falls("trust in the giver", 0.15), falls("helped", 0.05),
)  # fmt: skip
def p6(lab: Laboratory, readings: Readings) -> None:
    """Recognise favourites."""
    favours = {"id": "custom", "name": "favourites", "who": "leaders", "harmful": True,
               "does": [{"do": "recognise", "rate": 0.2, "favour": 1.0}]}  # fmt: skip
    treated = lab.run("favourites", interventions=[favours])
    passed: list[tuple[int, int]] = []
    helped, early = lab.reference.lately("helped", lab.days, lab.window), lab.start
    for lead, members in lab.leads(99):
        liked = early.of_pairs("regard", [(lead, int(one)) for one in members], sided=True)
        low = np.nan_to_num(liked) <= np.nanmedian(liked)
        eager = helped[members] >= np.nanmedian(helped[members])
        passed += [(int(one), lead) for one in members[low & eager]]
    lab.on_ties(readings, "trust in the giver", treated, lab.reference, passed, "trust", sided=True)
    lab.effects(readings, treated, lab.reference, "helped", who=[one for one, _ in passed])


@row(
    "P7", GROUP, "What a toxic lead did is still there after the lead has gone.", POWER,
    "P1, and the leads replaced on day 190",
    at_least("loss of safety left after 40 days", 0.5), at_least("loss of worth left after 40 days", 0.5),
)  # fmt: skip
def p7(lab: Laboratory, readings: Readings) -> None:
    """Replace the leads."""
    chosen = lab.leads(_LEADS)
    leads, members = [lead for lead, _ in chosen], np.concatenate([m for _, m in chosen])

    def replace(organisation: Organisation) -> None:
        if organisation.day == _REPLACED:
            for lead in leads:
                if organisation.population.active[lead]:
                    organisation.let_go(lead, replace=False)
                    organisation.hire(lab.team(lead), level=1)

    last = _REPLACED + _LATER
    replaced = Act(evening=replace)
    treated = lab.run("toxic leads replaced", lever("conduct", TOXIC, leads, last=_REPLACED), replaced, days=last)
    twin = lab.run("leads replaced", replaced, days=last)
    for state in ("safety", "worth"):
        change = [
            treated.lately(state, day, 10)[members] - twin.lately(state, day, 10)[members] for day in (_REPLACED, last)
        ]
        before, after = (float(np.nanmean(one)) for one in change)
        readings.ratio(f"loss of {state} left after 40 days", after, before)
