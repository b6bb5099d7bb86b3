"""The recipes for users of Mesa run as they stand on the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "experiments.md"


def test_the_recipes_run_as_they_stand():
    section = PAGE.read_text(encoding="utf-8").partition("## For users of Mesa")[2].partition("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 5
    known: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), known)
    assert known["branch"].mean_strain > known["trunk"].mean_strain
    assert "demand is 0.8" in known["branch"].notes[-1]
    assert len({row["mean_energy"] for row in known["rows"]}) == 6
    assert known["panel"].shape == (100, 4)
    assert known["again"].day == 20
