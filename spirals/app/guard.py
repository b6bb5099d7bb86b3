"""Who may speak to the pages, and what the pages may load: checked before anything else sees a request."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# A proxy is asked for by a fixed root path when the server starts; what a request says of one counts for nothing.
_PROXY = (b"script-name", b"x-script-name", b"forwarded", b"x-forwarded-", b"x-original-", b"x-rewrite-")
_INLINE = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
_ROOT = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_NAME = re.compile(r"[A-Za-z0-9.:_-]+")


def is_root(text: str) -> bool:
    """Return whether a text can be the path under which a proxy shows the pages.

    Examples
    --------
    >>> is_root(""), is_root("/team/spirals"), is_root('/"><script>')
    (True, True, False)
    """
    return _ROOT.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a host."""
    return _NAME.fullmatch(text) is not None


def policy(page: str) -> str:
    """Return the content security policy for a page: its own inline scripts by their digest, no others."""
    digests = " ".join(f"'sha256-{_digest(text)}'" for tag, text in _INLINE.findall(page) if _runs(tag))
    return (
        # The page's own library compiles its templates, hence 'unsafe-eval'; styles stand in the templates.
        f"default-src 'self'; script-src 'self' 'unsafe-eval' {digests}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _runs(tag: str) -> bool:
    kind = re.search(r'type="([^"]*)"', tag)
    return "src=" not in tag and (kind is None or kind[1] in ("", "module", "text/javascript"))


class Guard:
    """Answers only requests for this server, and WebSockets only from its own pages.

    A request names the host it wants.  A page of somebody else's that has its own name point here (DNS rebinding), or
    that opens a WebSocket to here, names another one; both are refused.

    Parameters
    ----------
    app
        What is guarded.
    host
        Where the server listens; localhost and the address a request came in on count as well.
    names
        Hosts that a proxy serves it by; the page may come from any port of theirs.
    policy
        Returns the content security policy.
    """

    def __init__(self, app: ASGIApp, host: str, names: Iterable[str], policy: Callable[[], str]) -> None:
        self.app = app
        self.own = LOCAL | {host.lower()}
        self.names = frozenset(name.lower() for name in names)
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not self.admits(scope):
            await _refuse(scope, receive, send)
            return
        headers = [one for one in scope["headers"] if not one[0].lower().startswith(_PROXY) or self._is_asked_for(*one)]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {
                    "content-security-policy": self.policy(),
                    "x-content-type-options": "nosniff",
                    "referrer-policy": "no-referrer",
                }
                extra = [(name.encode(), value.encode()) for name, value in own.items()]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        await self.app({**scope, "headers": headers}, receive, with_headers)

    def _is_asked_for(self, name: bytes, value: bytes) -> bool:
        """Return whether a header is what a proxy that was announced may say: that it speaks TLS with visitors."""
        return bool(self.names) and name.lower() == b"x-forwarded-proto" and value in (b"http", b"https")

    def admits(self, scope: Scope) -> bool:
        """Return whether a request is meant for this server and comes from a page of its own."""
        hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
        if len(hosts) != 1 or not self._is_own(_host_of(f"//{hosts[0]}"), scope):
            return False
        if not origins:
            # Browsers name the origin of every WebSocket; a program that is no browser can say so.
            return scope["type"] == "http"
        asks_only = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        return asks_only or (len(origins) == 1 and self._is_own_page(origins[0], hosts[0]))

    def _is_own_page(self, origin: str, host: str) -> bool:
        try:
            same = urlsplit(origin).netloc.lower() == host.lower() and urlsplit(origin).scheme in ("http", "https")
        except ValueError:
            return False
        # A proxy may ask by another name than the one in the visitor's address bar.
        return same or _host_of(origin) in self.names

    def _is_own(self, host: str, scope: Scope) -> bool:
        reached = (scope.get("server") or ("",))[0]
        return host in self.own or host in self.names or (bool(host) and host == _plain(reached))


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        return "" if parts.username is not None or parts.path else _plain(parts.hostname or "")
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """Return an address as it is usually written; an IPv4 address may come wrapped in IPv6."""
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return host.lower()
    return str(getattr(address, "ipv4_mapped", None) or address)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    words = "This server answers by its own address only; start it with --name to give it another.\n"
    await PlainTextResponse(words, status_code=403)(scope, receive, send)
