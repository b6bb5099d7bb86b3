"""``spirals app`` tells in one line why it cannot start."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from spirals.cli import main
from tests.app.serving import free_port


def test_a_port_in_use_is_told_with_the_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port} cannot be used" in said
    assert "choose another with --port" in said
    assert len(said.strip().splitlines()) == 1


def test_a_server_for_others_says_how_they_reach_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[tuple[object, ...]] = []
    monkeypatch.setattr("spirals.app.serve.serve", lambda *asked: served.append(asked))
    port = str(free_port())
    assert main(["app", "--host", "0.0.0.0", "--port", port]) == 0
    assert "--name" in capsys.readouterr().err
    assert main(["app", "--host", "0.0.0.0", "--port", port, "--name", "class.example", "--root", "/x"]) == 0
    assert "--name" not in capsys.readouterr().err
    assert served[-1] == ("0.0.0.0", int(port), False, ["class.example"], "/x")


def test_a_missing_folder_of_lessons_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "--lessons", str(tmp_path / "none")]) == 2
    assert "--lessons: " in capsys.readouterr().err


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "solara" else found(name))
    assert main(["app"]) == 2
    assert "pip install 'spirals[app]'" in capsys.readouterr().err
