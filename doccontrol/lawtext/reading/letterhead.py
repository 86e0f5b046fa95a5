"""Number and day of issue, from the letterhead or from the block that confirms a consolidated
text. What is blank, unclear or written by hand is unknown, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.dates import Dated, dates_in
from doccontrol.lawtext.reading.fields import Field, Known, Unknown
from doccontrol.lawtext.reading.parts_on_paper import (
    ABOUT,
    NUMBER_LABEL,
    PLACE_AND_DAY,
    Mark,
    Piece,
)
from doccontrol.lawtext.reading.running_text import SURE, TALLER_THAN_PRINT, Flow, Line
from doccontrol.lawtext.spelling import clean

NO_NUMBER = fields.gettext_noop("No number stands in the letterhead.")
BLANK_NUMBER = fields.gettext_noop("The number is left blank.")
UNCLEAR_NUMBER = fields.gettext_noop("The number is unclear or written by hand.")
NO_DAY = fields.gettext_noop("No day of issue stands in the letterhead or at the end.")
BLANK_DAY = fields.gettext_noop("The day of issue is left blank.")
UNCLEAR_DAY = fields.gettext_noop("The day of issue is unclear or written by hand.")

# A figure glued to another word was written where the form left no room: it takes more. A word as
# long as a date in figures is one.
GLUED = 0.93
SHORTEST_DATE = 8
# A slash and the tail of a Q reach so much further than figures.
REACH_OF_A_SYMBOL = 1.15
_LEADING = re.compile(r"\d{1,6}\s?[A-Za-zĐđ]?(?:\.\d{1,4})*(?:\s*[/-]\s*[\w&.]+)+")
_FOOTNOTE_MARK = re.compile("[⁰¹²³⁴-⁹]")
_BLANK = re.compile(r"[\s.…_]*(?:[/-]|$)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was read, taken apart, with its place."""

    number: LegalNumber
    as_read: Known[str]

    @property
    def is_consolidated(self) -> bool:
        return self.number.type_abbreviation == "VBHN"


def printed(number: LegalNumber) -> str:
    """The number as it should have been printed: no stray spaces, its own letter case, unless
    a misspelling had to be mended."""
    bare = re.sub(r"\s+", "", clean(number.raw)).strip(".,;:*_")
    if bare.upper().lstrip("0") == number.normalised.lstrip("0"):
        return bare
    return number.normalised.replace("TTG", "TTg")


def read_number(flow: Flow, head: Sequence[Piece]) -> Numbered | Unknown:
    """The number after the label "Số" that does not belong to the subject.

    A label without a symbol behind it is the stamp of whoever received the text.
    """
    print_height = _height_of_print(flow, head)
    unread = Unknown(NO_NUMBER)
    for place, piece in enumerate(head):
        if ABOUT.match(piece.line.plain):
            break
        if piece.mark is Mark.NUMBER:
            after = [one.line for one in head[place + 1 : place + 2] if one.mark is Mark.TEXT]
            found = _number(flow, piece.line, after, print_height)
            if isinstance(found, Numbered) or "/" in piece.line.text:
                return found
            unread = found
    return unread


def _number(
    flow: Flow, line: Line, after: Sequence[Line], print_height: float
) -> Numbered | Unknown:
    label = NUMBER_LABEL.match(line.plain)
    rest = line.cut(label.end() if label else 0, len(line.text))
    for candidate in _candidates(rest, after):
        if not (leading := _LEADING.match(candidate.text)):
            continue
        raw = _FOOTNOTE_MARK.split(leading[0])[0].rstrip(".")
        try:
            number = parse_number(raw)
        except NotALegalNumber:
            continue
        start, end = candidate.at, candidate.at + len(raw)
        if _looks_written_by_hand(flow, start, end, print_height):
            break
        page, span = flow.place(start, end)
        return Numbered(number, Known(printed(number), page, span, flow.sureness(start, end)))
    is_blank = not flow.is_recognised(line.at) and _BLANK.match(rest.text)
    return Unknown(BLANK_NUMBER if is_blank else UNCLEAR_NUMBER, *flow.place(line.at, line.end))


def _candidates(rest: Line, after: Sequence[Line]) -> list[Line]:
    """The rest of the line after "Số"; with the next line where it breaks off; the next line
    where nothing stands here."""
    if after and not rest.text:
        return [after[0]]
    if after and rest.text.endswith(("-", "/")):
        return [replace(rest, text=rest.text + after[0].text.split(" ")[0]), rest]
    return [rest]


def _height_of_print(flow: Flow, head: Sequence[Piece]) -> float:
    """The height of the year of issue, which even forms filled in by hand have in print."""
    for piece in head:
        if piece.mark is Mark.PLACE_AND_DAY:
            return flow.height(piece.line.end - len("2000"), piece.line.end)
    return 0.0


def _looks_written_by_hand(flow: Flow, start: int, end: int, print_height: float) -> bool:
    """Whether the reader of the picture is unsure of a word, or one towers over the print."""
    words = list(flow.words(start, end))
    if any(word.confidence < SURE for word in words):
        return True
    heights = [word.box[3] - word.box[1] for word in words]
    limit = TALLER_THAN_PRINT * REACH_OF_A_SYMBOL
    return bool(words) and max(heights) > limit * (print_height or min(heights))


def read_day(flow: Flow, head: Sequence[Piece]) -> Field[date]:
    """The day after the place's name; None of its figures is mended."""
    unread: Field[date] | None = None
    for piece in head:
        if piece.mark is not Mark.PLACE_AND_DAY:
            continue
        found = _day(flow, piece.line)
        if isinstance(found, Known):
            return found
        unread = unread or found
    return unread or Unknown(NO_DAY)


def _day(flow: Flow, line: Line) -> Field[date]:
    text = line.plain
    place = flow.place(line.at, line.end)
    if figures := next(dates_in(text, line.at), None):
        if _is_unsure(flow, figures):
            return Unknown(UNCLEAR_DAY, *place)
        page, span = flow.place(figures.start, figures.end)
        return Known(figures.day, page, span, _sureness(flow, figures))
    match = PLACE_AND_DAY.search(text)
    blank = match is not None and match["figures"] is None and not re.search(r"\w", match["day"])
    is_blank = blank and not flow.is_recognised(line.at)
    return Unknown(BLANK_DAY if is_blank else UNCLEAR_DAY, *place)


def _sureness(flow: Flow, dated: Dated) -> float:
    return min(flow.sureness(*figure) for figure in dated.figures)


def _is_unsure(flow: Flow, dated: Dated) -> bool:
    """Whether a figure was hardly read, or is higher than those of the year beside it."""
    year = flow.height(*dated.figures[-1])
    for start, end in dated.figures:
        for word in flow.words(start, end):
            # "2tháng", but not "02/01/2018", which is one word.
            glued = end - start + 1 < word.end - word.start < SHORTEST_DATE
            if word.confidence < (GLUED if glued else SURE):
                return True
            if year and not glued and word.box[3] - word.box[1] > year * TALLER_THAN_PRINT:
                return True
    return False
