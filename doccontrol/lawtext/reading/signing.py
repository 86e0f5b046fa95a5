"""Who signed and with what power: TM. (on behalf of the body), KT. (for the head), TL., TUQ. (by
order, by authority), Q. (acting). Source: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Field, Known, Signer, Unknown
from doccontrol.lawtext.reading.issuers import begins_like_a_body
from doccontrol.lawtext.reading.parts_on_paper import Sheet
from doccontrol.lawtext.reading.persons import (
    CAPACITY,
    LONGEST_TITLE,
    opens_a_block,
    person,
    title_and_rest,
)
from doccontrol.lawtext.reading.running_text import SURE, Flow, Line

NO_SIGNER = fields.gettext_noop("No signature block was found.")
UNCLEAR_SIGNER = fields.gettext_noop("The signer's name is missing or unclear.")

LINES_OF_A_BLOCK = 60
# A stamp and a signature may have left lines between.
LINES_TO_THE_NAME = 16


def read_signer(flow: Flow, sheet: Sheet) -> Field[Signer]:
    """The first block of titles in capitals at the end of the text, and the name under it."""
    last = max(min(sheet.annexes, sheet.signature + LINES_OF_A_BLOCK), sheet.signature + 1)
    lines = [part for line in flow.lines[sheet.signature : last] for part in _columns(line)]
    start = next((n for n, line in enumerate(lines) if opens_a_block(line)), None)
    if start is None:
        return Unknown(NO_SIGNER)
    titles, name = _titles_and_name(flow, lines[start : start + LINES_TO_THE_NAME])
    if name is None or flow.sureness(name.at, name.end) < SURE:
        return Unknown(UNCLEAR_SIGNER, *flow.place(titles[0].at, titles[-1].end))
    title = " ".join(" ".join(line.text for line in titles).split())
    capacity = tuple(f"{mark.replace('/', '')}." for mark in CAPACITY.findall(title))
    place = flow.place(titles[0].at, name.end)
    return Known(Signer(name.text, title, capacity), *place, flow.sureness(name.at, name.end))


def _titles_and_name(flow: Flow, lines: Sequence[Line]) -> tuple[list[Line], Line | None]:
    """The lines of the block, on the page where it begins; a name may be in capitals too."""
    titles: list[Line] = []
    for line in lines:
        if flow.page_of(line) != flow.page_of(lines[0]):
            break
        if titles and (name := person(line)):
            return titles, name
        if line.is_capitals and len(line.text) <= LONGEST_TITLE:
            titles.append(line)
    last = titles[-1]
    if len(titles) > 1 and not opens_a_block(last) and not begins_like_a_body(last.text):
        return titles[:-1], person(Line(last.text.title(), last.at)) and last
    return titles, None


def _columns(line: Line) -> Iterator[Line]:
    """The parts of the line: recipients and signature on one line, title and name on one line."""
    marks = [found.span() for found in re.finditer(r"[|\t]", line.text)]
    if found := CAPACITY.search(line.text):
        marks.append((found.start(), found.start()))
    start = 0
    for end, following in [*sorted(marks), (len(line.text), len(line.text))]:
        yield from _title_and_name(line.cut(start, end))
        start = following


def _title_and_name(part: Line) -> Iterator[Line]:
    """Parted before the name: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn A"."""
    if parted := title_and_rest(part):
        yield from parted
    elif part.text:
        yield part
