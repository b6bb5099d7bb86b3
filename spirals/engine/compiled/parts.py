"""Verbs and mechanisms as parts: code that is laid into the code of a whole day and never called on its own.

Numba would make machine code of every function that compiled code calls, and improve it anew each time it is linked
into a caller.  Only the day is called from Python, so only the day is finished; that halves the first run's wait.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

_NUMBER = count()


class _Nowhere:
    """Numba's code generator, but for telling a function's machine code of its Python environment: there is none."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def set_env(self, name: str, environment: Any) -> None:
        """Do nothing."""


class _Part(JITCodeLibrary):
    """Code of one function and of what it calls, kept as it is for linking."""

    @property
    def codegen(self) -> Any:
        """The code generator."""
        return _Nowhere(self._codegen)

    def get_pointer_to_function(self, name: str) -> int:
        """Return 0: there is no machine code, as numba also says of a function without a wrapper."""
        return 0

    def _optimize_final_module(self) -> None:
        """Leave the code alone: the day into which it is laid is optimised as a whole."""

    def _finalize_final_module(self) -> None:
        """Keep the code out of the machine."""
        self._finalize_dynamic_globals()
        self._finalized = True


class PartCompiler(Compiler):
    """Compiles a function for linking only."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        part = library or _Part(target.codegen(), f"spirals.part{next(_NUMBER)}")
        super().__init__(typing, target, part, *rest)
