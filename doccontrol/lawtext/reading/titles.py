"""The type of a text and its subject (trích yếu)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Field, Known, Unknown
from doccontrol.lawtext.reading.letterhead import Numbered
from doccontrol.lawtext.reading.other_kinds import other_kind
from doccontrol.lawtext.reading.parts_on_paper import ABOUT, ADDRESSEE, Mark, Piece
from doccontrol.lawtext.reading.persons import HEADS
from doccontrol.lawtext.reading.running_text import (
    SURE,
    Flow,
    Line,
    key,
    loose,
    without_footnote_marks,
)

NO_TYPE = fields.gettext_noop("No line names the type, and the number does not show it.")
NO_SUBJECT = fields.gettext_noop("No subject was found under the type or the number.")

LETTER = "Công văn"
CONSOLIDATED = "Văn bản hợp nhất"
# By the abbreviation in the number: Nghị định 30/2020/NĐ-CP, Phụ lục III; norms before them.
BY_ABBREVIATION = {
    "NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch", "TTLB": "Thông tư liên bộ", "TTLN": "Thông tư liên ngành",
    "NQLT": "Nghị quyết liên tịch", "CTLT": "Chỉ thị liên tịch", "KHLT": "Kế hoạch liên tịch",
    "CT": "Chỉ thị", "PL": "Pháp lệnh", "L": "Lệnh", "LCT": "Lệnh", "SL": "Sắc lệnh",
    "VBHN": CONSOLIDATED, "CV": LETTER, "QC": "Quy chế", "QYĐ": "Quy định", "TB": "Thông báo",
    "HD": "Hướng dẫn", "CTR": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTR": "Tờ trình", "HĐ": "Hợp đồng",
    "CĐ": "Công điện", "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời", "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển", "PB": "Phiếu báo", "KL": "Kết luận", "QCPH": "Quy chế phối hợp",
    "CTPH": "Chương trình phối hợp",
}  # fmt: skip
ASSEMBLY_TYPES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết")
_OTHERS = ("Hiến pháp", "Bộ luật", "Luật", "Thông cáo", "Giấy phép", "Quy định", "Điều lệ")
# A consolidated text bears the title of the text that it consolidates.
_TYPES = {key(name): name for name in (*BY_ABBREVIATION.values(), *_OTHERS) if name != CONSOLIDATED}
# How sure we are of a type that only the line or only the number shows.
DOUBTFUL = 0.8
# Longest first: "Thông tư liên tịch" before "Thông tư".
_STARTS = sorted(_TYPES, key=len, reverse=True)
# Letters that a speck of dirt or a footnote mark adds to a line.
_SCRAPS = 2
# What can stand on the line of the type: the beginning of the subject.
_MAY_FOLLOW = re.compile(
    r"(?:ve|v/v|ban hanh|quy dinh|phe duyet|huong dan|sua doi|cong bo|bai bo|thanh lap|ket qua"
    r"|tong ket|to chuc|trien khai|thuc hien|phong|so ket|kiem tra|cua)\b"
)
_SUBJECT_LINES = 14
_LETTER_SUBJECT_LINES = 9
# Characters; the lines of a title are centred and shorter.
_FULL_LINE = 60

_BODIES = (
    r"quoc hoi|uy ban thuong vu|chinh phu|uy ban nhan dan|hoi dong|ban chap hanh|ban thuong vu"
    r"|bo chinh tri|ban bi thu|ban quan ly|lien bo|bo\b|so\b"
)
_OFFICE = re.compile(rf"\W{{0,3}}(?:{HEADS}|pho chu tich|{_BODIES})")
# The words with which a body begins.
_BODY = re.compile(
    rf"\W{{0,3}}(?:{loose('can cu')}|(?:thuc hien|xet|theo|thi hanh|trien khai|nham|de(?! nghi| an)"
    r"|tiep theo|tren co so|hien nay|trong thoi gian|vua qua|sau khi|thoi gian qua|dieu \d+"
    r"|chuong\s+[\divx]+|phan\s+(?:[\divx]+|thu)|muc\s+[\divx]+|loi noi dau|kinh gui|kem theo"
    r"|ban hanh kem theo|thua uy quyen)\b|ngay\s+\d|(?:quyet dinh|quyet nghi)\s*:"
    r"|(?:[ivx]{1,4}|[1-9]|a)(?:\s*[.)-]|\s*/(?!v))\s)"
)
_CONSOLIDATION = re.compile(
    r"\W{0,3}(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|thong tu|quyet dinh)[^.;]{0,80}\bso\b"
    r"[^.;]{0,40}ngay"
)
_GOES_ON = re.compile(r"\b(?:cua|va|tai|do|cho|ve|voi|giua|theo|thuoc|tu|den|cac|doi)\s*$|[,-]\s*$")


@dataclass(frozen=True, slots=True)
class TypeLine:
    """Where the type stands: its place among the pieces, what follows it on the same line."""

    name: str
    place: int
    rest: Line


def type_line(head: Sequence[Piece]) -> TypeLine | None:
    """The first line in capitals that is a type, or begins with one and goes on in capitals.

    None once an addressee or a subject (V/v) came before: a letter has no such line, and what
    looks like one belongs to its annexes.
    """
    seen_addressee = False
    for place, piece in enumerate(head):
        if piece.mark is not Mark.TEXT:
            continue
        if ADDRESSEE.match(piece.line.plain) or ABOUT.match(piece.line.plain):
            seen_addressee = True
        elif piece.line.is_capitals and (found := _type_at_start(piece.line)):
            return None if seen_addressee else TypeLine(found[0], place, found[1])
    return None


def _type_at_start(line: Line) -> tuple[str, Line] | None:
    """The type, and the rest of the line after it. "QUYẾT ĐỊNH:" opens the articles."""
    whole = key(line.text)
    if line.text.rstrip().endswith(":"):
        return None
    for start in _STARTS:
        if start in whole and len(whole) <= len(start) + _SCRAPS:
            return _TYPES[start], line.cut(len(line.text), len(line.text))
        if whole.startswith(start):
            end = _end_of(start, line)
            rest = line.cut(end, len(line.text))
            if line.text[end : end + 1].isspace() and _MAY_FOLLOW.match(rest.plain):
                return _TYPES[start], rest
    return None


def _end_of(start: str, line: Line) -> int:
    """The offset in the line after which the letters of ``start`` are used up."""
    left = len(start)
    for offset, letter in enumerate(line.plain):
        left -= letter.isalnum()
        if not left:
            return offset + 1
    return len(line.text)


def read_type(
    flow: Flow, head: Sequence[Piece], line: TypeLine | None, numbered: Numbered | None
) -> Field[str]:
    """By the line that names it, else by the number. A consolidated text is one whatever it
    consolidates; a letter shows no type at all."""
    above = head[: line.place] if line is not None else head
    if other := other_kind(flow, above, numbered, says_a_type=line is not None):
        return other
    return (
        _consolidated(flow, head, numbered)
        or _by_line(flow, head, line, numbered)
        or (_by_number(numbered) if numbered else _by_unclear_number(flow, head))
        or _letter(flow, head, numbered)
        or Unknown(NO_TYPE)
    )


def _consolidated(
    flow: Flow, head: Sequence[Piece], numbered: Numbered | None
) -> Known[str] | None:
    if numbered and numbered.is_consolidated:
        return replace(numbered.as_read, value=CONSOLIDATED)
    for piece in head:
        line = piece.line
        if line.is_capitals and line.key.startswith(key(CONSOLIDATED)):
            return Known(CONSOLIDATED, *flow.place(line.at, line.end), DOUBTFUL)
    return None


def _by_line(
    flow: Flow, head: Sequence[Piece], line: TypeLine | None, numbered: Numbered | None
) -> Known[str] | None:
    if line is None:
        return None
    found = head[line.place].line
    place = flow.place(found.at, line.rest.at if line.rest.text else found.end)
    return Known(line.name, *place, 1.0 if _agree(numbered, line.name) else DOUBTFUL)


def _agree(numbered: Numbered | None, name: str) -> bool:
    """Numbers of the National Assembly show no type: 45/2019/QH14."""
    if numbered is None:
        return False
    if {"QH", "UBTVQH"} & set(numbered.number.issuer_abbreviations):
        return name in ASSEMBLY_TYPES
    return BY_ABBREVIATION.get(numbered.number.type_abbreviation or "") == name


def _by_number(numbered: Numbered) -> Known[str] | None:
    name = BY_ABBREVIATION.get(numbered.number.type_abbreviation or "")
    if name == "Quyết định" and {"TW", "TU"} & set(numbered.number.issuer_abbreviations):
        return None  # the Party's "QĐ" may be a Quy định
    return replace(numbered.as_read, value=name, confidence=DOUBTFUL) if name else None


def _by_unclear_number(flow: Flow, head: Sequence[Piece]) -> Known[str] | None:
    """A report shows in "Số: … /BC-SYT", though its number was filled in by hand."""
    for piece in head:
        if ABOUT.match(piece.line.plain):
            return None
        symbol = piece.mark is Mark.NUMBER and re.search(r"/\s*(\w{1,4})\s*-", piece.line.text)
        if symbol and (name := BY_ABBREVIATION.get(symbol[1].upper())):
            start, end = piece.line.at + symbol.start(), piece.line.at + symbol.end()
            if flow.sureness(start, end) >= SURE:
                return Known(name, *flow.place(start, end), DOUBTFUL)
    return None


def _letter(flow: Flow, head: Sequence[Piece], numbered: Numbered | None) -> Known[str] | None:
    for piece in head:
        if ABOUT.match(piece.line.plain) or ADDRESSEE.match(piece.line.plain):
            place = flow.place(piece.line.at, piece.line.end)
            return Known(LETTER, *place, 0.9 if numbered else DOUBTFUL)
    return None


def read_subject(flow: Flow, head: Sequence[Piece], line: TypeLine | None) -> Field[str]:
    """The lines under the type up to the body of the text; of a letter, those of its "V/v"."""
    parts = _under_the_type(head, line) if line is not None else _about(head)
    if not parts:
        return Unknown(NO_SUBJECT)
    page, span = flow.place(parts[0].at, parts[-1].end)
    sure = sum(flow.sureness(part.at, part.end) for part in parts) / len(parts)
    words = without_footnote_marks(" ".join(part.text for part in parts)).split()
    subject = " ".join(words).strip(" _-*;:")
    return Known(subject, page, span, sure)


def _under_the_type(head: Sequence[Piece], line: TypeLine) -> list[Line]:
    parts = [line.rest] if line.rest.text else []
    following = head[line.place + 1 :]
    for place, piece in enumerate(following):
        if piece.mark is Mark.RULE:
            continue
        if not _is_running_text(piece) or len(parts) >= _SUBJECT_LINES:
            break
        if _begins_the_body(following, place, parts):
            break
        parts.append(piece.line)
    return parts


def _begins_the_body(following: Sequence[Piece], place: int, parts: Sequence[Line]) -> bool:
    line = following[place].line
    goes_on = bool(parts) and _GOES_ON.search(parts[-1].plain) is not None
    if line.text[:1].islower() or goes_on:
        return False
    if _BODY.match(line.plain) or _CONSOLIDATION.match(line.plain) or line.text.startswith("("):
        return True
    if not parts:
        return False
    if _OFFICE.match(line.plain) and (line.is_capitals or len(line.text) >= _FULL_LINE):
        return True
    # Under a subject in capitals, or one that has ended, a sentence begins the body.
    return parts[-1].text.endswith(".") or (parts[-1].is_capitals and not line.is_capitals)


def _about(head: Sequence[Piece]) -> list[Line]:
    """From "V/v" to the addressee; without one, as far as the column goes.

    The other column may stand between its lines and is passed over.
    """
    start = next((n for n, one in enumerate(head) if ABOUT.match(one.line.plain)), len(head))
    parts: list[Line] = []
    addressed = any(ADDRESSEE.match(one.line.plain) for one in head[start:])
    for piece in head[start:]:
        if ADDRESSEE.match(piece.line.plain) or len(parts) >= _LETTER_SUBJECT_LINES:
            break
        if _is_running_text(piece):
            parts.append(piece.line)
        elif not addressed:
            break
    return parts


def _is_running_text(piece: Piece) -> bool:
    """A line that begins with a cited number goes on with the subject: "… theo Thông tư / số
    20/2017/TT-BYT"; the text's own number follows "Số:"."""
    if piece.mark is Mark.NUMBER:
        return ":" not in piece.line.text.split("/")[0]
    return piece.mark is Mark.TEXT
