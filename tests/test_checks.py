"""What checks rest on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import hypothesis
import pytest

CHECKS = Path(__file__).resolve().parent.parent / ".ci" / "run"


def test_checks_try_examples_that_nobody_has_tried() -> None:
    fresh = hypothesis.settings.get_profile("fresh")
    assert not fresh.derandomize
    assert fresh.database is None
    assert "--hypothesis-profile=fresh" in CHECKS.read_text("utf-8")


def test_checks_can_be_read_by_the_shell() -> None:
    if not CHECKS.exists():
        pytest.skip("an installed package has no checks")
    subprocess.run(["bash", "-n", str(CHECKS)], check=True)
