"""How a text says until when it has force: beside its beginning, or in a sentence of its own.

"… đến hết ngày 28 tháng 02 năm 2027", "… đến hết năm 2027", "… đến trước ngày 01/3/2027". What is
counted ("trong thời hạn 02 năm") or hangs on an event ("đến khi có văn bản thay thế") is no day,
and not no end either.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from doccontrol.lawtext.reading.clauses import OWN_TYPE
from doccontrol.lawtext.reading.dates import EARLIEST_YEAR, LATEST_YEAR, Dated, date_at
from doccontrol.lawtext.reading.running_text import loose

_LEADS = (
    r"(?:(?:duoc\s+)?(?:ap dung|thuc hien|trien khai)|co hieu luc(?:\s+thi hanh)?"
    r"|co gia tri(?:\s+(?:thi hanh|thuc hien|su dung))?"
    r"|thoi (?:han|gian)(?:\s+(?:ap dung|thuc hien|co hieu luc|hieu luc))?)"
)
UNTIL = re.compile(
    rf"\s*(?:\([^)]{{0,60}}\)\s*)?(?:{OWN_TYPE}\s+nay\s*)?,?\s*(?:va\s+)?(?:{_LEADS}\s*(?::|la\b)?\s*)?"
    r"(?:keo dai\s+)?(?:cho\s+)?(?:den|toi)\s+(?P<how>het\s+|truoc\s+)?"
)
APART = re.compile(
    rf"(?P<over>{loose('het hieu luc')}(?:\s*thi hanh)?\s*(?:ke\s*)?(?:tu|vao)\s*)"
    r"(?P<past>(?:het|sau)\s+)?"
    rf"|(?P<after>{loose('het hieu luc')}(?:\s*thi hanh)?\s*sau\s*)"
    r"|(?:ap dung|thuc hien|hieu luc(?:\s*thi hanh)?|co gia tri)\s*(?:cho\s+)?(?:den|toi)\s+"
    r"(?P<how>het\s+|truoc\s+)?"
)
_YEAR = re.compile(r"(?:thang\s+(?P<month>\d{1,2})\s*(?:nam\s+|/\s*))?(?:nam\s+)?(?P<year>\d{4})\b")
# Words that limit a time, in what follows the day of effect.
_LIMITS = re.compile(
    r"\b(?:den|toi)\s+(?:het|truoc|khi|ngay|thoi diem|nam|thang|luc|cuoi)\b|\bthoi (?:han|gian)\b"
    r"|\btrong\s+(?:vong\s+)?(?:\d|(?:[a-z]+\s+){1,3}(?:nam|thang)\b)|\bhet hieu luc\b"
    r"|\bco gia tri\b|\bcham dut\b|\bkhong qua\b"
)
_OTHER_MATTER = re.compile(r"[;.]|\n|\b(?:thay the|bai bo|tru|sua doi|chuyen tiep)\b")


@dataclass(frozen=True, slots=True)
class End:
    """``through``: there is still force on the day; otherwise it is the first without."""

    dated: Dated
    through: bool


def end_after(plain: str, match: re.Match[str]) -> End | None:
    """The end named behind a match of ``UNTIL`` or ``APART``."""
    parts = match.groupdict()
    day = date_at(plain, match.end()) or _of_a_year(plain, match.end())
    if day is None:
        return None
    over = parts.get("over") and not parts.get("past")
    before = (parts.get("how") or "").strip() == "truoc"
    return End(day, through=not (over or before))


def _of_a_year(plain: str, at: int) -> Dated | None:
    """The last day of "năm 2027" or "tháng 6 năm 2027"."""
    found = _YEAR.match(plain, at)
    if found is None or not EARLIEST_YEAR <= int(found["year"]) <= LATEST_YEAR:
        return None
    month = int(found["month"] or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(int(found["year"]), month)[1]
    figures = (found.span("month" if found["month"] else "year"), found.span("year"))
    return Dated(date(int(found["year"]), month, last), found.start(), found.end(), figures)


def limit_not_read(
    plain: str, at: int, end: int, is_quoted: Callable[[int], bool]
) -> tuple[int, int] | None:
    """Where words that limit the time stand between the day of effect and the end of what is said
    of it: they were not understood, or they would have given a day."""
    other = _OTHER_MATTER.search(plain, at, end)
    found = _LIMITS.search(plain, at, other.start() if other else end)
    return None if found is None or is_quoted(found.start()) else found.span()
