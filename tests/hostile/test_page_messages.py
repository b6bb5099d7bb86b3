"""Whatever a page or a link says, the session answers in words, and never by an internal error."""

from __future__ import annotations

import random
from typing import Any

import pytest

from spirals.app.messages import MESSAGES
from spirals.app.session import Session
from spirals.app.setup import packed
from tests.hostile.mutants import bounded, mutated

SMALL = packed({"size": 12, "days": 10})
SIDES = "&".join(f"s={packed({'base': base, 'changes': {}})}" for base in ("baseline", "crisis"))
PEOPLE = b"id,team\n" + b"".join(b"p%d,T%d\n" % (n, n % 3) for n in range(30))
SOUND: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "explore": [
        ("open", {"query": f"scenario=crisis&seed=7&day=3&with={SMALL}"}), ("step", {"days": 1}), ("step", {"to": 4}),
        ("choose", {"name": "crisis"}), ("change", {"changes": {"size": 14, "seed": 3, "demand": 0.4}}), ("reset", {}),
        ("programme", {"act": "add", "id": "buddy", "at": 0, "settings": {"start": 3, "dose": 0.5}}),
        ("programme", {"act": "set", "id": "buddy", "at": 0, "settings": {"dose": 2}}),
        ("programme", {"act": "end", "id": "buddy", "at": 0}), ("colour", {"state": "energy"}), ("person", {"row": 3}),
        ("tie", {"row": 2}), ("find", {"id": "p1"}), ("save", {"what": "daily"}), ("save", {"what": "toml"}),
        ("act", {"row": 3, "what": "setback"}), ("loop", {"what": "ties"}),
    ],
    "compare": [
        ("open", {"query": f"{SIDES}&with={SMALL}&day=2"}), ("step", {"days": 1}),
        ("choose", {"at": 1, "name": "crisis"}),
        ("choose", {"at": 2, "name": "baseline"}), ("choose", {"at": 2}),
        ("share", {"changes": {"size": 12, "days": 9}}),
        ("programme", {"act": "add", "id": "buddy", "where": 1}), ("colour", {"state": "energy"}),
        ("watch", {"curve": "mean_energy"}), ("save", {"what": "table"}), ("save", {"what": "toml1"}),
        ("replicate", {"stop": True}),
    ],
    "lessons": [
        ("open", {"query": "lesson=5_crisis&instructor=1"}), ("choose", {"name": "5_crisis"}),
        ("predict", {"predictions": ["a", 0.5, "b"]}), ("run", {"stop": True}),
        ("save", {"who": "me", "answers": ["x"]}),
    ],
    "organisation": [
        ("upload", {"kind": "people", "file": "people.csv"}), ("map", {"columns": {"team_column": "team"}}),
        ("map", {"columns": {}, "directed": True}),
        ("compare", {"cases": ["buddy"], "days": 65, "runs": 8, "stop": True}),
        ("report", {"stop": True}), ("watch", {"curve": "mean_energy"}), ("save", {"what": "toml"}), ("clear", {}),
    ],
}  # fmt: skip


def answers(session: Session, told: list[dict[str, Any]], page: str, name: str, data: Any) -> list[dict[str, Any]]:
    """Return what a session tells after a message."""
    del told[:]
    buffers = [memoryview(PEOPLE)] if name == "upload" else None
    session.act({"page": page, "name": name, "data": data}, buffers)
    return list(told)


def begun(told: list[dict[str, Any]]) -> Session:
    """Return a session with every page open and small."""
    session = Session(lambda message, buffers: told.append(message))
    for page, acts in SOUND.items():
        session.act({"page": page, "name": acts[0][0], "data": acts[0][1]}, [memoryview(PEOPLE)])
    return session


def test_sound_messages_are_taken() -> None:
    told: list[dict[str, Any]] = []
    session = begun(told)
    taken = {page: {name for name, _ in acts} for page, acts in SOUND.items()}
    assert {page: set(acts) - taken[page] for page, acts in MESSAGES.items()} == {
        "explore": set(), "compare": {"reset"}, "lessons": set(), "organisation": {"open", "example"},
    }  # fmt: skip
    for page, acts in SOUND.items():
        for name, data in acts:
            for message in answers(session, told, page, name, data):
                if message["kind"] == "problem":
                    assert not message["text"].startswith(name + ": "), message
    session.close()


def assert_no_internal_error(
    message: dict[str, Any], page: str, name: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Check that an answer is no internal error, which has a number."""
    assert "number" not in message or message["kind"] != "problem", (page, name, said[:500], caplog.text[-3000:])


@pytest.mark.parametrize("seed", range(6))
def test_any_message_is_answered_in_words(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    rng = random.Random(f"messages {seed}")
    told: list[dict[str, Any]] = []
    session = begun(told)
    acts = [(page, name, data) for page, all_acts in SOUND.items() for name, data in all_acts]
    with bounded(600):
        for _ in range(60):
            page, name, data = rng.choice(acts)
            bad = mutated(rng, data)
            for message in answers(session, told, page, name, bad):
                assert_no_internal_error(message, page, name, repr(bad), caplog)
                if message["kind"] == "problem":
                    assert len(message["text"]) < 2_000
    session.close()


@pytest.mark.parametrize("seed", range(3))
def test_any_link_is_followed_or_refused_in_words(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    rng = random.Random(f"links {seed}")
    told: list[dict[str, Any]] = []
    session = begun(told)
    side = {"base": "crisis", "changes": {"size": 12, "days": 10, "interventions": [{"id": "buddy", "start": 3}]}}
    for _ in range(30):
        one, two, shared = (
            mutated(rng, side),
            rng.choice([side, mutated(rng, side)]),
            {"size": 12, "seed": 1, "days": 10},
        )
        parts = [f"s={packed(one)}", f"s={packed(two)}", f"with={packed(mutated(rng, shared))}", "day=2"]
        rng.shuffle(parts)
        query = "&".join(parts[: rng.randint(1, 4)])
        for page in ("compare", "explore"):
            for message in answers(session, told, page, "open", {"query": query}):
                assert_no_internal_error(message, page, "open", repr((one, two)), caplog)
            assert told[-1]["kind"] == "start"
    session.close()


def test_what_is_no_message_is_let_pass() -> None:
    told: list[dict[str, Any]] = []
    session = Session(lambda message, buffers: told.append(message))
    hostile: list[Any] = [
        None,
        5,
        "x",
        [],
        {},
        {"page": []},
        {"page": "explore"},
        {"page": "explore", "name": "__init__"},
    ]
    for said in hostile:
        session.act(said)
    assert told == []
