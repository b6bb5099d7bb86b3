"""kill -9: at every touch of the disk, and from outside while worker processes run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import spirals
from tests.studies.fakes import Steady

HERE = Path(__file__).resolve().parent

SWEEP = """
import sys
sys.path.insert(0, {root!r})
import spirals
from tests.studies.fakes import Steady
if __name__ == "__main__":
    from spirals.experiments.workers import Helpers

    def up(helpers):  # both work from the first run on
        return sum(one.result(120) is None for one in helpers._greetings)

    Helpers.up = property(up)
    print("begins", flush=True)
    spirals.sweep({experiment!r}, {out!r}, organisation=Steady, workers=2)
"""


def test_killed_at_every_touch_of_the_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "kill_points.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    whole, *kills = done.stdout.splitlines()
    assert whole == "whole 4"
    assert len(kills) > 25
    for line in kills:
        point, ended, found, resumed, same, left = line.split(" ", 5)
        assert (ended, resumed, same, left) == ("-9", "0", "True", "[]"), line
        assert int(found) <= 4, point


def test_killed_from_outside_with_workers(many: dict[str, Any], parts_of, tmp_path: Path) -> None:
    whole = spirals.sweep(many, tmp_path / "whole", organisation=Steady)
    out = tmp_path / "out"
    script = tmp_path / "script.py"
    script.write_text(SWEEP.format(root=str(HERE.parents[1]), experiment=many, out=str(out)))
    luck = random.Random(3)
    counts = [0]
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, str(script)], env={**os.environ, "STEADY_SECONDS": "0.05"}, stdout=subprocess.DEVNULL
        ) as process:
            aim = counts[-1] + luck.randint(4, 14)
            end = time.monotonic() + 60.0
            while len(parts_of(out)) < aim and time.monotonic() < end:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        counts.append(len(parts_of(out)))
        assert spirals.results(out).problems == ()
    assert counts == sorted(counts)
    assert 0 < counts[-1] < 60
    spirals.sweep(many, out, organisation=Steady)
    assert parts_of(out) == parts_of(whole.folder)
