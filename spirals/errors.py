"""What is told to a person who gave something the model cannot use."""

from __future__ import annotations


class InputError(ValueError):
    """Something a user gave cannot be used; the message is one line that names it and the remedy."""
