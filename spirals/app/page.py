"""The Solara side: one component for all pages, drawn in the browser, computed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from spirals.app.presence import PRESENCE
from spirals.app.session import Session
from spirals.app.settings import PAGES

PATHS = ("/", *PAGES)


@solara.component_vue("stage.vue", vuetify=False)
def Stage(event_act: Callable[..., None] = lambda said: None) -> None:
    """Hold the page in the browser: it asks through ``act`` and is told through messages."""


@solara.component
def Page() -> Any:
    """Show a page; every session has its own models."""
    session = solara.use_memo(Session, [])
    stage = Stage(event_act=session.act)

    def attach() -> Callable[[], None]:
        widget = solara.get_widget(stage)

        def send(message: dict[str, Any], buffers: list[bytes]) -> None:
            widget.send({"method": "tell", "args": [message]}, buffers)

        session.attach(send)
        kernel = solara.get_kernel_id()
        PRESENCE.watch(kernel, session.rest, session.wake)

        def end() -> None:
            PRESENCE.forget(kernel)
            session.close()

        return end

    solara.use_effect(attach, [])
    return stage


@solara.component
def Layout(children: Any = ()) -> Any:
    """Show the page alone, without Solara's own bars."""
    return solara.Column(children=list(children), gap="0px", margin=0) if len(children) != 1 else children[0]


routes = [solara.Route(path, component=Page, layout=Layout, label="spirals") for path in PATHS]
