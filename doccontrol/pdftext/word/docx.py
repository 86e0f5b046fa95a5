"""The text of a DOCX file, straight from its parts, and what of it was not read.

Heads and feet of pages are left out, but for a letterhead that stands in the first page's head.
Pages are those of the last time a program laid the file out, else those of its page breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from doccontrol.pdftext.cleaning import cleaned
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.notes import HEADER, NOT_VIETNAMESE, OLD_FONT, Note, joined, note
from doccontrol.pdftext.old_fonts import in_unicode, tried
from doccontrol.pdftext.pages import Page, TextSource
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.scans.syllables import is_trustworthy
from doccontrol.pdftext.word import headers, packages
from doccontrol.pdftext.word.columns import columns_apart
from doccontrol.pdftext.word.names import descendant
from doccontrol.pdftext.word.packages import Package
from doccontrol.pdftext.word.parts import Parts
from doccontrol.pdftext.word.story import BREAK, Story

# So many letters show whether a text is Vietnamese.
_SAMPLE = 20_000
# Of a file without a letter of text it is said what it has instead.
_SAYS_WHY = {"part-inside", "files-inside", "picture", "drawing", "header"}


@dataclass(frozen=True, slots=True)
class OfficeText:
    pages: tuple[Page, ...]
    notes: tuple[Note, ...]


def text_of(path: Path, limits: Limits) -> OfficeText:
    """Return pages and notes; raises ``Unreadable`` if the file is broken, too large or without
    text of which nothing else is to be said."""
    with packages.opened(path, limits) as package:
        parts = _parts(package, limits)
        raw = _pages(parts)
        heads = list(_heads(parts))
        notes = [*joined([*_in_old_fonts(parts), *parts.unread()])]
    if heads and headers.holds_the_letterhead(heads[0].text, raw[0]) and heads[0].is_first:
        raw[0] = f"{heads.pop(0).text}\n{raw[0]}"
    notes += _unread_heads(heads, "\n".join(raw))
    texts, of_trial = _by_trial([columns_apart(text) for text in raw])
    texts = [text for text in map(cleaned, texts) if text]
    if len(texts) > limits.pages:
        raise Unreadable("too-many-pages")
    if not texts and not any(said.code in _SAYS_WHY for said in notes):
        raise Unreadable("empty")
    pages = (Page(n, text, TextSource.OFFICE) for n, text in enumerate(texts or [""], start=1))
    return OfficeText(tuple(pages), (*notes, *of_trial))


def main_part(package: Package) -> str:
    found = package.related("", "officeDocument")
    if not found:
        raise Unreadable("broken")
    return found[0]


def _parts(package: Package, limits: Limits, depth: int = 0) -> Parts:
    def read_package(inner: Package, deeper: int) -> tuple[list[str], list[Note]]:
        within = _parts(inner, limits, deeper)
        lines = "\n".join(_pages(within)).split("\n")
        return lines, [*_in_old_fonts(within), *within.unread()]

    parts = Parts(package, main_part(package), read_package, depth)
    # Of all tables, before any is read; notes have their own, and count for nothing.
    if sum(1 for _ in parts.root.iter("{*}tc")) > limits.cells:
        raise Unreadable("too-many-cells")
    return parts


def _pages(parts: Parts) -> list[str]:
    body = descendant(parts.root, "body")
    if body is None:
        raise Unreadable("broken")
    return Story(parts).pages(body)


@dataclass(frozen=True, slots=True)
class _Head:
    text: str
    is_first: bool


def _heads(parts: Parts) -> Iterator[_Head]:
    """The text of each head and foot that a page shows; that of the first page first."""
    shown = headers.heads_of(parts)
    ordered = sorted(shown.shown, key=lambda relation: relation != shown.first)
    for relation in ordered:
        root = parts.tree_of(relation)
        text = _text_of_head(parts, root) if root is not None else ""
        if text.strip():
            yield _Head(text, relation == shown.first)


def _text_of_head(parts: Parts, root: etree._Element) -> str:
    text = "\n".join(Story(parts).pages(root))
    return text.replace(BREAK, "")


def _unread_heads(heads: list[_Head], body: str) -> Iterator[Note]:
    words = [headers.words_beyond(cleaned(columns_apart(head.text)), body) for head in heads]
    if any(words):
        yield note("header", HEADER, words)


def _in_old_fonts(parts: Parts) -> Iterator[Note]:
    if parts.old_codes:
        yield note("old-font", OLD_FONT, (code.value for code in parts.old_codes))


def _by_trial(pages: list[str]) -> tuple[list[str], list[Note]]:
    """The pages with letters of an old code made new, where no font said that they are."""
    sample = "\n".join(pages)[:_SAMPLE]
    if is_trustworthy(cleaned(sample)):
        return pages, []
    code = tried(sample, cleaned)
    if code is None:
        return pages, [note("not-vietnamese", NOT_VIETNAMESE)]
    made_new = [in_unicode(page, code) for page in pages]
    return made_new, [note("old-font", OLD_FONT, [code.value])]
