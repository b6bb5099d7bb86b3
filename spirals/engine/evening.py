"""The evening: slow states settle, ties fade or drift, climates follow, and the day is summed up."""

from __future__ import annotations

import math
from typing import NamedTuple

from spirals.engine.luck import deal_rows, make_normal
from spirals.engine.morning import demand_on
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import inlined, verb
from spirals.engine.ties import cut_tie, quality
from spirals.mechanisms.climate import climate_tonight
from spirals.mechanisms.fading import fading_rate, familiarity_unused
from spirals.mechanisms.leaving import leaving_hazard
from spirals.mechanisms.numbers import fall, kept_overnight, settle
from spirals.mechanisms.slow import commitment_tonight, hardship_digested, own_rest, resilience_tonight
from spirals.mechanisms.vitality import energy_overnight, strain_overnight, work_load
from spirals.population import (
    ACTIVE,
    BELONGING,
    CARRYING,
    CLIMATE,
    COMMITMENT,
    CONNECTIVITY,
    CONTACT_HOURS,
    DAY,
    EMBEDDEDNESS,
    END_A,
    ENERGY,
    ENERGY_INERTIA,
    ENERGY_SET,
    FAMILIARITY,
    FAVOURS,
    GENEROSITY,
    GOOD_TODAY,
    HANDS,
    HARDSHIP,
    HELPING,
    HOURS,
    IDEAS,
    INFLUENCE,
    KNOWLEDGE,
    L_ENERGY,
    L_ENERGY_AS_NORMAL,
    L_LEAVE,
    L_MOVE,
    LAST_MET,
    LEARNING,
    LEAVES,
    LEAVING,
    LOOKS_ROUND,
    MEANING,
    MEANING_OWN,
    MOOD,
    N_PEOPLE,
    N_TEAMS,
    N_TIES,
    NEED,
    REACTIVITY,
    REGARD,
    RESILIENCE,
    REST,
    ROW_LENGTH,
    ROW_LIMIT,
    ROW_START,
    SAFETY,
    SAFETY_OWN,
    SEEN_ALL,
    SEEN_GOOD,
    SKILL,
    STAYS,
    STRAIN,
    STRAIN_HISTORY,
    SUPPORT,
    TENSILITY,
    TIE_TRUST,
    VITALITY,
    VOLUME,
    WEEK,
    WISH,
    WORTH,
    WORTH_OWN,
    YEAR,
    State,
    T,
)
from spirals.streams import EVENING

HIGH_QUALITY = 0.7  # display constants of theory.md, not findings
CORROSIVE = 0.3

_LOST = T["lost_ties"]
_LEAVERS = T["leavers"]


class Kept(NamedTuple):
    """What a night leaves (a share) of what fades alike for everybody, so that it is worked out once a night."""

    generosity: float
    knowledge: float
    wish: float


@verb
def close_day(s: State) -> None:
    """Let everybody sleep, every tie fade or drift, every climate follow; then sum the day up."""
    people = int(s.counts[N_PEOPLE])
    kept = kept_tonight(s)
    for start in range(0, people, HANDS):
        end = min(start + HANDS, people)
        deal_rows(s, start, end, EVENING, 0)
        make_normal(s, end - start, L_ENERGY, L_ENERGY_AS_NORMAL)
        for i in range(start, end):
            if s.place[i, ACTIVE] == 1:
                sleep(s, i, i - start, kept)
    for t in range(s.counts[N_TEAMS]):
        s.teams[t, CLIMATE] = climate_tonight(
            float(s.teams[t, CLIMATE]),
            float(s.teams[t, SEEN_GOOD]),
            float(s.teams[t, SEEN_ALL]),
            s.p.climate_rate,
            s.p.climate_evidence,
        )
    for i in range(s.counts[N_PEOPLE]):
        if s.rows[i, ROW_LENGTH] > s.rows[i, ROW_LIMIT]:
            forget(s, i)
    rest_ties(s)
    if s.counts[DAY] % WEEK == 0:
        embed(s)
    sum_up(s)


@verb
def sleep(s: State, i: int, hand: int, kept: Kept) -> None:
    """Let one person's slow states settle overnight, and decide whether they hand in their notice."""
    p = s.p
    weekend = s.counts[DAY] % WEEK == 0
    support = float(s.people[i, SUPPORT])
    strain = float(s.people[i, STRAIN])
    tire_and_recover(s, i, support, strain, weekend, float(s.luck[L_ENERGY_AS_NORMAL, hand]))
    s.people[i, RESILIENCE] = resilience_tonight(
        float(s.people[i, RESILIENCE]), support, strain, p.resilience_growth, p.resilience_erosion
    )
    s.people[i, HARDSHIP] = hardship_digested(float(s.people[i, HARDSHIP]), float(s.people[i, RESILIENCE]), p.coping)
    s.people[i, SAFETY] = settle(
        float(s.people[i, SAFETY]), own_rest(p.safety_rest, trait(s, i, SAFETY_OWN)), p.safety_rate
    )
    s.people[i, WORTH] = settle(float(s.people[i, WORTH]), own_rest(p.worth_rest, trait(s, i, WORTH_OWN)), p.worth_rate)
    s.people[i, MEANING] = settle(
        float(s.people[i, MEANING]), own_rest(p.meaning_rest, trait(s, i, MEANING_OWN)), p.meaning_rate
    )
    s.people[i, BELONGING] = settle(float(s.people[i, BELONGING]), float(s.people[i, GOOD_TODAY]), p.belonging_rate)
    s.people[i, COMMITMENT] = commitment_tonight(
        float(s.people[i, COMMITMENT]),
        float(s.people[i, MEANING]),
        float(s.people[i, SAFETY]),
        float(s.people[i, BELONGING]),
        p.commitment_rate,
        p.meaning_in_commitment,
    )
    remember(s, i, kept)
    s.today[i, LEAVING] = STAYS
    if float(s.luck[L_LEAVE, hand]) < leaving_hazard(float(s.people[i, COMMITMENT]), p.turnover, p.leave_commitment):
        s.today[i, LEAVING] = LEAVES
    elif float(s.luck[L_MOVE, hand]) < p.move_rate / YEAR:
        s.today[i, LEAVING] = LOOKS_ROUND


@verb
def tire_and_recover(s: State, i: int, support: float, strain: float, weekend: bool, noise: float) -> None:
    """Let the day's load strain a person and the night, or the weekend, restore them."""
    p = s.p
    load = trait(s, i, REACTIVITY) * work_load(
        demand_on(s, i),
        float(s.people[i, HARDSHIP]),
        float(s.people[i, HOURS]),
        p.contact_limit,
        p.hardship_load,
    )
    after = strain_overnight(strain, load, support, p.strain_rise, p.strain_recovery, p.support_damps, p.support_speeds)
    if weekend:
        after = fall(after, p.weekend_recovery * p.strain_recovery)
    s.people[i, STRAIN] = after
    level = energy_level(s, i, after)
    energy = energy_overnight(
        float(s.people[i, ENERGY]), level, trait(s, i, ENERGY_INERTIA), p.energy_innovation * noise
    )
    if weekend:
        energy = energy_overnight(energy, level, trait(s, i, ENERGY_INERTIA), 0.0)
    s.people[i, ENERGY] = energy


@verb
def energy_level(s: State, i: int, strain: float) -> float:
    """Return the level a person's energy recovers to: the own set point, lowered by strain."""
    return trait(s, i, ENERGY_SET) - s.p.strain_on_energy * strain


@verb
def kept_tonight(s: State) -> Kept:
    """Return what a night leaves of what fades at one rate for everybody."""
    p = s.p
    return Kept(kept_overnight(p.generosity_fading), kept_overnight(p.obsolescence), kept_overnight(p.wish_fading))


@verb
def remember(s: State, i: int, kept: Kept) -> None:
    """Let counts, knowledge, skill and the wish to pass help on fade by one day."""
    p = s.p
    keep = 1.0 - p.belonging_rate
    for pathway in range(4):
        s.people[i, VOLUME + pathway] *= keep
        s.people[i, SKILL + pathway] = settle(float(s.people[i, SKILL + pathway]), p.skill_rest, p.skill_fading)
    s.people[i, HELPING] *= keep
    s.people[i, INFLUENCE] *= keep
    s.people[i, LEARNING] *= keep
    s.people[i, IDEAS] *= keep
    s.people[i, STRAIN_HISTORY] = settle(
        float(s.people[i, STRAIN_HISTORY]), float(s.people[i, STRAIN]), p.strain_memory
    )
    s.people[i, CONTACT_HOURS] = settle(float(s.people[i, CONTACT_HOURS]), float(s.people[i, HOURS]), p.belonging_rate)
    s.people[i, GENEROSITY] *= kept.generosity
    s.people[i, KNOWLEDGE] *= kept.knowledge
    s.people[i, WISH] *= kept.wish


@verb
def rest_ties(s: State) -> None:
    """Let every tie rest, and add up the ties that are left: quality, high and corrosive sides, familiarity."""
    ties = 0.0
    familiar = 0.0
    total = 0.0
    high = 0.0
    corrosive = 0.0
    for tie in range(s.counts[N_TIES]):
        if s.ends[tie, END_A] < 0:
            continue
        rest_tie(s, tie)
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
def rest_tie(s: State, tie: int) -> None:
    """Let an unused tie fade and drift back, favours be forgotten, and a tie quite faded end."""
    p = s.p
    idle = int(s.counts[DAY]) - whole(s.ends[tie, LAST_MET])
    s.ties[tie, FAVOURS] = float(s.ties[tie, FAVOURS]) * (1.0 - p.favour_fading)
    if idle == 0:
        return
    need = nature(s, tie, NEED)
    familiarity = familiarity_unused(
        float(s.ties[tie, FAMILIARITY]),
        fading_rate(nature(s, tie, EMBEDDEDNESS), need, p.fading, p.embedded_shelter),
    )
    s.ties[tie, FAMILIARITY] = familiarity
    if familiarity < p.forgotten and need < p.kept_by_need:
        cut_tie(s, tie)
        s.tally[_LOST] += 1.0
    elif idle > p.unused_after:
        drift_back(s, tie)


@verb
def drift_back(s: State, tie: int) -> None:
    """Let an unused tie's features drift towards where the tie started."""
    rate = s.p.drift
    shared = 0.5 * (nature(s, tie, REST) + nature(s, tie, REST + 1))
    s.ties[tie, CARRYING] = settle(float(s.ties[tie, CARRYING]), shared, rate)
    s.ties[tie, TENSILITY] = settle(float(s.ties[tie, TENSILITY]), shared, rate)
    s.ties[tie, CONNECTIVITY] = settle(float(s.ties[tie, CONNECTIVITY]), shared, rate)
    for side in range(2):
        own = nature(s, tie, REST + side)
        s.ties[tie, REGARD + side] = settle(float(s.ties[tie, REGARD + side]), own, rate)
        s.ties[tie, TIE_TRUST + side] = settle(float(s.ties[tie, TIE_TRUST + side]), own, rate)
    s.ties[tie, VITALITY] = float(s.ties[tie, VITALITY]) * (1.0 - rate)


@verb
def forget(s: State, i: int) -> None:
    """Drop the least familiar and least needed ties beyond what one person's attention can hold."""
    while s.rows[i, ROW_LENGTH] > s.rows[i, ROW_LIMIT]:
        start = whole(s.rows[i, ROW_START])
        least = whole(s.links[start, 0])
        lowest = 1e9
        for x in range(start, start + s.rows[i, ROW_LENGTH]):
            tie = whole(s.links[x, 0])
            worth = float(s.ties[tie, FAMILIARITY]) + nature(s, tie, NEED)
            if worth < lowest:
                lowest = worth
                least = tie
        cut_tie(s, least)
        s.tally[_LOST] += 1.0


@verb
def embed(s: State) -> None:
    """Recompute each tie's embeddedness: common contacts as a share of the smaller circle (Burt 2001)."""
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
        s.tally[_MEAN_CLIMATE] += float(s.teams[t, CLIMATE]) / teams
    if s.tally[_GROUPS] > 0.0:
        s.tally[_GINI] /= s.tally[_GROUPS]


_GROUPS = T["group_meetings"]
_GINI = T["turns_gini"]
_HEADCOUNT = T["headcount"]
_MEAN_ENERGY = T["mean_energy"]
_SD_ENERGY = T["sd_energy"]
_MEAN_CLIMATE = T["mean_climate"]
_TIES = T["ties"]
_QUALITY = T["mean_quality"]
_HIGH = T["high_quality"]
_CORROSIVE = T["corrosive"]
_FAMILIARITY = T["mean_familiarity"]
_MEANS = (
    (T["mean_energy"], ENERGY),
    (T["mean_mood"], MOOD),
    (T["mean_strain"], STRAIN),
    (T["mean_safety"], SAFETY),
    (T["mean_worth"], WORTH),
    (T["mean_meaning"], MEANING),
    (T["mean_commitment"], COMMITMENT),
    (T["mean_resilience"], RESILIENCE),
    (T["mean_knowledge"], KNOWLEDGE),
    (T["mean_belonging"], BELONGING),
)
