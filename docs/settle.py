"""Make ``spirals/structure/settled.json`` anew: where the defaults settle, from ten-year runs of the model itself.

Run it after a default or an equation has changed: ``uv run python docs/settle.py``.  Every round starts where the one
before ended, so a larger change takes it twice.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import spirals
from spirals.population import ALLY, LEAD_REGARD, UNLIKE
from spirals.settling import fit_rules, look, reference
from spirals.structure.start import DRAWN_APART, Settled, default_digest, shipped

SIZE, REPLICATES, ROUNDS = 64, 16, 2
BURN_IN, LOOKS, BETWEEN = 650, 8, 240  # days
STEADYING, MONTH = 10, 20  # rounds; days


def main() -> None:
    """Run reference organisations for ten years and write the rules of people, pairs and ties that they keep."""
    start = shipped()
    for round_ in range(ROUNDS):
        looks = []
        for replicate in range(REPLICATES):
            organisation = reference({}, "moves", SIZE, REPLICATES * round_ + replicate, start)
            organisation.run_days(BURN_IN)
            for _ in range(LOOKS):
                organisation.run_days(BETWEEN)
                looks.append(look(organisation))
        start = fit_rules(looks, default_digest())
    for _ in range(STEADYING):
        start = steadied(start)
    path = Path(spirals.__file__).parent / "structure" / "settled.json"
    path.write_text(start.as_json() + "\n", "utf-8")
    print(f"{path.name}: {start.digest}")


def steadied(start: Settled) -> Settled:
    """Return a start moved by what its first month changes: rules leave out how people and their ties go together."""
    people, norms, ties = [], [], []
    for replicate in range(REPLICATES):
        organisation = reference({}, "moves", SIZE, replicate, start)
        before = look(organisation)
        organisation.run_days(MONTH)
        after = look(organisation)
        people.append(after.people.mean(axis=0) - before.people.mean(axis=0))
        norms.append(after.norms.mean(axis=0) - before.norms.mean(axis=0))
        ties.append(
            np.average(after.features, axis=0, weights=after.familiarity)
            - np.average(before.features, axis=0, weights=before.familiarity)
        )
    moved = [np.mean(one, axis=0).round(6) for one in (people, norms, ties)]
    moved[0][[*DRAWN_APART, UNLIKE, ALLY, LEAD_REGARD]] = 0.0  # the last three are seen on the first morning
    return start.shifted(
        start.digest, start.people[0] + moved[0], start.recent, start.norms + moved[1], start.ties[:, 0] + moved[2],
        start.need,
    )  # fmt: skip


if __name__ == "__main__":
    main()
