"""From which day a text does something to another one, where its sentence says so.

"… hết hiệu lực kể từ ngày 01 tháng 01 năm 2028", "Từ ngày 01/9/2027, bãi bỏ …". What begins with
the text itself ("kể từ ngày Nghị định này có hiệu lực") has no day of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from doccontrol.lawtext.citations.mentions import DAY, TYPE, date_of

_HOUR = r"(?:(?P<hour>\d{1,2})\s{0,2}(?:giờ|h)(?:\s{0,2}\d{1,2}(?:\s{0,2}phút)?)?,?\s{1,2})?"
_FROM = re.compile(
    r"(?P<force>\b(?P<ends>hết\s{1,3})?hiệu\s{1,3}lực(?:\s{1,3}thi\s{1,3}hành)?,?\s{1,3})?"
    r"(?:(?P<from>\b(?:(?:kể|bắt\s{1,3}đầu|tính)\s{1,3})?từ\s{1,3}(?P<past>hết\s{1,3}|sau\s{1,3})?"
    r"|\b(?P<after>sau\s{1,3})|\b(?:vào|trong)\s{1,3}))?"
    rf"(?:{_HOUR}{DAY}"
    r"|(?P<signed>ngày\s{1,3}(?:được\s{1,3})?(?:ký|ban\s{1,3}hành)\b)"
    rf"|(?P<own>(?:ngày|thời\s{{1,3}}điểm)\s{{1,3}}{TYPE}\s{{1,3}}này\b))",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\bcó\s{1,3}hiệu\s{1,3}lực(?:\s{1,3}thi\s{1,3}hành)?\s{1,3}(?:cho\s{1,3})?(?:đến|tới)\s{1,3}"
    rf"(?P<through>hết\s{{1,3}})?{DAY}",
    re.IGNORECASE,
)
# "Sau 10 ngày kể từ ngày ký" and what else is said of the text's own effect.
_OF_ITS_EFFECT = re.compile(
    r"(?:\d\)?\s{0,2}(?:ngày|tháng|năm)(?:\s{1,3}làm\s{1,3}việc)?,?\s{1,3}"
    r"|\bcó\s{1,3}hiệu\s{1,3}lực[^;.]{0,40})\Z",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b(?:ngoại\s{1,3})?trừ\b", re.IGNORECASE)
# As far as a sentence is looked through.
SENTENCE_REACH = 1_500


@dataclass(frozen=True, slots=True)
class Days:
    """What a text says of itself: the days that its acts begin on unless their sentence says
    another. ``stages``: further days of effect, each with the provisions it holds for."""

    effective: date | None = None
    issued: date | None = None
    stages: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A day, that of signing, or (neither) that of the text's own effect."""

    day: date | None = None
    is_of_signing: bool = False

    def on(self, days: Days) -> date | None:
        return days.issued if self.is_of_signing else self.day


def day_of_act(text: str, start: int, object_at: int, end: int) -> StatedDay | None:
    """The day that a sentence from ``start`` to ``end`` states for what it does to a text that is
    named until ``object_at``: behind it, else before it."""
    exception = _EXCEPTION.search(text, object_at, min(end, object_at + SENTENCE_REACH))
    last = exception.start() if exception else end
    behind = _first(text, object_at, last) or _behind_its_last(text, object_at, last)
    return behind or _first(text, max(start, object_at - SENTENCE_REACH), object_at)


def _behind_its_last(text: str, start: int, end: int) -> StatedDay | None:
    """What "có hiệu lực đến hết ngày" a day has force no more from the day after."""
    found = _LASTS.search(text, start, min(end, start + SENTENCE_REACH))
    day = date_of(found) if found else None
    if found is None or day is None:
        return None
    return StatedDay(day + timedelta(days=1) if found["through"] else day)


def _first(text: str, start: int, end: int) -> StatedDay | None:
    for found in _FROM.finditer(text, start, min(end, start + SENTENCE_REACH)):
        before = text[max(start, found.start() - 60) : found.start()]
        of_its_effect = (found["force"] and not found["ends"]) or _OF_ITS_EFFECT.search(before)
        is_stated = found["from"] or found["after"] or found["ends"]
        if not is_stated or of_its_effect:
            continue
        if found["signed"] or found["own"]:
            return StatedDay(is_of_signing=found["own"] is None)
        day = date_of(found)
        if day is not None:
            is_last = found["past"] or found["after"] or found["hour"] == "24"
            return StatedDay(day + timedelta(days=1) if is_last else day)
    return None


_ARTICLES = re.compile(
    r"(?:\bkhoản\s{1,3}(?P<clauses>\d[\d,\svà]{0,60}?)\s{0,2})?\b(?:các\s{1,3})?điều\s{1,3}"
    r"(?P<articles>\d{1,4}[a-zđ]?(?:\s{0,2}(?:,|và|,\s?và|-|đến(?:\s{1,3}điều)?)\s{0,2}"
    r"(?:điều\s{1,3})?\d{1,4}[a-zđ]?\b)*)",
    re.IGNORECASE,
)


def staged_day(days: Days, article: str, clause: str) -> date | None:
    """The later day from which the provision of the text that does something has force."""
    for day, scope in days.stages:
        for named in _ARTICLES.finditer(scope):
            clauses = re.findall(r"\d+", named["clauses"] or "")
            is_named = bool(article) and article in _articles(named["articles"])
            if is_named and (not clauses or clause in clauses):
                return day
    return None


def _articles(words: str) -> set[str]:
    found: set[str] = set()
    for number in re.finditer(r"(-|đến)?\s*(?:điều\s+)?(\d{1,4})([a-zđ]?)", words, re.IGNORECASE):
        if number[1] and found:
            first = max(int(re.sub(r"\D", "", name)) for name in found)
            found |= {str(place) for place in range(first, min(int(number[2]), first + 400) + 1)}
        found.add(f"{number[2]}{number[3].lower()}")
    return found
