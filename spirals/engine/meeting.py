"""Meetings: one group encounter as turns taken by some and heard by others."""

from __future__ import annotations

from spirals.engine.consequences import converse
from spirals.engine.encounter import Frame
from spirals.engine.luck import deal_alone, fresh
from spirals.engine.morning import lever
from spirals.engine.reading import trait, whole
from spirals.engine.registry import verb
from spirals.engine.ties import find_tie, tie_for
from spirals.mechanisms.meetings import equalised, turn_weight
from spirals.population import (
    ACTIVE,
    DAY,
    HOURS,
    LEVEL,
    LEVER_VOICE,
    M_CHANNEL,
    M_MEMBERS,
    M_MINUTES,
    M_PAIR,
    M_PATHWAY,
    M_ROUTINE,
    M_SLOT,
    M_START,
    M_TONE,
    M_VOICE,
    MEETING_TONE,
    N_MEETINGS,
    N_TEAMS,
    SAFETY,
    SOCIABILITY,
    TURNS,
    WEEK,
    State,
    T,
)
from spirals.streams import MEETING, TURN, normal

_MEETINGS = T["meetings"]
_MINUTES = T["meeting_minutes"]
_GROUPS = T["group_meetings"]
_GINI = T["turns_gini"]
_MAX_TURNS = 60
TEAM_SLOT = 1  # teams meet in the second slot of their day
# blocks of random numbers: below 2^8 encounters that people start, then turns, then scheduled talks
_TURN_BLOCK = 1 << 8
_PAIR_BLOCK = 1 << 30


@verb
def hold_meetings(s: State, slot: int) -> None:
    """Hold the meetings of a slot: each team's own once a week, and those that programmes call."""
    if slot == TEAM_SLOT:
        for team in range(s.counts[N_TEAMS]):
            if meets_today(s, team):
                start = whole(s.bounds[team])
                hold(s, start, whole(s.bounds[team + 1]) - start, False, slot, 0, 0.0, own_meeting(s, team))
    for m in range(s.counts[N_MEETINGS]):
        if int(s.meetings[m, M_SLOT]) == slot:
            hold_called(s, m, slot)


@verb
def meets_today(s: State, team: int) -> bool:
    """Return whether a team's own weekly meeting is today."""
    day = int(s.counts[DAY])
    week = (day - 1) // WEEK
    if team % WEEK != (day - 1) % WEEK:
        return False
    return int((week + 1) * s.p.team_meetings) > int(week * s.p.team_meetings)


@verb
def own_meeting(s: State, team: int) -> Frame:
    """Return the setting of a team's own meeting."""
    p = s.p
    return Frame(-1, p.meeting_minutes, -1, float(s.teams[team, MEETING_TONE]), 1.0, 1.0, p.routine_share, 1)


@verb
def hold_called(s: State, m: int, slot: int) -> None:
    """Hold one meeting, or one scheduled talk of two, that a programme calls."""
    start = int(s.meetings[m, M_START])
    n = int(s.meetings[m, M_MEMBERS])
    frame = Frame(
        int(s.meetings[m, M_PATHWAY]),
        float(s.meetings[m, M_MINUTES]),
        int(s.meetings[m, M_CHANNEL]),
        float(s.meetings[m, M_TONE]),
        1.0,
        1.0,
        float(s.meetings[m, M_ROUTINE]),
        1,
    )
    if float(s.meetings[m, M_PAIR]) > 0.0 and n == 2:
        i = whole(s.attending[start])
        j = whole(s.attending[start + 1])
        if i != j and s.place[i, ACTIVE] == 1 and s.place[j, ACTIVE] == 1:
            talk(s, i, j, slot, _PAIR_BLOCK + 8 * j + slot, frame)
            s.people[i, HOURS] += frame.minutes / 60.0
            s.people[j, HOURS] += frame.minutes / 60.0
            s.tally[_MEETINGS] += 1.0
            s.tally[_MINUTES] += 2.0 * frame.minutes
        return
    if n >= 2:
        number = 1 + whole(s.attending[start + 1])  # not m: another programme must not move these draws
        hold(s, start, n, True, slot, number, float(s.meetings[m, M_VOICE]), frame)


@verb
def member(s: State, x: int, called: bool) -> int:
    """Return a member of a meeting: of a called one, or of a team's own."""
    return whole(s.attending[x]) if called else whole(s.groups[x])


@verb
def hold(s: State, start: int, n: int, called: bool, slot: int, number: int, voice: float, frame: Frame) -> None:
    """Hold one meeting: a tone for the meeting, turns by weight, each turn one encounter of a small dose."""
    if n < 2:
        return
    total, setting = convene(s, start, n, called, slot, number, voice, frame)
    for turn in range(turns_of(n)):
        i, j = next_turn(s, start, n, called, slot, number, turn, total)
        if i != j and s.place[i, ACTIVE] == 1 and s.place[j, ACTIVE] == 1:
            tie = tie_in_meeting(s, i, j, n)
            hand = deal_alone(s, i, turn_block(slot, number, turn))
            take_turn(s, i, j, tie, slot, hand, setting)


@verb
def turns_of(n: int) -> int:
    """Return how many turns a meeting of n people has."""
    return min(2 * n, _MAX_TURNS)


@verb
def turn_block(slot: int, number: int, turn: int) -> int:
    """Return the block of random numbers of one turn."""
    return _TURN_BLOCK + (number * 8 + slot) * 64 + turn


@verb
def convene(
    s: State, start: int, n: int, called: bool, slot: int, number: int, voice: float, frame: Frame
) -> tuple[float, Frame]:
    """Count a meeting and its hours; return the sum of the weights for a turn, and the setting of each turn."""
    host = member(s, start, called)
    u, _, _, _ = fresh(s, host, MEETING, number * 8 + slot)
    total, gini = weigh_turns(s, start, n, called, voice)
    s.tally[_MEETINGS] += 1.0
    s.tally[_GROUPS] += 1.0
    s.tally[_GINI] += gini
    s.tally[_MINUTES] += n * frame.minutes
    for x in range(start, start + n):
        s.people[member(s, x, called), HOURS] += frame.minutes / 60.0
    turns = turns_of(n)
    # all pairs together get n / 2 doses (one dose over n - 1 each), spread over the turns
    share = min(1.0, 0.5 * n / turns)
    tone = frame.tone + s.p.meeting_spread * normal(u)
    return total, Frame(frame.pathway, frame.minutes, frame.channel, tone, share, 1.0 / turns, frame.routine, 1)


@verb
def next_turn(
    s: State, start: int, n: int, called: bool, slot: int, number: int, turn: int, total: float
) -> tuple[int, int]:
    """Return who takes a turn and who listens; they may be the same, and then nothing comes of it."""
    host = member(s, start, called)
    u_who, u_whom, _, _ = fresh(s, host, TURN, (number * 8 + slot) * 64 + turn)
    return speaker(s, start, n, called, u_who * total), member(s, start + int(u_whom * n), called)


@verb
def weigh_turns(s: State, start: int, n: int, called: bool, voice: float) -> tuple[float, float]:
    """Write each member's weight for a turn; return their sum and their Gini coefficient."""
    total = 0.0
    equal = voice
    for x in range(start, start + n):
        i = member(s, x, called)
        weight = turn_weight(
            trait(s, i, SOCIABILITY),
            float(s.people[i, SAFETY]),
            float(s.place[i, LEVEL]),
            s.p.status_turns,
        )
        s.today[i, TURNS] = weight
        total += weight
        equal = max(equal, lever(s, i, LEVER_VOICE))
    equal = min(1.0, equal)
    apart = 0.0
    for x in range(start, start + n):
        i = member(s, x, called)
        s.today[i, TURNS] = equalised(float(s.today[i, TURNS]), total / n, equal)
    if n <= _MAX_TURNS:
        for x in range(start, start + n):
            for y in range(start, x):
                apart += abs(float(s.today[member(s, x, called), TURNS]) - float(s.today[member(s, y, called), TURNS]))
    return total, apart / (n * total) if total > 0.0 else 0.0


@verb
def speaker(s: State, start: int, n: int, called: bool, mark: float) -> int:
    """Return who takes a turn: the member at whom the running sum of weights passes the mark."""
    so_far = 0.0
    for x in range(start, start + n):
        i = member(s, x, called)
        so_far += float(s.today[i, TURNS])
        if mark < so_far:
            return i
    return member(s, start + n - 1, called)


@verb
def take_turn(s: State, i: int, j: int, tie: int, slot: int, hand: int, frame: Frame) -> int:
    """Let one speak and one listen.  Compiled apart from encounters that people start, whose setting is a constant."""
    return converse(s, i, j, tie, slot, hand, frame)


@verb
def talk(s: State, i: int, j: int, slot: int, block: int, frame: Frame) -> None:
    """Let two people have a scheduled talk."""
    tie = tie_for(s, i, j)
    take_turn(s, i, j, tie, slot, deal_alone(s, i, block), frame)


@verb
def tie_in_meeting(s: State, i: int, j: int, n: int) -> int:
    """Return the tie of a speaker and a listener; strangers become a tie only in a meeting small enough."""
    return tie_for(s, i, j) if n <= s.p.strangers_meet else find_tie(s, i, j)
