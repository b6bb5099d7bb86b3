"""Acts that make people meet or part: meetings, ties made and cut, leavers."""

from collections import Counter

import numpy as np

from spirals.interventions import (
    Agenda,
    Connect,
    Cut,
    Meet,
    Move,
    Remove,
    find,
)
from spirals.population import VIDEO
from tests.interventions.made import (
    KEY,
    SIZE,
    TEAMS,
    custom,
    organisation,
)


def test_pairs_meet_as_the_act_says():
    people = organisation()
    act = Meet("pair", "respectful_engagement", 60, every=10, tone=0.4, equal=1, near="other_team", peers=True)
    agenda = Agenda([custom(act, start=3, dose=0.5)], people, KEY)
    team, level = people.person("team"), people.person("level")
    for day in range(1, 30):
        meetings = agenda.morning(day).meetings
        assert bool(meetings) == (day in (3, 13, 23))
        seen = Counter(row for meeting in meetings for row in meeting.members.tolist())
        assert all(count == 1 for count in seen.values())
        for meeting in meetings:
            one, two = meeting.members
            assert team[one] != team[two]
            assert level[one] == level[two]
            assert (meeting.pair, meeting.minutes, meeting.tone, meeting.equal, meeting.pathway) == (
                True,
                30,
                0.4,
                1,
                0,
            )


def test_lasting_pairs_last_and_a_widow_finds_another():
    people = organisation()
    agenda = Agenda([custom(Meet("pair", "free", 10, every=1, lasting=True))], people, KEY)
    first = {frozenset(m.members.tolist()) for m in agenda.morning(1).meetings}
    assert {frozenset(m.members.tolist()) for m in agenda.morning(2).meetings} == first
    assert len(first) == SIZE // 2
    gone = [sorted(pair)[0] for pair in sorted(first, key=sorted)[:2]]
    people.state.place[gone, 4] = 0
    later = {frozenset(m.members.tolist()) for m in agenda.morning(3).meetings}
    assert len(first & later) == len(first) - 2
    assert len(later) == len(first) - 1


def test_newcomers_meet_the_same_tenured_teammate():
    people = organisation()
    agenda = Agenda([find("buddy")(every=1)], people, KEY)
    first = {tuple(m.members.tolist()) for m in agenda.morning(1).meetings}
    assert {newcomer for newcomer, _ in first} == set(range(35, 40))
    assert all(people.person("team")[a] == people.person("team")[b] and b < 35 for a, b in first)
    assert {tuple(m.members.tolist()) for m in agenda.morning(20).meetings} == first
    assert agenda.morning(60).meetings == []


def test_groups_teams_and_all():
    people = organisation()
    acts = (
        Meet("group", "play", 5, size=6, near="other_team"),
        Meet("team", "free", 6),
        Meet("all", "trusting", 7, channel="text", slot=2),
        Meet("group", "play", 8, size=4, near="same_team"),
    )
    meetings = Agenda([custom(*acts)], people, KEY).morning(1).meetings
    team = people.person("team")
    mixed = [m.members for m in meetings if m.minutes == 5]
    assert sorted(np.concatenate(mixed).tolist()) == list(range(SIZE))
    assert all(len(set(team[members].tolist())) >= 4 for members in mixed)
    assert len([m for m in meetings if m.minutes == 6]) == TEAMS
    whole = next(m for m in meetings if m.minutes == 7)
    assert (len(whole.members), whole.slot, whole.channel, whole.pathway, whole.pair) == (
        SIZE,
        2,
        2,
        2,
        False,
    )
    assert all(len(set(team[m.members].tolist())) == 1 for m in meetings if m.minutes == 8)


def test_people_apart_meet_by_video():
    people = organisation()
    meetings = Agenda([custom(Meet("pair", "free", 10))], people, KEY).morning(1).meetings
    site, remote = people.person("site"), people.person("remote") > 0.5
    for meeting in meetings:
        apart = len(set(site[meeting.members].tolist())) > 1 or remote[meeting.members].any()
        assert meeting.channel == (VIDEO if apart else 0)


def test_ties_are_made_once_for_each_person():
    people = organisation()
    before = {tuple(sorted(pair)) for pair in zip(people.tie("a").tolist(), people.tie("b").tolist(), strict=True)}
    act = Connect(3, familiarity=0.3, of="newcomers", partner="leaders", near="other_team")
    agenda = Agenda([custom(act)], people, KEY)
    agenda.morning(1)
    after = {tuple(sorted(pair)) for pair in zip(people.tie("a").tolist(), people.tie("b").tolist(), strict=True)}
    assert before < after
    assert all(a < TEAMS and b >= 35 for a, b in after - before)
    agenda.morning(2)
    assert len(people.tie_rows) == len(after)


def test_ties_are_cut_on_the_first_day_only():
    people = organisation()
    before, team = len(people.tie_rows), people.person("team")
    agenda = Agenda([custom(Cut(0.5, near="other_team"))], people, KEY)
    inside = (team[people.tie("a")] == team[people.tie("b")]).sum()
    agenda.morning(1)
    left = len(people.tie_rows)
    assert (team[people.tie("a")] == team[people.tie("b")]).sum() == inside
    assert 0.3 * (before - inside) < left - inside < 0.7 * (before - inside)
    agenda.morning(2)
    assert len(people.tie_rows) == left


def test_leavers_and_moves_are_left_to_the_organisation():
    people = organisation()
    agenda = Agenda([custom(Remove(0.1, of="members"), Move(0.4), start=2)], people, KEY)
    assert agenda.morning(1).leavers == []
    today = agenda.morning(2)
    assert len(today.leavers) == round(0.1 * 35)
    assert all(row >= TEAMS for row in today.leavers)
    assert len(today.moves) == round(0.4 * 35)
    old = people.person("team")[[row for row, _ in today.moves]]
    assert Counter(old.tolist()) == Counter(team for _, team in today.moves)
    assert people.active.all()
    assert agenda.morning(3).moves == []


def test_who_leaves_today_is_in_no_meeting():
    people = organisation()
    today = Agenda([custom(Meet("team", "free", 10), Remove(0.3))], people, KEY).morning(1)
    assert len(today.leavers) == round(0.3 * SIZE)
    attending = np.concatenate([meeting.members for meeting in today.meetings])
    assert set(attending.tolist()).isdisjoint(today.leavers)
