"""Names in the XML of a Word file, the same for both of its namespaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from lxml import etree

T = TypeVar("T")
# A damaged file may have more of them than any program counts with.
_FIGURES = re.compile(r"[0-9]{1,10}")

_NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
}


def name(element: etree._Element) -> str:
    """The local name of an element of Word, of its formulas or of alternative content, else ""."""
    tag = element.tag
    if not isinstance(tag, str):  # an entity that was not expanded
        return ""
    namespace, _, local = tag[1:].rpartition("}")
    return local if namespace in _NAMESPACES else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (child for child in element if name(child) in names)


def descendant(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element found by going down ``path``, one name a step."""
    found: etree._Element | None = element
    for step in path:
        found = next(children(found, step), None) if found is not None else None
    return found


def value(element: etree._Element | None, attribute: str = "val") -> str:
    """An attribute of Word's own, "" if it or the element is missing."""
    if element is None:
        return ""
    for found, stated in element.attrib.items():
        if str(found).rpartition("}")[2] == attribute:
            return str(stated)
    return ""


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that is either on or off is there and on."""
    return element is not None and value(element) not in {"0", "false", "off"}


def number_in(text: str, default: T) -> int | T:
    """The whole number that an attribute states, ``default`` for any other text."""
    return int(text) if _FIGURES.fullmatch(text) else default
