"""Runs the program in this process, on an organisation of known answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


class Answer(NamedTuple):
    """What the program said."""

    code: int
    out: str
    err: str


Spirals = Callable[..., Answer]


@pytest.fixture
def spirals(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spirals:
    """Return a function that runs ``spirals`` with some words in an empty folder."""
    from spirals.cli import main
    from tests.experiments import fake

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: str, organisation: type = fake.FakeOrganisation) -> Answer:
        instead = SimpleNamespace(Organisation=organisation)
        monkeypatch.setitem(sys.modules, "spirals.organisation", instead)
        code = main(words)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call
