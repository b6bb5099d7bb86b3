"""What things cost and bring in money: always a range, and apart from hours.

Two things are turned into money: performance, as the output that goes with a standard deviation between people, and
people who stay, as what a leaver costs.  Nothing else is: calm, safety and good connections have no price here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from spirals.analysis.paired import interval
from spirals.errors import InputError
from spirals.experiments.ranking import HOUR_PRICE
from spirals.experiments.results import COSTS, Comparison, Result
from spirals.measures.score import whole
from spirals.population import LEVELS, YEAR

HOURS = 1700.0  # of work a year
OUTPUT = (0.2, 0.4)
"""Share of a year's pay that an SD of performance between people is worth (Schmidt & Hunter 1983: .20 to .40)."""
LEAVER = (0.3, 1.0)
"""Share of a year's pay that a leaver costs, in recruiting, learning and lost output; a convention."""


@dataclass(frozen=True)
class Money:
    """Prices, as the reader stated them.

    Attributes
    ----------
    hour_price
        Of an hour of work, averaged over the people.
    currency
        What money is called; "units" where nobody said.
    leaver
        Lowest and highest cost of one who leaves; None: a share of a year's pay.
    """

    hour_price: float = HOUR_PRICE
    currency: str = ""
    leaver: tuple[float, float] | None = None

    @property
    def unit(self) -> str:
        """What money is counted in."""
        return self.currency or "units"

    @property
    def cost_of_a_leaver(self) -> tuple[float, float]:
        """Lowest and highest."""
        pay = HOURS * self.hour_price
        return self.leaver or (LEAVER[0] * pay, LEAVER[1] * pay)


class Return(NamedTuple):
    """What a scenario costs and brings per person and year, in money.

    Attributes
    ----------
    cost
        Hours at their price, and money.
    low, high
        What is gained less what it costs: lowest and highest of the ranges, of chance and of the assumptions.
    """

    cost: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """Whether it pays, in words."""
        if self.low > 0.0:
            return "pays over the whole range"
        return "does not pay over the whole range" if self.high < 0.0 else "may pay or not"


def yearly_return(
    comparison: Comparison, result: Result, money: Money, drawn: tuple[float, float] | None = None
) -> Return:
    """Return what a scenario costs and brings per person and year.

    Parameters
    ----------
    drawn
        The effect on performance, in SDs, where assumptions are against it and where they are for it; None: unknown.
    """
    control = comparison.against(result)
    per_year = YEAR / result.scenario.days
    hours, spent = (
        float((result.values(name) - control.values(name)).mean()) if name in result.names else 0.0 for name in COSTS
    )
    cost = (hours * money.hour_price + spent) * per_year
    name = whole("performance")
    change = (result.values(name) - control.values(name)) / control.spread(name)
    pay = HOURS * money.hour_price
    low, high = interval(change)
    if drawn is not None and all(map(math.isfinite, drawn)):
        low, high = min(low, drawn[0]), max(high, drawn[1])
    output = _products((low, high), (OUTPUT[0] * pay, OUTPUT[1] * pay))
    stayed = (0.0, 0.0)
    if "turnover" in result.names:
        kept = control.values("turnover") - result.values("turnover")
        stayed = _products(interval(kept), money.cost_of_a_leaver)
    return Return(cost, output[0] + stayed[0] - cost, output[1] + stayed[1] - cost)


def _products(ends: tuple[float, float], prices: tuple[float, float]) -> tuple[float, float]:
    products = [end * price for end in ends for price in prices]
    return min(products), max(products)


def hour_price_of(stated: float | Mapping[str, float], levels: Mapping[str, int]) -> float:
    """Return the price of an hour averaged over people, where one is stated for each level.

    Parameters
    ----------
    stated
        One price, or prices by level; a level that is not named costs as much as a member.
    levels
        Number of people by level.

    Raises
    ------
    InputError
        For an unknown level, a price that is not above 0, or none for members.

    Examples
    --------
    >>> hour_price_of({"member": 40.0, "manager": 80.0}, {"member": 9, "lead": 0, "manager": 1})
    44.0
    """
    prices = dict.fromkeys(LEVELS, float(stated)) if isinstance(stated, int | float) else dict(stated)
    for level, price in prices.items():
        if level not in LEVELS:
            raise InputError(f"hour price: there is no level '{level}'; there are {', '.join(LEVELS)}")
        if not 0.0 < price < float("inf"):
            raise InputError(f"hour price: {price:g} is no price; give one above 0")
    if LEVELS[0] not in prices:
        raise InputError(f"hour price: none for {LEVELS[0]}; name one")
    people = sum(levels.values())
    if not people:
        return prices[LEVELS[0]]
    return sum(number * prices.get(level, prices[LEVELS[0]]) for level, number in levels.items()) / people
