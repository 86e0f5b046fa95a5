"""What was read of a text: a value with its place in the file, or unknown with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from doccontrol.pdftext.marking import gettext_noop as gettext_noop
from doccontrol.pdftext.pages import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """``value`` as read on ``page`` (from 1) at ``span``; ``confidence`` from 0 to 1."""

    value: T
    page: int
    span: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not read. ``reason`` is a source string for gettext: the reader sees it translated.

    ``page`` and ``span`` say where the value should stand, if the place is there and only the
    value is not: a blank, handwriting, a smudge.
    """

    reason: str
    page: int | None = None
    span: Span | None = None


Field = Known[T] | Unknown


@dataclass(frozen=True, slots=True)
class Stage:
    """A day that holds for some provisions only; ``scope`` names them as printed."""

    day: date
    scope: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """The end that a text sets itself, as printed. ``through``: the text still has force on
    ``day`` ("đến hết ngày"); otherwise ``day`` is the first without."""

    day: date
    through: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """``capacity`` is how the power to sign is marked, outermost first: ("TM.", "KT."); empty
    where the head signs as such. ``title`` is the block above the name as printed."""

    name: str
    title: str
    capacity: tuple[str, ...]


def as_json(field: Known[Any] | Unknown) -> dict[str, Any]:
    """The field as the command prints it and the register keeps it; dates in ISO form.

    The value is always a string or a list of strings; what else belongs to it stands beside it
    under a name of its own (``scope``, ``through``, ``title``, ``capacity``).
    """
    if isinstance(field, Unknown):
        unread: dict[str, Any] = {"value": None, "reason": field.reason}
        if field.span is not None:
            unread |= {"page": field.page, "span": list(field.span)}
        return unread
    value, beside = _plain(field.value)
    return {
        "value": value,
        "page": field.page,
        "span": list(field.span),
        "confidence": round(field.confidence, 2),
        **beside,
    }


def _plain(value: Any) -> tuple[Any, dict[str, Any]]:
    match value:
        case date():
            return value.isoformat(), {}
        case Stage(day, scope):
            return day.isoformat(), {"scope": scope}
        case Expiry(day, through):
            return day.isoformat(), {"through": through}
        case Signer(name, title, capacity):
            return name, {"title": title, "capacity": list(capacity)}
        case tuple():
            return list(value), {}
    return value, {}
