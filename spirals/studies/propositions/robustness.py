"""Whether the headline claims survive another way of computing, another size, a real network, a null model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spirals.analysis.real_networks import files_of
from spirals.errors import InputError
from spirals.experiments.workers import Progress
from spirals.null_models import NULL_MODELS
from spirals.studies.propositions.claims import PUSH_END
from spirals.studies.propositions.declare import HOLDS, NOT_SETTLED, ROWS, Row
from spirals.studies.propositions.laboratory import WINDOW
from spirals.studies.propositions.trial import Setting, Trial, try_rows

if TYPE_CHECKING:
    import pandas as pd

HEADLINES: dict[str, tuple[str, ...]] = {
    "upward spirals": ("upward spirals",),
    "downward spirals": ("downward spirals",),
    "contagion": ("contagion",),
    "resilience": ("R1", "R2"),
    "onboarding": ("onboarding",),
}
"""The five headline claims, each as the rows that stand for it."""
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
CARRIES = 0.5
"""Share of an effect that a null model must keep for it to be said to show it too (display)."""
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


def headlines() -> tuple[Row, ...]:
    """Return the rows that stand for the headline claims."""
    return tuple(ROWS[name] for names in HEADLINES.values() for name in names)


def pairs_for(variant: Variant, replicates: int) -> int:
    """Return how many pairs of runs a variant gets: fewer where many people leave less to chance, never below 5."""
    people = int(variant.changes.get("size", 0))
    return replicates if people <= MANY else max(FEWEST_PAIRS, math.ceil(replicates * MANY / people))


def replicates_in(chosen: Sequence[Variant], replicates: int) -> int:
    """Return how many replicates of rows `try_variants` makes."""
    return len(headlines()) * sum(pairs_for(one, replicates) for one in chosen)


def try_variants(
    chosen: Sequence[Variant],
    *,
    claims: Sequence[Row] = (),
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
        Some of `headlines()`; none means all.
    replicates
        Pairs of runs, >= 5; larger organisations get fewer (`pairs_for`).
    days
        Working days of a standard run.

    Returns
    -------
    pandas.DataFrame
        A row for each variant and part of a claim: effect with its interval, verdict, and the share that a null model
        keeps of the effect as it is, where that is as claimed.

    Raises
    ------
    InputError
        If days or pairs are too few.
    """
    import pandas as pd

    if days < PUSH_END + 10:
        raise InputError(f"days: {days} is too few; the claims need {PUSH_END + 10} or more")
    if replicates < FEWEST_PAIRS:
        raise InputError(f"replicates: {replicates} is too few; verdicts need {FEWEST_PAIRS} or more")
    rows: list[dict[str, Any]] = []
    whole: dict[str, float] = {}
    for one in chosen:
        pairs = pairs_for(one, replicates)
        setting = Setting(seed=seed, days=days, window=min(WINDOW, days // 3), changes=one.changes)
        trials = try_rows(
            tuple(claims) or headlines(), replicates=pairs, most=pairs, setting=setting, workers=workers,
            progress=progress,
        )  # fmt: skip
        found = [found for trial in trials for found in _part_rows(trial)]
        if one.name == AS_IT_IS:
            whole = {row["claim"]: row["beyond"] for row in found if row["as_claimed"]}
        said = {"people": one.changes.get("size", math.nan), "days": days, "seed": seed}
        for row in found:
            base = whole.get(row["claim"], 0.0) if one.kind == NULL else 0.0
            kept = row["beyond"] / base if base else math.nan
            rows.append({"variant": one.name, "kind": one.kind, **row, "kept": kept, **said})
    return pd.DataFrame(rows).drop(columns="beyond")


def _part_rows(trial: Trial) -> list[dict[str, Any]]:
    rows = []
    for part in trial.row.parts:
        found = trial.estimate(part)
        ends = (found.low - part.nothing, found.high - part.nothing)
        rows.append(
            {
                "headline": next(head for head, names in HEADLINES.items() if trial.row.id in names),
                "claim": f"{trial.row.id}: {part.measure}", "pairs": found.pairs, "effect": found.value,
                "low": found.low, "high": found.high, "least": part.least, "unit": part.unit,
                "verdict": trial.verdict(part), "as_claimed": (ends[0] > 0.0) if part.sign > 0 else (ends[1] < 0.0),
                "beyond": found.value - part.nothing,
            }
        )  # fmt: skip
    return rows


def judged(found: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each claim: what is left of it over all variants.

    ``withdrawn``: half of it or more stands, as claimed, where nothing reads what becomes of ties (M0 or M6).
    ``not claimed``: it does not hold as the model is; ``unclear``: it is not settled whether it does.
    ``robust``: it holds in every variant that is no null model.  ``depends``: not in some, which are named.
    """
    import pandas as pd

    rows = []
    for (head, claim), tried in found.groupby(["headline", "claim"], sort=False):
        by_variant = {str(row["variant"]): row for row in tried.to_dict("records")}
        also = [
            name for name in WITHOUT_TIES
            if name in by_variant and by_variant[name]["as_claimed"] and by_variant[name]["kept"] >= CARRIES
        ]  # fmt: skip
        others = {name: row["verdict"] for name, row in by_variant.items() if row["kind"] not in (NULL, AS_IT_IS)}
        failing = [name for name, said in others.items() if said != HOLDS]
        base = str(by_variant[AS_IT_IS]["verdict"])
        said = WITHDRAWN if also else DEPENDS if failing else ROBUST
        if base != HOLDS:
            said = UNCLEAR if base == NOT_SETTLED else NOT_CLAIMED
        rows.append(
            {
                "headline": head, "claim": claim, "as_it_is": base, "judgement": said,
                "holds_in": len(others) - len(failing), "of": len(others), "not_in": "; ".join(failing),
                "also_in": " ".join(also),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
