"""Where this program keeps what it can make anew."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for what can be made anew: ``$SPIRALS_CACHE``, else one in the user's cache folder."""
    home = os.environ.get("SPIRALS_CACHE")
    if home:
        return Path(home)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "spirals"
