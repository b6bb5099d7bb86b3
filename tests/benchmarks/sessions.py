"""A browser tab without a browser: speaks to the pages over a real websocket, to load a server with many of them."""

from __future__ import annotations

import http.client
import json
import struct
import time
import uuid
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import ClientConnection, connect


class Client:
    """One session: opens Explore, asks for steps, counts what comes back.

    Parameters
    ----------
    port
        Where the server listens, on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self.kernel = str(uuid.uuid4())
        self.page = str(uuid.uuid4())
        self.widget = ""
        self.day = -1
        self.bytes = 0
        cookie = _cookie(port)
        self._open = ExitStack()
        address = f"ws://127.0.0.1:{port}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.page}"
        opening = connect(address, additional_headers={"Cookie": cookie}, max_size=None, compression=None)
        self.socket: ClientConnection = self._open.enter_context(opening)
        self.port = port
        self._start()

    def _start(self) -> None:
        comm = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
        said = {"method": "run", "args": {"path": "/explore", "appName": None}}
        self._send("comm_msg", {"comm_id": comm, "data": said})
        until = time.monotonic() + 30
        while not self.widget and time.monotonic() < until:
            message = self._receive(5)
            if message and message["msg_type"] == "comm_open":
                state = message["content"].get("data", {}).get("state", {})
                if "act" in (state.get("events") or []):
                    self.widget = message["content"]["comm_id"]
        if not self.widget:
            raise RuntimeError("the page did not come")

    def ask(self, name: str, **data: Any) -> None:
        """Ask Explore for something."""
        content = {"event": "act", "data": {"page": "explore", "name": name, "data": data}}
        self._send("comm_msg", {"comm_id": self.widget, "data": {"method": "custom", "content": content}})

    def until_frame(self, timeout: float = 60.0) -> dict[str, Any]:
        """Return the next picture's message."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            message = self._receive(until - time.monotonic())
            if message is None:
                continue
            content = message["content"].get("data", {}).get("content", {})
            if isinstance(content, dict) and content.get("method") == "tell":
                told = content["args"][0]
                if told["kind"] in ("start", "frame"):
                    self.day = int(told["day"])
                    return dict(told)
                if told["kind"] == "problem":
                    raise RuntimeError(told["text"])
        raise TimeoutError("no picture came")

    def close(self) -> None:
        """Close the tab as a browser does: the socket, and word that the page is gone."""
        self._open.close()
        http_post(self.port, f"/_solara/api/close/{self.kernel}?session_id={self.page}")

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.page, "username": "", "version": "5.3",
            "date": "2026-01-01T00:00:00Z",
        }  # fmt: skip
        message = {
            "header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell",
            "buffers": [],
        }  # fmt: skip
        self.socket.send(json.dumps(message))

    def _receive(self, timeout: float) -> dict[str, Any] | None:
        try:
            raw = self.socket.recv(timeout=max(0.001, timeout))
        except TimeoutError:
            return None
        self.bytes += len(raw)
        if isinstance(raw, bytes):
            parts = struct.unpack("!I", raw[:4])[0]
            offsets = struct.unpack(f"!{parts}I", raw[4 : 4 * (parts + 1)])
            raw = raw[offsets[0] : offsets[1] if parts > 1 else None].decode()
        message: dict[str, Any] = json.loads(raw)
        return message


def _cookie(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/explore")
    answer = connection.getresponse()
    answer.read()
    found = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    connection.close()
    return "; ".join(found)


def http_post(port: int, path: str) -> int:
    """Send an empty POST and return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path)
    status = connection.getresponse().status
    connection.close()
    return status
