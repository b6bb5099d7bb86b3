"""UCINET's DL files: a header of keywords, labels, and a matrix or lists of ties."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from spirals.errors import InputError

_WORDS = re.compile(r"[^\s,]+")
_SECTION = re.compile(r"^\s*(row labels|column labels|labels embedded|labels|data)\s*:?\s*(.*)$", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*[=: ]\s*(\w+)", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:n|nr)\s*[= ]\s*(\d+)", re.IGNORECASE)
FORMATS = ("fullmatrix", "edgelist1", "nodelist1")


def read_dl(file: str, text: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return names and the matrix of who names whom.

    Parameters
    ----------
    file
        Name for messages.
    text
        Starts with ``dl``; one mode; a full matrix, an edge list or a node list.

    Raises
    ------
    InputError
        If the number of people, the labels and the data do not fit each other.
    """
    head, labels, data, embedded = _parts(text)
    size = _SIZE.search(head)
    stated = _FORMAT.search(head)
    form = stated[1].lower() if stated else "fullmatrix"
    if form not in FORMATS:
        raise InputError(f"{file}: format: '{form[:20]}' is not read; export it as {', '.join(FORMATS)} or CSV")
    if size is None:
        raise InputError(f"{file}: n: no number of people; write for example 'dl n=24'")
    n = int(size[1])
    if n > 20_000:
        raise InputError(f"{file}: n: {n} people are too many for this format; give an edge list as CSV")
    rows = [_WORDS.findall(line) for line in data if line.strip()]
    if form == "fullmatrix":
        return _full(file, n, labels, rows, embedded)
    return _listed(file, n, labels, rows, embedded, nodes=form == "nodelist1")


def _parts(text: str) -> tuple[str, list[str], list[str], bool]:
    head: list[str] = []
    labels: list[str] = []
    data: list[str] = []
    embedded, place = False, "head"
    for line in text.splitlines():
        section = _SECTION.match(line) if place != "data" else None
        if section is None:
            if place == "head":
                head.append(line)
            else:
                (labels if place == "labels" else data).append(line)
            continue
        word, rest = section[1].lower(), section[2]
        if word == "labels embedded":
            embedded = True
        elif word == "data":
            place = "data"
        elif word != "column labels":
            place = "labels"
        if rest.strip():
            (labels if place == "labels" else data).append(rest)
    return " ".join(head), _WORDS.findall(" ".join(labels).replace('"', "")), data, embedded


def _names(file: str, n: int, labels: list[str]) -> list[str]:
    names = labels or [str(k) for k in range(1, n + 1)]
    if len(names) != n or len(set(names)) != n:
        raise InputError(f"{file}: labels: {len(set(names))} different labels for n={n}; give one per person")
    return names


def _full(
    file: str, n: int, labels: list[str], rows: list[list[str]], embedded: bool
) -> tuple[list[str], NDArray[np.float64]]:
    if embedded and rows:
        labels, rows = rows[0], [row[1:] for row in rows[1:]]
    numbers = [_number(file, word) for row in rows for word in row]
    if len(numbers) != n * n:
        raise InputError(f"{file}: data: {len(numbers)} numbers, but {n} x {n} are {n * n}; complete the matrix")
    return _names(file, n, labels), np.array(numbers).reshape(n, n)


def _listed(
    file: str, n: int, labels: list[str], rows: list[list[str]], embedded: bool, nodes: bool
) -> tuple[list[str], NDArray[np.float64]]:
    named = [row if nodes else row[:2] for row in rows]
    if embedded:
        labels = list(dict.fromkeys(word for row in named for word in row))
        labels += [f"?{k}" for k in range(len(labels), n)]
    names = _names(file, n, labels)
    place = {name: k for k, name in enumerate(names)} | ({} if embedded else {str(k + 1): k for k in range(n)})
    matrix = np.zeros((n, n))
    for row, ends in zip(rows, named, strict=True):
        if any(word not in place for word in ends) or len(ends) < (1 if nodes else 2):
            raise InputError(f"{file}: data: '{' '.join(row)[:40]}' names nobody among the labels; correct it")
        weight = _number(file, row[2]) if not nodes and len(row) > 2 else 1.0
        for other in ends[1:]:
            matrix[place[ends[0]], place[other]] = weight
    return names, matrix


def _number(file: str, word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise InputError(f"{file}: data: '{word[:20]}' is not a number; correct it") from None
