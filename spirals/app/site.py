"""The web site round the Solara page: its scripts and styles in one file each, its head, and nothing from elsewhere."""

from __future__ import annotations

import hashlib
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from spirals.app.settings import prepare

prepare()  # before Solara is imported: it reads its settings once

import solara.server.server as solara_server  # noqa: E402
import solara.server.starlette as solara_site  # noqa: E402
from solara.server import settings as solara_settings  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import Response  # noqa: E402
from starlette.routing import Mount, Route  # noqa: E402
from starlette.staticfiles import StaticFiles  # noqa: E402
from starlette.types import ASGIApp, Message, Receive, Scope, Send  # noqa: E402

from spirals.app import catalogue  # noqa: E402

STATIC = Path(__file__).resolve().parent / "static"
STYLES = ("tokens.css", "base.css", "explore.css", "compare.css", "lessons.css", "own.css")
SCRIPTS = (
    "colour.js", "icons.js", "pen.js", "network.js", "curves.js", "shell.js", "parts.js", "time.js", "story.js",
    "explore.js", "compare.js", "lessons.js", "own.js",
)  # fmt: skip
_FOREVER = "public, max-age=31536000, immutable"
# Nothing is loaded from elsewhere, whatever a library may try; the page's own library compiles its templates.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@cache
def joined(kind: str) -> bytes:
    """Return all scripts (``js``) or styles (``css``) as one file."""
    names = SCRIPTS if kind == "js" else STYLES
    return b"\n".join((STATIC / name).read_bytes() for name in names)


@cache
def version() -> str:
    """Return a digest of everything that browsers keep."""
    parts = (joined("js"), joined("css"), catalogue.as_json().encode())
    return hashlib.sha256(b"|".join(parts)).hexdigest()[:12]


def _kept(content: bytes | str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"cache-control": _FOREVER})


def _script(request: Request) -> Response:
    return _kept(joined("js"), "text/javascript")


def _style(request: Request) -> Response:
    return _kept(joined("css"), "text/css")


def _catalogue(request: Request) -> Response:
    return _kept(catalogue.as_json(), "application/json")


def dressed(html: str | None, root: str = "") -> str | None:
    """Return Solara's page with a language, a title, zoom allowed, and our scripts and styles."""
    if html is None:
        return None
    head = (
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="What happens when people treat each other a little better, or worse">'
        f'<link rel="stylesheet" href="{root}/spirals/app.css?v={version()}">'
        f'<script src="{root}/spirals/app.js?v={version()}"></script>'
    )
    html = html.replace("<html>", '<html lang="en">', 1)
    html = re.sub(r'<meta name="viewport"[^>]*>', "", html, count=1)
    return html.replace("</head>", f"{head}</head>", 1)


class _Headers:
    """Adds the policy to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _root_with_frame(original: Any, path: str, root_path: str = "", **more: Any) -> str | None:
    more["render_kwargs"] = {"pre_rendered_html": FIRST_SIGHT}
    return dressed(original(path, root_path, **more), root_path)


FIRST_SIGHT = """
<div class="sp"><header class="bar"><span class="brand">spirals</span></header>
<main class="pad soft">Preparing the page ...</main></div>
"""


def site() -> Starlette:
    """Return the whole site as an ASGI application."""
    solara_server.read_root = partial(_root_with_frame, solara_server.read_root)
    files = solara_settings.assets.proxy_cache_dir
    own = [
        Route("/spirals/app.js", _script),
        Route("/spirals/app.css", _style),
        Route("/spirals/catalogue.json", _catalogue),
        # Only what is installed: Solara's own route would fetch what is missing from the internet.
        Mount("/_solara/cdn", StaticFiles(directory=files)),
    ]
    middleware = [Middleware(_Headers), *solara_site.middleware]
    return Starlette(routes=[*own, *solara_site.routes], lifespan=solara_site.lifespan, middleware=middleware)
