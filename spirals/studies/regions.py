"""Where an answer flips: a small tree over the parameters that says where one scenario beats another (CART).

Scenario discovery after Bryant & Lempert (2010), with classification trees (Breiman et al. 1984).  A tree always finds
something, so it is kept only if it predicts draws that it has not seen better than saying the same everywhere.

PRIM, the other usual method, is left out: the EMA workbench brings statsmodels, seaborn and Platypus with it for a box.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from spirals.analysis.draws import draw_means
from spirals.plain import Brief
from spirals.studies.extras import need
from spirals.studies.robust import Robust
from spirals.studies.verdicts import direction

if TYPE_CHECKING:
    import pandas as pd

EVERYWHERE = "everywhere"
FEWEST = 20  # draws below which no tree is grown
RARE = 0.05  # share of the rarer answer below which the answer does not flip
MOST_LEAVES = 4
GAIN = 0.05  # how much better than one answer everywhere a tree must predict, in balanced accuracy


@dataclass(frozen=True)
class Region:
    """A box in the space of parameters: ``parameter -> (low, high)``, infinite where it has no bound."""

    bounds: dict[str, tuple[float, float]]
    draws: int
    share: float
    better: float

    @property
    def rule(self) -> str:
        """The box in words."""
        parts = []
        for name, (low, high) in self.bounds.items():
            if math.isfinite(low) and math.isfinite(high):
                parts.append(f"{low:.3g} < {name} <= {high:.3g}")
            elif math.isfinite(low):
                parts.append(f"{name} > {low:.3g}")
            else:
                parts.append(f"{name} <= {high:.3g}")
        return " and ".join(parts) or EVERYWHERE


@dataclass(frozen=True, repr=False)
class Regions(Brief):
    """Where one scenario beats another.

    Attributes
    ----------
    better
        Share of all draws in which it is better.
    accuracy
        Balanced accuracy on draws left out (cross-validated); .5 is no better than one answer everywhere.
    boxes
        One that holds everything where no region was found.
    important
        Parameters by how much they tell, the first the most.
    """

    other: str
    against: str
    measure: str
    better: float
    accuracy: float
    boxes: tuple[Region, ...]
    important: tuple[str, ...]
    said: str

    def table(self) -> pd.DataFrame:
        """Return one row per region: rule, draws in it, share of all, share of them in which it is better."""
        import pandas as pd

        rows: list[dict[str, Any]] = [
            {
                "scenario": self.other,
                "against": self.against,
                "measure": self.measure,
                "region": box.rule,
                "draws": box.draws,
                "share": box.share,
                "better": box.better,
                "accuracy": self.accuracy,
                "said": self.said,
            }
            for box in self.boxes
        ]
        return pd.DataFrame(rows)


def find_regions(found: Robust, other: str, measure: str, against: str) -> Regions:
    """Grow a tree over the draws and keep it if it predicts.

    Raises
    ------
    InputError
        If scikit-learn is not installed.
    """
    sign = -1.0 if direction(measure) < 0 else 1.0
    draws = draw_means(found.differences(other, measure, against))
    known = np.isfinite(draws)
    better = sign * draws[known] > 0.0
    names, where = _numbers(found)
    where = where[known]
    share = float(better.mean()) if better.size else math.nan

    def everywhere(said: str, accuracy: float = 0.5) -> Regions:
        box = Region({}, len(better), 1.0, share)
        return Regions(other, against, measure, share, accuracy, (box,), (), said)

    if len(better) < FEWEST:
        return everywhere(f"{len(better)} draws are too few to look for regions; take {FEWEST} or more")
    if min(share, 1.0 - share) < RARE:
        return everywhere("the answer hardly flips")
    tree, accuracy = _grown(where, better)
    if accuracy < 0.5 + GAIN or tree.tree_.node_count == 1:
        return everywhere("the answer flips, but no simple region predicts where", accuracy)
    order = np.argsort(-tree.feature_importances_, kind="stable")
    important = tuple(names[k] for k in order if tree.feature_importances_[k] > 0.0)
    boxes = _boxes(tree, names, where, better)
    return Regions(
        other, against, measure, share, accuracy, boxes, important, f"predicts {accuracy:.0%} of draws left out"
    )


def _numbers(found: Robust) -> tuple[list[str], NDArray[np.float64]]:
    """Return the factors as numbers, shape (draws, factors); text and truth values by their place."""
    points = found.sweep.points
    names = list(found.sweep.factors)
    columns = []
    for name in names:
        column = points[name]
        if column.dtype.kind not in "if":
            column = column.astype(str).astype("category").cat.codes
        columns.append(column.to_numpy(dtype=np.float64))
    return names, np.array(columns).T


def _grown(where: NDArray[np.float64], better: NDArray[np.bool_]) -> tuple[Any, float]:
    need("sklearn", "robust: regions")
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.tree import DecisionTreeClassifier

    leaf = max(5, len(better) // 20)
    tree = DecisionTreeClassifier(
        max_leaf_nodes=MOST_LEAVES, min_samples_leaf=leaf, class_weight="balanced", random_state=0
    )
    folds = StratifiedKFold(min(5, int(min(better.sum(), (~better).sum()))), shuffle=True, random_state=0)
    guessed = cross_val_predict(tree, where, better, cv=folds)
    return tree.fit(where, better), float(balanced_accuracy_score(better, guessed))


def _boxes(tree: Any, names: list[str], where: NDArray[np.float64], better: NDArray[np.bool_]) -> tuple[Region, ...]:
    """Return the leaves of a tree as boxes, the best first."""
    inner, leaves = tree.tree_, tree.apply(where)
    boxes = []

    def walk(node: int, bounds: dict[str, tuple[float, float]]) -> None:
        if inner.children_left[node] == -1:
            here = leaves == node
            boxes.append(Region(bounds, int(here.sum()), float(here.mean()), float(better[here].mean())))
            return
        name, cut = names[inner.feature[node]], float(inner.threshold[node])
        low, high = bounds.get(name, (-math.inf, math.inf))
        walk(inner.children_left[node], {**bounds, name: (low, min(high, cut))})
        walk(inner.children_right[node], {**bounds, name: (max(low, cut), high)})

    walk(0, {})
    return tuple(sorted(boxes, key=lambda box: -box.better))
