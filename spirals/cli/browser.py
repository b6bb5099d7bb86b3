"""``spirals app``: the pages for a browser."""

from __future__ import annotations

import importlib.util
import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from spirals.cli.console import remark, say
from spirals.errors import InputError

_NEEDED = ("solara", "ipyvue", "ipyvuetify", "openpyxl")


def app(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 127.0.0.1 is this machine only.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8765,
    lessons: Annotated[
        Path | None, typer.Option("--lessons", help="Folder with lessons of your own, beside the shipped ones.")
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="Name by which visitors reach this server, as behind a proxy; more than one may."),
    ] = None,
    root: Annotated[
        str, typer.Option("--root", help="Path under which a proxy shows the pages, such as /spirals.")
    ] = "",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = False,
) -> None:
    """Show a live organisation, comparisons and lessons in a browser; nothing is loaded from the internet."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(f"app: needs {', '.join(missing)}; install them with: pip install 'spirals[app]'")
    _check_names(names or [], root)
    _free(host, port)
    if lessons is not None:
        if not lessons.is_dir():
            raise InputError(f"--lessons: {lessons}: is no folder; name the folder that holds your lesson files")
        os.environ["SPIRALS_LESSONS"] = str(lessons.resolve())
    from spirals.app.serve import serve
    from spirals.experiments.simulate import compiles_first

    if compiles_first("auto"):
        remark("compiling once, about 20 s; the pages open meanwhile")
    if host in ("0.0.0.0", "::") and not names:
        remark("visitors reach it by this computer's address; if by a name, start it with --name")
    say(f"http://{host}:{port}/  (stop with Ctrl-C)")
    serve(host, port, browser, names or [], root)


def _check_names(names: list[str], root: str) -> None:
    from spirals.app.guard import is_name, is_root

    for name in names:
        if not is_name(name):
            raise InputError(f"--name: {name[:60]!r} is no name of a host; give one such as spirals.example.org")
    if not is_root(root):
        raise InputError(f"--root: {root[:60]!r} is no path; give one such as /spirals, without a / at the end")


def _free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, in words."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"--port: {host}:{port} cannot be used ({(error.strerror or 'unknown reason').lower()}); "
                "choose another with --port, or stop what uses it"
            ) from None
