"""Make ``spirals/structure/settled.json`` anew: where the defaults settle, from runs of the model itself.

Run it after a default or an equation has changed: ``uv run python docs/settle.py``.
"""

from __future__ import annotations

from pathlib import Path

import spirals
from spirals.settling import blank, fit_rules, look, reference
from spirals.structure.start import default_digest

SIZE, REPLICATES, BURN_IN, LOOKS, BETWEEN = 100, 10, 2000, 8, 130


def main() -> None:
    """Run reference organisations for years and write the rules of people, pairs and ties that they come to."""
    looks, start = [], blank()
    for replicate in range(REPLICATES):
        organisation = reference({}, "moves", SIZE, replicate, start)
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
