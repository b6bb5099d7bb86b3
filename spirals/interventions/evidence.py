"""What published studies found of each practice: the ledger ``evidence.csv``, a row per practice.

Every figure stands as its source gives it.  Where nothing was found, the row says so.  The row ``any`` is about
positive programmes at work in general.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

TABLE = Path(__file__).with_name("evidence.csv")
ANY = "any"

Grade = Literal["A", "B", "C", "D", "none"]
About = Literal["itself", "family", "nearest", ""]
GRADES: Mapping[Grade, str] = {
    "A": "a meta-analysis, or trials",
    "B": "one strong field experiment or longitudinal study",
    "C": "cross-sectional",
    "D": "a vendor's figures, or a story",
    "none": "none found",
}
_STANDARDISED = ("g", "d", "delta", "SD")


class Size(NamedTuple):
    """An effect in standard deviations between people, with its 95 % interval (nan where none is given)."""

    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class Published:
    """What published studies found of one practice.

    Attributes
    ----------
    practice
        Id of the practice; ``any`` for programmes in general.
    about
        What was studied: the practice ``itself``, the ``family`` it belongs to, or the ``nearest`` thing that was.
    construct
        What was measured.
    measure
        The model's measure that comes nearest to it; empty for none.
    effect, low, high, unit
        Pooled effect with its 95 % interval as published, nan where none was seen; ``g``, ``d``, ``delta`` and ``SD``
        are standard deviations, ``r`` is a correlation, ``%`` a change.
    studies
        How many; 0 where unknown.
    heterogeneity
        What the effect depends on.
    sample
        Who was studied.
    grade
        One of `GRADES`.
    seen
        ``yes`` if the figures were read in the publication or its abstract, else ``second-hand`` or ``recalled``.
    judged
        Whether the model is held to it; what is recalled, nearest only or an upper bound is shown and judges nothing.
    found
        What else there is to say of the findings.
    reference, doubt
        Where they stand, and why to be careful.
    """

    practice: str
    about: About
    construct: str
    measure: str
    effect: float
    low: float
    high: float
    unit: str
    studies: int
    heterogeneity: str
    sample: str
    grade: Grade
    seen: str
    judged: bool
    found: str
    reference: str
    doubt: str

    @property
    def size(self) -> Size | None:
        """The effect in standard deviations; None where it has no size, or one in other units.

        A correlation is read as the difference between two equal groups, ``2 r / sqrt(1 - r^2)``.
        """
        if not math.isfinite(self.effect):
            return None
        if self.unit in _STANDARDISED:
            return Size(self.effect, self.low, self.high)
        if self.unit == "r":
            return Size(*(2.0 * r / math.sqrt(1.0 - r * r) for r in (self.effect, self.low, self.high)))
        return None

    @property
    def short(self) -> str:
        """The effect as published, ``g +.29 [+.12, +.46]``; empty where there is none."""
        if not math.isfinite(self.effect):
            return ""
        said = f"{self.effect:+g} %" if self.unit == "%" else f"{self.unit} {signed(self.effect)}"
        return f"{said} [{signed(self.low)}, {signed(self.high)}]" if math.isfinite(self.low) else said

    @property
    def figure(self) -> str:
        """The effect as published, of what, and how many studies; empty where there is none.

        Examples
        --------
        >>> published("relational_skills_training").figure
        'engagement: g +.29 [+.12, +.46] (14 studies)'
        >>> published("silencing").figure
        ''
        """
        if not self.short:
            return ""
        return f"{self.construct}: {self.short}" + (f" ({self.studies} studies)" if self.studies > 1 else "")

    @property
    def words(self) -> str:
        """Everything in one paragraph: grade, what was studied, figure, findings, reference, doubt."""
        if self.grade == "none":
            return "None found."
        about = {"family": ", of its family", "nearest": ", of the nearest thing studied"}.get(self.about, "")
        parts = (
            ", ".join(part for part in (self.figure or self.construct, self.sample) if part),
            f"It depends: {self.heterogeneity}" if self.heterogeneity else "",
            self.found.rstrip("."),
            self.reference + ("" if self.seen == "yes" else f" ({self.seen})"),
            f"Doubt: {self.doubt}" if self.doubt else "",
        )
        return f"Grade {self.grade}{about}: " + " ".join(f"{part}." for part in parts if part)


def published(practice: str) -> Published | None:
    """Return what is known of a practice; None for one that the ledger has no row of (shocks, own practices)."""
    return ledger().get(practice)


@cache
def ledger() -> dict[str, Published]:
    """Return the rows of the ledger by practice, in the order of the catalogue; ``any`` is the last."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["practice"]: _read(row) for row in csv.DictReader(file)}


def _read(row: Mapping[str, str]) -> Published:
    grade, about = row["grade"], row["about"]
    if grade not in GRADES or about not in get_args(About):
        raise ValueError(f"{TABLE.name}: {row['practice']}: grade {grade!r} or about {about!r} is none of its choices")
    read: dict[str, Any] = dict(row)
    read |= {name: float(row[name]) if row[name] else math.nan for name in ("effect", "low", "high")}
    return Published(**read | {"studies": int(row["studies"] or 0), "judged": row["judged"] == "yes"})


def agreement(found: Published | None, model: float) -> str:
    """Say how the model's effect (SD) stands to a published one; empty where they cannot be compared.

    They agree where the model lies within the published interval, or between half and one and a half of the effect.

    Examples
    --------
    >>> agreement(published("relational_skills_training"), 0.2), agreement(published("relational_skills_training"), 0.9)
    ('agrees', 'larger')
    >>> agreement(published("silencing"), 0.2)
    ''
    """
    size = None if found is None else found.size
    if size is None or not math.isfinite(model):
        return ""
    least, most = sorted((0.5 * size.effect, 1.5 * size.effect))
    if least <= model <= most or size.low <= model <= size.high:
        return "agrees"
    if model * size.effect <= 0.0:
        return "other sign"
    return "smaller" if abs(model) < abs(size.effect) else "larger"


def signed(value: float) -> str:
    """Write a number with two digits and its sign, without the zero before the point."""
    text = f"{value:+.2f}"
    return text.replace("0.", ".", 1) if abs(value) < 1.0 else text
