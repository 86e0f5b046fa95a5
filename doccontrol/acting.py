"""Who acts, and why: known to every guard below the views, whatever path a request took there.

A request acts as whoever is signed in (``cms.every_request.middleware``); commands, migrations
and the worker act as the server itself. A guard at the model asks here, so that no form, bulk
action or address of Wagtail's can pass it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Acting:
    find: Callable[[], AbstractUser | AnonymousUser]
    afterwards: list[Task] = field(default_factory=list)


_acting: ContextVar[_Acting | None] = ContextVar("acting", default=None)
_reason: ContextVar[str] = ContextVar("reason", default="")


def who() -> AbstractUser | AnonymousUser | None:
    """Whoever acts; somebody not signed in is an AnonymousUser, the server itself is None."""
    now = _acting.get()
    return None if now is None else now.find()


def why() -> str:
    """The reason given for what is being done; "" where none was asked for."""
    return _reason.get()


@contextmanager
def acting(find: Callable[[], AbstractUser | AnonymousUser]) -> Iterator[None]:
    """Inside, whoever ``find`` names acts; it is asked only when a guard wants to know.

    What was put off with ``afterwards`` is done when the outermost of these ends: by then every
    transaction inside is over, the broken ones too.
    """
    outer = _acting.get()
    now = _Acting(find) if outer is None else _Acting(find, outer.afterwards)
    token = _acting.set(now)
    try:
        yield
    finally:
        _acting.reset(token)
        if outer is None:
            for task in now.afterwards:
                task()


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Inside, this is why things are done."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def afterwards(task: Task) -> None:
    """Do ``task`` when the acting ends, whatever becomes of the transaction in hand; at once if
    nobody but the server acts."""
    now = _acting.get()
    if now is None:
        task()
    else:
        now.afterwards.append(task)
