"""Layers of a PDF (optional content) that are switched off when it is opened.

pdfium draws by them but does not tell them, so pdfminer is asked, for files that may have any.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

# One of them stands in every file that has layers: the list itself, or what it may be packed in.
_SIGNS = (b"/OCProperties", b"/ObjStm")


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
    from pdfminer.pdftypes import resolve_all

    with path.open("rb") as file:
        try:
            catalog = PDFDocument(PDFParser(file)).catalog
            properties = resolve_all(catalog.get("OCProperties"))
        except Exception:
            # The parser has no common error for what pdfium forgives.
            return frozenset()
    return frozenset(_off_in(properties)) if isinstance(properties, dict) else frozenset()


def _off_in(properties: dict[str, Any]) -> Iterator[str]:
    by_default = properties.get("D")
    by_default = by_default if isinstance(by_default, dict) else {}
    off = by_default.get("OFF")
    if _plain(by_default.get("BaseState")) == "OFF":
        on = [_name(layer) for layer in by_default.get("ON") or []]
        off = [layer for layer in properties.get("OCGs") or [] if _name(layer) not in on]
    yield from map(_name, off if isinstance(off, list) else [])


def _plain(value: Any) -> str:
    name = getattr(value, "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _name(layer: Any) -> str:
    stated = layer.get("Name", b"") if isinstance(layer, dict) else b""
    if not isinstance(stated, bytes):
        return str(stated)
    if stated.startswith(b"\xfe\xff"):
        return stated[2:].decode("utf-16-be", "replace")
    return stated.decode("latin-1")
