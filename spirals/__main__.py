"""``python -m spirals`` is the same as ``spirals``."""

import sys


def main() -> int:
    """Run one command and return its exit code.

    Worker processes import the program that started them: so this loads nothing until it is called.
    """
    from spirals.cli import main as program

    return program()


if __name__ == "__main__":
    sys.exit(main())
