"""The web site round the Solara page: its scripts and styles in one file each, its head, and nothing from elsewhere."""

from __future__ import annotations

import asyncio
import hashlib
import html as markup
import logging
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from spirals.app.settings import PAGES, prepare

prepare()  # before Solara is imported: it reads its settings once

import solara.server.kernel_context as solara_kernels  # noqa: E402
import solara.server.server as solara_server  # noqa: E402
import solara.server.starlette as solara_site  # noqa: E402
from solara.server import settings as solara_settings  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import PlainTextResponse, Response  # noqa: E402
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute  # noqa: E402
from starlette.staticfiles import StaticFiles  # noqa: E402
from starlette.types import ASGIApp  # noqa: E402
from starlette.websockets import WebSocket  # noqa: E402

from spirals.app import catalogue, first_scene  # noqa: E402
from spirals.app.guard import Guard, policy  # noqa: E402
from spirals.app.presence import PRESENCE  # noqa: E402

logger = logging.getLogger("spirals.app")
STATIC = Path(__file__).resolve().parent / "static"
STYLES = ("tokens.css", "base.css", "explore.css", "scene.css", "compare.css", "lessons.css", "own.css")
SCRIPTS = (
    "colour.js", "icons.js", "pen.js", "network.js", "curves.js", "scene.js", "shell.js", "parts.js", "time.js",
    "story.js", "explore.js", "compare.js", "lessons.js", "own.js",
)  # fmt: skip
_FOREVER = "public, max-age=31536000, immutable"


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


def _scene(request: Request) -> Response:
    # No page keeps it: another model plays another scene.
    return Response(first_scene.as_json(), media_type="application/json", headers={"cache-control": "no-store"})


def dressed(html: str, root: str = "") -> str:
    """Return Solara's page with a language, a title, zoom allowed, and our scripts and styles."""
    base = markup.escape(root, quote=True)
    head = (
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="What happens when people treat each other a little better, or worse">'
        f'<link rel="stylesheet" href="{base}/spirals/app.css?v={version()}">'
        f'<script src="{base}/spirals/app.js?v={version()}"></script>'
    )
    html = html.replace("<html>", '<html lang="en">', 1)
    html = re.sub(r'<meta name="viewport"[^>]*>', "", html, count=1)
    return html.replace("</head>", f"{head}</head>", 1)


FIRST_SIGHT = """
<div class="sp"><header class="bar"><span class="brand">spirals</span></header>
<main class="pad soft">Preparing the page ...</main></div>
"""


class OnePage:
    """The page's HTML, made once: all addresses show the same, and nothing of a request enters it.

    Parameters
    ----------
    render
        Solara's function that makes the HTML of an address.
    root
        The path under which a proxy shows the pages.
    """

    def __init__(self, render: Callable[..., str | None], root: str) -> None:
        self._render, self._root = render, root
        self._html = ""
        self.policy = policy("")

    def __call__(self, path: str, *rest: Any, **more: Any) -> str | None:
        """Return the page at an address of ours, None elsewhere."""
        if path.strip("/") not in ("", *PAGES):
            return None
        if not self._html:
            found = self._render("/", self._root, render_kwargs={"pre_rendered_html": FIRST_SIGHT})
            assert found is not None
            self._html = dressed(found, self._root)
            self.policy = policy(self._html)
        return self._html


def _close(request: Request) -> Response:
    """End a page's session, if its own visitor asks."""
    kernel = solara_kernels.contexts.get(request.path_params["kernel_id"])
    cookie = solara_server.get_session_id_cookie(request.cookies)
    if kernel is None or "session_id" not in request.query_params:
        return PlainTextResponse("There is no such page.\n", status_code=404)
    if not cookie or cookie != kernel.session_id:
        return PlainTextResponse("This page belongs to somebody else.\n", status_code=403)
    return solara_site.close(request)


async def _connection(socket: WebSocket) -> None:
    """Serve a page's connection, and note that somebody reads it."""
    kernel = socket.path_params["kernel_id"]
    if not socket.query_params.get("session_id"):
        await socket.close(code=1008)
        return
    arrival = asyncio.create_task(_arrived(kernel, socket))
    try:
        await solara_site.kernel_connection(socket)
    except* ValueError:
        logger.warning("a connection to somebody else's page was refused")
    finally:
        if arrival.done():
            PRESENCE.left(kernel)
        arrival.cancel()


async def _arrived(kernel: str, socket: WebSocket) -> None:
    """Note a connection as soon as it carries messages."""
    while not _carries(kernel, socket):
        await asyncio.sleep(0.05)
    PRESENCE.came(kernel)


def _carries(kernel: str, socket: WebSocket) -> bool:
    context = solara_kernels.contexts.get(kernel)
    if context is None or context.kernel is None:
        return False
    return any(getattr(one, "ws", None) is socket for one in list(context.kernel.session.websockets))


def _needed(route: BaseRoute) -> bool:
    """Return whether a route of Solara's is for the pages, not for those who look after a server."""
    return not getattr(route, "path", "").startswith(
        ("/resourcez", "/_solara/api", "/jupyter/api/kernels/{kernel_id}/")
    )


def site(host: str = "localhost", names: Iterable[str] = ()) -> ASGIApp:
    """Return the whole site as an ASGI application.

    Parameters
    ----------
    host
        Where it listens.
    names
        Hosts that a proxy serves it by.
    """
    page = OnePage(solara_server.read_root, solara_settings.main.root_path or "")
    solara_server.read_root = page
    files = solara_settings.assets.proxy_cache_dir
    own = [
        Route("/spirals/app.js", _script),
        Route("/spirals/app.css", _style),
        Route("/spirals/catalogue.json", _catalogue),
        Route("/spirals/scene.json", _scene),
        Route("/_solara/api/close/{kernel_id}", _close, methods=["POST"]),
        WebSocketRoute("/jupyter/api/kernels/{kernel_id}/{name}", _connection),
        # Only what is installed: Solara's own route would fetch what is missing from the internet.
        Mount("/_solara/cdn", StaticFiles(directory=files)),
    ]
    routes = [*own, *(route for route in solara_site.routes if _needed(route))]
    inner = Starlette(routes=routes, lifespan=solara_site.lifespan, middleware=solara_site.middleware)
    return Guard(inner, host, names, lambda: page.policy)
