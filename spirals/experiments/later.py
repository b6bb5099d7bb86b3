"""Imports put off until they are needed, for processes that only run: most of what Mesa loads, no run touches."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

UNUSED = (
    "mesa.discrete_space",  # Mesa's grids; with them SciPy's spatial part and networkx
    "mesa.experimental.continuous_space",
    "mesa.space",
    "networkx",  # for one measure
    "pandas",  # for tables of people and ties
    "scipy.linalg.cython_blas",  # numba only asks whether it is there
)
"""Modules without which a run does; together they are two thirds of what starting a worker costs."""


class Later(ModuleType):
    """Stands for a module until something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        """Import the module itself, put it in this one's place, and take what was asked for from it."""
        if name == "__file__":  # Mesa's logging asks this of every module when it starts
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def put_off(names: tuple[str, ...] = UNUSED) -> None:
    """Let modules be imported when something in them is first used; those that are loaded stay as they are.

    For processes of our own only: whoever looks into ``sys.modules`` meets the stand-ins.
    """
    for name in names:
        sys.modules.setdefault(name, Later(name))
