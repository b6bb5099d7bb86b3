"""Which groups may be shown: none of fewer than five people, and none that could be worked out from the rest."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 5
OTHERS = "Other teams together"


def pooled(sizes: Mapping[str, int], smallest: int = SMALLEST) -> dict[str, tuple[str, ...]]:
    """Return the groups that may be shown, by name, each with the groups it consists of.

    Groups that are too small are put together; if they are still too few together, the smallest of the rest joins
    them, because otherwise the total would give them away.  Nothing is returned where all together are too few.

    Parameters
    ----------
    sizes
        People by group, >= 0; groups of nobody are left out.

    Examples
    --------
    >>> pooled({"A": 9, "B": 7, "C": 2})
    {'A': ('A',), 'Other teams together': ('B', 'C')}
    >>> pooled({"A": 9, "B": 3, "C": 2})
    {'A': ('A',), 'Other teams together': ('B', 'C')}
    >>> pooled({"A": 3})
    {}
    >>> list(pooled({"Other teams together": 9, "B": 3, "C": 2}))
    ['Other teams together', 'Other teams together (2)']
    """
    there = {name: size for name, size in sizes.items() if size > 0}
    small = [name for name, size in there.items() if size < smallest]
    rest = sorted((name for name in there if name not in small), key=lambda name: (there[name], name))
    while small and rest and sum(there[name] for name in small) < smallest:
        small.append(rest.pop(0))
    if sum(there[name] for name in small) < smallest:
        small = []
    alone = {name: (name,) for name in there if name in rest}
    return alone | ({_unlike(there): tuple(name for name in there if name in small)} if small else {})


def _unlike(names: Mapping[str, int]) -> str:
    """Return what groups put together are called: something that no group is called itself."""
    every = (OTHERS, *(f"{OTHERS} ({number})" for number in range(2, len(names) + 3)))
    return next(name for name in every if name not in names)
