"""The installed program: what it loads, and how it ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

INTERRUPTIBLE = """
import sys
sys.path.insert(0, {root!r})
from types import SimpleNamespace
from tests.experiments.fake import Slow
sys.modules["spirals.organisation"] = SimpleNamespace(Organisation=Slow)
from spirals.cli import main
import spirals.experiments.run, matplotlib, pandas
sys.exit(main(["run", "baseline", "--replicates", "2", "--engine", "stepwise", "--out", "mine"]))
"""

WITH_WORKERS = """
import sys
sys.path.insert(0, {root!r})
from tests.experiments.fake import Telling
import spirals
if __name__ == "__main__":
    spirals.run("baseline", replicates=1000, workers=3, organisation=Telling)
"""


def test_answers_at_once_load_nothing_heavy() -> None:
    code = (
        "import sys\nfrom spirals.cli import main\n"
        "for words in (['--help'], ['list', 'parameters'], ['list', 'interventions'], "
        "['list', 'measures'], ['list', 'scenarios'], ['check', 'baseline'], "
        "['diff', 'baseline', 'crisis']):\n"
        "    assert main(words) == 0, words\n"
        "heavy = {'mesa', 'pandas', 'matplotlib', 'numba', 'networkx', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_import_spirals_loads_nothing() -> None:
    code = "import sys, spirals; dir(spirals); assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_being_told_to_end_is_130_and_leaves_nothing(tmp_path: Path, kind: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE.format(root=str(ROOT))],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert int(process.stdout.readline()) == process.pid  # by now it runs
    process.send_signal(kind)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 130
    assert told == "spirals: interrupted; nothing was saved\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_parent(tmp_path: Path, kind: signal.Signals) -> None:
    script = tmp_path / "script.py"
    script.write_text(WITH_WORKERS.format(root=str(ROOT)))
    process = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    workers: set[int] = set()
    while len(workers) < 2:  # until both have started, this one runs all itself
        workers |= {int(process.stdout.readline())} - {process.pid}
    process.send_signal(kind)
    process.communicate(timeout=300)
    until = time.monotonic() + 20.0
    while any(_lives(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(_lives(worker) for worker in workers)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m spirals list parameters --format json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
