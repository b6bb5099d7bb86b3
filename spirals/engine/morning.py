"""The morning: what is fixed for the day, and the order of each slot."""

from __future__ import annotations

from spirals.engine.luck import fresh
from spirals.engine.reading import nature, trait, whole
from spirals.engine.registry import verb
from spirals.engine.ties import quality
from spirals.mechanisms.pathway import appeal, offering_appeal
from spirals.mechanisms.rivalry import contest_for_posts
from spirals.mechanisms.slow import severity_of_setback, struck
from spirals.mechanisms.whom import beyond_team_factor, broadened, encounter_rate, partner_pull, reach_probability
from spirals.population import (
    ACTIVE,
    APPEAL,
    CLIMATE,
    CONTEST,
    DAY,
    DEMAND,
    DISPOSITION,
    ENABLE,
    ENERGY,
    FAMILIARITY,
    FATIGUE,
    GOOD_TODAY,
    HARDSHIP,
    HOURS,
    LAST_MET,
    LEAD,
    LEVEL,
    LEVER_APPEAL,
    LEVER_DEMAND,
    LEVER_RATE,
    LEVER_REACH,
    MANAGER,
    MOOD,
    N_PEOPLE,
    N_TEAMS,
    N_TIES,
    NEED,
    PLAY,
    PULL,
    RATE,
    REACH,
    REST,
    ROW_LENGTH,
    ROW_START,
    SAFETY,
    SEEN_ALL,
    SEEN_GOOD,
    SOCIABILITY,
    SPILL,
    SUPPORT,
    TALLY,
    TEAM,
    TRUST,
    WISH,
    WORTH,
    State,
    T,
)
from spirals.streams import SETBACK

_SETBACKS = T["setbacks"]
_N_TALLY = len(TALLY)


@verb
def lever(s: State, i: int, column: int) -> float:
    """Return what interventions add for a person; there are no rows where no intervention is in force."""
    if s.levers.shape[0] == 0:
        return 0.0
    return float(s.levers[i, column])


@verb
def behaviour_quality(s: State, tie: int, side: int) -> float:
    """Return the quality that behaviour reads: as it is, or (null model M6) as the tie started."""
    rest = nature(s, tie, REST + side)
    return rest + s.p.feedback * (quality(s, tie, side) - rest)


@verb
def demand_on(s: State, i: int) -> float:
    """Return work demand on a person: the organisation's, the team's and what interventions add."""
    total = s.p.demand + float(s.teams[s.place[i, TEAM], DEMAND]) + lever(s, i, LEVER_DEMAND)
    return max(0.0, total)


@verb
def open_day(s: State) -> None:
    """Clear yesterday's sums and prepare everybody's day."""
    for x in range(_N_TALLY):
        s.tally[x] = 0.0
    for t in range(s.counts[N_TEAMS]):
        s.teams[t, SEEN_GOOD] = 0.0
        s.teams[t, SEEN_ALL] = 0.0
        s.teams[t, CONTEST] = contest_for_posts(rivals_in(s, t), s.p.scarce_posts, s.p.scarcity_rivalry)
    weigh_ties(s)
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            wake(s, i)


@verb
def rivals_in(s: State, team: int) -> float:
    """Return the share of a team's pairs who are of one level; 0 for a team of one."""
    start = whole(s.bounds[team])
    n = whole(s.bounds[team + 1]) - start
    if n < 2 or s.p.scarce_posts == 0.0:
        return 0.0
    leads = 0
    managers = 0
    for x in range(start, start + n):
        level = s.place[s.groups[x], LEVEL]
        if level == LEAD:
            leads += 1
        elif level == MANAGER:
            managers += 1
    members = n - leads - managers
    alike = members * (members - 1) + leads * (leads - 1) + managers * (managers - 1)
    return alike / (n * (n - 1))


@verb
def wake(s: State, i: int) -> None:
    """Prepare one person's day: setbacks, reach, the appeal of each pathway and the pull of each tie."""
    s.people[i, HOURS] = 0.0
    s.people[i, SUPPORT] = 0.0
    s.people[i, SPILL] = 0.0
    s.people[i, GOOD_TODAY] = 0.0
    s.people[i, FATIGUE] = 0.0
    meet_setback(s, i)
    energy = float(s.people[i, ENERGY])
    safety = float(s.people[i, SAFETY])
    wish = float(s.people[i, WISH])
    p = s.p
    s.today[i, REACH] = reach_probability(
        p.reach_base, energy, safety, wish, p.reach_energy, p.reach_safety, p.wish_on_reach, lever(s, i, LEVER_REACH)
    )
    s.today[i, RATE] = p.time_step * encounter_rate(
        p.encounter_rate,
        trait(s, i, SOCIABILITY),
        energy,
        wish,
        p.energy_on_rate,
        p.wish_on_rate,
        lever(s, i, LEVER_RATE),
    )
    opened = broadened(energy, safety)
    set_appeals(s, i, opened)
    set_pulls(s, i, opened)


@verb
def set_appeals(s: State, i: int, opened: float) -> None:
    """Fix how much each pathway appeals to a person today."""
    p = s.p
    climate = p.climate_on_pathway * (float(s.teams[s.place[i, TEAM], CLIMATE]) - 0.5)
    for pathway in range(4):
        tilt = climate if pathway in (TRUST, PLAY) else 0.0
        if pathway == ENABLE:
            tilt = offering_appeal(float(s.people[i, WORTH]), p.worth_on_help, p.worth_on_offering)
        s.today[i, APPEAL + pathway] = appeal(
            trait(s, i, DISPOSITION + pathway),
            lever(s, i, LEVER_APPEAL + pathway),
            tilt,
            opened,
            p.repertoire,
        )


@verb
def weigh_ties(s: State) -> None:
    """Fix how much each tie pulls either side today, teams apart."""
    p = s.p
    today = s.counts[DAY]
    for tie in range(s.counts[N_TIES]):
        recent = 1.0 if s.ends[tie, LAST_MET] == today - 1 and today > 1 else 0.0
        for side in range(2):
            s.weights[tie, side] = partner_pull(
                float(s.ties[tie, FAMILIARITY]),
                behaviour_quality(s, tie, side),
                nature(s, tie, NEED),
                recent,
                p.quality_pull,
                p.need_pull,
                p.recency_pull,
            )


@verb
def set_pulls(s: State, i: int, opened: float) -> None:
    """Fix the running sum of the pulls of a person's ties."""
    beyond = beyond_team_factor(opened, s.p.broaden)
    team = whole(s.place[i, TEAM])
    start = whole(s.rows[i, ROW_START])
    end = start + s.rows[i, ROW_LENGTH]
    total = 0.0
    for x in range(start, end):
        other = whole(s.links[x, 1])
        weight = float(s.weights[s.links[x, 0], 0 if i < other else 1])  # side a is the lower row
        total += weight if s.place[other, TEAM] == team else weight * beyond
        s.pull[x] = total
    s.today[i, PULL] = float(s.pull[end - 1]) if end > start else 0.0


@verb
def meet_setback(s: State, i: int) -> None:
    """Let a setback strike one person, with the chance and severity that the random stream gives."""
    p = s.p
    u, v, _, _ = fresh(s, i, SETBACK, 0)
    if u >= p.setback_rate:
        return
    severity = severity_of_setback(v, p.setback_spread)
    s.tally[_SETBACKS] += 1.0
    hardship, energy, mood = struck(
        float(s.people[i, HARDSHIP]),
        float(s.people[i, ENERGY]),
        float(s.people[i, MOOD]),
        severity,
        p.setback_energy,
        p.setback_mood,
    )
    s.people[i, HARDSHIP] = hardship
    s.people[i, ENERGY] = energy
    s.people[i, MOOD] = mood
