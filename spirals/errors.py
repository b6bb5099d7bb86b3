"""What is told to a person who gave something the model cannot use."""

from __future__ import annotations

import re

# Control characters, and marks that turn the direction of what follows: what a terminal or page would act on.
_ACTED_ON = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]")


class InputError(ValueError):
    """Something a user gave cannot be used; the message is one line that names it and the remedy."""


def visible(text: str, most: int | None = None) -> str:
    r"""Return a text with nothing in it that a terminal or page acts on, and shortened if it is long.

    Parameters
    ----------
    text
        Anything that came from a file, a link or a page; line ends stay.
    most
        Characters to keep; None keeps all.

    Examples
    --------
    >>> visible("\x1b[2Jred\u202e", 6)
    '?[2...'
    """
    shown = _ACTED_ON.sub("?", text[: 4 * most] if most is not None else text)
    return shown if most is None or len(text) <= most else f"{shown[: most - 3]}..."
