"""Uploaded files are bounded and read as text; small groups stay hidden; nothing outlives the session."""

from __future__ import annotations

import gzip
import io
import os
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from spirals.app import own as own_module
from spirals.app.downloads import as_csv, harmless
from spirals.app.explore import Explore
from spirals.app.own import Own
from spirals.app.reports import queue
from spirals.app.uploads import table_in, take
from spirals.errors import InputError
from spirals.report.suppress import SMALLEST
from spirals.scenario import parse
from spirals.structure import held, read
from spirals.structure.limits import BROWSER


class Page:
    """Takes what a page tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any], list[bytes]]] = []

    def __call__(self, kind: str, content: dict[str, Any] | None = None, parts: list[bytes] | None = None) -> None:
        self.told.append((kind, content or {}, parts or []))

    def wait(self, kind: str) -> dict[str, Any]:
        """Return the content of the first message of a kind, when it has come."""
        until = time.monotonic() + 300
        while time.monotonic() < until:
            found = [content for one, content, _ in self.told if one == kind]
            if found:
                return found[0]
            time.sleep(0.02)
        raise TimeoutError(kind)


def workbook(rows: list[list[Any]], sheets: int = 1) -> bytes:
    """Return an Excel workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in range(sheets - 1):
        book.create_sheet(f"more {number}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(raw: bytes, name: str, content: bytes) -> bytes:
    """Return a package with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part.filename))
        new.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def owner() -> Iterator[str]:
    """Return an owner of held files, which are gone afterwards."""
    yield "tests"
    held.release("tests")


def taken(owner: str, name: str, raw: bytes) -> list[list[str]]:
    """Return an uploaded file's header and rows."""
    table = table_in(take(owner, name, "people", raw), "people")
    return [list(table.columns), *map(list, zip(*table.columns.values(), strict=True))]


def test_a_workbook_is_read_by_its_values_and_formulas_do_nothing(owner: str) -> None:
    raw = workbook([["id", "team", "years"], ["p1", "=1+1", 3.0], ["007", "Sales", 2.5]], sheets=2)
    assert taken(owner, "people.xlsx", raw) == [["id", "team", "years"], ["p1", "", "3"], ["007", "Sales", "2.5"]]


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("big.csv", b"x" * (BROWSER.stored + 1), "at most 5,000,000"),
        ("none.csv", b"", "is empty"),
        ("long.csv", b"a\n" * (BROWSER.lines + 5), "lines; at most"),
        ("bomb.csv.gz", gzip.compress(b"a," * 30_000_000), "once unpacked"),
        ("bad.gz", b"\x1f\x8b\x08broken", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save the sheet as CSV"),
        ("page.csv", b"<html><script>alert(1)</script></html>", "is no table"),
        ("broken.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_the_remedy(owner: str, name: str, raw: bytes, words: str) -> None:
    page = Page()
    with pytest.raises(InputError, match=words) as caught:
        Own(page).upload({"kind": "people", "file": name, "buffers": [raw]})
    assert str(caught.value).startswith(name)


def test_what_is_refused_leaves_the_last_upload(owner: str) -> None:
    path = take(owner, "people.csv", "people", b"id\na\nb\n")
    with pytest.raises(InputError):
        take(owner, "people.csv", "people", b"id\n")
    assert table_in(path, "people").rows == 2
    with pytest.raises(InputError):
        take(owner, "other.csv", "people", b"id\n")
    assert not held.is_held(held.path_of(owner, "other.csv"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(owner: str) -> None:
    raw = repacked(workbook([["id"], ["a"]]), "xl/media/zeros.bin", b"\0" * 30_000_000)
    assert len(raw) < 100_000
    with pytest.raises(InputError, match="unpacks to more"):
        take(owner, "bomb.xlsx", "people", raw)


def test_xml_that_defines_entities_is_refused(owner: str) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    with pytest.raises(InputError, match="definitions"):
        take(owner, "laughs.xlsx", "people", repacked(workbook([["id"]]), "xl/sharedStrings.xml", laughs))


def test_an_archive_is_no_workbook(owner: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("people.csv", "id\na\n")
    with pytest.raises(InputError, match="archive"):
        take(owner, "people.zip", "people", out.getvalue())


def test_a_column_of_teams_that_names_everybody_is_told(owner: str) -> None:
    raw = "id,team\n" + "".join(f"p{n},p{n}@example.org\n" for n in range(2000))
    page = Page()
    Own(page).upload({"kind": "people", "file": "people.csv", "buffers": [raw.encode()]})
    assert "team of their own" in page.told[-1][1]["problem"]
    assert "picture" not in page.told[-1][1]


def test_cells_that_look_like_formulas_are_harmless_in_downloads() -> None:
    import pandas as pd

    frame = pd.DataFrame({"id": ["=cmd()", "@x", "-2", "a"], "n": [-1.5, 2.0, 3.0, 4.0]})
    assert as_csv(frame).splitlines()[1:] == ["'=cmd(),-1.5", "'@x,2", "-2,3", "a,4"]
    assert harmless("\tx") == "'\tx"


@pytest.fixture
def own(example_company: tuple[Path, Path]) -> tuple[Own, Page]:
    """Return a My organisation page with the made-up company uploaded."""
    page = Page()
    shown = Own(page)
    for kind, path in zip(("people", "ties"), example_company, strict=True):
        shown.upload({"kind": kind, "file": path.name, "buffers": [memoryview(path.read_bytes())]})
    return shown, page


def test_what_is_uploaded_is_what_the_command_line_reads(
    own: tuple[Own, Page], example_company: tuple[Path, Path]
) -> None:
    shown, page = own
    there = read(*example_company)
    facts = page.told[-1][1]["facts"]
    assert facts["people"] == there.size
    assert facts["ties"] == there.number_of_ties
    assert shown._roster().ids == there.ids
    assert page.told[-1][1]["notes"]
    assert not any("memory:" in note for note in page.told[-1][1]["notes"])


def test_nobody_is_named_in_what_is_sent(own: tuple[Own, Page], example_company: tuple[Path, Path]) -> None:
    _, page = own
    there = read(*example_company)
    sent = str(page.told[-1][1]["picture"]) + str(page.told[-1][1]["facts"])
    names = [str(name) for name in there.extra["name"]] + there.ids
    assert not [name for name in names if f"'{name}'" in sent]


@pytest.mark.parametrize("sizes", [[8, 4], [8, 7, 4], [9, 2, 2], [6, 1], [3, 3], [4], [12, 5, 5]])
def test_small_groups_are_never_shown_nor_can_be_reckoned(sizes: list[int]) -> None:
    rows = ["id,team,energy (1-5)"] + [
        f"p{t}_{n},T{t},{n % 5 + 1}" for t, size in enumerate(sizes) for n in range(size)
    ]
    page = Page()
    Own(page).upload({"kind": "people", "file": "p.csv", "buffers": ["\n".join(rows).encode()]})
    groups = page.told[-1][1]["facts"]["groups"]
    shown = [group for group in groups if "energy" in group]
    assert all(group["size"] >= SMALLEST for group in shown)
    assert sum(group["size"] for group in groups) == sum(sizes)
    left_out = sum(sizes) - sum(group["size"] for group in shown)
    assert left_out in (0, sum(sizes))  # nothing to be reckoned from the rest


def test_the_picture_shows_nobodys_own_answers(own: tuple[Own, Page]) -> None:
    _, page = own
    parts = page.told[-1][2]
    team, colours = np.frombuffer(parts[1], "<u2"), np.frombuffer(parts[3], "u1")
    for number in np.unique(team):
        assert len(np.unique(colours[team == number])) == 1
    assert set(np.unique(np.frombuffer(parts[6], "u1"))) <= {0, 15}


def test_nothing_is_shown_that_was_not_given() -> None:
    rows = ["id,team"] + [f"p{n},T{n % 2}" for n in range(16)]
    page = Page()
    Own(page).upload({"kind": "people", "file": "p.csv", "buffers": ["\n".join(rows).encode()]})
    told, parts = page.told[-1][1], page.told[-1][2]
    assert told["facts"]["made_up"]
    assert not any({"energy", "strain", "safety"} & set(group) for group in told["facts"]["groups"])
    assert len(set(parts[3])) == 1  # all people look alike
    assert told["notes"][0].startswith("In doubt: NO TIES GIVEN")


def test_a_wrong_column_is_told_in_words_and_nothing_changes(own: tuple[Own, Page]) -> None:
    shown, page = own
    shown.map({"columns": {"tenure_column": "department"}})
    problem = page.wait("problem")["text"]
    assert "is not a number" in problem
    assert "memory:" not in problem
    assert shown.columns == {}
    shown.map({"columns": {"team_column": "office"}})
    assert page.told[-1][1]["facts"]["teams"] == len(set(shown._roster().site))


def test_a_comparison_on_uploaded_people_equals_that_of_the_command_line(
    own: tuple[Own, Page], example_company: tuple[Path, Path]
) -> None:
    from spirals.experiments.compare import compare

    shown, page = own
    shown.compare({"cases": ["buddy"], "days": 65, "runs": 8})
    result = page.wait("result")
    assert result["report"] == (
        "spirals report baseline buddy --people people.csv --ties ties.csv --days 65 --replicates 8 --out report.html"
    )
    people, ties = example_company
    from spirals.scenario import load, with_changes

    other = with_changes(load("baseline"), {"name": "Buddy", "interventions": [{"id": "buddy", "start": 11}]})
    there = compare("baseline", other, days=65, replicates=8, people=people, ties=ties)
    found = {row["measure"]: row["difference"] for row in result["table"]}
    for row in there.table().to_dict("records"):
        if np.isfinite(row["difference"]):
            assert found[row["measure"]] == pytest.approx(row["difference"], abs=1e-12)


@pytest.fixture
def small_report(own: tuple[Own, Page], monkeypatch: pytest.MonkeyPatch) -> tuple[Own, Page]:
    """Return a page on which a short comparison has been made, so that a report can follow."""
    shown, page = own
    monkeypatch.setattr(own_module, "_DAYS", (12,))
    monkeypatch.setattr(own_module, "_RUNS", (2,))
    shown.draws = 2
    shown.map({"columns": {"team_column": "office"}})
    shown.compare({"cases": ["buddy"], "days": 12, "runs": 2})
    page.wait("result")
    return shown, page


def test_the_report_is_the_one_of_the_command_line_and_touches_no_disk(
    small_report: tuple[Own, Page], example_company: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from spirals.report.gather import Asked, gather
    from spirals.report.page import render
    from spirals.scenario import load

    shown, page = small_report
    written: list[str] = []
    hook = [written]  # audit hooks stay for ever; this one is emptied afterwards

    def noted(event: str, args: tuple[Any, ...]) -> None:
        if not hook or event != "open" or isinstance(args[0], int):  # a number is a file that is open already
            return
        if isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            hook[0].append(str(args[0]))

    sys.addaudithook(noted)
    shown.report({})
    until = time.monotonic() + 300
    while not any("text" in content for kind, content, _ in page.told if kind == "report"):
        assert not [content for kind, content, _ in page.told if kind == "problem"]
        assert time.monotonic() < until
        time.sleep(0.02)
    hook.clear()
    # but compiled code, the bytecode of libraries that nobody loaded before, and where such parameters settle
    cached = (".nbi", ".nbc", ".pyc", "/settled")
    assert [path for path in written if not any(kind in path for kind in cached)] == []
    shares = [content["share"] for kind, content, _ in page.told if kind == "report" and "share" in content]
    assert shares == sorted(shares)
    text = page.told[-1][1]["text"]
    assert "memory:" not in text
    people, ties = example_company
    command = (
        "spirals report baseline buddy --people people.csv --ties ties.csv --set organisation.team_column=office "
        "--days 12 --replicates 2 --out report.html"
    )
    settings: dict[str, Any] = {"days": 12, "replicates": 2, "organisation.team_column": "office"}
    asked = Asked(command, ("baseline", "buddy"), 2)
    there = gather([load("baseline"), load("buddy")], asked, people=people, ties=ties, **settings)
    assert text == render(there)


def test_a_report_is_cancelled_and_forgotten_with_the_data(small_report: tuple[Own, Page]) -> None:
    shown, page = small_report
    shown.draws = 500
    shown.report({})
    queue().submit(lambda: None)  # is behind the report in the queue
    page.wait("report")
    shown.clear({})
    queue().submit(lambda: None).result(300)  # comes to its turn only when the report has ended
    assert not any("text" in content for kind, content, _ in page.told if kind == "report")
    assert not [content for kind, content, _ in page.told if kind == "problem"]
    with pytest.raises(InputError, match="run the comparison"):
        shown.report({})


def test_the_scenario_that_is_saved_names_the_two_files(own: tuple[Own, Page], tmp_path: Path) -> None:
    shown, page = own
    shown.save({"what": "toml"})
    text = page.told[-1][1]["text"]
    assert "memory:" not in text
    assert parse(text, folder=tmp_path).organisation.people == str(tmp_path / "people.csv")


def test_closing_forgets_the_files(own: tuple[Own, Page]) -> None:
    shown, _ = own
    path = shown.paths["people"]
    assert held.content_of(path) is not None
    shown.close()
    assert held.content_of(path) is None
    assert not shown.paths


def test_others_go_on_while_somebody_uploads_as_much_as_may_be() -> None:
    columns = BROWSER.columns - 1
    header = ",".join(f"q{k}" for k in range(columns)) + ",id\n"
    raw = (header + "".join("1," * columns + f"p{n}\n" for n in range(BROWSER.people))).encode()
    shown = Own(Page())
    upload = threading.Thread(target=shown.upload, args=({"kind": "people", "file": "p.csv", "buffers": [raw]},))
    steps, other = 0, Explore(Page())
    other.open({"query": ""})
    other.step({"days": 1})
    upload.start()
    while upload.is_alive():
        other.step({"days": 1})
        steps += 1
    upload.join()
    assert shown._roster().size == BROWSER.people
    assert steps > 20


def test_file_names_cannot_reach_elsewhere() -> None:
    page = Page()
    shown = Own(page)
    shown.upload({"kind": "people", "file": "../../etc/<b>passwd", "buffers": [b"id\na\nb\n"]})
    assert shown.names["people"] == "_b_passwd.csv"
