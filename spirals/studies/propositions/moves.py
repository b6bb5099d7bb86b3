"""Rows A1 to A14: what people do to each other, one move at a time."""

from __future__ import annotations

import math

import numpy as np

from spirals.organisation import Organisation
from spirals.population import HARDSHIP
from spirals.studies.propositions.declare import RATIO, at_least, at_most, falls, rises, row
from spirals.studies.propositions.laboratory import (
    ENTRUST,
    HELP,
    PLAY,
    TALK,
    UNDIVIDED,
    Act,
    Laboratory,
    Run,
    apart,
    in_need,
    lever,
    meet,
    scale_trait,
    set_ties,
)
from spirals.studies.propositions.readings import Readings

GROUP = "Moves"
BUILD = "Dutton 2014"
POWER = "Dutton & Heaphy 2003"
PATHWAYS = "Birnbaum 2022"
COACHING = "Peer coaching 2020"
LEADERS_SILENT = -3.0  # logits of granting and honouring: nearly always refused or ignored
_STRANGER_DAYS = 20
_TALKATIVE = 6.0  # log sociability: nineteen twentieths of the talking


def ordinary_talk(lab: Laboratory) -> Run:
    """Return the run in which pairs of team-mates talk for ten minutes a day, nothing asked of them."""
    return lab.run("ordinary talk", meet(lab.team_mates(), TALK))


def undivided_talk(lab: Laboratory) -> Run:
    """Return the run in which the same pairs talk with undivided attention."""
    return lab.run("undivided talk", meet(lab.team_mates(), TALK, UNDIVIDED))


@row(
    "A1", GROUP, "Respectful engagement in every encounter lifts ties, and what people feel.", BUILD,
    "everybody's conduct +1 logit",
    rises("quality", 0.50), rises("safety", 0.30), rises("worth", 0.20), rises("meaning", 0.15), rises("energy", 0.10),
    falls("strain", 0.10),
)  # fmt: skip
def a1(lab: Laboratory, readings: Readings) -> None:
    """Push everybody."""
    treated = lab.run("everybody's conduct", lever("conduct", 1.0))
    lab.effects(readings, treated, lab.reference, "quality", "safety", "worth", "meaning", "energy", "strain")


@row(
    "A2", GROUP, "What one person does comes back from others, less than it goes out.", BUILD,
    "conduct +1 logit of one person in every second team",
    rises("regard for them", 0.50), at_most("own regard over regard for them", 0.8),
    rises("mood of those who meet them most", 0.05),
)  # fmt: skip
def a2(lab: Laboratory, readings: Readings) -> None:
    """Push one person."""
    who = lab.one_a_team(0.5)
    treated = lab.run("one person's conduct", lever("conduct", 1.0, who))
    lab.effects(readings, treated, lab.reference, "regard for them", "regard", who=who)
    own, received = readings.effect("regard"), readings.effect("regard for them")
    readings.ratio("own regard over regard for them", own, received)
    near = [mate for one in who.tolist() for mate in nearest(lab, one, 3)]
    lab.effects(readings, treated, lab.reference, "mood", who=np.setdiff1d(near, who))
    readings["mood of those who meet them most"] = readings["mood"]


def nearest(lab: Laboratory, row: int, count: int) -> list[int]:
    """Return those whom somebody knows best at the start."""
    start = lab.start
    here = (start.ends == row).any(axis=1)
    others = start.ends[here].sum(axis=1) - row
    return [int(other) for other in others[np.argsort(-start.ties[here, 0], kind="stable")][:count]]


@row(
    "A3", GROUP, "Ten minutes of undivided attention a day build a tie, beyond the time alone.", PATHWAYS,
    "ten minutes a day of undivided talk with a team-mate; control also ordinary talk",
    rises("tie", 0.50), rises("tie, beyond ordinary talk", 0.25), rises("tie, by ordinary talk", 0.20),
)  # fmt: skip
def a3(lab: Laboratory, readings: Readings) -> None:
    """Talk."""
    pairs, talk = lab.team_mates(), ordinary_talk(lab)
    lab.on_ties(readings, "tie", undivided_talk(lab), lab.reference, pairs)
    lab.on_ties(readings, "tie, beyond ordinary talk", undivided_talk(lab), talk, pairs)
    lab.on_ties(readings, "tie, by ordinary talk", talk, lab.reference, pairs)


@row(
    "A4", GROUP, "Help where there is need builds ties, teaches the helped and costs the helper.", BUILD,
    "ten minutes a day of help, one of the two in need; control: ordinary talk with the same needs",
    rises("tie", 0.40), rises("tie, beyond ordinary talk", 0.06), rises("helped: knowledge", 0.10),
    falls("helped: strain", 0.03), falls("helper: energy", 0.02),
)  # fmt: skip
def a4(lab: Laboratory, readings: Readings) -> None:
    """Help."""
    pairs = lab.team_mates()
    helped, helper = (np.array(side) for side in zip(*pairs, strict=True))
    needs = in_need(helped)
    talk = lab.run("ordinary talk in need", needs, meet(pairs, TALK, slot=0))
    treated = lab.run("help", needs, meet(pairs, HELP, slot=0))
    lab.on_ties(readings, "tie", treated, lab.reference, pairs)
    lab.on_ties(readings, "tie, beyond ordinary talk", treated, talk, pairs)
    lab.effects(readings, treated, talk, "knowledge", "strain", who=helped, prefix="helped: ")
    lab.effects(readings, treated, talk, "energy", who=helper, prefix="helper: ")


@row(
    "A5", GROUP, "Entrusting builds trust and carrying capacity, if the other is worthy of it.", BUILD,
    "ten minutes a day of entrusting work, views and worries",
    rises("tie", 0.40), rises("tie, beyond ordinary talk", 0.15), rises("its trust", 0.40),
    rises("its carrying capacity", 0.40), falls("trust in the least trustworthy fifth", 0.0),
)  # fmt: skip
def a5(lab: Laboratory, readings: Readings) -> None:
    """Entrust."""
    pairs = lab.team_mates()
    treated = lab.run("entrusting", meet(pairs, ENTRUST))
    lab.on_ties(readings, "tie", treated, lab.reference, pairs)
    lab.on_ties(readings, "tie, beyond ordinary talk", treated, ordinary_talk(lab), pairs)
    lab.on_ties(readings, "its trust", treated, lab.reference, pairs, "trust")
    lab.on_ties(readings, "its carrying capacity", treated, lab.reference, pairs, "carrying_capacity")
    worthy = lab.reference.organisation.population.person("trustworthiness")[: lab.reference.size]
    least = worthy <= np.quantile(worthy, 0.2)
    trusters = [(i, j) for pair in pairs for i, j in (pair, pair[::-1]) if least[j]]
    part = "trust in the least trustworthy fifth"
    lab.on_ties(readings, part, treated, lab.reference, trusters, "trust", sided=True)


@row(
    "A6", GROUP, "Play builds ties where there is trust, and not where it is low.", PATHWAYS,
    "ten minutes a day of play; the same with the pair's trust held at .25",
    rises("tie", 0.30), rises("tie, beyond ordinary talk", 0.04), rises("energy", 0.03),
    at_most("tie, beyond undivided talk", 0.0, "SD"), at_most("tie at low trust, beyond ordinary talk", 0.0, "SD"),
)  # fmt: skip
def a6(lab: Laboratory, readings: Readings) -> None:
    """Play."""
    pairs, talk = lab.team_mates(), ordinary_talk(lab)
    treated = lab.run("play", meet(pairs, PLAY))
    lab.on_ties(readings, "tie", treated, lab.reference, pairs)
    lab.on_ties(readings, "tie, beyond ordinary talk", treated, talk, pairs)
    lab.on_ties(readings, "tie, beyond undivided talk", treated, undivided_talk(lab), pairs)
    lab.effects(readings, treated, talk, "energy", who=np.ravel(pairs))
    low = set_ties(pairs, ("trust",), 0.25, held=True)
    wary = lab.run("play at low trust", low, meet(pairs, PLAY))
    part = "tie at low trust, beyond ordinary talk"
    lab.on_ties(readings, part, wary, lab.run("talk at low trust", low, meet(pairs, TALK)), pairs)


@row(
    "A7", GROUP, "More time together of the same kind makes better ties.", BUILD,
    "contact x1.5, everything else alike", rises("quality", 0.15),
)  # fmt: skip
def a7(lab: Laboratory, readings: Readings) -> None:
    """Meet more."""
    lab.effects(readings, lab.run("contact", lever("rate", math.log(1.5))), lab.reference, "quality")


@row(
    "A8", GROUP, "A good tie that is not lived fades.", POWER,
    "two people on good terms (upper half) kept apart for 60 days", falls("tie", 0.20),
)  # fmt: skip
def a8(lab: Laboratory, readings: Readings) -> None:
    """Keep apart."""
    start, pairs = lab.start, lab.team_mates()
    middle = np.median(np.concatenate(start.sides("quality")))
    good = [pair for pair, quality in zip(pairs, start.of_pairs("quality", pairs), strict=True) if quality > middle]
    treated = lab.run("kept apart", apart(good, 1, 60), days=60)
    lab.on_ties(readings, "tie", treated, lab.reference, good, last=60, window=5)


@row(
    "A9", GROUP, "Where asking and offering are wanted, help and knowledge pass.", BUILD,
    "asking and offering wanted one logit more",
    rises("helped", 0.40), rises("knowledge", 0.10), rises("quality", 0.08),
)  # fmt: skip
def a9(lab: Laboratory, readings: Readings) -> None:
    """Want help."""
    treated = lab.run("asking and offering", lever("ask", 1.0), lever("offer", 1.0))
    lab.effects(readings, treated, lab.reference, "helped", "knowledge", "quality")


@row(
    "A10", GROUP, "Where entrusting is wanted, trust and learning grow.", BUILD, "trusting wanted one logit more",
    rises("entrusting", 0.40), rises("trust", 0.10), rises("learning", 0.15),
)  # fmt: skip
def a10(lab: Laboratory, readings: Readings) -> None:
    """Want trust."""
    treated = lab.run("trusting", lever("entrust", 1.0))
    lab.effects(readings, treated, lab.reference, "entrusting", "trust", "learning")


@row(
    "A11", GROUP, "Where play is wanted, moods lift and ties open to ideas.", PATHWAYS, "play wanted one logit more",
    rises("shared", 0.50), rises("mood", 0.08), rises("connectivity", 0.03),
)  # fmt: skip
def a11(lab: Laboratory, readings: Readings) -> None:
    """Want play."""
    treated = lab.run("playing", lever("play", 1.0))
    lab.effects(readings, treated, lab.reference, "shared", "mood", "connectivity")


@row(
    "A12", GROUP, "Leaders who answer requests with ridicule or silence silence others.", BUILD,
    "leaders grant and honour three logits less; read in members",
    falls("asked", 0.30), falls("voiced", 0.30), falls("helped", 0.10), falls("safety", 0.20),
)  # fmt: skip
def a12(lab: Laboratory, readings: Readings) -> None:
    """Let leaders not answer."""
    leaders = np.concatenate([lab.of_level(1), lab.of_level(2)])
    refuse = [lever(name, LEADERS_SILENT, leaders) for name in ("grant", "honour")]
    treated = lab.run("leaders do not answer", *refuse)
    lab.effects(readings, treated, lab.reference, "asked", "voiced", "helped", "safety", who=lab.of_level(0))


@row(
    "A13", GROUP, "Being listened to is what gives regard and worth.", COACHING,
    "ten minutes of talk a day with somebody who talks all the time; the same with turns made equal",
    rises("listened-to side's regard", 0.20), rises("worth", 0.05),
)  # fmt: skip
def a13(lab: Laboratory, readings: Readings) -> None:
    """Even out turns."""
    pairs = lab.team_mates()
    talkers, others = (np.array(side) for side in zip(*pairs, strict=True))
    talkative = scale_trait("sociability", math.exp(_TALKATIVE), talkers), lever("rate", -_TALKATIVE, talkers)
    unequal = lab.run("one talks", *talkative, meet(pairs, TALK))
    equal = lab.run("turns in talk", *talkative, meet(pairs, TALK, equal=1.0))
    back = [(j, i) for i, j in pairs]
    lab.on_ties(readings, "listened-to side's regard", equal, unequal, back, "regard", sided=True)
    lab.effects(readings, equal, unequal, "worth", who=others)


@row(
    "A14", GROUP, "Five undistracted minutes between strangers give life nearly as often as between team-mates.",
    PATHWAYS, "each day other strangers, and team-mates, talk for five undivided minutes in the last slot, for 20 days",
    at_least("life-giving, strangers over team-mates", 2 / 3, RATIO), rises("mood after it", 0.10),
    falls("a worried one's strain", 0.02),
)  # fmt: skip
def a14(lab: Laboratory, readings: Readings) -> None:
    """Let strangers talk."""
    worried = lab.one_a_team()
    members = lab.of_level(0)
    worry = Act(start=lambda organisation: _worry(organisation, worried))
    strangers: dict[int, list[tuple[int, int]]] = {}
    tied = {tuple(pair) for pair in lab.start.ends.tolist()}
    random = lab.random(5)
    for day in range(1, _STRANGER_DAYS + 1):
        strangers[day] = []
        left = random.permutation(np.setdiff1d(members, worried)).tolist()
        for one in worried.tolist():
            other = next(
                (j for j in left if (min(one, j), max(one, j)) not in tied and lab.team(j) != lab.team(one)), -1
            )
            if other >= 0:
                left.remove(other)
                tied.add((min(one, other), max(one, other)))
                strangers[day].append((one, other))
    mates = lab.team_mates(1)
    talks = [meet(pairs, TALK, UNDIVIDED, 5.0, slot=4, first=day, last=day) for day, pairs in strangers.items()]
    alone = lab.run("worried", worry, days=_STRANGER_DAYS)
    together = lab.run("strangers", worry, *talks, days=_STRANGER_DAYS, record=True)
    known = lab.run("mates", worry, meet(mates, TALK, UNDIVIDED, 5.0, slot=4), days=_STRANGER_DAYS, record=True)
    readings.ratio("life-giving, strangers over team-mates", _life_giving(together), _life_giving(known))
    moods = [
        [run.state("mood", day)[np.ravel(pairs)] for run in (together, alone)]
        for day, pairs in strangers.items()
        if pairs
    ]
    momentary = np.nanmean([np.nanvar(alone.state("mood", day)) for day in strangers])
    change = np.nanmean(np.concatenate([after - before for after, before in moods]))
    readings.sd("mood after it", float(change), float(momentary))
    lab.effects(
        readings, together, alone, "strain", who=worried, prefix="a worried one's ", last=_STRANGER_DAYS, window=10
    )


def _worry(organisation: Organisation, who: np.ndarray) -> None:
    organisation.population.state.people[who, HARDSHIP] = 1.0


def _life_giving(run: Run) -> float:
    """Return how often pair meetings gave life, over both sides."""
    log = run.organisation.encounters
    met = log[log["meeting"].astype(bool)]
    met = met[np.isclose(met["minutes"], 5.0)]
    return float(np.mean([(met[side] == "life_giving").mean() for side in ("tone_who", "tone_whom")]))
