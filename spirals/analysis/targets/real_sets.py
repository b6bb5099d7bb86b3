"""The real sets of contacts, e-mails and namings, read into the forms that `traces` measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spirals.analysis.targets.traces import Contacts, Mail, Namings

_WINDOW = 20  # seconds of one record of the sensors in the office building
_DAY = 86_400
_ENRON = ("2000-07-01", "2002-01-01")  # the crisis year and the half before; the rest is thin


def office_sensors(folder: Path) -> Contacts:
    """Return contacts of SocioPatterns InVS13: records of 20 s, those in a row being one episode."""
    nodes = pd.read_csv(folder / "nodes.csv")
    records = pd.read_csv(folder / "contacts.csv.gz")
    day = records["t"] // _DAY
    table = _episodes(_rows(records, nodes), day, records["t"] // _WINDOW, _WINDOW / 60.0)
    return Contacts(len(nodes), int(day.nunique()), table, pd.factorize(nodes["department"])[0])


def employee_badges(folder: Path) -> Contacts:
    """Return contacts of the SocioMetric Badges Corpus: minutes with a hit, those in a row being one episode."""
    nodes = pd.read_csv(folder / "nodes.csv")
    records = pd.read_csv(folder / "contacts.csv.gz", parse_dates=["minute"])
    day = records["minute"].dt.normalize()
    minute = records["minute"].dt.hour * 60 + records["minute"].dt.minute
    return Contacts(len(nodes), int(day.nunique()), _episodes(_rows(records, nodes), day, minute, 1.0))


def _rows(table: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Return a table's ends as rows a and b of the list of people; self-ties are dropped by those who use it."""
    index = pd.Index(nodes["id"])
    return pd.DataFrame({"a": index.get_indexer(table["source"]), "b": index.get_indexer(table["target"])})


def _episodes(pairs: pd.DataFrame, day: pd.Series, window: pd.Series, minutes: float) -> pd.DataFrame:
    """Return one row an episode from one row a record: windows in a row, of one pair and day."""
    low, high = np.minimum(pairs["a"], pairs["b"]), np.maximum(pairs["a"], pairs["b"])
    table = pd.DataFrame({"day": pd.factorize(day, sort=True)[0], "a": low, "b": high, "window": window})
    return merged(table.drop_duplicates(), minutes)


def merged(windows: pd.DataFrame, minutes: float) -> pd.DataFrame:
    """Return episodes from windows with a contact: those of a pair and day that follow each other are one.

    Parameters
    ----------
    windows
        Columns day, a, b, window (a running number), one row each.
    minutes
        Length of a window.
    """
    keys = ["day", "a", "b"]
    ordered = windows.sort_values([*keys, "window"], kind="stable")
    goes_on = ordered[keys].eq(ordered[keys].shift()).all(axis=1) & (ordered["window"].diff() == 1)
    lengths = ordered.groupby((~goes_on).cumsum()).agg(
        day=("day", "first"), a=("a", "first"), b=("b", "first"), minutes=("window", "size")
    )
    return lengths.assign(minutes=minutes * lengths["minutes"]).reset_index(drop=True)


def sightings(folder: Path) -> Contacts:
    """Return the counts of Bernard, Killworth & Sailer's observers, as one day without a clock."""
    nodes = pd.read_csv(folder / "nodes.csv")
    edges = pd.read_csv(folder / "edges.csv")
    edges = edges[edges["type"] == "observed_interactions"]
    pairs = _rows(edges, nodes)
    table = pd.DataFrame({"day": 0, "a": pairs.min(axis=1), "b": pairs.max(axis=1), "minutes": edges["weight"].array})
    return Contacts(len(nodes), 1, table)


def manufacturer(folder: Path) -> Mail:
    """Return e-mails of the Polish manufacturer, in weeks from the first e-mail on."""
    return _mail(pd.read_csv(folder / "edges_hourly.csv.gz", parse_dates=["hour"]), pd.read_csv(folder / "nodes.csv"))


def enron(folder: Path) -> Mail:
    """Return e-mails among Enron's accounts, July 2000 to December 2001, to and cc alike."""
    edges = pd.read_csv(folder / "edges_hourly.csv.gz", parse_dates=["hour"])
    edges = edges[(edges["hour"] >= _ENRON[0]) & (edges["hour"] < _ENRON[1])]
    return _mail(edges, pd.read_csv(folder / "nodes.csv"))


def _mail(edges: pd.DataFrame, nodes: pd.DataFrame) -> Mail:
    days = (edges["hour"].dt.normalize() - edges["hour"].min().normalize()).dt.days
    table = _rows(edges, nodes).assign(week=(days // 7).to_numpy(), mails=edges["emails"].to_numpy())
    table = table[table["a"] != table["b"]]
    return Mail(len(nodes), int(table["week"].max()) + 1, table.groupby(["week", "a", "b"], as_index=False).sum())


def institution(folder: Path) -> Mail:
    """Return who ever e-mailed whom in the research institution, with departments."""
    nodes = pd.read_csv(folder / "nodes.csv")
    table = _rows(pd.read_csv(folder / "edges.csv"), nodes).assign(week=0, mails=1)
    return Mail(len(nodes), 1, table[table["a"] != table["b"]], nodes["department"].to_numpy(np.int64))


def managers(folder: Path) -> Namings:
    """Return advice and friendship among Krackhardt's managers, with departments."""
    return _named(folder, {name: (name, 1) for name in ("advice", "friendship")}, {"department": "department"})


def lawyers(folder: Path) -> Namings:
    """Return advice, friendship and co-work among Lazega's lawyers, with offices."""
    return _named(folder, {name: (name, 1) for name in ("advice", "friendship", "cowork")}, {"office": "office"})


def consultants(folder: Path) -> Namings:
    """Return whom Cross & Parker's consultants turn to at least sometimes, and whose expertise they value."""
    return _named(folder, {"info>=3": ("info", 3), "value>=4": ("value", 4)}, {"region": "region"})


def _named(folder: Path, layers: dict[str, tuple[str, int]], units: dict[str, str]) -> Namings:
    nodes, edges = pd.read_csv(folder / "nodes.csv"), pd.read_csv(folder / "edges.csv")
    edges = edges.assign(**_rows(edges, nodes))
    weight = edges["weight"] if "weight" in edges else pd.Series(1, edges.index)
    found: dict[str, NDArray[np.bool_]] = {}
    for layer, (kind, least) in layers.items():
        kept = edges[(edges["type"] == kind) & (weight >= least) & (edges["a"] != edges["b"])]
        found[layer] = np.zeros((len(nodes), len(nodes)), dtype=bool)
        found[layer][kept["a"].to_numpy(), kept["b"].to_numpy()] = True
    return Namings(found, {name: pd.factorize(nodes[column])[0] for name, column in units.items()})
