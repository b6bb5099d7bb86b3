"""``python -m spirals`` is the same as ``spirals``."""

import sys


def main() -> int:
    """Run one command and return its exit code.

    Worker processes import the program that started them: so this loads nothing until it is called.
    """
    try:
        from spirals.cli import main as program
    except KeyboardInterrupt:  # before there is anything that could tell it better
        sys.stderr.write("spirals: interrupted; nothing was saved\n")
        return 130
    return program()


if __name__ == "__main__":
    sys.exit(main())
