"""Published beside model: what studies found of each practice, and what it did in runs of the model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spirals.errors import InputError
from spirals.interventions import measured, shipped
from spirals.interventions.evidence import Published, agreement, ledger, published
from spirals.interventions.measured import Measured, Trial
from spirals.parameters import nearest

# Measures that count how often people do what a practice asks of them: where one of them is the headline, a practice is
# shown to be carried out, no more.
MANIPULATION_CHECKS = frozenset(
    (
        "asking", "offering", "help_given", "needs_solved", "entrusting", "voice", "discretion", "delegating",
        "honoured_share", "playing", "shared_play", "conduct_received", "newcomer_ties", "mean_skill",
    )
)  # fmt: skip
STANDS = {
    "agrees": "after a quarter the model agrees with what was published",
    "smaller": "after a quarter the model is smaller than what was published",
    "larger": "after a quarter the model is larger than what was published",
    "other sign": "after a quarter the model has the other sign than what was published",
    "not settled": "too few runs are stored to say how the model stands to what was published",
}
_WIDEST = 0.5  # half-width of the model's interval, against the published effect, above which nothing is concluded


@dataclass(frozen=True)
class Beside:
    """One practice: the row of the ledger, and the stored runs.

    Attributes
    ----------
    practice
        Id.
    published
        What studies found; None without a row.
    headline
        The measure of what it is for.
    """

    practice: str
    published: Published | None
    headline: str

    @property
    def is_check(self) -> bool:
        """Whether the headline counts what the practice asks people to do."""
        return self.headline in MANIPULATION_CHECKS

    def row(self, trial: Trial, measure: str, horizon: str) -> Measured | None:
        """Return one stored row, or None."""
        return next(iter(measured.of(self.practice, trial, measure, horizon)), None)

    def size(self, horizon: str) -> Measured | None:
        """Return the effect on the headline."""
        return self.row("whole", self.headline, horizon)

    def model(self, horizon: str = "quarter") -> Measured | None:
        """Return the effect on the measure that is nearest to what was studied; None where there is none."""
        measure = self.published.measure if self.published is not None else ""
        return self.row("whole", measure, horizon) if measure else None

    @property
    def agreement(self) -> str:
        """How the model's effect after a quarter stands to the published one; empty where they cannot be compared."""
        model, known = self.model(), self.published
        size = known.size if known is not None else None
        if model is None or size is None:
            return ""
        if 0.5 * (model.high - model.low) > _WIDEST * abs(size.effect):
            return "not settled"
        return agreement(known, model.effect)

    @property
    def in_model(self) -> str:
        """What the stored runs say: size on what it is for and on what was studied, and how it stands to the study.

        Empty where no run is stored.
        """
        shown = [self.headline]
        if self.published is not None and self.published.size is not None:
            shown.append(self.published.measure)
        parts = []
        for measure in dict.fromkeys(shown):
            rows = [row for horizon in measured.HORIZONS if (row := self.row("whole", measure, horizon)) is not None]
            if rows:
                parts.append(
                    f"{title_of(measure)} " + ", ".join(f"{row.words} SD after a {row.horizon}" for row in rows)
                )
        stands = STANDS.get(self.agreement, "")
        return "; ".join(parts) + ("." if parts else "") + (f" {stands[:1].upper()}{stands[1:]}." if stands else "")

    def share(self, trial: Trial, horizon: str = "quarter") -> float:
        """Return the effect on the headline in a trial, as a share of the effect as shipped; nan if unknown."""
        whole, tried = self.size(horizon), self.row(trial, self.headline, horizon)
        if whole is None or tried is None or not whole.effect:
            return math.nan
        return tried.effect / whole.effect


def title_of(measure: str) -> str:
    """Return the title of a measure in small letters; a name that is none stands for itself."""
    from spirals.measures import MEASURES

    return MEASURES[measure].title.lower() if measure in MEASURES else measure


def beside(names: Sequence[str] = ()) -> list[Beside]:
    """Return practices with what was published and what was measured, all of the ledger unless some are named.

    Raises
    ------
    InputError
        For a name that the ledger has no row of.
    """
    known = [name for name in ledger() if shipped.one(name) is not None]
    for name in names:
        if name not in known:
            guess = nearest(name, known)
            raise InputError(f"'{name}': no evidence is kept of it" + (f"; did you mean '{guess}'?" if guess else ""))
    return [of(name) for name in names or known]


def of(name: str) -> Beside:
    """Return one practice or shock, whether anything is known of it or not."""
    kind = shipped.one(name)
    return Beside(name, published(name), kind.headline if kind is not None else "")
