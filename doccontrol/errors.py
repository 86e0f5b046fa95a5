"""Refusals that a person must be able to read: what is wrong and what to do."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Base of the domain errors. Its text is in the reader's language and says what to do;
    the admin shows it as a message and keeps what was saved (``cms.every_request.middleware``)."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.args[0])
