"""What a fit says: weighted draws, how much narrower they are than the priors, and which combinations nothing fixes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.targets import ROWS
from spirals.errors import InputError
from spirals.plain import Brief
from spirals.studies.calibration.fit import misses
from spirals.studies.calibration.priors import Prior
from spirals.studies.calibration.run import DATABASE, read_settings

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
DRAWS = "draws.csv"
PACKAGED = Path(__file__).with_name("posterior")
"""The fit that comes with this package."""
DATA, PARTLY = 0.6, 0.85
"""Posterior SD over prior SD below which the data fix a parameter, and below which they say something (display)."""
_CHANCE_SAMPLES, _CHANCE_SEED = 400, 5


@dataclass(frozen=True, repr=False)
class Posterior(Brief):
    """Draws of parameters that a fit kept.

    Attributes
    ----------
    priors
        Of the fitted parameters.
    z
        Draws in prior SDs from the middle, shape (draws, parameters).
    weights
        Shape (draws,), sum 1.
    distances
        Of each draw's own organisation from the targets, shape (draws,).
    """

    priors: tuple[Prior, ...]
    z: Floats
    weights: Floats
    distances: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fitted parameters."""
        return tuple(one.name for one in self.priors)

    @property
    def effective(self) -> float:
        """Number of equally weighted draws that would say as much."""
        return float(1.0 / (self.weights**2).sum())

    @cached_property
    def covariance(self) -> Floats:
        """Weighted covariance over the priors' own SDs, shape (parameters, parameters): the priors give ones.

        Nan where one draw has all the weight: it says nothing of how far the others would have been.
        """
        freedom = 1.0 - float((self.weights**2).sum())
        if freedom <= 0.0:
            return np.full((len(self.priors), len(self.priors)), np.nan)
        own = (self.z - self.weights @ self.z) / np.array([one.spread for one in self.priors])
        return np.asarray((own * self.weights[:, None]).T @ own / freedom)

    def table(self) -> pd.DataFrame:
        """Return a row for each parameter, the best known first.

        ``ratio``: posterior SD over prior SD, with its standard error ``error`` from the number of draws; ``shift``:
        how far the mean moved, in prior SDs; ``low``, ``median``, ``high``: 5%, 50% and 95% in the parameter's unit;
        ``set_at``: which share of the draws lies below the value in the table; ``rests_on``.
        """
        import pandas as pd

        rows = []
        for place, one in enumerate(self.priors):
            z, ratio = self.z[:, place], math.sqrt(self.covariance[place, place])
            low, median, high = (one.value(weighted_quantile(z, self.weights, at)) for at in (0.05, 0.5, 0.95))
            rows.append(
                {
                    "parameter": one.name, "default": one.default, "low": low, "median": median, "high": high,
                    "ratio": ratio, "error": ratio / math.sqrt(2.0 * self.effective),
                    "shift": float(self.weights @ z), "set_at": float(self.weights[z < 0.0].sum()),
                    "rests_on": "data" if ratio < DATA else "both" if ratio < PARTLY else "prior",
                }
            )  # fmt: skip
        return pd.DataFrame(rows).sort_values("ratio", kind="stable", ignore_index=True)

    def directions(self) -> pd.DataFrame:
        """Return the principal directions of what is left unknown, the best known (stiffest) first.

        ``sd``: posterior SD along it over prior SD; ``chance_low``, ``chance_high``: between which 98% of these would
        lie if the data said nothing, for as many draws; ``known``: whether it lies below the narrowest of them; and a
        column of loadings
        for each parameter.
        """
        import pandas as pd

        if np.isfinite(self.covariance).all():
            values, vectors = np.linalg.eigh(self.covariance)
        else:
            values, vectors = np.diag(self.covariance), np.eye(len(self.priors))
        low, high = self._by_chance()
        rows = []
        for place in range(len(values)):
            vector = vectors[:, place] * np.sign(vectors[np.argmax(np.abs(vectors[:, place])), place])
            sd = math.sqrt(max(0.0, float(values[place]))) if math.isfinite(values[place]) else math.nan
            rows.append(
                {"sd": sd, "chance_low": low[place], "chance_high": high[place], "known": bool(sd < low[0])}
                | dict(zip(self.names, vector.tolist(), strict=True))
            )
        return pd.DataFrame(rows)

    def _by_chance(self) -> tuple[Floats, Floats]:
        """Return the range of each ordered SD over samples of the prior as large as the effective number of draws."""
        rng = np.random.default_rng(_CHANCE_SEED)
        shape = (_CHANCE_SAMPLES, max(len(self.names) + 1, round(self.effective)), len(self.names))
        spreads = [np.atleast_2d(np.cov(one.T)) for one in rng.standard_normal(shape)]
        found = [np.sqrt(np.maximum(0.0, np.linalg.eigvalsh(one))) for one in spreads]
        low, high = np.quantile(np.array(found), (0.01, 0.99), axis=0)
        return low, high

    def best(self) -> dict[str, float]:
        """Return the weighted medians, each in its own unit."""
        return {row.parameter: float(row.median) for row in self.table().itertuples()}

    def drawn(self, number: int, seed: int) -> list[dict[str, float]]:
        """Return whole draws of the fitted parameters by their weights, so that what goes together stays together."""
        rng = np.random.default_rng(seed)
        rows = rng.choice(len(self.weights), number, p=self.weights)
        return [
            {one.name: one.value(float(z)) for one, z in zip(self.priors, self.z[row], strict=True)} for row in rows
        ]

    def frame(self) -> pd.DataFrame:
        """Return the draws with their weights, parameters in their own units."""
        import pandas as pd

        values = {one.name: [one.value(float(z)) for z in self.z[:, place]] for place, one in enumerate(self.priors)}
        return pd.DataFrame({"weight": self.weights, "distance": self.distances, **values})

    @classmethod
    def read(cls, folder: Path) -> Posterior:
        """Return the posterior that was written to a folder.

        Raises
        ------
        InputError
            If the folder holds no fit, or its draws cannot be read.
        """
        import pandas as pd

        chosen = priors_of(read_settings(folder))
        file = folder / DRAWS
        try:
            draws = pd.read_csv(file)
            z = np.column_stack([[one.z(value) for value in draws[one.name]] for one in chosen])
            weights = draws["weight"].to_numpy(float)
            if not weights.sum() > 0.0:
                raise ValueError("no draw has any weight")
            return cls(chosen, z, weights / weights.sum(), draws["distance"].to_numpy(float))
        except FileNotFoundError:
            raise InputError(f"{file}: is missing; run spirals calibrate again to write it") from None
        except (KeyError, ValueError) as error:
            raise InputError(f"{file}: cannot be read as draws ({error}); run spirals calibrate again") from None


def priors_of(settings: Mapping[str, Any]) -> tuple[Prior, ...]:
    """Return the priors that a fit was made with, as it stored them."""
    names = [field.name for field in fields(Prior)]
    return tuple(Prior(**{name: one[name] for name in names}) for one in settings["priors"])


@dataclass(frozen=True, repr=False)
class Generation(Brief):
    """One generation of a fit, as the database has it: draws, and the estimators' values in each one's organisation."""

    posterior: Posterior
    values: tuple[dict[str, float], ...]


def generation(folder: Path, number: int | None = None) -> Generation:
    """Return a generation of a fit, the last unless a number is given; needs pyABC."""
    import pyabc

    chosen = priors_of(read_settings(folder))
    history = pyabc.History(_address(folder), create=False)
    population = history.get_population(history.max_t if number is None else number)
    particles = population.particles
    weights = np.array([one.weight for one in particles])
    z = np.array([[one.parameter[prior.name] for prior in chosen] for one in particles])
    far = np.array([one.distance for one in particles])
    order = np.lexsort((*z.T, far))
    posterior = Posterior(chosen, z[order], weights[order] / weights.sum(), far[order])
    return Generation(posterior, tuple(dict(particles[place].sum_stat) for place in order))


def generations(folder: Path) -> pd.DataFrame:
    """Return a row for each generation: threshold, proposals, draws kept."""
    import pyabc

    history = pyabc.History(_address(folder), create=False)
    found = history.get_all_populations()
    found = found[found["t"] >= 0]
    return found[["t", "epsilon", "samples", "particles"]].rename(
        columns={"t": "generation", "epsilon": "threshold", "samples": "proposals", "particles": "kept"}
    )


def _address(folder: Path) -> str:
    if not (folder / DATABASE).exists():
        raise InputError(f"{folder}: has no {DATABASE}; name a folder that spirals calibrate wrote")
    return f"sqlite:///{(folder / DATABASE).resolve()}"


def fit_table(last: Generation, first: Generation) -> pd.DataFrame:
    """Return a row for each row of the targets: what draws give after the fit and before it.

    ``median``, ``inside``: weighted median over the last generation and share of it inside the band; ``prior_median``,
    ``prior_inside``: the same over generation 0; ``miss``: mean miss of the last generation in half bands.
    """
    import pandas as pd

    rows = []
    for row in ROWS:
        after, before = (_summary(one, row.value, row.low, row.high) for one in (last, first))
        far = [misses(values)[row.value] for values in last.values]
        rows.append(
            {
                "target": row.target, "what": row.what, "low": row.low, "high": row.high, "median": after[0],
                "inside": after[1], "prior_median": before[0], "prior_inside": before[1],
                "miss": float(last.posterior.weights @ np.array(far)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _summary(one: Generation, name: str, low: float, high: float) -> tuple[float, float]:
    values = np.array([each.get(name, math.nan) for each in one.values])
    known = np.isfinite(values)
    if not known.any():
        return math.nan, 0.0
    weights = one.posterior.weights
    middle = weighted_quantile(values[known], weights[known], 0.5)
    return middle, float(weights[known & (values >= low) & (values <= high)].sum())


def weighted_quantile(values: Sequence[float] | Floats, weights: Floats, at: float) -> float:
    """Return the value below which a share of the weight lies (midpoint rule, linear in between).

    Examples
    --------
    >>> weighted_quantile([1.0, 2.0, 3.0], np.array([1.0, 1.0, 1.0]), 0.5)
    2.0
    """
    order = np.argsort(values)
    mine, weight = np.asarray(values, dtype=float)[order], weights[order]
    reached = (np.cumsum(weight) - 0.5 * weight) / weight.sum()
    return float(np.interp(at, reached, mine))
