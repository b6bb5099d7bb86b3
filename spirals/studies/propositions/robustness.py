"""Whether the headline claims survive another way of computing, another size, a real network, a null model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.analysis.multiplicity import adjusted
from spirals.analysis.real_networks import files_of
from spirals.errors import InputError
from spirals.experiments.workers import Progress
from spirals.null_models import NULL_MODELS
from spirals.studies.propositions.connections import CONNECTIONS
from spirals.studies.propositions.declare import GROWTH, PUSH_END, Proposition
from spirals.studies.propositions.practices import PRACTICES
from spirals.studies.propositions.signs import ARROWS, MEASURED, SIGNS, Sign, signs
from spirals.studies.propositions.trial import CARRIES, Trial, run_all, situations, trial_of, verdict

if TYPE_CHECKING:
    import pandas as pd

HEADLINES: dict[str, tuple[str, ...]] = {
    "upward spirals": ("upward, lasts", "upward, grows"),
    "downward spirals": ("downward, lasts", "downward, grows"),
    "contagion": ("contagion",),
    "resilience": ("benefit 6", "benefit 6, weight"),
    "onboarding": ("onboarding, ties", "onboarding, knowledge", "onboarding, against the usual"),
}
"""The five headline claims, each as the propositions that stand for it."""
AS_IT_IS = "as it is"
COMPUTATION, SIZE, NETWORK, NULL = "computation", "size", "real network", "null model"
SIZES = (50, 200, 1000, 5000)
NETWORKS = (
    "krackhardt_hightech",
    "cross_parker_consulting",
    "lazega_lawfirm",
    "uk_faculty",
    "workplace_contacts_2013",
    "manufacturing_emails",
)
"""Real organisations by folder, 21 to 167 people."""
WITHOUT_TIES = ("M0", "M6")
"""Null models in which no behaviour and no state reads what has become of a tie."""
NEXT_TO_NOTHING = 0.05
"""Share of an effect below which ratios of it say nothing (display)."""
LASTS = {"better moments": "upward, lasts", "worse moments": "downward, lasts"}
"""The claim that says whether a push leaves anything."""
FEWEST_PAIRS = 5
MANY = 200
"""People beyond whom fewer pairs of runs do."""
WITHDRAWN, ROBUST, DEPENDS = "withdrawn", "robust", "depends"
NOT_CLAIMED, UNCLEAR = "not claimed", "unclear"


@dataclass(frozen=True)
class Variant:
    """The same theory computed, peopled or wired otherwise, or without some of it.

    Attributes
    ----------
    name
        Unique among variants.
    kind
        ``as it is``, ``computation``, ``size``, ``real network`` or ``null model``.
    changes
        Fields of a scenario.
    """

    name: str
    kind: str
    changes: Mapping[str, Any] = field(default_factory=dict)


def variants(data: Path | None = None, size: int = 60) -> tuple[Variant, ...]:
    """Return all variants; those on real networks only with the folder that holds them.

    Raises
    ------
    InputError
        If the folder, or a network in it, is absent.
    """
    people = {"size": size}
    return (
        Variant(AS_IT_IS, AS_IT_IS, people),
        Variant("all act at once", COMPUTATION, {**people, "activation": "simultaneous"}),
        Variant("half the time step", COMPUTATION, {**people, "time_step": 0.5}),
        Variant("square saturation", COMPUTATION, {**people, "saturation": "square"}),
        *(Variant(f"{number} people", SIZE, {"size": number}) for number in SIZES),
        *(_networks(data) if data is not None else ()),
        *(Variant(name, NULL, {**people, "null_model": name}) for name in NULL_MODELS),
    )


def _networks(data: Path) -> tuple[Variant, ...]:
    found = []
    for name in NETWORKS:
        files = files_of(data, name)
        absent = [path for path in files.values() if not Path(path).is_file()]
        if absent:
            raise InputError(f"--data: {absent[0]}: is absent; name the folder of real networks, or leave --data out")
        found.append(Variant(name, NETWORK, files))
    return tuple(found)


def headlines() -> tuple[Proposition, ...]:
    """Return the propositions that stand for the headline claims."""
    known = {each.name: each for each in (*CONNECTIONS, *PRACTICES)}
    return tuple(known[name] for names in HEADLINES.values() for name in names)


def pairs_for(variant: Variant, replicates: int) -> int:
    """Return how many pairs of runs a variant gets: fewer where many people leave less to chance, never below 5."""
    people = int(variant.changes.get("size", 0))
    return replicates if people <= MANY else max(FEWEST_PAIRS, math.ceil(replicates * MANY / people))


def runs_in(chosen: Sequence[Variant], replicates: int) -> int:
    """Return how many runs `try_variants` makes."""
    return len(situations(headlines())) * sum(pairs_for(one, replicates) for one in chosen)


def try_variants(
    chosen: Sequence[Variant],
    *,
    claims: Sequence[Proposition] = (),
    replicates: int = 20,
    days: int = 190,
    seed: int = 1,
    workers: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Try the headline claims in variants of the model, by paired runs.

    Parameters
    ----------
    chosen
        Variants, `AS_IT_IS` among them.
    claims
        Some of `headlines()`; none means all, and the signs of a spiral besides (`signs.signs`).
    replicates
        Pairs of runs, >= 5; larger organisations get fewer (`pairs_for`).
    days
        Working days.

    Returns
    -------
    pandas.DataFrame
        A row for each variant and claim: difference, effect in SD with its interval, verdict, and the share that a null
        model keeps of the difference as it is, where that is as claimed.

    Raises
    ------
    InputError
        If days or pairs are too few.
    RunFailed
        If a run failed.
    """
    import pandas as pd

    if days < PUSH_END + 10:
        raise InputError(f"days: {days} is too few; the claims need {PUSH_END + 10} or more")
    if replicates < FEWEST_PAIRS:
        raise InputError(f"replicates: {replicates} is too few; verdicts need {FEWEST_PAIRS} or more")
    tried = tuple(claims) or headlines()
    measures = tuple(dict.fromkeys(each.measure for each in tried if not each.measure.startswith(GROWTH)))
    measures = measures if claims else (*measures, *ARROWS.values())
    rows: list[dict[str, Any]] = []
    whole: dict[str, float] = {}
    for one in chosen:
        setting = {"days": days, "seed": seed, "replicates": pairs_for(one, replicates), **one.changes}
        runs = run_all(situations(tried), setting, measures, workers, progress)
        trials = [trial_of(each, one.name, runs) for each in tried]
        p = adjusted([trial.p for trial in trials])
        found = [_trial_row(trial, float(p[place])) for place, trial in enumerate(trials)]
        found += [] if claims else [_sign_row(sign, setting["replicates"]) for sign in signs(runs)]
        if one.name == AS_IT_IS:
            whole = {row["claim"]: row["difference"] for row in found if row["as_claimed"]}
        said = {"people": setting.get("size", math.nan), "days": days, "seed": seed}
        for row in found:
            base = whole.get(row["claim"], 0.0) if one.kind == NULL else 0.0
            kept = row["difference"] / base if base else math.nan
            rows.append({"variant": one.name, "kind": one.kind, **row, "kept": kept, **said})
    return without_idle_pushes(pd.DataFrame(rows))


def without_idle_pushes(found: pd.DataFrame) -> pd.DataFrame:
    """Return results without ratios and half-lives where a null model leaves next to nothing of what a push does."""
    found = found.copy()
    idle = found[(found["kind"] == NULL) & (found["kept"].abs() < NEXT_TO_NOTHING)]
    for push, claim in LASTS.items():
        models = idle.loc[idle["claim"] == claim, "variant"]
        place = (found["verdict"] == MEASURED) & found["claim"].str.startswith(push) & found["variant"].isin(models)
        found.loc[place, "difference"] = math.nan
    return found


def _trial_row(trial: Trial, p: float) -> dict[str, Any]:
    found, name = trial.found, trial.proposition.name
    return {
        "headline": next(head for head, names in HEADLINES.items() if name in names),
        "claim": name, "pairs": found.n, "difference": found.difference, "low": found.low, "high": found.high,
        "effect": found.effect, "effect_low": found.effect_low, "effect_high": found.effect_high,
        "effect_between": "runs" if trial.between_runs else "people", "p_adjusted": p, "verdict": verdict(trial, p),
        "as_claimed": trial.as_claimed,
    }  # fmt: skip


def _sign_row(sign: Sign, pairs: int) -> dict[str, Any]:
    unknown = dict.fromkeys(("effect", "effect_low", "effect_high"), math.nan)
    return {
        "headline": SIGNS, "claim": sign.name, "pairs": pairs, "difference": sign.value, "low": sign.low,
        "high": sign.high, **unknown, "effect_between": "", "p_adjusted": math.nan, "verdict": sign.verdict,
        "as_claimed": sign.low > 0.0,
    }  # fmt: skip


def judged(found: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each claim: what is left of it over all variants.

    ``withdrawn``: half of it or more stands, as claimed, where nothing reads what becomes of ties (M0 or M6).
    ``not claimed``: it does not hold as the model is; ``unclear``: it cannot be told whether it does.
    ``robust``: it holds in every variant that is no null model.  ``depends``: not in some, which are named.
    """
    import pandas as pd

    rows = []
    for (head, claim), tried in found[found["verdict"] != MEASURED].groupby(["headline", "claim"], sort=False):
        by_variant = {str(row["variant"]): row for row in tried.to_dict("records")}
        also = [
            name for name in WITHOUT_TIES
            if name in by_variant and by_variant[name]["as_claimed"] and by_variant[name]["kept"] >= CARRIES
        ]  # fmt: skip
        others = {name: row["verdict"] for name, row in by_variant.items() if row["kind"] not in (NULL, AS_IT_IS)}
        failing = [name for name, said in others.items() if not said.startswith("holds")]
        base = str(by_variant[AS_IT_IS]["verdict"])
        said = WITHDRAWN if also else DEPENDS if failing else ROBUST
        if not base.startswith("holds"):
            said = UNCLEAR if base == UNCLEAR else NOT_CLAIMED
        rows.append(
            {
                "headline": head, "claim": claim, "as_it_is": base, "judgement": said,
                "holds_in": len(others) - len(failing), "of": len(others), "not_in": "; ".join(failing),
                "also_in": " ".join(also),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
