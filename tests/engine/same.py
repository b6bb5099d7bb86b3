"""What two runs must have in common to be called the same, and small classes that processes can import."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from spirals.employee import Employee
from spirals.organisation import Organisation
from spirals.population import N_PEOPLE, N_TIES
from spirals.theories import find

ARRAYS = ("people", "traits", "place", "deeds", "recent", "today", "ties", "nature", "ends", "weights", "rows")
OF_TIES = ("ties", "nature", "ends", "weights")


def compile_alone(function: Callable[..., Any]) -> Any:
    """Return one function compiled as the engine compiles it."""
    import numba

    from spirals.engine import compiled, compiled_with

    compiled_with(find("moves"))  # makes what it may call known
    return numba.njit(cache=False, nogil=True, **compiled._OPTIONS)(function)


def parts(organisation: Organisation) -> dict[str, str]:
    """Return a digest of every part of a run, by name."""
    s = organisation.population.state
    n, m = int(s.counts[N_PEOPLE]), int(s.counts[N_TIES])
    arrays = {name: getattr(s, name)[: m if name in OF_TIES else n] for name in ARRAYS}
    arrays |= {name: getattr(s, name) for name in ("teams", "impact", "tally")}
    arrays["levers"] = s.levers[:n]
    arrays["links"] = np.concatenate([organisation.population.neighbours(i) for i in range(n)])
    arrays["series"] = np.array([organisation.series[name] for name in sorted(organisation.series)])
    if organisation.record:
        arrays["encounters"] = np.concatenate(organisation._log)
        arrays["diary"] = np.concatenate([day.ravel() for day in organisation._diary])
    return {name: hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for name, array in arrays.items()}


def digest(organisation: Organisation) -> str:
    """Return one digest of a whole run."""
    return hashlib.sha256(repr(sorted(parts(organisation).items())).encode()).hexdigest()


def digest_of_replicate(job: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    """Run one replicate and return its number and digest; for worker processes."""
    replicate, settings = job
    organisation = Organisation(replicate=replicate, **settings)
    organisation.run_days(settings["days"])
    return replicate, digest(organisation)


class Homebody(Employee):
    """Somebody who meets nobody outside the own team."""

    def choose_partner(self, slot: int, k: int) -> Employee | None:
        """Return the usual partner, if a teammate."""
        partner = super().choose_partner(slot, k)
        return partner if partner is None or partner.team == self.team else None


class Plain(Employee):
    """Somebody with one more attribute and no verb of their own."""

    hobby = "chess"
