"""Prints the table of figures when the benchmarks are done."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import ROWS, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    if ROWS:
        terminalreporter.section("figures")
        terminalreporter.write_line(table())
