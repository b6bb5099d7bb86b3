"""When a practice is in force, and whom its words pick."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.interventions import find
from spirals.interventions.timing import in_force, is_occasion, strength
from spirals.interventions.who import PLAIN, check_who, parse

days = st.integers(1, 200)
spans = st.integers(0, 30)


@given(days, days, st.none() | days, spans, spans)
def test_strength_lies_between_nothing_and_all(day, first, length, ramp, fade):
    last = None if length is None else first + length
    level = strength(day, first, last, ramp, fade)
    assert 0.0 <= level <= 1.0
    assert (level > 0.0) == (day >= first and (last is None or day <= last + fade))


@given(days, days, spans)
def test_strength_rises_and_then_falls(first, length, ramp):
    last = first + length
    levels = [strength(day, first, last, ramp, 10) for day in range(first, last + 12)]
    top = levels.index(max(levels))
    assert levels[: top + 1] == sorted(levels[: top + 1])
    assert levels[top:] == sorted(levels[top:], reverse=True)


def test_in_force_includes_both_ends():
    assert [in_force(day, 3, 5) for day in range(2, 7)] == [False, True, True, True, False]
    assert in_force(10_000, 3, None)


def test_occasions():
    assert [day for day in range(1, 20) if is_occasion(day, 4, 5)] == [4, 9, 14, 19]
    assert [day for day in range(1, 20) if is_occasion(day, 4, 0)] == [4]


def test_a_practice_lasts_unless_an_end_is_given():
    kind = find("self_managed_course")
    assert kind(start=11).last_day == 40
    assert kind(start=11, end=90).last_day == 90
    assert find("autonomy")().last_day is None
    assert find("crisis", shocks_only=True)(day=10, lasts=3).last_day == 12


@pytest.mark.parametrize(
    "word", [*PLAIN, "newcomers:5", "team:R & D", "share:1", "highest:strain:0.1", "lowest:voiced:0.1"]
)
def test_words_that_pick_people(word):
    assert check_who(word) == word
    assert parse(word).kind in word


def test_ids_become_a_tuple():
    assert check_who(["0", "1"]) == ("0", "1")


@pytest.mark.parametrize(
    "word", ["", "all", "share:", "share:0", "share:nan", "team", "newcomers:0", "lowest:0.2", "partners", []]
)
def test_what_picks_nobody(word):
    with pytest.raises(ValueError, match=r"(; |list of ids)"):
        check_who(word)
