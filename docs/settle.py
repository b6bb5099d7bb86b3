"""Make ``spirals/structure/settled.json`` anew: where the defaults settle, from long runs of the model itself.

Run it after a default has changed: ``uv run python docs/settle.py``.
"""

from __future__ import annotations

from pathlib import Path

import spirals
from spirals.settling import blank, fit_rules, look, quicken, reference
from spirals.structure.start import Settled, default_digest

SIZE, REPLICATES, QUICK, BURN_IN, LOOKS, BETWEEN = 100, 5, 520, 390, 6, 65
ROUNDS = 2  # the second starts where the first settled


def main() -> None:
    """Run reference organisations for years and write the rules they show."""
    start: Settled = blank()
    for _ in range(ROUNDS):
        looks = []
        for replicate in range(REPLICATES):
            organisation = reference({}, "moves", SIZE, replicate, start)
            quicken(organisation, QUICK)
            organisation.run_days(BURN_IN)
            for _ in range(LOOKS):
                organisation.run_days(BETWEEN)
                looks.append(look(organisation))
        start = fit_rules(looks, default_digest())
    path = Path(spirals.__file__).parent / "structure" / "settled.json"
    path.write_text(start.as_json() + "\n", "utf-8")
    print(f"{path.name}: {start.digest}")


if __name__ == "__main__":
    main()
