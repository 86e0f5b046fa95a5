"""How the judgement of an office file says that it is not let in: by a code of ``reasons``.

Without its sentences, whose translation takes longer to load than most files take to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

_SHOWN = 120


class Wrong(Exception):
    """The file is not let in; ``code`` is of ``reasons.REASONS``, ``where`` what it is about."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code = code
        self.where = "".join(c for c in where if c.isprintable())[:_SHOWN]


def refuse(code: str, *where: Any) -> NoReturn:
    raise Wrong(code, " → ".join(str(step) for step in where))


def first(words: Iterable[str], text: str) -> str:
    """The first of ``words`` that stands in ``text``, whatever the case; "" if none does."""
    lowered = text.lower()
    return next((word for word in words if word in lowered), "")
