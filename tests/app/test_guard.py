"""Who may speak to the pages: proxy headers count for nothing, foreign origins are refused, no inline script runs."""

from __future__ import annotations

import http.client
import json
import socket
import uuid
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
import websockets
from starlette.types import Message, Scope
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from spirals.app.guard import Guard, is_name, is_root, policy
from spirals.cli import main
from tests.app.serving import free_port, start_server, stop_server

HARMFUL = '"><script>window.PWNED=1</script><x y="'
PROXY_HEADERS = ("X-Script-Name", "Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Host", "Forwarded")


@pytest.fixture(scope="module")
def fresh() -> Iterator[int]:
    """Run a server of which this module sends the first request for a page."""
    port = free_port()
    process = start_server(port, "--name", "class.example")
    yield port
    errors = stop_server(process)
    assert "Traceback" not in errors, errors[-3000:]


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and text of an answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    link.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = link.getresponse()
    text = answer.read().decode()
    link.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def test_headers_of_the_first_visitor_reach_nobodys_page(fresh: int) -> None:
    _, _, text = ask(fresh, "/", **dict.fromkeys(PROXY_HEADERS, HARMFUL))
    assert "PWNED" not in text
    assert 'data-base-url="/jupyter/"' in text
    for path in ("/explore", "/compare?s=" + HARMFUL.replace(" ", "+"), "/lessons"):
        status, _, later = ask(fresh, path)
        assert (status, later) == (200, text)
    assert ask(fresh, "/nowhere")[0] == 404


def test_no_inline_script_runs_but_the_pages_own(fresh: int) -> None:
    _, headers, text = ask(fresh, "/explore")
    said = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert "'unsafe-inline'" not in said["script-src"]
    assert said["script-src"].count("'sha256-") == len(
        {line for line in said["script-src"].split() if "sha256" in line}
    )
    assert said["script-src"] == dict(part.strip().split(" ", 1) for part in policy(text).split(";"))["script-src"]
    assert set(said["connect-src"].split()) == {"'self'"}
    assert all("httponly" in value.lower() for name, value in headers.items() if name == "set-cookie")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil@127.0.0.1", "10.1.2.3", ""])
def test_another_host_is_refused(fresh: int, host: str) -> None:
    assert ask(fresh, "/explore", Host=host)[0] == 403


def test_hosts_that_are_served(fresh: int) -> None:
    for host in (f"127.0.0.1:{fresh}", f"localhost:{fresh}", "[::1]:9", "class.example", "Class.Example:443"):
        assert ask(fresh, "/spirals/app.css", Host=host)[0] == 200


def socket_status(port: int, origin: str | None, host: str = "") -> int:
    """Return 101 where a WebSocket opens, else the status of the refusal."""
    address = f"ws://127.0.0.1:{port}/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id=p1"
    more: dict[str, Any] = {"origin": origin} if origin is not None else {}
    if host:  # the header goes by the address; the connection does not
        address = address.replace(f"127.0.0.1:{port}", host)
        more["sock"] = socket.create_connection(("127.0.0.1", port))
    try:
        with connect(address, proxy=None, **more):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_a_socket_opens_to_the_servers_own_pages_only(fresh: int) -> None:
    own = f"127.0.0.1:{fresh}"
    assert socket_status(fresh, f"http://{own}") == 101
    assert socket_status(fresh, f"http://localhost:{fresh}", f"localhost:{fresh}") == 101
    assert socket_status(fresh, "https://class.example") == 101
    for origin in (None, "null", "file://", "http://evil.example", f"http://127.0.0.1:{fresh + 1}", f"http://x@{own}"):
        assert socket_status(fresh, origin) == 403, origin
    assert socket_status(fresh, "http://evil.example", "evil.example") == 403


def test_only_its_own_visitor_ends_a_page(fresh: int) -> None:
    own = f"http://127.0.0.1:{fresh}"
    address = f"{own.replace('http', 'ws')}/jupyter/api/kernels/k2/channels?session_id=p2"
    cookie = "solara-session-id=mine"
    with connect(address, origin=websockets.Origin(own), additional_headers={"Cookie": cookie}, proxy=None) as page:
        page.send(json.dumps(KERNEL_INFO))
        page.recv(timeout=300)
        end = "/_solara/api/close/k2"
        assert ask(fresh, f"{end}?session_id=p2", "POST")[0] == 403
        assert ask(fresh, f"{end}?session_id=p2", "POST", Cookie="solara-session-id=other")[0] == 403
        assert ask(fresh, f"{end}?session_id=p2", "POST", Cookie=cookie, Origin="http://evil.example")[0] == 403
        assert ask(fresh, end, "POST", Cookie=cookie)[0] == 404
        assert ask(fresh, "/_solara/api/close/none?session_id=p2", "POST", Cookie=cookie)[0] == 404
        assert ask(fresh, f"{end}?session_id=p2", "POST", Cookie=cookie)[0] == 200


KERNEL_INFO = {
    "header": {"msg_id": "1", "msg_type": "kernel_info_request", "session": "s", "username": "", "version": "5.3"},
    "parent_header": {}, "metadata": {}, "content": {}, "channel": "shell", "buffers": [],
}  # fmt: skip


def test_what_looks_after_a_server_is_not_open_to_all(fresh: int) -> None:
    assert ask(fresh, "/resourcez")[0] == 404
    assert ask(fresh, "/_solara/api/evict/k1", "POST")[0] in (404, 405)


def done(work: Coroutine[Any, Any, Any]) -> Any:
    """Return what a coroutine that waits for nothing comes to; a browser's loop may run in this thread."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits for something")


@pytest.mark.parametrize("names", [(), ("class.example",)])
def test_only_a_proxy_that_was_announced_says_how_visitors_come(names: tuple[str, ...]) -> None:
    passed: list[tuple[bytes, bytes]] = []

    async def app(scope: Scope, receive: Any, send: Any) -> None:
        passed.extend(scope["headers"])

    headers = [
        (b"host", b"localhost"), (b"X-Forwarded-Proto", b"https"), (b"x-forwarded-proto", HARMFUL.encode()),
        (b"x-forwarded-for", b"1.2.3.4"), (b"x-script-name", b"/x"),
    ]  # fmt: skip
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers, "server": ("127.0.0.1", 80)}
    done(Guard(app, "127.0.0.1", names, lambda: "")(scope, None, None))  # type: ignore[arg-type]
    assert passed == headers[: 2 if names else 1]


def test_an_ipv4_address_wrapped_in_ipv6_is_the_same_address() -> None:
    async def app(scope: Scope, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def status(host: bytes, reached: str) -> int:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        scope = {
            "type": "http", "method": "GET", "path": "/", "headers": [(b"host", host)], "server": (reached, 80),
        }  # fmt: skip
        await Guard(app, "0.0.0.0", (), lambda: "")(scope, None, send)  # type: ignore[arg-type]
        return int(said[0]["status"])

    assert done(status(b"192.168.0.7:80", "::ffff:192.168.0.7")) == 200
    assert done(status(b"192.168.0.7:80", "192.168.0.8")) == 403
    assert done(status(b"[fe80::1]", "fe80::1%eth0")) == 200


@pytest.mark.filterwarnings("ignore")  # what Solara imports is deprecated
def test_the_root_path_is_escaped_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    from spirals.app.site import dressed

    assert "<script>window" not in dressed("<html><head></head></html>", HARMFUL)
    assert not is_root(HARMFUL)
    assert not is_name("a b")
    assert main(["app", "--root", "spirals/"]) == 2
    assert main(["app", "--name", "http://x/"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert [line.split(": ")[1] for line in said] == ["--root", "--name"]
