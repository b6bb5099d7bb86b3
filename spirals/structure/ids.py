"""Finding people by what files call them: ids in another spelling, names, names with a badge, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from spirals.structure.columns import FIRST_NAMES, FULL_NAMES, LAST_NAMES, named, normal
from spirals.structure.ordered import plain
from spirals.structure.table import Table

_BADGE = re.compile(r"^(.*?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]$")
# How two spellings of an id differ, and what makes them alike; tried in this order.
ALIKE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("upper and lower case", str.casefold),
    ("'.0' at the end", lambda text: re.sub(r"\.0+$", "", text)),
    ("leading zeros", lambda text: text.lstrip("0") or "0"),
    ("blanks", lambda text: re.sub(r"\s+", "", text.casefold())),
)


def spelt_alike(wanted: Iterable[str], ids: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the id that each text stands for although it is spelt otherwise, and how the spellings differ.

    Examples
    --------
    >>> spelt_alike(["7", "Bo"], ["7.0", "bo", "x"])
    ({'7': '7.0', 'Bo': 'bo'}, ["'.0' at the end", 'upper and lower case'])
    """
    found: dict[str, str] = {}
    why = []
    left = sorted(set(wanted) - set(ids))
    for words, make in ALIKE:
        known = unambiguous((make(one), one) for one in ids)
        hits = {text: known[make(text)] for text in left if text not in found and make(text) in known}
        if hits:
            found |= hits
            why.append(words)
    return dict(sorted(found.items())), sorted(why)


def unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what each key stands for, without keys that stand for several things."""
    found: dict[str, str] = {}
    twice = set()
    for key, value in pairs:
        if key and found.setdefault(key, value) != value:
            twice.add(key)
    return {key: value for key, value in found.items() if key not in twice}


def people_by_name(table: Table, ids: list[str]) -> dict[str, str]:
    """Return the id of each person by the names and addresses that the table gives them, in plain spelling."""
    by_name = named(table)
    pairs = [(plain(one), one) for one in ids]
    first = next((by_name[name] for name in FIRST_NAMES if name in by_name), None)
    last = next((by_name[name] for name in LAST_NAMES if name in by_name), None)
    if first is not None and last is not None:
        for one, given, family in zip(ids, table.columns[first], table.columns[last], strict=True):
            pairs += [(plain(f"{given} {family}"), one), (plain(f"{family} {given}"), one)]
    for header, values in table.columns.items():
        name = normal(header)
        if name in FULL_NAMES or "mail" in name or name in ("user_principal_name", "badge_id", "employee_id"):
            pairs += [(key, one) for one, text in zip(ids, values, strict=True) for key in _spellings(text)]
    return unambiguous(pairs)


def _spellings(text: str) -> set[str]:
    """Return a name in plain spelling, of "Family, Given" in both orders, without a badge in brackets."""
    badge = _BADGE.match(text)
    bare = badge[1] if badge else text
    family, comma, given = bare.partition(",")
    return {plain(text), plain(bare)} | ({plain(f"{given} {family}")} if comma else set())


def person_called(text: str, names: Mapping[str, str]) -> str | None:
    """Return whom a text calls: an id, a name, an address, or a name with a badge in brackets."""
    found = names.get(plain(text))
    badge = _BADGE.match(text)
    if found is None and badge:
        found = names.get(plain(badge[2])) or names.get(plain(badge[1]))
    return found


def rows_of(texts: Iterable[str], ids: list[str]) -> NDArray[np.int64]:
    """Return the row of each id, -1 where it is not known."""
    place = {name: row for row, name in enumerate(ids)}
    return np.array([place.get(text, -1) for text in texts], dtype=np.int64)
