"""The fit itself: sequential Monte Carlo by pyABC from the priors to organisations that meet the targets.

Generation 0 is drawn from the priors and kept whole.  Each later one keeps proposals whose distance is below a
quantile of the last one's.  Proposals are given up as soon as the diary study alone is too far off.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from spirals.errors import InputError
from spirals.experiments.errors import Interrupted
from spirals.experiments.provenance import version
from spirals.experiments.store import write_json
from spirals.experiments.workers import Progress
from spirals.studies.calibration.fit import Values, distance, measure
from spirals.studies.calibration.priors import Prior, priors
from spirals.studies.extras import need
from spirals.studies.lock import only_writer

Model = Callable[[Mapping[str, float], int, float], Values | None]
"""Given parameters, a seed and a distance from which an answer is of no use: the estimators' values, or None."""
FREED = (
    "encounter_rate", "mood_on_rate", "reach_base", "minutes_mean", "conduct_base", "felt_slope", "loss_ratio",
    "familiarity_gain", "fading", "mood_lift", "mood_inertia", "mood_innovation", "mood_level_spread",
    "energy_innovation", "energy_in_mood",
)  # fmt: skip
"""What is fitted unless named: of the parameters that the table says a target has set, those with a screening strength
of 2 or more (docs/data/calibration/screening.csv)."""
DATABASE, SETTINGS = "fit.db", "settings.json"
PARTICLES, GENERATIONS, QUANTILE, SEED = 100, 6, 0.4, 20260101


@dataclass(frozen=True)
class Settings:
    """What a fit is made by; two with the same settings give the same bits.

    Attributes
    ----------
    priors
        Of the parameters that are fitted.
    particles
        Accepted draws in each generation.
    quantile
        Of a generation's distances: what the next one has to be below.
    seed
        Of all draws.
    spirals, pyabc
        Versions.
    """

    priors: tuple[Prior, ...]
    particles: int = PARTICLES
    quantile: float = QUANTILE
    seed: int = SEED
    spirals: str = ""
    pyabc: str = ""


def calibrate(
    out: Path,
    freed: Sequence[str] = FREED,
    *,
    particles: int = PARTICLES,
    generations: int = GENERATIONS,
    quantile: float = QUANTILE,
    seed: int = SEED,
    least_accepted: float = 0.02,
    workers: int = 1,
    progress: Progress | None = None,
    told: Callable[[str], None] | None = None,
    model: Model = measure,
    measure_of: Callable[[Values], float] = distance,
) -> Path:
    """Fit parameters to the targets, or go on with a fit that was stopped.

    Parameters
    ----------
    out
        Folder of the fit: new, empty, or one where a fit with the same settings was begun.
    freed
        Parameters to fit; the others stay as the table has them.
    particles
        Draws in each generation, more than twice the number of parameters.
    generations
        How many to have in the end, >= 1; those that are there already count.
    quantile
        How fast generations close in, between 0 and 1.
    seed
        Of all draws; the same bits whatever the workers.
    least_accepted
        Share of proposals that a generation has to accept; the fit ends with the last one that did.
    workers
        Processes.
    progress
        Told of proposals done.
    told
        Told in words of each generation.
    model, measure_of
        What gives the values at some parameters, and how far they are off; the targets unless given.

    Returns
    -------
    pathlib.Path
        The folder, which `Posterior.read` reads.

    Raises
    ------
    InputError
        If a setting makes no sense, or the folder holds something else.
    Interrupted
        If somebody stopped it; generations that were done are kept.
    """
    if workers < 1:
        raise InputError(f"workers: {workers} is not a number of processes; give 1 or more")
    chosen = priors(freed)
    need("pyabc", "calibrate")
    settings = _checked(Settings(chosen, particles, quantile, seed), generations)
    out = Path(out)
    _begin(out, settings)
    from spirals.studies.calibration.sampler import OrderedSampler, prepared

    for name in ("ABC", "ABC.History"):  # pyABC sets them when it is loaded
        logging.getLogger(name).setLevel(logging.ERROR)
    sampler = OrderedSampler(seed, workers, progress)
    with only_writer(out), closing(sampler):
        try:
            _fit(
                out, generations, least_accepted, told,
                lambda: prepared(chosen, particles, quantile, sampler, model, measure_of),
            )  # fmt: skip
        except KeyboardInterrupt:
            raise Interrupted(f"interrupted; {out} keeps the generations done: the same command goes on") from None
    return out


def _checked(settings: Settings, generations: int) -> Settings:
    if not settings.priors:
        raise InputError("parameters: name at least one to fit")
    fewest = 2 * len(settings.priors) + 1
    if settings.particles < fewest:
        raise InputError(
            f"particles: {settings.particles} is too few for {len(settings.priors)} parameters; give {fewest} or more"
        )
    if not 0.0 < settings.quantile < 1.0:
        raise InputError(f"quantile: {settings.quantile:g} must lie between 0 and 1")
    if generations < 1:
        raise InputError(f"generations: {generations} is too few; give 1 or more")
    if settings.seed < 0:
        raise InputError(f"seed: {settings.seed} must not be below 0")
    return replace(settings, spirals=version() or "", pyabc=version("pyabc") or "")


def _begin(out: Path, settings: Settings) -> None:
    """Make the folder, or see that it holds the same fit."""
    mine = json.loads(json.dumps(asdict(settings)))
    if (out / SETTINGS).exists():
        said = read_settings(out)
        for name, value in mine.items():
            if said.get(name) != value:
                theirs = _short(said.get(name))
                raise InputError(f"{out}: was begun with {name} {theirs}; give the same, or another folder with --out")
        return
    if out.is_dir() and any(out.iterdir()):
        raise InputError(f"{out}: is not empty and holds no fit; name another folder with --out")
    out.mkdir(parents=True, exist_ok=True)
    write_json(mine, out / SETTINGS)


def read_settings(folder: Path) -> dict[str, Any]:
    """Return what a fit was made by.

    Raises
    ------
    InputError
        If the folder holds no fit.
    """
    file = folder / SETTINGS
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: holds no fit; name a folder that spirals calibrate wrote") from None
    except (OSError, ValueError):
        said = None
    if not isinstance(said, dict) or "priors" not in said:
        raise InputError(f"{file}: cannot be read as the settings of a fit; name another folder")
    return said


def _short(value: object) -> str:
    text = ", ".join(one["name"] for one in value) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _fit(
    out: Path, generations: int, least_accepted: float, told: Callable[[str], None] | None, prepare: Callable[[], Any]
) -> None:  # fmt: skip
    """Add generations until there are enough; each begins from the database alone, as after a kill."""
    address = f"sqlite:///{(out / DATABASE).resolve()}"
    if not (out / DATABASE).exists():
        prepare().new(address, {})
    while True:
        fit = prepare()
        history = fit.load(address, 1, {})
        done = history.n_populations
        if done >= generations:
            return
        history = fit.run(max_nr_populations=1, min_acceptance_rate=least_accepted)
        if history.n_populations == done:
            _tell(told, f"generation {done}: fewer than {least_accepted:.0%} accepted; the fit ends with the last one")
            return
        _tell(told, _words(history))


def _tell(told: Callable[[str], None] | None, words: str) -> None:
    if told is not None:
        told(words)


def _words(history: Any) -> str:
    last = history.get_all_populations().iloc[-1]
    far = history.get_weighted_distances(t=int(last["t"]))["distance"]
    return (
        f"generation {last['t']:.0f}: {last['particles']:.0f} of {last['samples']:.0f} proposals kept; distances "
        f"{far.min():.2f} to {far.max():.2f}"
    )
