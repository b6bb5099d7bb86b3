"""Numbers as the page writes them: each is said once in full precision and shown in few digits.

Whatever number the page shows goes through `Ledger.say`, so that text and data cannot differ: the page carries both.
"""

from __future__ import annotations

import csv
import io
import math
from typing import Any

from markupsafe import Markup

UNKNOWN = "–"
MINUS = "\u2212"


class Ledger:
    """Every number of a page by its key, in the order in which it is first shown."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[float, str]] = {}

    def say(self, key: str, value: Any, form: str = "number", unit: str = "") -> Markup:
        """Return a number as HTML, and keep it under its key.

        Parameters
        ----------
        key
            What it is, as ``score/buddy/low``.
        value
            A number; nan and None are shown as unknown and not kept.
        form
            How it is shown; a key of ``FORMS``.
        unit
            What it is measured in, for the data.

        Raises
        ------
        ValueError
            If the key already stands for another number.
        """
        number = math.nan if value is None else float(value)
        if not math.isfinite(number):
            return Markup('<span class="unknown">{}</span>').format(UNKNOWN)
        kept = self.values.setdefault(key, (number, unit))
        if kept[0] != number:
            raise ValueError(f"{key} stands for {kept[0]!r} and for {number!r}")
        return Markup('<data value="{}" data-key="{}" data-form="{}">{}</data>').format(
            exact(number), key, form, shown(number, form)
        )

    def csv(self) -> str:
        """Return all numbers as a table: key, value, unit."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(("key", "value", "unit"))
        table.writerows((key, exact(value), unit) for key, (value, unit) in self.values.items())
        return text.getvalue()


def exact(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def shown(value: float, form: str) -> str:
    """Return a number as people read it.

    Examples
    --------
    >>> shown(0.1234, "signed"), shown(-0.001, "signed"), shown(0.256, "percent"), shown(1234.5, "number")
    ('+0.12', '0.00', '26%', '1,234')
    """
    return FORMS[form](value)


def _signed(value: float) -> str:
    rounded = round(value, 2)
    if rounded == 0.0:
        return "0.00"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):.2f}"


def _fine(value: float) -> str:
    """Return a signed number with as many digits as its size asks for."""
    digits = 3 if abs(value) < 1.0 else 2 if abs(value) < 100.0 else 0
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def _number(value: float) -> str:
    size = abs(value)
    digits = 0 if size >= 100 or value == int(value) else 1 if size >= 1 else 2
    text = f"{size:,.{digits}f}"
    return text if value >= 0 or float(text.replace(",", "")) == 0.0 else MINUS + text


def _chance(value: float) -> str:
    """Return a p as people write it: two digits, three below a hundredth."""
    return f"{value:.2f}" if value >= 0.01 else f"{value:.3f}"


FORMS = {
    "number": _number,
    "signed": _signed,
    "fine": _fine,
    "level": lambda value: f"{value:.2f}",
    "percent": lambda value: f"{100.0 * value:.0f}%",
    "chance": _chance,
    "count": lambda value: f"{value:,.0f}",
}
