"""Every reference of a text to another one, with its place, the provisions meant and its role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doccontrol.lawtext.citations.days import StatedDay
from doccontrol.lawtext.citations.mentions import Mention, find_mentions
from doccontrol.lawtext.citations.plain_text import Plain, plain
from doccontrol.lawtext.citations.roles import Role, roles_of
from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, normalise
from doccontrol.lawtext.relation_kinds import VIETNAMESE_CODES, RelationKind
from doccontrol.pdftext.pages import Page, Span

CODE_OF_KIND = {kind: code for code, kind in VIETNAMESE_CODES.items()}


@dataclass(frozen=True, slots=True)
class Reference:
    """``raw`` as written at ``span`` of ``page`` (white space in one form). A text is named by
    ``number``, by ``name`` (laws only) or by both; ``type``, ``issued``, ``year``, ``issuer`` are
    what stands beside, "" or None where nothing does. ``pinpoint``: the provisions meant.
    ``scope``: what is acted on, in the text's words; ``day``: from when, where that is said there;
    ``article`` and ``clause`` of the reading text that say it. ``confidence`` from 0 to 1."""

    raw: str
    number: LegalNumber | None
    name: str
    type: str
    issued: date | None
    year: int | None
    issuer: str
    pinpoint: str
    role: RelationKind
    scope: str
    page: int
    span: Span
    confidence: float
    day: StatedDay | None = None
    article: str = ""
    clause: str = ""

    @property
    def printed_number(self) -> str:
        """The number as it is usually printed, noise left out; "" if there is none."""
        return printed(self.number) if self.number else ""


def find_references(pages: Sequence[Page], own: str = "") -> list[Reference]:
    """All references, in reading order. The text's own number in its letterhead is none, nor is
    "Nghị định này", nor its number ``own`` wherever it stands. Pure, and linear in the length of
    the text."""
    whole = plain(pages)
    mentions = find_mentions(whole.text)
    own_key = key_of(own)
    is_consolidated = "/VBHN-" in own_key
    roles = roles_of(
        whole.text, mentions, paragraphs=whole.paragraphs, consolidated=is_consolidated
    )
    found = [_reference(whole, *pair) for pair in zip(mentions, roles, strict=True)]
    return [
        one for one in found if not own_key or not one.number or one.number.normalised != own_key
    ]


def key_of(number: str) -> str:
    """The normalised number; "" for what is none."""
    try:
        return normalise(number)
    except NotALegalNumber:
        return ""


def printed(number: LegalNumber) -> str:
    if number.type_abbreviation in {"TCVN", "QCVN", "TCXDVN", "QCĐP", "TCĐP"}:
        return " ".join(number.raw.split())
    return number.normalised.replace("TTG", "TTg")


def as_json(reference: Reference) -> dict[str, Any]:
    """The reference as ``read_text --json`` prints it: null where the text says nothing."""
    return {
        "raw": reference.raw,
        "number": reference.printed_number or None,
        "name": reference.name or None,
        "type": reference.type or None,
        "pinpoint": reference.pinpoint or None,
        "role": CODE_OF_KIND[reference.role],
        "page": reference.page,
        "span": list(reference.span),
        "confidence": round(reference.confidence, 2),
    }


def _reference(whole: Plain, mention: Mention, role: Role) -> Reference:
    page, span = whole.place((mention.start, mention.end))
    return Reference(
        raw=" ".join(whole.text[mention.start : mention.end].split()),
        number=mention.number,
        name=mention.name,
        type=mention.type,
        issued=mention.issued,
        year=mention.year,
        issuer=mention.issuer,
        pinpoint=mention.pinpoint.words if mention.pinpoint else "",
        role=role.kind,
        scope=role.scope,
        page=page,
        span=span,
        confidence=mention.confidence * role.confidence,
        day=role.day,
        article=role.article,
        clause=role.clause,
    )
