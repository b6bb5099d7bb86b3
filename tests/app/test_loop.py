"""The loop cut: the same things done on the same chance, where people do not read what carries a change back."""

from __future__ import annotations

import numpy as np
import pytest

from spirals.app.live import SERIES
from spirals.app.loop import CARRIERS, CutLoop
from spirals.app.programmes import with_programme
from spirals.errors import InputError
from spirals.organisation import Organisation
from tests.app.test_twin import SMALL, opened

CRISIS = with_programme(SMALL, {"act": "add", "id": "crisis"}, 10)


@pytest.mark.parametrize("what", list(CARRIERS))
def test_the_cut_holds_from_the_day_before_anything_is_done(what: str) -> None:
    seen = {}
    for name, setup in (("done", CRISIS), ("untouched", SMALL)):
        model = Organisation(setup.scenario())
        model.run_days(10)
        model.parameters.update(dict.fromkeys(CARRIERS[what], 0.0))
        model.run_days(15)
        seen[name] = np.stack([model.series[one] for one in SERIES], axis=1)
    found = CutLoop(CRISIS, what).difference(0, 25)
    assert np.array_equal(found, seen["done"] - seen["untouched"])
    assert not found[:10].any()
    assert found[10:, SERIES.index("mean_energy")].any()


def test_a_page_tells_the_differences_third_and_again_when_the_loop_is_whole() -> None:
    shown, page = opened(SMALL.at(10))
    shown.loop({"what": "ties"})
    assert page.last["cut"] == ""  # nothing is done yet
    shown.programme({"act": "add", "id": "crisis"})
    assert page.last["cut"] == "ties"
    shown.step({"days": 5})
    alone = np.frombuffer(page.told[-1][2][-1], "<f4").reshape(-1, len(SERIES))
    assert len(page.told[-1][2]) == 7 + 3
    assert np.array_equal(alone, CutLoop(shown.setup, "ties").difference(10, 15).astype("<f4"))
    shown.loop({"what": ""})
    assert len(page.told[-1][2]) == 9 + 2
    with pytest.raises(InputError, match="'gravity' is no carrier"):
        shown.loop({"what": "gravity"})
