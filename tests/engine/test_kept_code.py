"""Compiled code is kept, and a damaged or full cache never ends a run."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from spirals.engine.compiled import kept


def threefold(x: float) -> float:
    return 3.0 * x


@pytest.fixture
def made(tmp_path: Path) -> Callable[[], Any]:
    """Return a function that compiles anew, or takes what was kept."""
    return lambda: kept.keep(numba.njit(threefold), tmp_path)


def hits(function: Any) -> int:
    """Run a function; return how often kept code was used."""
    assert function(2.0) == 6.0
    return sum(function.stats.cache_hits.values())


def files(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.rglob(f"*.{ending}"))


def test_code_is_kept(made: Callable[[], Any], tmp_path: Path) -> None:
    assert [hits(made()) for _ in range(3)] == [0, 1, 1]
    assert len(files(tmp_path, "nbc")) == 1


def truncated(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def emptied(raw: bytes) -> bytes:
    return b""


def flipped(raw: bytes) -> bytes:
    return raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:]


def foreign(raw: bytes) -> bytes:
    return b"\x80\x05no pickle at all" * 9


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", [truncated, emptied, flipped, foreign])
def test_damaged_code_is_thrown_away_and_made_anew(
    made: Callable[[], Any], tmp_path: Path, ending: str, damage: Callable[[bytes], bytes]
) -> None:
    hits(made())
    (path,) = files(tmp_path, ending)
    path.write_bytes(damage(path.read_bytes()))
    assert [hits(made()) for _ in range(2)] == [0, 1]


def test_what_is_missing_is_made_anew(made: Callable[[], Any], tmp_path: Path) -> None:
    hits(made())
    files(tmp_path, "nbc")[0].unlink()
    assert [hits(made()) for _ in range(2)] == [0, 1]


def test_a_full_disk_costs_time_only(made: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*rest: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept._Checked, "_open_for_write", full)
    assert [hits(made()) for _ in range(2)] == [0, 0]
    assert files(tmp_path, "nbc") == []


def test_without_a_folder_code_is_compiled_each_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    for place in (file, Path("/proc/none")):
        assert hits(kept.keep(numba.njit(threefold), place)) == 0
