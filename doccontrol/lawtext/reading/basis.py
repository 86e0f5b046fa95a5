"""The căn cứ block: the texts a text rests on, each line of it as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Field, Known, Unknown
from doccontrol.lawtext.reading.running_text import Flow, Line

NO_BASIS = fields.gettext_noop("The text names no legal basis before its first article.")

LONGEST_BASIS = 400  # lines
_GROUND = re.compile(r"\W{0,3}can cu\b")
_FURTHER = re.compile(
    r"\W{0,3}(?:theo|xet|tren co so|sau khi|thuc hien|thi hanh"
    r"|de\s+(?:ap dung|thuc hien|bao dam))\b"
)
_OVER = re.compile(
    r"\W{0,3}(?:quyet dinh\s*:?\s*$|quyet nghi\s*:?\s*$|nay quyet|chi thi\s*:|dieu\s*1\b"
    r"|chuong\s+[1i]\b|phan\s+(?:thu nhat|[1i])\b|(?:i|1)\s*[.)/-]\s)"
    r"|.{0,160}\bban hanh\s+(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|thong tu"
    r"|chi thi)"
)


def read_basis(flow: Flow, first: int, last: int) -> Field[tuple[str, ...]]:
    """The grounds between two lines, from the first "Căn cứ" to the enacting words.

    The proposal ("Theo đề nghị của …", "Xét Tờ trình …") belongs to the block too.
    """
    grounds: list[list[Line]] = []
    for line in flow.lines[first : min(last, first + LONGEST_BASIS)]:
        text = line.plain
        if _GROUND.match(text) or (grounds and _FURTHER.match(text)):
            grounds.append([line])
        elif grounds and (_OVER.match(text) or line.is_capitals):
            break
        elif grounds:
            if _has_ended(grounds[-1]) and not line.text[:1].islower():
                break
            grounds[-1].append(line)
    if not grounds:
        return Unknown(NO_BASIS)
    page, span = flow.place(grounds[0][0].at, grounds[-1][-1].end)
    sure = min(flow.sureness(ground[0].at, ground[-1].end) for ground in grounds)
    return Known(tuple(_one_line(ground) for ground in grounds), page, span, sure)


def _has_ended(ground: Sequence[Line]) -> bool:
    """A ground ends with ";" and the last one with "."; scanners read ":" for ";"."""
    return ground[-1].text.rstrip().endswith((";", ".", ":"))


def _one_line(ground: Sequence[Line]) -> str:
    return " ".join(" ".join(line.text for line in ground).split()).strip(" ;")
