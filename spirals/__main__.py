"""``python -m spirals`` is the same as ``spirals``."""

import os
import sys


def keep_bytecode() -> None:
    """Keep bytecode in the cache folder where Python is told to keep none beside the sources, as in containers.

    Else every start would compile some 1,700 files, which takes longer than most commands.
    """
    if os.environ.get("PYTHONDONTWRITEBYTECODE") and sys.dont_write_bytecode and sys.pycache_prefix is None:
        from spirals.places import cache_folder

        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(cache_folder() / "bytecode")
        sys.dont_write_bytecode = False
        del os.environ["PYTHONDONTWRITEBYTECODE"]  # for the processes that this one starts


def main() -> int:
    """Run one command and return its exit code.

    Worker processes import the program that started them: so this loads nothing until it is called.
    """
    keep_bytecode()
    try:
        from spirals.cli import main as program
    except KeyboardInterrupt:  # before there is anything that could tell it better
        sys.stderr.write("spirals: interrupted; nothing was saved\n")
        return 130
    return program()


if __name__ == "__main__":
    sys.exit(main())
