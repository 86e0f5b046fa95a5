"""Parts of another format that Word shows as if they stood in the text (``w:altChunk``).

Programs that make reports put whole pages into one: HTML, plain text, or another Word file.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from enum import StrEnum

from lxml import etree, html

from doccontrol.pdftext.word.number_formats import written

_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul",
}  # fmt: skip
_SILENT = {"head", "script", "style", "template", "title", "noscript", "object", "svg"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_ROOM = re.compile(r"[ \t\r\n\f]+")
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip
_MOST_DEPTH = 200
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")


class ChunkNotRead(Exception):
    """A chunk is damaged, or nested deeper than anybody lays out a page."""


class ChunkKind(StrEnum):
    HTML = "html"
    MAIL = "mht"
    TEXT = "txt"
    WORD = "docx"
    OTHER = "other"


def kind_of_chunk(content: bytes, content_type: str, name: str) -> ChunkKind:
    """By what it is; by its type or name where its content does not say."""
    beginning = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    stated = f"{content_type} {name}".lower()
    if content.startswith(b"PK\x03\x04"):
        return ChunkKind.WORD
    if beginning.startswith(b"{\\rtf"):
        return ChunkKind.OTHER
    if beginning.startswith(b"mime-version") or "rfc822" in stated or stated.endswith("mht"):
        return ChunkKind.MAIL
    if b"<html" in beginning or b"<body" in beginning or "html" in stated or "htm" in stated:
        return ChunkKind.HTML
    return ChunkKind.TEXT if "text/plain" in stated or stated.endswith(".txt") else ChunkKind.OTHER


def lines_of_chunk(content: bytes, kind: ChunkKind) -> Iterator[str]:
    """What a chunk of HTML, mail or plain text shows, line by line; raises ``ChunkNotRead``."""
    if kind is ChunkKind.TEXT:
        yield from decoded(content).splitlines()
    elif kind is ChunkKind.MAIL:
        yield from _lines_of_mail(content)
    else:
        yield from _lines_of_html(content)


def _lines_of_mail(content: bytes) -> Iterator[str]:
    """Of its first page, or of the plain text of one that has none."""
    try:
        whole = email.message_from_bytes(content, policy=email.policy.default)
    except RecursionError as error:
        raise ChunkNotRead from error
    by_type: dict[str, bytes] = {}
    for part in whole.walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            by_type.setdefault(part.get_content_type(), payload)
    if (page := by_type.get("text/html")) is not None:
        yield from _lines_of_html(page)
    else:
        yield from decoded(by_type.get("text/plain", b"")).splitlines()


def decoded(content: bytes) -> str:
    """By its byte order mark, the charset it declares, else UTF-8 or the old Vietnamese page."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(content[:2048])
    names = [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8", "cp1258"):
        try:
            return content.decode(name)
        except (UnicodeError, LookupError):  # some codecs refuse without saying where
            continue
    return content.decode("latin-1")


def _lines_of_html(content: bytes) -> Iterator[str]:
    text = _XML.sub("", decoded(content)).replace("\0", "")
    if not text.strip():
        return
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ChunkNotRead from error
    shown = "".join(_shown(root, 0))
    for line in shown.split("\n"):
        if plain := line.strip(" \t"):
            yield plain


def _shown(element: html.HtmlElement, depth: int, label: str = "") -> Iterator[str]:
    """Its text behind its label, with "\\n" around blocks and a tab between the cells of a row."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT or _is_unseen(element):
        return
    if depth > _MOST_DEPTH:
        raise ChunkNotRead
    around = "\n" if tag in _BLOCKS else ""
    yield around
    yield label
    if tag == "br":
        yield "\n"
    if tag in {"td", "th"}:
        inside = "".join(_inside(element, depth))
        yield " ".join(inside.split()) + "\t"
    else:
        yield from _inside(element, depth)
    yield around


def _inside(element: html.HtmlElement, depth: int) -> Iterator[str]:
    yield _ROOM.sub(" ", element.text or "")
    number = _integer(element.get("start"), 1)
    for child in element:
        label = ""
        if child.tag == "li":
            number = _integer(child.get("value"), number)
            label = _label(element, number)
            number += 1
        yield from _shown(child, depth + 1, label)
        yield _ROOM.sub(" ", child.tail or "")


def _is_unseen(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style", "")))


def _label(above: html.HtmlElement, number: int) -> str:
    """The number of an item of a numbered list; a dash for one of another."""
    if above.tag != "ol":
        return "- "
    return f"{written(number, _KINDS.get(above.get('type') or '1', 'decimal'))}. "


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default
