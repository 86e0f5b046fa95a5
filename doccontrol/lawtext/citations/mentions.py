"""Where a text mentions another one by its number or its name, and what stands directly beside."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from doccontrol.lawtext.citations.names import PlacedName, find_names
from doccontrol.lawtext.citations.pinpoints import Pinpoint, pinpoint_before
from doccontrol.lawtext.numbers import LegalNumber, PlacedNumber, find_numbers

# fmt: off
TYPE_OF_ABBREVIATION = {
    "NĐ": "Nghị định", "NQ": "Nghị quyết", "QĐ": "Quyết định", "TT": "Thông tư", "CT": "Chỉ thị",
    "PL": "Pháp lệnh", "SL": "Sắc lệnh", "LCT": "Luật", "VBHN": "Văn bản hợp nhất",
    "TB": "Thông báo", "KH": "Kế hoạch", "BC": "Báo cáo", "TTR": "Tờ trình", "HD": "Hướng dẫn",
    "CĐ": "Công điện", "KL": "Kết luận", "CTR": "Chương trình", "QC": "Quy chế", "CV": "Công văn",
    "TTLT": "Thông tư liên tịch", "TTLB": "Thông tư liên bộ", "TTLN": "Thông tư liên ngành",
    "NQLT": "Nghị quyết liên tịch", "TCVN": "Tiêu chuẩn", "TCXDVN": "Tiêu chuẩn",
    "QCVN": "Quy chuẩn", "QCĐP": "Quy chuẩn", "TCĐP": "Tiêu chuẩn",
}
_TYPES = (
    "thông tư liên tịch", "thông tư liên bộ", "nghị quyết liên tịch", "văn bản hợp nhất",
    "bộ luật", "luật", "pháp lệnh", "nghị định", "nghị quyết", "quyết định", "thông tư",
    "chỉ thị", "sắc lệnh", "lệnh", "công văn", "công điện", "thông báo", "kế hoạch", "báo cáo",
    "tờ trình", "kết luận", "hướng dẫn", "chương trình", "quy chế", "văn bản",
)
# fmt: on
TYPE = "(?:" + "|".join(words.replace(" ", r"\s{1,3}") for words in _TYPES) + ")"
_HEAD = re.compile(rf"\b({TYPE})\s{{1,3}}(?:số\s{{0,2}}:?\s{{0,2}})?\Z", re.IGNORECASE)
_HEAD_REACH = 45
_SAME_LIST = re.compile(r"\s{0,2}(?:,|;|và|,\s{0,2}và)?\s{0,2}(?:số)?\s{0,2}\Z", re.IGNORECASE)
# The number in the letterhead is the text's own: it stands alone in its line, after a colon.
_OWN_LABEL = re.compile(rf"(?:^|\n)[ ]*(?:{TYPE}\s)?số\s?:\s{{0,3}}\Z", re.IGNORECASE)
# "Quốc hội ban hành Luật …" opens that very law.
_OWN_NAME = re.compile(r"\bQuốc\s{1,3}hội\s{1,3}ban\s{1,3}hành\s{1,3}\Z", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[ .]*(?:\n|\Z)")
# Codes of forms, contracts, licences look like the numbers of letters.
_NO_TEXT = re.compile(
    r"\b(?:mẫu|biểu|biểu mẫu|bảng|phụ lục|hợp đồng|hồ sơ|giấy phép|hóa đơn|tài khoản|quy trình"
    r"|mã hiệu|ký hiệu|bm|tờ khai|mục|phiếu|sổ)(?:\s{1,2}[^\W\d]{1,8}){0,2}\s{0,2}(?:số)?"
    r"[\s:(]{0,3}\Z",
    re.IGNORECASE,
)
# Read by ``date_of``.
DAY = (
    r"ngày\s{1,3}(?P<day>\d{1,2})(?:\s{1,3}tháng\s{1,3}|\s?[/.-]\s?)(?P<month>\d{1,2})"
    r"(?:\s{1,3}năm\s{1,3}|\s?[/.-]\s?)(?P<year>\d{4})\b"
)
_TO_THE_NUMBER = re.compile(
    rf"\s{{0,3}}(?:năm\s{{1,3}}\d{{4}}|{DAY})?\s{{0,3}}(?:\(sửa\s{{1,3}}đổi\))?\s{{0,3}}[,(]?\s{{0,3}}"
    r"(?:(?:bộ\s{1,3})?luật\s{1,3}|pháp\s{1,3}lệnh\s{1,3})?(?:số\s{0,2}:?\s{0,2})?\Z",
    re.IGNORECASE,
)
_NUMBER_OF_A_LAW = re.compile(r"(?:PL-)?(?:UBTV)?QH\d|LCT|L/CTN")
_AFTER = re.compile(
    rf"(?:\s{{1,3}}năm\s{{1,3}}(?P<of>\d{{4}})\b)?(?:\s{{0,3}},?\s{{0,3}}{DAY})?", re.IGNORECASE
)
_ISSUER = re.compile(
    r"\s{1,3}của\s{1,3}((?-i:[A-ZĐỦƯ])[^;.()]{2,110}?)(?=\s{1,3}(?:về|quy|hướng|ban|sửa|bổ|bãi|thay"
    r"|hết|có|được|bị|đã|phê|công\s{1,3}bố|cho|sẽ|ngày|kể|là|theo|tại|trừ)\b|\s{1,3}và\s{1,3}"
    rf"(?:các\s{{1,3}})?(?:{TYPE}|thay|bãi)\b|\s{{0,3}}[;.()]|,(?!\s{{1,3}}Thể\s)|\s{{0,3}}\Z)",
    re.IGNORECASE,
)
# "Khoản 3 Điều 9 của Quyết định đó": a text named before, if only one can be meant.
_AGAIN = re.compile(
    r"(?<!các\s)(?<!những\s)(?<!hai\s)\b(?P<type>bộ\s{1,3}luật|luật|pháp\s{1,3}lệnh|nghị\s{1,3}định"
    r"|nghị\s{1,3}quyết|quyết\s{1,3}định|thông\s{1,3}tư(?:\s{1,3}liên\s{1,3}tịch)?|chỉ\s{1,3}thị)\s{1,3}"
    r"(?:đó\b|(?:đã\s{1,3})?(?:nói|nêu|dẫn)\s{1,3}trên\b|vừa\s{1,3}(?:nêu|dẫn)\b|trên(?=\s{0,2}[.,;)]))",
    re.IGNORECASE,
)
_AGAIN_REACH = 3_000
# A basis that has neither a number nor a law's name is kept in its words.
_SAID_BASIS = re.compile(
    r"^[ ]*(?:[-–+][ ]*)?Căn[ ]{1,3}cứ[ ]{1,3}(?:vào[ ]{1,3})?(?P<said>(?P<type>Điều lệ|Quy chế"
    r"|Quy định|Nghị quyết|Nghị định thư|Nghị định|Quyết định|Thông tư|Chỉ thị|Kết luận|Kế hoạch"
    r"|Chương trình|Hiệp định|Công ước|Điều ước|Thỏa thuận|Hiệp ước|Luật|Bộ luật|Pháp lệnh"
    r"|Công văn|Thông báo|Công điện|Chiến lược|Đề án)\b[^;\n]{4,300})",
    re.MULTILINE,
)
_FIRST_ARTICLE = re.compile(r"^[ ]*Điều[ ]{1,3}1[ ]?[.:]", re.MULTILINE)
_HEAD_LENGTH = 12_000
_AS_SAID = 0.5
_TAIL_REACH = 140
_TO_THE_NUMBER_REACH = 80
_SURE = 0.98


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention from ``start`` until before ``end``, its type and number or name included;
    ``tail_end`` is after its day and issuer, where they follow."""

    start: int
    end: int
    tail_end: int
    number: LegalNumber | None
    name: str
    type: str
    confidence: float
    issued: date | None = None
    year: int | None = None
    issuer: str = ""
    pinpoint: Pinpoint | None = None

    @property
    def whole_start(self) -> int:
        """With the provisions that are named before it."""
        return self.pinpoint.start if self.pinpoint else self.start

    def names_the_same_as(self, other: Mention) -> bool:
        if self.number is None or other.number is None:
            return bool(self.name) and self.name == other.name
        return self.number.normalised == other.number.normalised


def find_mentions(text: str) -> list[Mention]:
    """Mentions in order, none inside another: a name with its number is one."""
    numbers = list(find_numbers(text))
    starts = [number.start for number in numbers]
    mentions, taken = [], set()
    for name in find_names(text):
        nth = bisect_left(starts, name.start)
        while nth < len(numbers) and starts[nth] < name.end:
            taken.add(nth)
            nth += 1
        number = numbers[nth] if nth < len(numbers) else None
        if number is not None and _is_of_the_law(number, name, text):
            taken.add(nth)
            mentions.append(_of_name(name, number, text))
        elif not _OWN_NAME.search(text[max(0, name.start - _HEAD_REACH) : name.start]):
            mentions.append(_of_name(name, None, text))
    mentions += [
        _of_number(number, text)
        for nth, number in enumerate(numbers)
        if nth not in taken and _is_a_text(number, text)
    ]
    mentions += _said_bases(mentions, text)
    mentions.sort(key=lambda mention: mention.start)
    return _completed(_with_those_named_again(mentions, text), text)


def _said_bases(mentions: list[Mention], text: str) -> list[Mention]:
    article = _FIRST_ARTICLE.search(text)
    end = min(article.start() if article else _HEAD_LENGTH, len(text))
    starts = sorted(mention.start for mention in mentions)
    found = []
    for basis in _SAID_BASIS.finditer(text, 0, end):
        nearest = bisect_left(starts, basis.start())
        if nearest == len(starts) or starts[nearest] >= basis.end():
            said = " ".join(basis["said"].split()).rstrip(" .,")
            start, end_of_it = basis.span("said")
            found.append(Mention(start, end_of_it, end_of_it, None, said, basis["type"], _AS_SAID))
    return found


def _with_those_named_again(mentions: list[Mention], text: str) -> list[Mention]:
    """Of two that may be meant in one sentence neither is."""
    starts = [mention.start for mention in mentions]
    again = []
    for words in _AGAIN.finditer(text):
        nth = bisect_left(starts, words.start())
        before = mentions[max(0, nth - 20) : nth]
        if before and before[-1].end > words.start():
            continue
        kind = " ".join(words["type"].split()).lower()
        alike = [one for one in before if one.type.lower() == kind]
        near = [one for one in alike if words.start() - one.end <= _AGAIN_REACH]
        sentence = text.rfind("\n", 0, words.start())
        beside = {_target(one) for one in near if one.start > sentence}
        if near and len(beside) <= 1:
            named = near[-1]
            again.append(replace(named, start=words.start(), end=words.end(), tail_end=words.end()))
    return sorted([*mentions, *again], key=lambda mention: mention.start)


def _target(mention: Mention) -> str:
    return mention.number.normalised if mention.number else mention.name


def _is_of_the_law(number: PlacedNumber, name: PlacedName, text: str) -> bool:
    """Whether the number directly after a law's name is that law's: one text, not two."""
    return (
        number.start - name.end <= _TO_THE_NUMBER_REACH
        and _NUMBER_OF_A_LAW.match(number.number.symbol) is not None
        and _TO_THE_NUMBER.match(text[name.end : number.start]) is not None
    )


def _of_name(name: PlacedName, number: PlacedNumber | None, text: str) -> Mention:
    if number is None:
        return Mention(name.start, name.end, name.end, None, name.name, name.type, name.confidence)
    between = text[name.end : number.start]
    opened = "(" in between and text[number.end : number.end + 1] == ")"
    day, year = re.search(DAY, between), re.search(r"năm\s{1,3}(\d{4})", between)
    end = number.end + opened
    return Mention(
        name.start,
        end,
        end,
        number.number,
        name.name,
        name.type,
        _SURE,
        issued=date_of(day) if day else None,
        year=int(year[1]) if year else None,
    )


def _of_number(number: PlacedNumber, text: str) -> Mention:
    before = text[max(0, number.start - _HEAD_REACH) : number.start]
    head = _HEAD.search(before)
    start = number.start - len(before) + head.start() if head else number.start
    kind = " ".join(head[1].split()).capitalize() if head else ""
    if kind in {"", "Văn bản"}:
        kind = TYPE_OF_ABBREVIATION.get(number.number.type_abbreviation or "", "")
    sure = _SURE if head or number.number.has_year else 0.8
    return Mention(start, number.end, number.end, number.number, "", kind, sure)


def _is_a_text(number: PlacedNumber, text: str) -> bool:
    before = text[max(0, number.start - _HEAD_REACH) : number.start]
    if _OWN_LABEL.search(before) and _LINE_ENDS.match(text, number.end):
        return False
    named = number.number.has_year or _HEAD.search(before) is not None
    return named or not _NO_TEXT.search(before)


def _completed(mentions: list[Mention], text: str) -> list[Mention]:
    """With provisions, day and issuer; a number in a list takes the type of the one before."""
    done: list[Mention] = []
    for mention in mentions:
        last = done[-1] if done else None
        kind = mention.type
        if last and not kind and _SAME_LIST.match(text[last.end : mention.start]):
            kind = last.type
        floor = last.end if last else 0
        done.append(
            replace(
                _with_tail(mention, text),
                type=kind,
                pinpoint=pinpoint_before(text, mention.start, floor),
            )
        )
    return done


def _with_tail(mention: Mention, text: str) -> Mention:
    after = _AFTER.match(text, mention.end, mention.end + _TAIL_REACH)
    end = after.end() if after else mention.end
    issued = date_of(after) if after and after["day"] else None
    year = int(after["of"]) if after and after["of"] else None
    issuer = _ISSUER.match(text, end, end + _TAIL_REACH)
    return replace(
        mention,
        issued=issued or mention.issued,
        year=issued.year if issued else year or mention.year,
        issuer=" ".join(issuer[1].split()) if issuer else "",
        tail_end=issuer.end(1) if issuer else end,
    )


def date_of(written: re.Match[str]) -> date | None:
    """The day in a match that holds ``DAY``; None for one that no calendar has."""
    try:
        return date(int(written["year"]), int(written["month"]), int(written["day"]))
    except ValueError:
        return None
