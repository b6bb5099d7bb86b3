"""Numbers of numpy and pandas as Python's own, so that what checks files also takes what Python users hand over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np

from spirals.errors import InputError

_FEW, _SHORT = 4, 80  # items and characters that are shown


def plain(value: Any) -> Any:
    """Return numbers, texts and arrays of numpy or pandas as Python's own, within lists and tables too.

    Examples
    --------
    >>> plain({"size": np.int64(12), "days": [np.uint8(3)], "demand": np.arange(2) / 2})
    {'size': 12, 'days': [3], 'demand': [0.0, 0.5]}
    """
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.floating):
        return float(value)  # also those with more bits than Python's
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(plain(item) for item in value)
    return value.tolist() if hasattr(value, "tolist") else value


class Fixed[Key, Value](dict[Key, Value]):
    """A dictionary that cannot be changed.

    Examples
    --------
    >>> Fixed(a=1) | {"b": 2}
    {'a': 1, 'b': 2}
    >>> Fixed(a=1).update(a=2)
    Traceback (most recent call last):
    spirals.errors.InputError: a scenario cannot be changed; ...
    """

    def __reduce__(self) -> tuple[Any, ...]:
        """Make a copy at once, not item by item."""
        return type(self), (dict(self),)

    def __or__(self, other: Any) -> Any:
        return dict(self) | other

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise InputError(
            "a scenario cannot be changed; make another from it, or change organisation.parameters while it runs"
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class Brief:
    """A container that shows itself in one short line: its fields, and of what is large only the size.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(repr=False)
    ... class Found(Brief):
    ...     name: str
    ...     values: tuple[float, ...]
    >>> Found("all", (1.0,) * 99)
    Found(name='all', values=<99 items>)
    """

    def __repr__(self) -> str:
        fields = getattr(type(self), "__dataclass_fields__", {})
        return f"{type(self).__name__}({', '.join(f'{name}={_brief(getattr(self, name))}' for name in fields)})"


def _brief(value: Any) -> str:
    if hasattr(value, "shape"):
        return f"<{' x '.join(map(str, value.shape))} numbers>"
    many = isinstance(value, Mapping | list | tuple | set | frozenset)
    if many and len(value) > _FEW:
        return f"<{len(value)} items>"
    text = repr(value)
    if len(text) <= _SHORT:
        return text
    if many:
        return f"<{len(value)} items>"
    name = getattr(value, "name", None)
    return f"<{type(value).__name__}{f' {name!r}' if isinstance(name, str) else ''}>"
