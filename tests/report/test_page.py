"""The page says what the data say, the same every time, and nothing about anybody."""

from __future__ import annotations

import base64
import csv
import io
import re
from pathlib import Path

import pytest
from scipy import stats

from spirals.experiments.ranking import parts, scored
from spirals.experiments.results import card
from spirals.report.confidence import confidence, packaged, rows_of
from spirals.report.ledger import Ledger, shown
from spirals.report.page import render
from spirals.report.summary import CERTAINTY, summary
from tests.report.conftest import Made, Page, make


def table(page: Page, name: str) -> list[dict[str, str]]:
    """Return a table that the page carries."""
    link = next(one for one in page.links if one.get("download") == name)
    text = base64.b64decode(str(link["href"]).partition("base64,")[2]).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_every_number_in_the_text_is_one_of_the_data(made: Made) -> None:
    page = Page(made.page)
    assert not page.open
    data = {row["key"]: row["value"] for row in table(page, "numbers.csv")}
    assert len(page.numbers) > 200
    for key, value, form, text in page.numbers:
        assert data[key] == value
        assert text == shown(float(value), form)
    assert set(data) == {key for key, *_ in page.numbers}


def test_no_digit_stands_in_the_text_that_is_not_marked_as_data(made: Made) -> None:
    assert re.findall(r"\S*\d\S*", Page(made.page).words) == []


def test_numbers_are_those_of_the_comparison(made: Made) -> None:
    """Against the results themselves, not against the tables that the page was made from."""
    data = {row["key"]: float(row["value"]) for row in table(Page(made.page), "numbers.csv")}
    found = made.found.comparison
    for other in found.others:
        for name in ("mean_energy", "mean_strain", "performance"):
            left, right = found.reference.values(name), other.values(name)
            assert data[f"reference/{other.label}/{name}"] == pytest.approx(left.mean())
            assert data[f"value/{other.label}/{name}"] == pytest.approx(right.mean())
            assert data[f"difference/{other.label}/{name}"] == pytest.approx((right - left).mean())
            spread = found.reference.spread(name)
            assert data[f"effect/{other.label}/{name}"] == pytest.approx((right - left).mean() / spread)
        for key, name in (("hours", "hours_spent"), ("money", "cost_spent")):  # never added up in one number
            spent = other.values(name).mean()
            assert data.get(f"{key}/{other.label}", 0.0) == pytest.approx(spent)


def test_group_numbers_are_those_of_the_people(made: Made) -> None:
    data = {row["key"]: float(row["value"]) for row in table(Page(made.page), "numbers.csv")}
    found = made.found.comparison
    ends = [
        [one.frames["people"].query("active")["energy"] for one in side.outcomes]
        for side in (found.reference, found.others[0])
    ]
    means = [sum(one.mean() for one in side) / len(side) for side in ends]
    spread = (sum(one.var() for one in ends[0]) / len(ends[0])) ** 0.5
    key = f"group/{found.others[0].label}/Everybody/energy"
    assert data[key] == pytest.approx((means[1] - means[0]) / spread)


def test_the_same_input_gives_the_same_file(made: Made, example_company: tuple[Path, Path]) -> None:
    assert render(made.found) == made.page
    one, two = (make(*example_company, "buddy", days=15, replicates=2) for _ in range(2))
    assert one.page == two.page


def test_it_stands_alone_and_names_nobody(made: Made, example_company: tuple[Path, Path]) -> None:
    page = Page(made.page)
    assert not re.findall(r"(?:src|href)\s*=\s*[\"'](?!#|data:)", made.page)
    assert "url(http" not in made.page
    assert "@import" not in made.page
    assert len(page.ids) == len(set(page.ids))
    for target in re.findall(r'href="#([^"]*)"', made.page):
        assert target in page.ids
    with example_company[0].open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    for person in people:
        for word in (person["id"], person["name"]):
            assert not re.search(rf"\b{re.escape(word)}\b", made.page), word
    assert str(example_company[0].parent) not in made.page


def test_groups_below_five_are_not_shown(made: Made) -> None:
    data = {row["key"]: float(row["value"]) for row in table(Page(made.page), "numbers.csv")}
    sizes = [value for key, value in data.items() if key.endswith("/people")]
    assert sizes
    assert min(sizes) >= 5
    assert not any(0 < value < 5 for key, value in data.items() if key.endswith(("/hardly", "/inward")))


def test_what_the_page_has_to_say_is_there(made: Made) -> None:
    words = " ".join(Page(made.page).words.split())
    for part in (
        "How far to trust the model: limited", "What would change this answer", "What the model does not know",
        "Who benefits and who does not", "How soon, and what lasts", "Side effects", "If it goes badly",
        "What it costs for what it gives", "together, and in turn", "Your organisation today",
        "how to check every number",
    ):  # fmt: skip
        assert part in words, part


def test_confidence_follows_from_the_validation_results() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "validation.md"
    assert packaged() == rows_of(page.read_text(encoding="utf-8")), "run python -m spirals.report.confidence"
    found = confidence()
    assert found.level == "limited"
    assert found.inside + len(found.misses) == len(found.rows)
    worse = [row._replace(verdict="MISS") if place % 3 == 0 else row for place, row in enumerate(packaged())]
    assert confidence(worse).level == "low"


def test_a_key_stands_for_one_number() -> None:
    ledger = Ledger()
    assert ledger.say("a", 1.0) == ledger.say("a", 1.0)
    with pytest.raises(ValueError, match="a stands for"):
        ledger.say("a", 2.0)
    assert "data" not in ledger.say("b", float("nan"))
    assert card("mean_energy").title


def test_the_summary_tells_the_score_in_people_of_a_hundred(made: Made) -> None:
    found = made.found
    for other in found.comparison.others:
        rows = summary(found, other)
        assert [row.measure for row in rows[:-1]] == list(scored(found.comparison, other))
        assert rows[-1].measure == "turnover"
        for row in rows[:-1]:
            effect = parts(found.comparison, other)[row.measure].mean()
            assert row.change == pytest.approx(100.0 * (stats.norm.cdf(effect) - 0.5))
            assert row.low <= row.change <= row.high
        assert {row.certainty for row in rows} <= set(CERTAINTY)
        assert all(row.why.startswith("a simulation, not a trial") for row in rows)
    incentives = next(one for one in found.comparison.others if one.label == "team_incentives")
    performance = next(row for row in summary(found, incentives) if row.measure == "performance")
    assert "grade A" in performance.published


def test_hours_and_money_are_never_in_one_number(made: Made) -> None:
    text = " ".join(made.page.split())
    assert "money counted in" not in text
    assert not re.search(r"hours</span> \(with", text)
