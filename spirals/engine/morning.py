"""The morning: what is fixed for the day."""

from __future__ import annotations

from spirals.engine.reading import lever, nature, trait, whole
from spirals.engine.registry import verb
from spirals.engine.theory import morning
from spirals.mechanisms.moves import rivals
from spirals.mechanisms.selection import (
    beyond_team_factor,
    broadened,
    encounter_rate,
    partner_pull,
    reach_probability,
    sought_for_help,
)
from spirals.mechanisms.strain import demand_on_person
from spirals.population import (
    ACTIVE,
    ANSWERED,
    COMPANY,
    CONTEST,
    DAY,
    DEED_COLUMNS,
    DEMAND,
    DEMAND_OWN,
    DEMAND_TODAY,
    ENERGY,
    FAMILIARITY,
    FELT_DOSE,
    FELT_TODAY,
    HOURS,
    IMPROVEMENT,
    INTERDEPENDENCE,
    KINDS_TODAY,
    KNOWLEDGE,
    LAST_MET,
    LEAD,
    LEVEL,
    LEVER_DEMAND,
    LEVER_RATE,
    LEVER_REACH,
    MANAGER,
    N_PEOPLE,
    N_TEAMS,
    N_TIES,
    NEED,
    PULL,
    RATE,
    REACH,
    REGARD,
    ROW_LENGTH,
    ROW_START,
    SAFETY,
    SOCIABILITY,
    TALLY,
    TEAM,
    WISH,
    WORK,
    WORKLOAD,
    State,
)

_N_TALLY = len(TALLY)


@verb
def open_day(s: State) -> None:
    """Clear yesterday's sums and prepare everybody's day."""
    for x in range(_N_TALLY):
        s.tally[x] = 0.0
    for t in range(s.counts[N_TEAMS]):
        s.teams[t, CONTEST] = rivals(s.p.scarce_posts, s.p.scarcity_rivalry, alike_in(s, t))
    weigh_ties(s)
    for i in range(s.counts[N_PEOPLE]):
        if s.place[i, ACTIVE] == 1:
            wake(s, i)


@verb
def alike_in(s: State, team: int) -> float:
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
def demand_on(s: State, i: int) -> float:
    """Return work demand on a person today."""
    team = whole(s.place[i, TEAM])
    return demand_on_person(
        s.p,
        trait(s, i, DEMAND_OWN),
        float(s.people[i, WORKLOAD]),
        float(s.teams[team, DEMAND]),
        float(s.teams[team, IMPROVEMENT]),
        lever(s, i, LEVER_DEMAND),
    )


@verb
def wake(s: State, i: int) -> None:
    """Prepare one person's day: demand, what the theory opens the day with, rate, reach and the pull of each tie."""
    p = s.p
    for x in range(len(DEED_COLUMNS)):
        s.deeds[i, x] = 0.0
    s.people[i, HOURS] = 0.0
    s.today[i, DEMAND_TODAY] = demand_on(s, i)
    s.today[i, COMPANY] = 0.0
    s.today[i, FELT_TODAY] = 0.0
    s.today[i, FELT_DOSE] = 0.0
    s.today[i, ANSWERED] = 0.0
    s.today[i, KINDS_TODAY] = 0.0
    morning(s, i)
    energy = float(s.people[i, ENERGY])
    safety = float(s.people[i, SAFETY])
    wish = float(s.people[i, WISH])
    sociability = trait(s, i, SOCIABILITY)
    s.today[i, REACH] = reach_probability(p, energy, safety, wish, sociability, lever(s, i, LEVER_REACH))
    s.today[i, RATE] = p.time_step * encounter_rate(p, sociability, energy, wish, lever(s, i, LEVER_RATE))
    set_pulls(s, i, broadened(p, energy, safety))


@verb
def weigh_ties(s: State) -> None:
    """Fix how much each tie pulls either side today, teams and needs apart."""
    today = s.counts[DAY]
    for tie in range(s.counts[N_TIES]):
        recent = 1.0 if s.ends[tie, LAST_MET] == today - 1 and today > 1 else 0.0
        for side in range(2):
            s.weights[tie, side] = partner_pull(
                s.p,
                float(s.ties[tie, FAMILIARITY]),
                float(s.ties[tie, REGARD + side]),
                nature(s, tie, INTERDEPENDENCE),
                nature(s, tie, WORK),
                recent,
            )


@verb
def set_pulls(s: State, i: int, opened: float) -> None:
    """Fix the running sum of the pulls of a person's ties; somebody in need turns to those who know more."""
    beyond = beyond_team_factor(s.p, opened)
    team = whole(s.place[i, TEAM])
    in_need = float(s.people[i, NEED]) > 0.0
    known = float(s.people[i, KNOWLEDGE])
    start = whole(s.rows[i, ROW_START])
    end = start + s.rows[i, ROW_LENGTH]
    total = 0.0
    for x in range(start, end):
        other = whole(s.links[x, 1])
        weight = float(s.weights[s.links[x, 0], int(other < i)])  # side a is the lower row
        if s.place[other, TEAM] != team:
            weight *= beyond
        if in_need:
            weight *= sought_for_help(s.p, float(s.people[other, KNOWLEDGE]) - known)
        total += weight
        s.pull[x] = total
    s.today[i, PULL] = float(s.pull[end - 1]) if end > start else 0.0
