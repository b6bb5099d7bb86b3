"""``spirals sweep``, ``results``, ``sensitivity``, ``robust`` and ``tipping`` as typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spirals.cli.console import _lines
from spirals.cli.options import factors
from spirals.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
HERE = ["--workers", "1"]  # other processes do not know the organisation of known answers
QUICK = ["--set", "days=10", "--set", "size=20", *HERE]


def test_plan_says_what_would_be_run(spirals) -> None:
    told = spirals("sweep", "dose_and_demand", "--plan", "--replicates", "2")
    assert told.code == 0
    assert "grid, 9 settings of 2 factors" in told.out
    assert "interventions.leader_modelling.dose: 0.5, 1.0, 1.5 (in leader_modelling)" in told.out
    assert "36 in batches of" in told.out
    assert list(Path().iterdir()) == []


def test_sweep_then_results_then_the_analyses_of_the_same_folder(spirals) -> None:
    told = spirals("sweep", "dose_and_demand", *QUICK, "--replicates", "2", "--out", "mine")
    assert told.code == 0, told.err
    assert "36 runs, 9 settings" in told.out
    assert "Connection quality" in told.out
    assert "results: mine" in told.err
    told = spirals("results", "mine", "--format", "json")
    said = json.loads(told.out)
    assert (said["done"], said["planned"], said["failed"]) == (36, 36, 0)
    told = spirals("results", "mine", "--format", "csv")
    assert told.out.startswith("scenario,measure,title,unit,mean,low,high,")
    told = spirals("robust", "mine")
    assert told.code == 0, told.err
    assert "leader_modelling against baseline" in told.out
    assert Path("mine/robust/robust.png").is_file()
    told = spirals("sensitivity", "mine")
    assert told.code == 2
    assert told.err == "spirals: mine: has a design of kind grid; sensitivity needs morris or sobol\n"
    told = spirals("robust", "mine", "--replicates", "3", "--format", "json", *HERE)
    assert told.code == 0, told.err
    assert "54 runs into mine" in told.err
    told = spirals("robust", "mine", "--set", "size=30")
    assert told.code == 2
    assert "can be given more samples and replicates only" in told.err


def test_sensitivity_of_a_scenario(spirals) -> None:
    words = ("--factor", "demand=0.3..0.8", "--factor", "loss_ratio", "--samples", "4", "--measure", "mean_energy")
    told = spirals("sensitivity", "baseline", *words, *HERE, "--days", "10", "--out", "mine")
    assert told.code == 0, told.err
    assert "baseline: mean_energy" in told.out
    assert "warning: baseline, mean_energy: does not vary" in told.err  # on the organisation of known answers
    assert Path("mine/sensitivity/sensitivity.csv").is_file()


def test_a_folder_is_given_more_samples(spirals) -> None:
    words = ("--factor", "demand", "--factor", "contagion", "--days", "10", "--measure", "mean_energy", *HERE)
    assert spirals("sensitivity", "baseline", "--samples", "2", *words, "--out", "mine", "-q").code == 0
    told = spirals("sensitivity", "mine", "--samples", "4", *HERE)
    assert told.code == 0, told.err
    assert "12 runs into mine" in told.err
    assert "ranges: 2 parameters moved up to 25% of the way from what baseline assumes" in told.out
    refused = spirals("sensitivity", "mine", "--samples", "4", "--seed", "3")
    assert refused.code == 2
    assert "can be given more samples and replicates only" in refused.err


def test_robust_of_two_scenarios(spirals) -> None:
    words = ("--factor", "demand", "--draws", "5", "--replicates", "2", "--days", "10", "--out", "mine", *HERE)
    told = spirals("robust", "baseline", "team_incentives", *words)
    assert told.code == 0, told.err
    assert "robustly better" in told.out
    assert "warning: 5 draws are few" in told.err
    assert spirals("robust", "baseline", "--out", "other").code == 2


def test_results_name_what_is_damaged(spirals) -> None:
    spirals("sweep", "dose_and_demand", *QUICK, "--replicates", "1", "--out", "mine", "-q")
    part = next(Path("mine/measures").iterdir())
    part.write_bytes(b"nothing")
    told = spirals("results", "mine", "-q")
    assert told.code == 1
    assert f"{part}: is damaged" in told.err


def test_mistakes_are_one_line(spirals) -> None:
    for words, said in (
        (("sweep", "dose_and_demnad"), "did you mean the shipped 'dose_and_demand'?"),
        (("sweep", "baseline"), "is no shipped experiment"),
        (("results", "."), "is no folder of a sweep"),
        (("sensitivity", "baseline", "--factor", "demand=1..x"), "is no range; write for example demand=0.3..0.8"),
        (("sensitivity", "dose_and_demand", "--factor", "demand"), "leave --factor out"),
        (("tipping", "baseline", "--parameter", "tone"), "is no parameter"),
        (("tipping", "baseline", "--second-low", "1"), "name it with --second"),
        (("sweep", "dose_and_demand", "--dask", "here"), "is no address"),
    ):
        told = spirals(*words)
        assert told.code == 2, words
        assert said in told.err
        assert len(told.err.splitlines()) <= 3, told.err


def test_check_knows_experiments(spirals) -> None:
    told = spirals("check", str(ROOT / "scenarios" / "experiments" / "dose_and_demand.toml"))
    assert told.code == 0, told.err
    assert "9 settings of 2 factors, 90 runs" in told.out
    Path("bad.toml").write_text('name = "x"\nfactors = ["demnad"]\n[design]\nkind = "grid"\n')
    told = spirals("check", "bad.toml")
    assert told.code == 2
    assert "did you mean 'demand'?" in told.err


def test_factors_are_read() -> None:
    assert factors(["demand", "demand=0.3..0.8", "null_model=M1,M2", "size=20,40", "group:conduct"]) == [
        {"name": "demand"},
        {"name": "demand", "low": 0.3, "high": 0.8},
        {"name": "null_model", "values": ["M1", "M2"]},
        {"name": "size", "values": [20, 40]},
        {"group": "conduct"},
    ]
    with pytest.raises(InputError, match="is no range"):
        factors(["demand=a..b"])


def test_without_a_terminal_a_line_a_minute_says_what_is_left(monkeypatch, capsys) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    report = _lines(100, "runs")
    report(40.0)  # found done
    now = 30.0
    report(5.0)
    now = 61.0
    report(5.0)
    assert capsys.readouterr().err == "50 of 100 runs, about 305 s left\n".replace("305 s", "5 min")
    now = 122.0
    report(70.0)  # the number of runs was an estimate
    assert capsys.readouterr().err == "120 runs done, more than the 100 expected; nearly there\n"


INTERRUPTIBLE = """
import sys
sys.path.insert(0, {root!r})
from types import SimpleNamespace
from tests.studies.fakes import Steady
sys.modules["spirals.organisation"] = SimpleNamespace(Organisation=Steady)
from spirals.cli import main
print("ready", flush=True)
large = ["--set", "days=780", "--set", "size=1000", "--set", "engine=stepwise"]
sys.exit(main(["sweep", "dose_and_demand", *large, "--workers", "1", "--out", "mine"]))
"""


def test_ctrl_c_keeps_what_was_finished_and_says_so(tmp_path: Path, spirals) -> None:
    environment = {**os.environ, "STEADY_SECONDS": "0.3"}  # long enough for a busy computer to be in time
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE.format(root=str(ROOT))],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        end = time.monotonic() + 60.0
        while len(list(tmp_path.glob("mine/measures/part-*"))) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=300)
    assert process.returncode == 130, told
    last = told.splitlines()[-1]
    assert last.startswith("spirals: interrupted; ")
    assert last.endswith("runs are kept in mine; the same command goes on there")
    assert "Traceback" not in told
