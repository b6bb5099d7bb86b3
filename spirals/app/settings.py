"""What Solara is told before it is imported: no telemetry, nothing from the internet, sessions that end."""

from __future__ import annotations

import os
import secrets

PAGES = ("explore", "compare", "lessons", "organisation")
SETTINGS = {
    "SOLARA_APP": "spirals.app.page",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "spirals",
    # Named, even if empty: else the first request's headers would name it for everybody.
    "SOLARA_ROOT_PATH": "",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    # A laptop that falls asleep finds its run again for this long; a closed tab's session ends at once.
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",
}


def prepare() -> None:
    """Set what is not set yet; the telemetry stays off whatever the environment says."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "False"
    os.environ.setdefault("SOLARA_SESSION_SECRET_KEY", secrets.token_hex(32))
