"""The command line: thin; it reads what was typed, calls the package and shows what came back."""

from spirals.cli.main import main

__all__ = ["main"]
