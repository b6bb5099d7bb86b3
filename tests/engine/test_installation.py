"""The package without numba, and compiled code that is never older than its source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

import spirals
from spirals.engine import compiled, compiled_with
from spirals.experiments.simulate import compiles_first
from spirals.organisation import Organisation
from spirals.theories import find
from tests.engine.same import parts

PACKAGE = Path(spirals.__file__).parent
ROOT = Path(__file__).resolve().parents[2]

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
import spirals
from spirals.errors import InputError
from spirals.organisation import Organisation
organisation = Organisation(size=10, days=4, rng=5, turnover=1.0)
assert organisation.engine == "stepwise"
organisation.run_model()
try:
    Organisation(size=10, engine="compiled")
except InputError as error:
    assert "numba" in str(error) and "stepwise" in str(error), error
else:
    raise SystemExit("compiled engine without numba")
from tests.engine.same import parts
print(parts(organisation)["people"], parts(organisation)["ties"])
"""

LATE_IMPORT = """
import sys
import spirals
from spirals.organisation import Organisation
organisation = Organisation(size=6, days=2, engine="stepwise")
organisation.run_model()
assert "numba" not in sys.modules
"""

PROBE = """
from spirals.mechanisms.numbers import rise


def probe(x):
    return rise(x, 0.5)
"""

RUN_PROBE = """
import numba
import spirals
from spirals.engine import compiled, compiled_with
from spirals.theories import find
from probe import probe
folder = compiled_with(find("moves")).folder
fast = numba.njit(cache=True, **compiled._OPTIONS)(probe)
print(spirals.__file__, folder.name, float(fast(0.25)), probe(0.25), sep="|")
"""

EDIT_AND_ASK = """
from pathlib import Path
import spirals
from spirals.engine import compiled, compiled_with
from spirals.theories import find
theory = find("moves")
print(compiled_with(theory).folder.name)
for name in ("engine/compiled/state_type", "population/columns", "engine/slot", "mechanisms/affect", "theories/moves"):
    with (Path(spirals.__file__).parent / f"{name}.py").open("a") as file:
        file.write("# edited: a comment is enough")
    print(compiled._digest(theory))
"""


def run(code: str, *paths: Path, **environment: str) -> str:
    """Run code in a fresh process and return what it prints."""
    path = os.pathsep.join(str(place) for place in paths)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        cwd=paths[0],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_package_runs_without_numba_to_the_same_bits():
    organisation = Organisation(size=10, days=4, rng=5, turnover=1.0)
    organisation.run_model()
    digests = parts(organisation)
    assert run(WITHOUT_NUMBA, PACKAGE.parent, ROOT) == f"{digests['people']} {digests['ties']}"


def test_numba_is_imported_only_by_the_compiled_engine():
    run(LATE_IMPORT, PACKAGE.parent)


def test_an_edited_mechanism_is_never_run_from_old_compiled_code(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(PACKAGE, copy / "spirals", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "probe.py").write_text(PROBE)
    cache = tmp_path / "cache"

    def outcome() -> tuple[str, float, float]:
        where, folder, fast, plain = run(RUN_PROBE, copy, SPIRALS_CACHE=str(cache)).split("|")
        assert where.startswith(str(copy))
        return folder, float(fast), float(plain)

    before, fast, plain = outcome()
    assert fast == plain
    assert (cache / before).is_dir()
    source = copy / "spirals" / "mechanisms" / "numbers.py"
    stamp = source.stat()
    text = source.read_text()
    edited = text.replace("    if push <= 0.0:\n        return x\n    return 1.0", "    push *= 2.0\n    return 1.0", 1)
    assert edited != text
    source.write_text(edited)
    os.utime(source, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # even if the clock saw no edit
    after, new_fast, new_plain = outcome()
    assert after != before
    assert new_fast == new_plain != plain
    assert (cache / before).is_dir()


def test_every_source_of_compiled_code_names_its_folder(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(PACKAGE, copy / "spirals", ignore=shutil.ignore_patterns("__pycache__"))
    said = run(EDIT_AND_ASK, copy, SPIRALS_CACHE=str(tmp_path / "cache")).split()
    assert len(said) == 6
    assert said[0] == compiled._digest(find("moves"))  # wherever it lies, and whatever was imported before
    assert len(set(said)) == 6


@pytest.mark.parametrize("kept", ["sequential", "simultaneous"])
def test_each_day_is_compiled_for_itself(kept: Literal["sequential", "simultaneous"], tmp_path: Path) -> None:
    for activation in ("sequential", "simultaneous"):
        Organisation(size=4, days=1, engine="compiled", activation=activation).run_model()
        assert not compiles_first("compiled", activation)
    other = "*.run_day_together-*" if kept == "sequential" else "*.run_day-*"
    engine = compiled_with(find("moves"))
    shutil.copytree(engine.folder, tmp_path / "kept", ignore=shutil.ignore_patterns(other))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "folder", tmp_path / "kept")
        assert {way for way in ("sequential", "simultaneous") if not compiles_first("compiled", way)} == {kept}
