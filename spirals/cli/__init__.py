"""The command line: thin; it reads what was typed, calls the package and shows what came back."""

import os

# pydantic would look through all installed packages for plug-ins of its own, a tenth of a start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from spirals.cli.main import main

__all__ = ["main"]
