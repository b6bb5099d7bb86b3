"""Make ``spirals/structure/settled.json`` anew: where the defaults settle, from eleven years of the model itself.

Run it after a default or an equation has changed: ``uv run python docs/settle.py``.  It starts where the shipped rules
are, so a larger change takes it twice.
"""

from __future__ import annotations

from pathlib import Path

import spirals
from spirals.settling import fit_rules, look, reference
from spirals.structure.start import default_digest, shipped

SIZE, REPLICATES = 80, 16
BURN_IN, LOOKS, BETWEEN = 1300, 8, 195  # days


def main() -> None:
    """Run reference organisations for eleven years and write the rules of people, pairs and ties that they keep."""
    looks = []
    for replicate in range(REPLICATES):
        organisation = reference({}, "moves", SIZE, replicate, shipped())
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
