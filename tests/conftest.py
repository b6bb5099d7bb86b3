"""Shared fixtures, and what every test run agrees on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
MARKED_FOLDERS = {"benchmarks": "benchmark", "validation": "validation"}
NO_DATA = "real data are absent: set SPIRALS_DATA to the folder that holds them"

os.environ["MPLBACKEND"] = "Agg"  # worker processes take it over
hypothesis.settings.register_profile("local", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
# What nobody has tried yet: in checks beside the fixed examples, which would hide what fails now and then for users.
hypothesis.settings.register_profile(
    "fresh", deadline=None, max_examples=50, database=None, print_blob=True, derandomize=False
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


def _data_root() -> Path | None:
    """Return the folder of real data, or None where there is none."""
    named = os.environ.get("SPIRALS_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def pytest_configure(config: pytest.Config) -> None:
    """Let processes that tests start hear Ctrl-C, and read bytecode: where none is kept, each compiles every library.

    What a shell starts in the background ignores Ctrl-C, and so would all that it starts.  The bytecode goes into
    pytest's own cache, since whoever told Python to keep none wants none beside the sources.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cache = getattr(config, "cache", None)
    if sys.dont_write_bytecode and cache is not None:
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))
        sys.dont_write_bytecode = False
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Spread the whole default suite over two processes; whatever else is asked for runs in this one.

    Timings would disturb each other, a few tests are done before a second process has started, and only this
    process can show what a test prints.
    """
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    default = all(f"not {marker}" in config.option.markexpr for marker in MARKED_FOLDERS.values())
    spread = whole and default and config.option.capture != "no" and (os.cpu_count() or 1) > 1
    return 2 if spread else 0


def pytest_sessionstart(session: pytest.Session) -> None:
    """While two processes collect, let a third compile the engine, of which the tests of both have need."""
    if session.config.option.numprocesses and not session.config.option.collectonly:
        process = subprocess.Popen([sys.executable, "-m", "tests.compiling"], cwd=ROOT)

        def end() -> None:
            process.terminate()  # long over, unless the tests end early
            process.wait()

        session.config.add_cleanup(end)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder, so that timings and slow checks stay out of the default run."""
    tests = ROOT / "tests"
    for item in items:
        folders = item.path.relative_to(tests).parts if item.path.is_relative_to(tests) else ()
        for folder, marker in MARKED_FOLDERS.items():
            if folder in folders:
                item.add_marker(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On a CI machine a skipped test is a failure, unless what it needs is truly absent."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and os.environ.get("CI") == "true":
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if NO_DATA not in reason or _data_root() is not None:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped on CI: {reason}"
    return report


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder of real networks and diaries; skip the test where it is absent."""
    folder = _data_root()
    if folder is None:
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture(scope="session")
def dataset(data_folder: Path) -> Callable[[str], Path]:
    """Return a function from a data set's name to its folder."""

    def find(name: str) -> Path:
        folder = data_folder / name
        assert folder.is_dir(), f"{data_folder} holds no data set {name!r}"
        return folder

    return find


@pytest.fixture(scope="session")
def shipped_folder() -> Path:
    """Return the folder of shipped scenario files in this checkout."""
    return ROOT / "scenarios"


@pytest.fixture(scope="session")
def example_company(shipped_folder: Path) -> tuple[Path, Path]:
    """Return the people and ties files of the made-up company."""
    folder = shipped_folder / "data" / "example_company"
    return folder / "people.csv", folder / "ties.csv"


@pytest.fixture
def helpers_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no run begin before all helping processes are there, so that they do get some of a few short ones."""
    from spirals.experiments.workers import Helpers

    def up(helpers: Helpers) -> int:
        return sum(one.result(120) is None for one in helpers._greetings)

    monkeypatch.setattr(Helpers, "up", property(up))


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> None:
    """Begin when the engine is compiled, where several processes would else each compile it at the same time."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        from tests.compiling import compile_once

        compile_once()


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    """Close what a test drew, so that figures do not pile up."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Run one Chromium for all tests: a second Playwright beside it would not start."""
    from tests.app.serving import FLAGS, chromium_path

    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()
