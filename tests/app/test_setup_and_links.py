"""What a link says is what is shown, and a link that says too much or nonsense is refused in words."""

from __future__ import annotations

import base64
import contextlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spirals.app.setup import MOST_DAYS, Setup, packed, unpacked
from spirals.errors import InputError
from spirals.scenario import shipped
from spirals.structure.limits import BROWSER

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "seed": st.integers(0, 2**62),
        "size": st.integers(10, 500),
        "demand": st.floats(0.0, 1.5),
        "interventions": st.just([{"id": "buddy", "start": 12, "end": 40}]),
        "shocks": st.just([{"id": "crisis", "day": 30}]),
    },
)


GENERATED = [name for name in shipped() if not Setup(name).has_own_people]


@given(st.sampled_from(GENERATED), CHANGES, st.integers(0, MOST_DAYS))
def test_a_link_restores_what_it_was_made_of(base: str, changes: dict, day: int) -> None:
    setup = Setup(base, changes, day)
    again = Setup.read("?" + setup.query())
    assert again == setup
    assert again.scenario() == setup.scenario()


@given(st.text(max_size=60))
def test_any_text_as_a_link_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(InputError):
        assert Setup.read(f"scenario=baseline&with={text}").base


def test_settings_that_unpack_to_a_flood_are_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" + b"0," * 5_000_000 + b"0]", 9)).decode().rstrip("=")
    with pytest.raises(InputError, match="damaged"):
        unpacked(bomb)


def test_settings_of_another_shape_are_refused() -> None:
    with pytest.raises(InputError, match="damaged"):
        unpacked(packed([1, 2]))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": BROWSER.people + 1}, "2,001 people; at most 2,000 .*`spirals run`"),
        ({"size": 2000, "teams": 2000}, "a team of their own"),
        ({"size": 2000, "team_size": 3.0}, "667 teams; at most 400"),
        ({"size": 2000, "density": 1.0}, "1,999,000 ties; at most 60,000"),
        ({"size": 1000, "ties_per_person": 150.0}, "75,000 ties"),
        ({"days": MOST_DAYS + 1}, "days: .* use 1300 or fewer"),
        ({"demand": 9.0}, "demand: .* from 0 to 1.5"),
        ({"demnad": 0.5}, "did you mean 'demand'"),
        ({"engine": "stepwise"}, "engine: .* compiled"),
        ({"interventions": [{"id": "budy"}]}, "did you mean 'buddy'"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_remedy(changes: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Setup("baseline", changes).scenario()


def test_a_story_brings_its_own_people() -> None:
    setup = Setup.read("scenario=story_gentle_teacher&seed=3&day=4")
    assert setup.has_own_people
    assert setup.scenario().organisation.is_read


def test_files_on_the_server_cannot_be_asked_for() -> None:
    with pytest.raises(InputError):
        Setup("../../etc/passwd").scenario()
    with pytest.raises(InputError):
        Setup("baseline", {"people": "/etc/passwd"}).scenario()
    with pytest.raises(InputError):
        Setup("story_gentle_teacher", {"organisation.ties": "/etc/passwd"}).scenario()
