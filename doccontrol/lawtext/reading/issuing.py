"""Which body issued a text: named in the letterhead, or where a text names it besides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from doccontrol.lawtext.numbers import LegalNumber
from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Field, Known, Unknown
from doccontrol.lawtext.reading.issuers import begins_like_a_body, issuers_of, proper
from doccontrol.lawtext.reading.issuing_bodies import BY_ABBREVIATION, PLACES
from doccontrol.lawtext.reading.letterhead import Numbered
from doccontrol.lawtext.reading.parts_on_paper import Mark, Piece
from doccontrol.lawtext.reading.running_text import Flow, Line, key
from doccontrol.lawtext.spelling import JOINT_TYPES

NO_ISSUER = fields.gettext_noop("The letterhead names no issuing body.")

# How sure we are of what stands elsewhere than it should.
ELSEWHERE = 0.7
# Letters that a scanner makes of dirt.
SPECK = 3
# Names that are whole only with a place.
_OF_A_PLACE = ("Ủy ban nhân dân", "Hội đồng nhân dân")
_STAMPS = re.compile(
    r"\W*(?:van ban (?:quy pham|khac)|phan\b|muc luc|du thao|(?:toi |tuyet )?mat\b|hoa toc"
    r"|thuong khan|khan\b|sao y|ban sao|sao luc|cong bao|phat hanh|den\b|cong van den|ky boi"
    r"|nguoi ky|co quan\s*:|thoi gian ky|email)"
)
_CONSOLIDATED = re.compile(r"\W*van ban hop nhat\s*-?\s*")
_OFFICE = re.compile(
    r"(?:bo truong|thu tuong(?! chinh phu)|chu tich(?! nuoc)|giam doc|tong giam doc|cuc truong"
    r"|chi cuc truong|tong cuc truong|vien truong|chanh an|thong doc|chu nhiem|hieu truong"
    r"|truong ban|tong thanh tra|tong kiem toan|chanh thanh tra|chanh van phong|truong phong)\s+"
)


def read_issuer(flow: Flow, above: Sequence[Piece], number: LegalNumber | None) -> Field[str]:
    """The bodies named in capitals above the number; several of a joint text parted by "; "."""
    named = [_without_heading(piece.line) for piece in above if names_a_body(piece)]
    named = [line for line in named if len(line.key) > SPECK or not flow.is_recognised(line.at)]
    joint = number is not None and number.type_abbreviation in JOINT_TYPES
    if names := issuers_of(_without_scraps(flow, named), joint=joint):
        page, span = flow.place(named[0].at, named[-1].end)
        sure = sum(flow.sureness(line.at, line.end) for line in named) / len(named)
        return Known("; ".join(names), page, span, sure)
    return Unknown(NO_ISSUER)


def names_a_body(piece: Piece) -> bool:
    line = piece.line
    return piece.mark is Mark.TEXT and line.is_capitals and not _STAMPS.match(line.plain)


def _without_heading(line: Line) -> Line:
    """The gazette heads consolidated texts "VĂN BẢN HỢP NHẤT - BỘ QUỐC PHÒNG"."""
    heading = _CONSOLIDATED.match(line.plain)
    return line.cut(heading.end(), len(line.text)) if heading else line


def _without_scraps(flow: Flow, named: Sequence[Line]) -> list[str]:
    """A scanner's specks before the first name are left out: "¬ Nà UBND TỈNH …"."""
    texts = [line.text for line in named]
    if texts and flow.is_recognised(named[0].at):
        words = texts[0].split()
        rests = (" ".join(words[number:]) for number in range(len(words)))
        texts[0] = next(filter(begins_like_a_body, rests), texts[0])
    return texts


def with_its_place(
    named: Known[str], head: Sequence[Piece], enacting: Sequence[Piece]
) -> Known[str]:
    """A name that is whole only with a place, completed from the enacting line, which repeats it
    in full; a Sở, of which each province has one, from the province it is dated in."""
    if named.value in _OF_A_PLACE:
        full = (proper(piece.line.text) for piece in enacting if names_a_body(piece))
        longer = (name for name in full if name.startswith(f"{named.value} "))
        return replace(named, value=next(longer, named.value))
    if named.value.startswith("Sở ") and not any(map(named.value.endswith, PLACES.values())):
        for piece in head:
            place = piece.mark is Mark.PLACE_AND_DAY and _PROVINCE.get(
                key(piece.line.text.partition(",")[0])
            )
            if place:
                sure = min(named.confidence, ELSEWHERE)
                return replace(named, value=f"{named.value} {place}", confidence=sure)
    return named


_PROVINCE = {key(plain_name): name for plain_name, name in PLACES.items()}


def issuer_by_symbol(numbered: Numbered | Unknown) -> Field[str]:
    """Only for bodies of which the country has one: TTg, BYT, QH; never for a Sở."""
    if isinstance(numbered, Numbered):
        names = [BY_ABBREVIATION.get(one) for one in numbered.number.issuer_abbreviations]
        if names and all(names):
            return replace(numbered.as_read, value="; ".join(map(str, names)), confidence=ELSEWHERE)
    return Unknown(NO_ISSUER)


def enacting_body(flow: Flow, enacting: Sequence[Piece]) -> Field[str]:
    """The body whose head enacts, or that enacts itself, in capitals under the subject."""
    for piece in enacting:
        office = _OFFICE.match(piece.line.plain)
        body = piece.line.cut(office.end() if office else 0, len(piece.line.text))
        follows = office is not None or piece.line.key in map(key, _OF_A_PLACE)
        if follows and names_a_body(piece) and begins_like_a_body(body.text):
            return Known(proper(body.text), *flow.place(body.at, body.end), ELSEWHERE)
    return Unknown(NO_ISSUER)
