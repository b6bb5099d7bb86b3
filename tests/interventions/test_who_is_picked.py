"""Whom a practice is for."""

from typing import Any

import numpy as np
import pytest

from spirals.errors import InputError
from spirals.interventions import (
    Meet,
    Schedule,
    Shift,
)
from spirals.interventions.selection import Selection
from tests.interventions.made import KEY, custom, organisation


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
    assert set(Selection(who, organisation(), KEY, "x").rows(10).tolist()) == expected


def test_shares_and_measured_groups_have_their_size():
    people = organisation()
    for who in (
        "share:0.3",
        "least_connected:0.3",
        "best_connected:0.3",
        "lowest:energy:0.3",
        "highest:strain:0.3",
        "highest:helped:0.3",
    ):
        group = Selection(who, people, KEY, "x")
        picked = group.rows(1).tolist()
        assert len(picked) == 12
        assert group.rows(50).tolist() == picked
    energy = people.person("energy")
    low = Selection("lowest:energy:0.3", people, KEY, "x").rows(1)
    assert energy[low].max() <= np.delete(energy, low).min()
    helped = people.deed("helped")
    high = Selection("highest:helped:0.3", people, KEY, "x").rows(1)
    assert helped[high].min() >= np.delete(helped, high).max()


def test_leavers_drop_out_of_every_group():
    people = organisation()
    people.state.place[3, 4] = 0
    for who in ("everyone", "leaders", "share:1", "lowest:energy:1", ("p3", "p4")):
        assert 3 not in Selection(who, people, KEY, "x").rows(1)


@pytest.mark.parametrize("part", ["of", "partner"])
def test_a_name_inside_an_act_is_looked_up_before_the_run_too(part):
    named: dict[str, Any] = {part: "team:T9"}
    act = Meet("pair", "play", 5.0, **named)
    with pytest.raises(InputError, match=rf"interventions\.x\.does\[2\]\.{part}: no team is called 'T9'"):
        Schedule([custom(Shift("ask", 0.1), act, name="x", start=50)], organisation(), KEY)


def test_what_did_nothing_is_said_with_the_reason():
    entries = [
        custom(Shift("ask", 0.1), name="works"),
        custom(Shift("ask", 0.1), name="none of it", dose=0.0),
        custom(Shift("ask", 0.1), name="late", start=9),
        custom(Shift("ask", 0.1), name="nobody", adoption=0.0),
        custom(Shift("ask", 0.1), name="never", started_by="members", adoption=0.0),
        custom(name="empty"),
    ]
    schedule = Schedule(entries, organisation(), KEY)
    for day in (1, 2, 3):
        schedule.morning(day)
    assert schedule.idle(3) == [
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
        Schedule([custom(Shift("ask", 0.1), who=who)], organisation(), KEY)
