"""Compiles the engine for all processes of a test run: one does, the others wait rather than each do it too."""

from __future__ import annotations

from contextlib import suppress


def compile_once() -> None:
    """Run a day on the compiled engine, alone; whatever is wrong with it is for tests to say."""
    with suppress(Exception):
        from filelock import FileLock

        from spirals.engine import compiled_with
        from spirals.organisation import Organisation
        from spirals.theories import find

        folder = compiled_with(find("moves")).folder
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "tests.lock"):
            Organisation(size=4, days=1, engine="compiled").run_model()


if __name__ == "__main__":
    compile_once()
