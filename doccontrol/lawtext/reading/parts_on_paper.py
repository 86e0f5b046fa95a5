"""The parts of a text as they lie on paper: letterhead, body, signature, annexes; and in the
letterhead, each line for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from doccontrol.lawtext.reading.persons import CAPACITY, opens_a_block, person, title_and_person
from doccontrol.lawtext.reading.running_text import Flow, Line, loose

HEAD_LINES = 60
LINES_ABOVE_THE_NATION = 20
# Recipients and signature can share a line, if a converter wrote them so.
LONGEST_CLOSING_LINE = 2000
LINES_TO_THE_NATION = 60
# A longer one is no line of a letterhead, whatever stands in it.
LONGEST_LINE = 4000
# Letters that a stamp or a footnote mark may leave behind a date.
SCRAPS = 2

# How converters and PDFs part columns; "Số:" and the number are one column all the same.
COLUMN_MARK = re.compile(r"\||(?<!:)\t")
# In a narrow column the words run over to a second line; scanners misread a letter here and there.
_NATION = re.compile(
    rf"(?:{loose('cong')}\s*)?{loose('hoa xa hoi')}(?:\s*{loose('chu nghia')}"
    rf"(?:\s*{loose('viet nam')})?|\s*$)|{loose('dang cong san viet nam')}"
    r"|c\w?ng\s*ho\w?\s*x\w\s*h\w{1,2}\s*ch\w\s*n\w{2,4}\s*v\w{2,3}\s*n\w{1,2}"
)
_NATION_KEY = "conghoaxahoichunghiavietnam"
_MOTTO = re.compile(r"d\w{1,2}\s*l\w{1,2}\s*\W+\s*t\w\s*d\w\s*\W+\s*h\w{2,4}\s*ph\w+")
# What the day, month and year should be is decided later: here they may be blank or unclear.
PLACE_AND_DAY = re.compile(
    r"ngay(?P<day>[^;]{0,16}?)th[a-z]ng(?P<month>[^;]{0,12}?)nam(?P<year>[\d\s.…_]{0,12})"
    r"|ngay\s*(?P<figures>\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4})"
)
_NAMED = "|".join(
    map(loose, ("bo luat", "luat", "nghi quyet", "phap lenh", "lenh", "sac lenh", "nghi dinh"))
)
NUMBER_LABEL = re.compile(
    rf"\W{{0,3}}(?:(?:{_NAMED})\s*)?s\s*[o0]\s*(?:[:;.,]+\s*(?=[\W\d]|\w{{0,8}}\s*[/-]|$)|(?=\d|[.…_]*\s*/))"
)
ABOUT = re.compile(r"\W{0,3}v\s*/\s*v\b|\W{0,3}ve viec\b")
_ABOUT_WITHIN = re.compile(r"(?<=\s)v\s*/\s*v\b")
_BASIS = rf"\W{{0,3}}(?:{loose('can cu')}|theo de nghi|xet de nghi|xet to trinh|tren co so)\b"
_BODY = re.compile(
    rf"(?:{_BASIS}|\W{{0,3}}(?:dieu\s*1|chuong\s*(?:1|i|thu nhat)|phan\s*(?:thu nhat|1|i))\b)"
    r"|(?:i|1|a)\s*[.)-]\s"
)
ADDRESSEE = re.compile(r"\W{0,3}kinh\s*gui\b")
_RECIPIENTS = re.compile(r"\W{0,3}noi\s*nhan\b")
_ANNEX = re.compile(r"\W{0,3}(?:phu luc|mau so|bieu mau|danh muc|bieu so)\b")
_ISSUED_WITH = re.compile(r"\W{0,3}\(?\s*(?:ban hanh\s*)?kem theo\b")
_CONFIRMED = re.compile(rf"\W{{0,3}}{loose('xac thuc van ban hop nhat')}")
_NO_WORDS = re.compile(r"[\W_]*")


class Mark(StrEnum):
    NATION = "nation"  # quốc hiệu, tiêu ngữ, tên Đảng
    NUMBER = "number"
    PLACE_AND_DAY = "place-and-day"
    RULE = "rule"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the letterhead, or the part of one that belongs to one column."""

    line: Line
    mark: Mark


def pieces(lines: Sequence[Line]) -> list[Piece]:
    """The lines parted where two columns ran into each other."""
    parted: list[Piece] = []
    for piece in (piece for line in lines for piece in _pieces(line)):
        after_nation = bool(parted) and parted[-1].mark is Mark.NATION
        if after_nation and piece.line.key and _NATION_KEY.endswith(piece.line.key):
            piece = Piece(piece.line, Mark.NATION)
        parted.append(piece)
    return parted


def _pieces(line: Line) -> Iterator[Piece]:
    """Columns of a letterhead that stand on one line are told apart by what they must say."""
    for column in _columns(line):
        waiting: list[Line | Piece] = [column]
        while waiting:  # what is left to part, the first at the end
            part = waiting.pop()
            if isinstance(part, Piece):
                yield part
            elif part.text.strip():
                waiting += reversed(_parted(part))


def _columns(line: Line) -> Iterator[Line]:
    start = 0
    for mark in COLUMN_MARK.finditer(line.text):
        yield line.cut(start, mark.start())
        start = mark.end()
    yield line.cut(start, len(line.text)) if start else line


def _parted(line: Line) -> list[Line | Piece]:
    """The line as it is, for what it is; or what stands in it, between what is still to be
    parted."""
    text = line.plain
    if len(text) > LONGEST_LINE:
        return [Piece(line, Mark.TEXT)]
    for pattern in (_NATION, _MOTTO):
        if found := pattern.search(text):
            return _around(line, found.start(), found.end(), Mark.NATION)
    if day := place_and_day(line):
        return _around(line, day.start(), day.end(), Mark.PLACE_AND_DAY)
    if _NO_WORDS.fullmatch(text):
        return [Piece(line, Mark.RULE)]
    if NUMBER_LABEL.match(text):
        about = _ABOUT_WITHIN.search(text)
        number = Piece(line.cut(0, about.start() if about else len(text)), Mark.NUMBER)
        if not about:
            return [number]
        return [number, Piece(line.cut(about.start(), len(text)), Mark.TEXT)]
    return [Piece(line, Mark.TEXT)]


def _around(line: Line, start: int, end: int, mark: Mark) -> list[Line | Piece]:
    if mark is Mark.PLACE_AND_DAY:
        start = _start_of_place(line.text, start)
    return [line.cut(0, start), Piece(line.cut(start, end), mark), line.cut(end, len(line.text))]


def place_and_day(line: Line) -> re.Match[str] | None:
    """As in "Kiên Giang, ngày … tháng … năm …": at the end of a line, a place or nothing before."""
    found = PLACE_AND_DAY.search(line.plain)
    if found is None:
        return None
    if len(re.findall(r"\w", line.text[found.end() :])) > SCRAPS:
        return None
    before = line.text[: found.start()].rstrip()
    place = _start_of_place(line.text, found.start())
    if found["figures"] and not before:
        return None  # the stamp of whoever received the text
    if before and (place >= len(before) or (line.text[:place].strip() and before[-1] not in ",.")):
        return None
    return found


def _start_of_place(text: str, day: int) -> int:
    """Where the place's name before ``day`` begins: words with capitals, back to a figure or a
    small letter; ``day`` itself if there is none."""
    start = day
    for number, word in enumerate(reversed(list(re.finditer(r"\S+", text[:day])))):
        letters = word[0].strip(".,-–")
        is_name = not letters or letters[0].isupper() or letters in ("phố", "phô")
        if number > 7 or not is_name or re.search(r"[\d/:;|]", word[0]):
            break
        if number and word[0].endswith(","):
            break
        start = word.start()
    return start


@dataclass(frozen=True, slots=True)
class Sheet:
    """Numbers of lines in ``running_text.lines``: the letterhead from ``head`` to ``body``, the
    body to ``signature``, the signature to ``annexes``."""

    head: int
    body: int
    signature: int
    annexes: int


def sheet_of(flow: Flow) -> Sheet:
    nation = _nation(flow)
    head = max(0, nation - LINES_ABOVE_THE_NATION)
    least = nation + 1
    signature = _signature(flow, least)
    last = min(signature, least + HEAD_LINES)
    body = next((n for n in range(least, last) if _BODY.match(flow.lines[n].plain)), last)
    after = signature if signature < len(flow.lines) else body
    return Sheet(head, body, signature, _annexes(flow, after))


def _nation(flow: Flow) -> int:
    """The first line with the nation's name; the first line, where it is missing or belongs to
    another text that is attached to this one."""
    for number, line in enumerate(flow.lines[:LINES_TO_THE_NATION]):
        if _NATION.search(line.plain):
            return 0 if _is_of_an_attachment(flow, number) else number
    return 0


def _is_of_an_attachment(flow: Flow, number: int) -> bool:
    """Whether a letterhead whose nation's name was unreadable stands on a page before."""
    page = flow.page_of(flow.lines[number])
    return any(
        flow.page_of(line) != page
        and any(mark.match(line.plain) for mark in (NUMBER_LABEL, ABOUT, ADDRESSEE))
        for line in flow.lines[:number]
    )


def _signature(flow: Flow, first: int) -> int:
    """The first line of what closes the text: recipients, a power to sign, or an office above a
    person's name."""
    lines = flow.lines
    for number in range(min(first, len(lines)), len(lines)):
        if lines[number].text[:1].islower() or len(lines[number].text) > LONGEST_CLOSING_LINE:
            continue
        if _closes(lines[number]):
            return number
        if opens_a_block(lines[number]) and any(map(person, lines[number + 1 : number + 4])):
            return number
        if title_and_person(lines[number]):
            return number
    return len(lines)


def _closes(line: Line) -> bool:
    text = line.plain
    if _RECIPIENTS.match(text) or _CONFIRMED.match(text):
        return True
    return CAPACITY.match(line.text.lstrip()) is not None and line.is_capitals


def _annexes(flow: Flow, after: int) -> int:
    """The first line of the annexes; the signature may be followed by footnotes and stamps."""
    for number in range(after + 1, len(flow.lines)):
        line = flow.lines[number]
        if _ISSUED_WITH.match(line.plain) and not line.text.lstrip()[:1].islower():
            return number
        if _ANNEX.match(line.plain) and (line.is_capitals or len(line.text) <= 24):
            return number
    return len(flow.lines)
