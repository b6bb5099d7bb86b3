"""The example under Mesa's own page, in a real browser: it shows its curves, steps and resets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.app.conftest import PATIENCE
from tests.app.serving import free_port, stop_server

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "solara_viz.py"


def test_the_example_works_in_mesas_own_page(browser: Any) -> None:
    port = free_port()
    environment = {**os.environ, "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "MPLBACKEND": "Agg"}
    command = [sys.executable, "-m", "solara", "run", str(EXAMPLE), "--port", str(port), "--no-open", "--production"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    try:
        until = time.monotonic() + 300
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).read()
                break
            except OSError:
                time.sleep(0.2)
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("text=Pressure of work", timeout=PATIENCE)
        page.wait_for_function("document.querySelectorAll('img').length >= 2", timeout=PATIENCE)
        page.click("button:has-text('Step')")
        page.wait_for_selector("text=/Time: 1/", timeout=PATIENCE)
        page.click("button:has-text('Reset')")
        page.wait_for_selector("text=/Time: 0/", timeout=PATIENCE)
        assert "Traceback" not in page.locator("body").inner_text()
        page.context.close()
    finally:
        stop_server(process)
