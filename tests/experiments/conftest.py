"""Makes the fakes importable by name, as spawned processes need them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


@pytest.fixture(scope="session")
def small() -> dict[str, object]:
    """Return settings that keep an experiment small, on an organisation of known answers."""
    from tests.experiments.fake import FakeOrganisation

    return {
        "days": 20,
        "replicates": 6,
        "measures": ("mean_energy", "mean_strain", "mean_safety", "network_density"),
        "organisation": FakeOrganisation,
    }
