"""``spirals report``: one page, or one line that says what to mend."""

from __future__ import annotations

import re

import pytest

from spirals.cli import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline"], r"report: baseline has nothing to weigh up; name a scenario with a practice beside it"),
        (["--people", "absent.csv"], r"report: no option to weigh up; name scenarios, as: spirals report baseline .*"),
        (["baseline", "nowhere.toml"], r"nowhere\.toml: .*"),
        (["baseline", "buddy", "--out", "page.txt"], r"--out page\.txt: is no name of a page; let it end in \.html"),
        (
            ["baseline", "buddy", "--out", "there.html"],
            r"--out there\.html: exists, and reports are never.*",
        ),
        (["baseline", "buddy", "--out", "no/where.html"], r"--out no/where\.html: nothing can be written in .*"),
        (["baseline", "buddy", "--hour-price", "0"], r"hour price: 0 is no price; give one above 0"),
        (["baseline", "buddy", "--draws", "1"], r".*draws.*"),
        (["baseline", "buddy", "--people", "empty.csv", "--workers", "1"], r"empty\.csv: .*"),
        (["baseline", "buddy", "--people", "absent.csv"], r"absent\.csv: .*"),
    ],
)
def test_a_mistake_gives_one_line(words, said, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.html").write_text("", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    code = main(["report", *words, *([] if "--out" in words else ["--out", "page.html"])])
    told = capsys.readouterr().err.strip()
    assert code == 2
    assert "\n" not in told
    assert re.search(said.removeprefix("^"), told.replace(f"{tmp_path}/", "")), told
    assert not (tmp_path / "page.html").exists()


def test_the_page_names_the_command_that_makes_it_again(capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = ["report", "buddy", "--days", "20", "--size", "16", "--replicates", "2", "--draws", "2", "-q"]
    assert main([*first, "--workers", "1", "--out", "page.html"]) == 0
    page = (tmp_path / "page.html").read_bytes()
    assert main([*first, "--workers", "1", "--out", "other.html"]) == 0
    assert (tmp_path / "other.html").read_bytes() == page  # the same, whatever it is called
    command = re.search(r'<pre class="command">(.*?)</pre>', page.decode())
    assert command is not None
    assert main([*command[1].split()[1:], "-q"]) == 0
    assert (tmp_path / "report.html").read_bytes() == page
    assert "Buddy</b>" in page.decode()
    assert "As now" in page.decode()
