"""Compiles the engine for all processes of a test run: one does, the others wait rather than each do it too."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module


def compile_once() -> None:
    """Run a day on the compiled engine, alone; whatever is wrong with it is for tests to say."""
    with suppress(Exception):
        from filelock import FileLock

        from spirals.organisation import Organisation

        # Imported second, as in every run: the name of its folder depends on the mechanisms that are there by then.
        folder = import_module("spirals.engine.compiled").FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "tests.lock"):
            Organisation(size=4, days=1, engine="compiled").run_model()


if __name__ == "__main__":
    compile_once()
