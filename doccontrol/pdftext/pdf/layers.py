"""Layers of a PDF (optional content) that are switched off when it is opened.

pdfium draws by them but does not tell them, so pdfminer is asked, for files that may have any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

# One of them stands in every file that has layers: the list itself, or what it may be packed in.
_SIGNS = (b"/OCProperties", b"/ObjStm")
# From a reference to what it means; more are one that leads to itself.
_MOST_STEPS = 20


def off_layers(path: Path) -> frozenset[str]:
    """The names of those that are off; none for a file that cannot be asked."""
    stated = path.stat()
    return _off_layers(path, stated.st_size, stated.st_mtime_ns)


@lru_cache(maxsize=4)
def _off_layers(path: Path, size: int, changed: int) -> frozenset[str]:
    """``size`` and ``changed`` tell one file from another at the same place."""
    data = path.read_bytes()
    if not any(sign in data for sign in _SIGNS):
        return frozenset()
    # 10 MB, for the few files that may have layers.
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    with path.open("rb") as file:
        try:
            return frozenset(_off_in(PDFDocument(PDFParser(file)).catalog))
        except Exception:
            # The parser has no common error for what pdfium forgives.
            return frozenset()


def _off_in(catalog: dict[str, Any]) -> Iterable[str]:
    properties = _dictionary(catalog.get("OCProperties"))
    by_default = _dictionary(properties.get("D"))
    if _plain(_resolved(by_default.get("BaseState"))) == "OFF":
        return set(_names(properties.get("OCGs"))) - set(_names(by_default.get("ON")))
    return _names(by_default.get("OFF"))


def _resolved(value: Any) -> Any:
    """What a reference leads to. Only what is asked for: layers may refer to each other, and all
    that hangs on them has no end."""
    from pdfminer.pdftypes import PDFObjRef

    for _ in range(_MOST_STEPS):
        if not isinstance(value, PDFObjRef):
            return value
        value = value.resolve()
    return None


def _dictionary(value: Any) -> dict[str, Any]:
    entries = _resolved(value)
    return entries if isinstance(entries, dict) else {}


def _names(layers: Any) -> Iterator[str]:
    listed = _resolved(layers)
    for layer in listed if isinstance(listed, list) else []:
        yield _text(_resolved(_dictionary(layer).get("Name", b"")))


def _plain(value: Any) -> str:
    name = getattr(value, "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _text(stated: Any) -> str:
    if not isinstance(stated, bytes):
        return str(stated)
    if stated.startswith(b"\xfe\xff"):
        return stated[2:].decode("utf-16-be", "replace")
    return stated.decode("latin-1")
