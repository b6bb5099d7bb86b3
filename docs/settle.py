"""Make ``spirals/structure/settled.json`` anew: where the defaults settle, from runs of the model itself.

Run it after a default or an equation has changed: ``uv run python docs/settle.py``.
"""

from __future__ import annotations

from pathlib import Path

import spirals
from spirals.settling import blank, fit_rules, look, quicken, reference
from spirals.structure.start import Settled, default_digest

SIZE, REPLICATES, LOOKS, BETWEEN = 100, 10, 5, 25
# each round starts where the one before ended: quickened days, then days as they are, before the first look
ROUNDS = ((300, 100), (0, 20), (0, 20), (0, 20), (0, 20))


def main() -> None:
    """Run reference organisations and write the rules of states and ties that their first half-year keeps."""
    start: Settled = blank()
    for quick, burn_in in ROUNDS:
        looks = []
        for replicate in range(REPLICATES):
            organisation = reference({}, "moves", SIZE, replicate, start)
            quicken(organisation, quick)
            organisation.run_days(burn_in)
            for _ in range(LOOKS):
                organisation.run_days(BETWEEN)
                looks.append(look(organisation))
        start = fit_rules(looks, default_digest())
    path = Path(spirals.__file__).parent / "structure" / "settled.json"
    path.write_text(start.as_json() + "\n", "utf-8")
    print(f"{path.name}: {start.digest}")


if __name__ == "__main__":
    main()
