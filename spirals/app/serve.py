"""Serving the pages: one process, on this machine unless another address is named."""

from __future__ import annotations

import logging
import os
import threading
import warnings
import webbrowser
from collections.abc import Sequence


def serve(
    host: str = "127.0.0.1", port: int = 8765, browser: bool = False, names: Sequence[str] = (), root: str = ""
) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    host
        Address to listen on; 127.0.0.1 is this machine only.
    port
        TCP port.
    browser
        Whether to open a browser.
    names
        Hosts that a proxy serves it by; else localhost, ``host`` and the address a request came in on count.
    root
        Path under which a proxy shows the pages.
    """
    import uvicorn

    if root:
        os.environ["SOLARA_ROOT_PATH"] = root
    from spirals.app.memory import keep_little
    from spirals.app.site import site

    keep_little()

    # Solara tells every visitor's cookie settings to the terminal.
    warnings.filterwarnings("ignore", module=r"solara\.")
    logging.getLogger("spirals").setLevel(logging.WARNING)
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    if browser:
        threading.Timer(1.5, webbrowser.open, [f"http://{host}:{port}/"]).start()
    uvicorn.run(
        site(host, names), host=host, port=port, log_level="warning", access_log=False, ws_per_message_deflate=False,
        ws_max_size=16_000_000, timeout_graceful_shutdown=3, loop="asyncio",
        proxy_headers=False,
    )  # fmt: skip


def warm_up() -> None:
    """Make the first scene, and for it load (on a new machine compile) the engine: the first visitor need not wait."""
    from spirals.app.first_scene import as_json

    as_json()
