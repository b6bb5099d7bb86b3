"""``python -m spirals`` is the same as ``spirals``."""

import sys

from spirals.cli import main

if __name__ == "__main__":
    sys.exit(main())
