"""Files as people have them, opened as a table of people, a table of ties, or both.

Text tables, workbooks, adjacency matrices and the formats of network programs: networkx reads GraphML, GEXF, GML, Pajek
and node-link JSON, pandas reads text tables, openpyxl workbooks.  UCINET's DL, which no library at hand reads, is read
in :mod:`spirals.structure.ucinet`.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import numpy as np
import pandas as pd

from spirals.errors import InputError
from spirals.structure import held, workbook
from spirals.structure.columns import has
from spirals.structure.remarks import unused
from spirals.structure.table import Table, cells, content, counted, decoded, listed, quoted, table_of, without_titles
from spirals.structure.ucinet import read_dl

type Source = Path | pd.DataFrame | nx.Graph
"""Where people and ties come from: a file, or what a Python program already holds."""

type Role = Literal["people", "ties"]

_DRAWING = {"x", "y", "z", "shape", "viz", "r", "g", "b", "color", "colour"}  # how a node was drawn


@dataclass
class Opened:
    """What a file holds.

    Attributes
    ----------
    people, ties
        Tables; None where the file has none.
    directed
        Whether ties have a direction, where the format says so.
    """

    people: Table | None = None
    ties: Table | None = None
    directed: bool | None = None


def open_source(source: Source, role: Role) -> Opened:
    """Return the tables of a file, data frame or graph.

    Parameters
    ----------
    source
        What to open.
    role
        What a single table is taken for.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if isinstance(source, pd.DataFrame):
        return _of_frame(f"{role} (data frame)", source, role)
    if isinstance(source, nx.Graph):
        return _of_graph("graph", source)
    file, raw = str(source), content(source)
    if workbook.is_workbook(raw):
        return _of_workbook(file, raw, role)
    if raw.startswith(b"PAR1"):
        return _of_frame(file, _parquet(file, raw), role)
    graph = _graph_in(file, raw)
    if graph is not None:
        return graph
    notes: list[str] = []
    frame, delimiter = cells(file, raw, notes)
    return _opened(file, frame, role, delimiter, notes)


def named(source: str | PathLike[str] | pd.DataFrame | nx.Graph) -> str:
    """Return the path of a source; a data frame or graph is held in memory under one.

    Examples
    --------
    >>> path = named(pd.DataFrame({"id": ["a", "b"]}))
    >>> open_source(Path(path), "people").people.columns["id"].tolist()
    ['a', 'b']
    """
    if isinstance(source, pd.DataFrame):
        text, suffix = source.to_csv(index=source.index.name is not None), "csv"
    elif isinstance(source, nx.Graph):
        data = nx.node_link_data(source, edges="links")
        text, suffix = json.dumps(data, default=workbook.as_text), "json"
    else:
        return fspath(source)
    raw = text.encode()
    return held.hold(held.PROGRAM, f"{hashlib.sha256(raw).hexdigest()[:12]}.{suffix}", raw)


def _of_frame(file: str, frame: pd.DataFrame, role: Role) -> Opened:
    whole = frame if frame.index.name is None else frame.reset_index()
    rows = workbook.text_frame([list(whole.columns), *whole.itertuples(index=False)])
    return _opened(file, rows, role, ",", [])


def _parquet(file: str, raw: bytes) -> pd.DataFrame:
    try:
        return pd.read_parquet(io.BytesIO(raw))
    except Exception as error:  # a library's reader fails in its own ways
        why = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(f"{file}: cannot be read as Parquet ({why}); write it anew, or as CSV") from None


def _opened(file: str, frame: pd.DataFrame, role: Role, delimiter: str, notes: list[str]) -> Opened:
    matrix = _matrix(file, frame, delimiter, notes)
    if matrix is not None:
        return matrix
    table = table_of(file, frame, delimiter, notes)
    return Opened(people=table) if role == "people" else Opened(ties=table)


def _matrix(file: str, frame: pd.DataFrame, delimiter: str, notes: list[str]) -> Opened | None:
    """Return the ties of an adjacency matrix: the names above the columns stand before the rows too."""
    if frame.shape[0] < 3 or abs(frame.shape[0] - frame.shape[1]) > 1:
        return None
    across = [text for text in frame.iloc[0, 1:] if text]
    down = [text for text in frame.iloc[1:, 0] if text]
    if len(across) < 2 or across != down or len(set(down)) < len(down):
        return None
    body = frame.iloc[1 : 1 + len(down), 1 : 1 + len(across)]
    texts = body.to_numpy(dtype=object)
    if delimiter != ",":
        texts = np.array([[text.replace(",", ".") for text in row] for row in texts], dtype=object)
    numbers = pd.DataFrame(texts).apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    if np.isnan(numbers).all():
        return None
    return of_matrix(file, down, np.nan_to_num(numbers), notes)


def of_matrix(file: str, names: list[str], numbers: np.ndarray, notes: list[str]) -> Opened:
    """Return people and ties of an adjacency matrix; row names column."""
    rows, columns = np.nonzero(numbers)
    texts = [f"{number:g}" for number in numbers[rows, columns]]
    notes = [*notes, f"an adjacency matrix of {len(names)} people: each row names its columns, 0 or blank is no tie"]
    ties = _table(
        file, {"source": [names[k] for k in rows], "target": [names[k] for k in columns], "weight": texts}, notes
    )
    return Opened(_table(file, {"id": names}, []), ties, None if np.allclose(numbers, numbers.T) else True)


def _table(file: str, columns: dict[str, list[str]], notes: list[str]) -> Table:
    rows = len(next(iter(columns.values())))
    made = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return Table(file, made, np.arange(1, rows + 1), notes=notes)


# --- workbooks -----------------------------------------------------------------------------------


def _of_workbook(file: str, raw: bytes, role: Role) -> Opened:
    sheets = workbook.sheets(file, raw)
    if len(sheets) == 1:
        [(title, rows)] = sheets.items()
        return _sheet(file, title, rows, role, [])
    found, matrix, left, problem = Opened(), Opened(), [], ""
    for title, rows in sheets.items():
        try:
            alone = _sheet(file, title, rows, role, [f"sheet {quoted(title)} read"])
        except InputError as error:  # a sheet of remarks, say; told if no other holds what is wanted
            problem = problem or str(error)
            left.append(title)
            continue
        if alone.people is not None and alone.ties is not None:
            matrix = alone if matrix.ties is None else matrix
            continue
        table = alone.ties or alone.people
        kind = _kind_of_sheet(title, table)
        if kind is not None and getattr(found, kind) is None:
            setattr(found, kind, table)
        else:
            left.append(title)
    if found.ties is None and matrix.ties is not None:
        found = Opened(found.people or matrix.people, matrix.ties, matrix.directed)
    first = found.people or found.ties
    if first is None:
        raise InputError(
            problem
            or f"{file}: no sheet holds people or ties among {listed(list(sheets))}; name one 'Nodes' or 'Edges', "
            "or save it as CSV"
        )
    if left:
        first.notes.append(unused(f"{counted(len(left), 'further sheet')} not read: {listed(left)}"))
    return found


def _sheet(file: str, title: str, rows: pd.DataFrame, role: Role, notes: list[str]) -> Opened:
    return _opened(f"{file} [{title}]", without_titles(rows, notes), role, ",", notes)


def _kind_of_sheet(title: str, table: Table | None) -> Role | None:
    if table is None:
        return None
    if has(table, "source") and has(table, "target"):
        return "ties"
    if re.search(r"edge|tie|link|relation|beziehung|lien", title.lower()):
        return "ties"
    if has(table, "id") or re.search(r"node|people|person|employee|staff|mitarbeiter", title.lower()):
        return "people"
    return None


# --- formats of network programs -------------------------------------------------------------------


def _graph_in(file: str, raw: bytes) -> Opened | None:
    """Return what a file of a network program holds, or None if it is none."""
    head = raw[:3000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    reader: Any = None
    if head.startswith((b"<?xml", b"<graphml", b"<gexf")):
        reader = _xml
    elif head.startswith((b"*vertices", b"*network")):
        reader = _pajek
    elif head.startswith((b"{", b"[")):
        reader = _json
    elif re.match(rb"dl\s", head):
        reader = _dl
    elif re.match(rb"(#.*\s|creator\s.*\s|version\s.*\s|comment\s.*\s)*graph\s*\[", head):
        reader = _gml
    if reader is None:
        return None
    notes: list[str] = []
    try:
        return reader(file, decoded(file, raw, notes) if reader is not _xml else raw)
    except InputError:
        raise
    except Exception as error:  # a library's reader fails in its own ways
        why = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(f"{file}: cannot be read as a graph ({why}); write it anew, or as CSV") from None


def _xml(file: str, raw: bytes) -> Opened:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise InputError(f"{file}: holds definitions that no graph needs; write it anew, or as CSV")
    if b"<graphml" in raw[:3000]:
        return _of_graph(file, nx.read_graphml(io.BytesIO(raw)))
    if b"<gexf" in raw[:3000]:
        return _of_graph(file, nx.read_gexf(io.BytesIO(raw)))
    raise InputError(f"{file}: is XML, but neither GraphML nor GEXF; write it as one of these, or as CSV")


def _pajek(file: str, text: str) -> Opened:
    return _of_graph(file, nx.parse_pajek(text.splitlines()))


def _gml(file: str, text: str) -> Opened:
    lines = text.splitlines()
    try:
        return _of_graph(file, nx.parse_gml(lines))
    except nx.NetworkXError:  # no labels, or some twice
        return _of_graph(file, nx.parse_gml(lines, label="id"))


def _json(file: str, text: str) -> Opened:
    try:
        data = json.loads(text)
    except ValueError:
        raise InputError(f"{file}: is no sound JSON; write it anew, or as CSV") from None
    if isinstance(data, list) and data and all(isinstance(row, dict) for row in data):
        frame = workbook.text_frame([list(data[0]), *([row.get(name) for name in data[0]] for row in data)])
        table = table_of(file, frame)
        return Opened(ties=table) if has(table, "source") and has(table, "target") else Opened(people=table)
    edges = next((key for key in ("links", "edges") if isinstance(data, dict) and key in data), None)
    if edges is None or "nodes" not in data:
        raise InputError(f"{file}: is JSON without nodes and links; write node-link JSON, or CSV")
    data = {"directed": False, "multigraph": True, "graph": {}, **data}
    return _of_graph(file, nx.node_link_graph(data, edges=edges))


def _dl(file: str, text: str) -> Opened:
    names, numbers = read_dl(file, text)
    return of_matrix(file, names, numbers, ["a UCINET DL file"])


def _of_graph(file: str, graph: nx.Graph) -> Opened:
    """Return nodes as people and edges as ties."""
    names = {node: workbook.as_text(node) for node in graph}
    people = _columns("id", names, graph.nodes(data=True))
    edges = [(a, b, data) for a, b, data in graph.edges(data=True)]
    directed = graph.is_directed()
    notes = [
        f"a graph of {counted(len(names), 'node')} and {counted(len(edges), 'edge')}, "
        f"{'directed' if directed else 'undirected'}"
    ]
    found = Opened(directed=directed)
    if len(names) > 0:
        found.people = _table(file, people, notes)
    if edges:
        ends = {"source": [names[a] for a, _, _ in edges], "target": [names[b] for _, b, _ in edges]}
        ends |= _attributes([data for _, _, data in edges], {*ends, "id"})
        found.ties = _table(file, ends, [])
    return found


def _columns(key: str, names: dict[Any, str], nodes: Iterable[tuple[Any, dict]]) -> dict[str, list[str]]:
    data = [attributes for _, attributes in nodes]
    return {key: list(names.values()), **_attributes(data, {key, *_DRAWING})}


def _attributes(rows: list[dict], without: set[str]) -> dict[str, list[str]]:
    keys = dict.fromkeys(str(key) for row in rows for key in row if str(key) not in without)
    return {key: [workbook.as_text(row.get(key)) for row in rows] for key in keys}
