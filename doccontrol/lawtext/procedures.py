"""Does a text lay down administrative procedures (*quy định thủ tục hành chính*)? No database.

The parts that make one: Nghị định 63/2010/NĐ-CP Điều 8 khoản 2, as amended. A text that only speaks
of procedures lays down none: a part counts where it is filled, a dossier with what it holds, a time
limit with its days. Whether a text lays none down, its words cannot show: an amendment may change a
procedure without naming any part; only penalties and inspections are none by law (Điều 1 khoản 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from doccontrol.lawtext.numbers import NotALegalNumber, parse_number
from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Field, Known, Unknown
from doccontrol.lawtext.reading.running_text import Flow, plain
from doccontrol.pdftext.pages import Page

YES, NO = "yes", "no"
NOT_FOUND = fields.gettext_noop(
    "The parts of an administrative procedure were not found together. It may lay one down all "
    "the same: a person has to say."
)
NO_NORM = fields.gettext_noop("The text is no normative legal text.")
# Two parts may stand together by chance; a person is asked to look twice.
FEW_PARTS, BY_TWO, BY_MORE = 2, 0.7, 0.9

_EXCLUDED = re.compile(
    r"(?<![a-z])(?:xu phat vi pham hanh chinh|xu ly vi pham hanh chinh"
    r"|(?:hoat dong|cong tac) thanh tra)(?![a-z])"
)
# How far a sentence is looked at on either side of what stands in it.
_REACH = 200
_SENTENCE_ENDS = re.compile(r"[.;]\s")
_FEW = r"(?:[^\s.;:]+\s+){0,12}?"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a procedure: ``words``, in one sentence with ``beside`` where that is given."""

    words: re.Pattern[str]
    beside: re.Pattern[str] | None = None


def _part(words: str, beside: str = "") -> _Part:
    return _Part(re.compile(words), re.compile(beside) if beside else None)


_DOSSIER = (
    _part(rf"(?<![a-z])ho so\s+{_FEW}(?:bao\s+)?gom(?![a-z])"),
    _part(r"thanh phan(?:\s*,\s*so luong)?\s+ho so\s*:\s*\S"),
)
_TIME_LIMIT = (
    _part(
        r"(?<![a-z])nhan\s+(?:du\s+|duoc\s+)?(?:[^\s.;]+\s+){0,4}?(?:ho so|giay to|don|to khai)",
        r"\d{1,3}(?:\s*\([^)]{0,40}\))?\s*(?:ngay|gio)(?:\s+lam viec)?",
    ),
    _part(r"thoi han giai quyet\s*(?::\s*)?(?:(?:la|khong qua|toi da)\s+)?\d{1,3}\s"),
)
_SUBMISSION = (
    _part(
        rf"(?<![a-z])(?:nop\s+{_FEW}ho so|ho so\s+{_FEW}nop)(?![a-z])",
        r"truc tiep|buu chinh|truc tuyen|cong dich vu cong|mot cua|hanh chinh cong",
    ),
)
_FORMS = (
    _part(rf"(?<![a-z])(?:don|to khai|(?:van ban|giay) de nghi)\s+{_FEW}theo\s+mau(?![a-z])"),
)
_FEES = (
    _part(r"(?<![a-z])(?:le phi|muc phi)(?![a-z])", r"\d\s*dong(?![a-z])"),
    _part(r"(?<![a-z])(?:khong thu|mien)\s+(?:phi|le phi)(?![a-z])"),
)
_ORDER = (_part(r"(?:^|\n) *dieu\s+\d+\w{0,3} *[.:][^\n]{0,60}?(?:trinh tu|thu tuc)(?![a-z])"),)
_HANDLED_BY = (
    _part(r"co quan\s+(?:thuc hien|giai quyet)(?:\s+thu tuc(?:\s+hanh chinh)?)?\s*:\s*\S"),
)
# Those that no procedure is without; one of them must be there.
_NEEDED = (_DOSSIER, _TIME_LIMIT)
_FURTHER = (_SUBMISSION, _FORMS, _FEES, _ORDER, _HANDLED_BY)


def lays_down_procedures(
    pages: Sequence[Page], number: Field[str], subject: Field[str]
) -> Field[str]:
    """YES where two parts of a procedure are filled, a dossier or a time limit among them; NO for
    what is none by law; else unknown, never NO for want of words."""
    if isinstance(number, Known) and not _looks_normative(number.value):
        return Unknown(NO_NORM)
    if isinstance(subject, Known) and _EXCLUDED.search(plain(subject.value)):
        return Known(NO, subject.page, subject.span, min(subject.confidence, BY_MORE))
    flow = Flow(pages)
    needed = list(_first_places(flow, _NEEDED))
    found = [*needed, *_first_places(flow, _FURTHER)] if needed else []
    if len(found) < FEW_PARTS:
        return Unknown(NOT_FOUND)
    start, end = needed[0].span()
    page, span = flow.place(start, end)
    by_count = BY_TWO if len(found) == FEW_PARTS else BY_MORE
    return Known(YES, page, span, min(flow.sureness(start, end), by_count))


def _looks_normative(number: str) -> bool:
    try:
        return parse_number(number).looks_normative
    except NotALegalNumber:
        return True


def _first_places(flow: Flow, parts: Iterable[Sequence[_Part]]) -> Iterator[re.Match[str]]:
    """Where each of the parts that is there stands first."""
    for ways in parts:
        match = next((one for way in ways for one in _matches(flow.plain, way)), None)
        if match is not None:
            yield match


def _matches(text: str, way: _Part) -> Iterator[re.Match[str]]:
    for match in way.words.finditer(text):
        if way.beside is None or way.beside.search(_sentence(text, match)):
            yield match


def _sentence(text: str, match: re.Match[str]) -> str:
    before = _SENTENCE_ENDS.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
    behind = _SENTENCE_ENDS.split(text[match.end() : match.end() + _REACH])[0]
    return f"{before}{match[0]}{behind}"
