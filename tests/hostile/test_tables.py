"""Whatever a table holds, it is read or refused in one line, the same from a file and from an upload."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import openpyxl
import pytest

from spirals.errors import InputError
from spirals.scenario import shipped_folder
from spirals.structure import held, read
from tests.hostile.mutants import bounded, mutated_bytes

COMPANY = shipped_folder() / "data" / "example_company"


def workbook(text: str) -> bytes:
    """Return an Excel workbook of a CSV text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.splitlines():
        sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sound() -> tuple[list[bytes], list[bytes]]:
    """Return tables of people and of ties, in several forms."""
    people, ties = ((COMPANY / f"{kind}.csv").read_text("utf-8") for kind in ("people", "ties"))
    few = "\n".join(people.splitlines()[:40]) + "\n"
    forms = [people.encode(), few.replace(",", ";").encode(), few.encode("utf-16"), gzip.compress(few.encode())]
    return [*forms, workbook(few)], [ties.encode(), ties.replace(",", "\t").encode(), gzip.compress(ties.encode())]


def outcome(people: Path, ties: Path | None) -> str:
    """Return what reading comes to, in words that do not name the file."""
    try:
        roster = read(people, ties)
    except InputError as error:
        said = str(error)
        assert len(said.splitlines()) == 1
        assert len(said) < 2_000
        assert not any(character < " " or character in "\u202e\x7f\x9b" for character in said)
        return said.replace(str(people), "P").replace(str(ties), "T")
    return f"{roster.size} people, {roster.number_of_ties} ties"


@pytest.mark.parametrize("seed", range(4))
def test_any_table_is_read_or_refused_in_a_line(
    seed: int, sound: tuple[list[bytes], list[bytes]], tmp_path: Path
) -> None:
    rng = random.Random(f"tables {seed}")
    with bounded(400):
        for number in range(75):
            people, ties = (rng.choice(forms) for forms in sound)
            people = mutated_bytes(rng, people) if number % 3 else people
            ties = ties if number % 3 == 1 else mutated_bytes(rng, ties)
            files, uploads = [], []
            for name, raw in (("people", people), ("ties", ties)):
                files.append(tmp_path / f"{name}.dat")
                files[-1].write_bytes(raw)
                uploads.append(Path(held.hold("fuzz", f"{name}.dat", raw)))
            found = outcome(files[0], files[1])
            uploaded = outcome(uploads[0], uploads[1])
            if "at most" not in found + uploaded:  # the browser's limits are narrower
                assert found == uploaded
    held.release("fuzz")
