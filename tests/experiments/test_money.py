"""Money: a range, apart from hours, by prices that the reader states."""

from __future__ import annotations

from typing import Any

import pytest

from spirals.errors import InputError
from spirals.experiments.compare import compare
from spirals.experiments.money import HOURS, LEAVER, OUTPUT, Money, hour_price_of, yearly_return
from tests.experiments import fake


def test_a_known_lift_pays_by_the_rule_of_thumb(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("performance", "hours_spent")})
    (other,) = found.others
    money = Money(hour_price=20.0, currency="EUR")
    got = yearly_return(found, other, money)
    pay, effect = 20.0 * HOURS, fake.LIFT / 0.2
    cost = 40.0 * 20.0 * 260 / other.scenario.days
    assert got.cost == pytest.approx(cost)
    assert (got.low, got.high) == pytest.approx((effect * OUTPUT[0] * pay - cost, effect * OUTPUT[1] * pay - cost))
    assert money.unit == "EUR"
    assert money.cost_of_a_leaver == (LEAVER[0] * pay, LEAVER[1] * pay)


def test_leavers_and_doubtful_assumptions_widen_the_range(small: dict[str, Any]) -> None:
    found = compare("baseline", "team_incentives", **{**small, "measures": ("performance", "turnover")})
    (other,) = found.others
    plain = yearly_return(found, other, Money())
    doubted = yearly_return(found, other, Money(), (-0.5, 1.0))
    assert doubted.low < plain.low < plain.high < doubted.high
    dear = yearly_return(found, other, Money(leaver=(1e6, 2e6)))
    assert dear.high < plain.high  # the lift is one of turnover too
    assert dear.words == "does not pay over the whole range"
    assert doubted.words == "may pay or not"


def test_prices_by_level_are_averaged_over_people() -> None:
    levels = {"member": 8, "lead": 1, "manager": 1}
    assert hour_price_of(50.0, levels) == 50.0
    assert hour_price_of({"member": 40.0, "lead": 60.0, "manager": 90.0}, levels) == pytest.approx(47.0)
    assert hour_price_of({"member": 40.0}, levels) == 40.0


@pytest.mark.parametrize(
    ("prices", "message"),
    [({"boss": 9.0}, "no level 'boss'"), ({"manager": 90.0}, "none for member"), (0.0, "give one above 0")],
)
def test_prices_that_are_none_are_refused(prices: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        hour_price_of(prices, {"member": 1})
