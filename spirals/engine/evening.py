"""The evening: the theory settles people, ties and teams; unused ties fade; who leaves; and the day is summed up."""

from __future__ import annotations

import math

from spirals.engine.draws import fresh
from spirals.engine.reading import nature, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.theory import evening, evening_of_team, evening_of_tie
from spirals.engine.ties import cut_tie, feature_read, quality, side_of, unlikeness
from spirals.mechanisms.slow import leaving_hazard
from spirals.mechanisms.ties import fading_rate, familiarity_tonight
from spirals.population import (
    ACTIVE,
    ALLY,
    AUTHENTICITY,
    BELONGING,
    CARRYING,
    COMMITMENT,
    DAY,
    EMBEDDEDNESS,
    END_A,
    ENERGY,
    FAMILIARITY,
    HARDSHIP,
    INTERDEPENDENCE,
    KNOWLEDGE,
    LAST_MET,
    LEAD_REGARD,
    LEAVES,
    LEAVING,
    LEVEL,
    LOOKS_ROUND,
    MEANING,
    MOOD,
    N_PEOPLE,
    N_TEAMS,
    N_TIES,
    NORM,
    REGARD,
    RESILIENCE,
    ROW_LENGTH,
    ROW_LIMIT,
    ROW_START,
    SAFETY,
    STAYS,
    STRAIN,
    TEAM,
    UNLIKE,
    VITALITY,
    WEEK,
    WORTH,
    YEAR,
    State,
    T,
)
from spirals.streams import EVENING

HIGH_QUALITY = 0.7  # display constants of theory.md, not findings
CORROSIVE = 0.3

_LOST = T["lost_ties"]
_LEAVERS = T["leavers"]
_ENCOUNTERS = T["encounters"]
_MEAN_CONDUCT = T["mean_conduct"]


@verb
def close_day(s: State) -> None:
    """Let everybody's states, every team and every tie settle; then sum the day up."""
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            evening(s, i)
            decide_to_leave(s, i)
    for t in range(s.counts[N_TEAMS]):
        evening_of_team(s, t, whole(s.bounds[t + 1]) - whole(s.bounds[t]))
    for i in range(s.counts[N_PEOPLE]):
        if s.rows[i, ROW_LENGTH] > s.rows[i, ROW_LIMIT]:
            drop_ties(s, i)
    settle_ties(s)
    if s.counts[DAY] % WEEK == 0:
        embed(s)
        look_at_circles(s)
    sum_up(s)


@verb
def decide_to_leave(s: State, i: int) -> None:
    """Decide whether somebody hands in their notice, or looks round for another team."""
    p = s.p
    _, u_leave, u_move, _ = fresh(s, i, EVENING, 0)
    s.today[i, LEAVING] = STAYS
    if u_leave < leaving_hazard(p, float(s.people[i, COMMITMENT]), float(s.people[i, STRAIN])):
        s.today[i, LEAVING] = LEAVES
    elif u_move < p.move_rate / YEAR:
        s.today[i, LEAVING] = LOOKS_ROUND


@verb
def look_at_circles(s: State) -> None:
    """Recompute how unlike the own team each is, who stands by them, and their regard for the own lead."""
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            look_at_circle(s, i)


@verb
def look_at_circle(s: State, i: int) -> None:
    """Recompute what one person's circle is like: unlikeness of team-mates, best ally, regard for the own lead."""
    team = whole(s.place[i, TEAM])
    apart = 0.0
    mates = 0.0
    for x in range(whole(s.bounds[team]), whole(s.bounds[team + 1])):
        j = whole(s.groups[x])
        if j != i:
            apart += unlikeness(s, i, j)
            mates += 1.0
    s.people[i, UNLIKE] = apart / mates if mates > 0.0 else 0.0
    ally = 0.0
    lead = 0.0
    leads = 0.0
    start = whole(s.rows[i, ROW_START])
    for x in range(start, start + s.rows[i, ROW_LENGTH]):
        tie = whole(s.links[x, 0])
        j = whole(s.links[x, 1])
        ally = max(ally, float(s.ties[tie, FAMILIARITY]) * feature_read(s, tie, CARRYING, s.p.ref_carrying))
        if s.place[j, TEAM] == team and s.place[j, LEVEL] > s.place[i, LEVEL]:
            lead += feature_read(s, tie, REGARD + side_of(s, tie, i), s.p.ref_regard)
            leads += 1.0
    s.people[i, ALLY] = ally
    s.people[i, LEAD_REGARD] = lead / leads if leads > 0.0 else float(s.p.ref_regard)


@verb
def settle_ties(s: State) -> None:
    """Let every tie settle and fade, and a faded one end; add the ties' means to the tally."""
    ties = 0.0
    familiar = 0.0
    total = 0.0
    high = 0.0
    corrosive = 0.0
    for tie in range(s.counts[N_TIES]):
        if s.ends[tie, END_A] < 0:
            continue
        evening_of_tie(s, tie)
        fade(s, tie)
        if s.ends[tie, END_A] < 0:
            continue
        ties += 1.0
        familiar += float(s.ties[tie, FAMILIARITY])
        a = quality(s, tie, 0)
        b = quality(s, tie, 1)
        total += 0.5 * (a + b)
        high += (0.5 if a >= HIGH_QUALITY else 0.0) + (0.5 if b >= HIGH_QUALITY else 0.0)
        corrosive += (0.5 if a <= CORROSIVE else 0.0) + (0.5 if b <= CORROSIVE else 0.0)
    s.tally[_TIES] = ties
    if ties > 0.0:
        s.tally[_FAMILIARITY] = familiar / ties
        s.tally[_QUALITY] = total / ties
        s.tally[_HIGH] = high / ties
        s.tally[_CORROSIVE] = corrosive / ties


@inlined
def fade(s: State, tie: int) -> None:
    """Let a tie grow less familiar; one not used today and quite faded, on which no work depends, ends."""
    p = s.p
    need = nature(s, tie, INTERDEPENDENCE)
    familiarity = familiarity_tonight(
        float(s.ties[tie, FAMILIARITY]),
        fading_rate(nature(s, tie, EMBEDDEDNESS), need, p.fading, p.embedded_shelter),
        p.well_known,
    )
    s.ties[tie, FAMILIARITY] = familiarity
    if familiarity < p.forgotten and need < p.kept_by_need and s.ends[tie, LAST_MET] != s.counts[DAY]:
        cut_tie(s, tie)
        s.tally[_LOST] += 1.0


@verb
def drop_ties(s: State, i: int) -> None:
    """Drop the least familiar and least needed ties beyond what one person's attention can hold."""
    while s.rows[i, ROW_LENGTH] > s.rows[i, ROW_LIMIT]:
        start = whole(s.rows[i, ROW_START])
        least = whole(s.links[start, 0])
        lowest = 1e9
        for x in range(start, start + s.rows[i, ROW_LENGTH]):
            tie = whole(s.links[x, 0])
            worth = float(s.ties[tie, FAMILIARITY]) + nature(s, tie, INTERDEPENDENCE)
            if worth < lowest:
                lowest = worth
                least = tie
        cut_tie(s, least)
        s.tally[_LOST] += 1.0


@verb
def embed(s: State) -> None:
    """Recompute each tie's embeddedness: common contacts as a share of the smaller circle (Burt 2002)."""
    for i in range(s.counts[N_PEOPLE]):
        start = whole(s.rows[i, ROW_START])
        end = start + s.rows[i, ROW_LENGTH]
        for x in range(start, end):
            s.order[s.links[x, 1]] = -1 - i  # a mark that no other person leaves
        for x in range(start, end):
            j = whole(s.links[x, 1])
            if j > i:
                tie = whole(s.links[x, 0])
                common = 0
                first = whole(s.rows[j, ROW_START])
                for y in range(first, first + s.rows[j, ROW_LENGTH]):
                    if s.order[s.links[y, 1]] == -1 - i:
                        common += 1
                smaller = min(s.rows[i, ROW_LENGTH], s.rows[j, ROW_LENGTH]) - 1
                s.nature[tie, EMBEDDEDNESS] = common / smaller if smaller > 0 else 0.0


@verb
def sum_up(s: State) -> None:
    """Add the day's means over people, teams and ties to the tally, each a plain sum in fixed order."""
    people = 0.0
    energy2 = 0.0
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            people += 1.0
            energy2 += float(s.people[i, ENERGY]) * float(s.people[i, ENERGY])
            for x in range(len(_MEANS)):
                s.tally[_MEANS[x][0]] += float(s.people[i, _MEANS[x][1]])
            if float(s.today[i, LEAVING]) == LEAVES:
                s.tally[_LEAVERS] += 1.0
    s.tally[_HEADCOUNT] = people
    if people > 0.0:
        for x in range(len(_MEANS)):
            s.tally[_MEANS[x][0]] /= people
        mean = float(s.tally[_MEAN_ENERGY])
        s.tally[_SD_ENERGY] = math.sqrt(max(0.0, energy2 / people - mean * mean))
    teams = int(s.counts[N_TEAMS])
    for t in range(teams):
        s.tally[_MEAN_NORM] += float(s.teams[t, NORM]) / teams
    if s.tally[_ENCOUNTERS] > 0.0:
        s.tally[_MEAN_CONDUCT] /= 2.0 * s.tally[_ENCOUNTERS]
    if s.tally[_GROUPS] > 0.0:
        s.tally[_GINI] /= s.tally[_GROUPS]


_GROUPS = T["group_meetings"]
_GINI = T["turns_gini"]
_HEADCOUNT = T["headcount"]
_MEAN_ENERGY = T["mean_energy"]
_SD_ENERGY = T["sd_energy"]
_MEAN_NORM = T["mean_norm"]
_TIES = T["ties"]
_QUALITY = T["mean_quality"]
_HIGH = T["high_quality"]
_CORROSIVE = T["corrosive"]
_FAMILIARITY = T["mean_familiarity"]
_MEANS = (
    (T["mean_energy"], ENERGY),
    (T["mean_mood"], MOOD),
    (T["mean_vitality"], VITALITY),
    (T["mean_strain"], STRAIN),
    (T["mean_hardship"], HARDSHIP),
    (T["mean_safety"], SAFETY),
    (T["mean_worth"], WORTH),
    (T["mean_meaning"], MEANING),
    (T["mean_authenticity"], AUTHENTICITY),
    (T["mean_commitment"], COMMITMENT),
    (T["mean_resilience"], RESILIENCE),
    (T["mean_knowledge"], KNOWLEDGE),
    (T["mean_belonging"], BELONGING),
)
