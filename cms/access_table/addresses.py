"""Every address of the site, as the resolver knows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """``path`` as the patterns spell it, ``name`` with its namespaces ("" where it has none), and
    what our own views state of themselves (``doccontrol.access``; "" for other people's)."""

    path: str
    name: str
    view: str
    stated: str


def addresses() -> list[Address]:
    return list(_below(get_resolver().url_patterns, "/", ()))


def _below(patterns: Sequence[Any], prefix: str, names: tuple[str, ...]) -> Iterator[Address]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from _below(entry.url_patterns, path, inner)
        else:
            name = ":".join((*names, entry.name)) if entry.name else ""
            stated = getattr(entry.callback, "access", "")
            yield Address(path=path, name=name, view=_view(entry), stated=stated)


def _view(entry: URLPattern) -> str:
    """Where the code of the view stands, to be looked up by whoever judges it."""
    view = getattr(entry.callback, "view_class", entry.callback)
    name = getattr(view, "__qualname__", type(view).__qualname__)
    return f"{view.__module__}.{name}"
