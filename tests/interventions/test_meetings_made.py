"""Acts that make people meet or part: meetings, ties made and cut, leavers."""

from collections import Counter

import numpy as np

from spirals.interventions import (
    Connect,
    Cut,
    Meet,
    Move,
    Remove,
    Schedule,
    Shift,
    find,
)
from spirals.population import JOINED, VIDEO
from tests.interventions.made import (
    KEY,
    SIZE,
    TEAMS,
    custom,
    organisation,
)


def test_pairs_meet_as_the_act_says():
    people = organisation()
    act = Meet("pair", "help", 60, every=10, presence=0.4, equal=1, near="other_team", peers=True)
    schedule = Schedule([custom(act, start=3, dose=0.5)], people, KEY)
    team, level = people.person("team"), people.person("level")
    for day in range(1, 30):
        meetings = schedule.morning(day).meetings
        assert bool(meetings) == (day in (3, 13, 23))
        seen = Counter(row for meeting in meetings for row in meeting.members.tolist())
        assert all(count == 1 for count in seen.values())
        for meeting in meetings:
            one, two = meeting.members
            assert team[one] != team[two]
            assert level[one] == level[two]
            assert (meeting.pair, meeting.minutes, meeting.presence, meeting.equal, meeting.move) == (
                True,
                30,
                0.4,
                1,
                1,
            )


def test_lasting_pairs_last_and_a_widow_finds_another():
    people = organisation()
    schedule = Schedule([custom(Meet("pair", "free", 10, every=1, lasting=True))], people, KEY)
    first = {frozenset(m.members.tolist()) for m in schedule.morning(1).meetings}
    assert {frozenset(m.members.tolist()) for m in schedule.morning(2).meetings} == first
    assert len(first) == SIZE // 2
    gone = [sorted(pair)[0] for pair in sorted(first, key=sorted)[:2]]
    people.state.place[gone, 4] = 0
    later = {frozenset(m.members.tolist()) for m in schedule.morning(3).meetings}
    assert len(first & later) == len(first) - 2
    assert len(later) == len(first) - 1


def test_newcomers_meet_the_same_tenured_teammate():
    people = organisation()
    schedule = Schedule([find("buddy")(every=1)], people, KEY)
    first = {tuple(m.members.tolist()) for m in schedule.morning(1).meetings}
    assert {newcomer for newcomer, _ in first} == set(range(35, 40))
    assert all(people.person("team")[a] == people.person("team")[b] and b < 35 for a, b in first)
    assert {tuple(m.members.tolist()) for m in schedule.morning(20).meetings} == first
    assert schedule.morning(60).meetings == []


def test_groups_teams_and_all():
    people = organisation()
    acts = (
        Meet("group", "play", 5, size=6, near="other_team"),
        Meet("team", "free", 6),
        Meet("all", "entrust", 7, channel="text", slot=2),
        Meet("group", "play", 8, size=4, near="same_team"),
    )
    meetings = Schedule([custom(*acts)], people, KEY).morning(1).meetings
    team = people.person("team")
    mixed = [m.members for m in meetings if m.minutes == 5]
    assert sorted(np.concatenate(mixed).tolist()) == list(range(SIZE))
    assert all(len(set(team[members].tolist())) >= 4 for members in mixed)
    assert len([m for m in meetings if m.minutes == 6]) == TEAMS
    whole = next(m for m in meetings if m.minutes == 7)
    assert (len(whole.members), whole.slot, whole.channel, whole.move, whole.pair) == (
        SIZE,
        2,
        2,
        2,
        False,
    )
    assert all(len(set(team[m.members].tolist())) == 1 for m in meetings if m.minutes == 8)


def test_people_apart_meet_by_video():
    people = organisation()
    meetings = Schedule([custom(Meet("pair", "free", 10))], people, KEY).morning(1).meetings
    site, remote = people.person("site"), people.person("remote") > 0.5
    for meeting in meetings:
        apart = len(set(site[meeting.members].tolist())) > 1 or remote[meeting.members].any()
        assert meeting.channel == (VIDEO if apart else 0)


def test_ties_are_made_once_for_each_person():
    people = organisation()
    before = {tuple(sorted(pair)) for pair in zip(people.tie("a").tolist(), people.tie("b").tolist(), strict=True)}
    act = Connect(3, familiarity=0.3, of="newcomers", partner="leaders", near="other_team")
    schedule = Schedule([custom(act)], people, KEY)
    schedule.morning(1)
    after = {tuple(sorted(pair)) for pair in zip(people.tie("a").tolist(), people.tie("b").tolist(), strict=True)}
    assert before < after
    assert all(a < TEAMS and b >= 35 for a, b in after - before)
    schedule.morning(2)
    assert len(people.tie_rows) == len(after)


def test_ties_are_cut_on_the_first_day_only():
    people = organisation()
    before, team = len(people.tie_rows), people.person("team")
    schedule = Schedule([custom(Cut(0.5, near="other_team"))], people, KEY)
    inside = (team[people.tie("a")] == team[people.tie("b")]).sum()
    schedule.morning(1)
    left = len(people.tie_rows)
    assert (team[people.tie("a")] == team[people.tie("b")]).sum() == inside
    assert 0.3 * (before - inside) < left - inside < 0.7 * (before - inside)
    schedule.morning(2)
    assert len(people.tie_rows) == left


def test_leavers_and_moves_are_left_to_the_organisation():
    people = organisation()
    schedule = Schedule([custom(Remove(0.1, of="members"), Move(0.4), start=2)], people, KEY)
    assert schedule.morning(1).leavers == []
    plan = schedule.morning(2)
    assert len(plan.leavers) == round(0.1 * 35)
    assert all(row >= TEAMS for row in plan.leavers)
    assert len(plan.moves) == round(0.4 * 35)
    old = people.person("team")[[row for row, _ in plan.moves]]
    assert Counter(old.tolist()) == Counter(team for _, team in plan.moves)
    assert people.active.all()
    assert schedule.morning(3).moves == []


def test_who_leaves_plan_is_in_no_meeting():
    people = organisation()
    plan = Schedule([custom(Meet("team", "free", 10), Remove(0.3))], people, KEY).morning(1)
    assert len(plan.leavers) == round(0.3 * SIZE)
    attending = np.concatenate([meeting.members for meeting in plan.meetings])
    assert set(attending.tolist()).isdisjoint(plan.leavers)


def test_acts_that_bring_the_same_people_together_make_one_session():
    first, second = Meet("pair", "help", 20), Meet("pair", "entrust", 40)
    meetings = Schedule([custom(first, second)], organisation(), KEY).morning(1).meetings
    by_move = {move: [(m.slot, *m.members.tolist()) for m in meetings if m.move == move] for move in (1, 2)}
    assert by_move[1] == by_move[2]
    other = Schedule([custom(first, Meet("pair", "entrust", 40, near="other_team"))], organisation(), KEY)
    meetings = other.morning(1).meetings
    assert [m.members.tolist() for m in meetings if m.move == 1] != [
        m.members.tolist() for m in meetings if m.move == 2
    ]


def test_what_happens_once_happens_to_each_on_the_first_day_on_which_they_take_part():
    people = organisation()
    meet = Meet("pair", "talk", 5, every=0, partner="tenured", near="same_team", lasting=True)
    schedule = Schedule([custom(meet, who="newcomers:60")], people, KEY)
    assert sorted(int(m.members[0]) for m in schedule.morning(1).meetings) == [35, 36, 37, 38, 39]
    assert schedule.morning(2).meetings == []
    people.state.place[10, JOINED] = 3  # somebody new
    assert [int(m.members[0]) for m in schedule.morning(3).meetings] == [10]
    assert schedule.morning(4).meetings == []


def test_a_lasting_partner_stays_though_the_meetings_are_for_the_newest_only():
    people = organisation()
    meet = Meet("pair", "talk", 5, every=1, of="newcomers:5", partner="tenured", near="same_team", lasting=True)
    entry = custom(meet, Shift("demand", 0.1, of="partners"), who="newcomers:20")
    schedule = Schedule([entry], people, KEY)
    mentors = {int(m.members[1]) for m in schedule.morning(1).meetings}
    for day in range(2, 24):
        meetings = schedule.morning(day).meetings
        assert bool(meetings) == (day < 5)
        expected = mentors if day < 20 else set()
        assert set(np.flatnonzero(people.person("demand")).tolist()) == expected


def test_partners_are_those_whom_lasting_pairs_were_given():
    people = organisation()
    meet = Meet("pair", "help", 20, every=3, partner="tenured", near="same_team", lasting=True)
    entry = custom(meet, Shift("demand", 0.1, of="partners"), who="newcomers:10", end=12)
    schedule = Schedule([entry], people, KEY)
    mentors = {int(m.members[1]) for m in schedule.morning(1).meetings}
    assert len(mentors) == TEAMS
    for day in range(2, 14):
        schedule.morning(day)
        # From day 10 on nobody is new any more, so nobody is anybody's mentor.
        expected = mentors if day < 10 else set()
        assert set(np.flatnonzero(people.person("demand")).tolist()) == expected
