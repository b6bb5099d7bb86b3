"""What is installed only if asked for: said to be missing before any work begins."""

from __future__ import annotations

import importlib.util

from spirals.errors import InputError

EXTRAS = {
    "optuna": ("Optuna", "optimise"),
    "pyabc": ("pyABC", "inference"),
    "SALib": ("SALib", "sensitivity"),
    "sklearn": ("scikit-learn", "discovery"),
    "distributed": ("Dask", "dask"),
}
"""By module: its name, and the extra that installs it."""


def need(module: str, what: str) -> None:
    """Refuse to begin without a package that the work needs in the end.

    Parameters
    ----------
    module
        One of `EXTRAS`.
    what
        What needs it, for the message.

    Raises
    ------
    InputError
        With the command that installs it.
    """
    if importlib.util.find_spec(module) is None:
        name, extra = EXTRAS[module]
        raise InputError(f"{what}: needs {name}; install it with: pip install 'spirals[{extra}]'")
