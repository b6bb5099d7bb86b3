"""Meetings: a row of turns; one speaks, one answers, all others hear."""

from __future__ import annotations

from spirals.engine.draws import fresh
from spirals.engine.encounter import Frame, converse, hear
from spirals.engine.reading import lever, trait, whole
from spirals.engine.registry import verb
from spirals.engine.ties import find_tie, tie_for
from spirals.mechanisms.selection import equalised, turn_weight
from spirals.population import (
    ACTIVE,
    DAY,
    FAMILIARITY,
    HOURS,
    LEVEL,
    LEVER_VOICE,
    M_CHANNEL,
    M_MEMBERS,
    M_MINUTES,
    M_MOVE,
    M_PAIR,
    M_PRESENCE,
    M_SLOT,
    M_START,
    M_VOICE,
    M_WANTED,
    MOOD,
    N_MEETINGS,
    N_TEAMS,
    SOCIABILITY,
    TURNS,
    WEEK,
    State,
    T,
)
from spirals.streams import TURN

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
def hold_meetings(s: State, twin: State, yoked: bool, slot: int) -> None:
    """Hold the meetings of a slot: each team's own once a week, and those that practices call.

    A yoked twin lives through every turn of a meeting just before its control does; what is called for the twin only
    it holds on its own.  Without one, ``twin`` is the state itself.
    """
    if slot == TEAM_SLOT:
        for team in range(s.counts[N_TEAMS]):
            if meets_today(s, team):
                start = whole(s.bounds[team])
                hold(s, s, twin, yoked, start, whole(s.bounds[team + 1]) - start, False, slot, 0, own_meeting(s))
    for m in range(s.counts[N_MEETINGS]):
        if int(s.meetings[m, M_SLOT]) == slot:
            hold_called(s, s, twin, yoked and called_alike(s, twin, m), m, slot)
    if yoked:
        for m in range(twin.counts[N_MEETINGS]):
            if int(twin.meetings[m, M_SLOT]) == slot and not called_alike(twin, s, m):
                hold_called(s, twin, twin, False, m, slot)


@verb
def called_alike(s: State, twin: State, m: int) -> bool:
    """Return whether a called meeting is called just so in the twin too."""
    if m >= twin.counts[N_MEETINGS]:
        return False
    for column in range(s.meetings.shape[1]):
        if float(s.meetings[m, column]) != float(twin.meetings[m, column]):
            return False
    start = int(s.meetings[m, M_START])
    apart = 0
    for x in range(start, start + int(s.meetings[m, M_MEMBERS])):
        apart += 1 if s.attending[x] != twin.attending[x] else 0
    return apart == 0


@verb
def meets_today(s: State, team: int) -> bool:
    """Return whether a team's own weekly meeting is today."""
    day = int(s.counts[DAY])
    week = (day - 1) // WEEK
    if team % WEEK != (day - 1) % WEEK:
        return False
    return int((week + 1) * s.p.team_meetings) > int(week * s.p.team_meetings)


@verb
def own_meeting(s: State) -> Frame:
    """Return the setting of a team's own meeting."""
    return Frame(-1, s.p.meeting_minutes, -1, 0.0, 0.0, 1, 0.0)


@verb
def of_length(frame: Frame, minutes: float) -> Frame:
    """Return the setting of one turn of so many minutes."""
    return Frame(frame.move, minutes, frame.channel, frame.presence, frame.voice, frame.meeting, frame.wanted)


@verb
def hold_called(reads: State, s: State, twin: State, yoked: bool, m: int, slot: int) -> None:
    """Hold one meeting, or one scheduled talk of two, that a practice calls."""
    start = int(s.meetings[m, M_START])
    n = int(s.meetings[m, M_MEMBERS])
    minutes = float(s.meetings[m, M_MINUTES])
    frame = Frame(
        int(s.meetings[m, M_MOVE]),
        minutes,
        int(s.meetings[m, M_CHANNEL]),
        float(s.meetings[m, M_PRESENCE]),
        float(s.meetings[m, M_VOICE]),
        1,
        float(s.meetings[m, M_WANTED]),
    )
    if float(s.meetings[m, M_PAIR]) > 0.0 and n == 2:
        i = whole(s.attending[start])
        j = whole(s.attending[start + 1])
        if i != j and s.place[i, ACTIVE] == 1 and s.place[j, ACTIVE] == 1:
            turns = max(1, min(_MAX_TURNS, int(minutes / s.p.turn_minutes + 0.5)))
            turn_frame = of_length(frame, minutes / turns)
            for turn in range(turns):  # each in turn has the word first
                one = i if turn % 2 == 0 else j
                other = j if turn % 2 == 0 else i
                block = _PAIR_BLOCK + (8 * (8 * other + frame.move + 1) + slot) * 64 + turn
                take_turn(reads, s, twin, yoked, start, 2, True, one, other, slot, block, turn_frame)
            count_talk(s, i, j, minutes)
            if yoked:
                count_talk(twin, i, j, minutes)
        return
    if n >= 2:
        # not m: another practice must not move these draws
        number = 8 * (1 + whole(s.attending[start + 1])) + frame.move + 1
        hold(reads, s, twin, yoked, start, n, True, slot, number, frame)


@verb
def count_talk(s: State, i: int, j: int, minutes: float) -> None:
    """Count a scheduled talk of two and its hours."""
    s.people[i, HOURS] += minutes / 60.0
    s.people[j, HOURS] += minutes / 60.0
    s.tally[_MEETINGS] += 1.0
    s.tally[_MINUTES] += 2.0 * minutes


@verb
def member(s: State, x: int, called: bool) -> int:
    """Return a member of a meeting: of a called one, or of a team's own."""
    return whole(s.attending[x]) if called else whole(s.groups[x])


@verb
def hold(
    reads: State, s: State, twin: State, yoked: bool, start: int, n: int, called: bool, slot: int, number: int,
    frame: Frame,
) -> None:  # fmt: skip
    """Hold one meeting: turns by weight, each an encounter of a small dose that all others hear."""
    if n < 2:
        return
    total = convene(s, start, n, called, frame)
    if yoked:
        convene(twin, start, n, called, frame)
    turns = turns_of(n)
    turn_frame = of_length(frame, frame.minutes / turns)
    for turn in range(turns):
        i, j = next_turn(s, start, n, called, slot, number, turn, total)
        if i != j and s.place[i, ACTIVE] == 1 and s.place[j, ACTIVE] == 1:
            block = _TURN_BLOCK + (number * 8 + slot) * 64 + turn
            take_turn(reads, s, twin, yoked, start, n, called, i, j, slot, block, turn_frame)


@verb
def take_turn(
    reads: State, s: State, twin: State, yoked: bool, start: int, n: int, called: bool, i: int, j: int, slot: int,
    block: int, frame: Frame,
) -> None:  # fmt: skip
    """Let two take a turn that all others hear, the yoked twin first: it reads the states before the turn."""
    tie = tie_at(s, i, j, n)
    too = yoked and tie_at(twin, i, j, n) == tie  # rows are made and freed alike in both
    twin_q = 0.0
    if too:
        twin_q, _ = talk(s, twin, i, j, tie, slot, block, frame)
    q, dose = talk(reads, s, i, j, tie, slot, block, frame)
    if too:
        listen(s, twin, start, n, called, i, j, twin_q, dose)
    listen(reads, s, start, n, called, i, j, q, dose)


@verb
def tie_at(s: State, i: int, j: int, n: int) -> int:
    """Return the tie of two in a meeting of n, made where strangers get to know each other; -1 for none."""
    return tie_for(s, i, j) if n <= s.p.strangers_meet else find_tie(s, i, j)


@verb
def talk(
    reads: State, s: State, i: int, j: int, tie: int, slot: int, block: int, frame: Frame
) -> tuple[float, float]:  # fmt: skip
    """Let two have an encounter in a meeting; return the conduct of who speaks and the dose."""
    _, q, dose = converse(reads, s, i, j, tie, slot, block, frame)
    return q, dose


@verb
def listen(reads: State, s: State, start: int, n: int, called: bool, i: int, j: int, q: float, dose: float) -> None:
    """Let all others in a meeting receive the conduct of who speaks."""
    if s.p.hearing <= 0.0:
        return
    for x in range(start, start + n):
        person = member(reads, x, called)
        if person != i and person != j and s.place[person, ACTIVE] == 1:
            hear(reads, s, person, i, find_tie(s, person, i), q, dose)


@verb
def turns_of(n: int) -> int:
    """Return how many turns a meeting of n people has."""
    return min(2 * n, _MAX_TURNS)


@verb
def convene(s: State, start: int, n: int, called: bool, frame: Frame) -> float:
    """Count a meeting and its hours; return the sum of the weights for a turn."""
    total, gini = weigh_turns(s, start, n, called, frame.voice)
    s.tally[_MEETINGS] += 1.0
    s.tally[_GROUPS] += 1.0
    s.tally[_GINI] += gini
    s.tally[_MINUTES] += n * frame.minutes
    for x in range(start, start + n):
        s.people[member(s, x, called), HOURS] += frame.minutes / 60.0
    return total


@verb
def next_turn(
    s: State, start: int, n: int, called: bool, slot: int, number: int, turn: int, total: float
) -> tuple[int, int]:
    """Return who takes a turn and who answers, drawn by rank and tie; they may be the same: nothing comes of it."""
    host = member(s, start, called)
    u_who, u_whom, u_other, u_rather = fresh(s, host, TURN, (number * 8 + slot) * 64 + turn)
    i = speaker(s, start, n, called, u_who * total)
    one = member(s, start + int(u_whom * n), called)
    other = member(s, start + int(u_other * n), called)
    mine = answers_rather(s, i, one)
    theirs = answers_rather(s, i, other)
    return i, one if u_rather * (mine + theirs) < mine else other


@verb
def answers_rather(s: State, i: int, j: int) -> float:
    """Return the weight with which person j answers person i in a meeting: by rank and by how familiar they are."""
    if i == j:
        return 1e-9
    tie = find_tie(s, i, j)
    return 1.0 + float(whole(s.place[j, LEVEL])) + (float(s.ties[tie, FAMILIARITY]) if tie >= 0 else 0.0)


@verb
def weigh_turns(s: State, start: int, n: int, called: bool, voice: float) -> tuple[float, float]:
    """Write each member's weight for a turn; return their sum and their Gini coefficient."""
    total = 0.0
    equal = voice
    for x in range(start, start + n):
        i = member(s, x, called)
        weight = turn_weight(s.p, trait(s, i, SOCIABILITY), float(s.people[i, MOOD]), float(whole(s.place[i, LEVEL])))
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
