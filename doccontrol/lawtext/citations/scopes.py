"""In which words the part that is meant is named."""

from __future__ import annotations

import re

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.pinpoints import completed, parts_named
from doccontrol.lawtext.relation_kinds import ENDINGS, INTERRUPTIONS, RelationKind

WHOLE = "toàn bộ"
# What an amending text says before it names the provisions.
_VAGUE = re.compile(
    r"(?:một số (?:điều|khoản|nội dung|quy định)\b(?!.*\bđiều \d).*)?", re.IGNORECASE | re.DOTALL
)
_WHOLE = re.compile(r"\W*toàn\s{1,3}bộ\b", re.IGNORECASE)
_LINK = re.compile(
    wording.words(
        r"(?:[\s,:]|\b(?:của|tại|trong|thuộc|được|ban hành|(?<!đã\s)(?<!được\s)công bố|kèm theo"
        r"|quy định tại|một số|các|số|và|sau|sau đây|văn bản|văn bản quy phạm pháp luật)(?=\W|\Z))*"
    )
    + r"\Z",
    re.IGNORECASE,
)


def is_vague(scope: str) -> bool:
    return _VAGUE.fullmatch(scope) is not None


def tidy(words: str) -> str:
    """White space in one form, without what only leads on to the next word."""
    return " ".join(words.split()).strip(" ,;:.")


def part_meant(text: str, start: int, mention: Mention, *, is_further: bool = False) -> str:
    """The part of the mentioned text that is meant between ``start`` and the mention: provisions as
    written, or the words that name them; "toàn bộ" if it says so; "" if nothing does.

    Before a further text of a list the title of the one before it may go on: ``is_further``.
    """
    pinpoint = mention.pinpoint
    start = min(start, mention.whole_start)
    if is_further:
        start += _end_of_the_title(text[start : mention.whole_start])
    between = text[start : mention.whole_start]
    if _WHOLE.match(between):
        return WHOLE
    if pinpoint and not wording.WORDS_EXCHANGED.search(between):
        return _provisions(between, pinpoint.words) or pinpoint.words
    if not wording.PART.match(between):
        return pinpoint.words if pinpoint else ""
    end = mention.start if pinpoint else start + len(between)
    return tidy(_LINK.sub("", text[start:end]))


def _provisions(between: str, nearest: str) -> str:
    """Of "Điều 2 và bổ sung Điều 5a của …" both; "" where nothing stands before the nearest."""
    if inserted := wording.INTO.search(between):
        before = parts_named(f"{between[: inserted.end()]}{nearest}")
    else:
        before = parts_named(between)
        before += [nearest] if before else []
    return "; ".join(completed(before))


def _end_of_the_title(between: str) -> int:
    """Where the words on the next text of a list begin: behind the first mark of the list that
    is followed by a part of it, else behind the last."""
    last = 0
    for mark in wording.LIST_MARK.finditer(between):
        last = mark.end()
        if wording.PART.match(between, last) and wording.LEADS_INTO.search(between, last):
            return last
    return last if last or not between.strip() else len(between)


def scope_of(
    kind: RelationKind, text: str, start: int, mention: Mention, *, is_further: bool = False
) -> str:
    """What of the mentioned text an act of ``kind`` touches, in words: what ends or stops it
    touches the whole unless a part is named, an amendment what is named, any other act the
    provisions that are cited; "" if nothing says."""
    if kind in ENDINGS | INTERRUPTIONS:
        return part_meant(text, start, mention, is_further=is_further) or WHOLE
    if kind is RelationKind.AMENDS or kind is RelationKind.CORRECTS:
        return part_meant(text, start, mention, is_further=is_further)
    return mention.pinpoint.words if mention.pinpoint else ""
