"""What pyABC is told of this model: how proposals are judged, how generations close in, and how they are run.

Its own samplers for several processes seed each of them by the clock.  Here each proposal has a seed of its own, so
that the same fit gives the same bits whatever the workers, and one that went on after a kill those of one that did not.
This is the only module that loads pyABC.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

import cloudpickle
import numpy as np
import pandas as pd
import pyabc
from numpy.typing import NDArray
from pyabc.model import ModelResult
from pyabc.sampler import Sampler
from pyabc.transition import Transition
from scipy.stats import multivariate_normal

from spirals.experiments.workers import Progress, stream
from spirals.studies.calibration.priors import Prior, prior

Floats = NDArray[np.float64]
Values = dict[str, float]
_Answer = tuple[tuple[int, int, int], Any]
Model = Callable[[Mapping[str, float], int, float], Values | None]
"""Given parameters, a seed and a distance from which an answer is of no use: the estimators' values, or None."""
_FIRST_SEED, _LAST_SEED = 1_000_000, 2**31 - 1  # of organisations: none that tables or screening use
_EVERYTHING = 1e9  # a distance that no organisation reaches


class Organisations(pyabc.IntegratedModel):
    """Judges a proposal, whose parameters pyABC holds in prior SDs, by an organisation with a seed of its own."""

    def __init__(self, model: Model, measure_of: Callable[[Values], float]) -> None:
        super().__init__("organisations")
        self.model, self.measure_of = model, measure_of

    def integrated_simulate(self, pars: Mapping[str, float], eps: float) -> Any:
        """Return whether the proposal lies within ``eps``, with its values."""
        seed = int(np.random.randint(_FIRST_SEED, _LAST_SEED))  # noqa: NPY002 - seeded with the proposal
        changes = {name: prior(name).value(float(z)) for name, z in pars.items()}
        values = self.model(changes, seed, math.inf if eps >= _EVERYTHING else eps)
        if values is None:
            return ModelResult(accepted=False)
        far = self.measure_of(values)
        return ModelResult(accepted=far <= eps, distance=far, sum_stat=values, weight=1.0)


class Closing(pyabc.QuantileEpsilon):
    """Thresholds: everything for generation 0, then a quantile of the last generation's distances."""

    def __init__(self, quantile: float) -> None:
        super().__init__(initial_epsilon="from_sample", alpha=quantile)

    def initialize(self, t: int, get_weighted_distances: Callable[[], Any], *rest: Any, **named: Any) -> None:
        """Set the first threshold of a run; pyABC's own would draw a generation for it and throw it away."""
        if t == 0:
            self._look_up[0] = _EVERYTHING
        else:
            self._update(t, get_weighted_distances())


class OneBell(Transition):
    """Proposals from one bell round the last generation, correlations half taken away; one in ten from the prior.

    pyABC's own are kernels round each draw.  With fifteen parameters and a hundred draws, kernels hardly overlap, and
    all weight goes to a few draws.  With one bell weights stay even, and those from the prior bound them.
    """

    WIDER, SHRUNK, PRIOR = 1.2, 0.5, 0.1  # variance against that of draws; share of correlations; of proposals

    def fit(self, X: pd.DataFrame, w: Floats) -> None:
        """Take the weighted mean and covariance of a generation."""
        values = X.to_numpy()
        self.mean = w @ values
        own = values - self.mean
        found = (own * w[:, None]).T @ own / (1.0 - float((w**2).sum()))
        self.covariance = self.WIDER * ((1.0 - self.SHRUNK) * found + self.SHRUNK * np.diag(np.diag(found)))
        self.bell = multivariate_normal(self.mean, self.covariance)
        self.usual = multivariate_normal(np.zeros(len(self.mean)))

    def rvs_single(self) -> pyabc.Parameter:
        """Draw a proposal."""
        if np.random.random() < self.PRIOR:  # noqa: NPY002 - seeded with the proposal, as all of pyABC is
            drawn = np.random.standard_normal(len(self.mean))  # noqa: NPY002
        else:
            drawn = np.random.multivariate_normal(self.mean, self.covariance)  # noqa: NPY002
        return pyabc.Parameter(dict(zip(self.X.columns, drawn.tolist(), strict=True)))

    def pdf(self, x: Any) -> Any:
        """Return the density of one proposal, or of the rows of a table."""
        if isinstance(x, pd.DataFrame):
            return np.atleast_1d(self._density(x[self.X.columns].to_numpy()))
        return float(self._density(np.array([x[name] for name in self.X.columns])))

    def _density(self, points: Floats) -> Any:
        return (1.0 - self.PRIOR) * self.bell.pdf(points) + self.PRIOR * self.usual.pdf(points)


def prepared(
    chosen: Sequence[Prior], particles: int, quantile: float, sampler: OrderedSampler, model: Model,
    measure_of: Callable[[Values], float],
) -> Any:  # fmt: skip
    """Return pyABC's fit, ready to begin or to go on."""
    bells = {one.name: pyabc.RV("truncnorm", one.z_low, one.z_high) for one in chosen}
    return pyabc.ABCSMC(
        Organisations(model, measure_of),
        pyabc.Distribution(**bells),
        lambda values, _observed: measure_of(values),
        population_size=particles,
        transitions=OneBell(),
        eps=Closing(quantile),
        sampler=sampler,
    )


class _Proposal(NamedTuple):
    recipe: bytes  # pyABC's function that proposes, simulates and judges
    key: tuple[int, int, int]  # seed, generation, number


class OrderedSampler(Sampler):
    """Proposals numbered 0, 1, ...: the first ``n`` accepted ones, in the order of their numbers, are the generation.

    Processes are started once and kept for all generations; `close` ends them.

    Parameters
    ----------
    seed
        Of the whole fit.
    workers
        Processes; 1 runs in this one.
    progress
        Told of proposals done.
    """

    def __init__(self, seed: int, workers: int = 1, progress: Progress | None = None) -> None:
        super().__init__()
        self.seed, self.workers, self.progress = seed, workers, progress
        self._under_way: Iterator[_Proposal] = iter(())
        self._answers: Generator[_Answer] | None = None

    def sample_until_n_accepted(
        self, n: int, simulate_one: Any, t: int, *, max_eval: float = math.inf, **_unused: Any
    ) -> Any:
        """Return a sample with ``n`` accepted particles; not ``ok`` if ``max_eval`` proposals gave fewer."""
        recipe = cloudpickle.dumps(simulate_one)
        self._under_way = (_Proposal(recipe, (self.seed, t, number)) for number in count())
        if self._answers is None:
            self._answers = self._all()
        sample = self._create_empty_sample()
        waiting: dict[int, Any] = {}
        done = accepted = 0
        for key, particle in self._answers:
            if key[1] != t:
                continue  # begun for the last generation, which was complete without it
            waiting[key[2]] = particle
            while accepted < n and done < max_eval and done in waiting:
                sample.append(waiting[done])
                accepted += waiting.pop(done).accepted
                done += 1
                if self.progress is not None:
                    self.progress(1.0)
            if accepted == n or done >= max_eval:
                break
        self.nr_evaluations_ = done
        sample.ok = accepted == n
        return sample

    def close(self) -> None:
        """End the processes."""
        if self._answers is not None:
            self._answers.close()

    def _all(self) -> Generator[_Answer]:
        """Give answers as they come to whatever is under way at the time, which changes with the generation."""
        tasks = (next(self._under_way) for _ in count())
        if self.workers > 1:
            yield from stream(_evaluate, tasks, self.workers)
        else:
            yield from map(_evaluate, tasks)


def _evaluate(proposal: _Proposal) -> _Answer:
    with _seeded(proposal.key):
        return proposal.key, _recipe(proposal.recipe)()


@lru_cache(maxsize=1)
def _recipe(pickled: bytes) -> Any:
    return cloudpickle.loads(pickled)


@contextmanager
def _seeded(key: tuple[int, int, int]) -> Iterator[None]:
    """Give pyABC, which draws from numpy's global numbers, ones that depend on the key alone."""
    kept = np.random.get_state()  # noqa: NPY002 - pyABC knows no other
    np.random.seed(np.random.SeedSequence(key).generate_state(4))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(kept)  # noqa: NPY002
