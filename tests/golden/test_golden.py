"""The pinned runs come out as they did; a change on purpose goes through ``update.py``."""

from __future__ import annotations

import json

import pytest

from tests.golden.update import FILE, RUNS, outcome

PINNED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", RUNS)
def test_a_pinned_run_comes_out_as_it_did(name: str) -> None:
    found = outcome(name)
    assert set(found) == set(PINNED[name])
    for series, values in found.items():
        assert values == pytest.approx(PINNED[name][series], rel=1e-9, abs=1e-9), series
