"""Whatever a sweep's manifest says, `spirals results` shows the results or one line."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from spirals.cli import main
from spirals.studies.sweep import sweep
from tests.hostile.mutants import VALUES, bounded, mutated

TINY = {
    "name": "tiny", "scenarios": ["baseline", "buddy"], "replicates": 1, "set": {"days": 2, "size": 6},
    "measures": ["mean_energy"], "design": {"kind": "random", "samples": 2}, "factors": ["demand"],
}  # fmt: skip


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small sweep."""
    folder = tmp_path_factory.mktemp("hostile") / "sweep"
    sweep(TINY, folder, workers=1)
    return folder


def told(folder: Path, manifest: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return what `spirals results` says of a folder with another manifest."""
    (folder / "manifest.json").write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))
    code = main(["results", str(folder)])
    said = capsys.readouterr().err
    assert "unexpected" not in said
    assert "Traceback" not in said
    assert max((len(line) for line in said.splitlines()), default=0) < 1_000
    return code, said


@pytest.mark.parametrize("seed", range(2))
def test_any_manifest_is_read_or_refused_in_words(
    seed: int, swept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rng, folder = random.Random(f"manifests {seed}"), tmp_path / "sweep"
    shutil.copytree(swept, folder)
    sound = json.loads((swept / "manifest.json").read_text())
    values = tuple(value for value in VALUES if value != 10**400)
    assert told(folder, sound, capsys)[0] == 0
    with bounded(300):
        for _ in range(40):
            told(folder, mutated(rng, sound, values), capsys)


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", "5", "null", '{"format": 1}', '{"format": true}', "[" * 100_000, '{"format": "\\u001b[2J"}'],
)
def test_what_is_no_manifest_is_told(
    manifest: str, swept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sweep"
    shutil.copytree(swept, folder)
    code, said = told(folder, manifest, capsys)
    assert code == 2
    assert "manifest.json: " in said
    assert len(said.splitlines()) == 1
