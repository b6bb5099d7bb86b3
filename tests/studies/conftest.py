"""Makes the fakes importable by name, as spawned processes need them; small experiments; a real Dask cluster."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


@pytest.fixture
def small() -> dict[str, Any]:
    """Return an experiment of 24 runs: two scenarios, six settings, two replicates."""
    return {
        "name": "small",
        "scenarios": ["baseline", "team_incentives"],
        "replicates": 2,
        "set": {"days": 6, "size": 20},
        "measures": ["mean_energy", "mean_quality"],
        "daily": ["mean_quality"],
        "design": {"kind": "lhs", "samples": 6},
        "factors": ["demand", "conduct_base"],
    }


@pytest.fixture
def many() -> dict[str, Any]:
    """Return an experiment of 60 runs in 60 batches, to be run on fakes: three-year runs are handed out singly."""
    return {
        "name": "many",
        "replicates": 3,
        "set": {"days": 780, "size": 1000},
        "measures": ["mean_energy"],
        "design": {"kind": "random", "samples": 20},
        "factors": ["demand"],
    }


class Cluster:
    """A Dask scheduler and workers as processes of their own, on this computer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": ROOT, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        with (self.folder / f"{words[0]}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "dask", *words], stdout=log, stderr=log, env=environment
            )
        self.processes.append(process)
        return process

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start a scheduler at the cluster's address and wait until it listens."""
        found = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        until = time.monotonic() + 60.0
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return found
            time.sleep(0.1)
        raise TimeoutError((self.folder / "scheduler-0.log").read_text())

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        scratch = self.folder / f"worker-{len(self.processes)}"
        return self._start(
            "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(scratch),
        )  # fmt: skip

    def close(self) -> None:
        """End every process of the cluster."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(300)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Return a cluster without processes; whatever is started ends with the test."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.close()


def parts(folder: Path) -> list[str]:
    """Return the names of all parts in a sweep's folder; a name holds the hash of the part's bytes."""
    return sorted(f"{path.parent.name}/{path.name}" for path in folder.glob("*/part-*.parquet"))


@pytest.fixture
def parts_of() -> Callable[[Path], list[str]]:
    """Return the function that names all parts in a folder."""
    return parts
