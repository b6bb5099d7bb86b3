"""Serving the pages: one process, on this machine unless another address is named."""

from __future__ import annotations

import logging
import threading
import warnings
import webbrowser


def serve(host: str = "127.0.0.1", port: int = 8765, browser: bool = False) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    host
        Address to listen on; 127.0.0.1 is this machine only.
    port
        TCP port.
    browser
        Whether to open a browser.
    """
    import uvicorn

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
        site(), host=host, port=port, log_level="warning", access_log=False, ws_per_message_deflate=False,
        ws_max_size=16_000_000, timeout_graceful_shutdown=3, loop="asyncio",
    )  # fmt: skip


def warm_up() -> None:
    """Load the compiled engine (compiling it on a new machine), so that the first visitor does not wait."""
    from spirals.app.live import LiveRun
    from spirals.app.setup import Setup

    LiveRun(Setup(changes={"size": 20, "days": 2}).scenario()).advance(2)
