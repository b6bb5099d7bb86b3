"""Simulate high-quality connections at work, and the spirals they feed.

>>> import spirals
>>> result = spirals.run("baseline", days=20, replicates=2)  # doctest: +SKIP
>>> result.table()  # doctest: +SKIP

Names are imported when they are first used, so that ``import spirals`` costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spirals.cli.catalogue import listing as list
    from spirals.employee import Employee
    from spirals.errors import InputError
    from spirals.experiments.compare import compare
    from spirals.experiments.results import Comparison, Result
    from spirals.experiments.run import run
    from spirals.organisation import Organisation
    from spirals.scenario import Scenario, load
    from spirals.studies.optimise import optimise
    from spirals.studies.phase import phase_diagram
    from spirals.studies.pilot import pilot
    from spirals.studies.results import Sweep, results
    from spirals.studies.robust import robust
    from spirals.studies.sensitivity import sensitivity
    from spirals.studies.sweep import sweep
    from spirals.studies.tipping import tipping

__all__ = [
    "Comparison",
    "Employee",
    "InputError",
    "Organisation",
    "Result",
    "Scenario",
    "Sweep",
    "compare",
    "list",
    "load",
    "optimise",
    "phase_diagram",
    "pilot",
    "results",
    "robust",
    "run",
    "sensitivity",
    "sweep",
    "tipping",
]

_HOMES = {
    "Comparison": ("spirals.experiments.results", "Comparison"),
    "Employee": ("spirals.employee", "Employee"),
    "InputError": ("spirals.errors", "InputError"),
    "Organisation": ("spirals.organisation", "Organisation"),
    "Result": ("spirals.experiments.results", "Result"),
    "Scenario": ("spirals.scenario", "Scenario"),
    "Sweep": ("spirals.studies.results", "Sweep"),
    "compare": ("spirals.experiments.compare", "compare"),
    "list": ("spirals.cli.catalogue", "listing"),
    "load": ("spirals.scenario", "load"),
    "optimise": ("spirals.studies.optimise", "optimise"),
    "phase_diagram": ("spirals.studies.phase", "phase_diagram"),
    "pilot": ("spirals.studies.pilot", "pilot"),
    "results": ("spirals.studies.results", "results"),
    "robust": ("spirals.studies.robust", "robust"),
    "run": ("spirals.experiments.run", "run"),
    "sensitivity": ("spirals.studies.sensitivity", "sensitivity"),
    "sweep": ("spirals.studies.sweep", "sweep"),
    "tipping": ("spirals.studies.tipping", "tipping"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("spirals")
    if name not in _HOMES:
        raise AttributeError(f"module 'spirals' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> Iterable[str]:
    """Name what is public, whether or not it was imported yet."""
    return sorted({*globals(), *_HOMES, "__version__"})
