"""An article of a law asked for by number: "khoản 2 điều 5 NĐ 145/2020", "145/2020 điều 5"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.queries.clauses import Pinpoint
from search.queries.numbers import AskedNumber

_ARTICLE = r"(?:dieu|d\.?)\s*(?P<article>\d{1,4}[a-z]?)(?![\w-]|[./]\d)"
_SMALLER = r"(?:diem|khoan|k\.?)\s*[a-z0-9]{1,3}\b"
_GAP = r"[\s,;:]*"
_PINPOINT = rf"(?:{_SMALLER}{_GAP})*{_ARTICLE}(?:{_GAP}{_SMALLER})*"
_OF = r"[\s,;:-]*(?:(?:cua|thuoc|tai|trong|theo)\s+)?"
# "điều 5 Luật Việc làm số 38/2013/QH13"
_NAME = r"(?:(?:bo\s+luat|luat|phap\s+lenh)\s[a-z\s]{2,60})?"
_BEFORE = re.compile(rf"(?<![\w./-])(?P<whole>{_PINPOINT}{_OF}){_NAME}$")
_AFTER = re.compile(rf"(?P<whole>{_OF}(?<!\w){_PINPOINT})")


@dataclass(frozen=True)
class PlacedPinpoint:
    """``start`` and ``end`` are those of the words beside the number."""

    start: int
    end: int
    pinpoint: Pinpoint


def find_pinpoint(text: str, bare: str, numbers: Sequence[AskedNumber]) -> PlacedPinpoint | None:
    """The first article asked for, right beside the number of its law.

    ``bare`` is the folded ``text``, letter by letter. An article far from the number, or several
    ("điều 5, 6"), stay words.
    """
    laws = [number for number in numbers if number.is_law]
    floors = [0, *(law.end for law in laws)]
    ceilings = [*(law.start for law in laws[1:]), len(bare)]
    for law, floor, ceiling in zip(laws, floors, ceilings, strict=False):
        match = _BEFORE.search(bare, floor, law.start) or _AFTER.match(bare, law.end, ceiling)
        if match:
            article = text[match.start("article") : match.end("article")].lower()
            return PlacedPinpoint(*match.span("whole"), Pinpoint(law.form, article))
    return None
