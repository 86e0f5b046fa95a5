"""Heads and feet of the pages of a Word file: which are shown, and the letterhead in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from doccontrol.pdftext.word.columns import NATION
from doccontrol.pdftext.word.names import children, descendant, is_on, value
from doccontrol.pdftext.word.parts import Parts

# What a letterhead says; of what a head has and the body begins without, the head is the place.
_NATION = re.compile(NATION, re.I)
_MOTTO = re.compile(r"độc lập\s*[-–—]\s*tự do", re.I)
_NUMBER = re.compile(r"^[^\S\n]*số\s*:?[^\S\n]*(?:\d|[./…_]|$)", re.I | re.M)
# Said in other heads too.
_DAY = re.compile(r"ngày[^\n]{0,25}tháng[^\n]{0,25}năm", re.I)
_LINES = 40
_WORD = re.compile(r"[^\W\d_]{2,}")
# Fewer words are a page number ("Trang 2/5").
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Heads:
    """Parts by the relationship that leads to them: the head of the first page, "" if it has none,
    and all that some page shows."""

    first: str
    shown: tuple[str, ...]


def heads_of(parts: Parts) -> Heads:
    """A part that no page shows (a first head that is switched off) is not among them."""
    even = any(is_on(descendant(root, "evenAndOddHeaders")) for root in parts.trees("settings"))
    shown: list[str] = []
    first: str | None = None
    for section in parts.root.iter("{*}sectPr"):
        kinds = {"default"} | ({"even"} if even else set())
        if is_on(descendant(section, "titlePg")):
            kinds.add("first")
        heads, feet = _by_kind(section, "headerReference"), _by_kind(section, "footerReference")
        if first is None:
            first = heads.get("first" if "first" in kinds else "default", "")
        shown += (one[kind] for one in (heads, feet) for kind in sorted(kinds & set(one)))
    return Heads(first or "", tuple(dict.fromkeys(shown)))


def _by_kind(section: etree._Element, name: str) -> dict[str, str]:
    return {
        value(stated, "type") or "default": value(stated, "id")
        for stated in children(section, name)
    }


def holds_the_letterhead(head: str, body: str) -> bool:
    """Whether the head of the first page says something of a letterhead that the body, which
    begins below it, does not."""
    beginning = "\n".join(body.split("\n")[:_LINES])
    signs = [_NATION, _MOTTO, _NUMBER]
    if _NATION.search(head):
        signs.append(_DAY)
    return any(sign.search(head) and not sign.search(beginning) for sign in signs)


def words_beyond(text: str, body: str) -> str:
    """``text`` in one line if it says what ``body`` does not; "" for a number of the page, or for
    what stands in the text as well."""
    plain = " ".join(text.split())
    said = " ".join(body.lower().split())
    if plain.lower() in said or len(_WORD.findall(plain)) < _FEWEST_WORDS:
        return ""
    return plain
