"""The text of a law taken apart into its articles. Pure: words in, words out.

What is left out on purpose: the letterhead with the stamps of whoever received the paper, and the
block of signatures with the list of receivers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A quotation longer than this has lost its closing mark.
_LONGEST_QUOTATION = 20_000
# A name is no longer than this and does not end like a sentence; what does is an article's text.
_LONGEST_HEADING = 250
_MOST_HEADING_LINES = 4
# Articles whose headings could not be read are passed over, but no more than this many in a row.
_WIDEST_GAP = 5

# Readers of scans take Điều for Điểu, Đíều, Diều; the mark of a footnote may follow the number.
_ARTICLE = re.compile(
    r"^[ \t]*[ĐÐD]i[eềểếễêèé]u[ \t]{1,3}(?P<number>\d{1,3}[a-zđ]?\d?)[⁰¹²³⁴-⁹]*"
    r"[ \t]?(?:[.:]|$)[⁰¹²³⁴-⁹]*[ \t]*(?P<title>.*)$",
    re.MULTILINE,
)
_ANNEX = re.compile(
    r"^[ \t]*(?P<name>PHỤ LỤC(?:[ \t]+(?:SỐ[ \t]+)?(?:[IVXLC]+|\d{1,3}|[A-ZĐ]))?"
    r"|Phụ lục(?:[ \t]+(?:số[ \t]+)?(?:[IVXLC]+|\d{1,3})))[ \t]*[.:]?[ \t]*$",
    re.MULTILINE,
)
_SIGNATURES = re.compile(r"^[ \t]*N[ơo]i nhận[ \t]*:?", re.MULTILINE | re.IGNORECASE)
# "Chương II" with its title, or "Mục 1. TÊN MỤC": they stand between articles and belong to none.
_DIVISION = re.compile(
    r"^[ \t]*(?:Phần|Chương|Mục|Tiểu mục)[ \t]+(?:thứ[ \t]+\w+|[IVXLC]+|\d{1,3})"
    r"(?P<title>[ \t]*[.:][^\n]{0,200}|[ \t]+[^\n]{1,200})?$",
    re.MULTILINE | re.IGNORECASE,
)
_CLAUSE = re.compile(r"\d{1,3}[a-zđ]?[.)]|[a-zđ]{1,2}\)|[-–+•]|[“\"]")
# No name of an article ends with these: it goes on, though the next line begins with a capital.
_OPEN_END = re.compile(r"(?:,|\b(?:của|và|hoặc|theo|cho|với|về|tại|từ|do|các|số|trên|trong))$")
_QUOTED = re.compile(rf"“[^”]{{0,{_LONGEST_QUOTATION}}}”")


@dataclass(frozen=True, slots=True)
class Part:
    """One article, or one annex: then ``number`` is empty. ``heading`` is "Điều 5. Tên điều"."""

    number: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a part begins and where its own words do."""

    at: int
    body_at: int
    number: str
    title: str


def split_into_articles(text: str) -> list[Part]:
    """The articles and annexes of a text in their order; [] if it has no article.

    An article that an amending text quotes is a part of the one that quotes it. The numbering may
    begin again: a decision and the regulation that it issues each have an Article 1.
    """
    starts = list(_starts(text))
    if not any(start.number for start in starts):
        return []
    ends = [start.at for start in starts[1:]] + [len(text)]
    parts = (_part(text, start, end) for start, end in zip(starts, ends, strict=True))
    return [part for part in parts if part.body or part.heading]


def _starts(text: str) -> Iterator[_Start]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    starts = sorted(
        [*_ARTICLE.finditer(text), *_ANNEX.finditer(text)], key=lambda match: match.start()
    )
    last = ""
    for match in starts:
        if any(start < match.start() < end for start, end in quoted):
            continue
        if match.re is _ANNEX:
            if last:
                yield _Start(match.start(), match.end(), "", match["name"])
        elif _follows(last, match["number"]):
            last = match["number"]
            yield _Start(match.start(), match.end(), last, match["title"].strip())


def _follows(last: str, number: str) -> bool:
    """Whether the number goes on from the last one, or begins again."""
    figure, letter = _figure(number)
    if not last or number == "1":
        return True
    before, letter_before = _figure(last)
    if figure == before:
        return letter > letter_before
    return before < figure <= before + _WIDEST_GAP


def _figure(number: str) -> tuple[int, str]:
    figures = re.match(r"\d+", number)
    end = figures.end() if figures else 0
    return int(number[:end] or 0), number[end:]


def _part(text: str, start: _Start, end: int) -> Part:
    inside = text[start.body_at : end]
    if not start.number:
        return Part("", start.title, _tidy(inside))
    if signatures := _SIGNATURES.search(inside):
        inside = inside[: signatures.start()]
    title, rest = _title(start.title, inside.strip("\n").split("\n"))
    name = f"Điều {start.number}"
    heading = f"{name}. {title}" if title else name
    return Part(start.number, heading, _tidy(_without_division(rest)))


def _title(first: str, lines: list[str]) -> tuple[str, str]:
    """The name of an article, on one line or going on over the next ones, and what is left."""
    if not first and lines and not _CLAUSE.match(lines[0].strip()):
        first, lines = lines[0].strip(), lines[1:]
    title, taken = first, 0
    while title and taken < min(len(lines), _MOST_HEADING_LINES) and _goes_on(title, lines[taken]):
        title = f"{title} {lines[taken].strip()}"
        taken += 1
    if len(title) > _LONGEST_HEADING or title.endswith((".", ";", ":", "./")):
        return "", "\n".join([first, *lines])
    return title, "\n".join(lines[taken:])


def _goes_on(title: str, line: str) -> bool:
    words = line.strip()
    if not words or _CLAUSE.match(words) or title[-1] in ".;:":
        return False
    return words[0].islower() or _OPEN_END.search(title) is not None


def _without_division(body: str) -> str:
    """Chapter and section titles before the next article stand at the end of this one's text."""
    for division in _DIVISION.finditer(body):
        if _is_title(division[0]) and all(map(_is_title, body[division.end() :].split("\n"))):
            return body[: division.start()]
    return body


def _is_title(line: str) -> bool:
    """In capitals, or "Chương II" alone or with a point before its name."""
    division = _DIVISION.fullmatch(line)
    if division is None:
        return line.upper() == line
    title = (division["title"] or "").strip()
    return title.startswith((".", ":")) or title.upper() == title


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
