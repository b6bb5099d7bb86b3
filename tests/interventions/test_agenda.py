"""Programmes at work on a population: each acts where it says, when it says, and nowhere else."""

from collections import Counter
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spirals.engine.stepwise import make_tie
from spirals.engine.ties import cut_tie
from spirals.errors import InputError
from spirals.interventions import (
    Agenda,
    Bond,
    Connect,
    Cost,
    Custom,
    Cut,
    Meet,
    Move,
    Newcomers,
    Push,
    Recognise,
    Remove,
    Shift,
    catalogue,
    find,
)
from spirals.interventions.chance import draws
from spirals.interventions.groups import Enrolment
from spirals.mechanisms.growth import going_well, starting_chance
from spirals.parameters import defaults
from spirals.population import CLIMATE, LEVER_COLUMNS, NEED, RIVALRY, TRAIT_COLUMNS, VIDEO, Population
from spirals.streams import PROGRAMME, run_key, uniforms

KEY = run_key(1, 0)
SIZE, TEAMS = 40, 5


class Record(dict):
    """Parameters by attribute."""

    __getattr__ = dict.__getitem__


def organisation(seed=3):
    """Build a made-up organisation: five teams of eight, the first of each its lead, ties drawn at random."""
    rng = np.random.default_rng(seed)
    rows = np.arange(SIZE)
    people = Population(
        ids=[f"p{row}" for row in rows],
        team_names=[f"T{team}" for team in range(TEAMS)],
        site_names=["north", "south"],
        team=rows % TEAMS,
        site=(rows >= 30).astype(int),
        level=np.where(rows < TEAMS, 1, 0) + (rows == 0),
        key=KEY,
        effects=np.zeros((2, 4, 11)),
        parameters=Record(defaults(), typical_logit=0.8),
    )
    people.bind(make_tie, cut_tie)
    a, b = np.triu_indices(SIZE, 1)
    kept = rng.random(len(a)) < 0.3
    ties = people.set_ties(a[kept], b[kept], 32)
    state = people.state
    state.people[:, :15] = rng.uniform(0.2, 0.8, (SIZE, 15))
    state.people[:, 24] = rng.uniform(0.0, 2.0, SIZE)
    state.traits[:] = rng.uniform(0.2, 0.8, state.traits.shape)
    state.traits[:, TRAIT_COLUMNS.index("remote")] = rows % 4 == 3
    state.ties[ties, :8] = rng.uniform(0.2, 0.8, (len(ties), 8))
    state.teams[:, CLIMATE] = 0.6
    state.place[:, 3] = -600
    state.place[35:, 3] = 0
    return people


def fingerprint(people):
    """Return everything a programme could touch, as bytes."""
    state = people.state
    arrays = (state.people, state.traits, state.place, state.ties, state.nature, state.ends, state.links)
    return b"".join(array.tobytes() for array in (*arrays, state.teams, state.rows)), len(state.levers)


def custom(*acts, **timing):
    return Custom(name=timing.pop("name", "custom"), does=acts, **timing)


def lever(people, name):
    return np.array(people.person(name))


def test_draws_are_the_streams_of_the_package_for_few_and_for_many():
    rows = np.arange(0, 200_000, 9_973)
    for day in (0, 1, 999):
        expected = [uniforms(KEY, int(row), day, PROGRAMME, crc32(b"peer_coaching|adopt"))[0] for row in rows]
        assert draws(KEY, rows, day, "peer_coaching|adopt").tolist() == expected
        assert draws(KEY, rows[:3], day, "peer_coaching|adopt").tolist() == expected[:3]
        assert draws(KEY, rows[:0], day, "peer_coaching|adopt").shape == (0,)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_dose_zero_is_as_if_absent(name):
    kind: Any = catalogue()[name]
    entry = kind(severity=0.0) if "severity" in kind.model_fields else kind(dose=0.0)
    people = organisation()
    before = fingerprint(people)
    agenda = Agenda([entry], people, KEY)
    for day in range(1, 70):
        today = agenda.morning(day)
        agenda.welcome([35], day)
        assert (today.meetings, today.parameters, today.leavers, today.moves, today.spent) == (
            [],
            {},
            [],
            [],
            [],
        )
    assert fingerprint(people) == before


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_practice_runs_stays_in_bounds_and_takes_its_levers_back(name):
    kind: Any = catalogue()[name]
    entry = kind(day=3, lasts=20, fade=2) if "day" in kind.model_fields else kind(start=3, end=22, fade=2)
    people = organisation()
    agenda = Agenda([entry], people, KEY)
    for day in range(1, 40):
        today = agenda.morning(day)
        for meeting in today.meetings:
            assert len(meeting.members) > 1
            assert len(set(meeting.members.tolist())) == len(meeting.members)
            assert people.active[meeting.members].all()
            assert 0 <= meeting.slot < 5
        assert bool(today.begun) == (day == 3)
        assert bool(today.ended) == (day == 23)
        assert bool(today.spent) == (3 <= day <= 22)
    state = people.state
    bounded = np.delete(state.people[:, :13], 0, axis=1)
    assert ((bounded >= 0) & (bounded <= 1)).all()
    assert (state.people[:, 13] >= 0).all()
    assert ((state.ties[:, :8] >= 0) & (state.ties[:, :8] <= 1)).all()
    assert not state.levers.any()
    assert not state.teams[:, RIVALRY].any()


@settings(max_examples=15, deadline=None)
@given(st.permutations(["team_incentives", "peer_coaching", "micromanagement", "appreciation", "buddy", "task_force"]))
def test_the_order_of_practices_does_not_matter(names):
    def after(order):
        people = organisation()
        agenda = Agenda([find(name)() for name in order], people, KEY)
        days = [agenda.morning(day) for day in range(1, 8)]
        meetings = [tuple(m.members.tolist()) for today in days for m in today.meetings]
        return fingerprint(people), people.state.levers.tobytes(), meetings

    assert after(names) == after(sorted(names))


def test_one_practice_leaves_the_choices_of_another_alone():
    def meetings(*others):
        agenda = Agenda([find("peer_coaching")(), *others], organisation(), KEY)
        return [m.members.tolist() for day in range(1, 30) for m in agenda.morning(day).meetings if m.minutes == 60]

    assert meetings() == meetings(find("icebreakers")(), find("buddy")(who="everyone"))


def test_a_shift_reaches_those_it_names_and_only_while_it_lasts():
    people = organisation()
    agenda = Agenda([custom(Shift("tone", 0.4, of="leaders"), start=2, end=5, ramp=2, fade=1)], people, KEY)
    for day, amount in [(1, 0.0), (2, 0.2), (3, 0.4), (5, 0.4), (6, 0.2), (7, 0.0)]:
        agenda.morning(day)
        for pathway in ("respect", "enable", "trust", "play"):
            here = lever(people, f"tone_{pathway}")
            assert here[:TEAMS] == pytest.approx(amount)
            assert not here[TEAMS:].any()
        assert not lever(people, "appeal_play").any()


def test_shifts_of_several_practices_add_up_and_voice_stays_a_share():
    people = organisation()
    acts = (Shift("ask", 0.2), Shift("voice", 0.8))
    Agenda([custom(*acts), custom(*acts, name="again"), custom(*acts)], people, KEY).morning(1)
    assert lever(people, "ask") == pytest.approx(0.6)
    assert lever(people, "voice") == pytest.approx(1.0)


def test_team_conditions_and_parameters_count_the_share_taking_part():
    people = organisation()
    entry = custom(Shift("rivalry", 0.4), Shift("meeting_tone", 0.3), Shift("setback_rate", 0.1), who="team:T2")
    today = Agenda([entry], people, KEY).morning(1)
    assert people.team("rivalry").tolist() == pytest.approx([0, 0, 0.4, 0, 0])
    assert today.meeting_tone.tolist() == pytest.approx([0, 0, 0.3, 0, 0])
    assert today.parameters == pytest.approx({"setback_rate": 0.1 / TEAMS})


def test_rivalry_goes_back_to_what_it_was_and_never_below_nothing():
    people = organisation()
    people.team("rivalry")[:] = 0.25
    agenda = Agenda([custom(Shift("rivalry", -0.4), end=1)], people, KEY)
    agenda.morning(1)
    assert (people.team("rivalry") == 0.0).all()
    agenda.morning(2)
    assert (people.team("rivalry") == 0.25).all()


def test_a_push_is_one_saturating_step():
    people = organisation()
    before = people.person("safety").copy(), people.person("worth").copy(), people.person("mood").copy()
    acts = (Push("safety", 0.2), Push("worth", -0.2, of="leaders"), Push("mood", -1.0, every=0))
    agenda = Agenda([custom(*acts)], people, KEY)
    agenda.morning(1)
    assert people.person("safety") == pytest.approx(1 - (1 - before[0]) * np.exp(-0.2))
    assert people.person("worth")[:TEAMS] == pytest.approx(before[1][:TEAMS] * np.exp(-0.2))
    assert (people.person("worth")[TEAMS:] == before[1][TEAMS:]).all()
    agenda.morning(2)
    assert people.person("mood") == pytest.approx(before[2] - 1.0)


def test_a_push_may_reach_a_random_share_each_time():
    people = organisation()
    agenda = Agenda([custom(Push("hardship", 1.0, share=0.25))], people, KEY)
    struck = []
    for day in range(1, 41):
        before = people.person("hardship").copy()
        agenda.morning(day)
        struck.append((people.person("hardship") > before).sum())
    assert 5 < np.mean(struck) < 15
    assert len(set(struck)) > 1


def test_what_happens_once_happens_in_full_whatever_the_ramp():
    people = organisation()
    before = people.person("hardship").copy()
    Agenda([custom(Push("hardship", 1.0, every=0), ramp=10)], people, KEY).morning(1)
    assert people.person("hardship") == pytest.approx(before + 1.0)


def test_the_climate_moves_by_the_share_of_the_team():
    people = organisation()
    Agenda([custom(Push("climate", 0.5), who="leaders")], people, KEY).morning(1)
    assert people.team("climate") == pytest.approx(1 - 0.4 * np.exp(-0.5 / 8))


def test_a_bond_moves_one_side_towards_leaders_of_the_own_team():
    people = organisation()
    a, b, team = people.tie("a"), people.tie("b"), people.person("team")
    before = {name: people.tie(name) for name in ("trust_a", "trust_b", "regard_a", "tensility")}
    Agenda([custom(Bond("trust", -0.5, toward="leaders", near="same_team"))], people, KEY).morning(1)
    lower_is_lead = (a < TEAMS) & (team[a] == team[b])
    assert people.tie("trust_b")[lower_is_lead] == pytest.approx(before["trust_b"][lower_is_lead] * np.exp(-0.5))
    assert (people.tie("trust_b")[~lower_is_lead] == before["trust_b"][~lower_is_lead]).all()
    assert (people.tie("trust_a") == before["trust_a"]).all()
    assert (people.tie("regard_a") == before["regard_a"]).all()
    assert (people.tie("tensility") == before["tensility"]).all()


def test_trust_does_not_rise_above_what_deception_left():
    people = organisation()
    people.state.ties[:, 11] = 0.5
    before = people.tie("trust_a")
    Agenda([custom(Bond("trust", 3.0))], people, KEY).morning(1)
    assert people.tie("trust_a") == pytest.approx(np.maximum(before, np.minimum(1 - (1 - before) * np.exp(-3), 0.5)))


def test_need_is_added_once():
    people = organisation()
    agenda = Agenda([custom(Bond("need", 0.2, every=0, near="same_team"), end=3)], people, KEY)
    for day in range(1, 6):
        agenda.morning(day)
    same = people.person("team")[people.tie("a")] == people.person("team")[people.tie("b")]
    need = people.state.nature[people.tie_rows, NEED]
    assert need[same] == pytest.approx(0.2)
    assert not need[~same].any()


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


def test_newcomers_start_as_the_practice_says():
    people, control = organisation(), organisation()
    act = Newcomers(skill=0.1, sociability=0.2, trustworthiness=0.1, peers=2, familiarity=0.3)
    agenda = Agenda([custom(act, end=5)], people, KEY)
    agenda.welcome([38], 4)
    state, was = people.state, control.state
    assert state.people[38, 9:13] == pytest.approx(np.minimum(was.people[38, 9:13] + 0.1, 1.0))
    assert state.traits[38, 4] == pytest.approx(was.traits[38, 4] * np.exp(0.2), rel=1e-5)
    others = np.delete(np.arange(SIZE), 38)
    assert (state.people[others] == was.people[others]).all()
    familiar = people.tie("familiarity")[(people.tie("a") == 38) | (people.tie("b") == 38)]
    assert (familiar >= 0.3).sum() >= 2
    agenda.welcome([39], 6)
    assert (state.people[39] == was.people[39]).all()


def test_recognition_lifts_the_receiver_and_insincere_recognition_lowers():
    def worth(sincerity):
        people = organisation()
        before = people.person("worth").copy(), people.team("climate").copy()
        act = Recognise(1.0, worth=0.2, regard=0.2, climate=0.1, envy=0.0, sincerity=sincerity)
        agenda = Agenda([custom(act)], people, KEY)
        for day in range(1, 6):
            agenda.morning(day)
        return (people.person("worth") - before[0]).mean(), (people.team("climate") - before[1]).mean()

    assert min(worth(1.0)) > 0
    assert max(worth(0.0)) < 0
    assert worth(0.5) == (0.0, 0.0)


def test_recognition_goes_to_those_who_helped():
    people = organisation()
    people.person("helping")[:] = 0.0
    people.person("helping")[10] = 50.0
    before = {side: people.tie(f"regard_{side}") for side in "ab"}
    Agenda([custom(Recognise(1.0, worth=0, regard=0.2, climate=0, envy=0))], people, KEY).morning(1)
    risen = np.concatenate([(people.tie(f"regard_{side}") > before[side])[people.tie(side) == 10] for side in "ab"])
    assert risen.mean() > 0.9


def test_those_passed_over_who_had_helped_more_lose_worth():
    people = organisation()
    helping, team = people.person("helping"), people.person("team")
    helping[:] = 0.0
    helping[10] = 50.0  # the best helper of team 0, whom nobody outside recognises
    before = people.person("worth").copy()
    act = Recognise(1.0, worth=0, regard=0, climate=0, envy=0.05)
    strangers = [f"p{row}" for row in range(SIZE) if row not in (10, *people.neighbours(10))]
    Agenda([custom(act, who=strangers)], people, KEY).morning(1)
    change = people.person("worth") - before
    assert change[10] < 0
    assert not change[(team != 0)].any()


def test_adoption_is_a_share_of_people_and_the_same_every_day():
    people = organisation()
    agenda = Agenda([custom(Shift("ask", 1.0), adoption=0.5)], people, KEY)
    agenda.morning(1)
    first = lever(people, "ask")
    agenda.morning(2)
    assert (lever(people, "ask") == first).all()
    assert 0.25 * SIZE < first.sum() < 0.75 * SIZE


def test_costs_are_counted():
    people = organisation()
    cost = Cost(
        hours_per_person_day=0.5,
        facilitator_hours_per_day=2.0,
        facilitator_hours_per_meeting=1.0,
        money_per_person_day=3.0,
        money_per_meeting=10.0,
        money_per_person=100.0,
    )
    agenda = Agenda([custom(Meet("team", "free", 30, every=2), cost=cost, end=3)], people, KEY)
    first, second, third, fourth = (agenda.morning(day) for day in range(1, 5))
    assert first.spent[0].hours == pytest.approx(0.5 * SIZE + 0.5 * SIZE)
    assert not lever(people, "demand").any()
    assert first.spent[0].facilitator_hours == pytest.approx(2.0 + TEAMS)
    assert first.money == pytest.approx(3.0 * SIZE + 10.0 * TEAMS + 100.0 * SIZE)
    assert second.hours == pytest.approx(0.5 * SIZE + 2.0)
    assert third.money == pytest.approx(3.0 * SIZE + 10.0 * TEAMS)
    assert (fourth.hours, fourth.money, fourth.ended) == (0, 0, ["custom"])


def test_leaders_who_model_spend_an_hour_a_week_on_it():
    people = organisation()
    today = Agenda([find("leader_modelling")()], people, KEY).morning(1)
    assert today.spent[0].people == TEAMS
    assert today.hours == pytest.approx(0.2 * TEAMS)
    assert lever(people, "demand") == pytest.approx(np.where(np.arange(SIZE) < TEAMS, 0.2 / 8.0, 0.0))


def test_own_time_is_taken_from_work():
    people = organisation()
    today = Agenda([find("relational_skills_training")(minutes=80.0, every=10, dose=0.5)], people, KEY).morning(1)
    hours = 0.5 * 80 / 60 / 10
    assert today.spent[0].hours == pytest.approx(hours * SIZE)
    assert today.spent[0].facilitator_hours == pytest.approx(2 * hours / 10 * SIZE)
    assert lever(people, "demand") == pytest.approx(hours / 8)
    assert today.meetings == []


def test_a_practice_that_lives_on_good_connections_does_little_without_them():
    def learnt(quality):
        people = organisation()
        people.state.ties[:, 1:8] = quality
        before = people.person("knowledge").copy()
        Agenda([find("learning_group")(who="everyone")], people, KEY).morning(1)
        return (people.person("knowledge") - before).mean()

    assert learnt(0.3) < 0.1 * learnt(0.8)


def test_members_start_a_practice_sooner_with_energy_and_safety():
    def begun(level):
        people = organisation()
        people.state.people[:, 1] = people.state.people[:, 3] = level
        entry = custom(Shift("ask", 0.2), started_by="members", who="team:T1", start=3)
        agenda = Agenda([entry], people, KEY)
        return next((day for day in range(1, 300) if agenda.morning(day).begun), 300)

    assert 3 <= begun(0.9) < begun(0.2)
    assert begun(0.0) == 300


def begun_on(people, *entries, days=600):
    agenda = Agenda(entries, people, KEY)
    found: dict[str, list[int]] = {}
    for day in range(1, days):
        for name in agenda.morning(day).begun:
            found.setdefault(name, []).append(day)
    return found


def lively(quality=0.8, **parameters):
    people = organisation()
    people.state.p.update(parameters)
    people.state.people[:, 1] = people.state.people[:, 3] = 0.7
    people.state.ties[:, 1:8] = quality
    return people


def short(name, who="team:T1", lasts=10, **timing):
    return custom(Shift("ask", 0.2), name=name, started_by="members", who=who, lasts=lasts, **timing)


def test_the_chance_that_somebody_starts_a_practice():
    assert starting_chance(0.5, 0.8, 1.0, 0.0, 1, 0.04, 1.0) == pytest.approx(0.016)
    assert starting_chance(0.5, 0.8, 1.0, 0.0, 4, 0.04, 1.0) == pytest.approx(0.004)
    assert starting_chance(0.5, 0.8, 1.0, 0.5, 1, 0.04, 2.0) == pytest.approx(0.032)
    assert starting_chance(0.5, 0.8, 0.0, 0.5, 1, 0.04, 2.0) == pytest.approx(0.016)
    assert starting_chance(0.5, 0.8, 0.0, 0.5, 1, 0.04, 0.0) == starting_chance(0.5, 0.8, 1.0, 0.5, 1, 0.0, 2.0) == 0.0
    assert going_well(0.5, 0.5, 0.05) == 0.5


def test_a_practice_that_went_well_breeds_the_next():
    again = begun_on(lively(), short("walks"))["walks"]
    assert len(again) > 3
    assert np.diff(again).min() > 10  # never two at a time
    assert len(begun_on(lively(breeding=0.0), short("walks"))["walks"]) == 1
    assert len(begun_on(lively(quality=0.2), short("walks"))["walks"]) == 1
    assert begun_on(lively(member_start=0.0), short("walks")) == {}


def test_a_short_practice_for_everyone_is_begun_no_sooner_than_one_for_a_team():
    # Eight people a team at .04 x .7 x .7 each, where it went perfectly well: every seventh day, whoever is meant.
    for who in ("everyone", "team:T1"):
        wait = np.diff(begun_on(lively(), short("walks", who, lasts=1))["walks"])
        assert len(wait) > 40
        assert wait.mean() == pytest.approx(1.0 + 1.0 / (1.0 - (1.0 - 0.04 * 0.49) ** 8), rel=0.25)


def test_a_practice_that_goes_well_is_an_example_to_others():
    later = short("lunches", start=40)
    with_example = begun_on(lively(breeding=20.0), short("walks"), later)["lunches"][0]
    assert with_example < begun_on(lively(breeding=20.0), later)["lunches"][0]
    assert (
        begun_on(lively(breeding=0.0), short("walks"), later)["lunches"]
        == (begun_on(lively(breeding=0.0), later)["lunches"])
    )


def test_members_begin_until_the_end_that_is_given_and_no_later():
    people = lively(breeding=5.0)
    begun = begun_on(people, short("walks", end=60))["walks"]
    assert begun == [begun[0]]
    assert begun[0] <= 60
    assert begun_on(lively(member_start=0.001), short("walks", end=5)) == {}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("everyone", set(range(40))),
        ("leaders", set(range(5))),
        ("managers", {0}),
        ("members", set(range(5, 40))),
        ("team:T1", set(range(1, 40, 5))),
        ("site:south", set(range(30, 40))),
        ("newcomers:20", set(range(35, 40))),
        ("tenured", set(range(35))),
        ("remote", set(range(3, 40, 4))),
        (("p1", "p39"), {1, 39}),
    ],
)
def test_who_is_picked(who, expected):
    assert set(Enrolment(who, organisation(), KEY, "x").rows(10).tolist()) == expected


def test_shares_and_measured_groups_have_their_size():
    people = organisation()
    for who in (
        "share:0.3",
        "least_connected:0.3",
        "best_connected:0.3",
        "lowest:energy:0.3",
        "highest:strain:0.3",
    ):
        group = Enrolment(who, people, KEY, "x")
        picked = group.rows(1).tolist()
        assert len(picked) == 12
        assert group.rows(50).tolist() == picked
    energy = people.person("energy")
    low = Enrolment("lowest:energy:0.3", people, KEY, "x").rows(1)
    assert energy[low].max() <= np.delete(energy, low).min()


def test_leavers_drop_out_of_every_group():
    people = organisation()
    people.state.place[3, 4] = 0
    for who in ("everyone", "leaders", "share:1", "lowest:energy:1", ("p3", "p4")):
        assert 3 not in Enrolment(who, people, KEY, "x").rows(1)


@pytest.mark.parametrize("part", ["of", "partner"])
def test_a_name_inside_an_act_is_looked_up_before_the_run_too(part):
    act = Meet("pair", "play", 5.0, **{part: "team:T9"})
    with pytest.raises(InputError, match=rf"interventions\.x\.does\[2\]\.{part}: no team is called 'T9'"):
        Agenda([custom(Shift("ask", 0.1), act, name="x", start=50)], organisation(), KEY)


def test_what_did_nothing_is_said_with_the_reason():
    entries = [
        custom(Shift("ask", 0.1), name="works"),
        custom(Shift("ask", 0.1), name="none of it", dose=0.0),
        custom(Shift("ask", 0.1), name="late", start=9),
        custom(Shift("ask", 0.1), name="nobody", adoption=0.0),
        custom(Shift("ask", 0.1), name="never", started_by="members", adoption=0.0),
        custom(name="empty"),
    ]
    agenda = Agenda(entries, organisation(), KEY)
    for day in (1, 2, 3):
        agenda.morning(day)
    assert agenda.idle(3) == [
        "interventions.empty did nothing: it has no acts; list them under does",
        "interventions.late did nothing: begins on day 9, after the last one, 3",
        "interventions.never did nothing: no member ever began it",
        "interventions.nobody did nothing: nobody took part; who is 'everyone', adoption 0",
    ]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (
            "team:T9",
            "who: no team is called 'T9'; the teams are 'T0', 'T1', 'T2', 'T3', 'T4'",
        ),
        ("site:west", "who: no site is called 'west'"),
        (["p1", "nobody"], "who: nobody has the id 'nobody'; use ids such as 'p0'"),
    ],
)
def test_a_name_that_does_not_exist_is_said_before_the_run(who, said):
    with pytest.raises(InputError, match=said):
        Agenda([custom(Shift("ask", 0.1), who=who)], organisation(), KEY)


def test_every_lever_can_be_shifted():
    people = organisation()
    Agenda([custom(*(Shift(name, 0.1) for name in LEVER_COLUMNS))], people, KEY).morning(1)
    assert people.state.levers == pytest.approx(0.1)
