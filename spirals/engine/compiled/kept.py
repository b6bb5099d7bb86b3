"""Compiled code kept between runs: used only if it is whole, and done without where it cannot be kept."""

from __future__ import annotations

import hashlib
import logging
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import numba
from numba.core.caching import (
    CompileResultCacheImpl,
    FunctionCache,
    IndexDataCacheFile,
    UserProvidedCacheLocator,
)

logger = logging.getLogger(__name__)
_DIGEST = 32  # bytes


class _Checked(IndexDataCacheFile):
    """The files of one function, each with a digest of what follows; damaged ones count as absent and are replaced."""

    def _dump(self, obj: Any) -> bytes:
        raw = super()._dump(obj)
        return hashlib.sha256(raw).digest() + raw

    def _load_index(self) -> dict[Any, str]:
        try:
            with open(self._index_path, "rb") as file:
                version = pickle.load(file)
                stamp, names = _whole(file.read())
        except FileNotFoundError:
            return {}
        except Exception as error:  # a damaged pickle ends in any way
            logger.debug("%s: damaged (%s)", self._index_path, error)
            return {}
        return names if (version, stamp) == (self._version, self._source_stamp) else {}

    def _load_data(self, name: str) -> Any:
        try:
            return _whole(Path(self._data_path(name)).read_bytes())
        except Exception as error:
            logger.debug("%s: damaged (%s)", name, error)
            return None


def _whole(raw: bytes) -> Any:
    if hashlib.sha256(raw[_DIGEST:]).digest() != raw[:_DIGEST]:
        raise ValueError("its digest is another")
    return pickle.loads(raw[_DIGEST:])


class _Place(CompileResultCacheImpl):
    _locator_classes: ClassVar[list[type]] = [UserProvidedCacheLocator]  # here or nowhere


class _Kept(FunctionCache):
    """numba's cache of one function, of which no failure reaches a run."""

    _impl_class = _Place
    _cache_file: IndexDataCacheFile

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        own = self._cache_file
        self._cache_file = _Checked(self._cache_path, self._impl.filename_base, own._source_stamp)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return compiled code, or None, upon which it is compiled."""
        try:
            return super().load_overload(sig, target_context)
        except Exception as error:
            logger.debug("compiled code cannot be used (%s)", error)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code, if there is room for it."""
        try:
            super().save_overload(sig, data)
        except Exception as error:
            logger.debug("compiled code cannot be kept (%s)", error)


def keep(function: numba.core.dispatcher.Dispatcher, folder: Path) -> numba.core.dispatcher.Dispatcher:
    """Let a compiled function keep its code in a folder, if that can be written to; return the function."""
    with suppress(Exception):
        numba.config.CACHE_DIR = str(folder)  # just before it is read: numba may read its settings anew at any time
        function._cache = _Kept(function.py_func)
    return function
