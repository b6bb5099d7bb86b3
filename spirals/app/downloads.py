"""Files a page hands out: tables that a spreadsheet opens without running anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a text that starts like one gets an apostrophe.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Sales"), harmless(-3.5), harmless("-3.5")
    ("'=1+1", 'Sales', -3.5, '-3.5')
    """
    if isinstance(value, str) and value.startswith(_RISKY) and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return f"'{value}"
    return value


def as_csv(frame: pd.DataFrame) -> str:
    """Return a table as CSV text."""
    safe = frame.rename(columns=harmless)
    texts = [name for name, kind in safe.dtypes.items() if not _is_number(kind)]
    for name in texts:
        safe[name] = safe[name].map(harmless)
    return str(safe.to_csv(index=False, float_format="%.6g", lineterminator="\n"))


def _is_number(kind: Any) -> bool:
    return getattr(kind, "kind", "O") in "iufb"


def file_name(name: str, day: int) -> str:
    """Return a file name without an ending, of letters, digits and underscores."""
    return f"{re.sub(r'[^a-z0-9]+', '_', name.lower()).strip('_') or 'scenario'}_day_{day}"
