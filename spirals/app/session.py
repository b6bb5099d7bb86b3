"""One browser session: takes what the page asks, keeps its models, and lets no error out but in words."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from spirals.app.memory import give_back_soon
from spirals.app.messages import MESSAGES, checked
from spirals.errors import InputError, visible
from spirals.experiments.errors import ExperimentError

logger = logging.getLogger("spirals.app")

UNTOUCHED = ("file", "report")  # what is saved is saved as it is
Send = Callable[[dict[str, Any], list[bytes]], None]


class Session:
    """What one browser tab works with.

    Parameters
    ----------
    send
        Takes a message and its buffers to the browser; None until the page is there.
    """

    def __init__(self, send: Send | None = None) -> None:
        self._send = send
        self._pages: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._working = threading.RLock()
        self.closed = False

    def attach(self, send: Send) -> None:
        """Name where messages go."""
        self._send = send

    def close(self) -> None:
        """End whatever still runs and forget everything."""
        self.closed = True
        for page in list(self._pages.values()):
            getattr(page, "close", lambda: None)()
        self._pages.clear()
        self._send = None
        give_back_soon()

    def rest(self) -> None:
        """Compute nothing and hold little while nobody reads; what is shown can be made again."""
        self._each("rest")
        give_back_soon()

    def wake(self) -> None:
        """Go on with what rested; what was told while nobody read is told again."""
        self._each("wake")
        for name in list(self._pages):
            self._tell(name, "back", {})

    def _each(self, verb: str) -> None:
        with self._working:
            for page in list(self._pages.values()):
                getattr(page, verb, lambda: None)()

    def act(self, said: Mapping[str, Any], buffers: list[memoryview] | None = None) -> None:
        """Do what the page asks; whatever goes wrong is told to this page, and to no other."""
        page, name = (str(said.get(key)) if isinstance(said, Mapping) else "" for key in ("page", "name"))
        if self.closed or name not in MESSAGES.get(page, {}):
            return
        with self._working:
            self._act(page, name, said, buffers)

    def _act(self, page: str, name: str, said: Mapping[str, Any], buffers: list[memoryview] | None) -> None:
        try:
            handler = getattr(self._page(page), name)
            content = checked(MESSAGES[page][name], said.get("data"), name)
            if buffers:
                content["buffers"] = buffers
            handler(content)
        except (InputError, ExperimentError) as error:
            self._tell(page, "problem", {"text": str(error), "act": name})
        except Exception:
            number = uuid.uuid4().hex[:8]
            logger.exception("page %s, act %s, error %s", page, name, number)
            text = f"Something went wrong here, and it is not your doing. It is noted as {number}. Reset and go on."
            self._tell(page, "problem", {"text": text, "act": name, "number": number})

    def _page(self, name: str) -> Any:
        if name not in self._pages:
            self._pages[name] = make_page(name, lambda kind, *rest: self._tell(name, kind, *rest))
        return self._pages[name]

    def _tell(self, page: str, kind: str, content: Mapping[str, Any], buffers: list[bytes] | None = None) -> None:
        with self._lock:
            if self._send is not None:
                shown = content if kind in UNTOUCHED else _shown(content)
                self._send({"page": page, "kind": kind, **shown}, buffers or [])


def _shown(value: Any) -> Any:
    """Return what is told with nothing in its texts that would turn or hide what stands beside them."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: _shown(part) for name, part in value.items()}
    return [_shown(part) for part in value] if isinstance(value, list | tuple) else value


def make_page(name: str, tell: Callable[..., None]) -> Any:
    """Return the state of a page by its name; loaded when first opened."""
    if name == "explore":
        from spirals.app.explore import Explore

        return Explore(tell)
    if name == "compare":
        from spirals.app.compare import Compare

        return Compare(tell)
    if name == "lessons":
        from spirals.app.lessons import Lessons

        return Lessons(tell)
    if name == "organisation":
        from spirals.app.own import Own

        return Own(tell)
    raise KeyError(name)
