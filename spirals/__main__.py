"""``python -m spirals`` is the same as ``spirals``."""

import importlib.util
import os
import signal
import sys

INTERRUPTED = 130


def keep_bytecode() -> None:
    """Keep bytecode in the cache folder where Python is told to keep none beside the sources, as in containers.

    Else every start would compile some 1,700 files, which takes longer than most commands.
    """
    told = os.environ.get("PYTHONDONTWRITEBYTECODE") and sys.dont_write_bytecode and sys.pycache_prefix is None
    if told and not _has_bytecode("typer"):  # what was installed with bytecode is read from there
        from spirals.places import cache_folder

        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(cache_folder() / "bytecode")
        sys.dont_write_bytecode = False
        del os.environ["PYTHONDONTWRITEBYTECODE"]  # for the processes that this one starts


def _has_bytecode(library: str) -> bool:
    spec = importlib.util.find_spec(library)
    return spec is not None and spec.origin is not None and os.path.exists(spec.cached or "")


def main() -> int:
    """Run one command and return its exit code.

    Worker processes import the program that started them: so this loads nothing until it is called.
    """
    keep_bytecode()
    try:
        from spirals.cli import main as program
    except KeyboardInterrupt:  # before there is anything that could tell it better
        sys.stderr.write("spirals: interrupted\n")
        return INTERRUPTED
    code = program()
    if code == INTERRUPTED:  # it has been told; asked again while workers end, it only ends
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return code


if __name__ == "__main__":
    sys.exit(main())
