"""Estimators for traces of who deals with whom: contacts seen by sensors or observers, e-mails, and ties named.

The same functions take what a real study recorded and what it would have recorded in a simulated organisation.  People
are rows 0, 1, ...; names of statistics are those of the tables of facts computed from the real sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse.csgraph import shortest_path

from spirals.analysis.targets import networks
from spirals.plain import Brief

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
Values = dict[str, float]

_WEEK = 5  # recorded days of a working week
_LAST_DAYS = 3
_TAIL_MINUTES, _TAIL_MAILS = 10.0, 9.5  # beyond which the tail of pair totals is fitted: 10 e-mails and more
_SHORT, _LONG = 1.0, 5.0  # minutes of contact that part short, middling and long days of a pair
_SOME, _MANY = 2, 5  # the same for e-mails a week


@dataclass(frozen=True, repr=False)
class Contacts(Brief):
    """Contacts in person, undirected.

    Attributes
    ----------
    people, days
        How many were recorded.
    table
        One row an episode: day (0, 1, ...), a < b, minutes (or sightings).
    unit
        Each person's department as a number, shape (people,); None where it is not known.
    """

    people: int
    days: int
    table: pd.DataFrame
    unit: Whole | None = None


@dataclass(frozen=True, repr=False)
class Mail(Brief):
    """E-mails: one row of ``table`` a week, sender ``a`` and receiver ``b``, with the number of ``mails``."""

    people: int
    weeks: int
    table: pd.DataFrame
    unit: Whole | None = None


@dataclass(frozen=True, repr=False)
class Namings(Brief):
    """Who names whom: ``layers`` by name, each of shape (people, people); ``units`` by name, each (people,)."""

    layers: dict[str, Bools]
    units: dict[str, Whole]


# --- networks -----------------------------------------------------------------------------------------
def shape(net: Bools) -> Values:
    """Return the shape of a network, direction ignored.

    Returns
    -------
    dict
        ``trans``: closed share of two-paths; ``clust``: mean over people of the closed share of their own (0 with
        fewer than two ties); ``assort``: degree assortativity; ``gcc``: share of people in the largest component;
        ``apl``: mean shortest path in it; ``Q_louvain``: modularity of the best partition that Louvain's method finds.
    """
    both = net | net.T
    np.fill_diagonal(both, False)
    links = both.astype(float)
    degree = links.sum(axis=0)
    corners = ((links @ links) * links).sum(axis=1)
    paths = degree * (degree - 1.0)
    distance = shortest_path(both, directed=False, unweighted=True)
    reach = np.isfinite(distance).sum(axis=0)
    core = np.isfinite(distance[int(reach.argmax())])
    graph = nx.from_numpy_array(both)
    parts = nx.community.louvain_communities(graph, weight=None, seed=1)
    return {
        "trans": float(corners.sum() / paths.sum()) if paths.any() else float("nan"),
        "clust": float(np.divide(corners, paths, out=np.zeros_like(paths), where=paths > 0.0).mean()),
        "assort": networks.assortativity(both),
        "gcc": float(reach.max() / len(both)),
        "apl": float(networks.off_diagonal(distance[np.ix_(core, core)]).mean()),
        "Q_louvain": float(nx.community.modularity(graph, parts, weight=None)),
    }


def unevenness(values: NDArray) -> float:
    """Return SD over mean."""
    return float(np.std(values) / np.mean(values))


def directed_shape(net: Bools) -> Values:
    """Return ``cv_indeg``, ``cv_outdeg``, ``recip`` (share of arcs returned) and `shape`."""
    degrees = {"cv_indeg": unevenness(net.sum(axis=0)), "cv_outdeg": unevenness(net.sum(axis=1))}
    return {**degrees, "recip": networks.reciprocity(net), **shape(net)}


def top_share(values: Floats, share: float = 0.1) -> float:
    """Return what the largest tenth holds of the total."""
    ordered = np.sort(values)[::-1]
    return float(ordered[: max(1, int(share * len(ordered)))].sum() / ordered.sum())


def tail_exponent(values: Floats, least: float) -> float:
    """Return the exponent of a power law fitted to the values beyond ``least`` (Hill); nan with fewer than ten."""
    tail = values[values > least]
    return float(1.0 + len(tail) / np.log(tail / least).sum()) if len(tail) >= 10 else float("nan")


def spread_over_pairs(totals: Floats) -> Values:
    """Return how pair totals > 0 differ: ``w_mean``, ``w_median``, ``w_gini``, ``w_top10share``."""
    return {
        "w_mean": float(totals.mean()),
        "w_median": float(np.median(totals)),
        "w_gini": networks.gini(totals),
        "w_top10share": top_share(totals),
    }


# --- contacts ---------------------------------------------------------------------------------------------
def daily(contacts: Contacts) -> Floats:
    """Return minutes of every pair and day among people with any contact, shape (days, people, people), symmetric."""
    made = np.zeros((contacts.days, contacts.people, contacts.people))
    t = contacts.table
    np.add.at(made, (t["day"].to_numpy(), t["a"].to_numpy(), t["b"].to_numpy()), t["minutes"].to_numpy(float))
    made += made.transpose(0, 2, 1)
    seen = made.any(axis=(0, 1))
    return np.asarray(made[:, seen][:, :, seen])


def worn(contacts: Contacts) -> Floats:
    """Return the share of days on which each person with any contact had one, shape (people with any,)."""
    return np.asarray((daily(contacts) > 0.0).any(axis=2).mean(axis=0))


def contact_statistics(contacts: Contacts) -> Values:
    """Return what is computed from sensors: episodes, pairs, people, units, days that repeat, and new pairs."""
    minutes = daily(contacts)
    total = minutes.sum(axis=0)
    weights = networks.pairs_of(total)
    strength = total.sum(axis=1)
    totals = weights[weights > 0.0]
    net = total > 0.0
    pairs = spread_over_pairs(totals)
    form = shape(net)
    del form["gcc"]  # among people with any contact it is 1 but for the odd pair
    return {
        **_episodes(60.0 * contacts.table["minutes"].to_numpy(float)),
        "mean_deg_agg": float(net.sum(axis=1).mean()),
        "cv_deg": unevenness(net.sum(axis=1)),
        **form,
        "w_mean_min": pairs["w_mean"],
        "w_median_min": pairs["w_median"],
        "w_cv": unevenness(totals),
        "w_gini": pairs["w_gini"],
        "w_top10share": pairs["w_top10share"],
        "w_tail_exp_gt10min": tail_exponent(totals, _TAIL_MINUTES),
        "node_hours_cv": unevenness(strength),
        "spearman_w_overlap": networks.embedded_strength(total),
        **_by_department(contacts, total),
        **_each_day(minutes),
        **_day_to_day(minutes),
        **_new_pairs(minutes > 0.0),
    }


def _episodes(seconds: Floats) -> Values:
    return {
        "dur_mean_s": float(seconds.mean()),
        "dur_cv": unevenness(seconds),
        "dur_gt1min": float((seconds > 60.0).mean()),
        "dur_gt5min": float((seconds > 300.0).mean()),
    }


def _by_department(contacts: Contacts, total: Floats) -> Values:
    """Return density inside over density between departments: of pairs in contact, and of their time."""
    if contacts.unit is None:
        return {}
    t = contacts.table
    unit = contacts.unit[np.unique(np.concatenate([t["a"], t["b"]]))]
    return {"odds_department": networks.homophily(total > 0.0, unit), "odds_time": networks.homophily(total, unit)}


def _each_day(minutes: Floats) -> Values:
    minutes = minutes[minutes.any(axis=(1, 2))]
    met = minutes > 0.0
    active = met.any(axis=2).sum(axis=1)
    return {
        "daily_deg": float((met.sum(axis=(1, 2)) / active).mean()),
        "daily_min_per_active": float((minutes.sum(axis=(1, 2)) / active).mean()),
    }


def _day_to_day(minutes: Floats) -> Values:
    """Return how days, and weeks, repeat each other; pairs count as there where both had a contact on both days."""
    met = minutes > 0.0
    there = met.any(axis=2)
    jaccard, jaccard_there, survived, cosine = [], [], [], []
    today, again = [], []
    for one, other in pairwise(range(len(minutes))):
        both = there[one] & there[other]
        pair_there = networks.pairs_of(both[:, None] & both[None, :])
        now, later = networks.pairs_of(met[one]), networks.pairs_of(met[other])
        jaccard.append(networks.jaccard(now, later))
        jaccard_there.append(networks.jaccard(now & pair_there, later & pair_there))
        kept = now & pair_there
        today.append(networks.pairs_of(minutes[one])[kept])
        again.append(later[kept])
        survived.append(_share(later, kept))
        mine, theirs = minutes[one][both], minutes[other][both]
        length = np.linalg.norm(mine, axis=1) * np.linalg.norm(theirs, axis=1)
        cosine.append((mine * theirs).sum(axis=1) / length)
    time, kept_up = np.concatenate(today), np.concatenate(again)
    middling = (time > _SHORT) & (time <= _LONG)
    weeks = [networks.pairs_of(met[start : start + _WEEK].any(axis=0)) for start in range(0, len(met), _WEEK)]
    return {
        "jacc_day": float(np.mean(jaccard)),
        "jacc_day_copresent": float(np.mean(jaccard_there)),
        "surv_day_copresent": float(np.nanmean(survived)),
        "surv_<=1min": _share(kept_up, time <= _SHORT),
        "surv_1-5min": _share(kept_up, middling),
        "surv_>5min": _share(kept_up, time > _LONG),
        "jacc_week": float(np.mean([networks.jaccard(*two) for two in pairwise(weeks)])) if len(weeks) > 1 else np.nan,
        "ego_cosine_day": float(np.concatenate(cosine).mean()),
    }


def _share(true: Bools, among: Bools) -> float:
    return float(true[among].mean()) if among.any() else float("nan")


def _new_pairs(met: Bools) -> Values:
    """Return shares of a day's pairs that had not met before, and chances of a first contact among people there."""
    shares, before = [], met[0]
    for today in met[1:]:
        shares.append(_share(networks.pairs_of(~before), networks.pairs_of(today)))
        before = before | today
    chances = networks.chances_of_first_contacts(met, met.any(axis=2))
    return {
        "new_link_share_day": float(np.nanmean(shares)),
        "new_link_share_last3": float(np.nanmean(shares[-_LAST_DAYS:])),
        "p_new_cn": chances[1],
        "p_new_nocn": chances[0],
        "closure_ratio": chances[1] / chances[0] if chances[0] > 0.0 else float("nan"),
    }


def sighting_statistics(contacts: Contacts) -> Values:
    """Return what is computed from an observer's counts: who was seen with whom, and how unevenly."""
    total = daily(contacts).sum(axis=0)
    weights = networks.pairs_of(total)
    net = total > 0.0
    return {
        "mean_deg": float(net.sum(axis=1).mean()),
        "cv_deg": unevenness(net.sum(axis=1)),
        **shape(net),
        "w_gini": networks.gini(weights),  # over all pairs, as published
        "w_top10share": top_share(weights),
        "strength_cv": networks.strength_cv(total),
    }


# --- e-mail -------------------------------------------------------------------------------------------------
def mailed(mail: Mail) -> Bools:
    """Return who ever wrote to whom, shape (people, people)."""
    net = np.zeros((mail.people, mail.people), dtype=bool)
    net[mail.table["a"].to_numpy(), mail.table["b"].to_numpy()] = True
    return net


def static_mail_statistics(mail: Mail) -> Values:
    """Return what is computed from e-mail pairs without time."""
    net = mailed(mail)
    found = {"mean_deg": float(net.sum(axis=1).mean()), **directed_shape(net)}
    return found if mail.unit is None else {**found, **by_unit(net, mail.unit, "department")}


def mail_statistics(mail: Mail) -> Values:
    """Return what is computed from e-mails by week: the network of all weeks, pair totals, and how weeks repeat."""
    present = np.unique(mail.table[["a", "b"]].to_numpy())
    net = mailed(mail)[np.ix_(present, present)]
    totals = mail.table.groupby(["a", "b"])["mails"].sum().to_numpy(float)
    return {
        "mean_deg": float(net.sum(axis=1).mean()),
        **directed_shape(net),
        **spread_over_pairs(totals),
        "w_tail_exp_ge10": tail_exponent(totals, _TAIL_MAILS),
        **_weeks(mail),
    }


def _weeks(mail: Mail) -> Values:
    """Return what a week is like, and how weeks repeat each other; pairs are directed unless said."""
    weeks = [_week(mail, part) for part in _by_week(mail)]
    codes = [codes for codes, _, _ in weeks]
    survived, mails, returned = (np.concatenate(parts) for parts in zip(*_next_week(weeks), strict=True))
    undirected = [np.unique(np.minimum(c, _turned(c, mail.people))) for c in codes]
    active = np.array([len(np.unique(part[["a", "b"]].to_numpy())) for part in _by_week(mail)])
    links = np.array([len(c) for c in codes])
    return {
        "week_active": float(active.mean()),
        "week_links": float(links.mean()),
        "week_outdeg": float(np.mean(links[active > 0] / active[active > 0])),
        "week_recip": float(np.mean([back.mean() for _, _, back in weeks if len(back)])),
        "jacc_week_dir": _jaccard_at(codes, 1),
        "jacc_week_und": _jaccard_at(undirected, 1),
        "surv": float(survived.mean()),
        "surv_w1": _share(survived, mails < _SOME),
        "surv_w2_4": _share(survived, (mails >= _SOME) & (mails < _MANY)),
        "surv_w5+": _share(survived, mails >= _MANY),
        "surv_recip": _share(survived, returned),
        "surv_nonrecip": _share(survived, ~returned),
        "jacc_lag4w": _jaccard_at(codes, 4),
        "jacc_lag12w": _jaccard_at(codes, 12),
    }


def _by_week(mail: Mail) -> Iterator[pd.DataFrame]:
    rows = mail.table.groupby("week").indices
    for week in range(mail.weeks):
        yield mail.table.iloc[rows.get(week, [])]


def _turned(codes: Whole, people: int) -> Whole:
    return np.asarray(codes % people * people + codes // people)


def _week(mail: Mail, part: pd.DataFrame) -> tuple[Whole, Whole, Bools]:
    """Return a week's pairs as sorted codes, their e-mails, and whether they were answered."""
    sums = part.groupby(part["a"] * mail.people + part["b"])["mails"].sum()
    codes = sums.index.to_numpy(np.int64)
    return codes, sums.to_numpy(), np.isin(_turned(codes, mail.people), codes)


def _next_week(weeks: list[tuple[Whole, Whole, Bools]]) -> Iterator[tuple[Bools, Whole, Bools]]:
    for (codes, mails, back), (later, _, _) in pairwise(weeks):
        yield np.isin(codes, later), mails, back


def _jaccard_at(codes: list[Whole], lag: int) -> float:
    found = []
    for one, other in zip(codes, codes[lag:], strict=False):
        shared = len(np.intersect1d(one, other, assume_unique=True))
        found.append(shared / max(1, len(one) + len(other) - shared))
    return float(np.mean(found)) if found else float("nan")


# --- namings --------------------------------------------------------------------------------------------------
def by_unit(net: Bools, unit: Whole, name: str) -> Values:
    """Return modularity of a grouping, direction ignored, and density inside over density between its groups."""
    graph = nx.from_numpy_array(net | net.T)
    parts = [set(np.flatnonzero(unit == one).tolist()) for one in np.unique(unit)]
    modularity = float(nx.community.modularity(graph, parts, weight=None))
    return {f"Q_{name}": modularity, f"odds_{name}": networks.homophily(net, unit)}


def naming_statistics(namings: Namings) -> Values:
    """Return the shape of every layer, its homophily by every unit, and P(one layer's arc | another's)."""
    found: Values = {}
    for layer, net in namings.layers.items():
        values = directed_shape(net)
        for name, unit in namings.units.items():
            values |= by_unit(net, unit, name)
        found |= {f"{layer} {name}": value for name, value in values.items()}
        for other, given in namings.layers.items():
            if other != layer:
                found[f"{layer}|{other}"] = _share(net, given)
    return found


# --- resampling people ------------------------------------------------------------------------------------------
def drawn_pairs(people: int, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Draw people with replacement and return, for every ordered pair of the new ones, whose entry it takes.

    A pair of two copies of one person takes that of two persons drawn anew (Snijders & Borgatti 1999).

    Returns
    -------
    tuple
        Rows and columns of the old ones, each of shape (people, people); entries on the diagonal mean nothing.
    """
    drawn = rng.integers(people, size=people)
    row, column = np.meshgrid(drawn, drawn, indexing="ij")
    low, high = np.nonzero(np.triu(row == column, 1))
    one = rng.integers(people, size=len(low))
    other = (one + rng.integers(1, people, size=len(low))) % people
    row[low, high], column[low, high] = one, other
    row[high, low], column[high, low] = other, one
    return row, column


def resampled_table(table: pd.DataFrame, row: Whole, column: Whole) -> pd.DataFrame:
    """Return a table of pairs a, b among resampled people; pairs that are listed once stay so."""
    people = len(row)
    code = (row * people + column).ravel()
    off = ~np.eye(people, dtype=bool).ravel()
    wanted = np.flatnonzero(off & np.isin(code, (table["a"] * people + table["b"]).to_numpy()))
    pairs = pd.DataFrame({"a": row.flat[wanted], "b": column.flat[wanted], "new_a": wanted // people})
    pairs["new_b"] = wanted % people
    merged = pairs.merge(table, on=["a", "b"])
    return merged.drop(columns=["a", "b"]).rename(columns={"new_a": "a", "new_b": "b"})


def resampled_contacts(contacts: Contacts, rng: np.random.Generator) -> Contacts:
    """Return contacts among people drawn with replacement."""
    row, column = drawn_pairs(contacts.people, rng)
    table = resampled_table(contacts.table, row, column)
    low, high = np.minimum(table["a"], table["b"]), np.maximum(table["a"], table["b"])
    unit = None if contacts.unit is None else contacts.unit[np.diagonal(row)]
    return Contacts(contacts.people, contacts.days, table.assign(a=low, b=high), unit)


def resampled_mail(mail: Mail, rng: np.random.Generator) -> Mail:
    """Return e-mails among people drawn with replacement."""
    row, column = drawn_pairs(mail.people, rng)
    unit = None if mail.unit is None else mail.unit[np.diagonal(row)]
    return Mail(mail.people, mail.weeks, resampled_table(mail.table, row, column), unit)


def resampled_namings(namings: Namings, rng: np.random.Generator) -> Namings:
    """Return namings among people drawn with replacement."""
    row, column = drawn_pairs(len(next(iter(namings.layers.values()))), rng)
    layers = {name: np.asarray(net[row, column]) for name, net in namings.layers.items()}
    for net in layers.values():
        np.fill_diagonal(net, False)
    return Namings(layers, {name: unit[np.diagonal(row)] for name, unit in namings.units.items()})
