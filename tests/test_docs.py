"""The pages say what the code says, and their links lead somewhere."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "notebooks").glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", GENERATED)
def test_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "run: uv run python docs/generate.py"


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_local_links_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_odd_page_names_nothing_that_the_code_lacks() -> None:
    page = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    by_hand = re.sub(r"<!-- generated: .*?<!-- end: .*? -->", "", page, flags=re.DOTALL)
    code = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "spirals").rglob("*.py"))
    words = set(re.findall(r"\w+", code))
    named = set(re.findall(r"`([a-z]\w+)(?:\(\))?`", by_hand))
    assert len(named) > 60
    assert sorted(named - words - {"generated"}) == []


def test_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_file_named_in_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"scenarios/[\w/.]+\.(?:toml|csv)", readme))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
