"""What a parameter may be before the targets speak: a bell on the natural scale of each, cut off at its range.

Rates, lengths and factors cannot be negative and are thought of in ratios, so they vary on the log scale; shares vary
on the logit scale; what may have either sign (logits, effects) varies as it is.  One prior SD is a factor of two, .8 of
a logit, or a sixth of the range (at most 1).  The middle is the value set by hand, so a prior says "about that, give or
take a factor of two", not "anything".  These widths are assumptions, and widths of posteriors are stated against them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from spirals.errors import InputError
from spirals.parameters import PARAMETERS, TABLE, Parameter, nearest

LOG_SD, LOGIT_SD, SIXTH, WIDEST = math.log(2.0), 0.8, 1.0 / 6.0, 1.0
CUT = 3.0  # prior SDs beyond which nothing is drawn
_SMALL = 0.1  # shares below this are thought of in ratios too
_SHARES = ("share", "0..1", "correlation", "share per slot", "share per night")
_TARGET = re.compile(r"\bC\d+\b")
_SWITCHES = ("reshuffle", "scarce_posts")  # what null models or a scenario turn on and off
_LOOPS = "loops and references"  # arrows turned on and off, and references, which are measured


@dataclass(frozen=True)
class Prior:
    """One parameter before the targets: ``z`` counts prior SDs from the value in the table.

    Attributes
    ----------
    name
        Of the parameter.
    default
        What the table said when the prior was made.
    scale
        ``log``, ``logit`` or ``as it is``.
    middle, sd
        On that scale.
    low, high
        Ends of what it may be, on its own scale.
    z_low, z_high
        The same in prior SDs, cut at 3.
    """

    name: str
    default: float
    scale: str
    middle: float
    sd: float
    low: float
    high: float
    z_low: float
    z_high: float

    def value(self, z: float) -> float:
        """Return the parameter's value that lies ``z`` prior SDs from the middle, within its range."""
        if z == 0.0:
            return self.default  # exactly, not by way of the scale
        return self._within(self.middle + z * self.sd)

    def near(self, value: float, z: float) -> float:
        """Return the value that lies ``z`` prior SDs from another one, within the range."""
        return self._within(_scaled(value, self.scale) + z * self.sd)

    def moves(self, value: float) -> bool:
        """Say whether a value has others round it: not where a mechanism is off, or a share is none or all."""
        return math.isfinite(_scaled(value, self.scale))

    def _within(self, at: float) -> float:
        found = math.exp(at) if self.scale == "log" else 1.0 / (1.0 + math.exp(-at)) if self.scale == "logit" else at
        return min(self.high, max(self.low, found))

    def z(self, value: float) -> float:
        """Return how many prior SDs a value lies from the middle, between ``z_low`` and ``z_high``.

        Examples
        --------
        >>> one = prior("minutes_mean")
        >>> one.scale, round(one.z(6.0), 6), round(one.value(-1.0), 6)
        ('log', 1.0, 1.5)
        """
        return min(self.z_high, max(self.z_low, (_scaled(value, self.scale) - self.middle) / self.sd))

    @property
    def spread(self) -> float:
        """SD of the prior in prior SDs: below 1 where the range cuts it off."""
        from scipy.stats import truncnorm

        return float(truncnorm(self.z_low, self.z_high).std())


def _scaled(value: float, scale: str) -> float:
    if scale == "log":
        return math.log(value) if value > 0.0 else -math.inf
    if scale == "logit":
        return -math.inf if value <= 0.0 else math.inf if value >= 1.0 else math.log(value / (1.0 - value))
    return value


def _scale_of(row: Parameter) -> str:
    if row.low < 0.0:
        return "as it is"
    share = row.unit in _SHARES and row.high <= 1.0 and _SMALL <= row.default < 1.0
    return "logit" if share else "log"


def prior(name: str) -> Prior:
    """Return a parameter's prior.

    Raises
    ------
    InputError
        If there is no such parameter, or it has no room to vary.
    """
    row = PARAMETERS.get(name)
    if row is None:
        close = nearest(name, PARAMETERS)
        hint = f"; did you mean '{close}'?" if close else "; see `spirals list parameters`"
        raise InputError(f"unknown parameter '{name}'{hint}")
    if not has_prior(row):
        raise InputError(f"parameter '{name}': switches a mechanism or is a reference and has no prior; free another")
    scale = _scale_of(row)
    sd = {"log": LOG_SD, "logit": LOGIT_SD}.get(scale, min(WIDEST, SIXTH * (row.high - row.low)))
    middle = _scaled(row.default, scale)
    low, high = (_scaled(end, scale) for end in (row.low, row.high))
    ends = max(-CUT, (low - middle) / sd), min(CUT, (high - middle) / sd)
    return Prior(name, row.default, scale, middle, sd, row.low, row.high, *ends)


def has_prior(row: Parameter) -> bool:
    """Say whether a parameter has a prior: it has room to vary, and is no switch of a mechanism."""
    switch = row.name in _SWITCHES or row.group == _LOOPS
    return row.low < row.high and not switch and (row.low < 0.0 or row.default > 0.0)


def priors(names: Iterable[str]) -> tuple[Prior, ...]:
    """Return the priors of some parameters, in their order, each once."""
    return tuple(prior(name) for name in dict.fromkeys(names))


def set_by_targets() -> tuple[str, ...]:
    """Return the parameters that the table says a target has set, in the table's order: those that were ever fitted."""
    return tuple(row.name for row in TABLE if _TARGET.search(row.source) and has_prior(row))
