"""In which words the part that is meant is named."""

from __future__ import annotations

import re

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.pinpoints import inserted_before
from doccontrol.lawtext.relation_kinds import RelationKind

WHOLE = "toàn bộ"
_ENDS_OR_STOPS = frozenset(
    {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.SUSPENDS, RelationKind.PAUSES}
)
# As many letters as the register keeps.
LONGEST = 500
# What an amending text says before it names the provisions.
_VAGUE = frozenset({"", "một số điều", "một số nội dung", "một số quy định"})
_NEAR = 300
_WHOLE = re.compile(r"\W*toàn\s{1,3}bộ\b", re.IGNORECASE)
_LINK = re.compile(
    wording.words(
        r"(?:[\s,:]|\b(?:của|tại|trong|thuộc|được|ban hành|kèm theo|quy định tại|một số|các|số|và"
        r"|sau|sau đây|văn bản|văn bản quy phạm pháp luật)(?=\W|\Z))*"
    )
    + r"\Z",
    re.IGNORECASE,
)


def is_vague(scope: str) -> bool:
    return scope.lower() in _VAGUE


def tidy(words: str) -> str:
    """White space in one form, without what only leads on to the next word; cut if too long."""
    return " ".join(words.split()).strip(" ,;:.")[:LONGEST]


def part_meant(text: str, start: int, mention: Mention) -> str:
    """The part of the mentioned text that is meant between ``start`` and the mention: provisions as
    written, or the words that name them; "toàn bộ" if it says so; "" if nothing does."""
    pinpoint = mention.pinpoint
    start = max(start, mention.whole_start - _NEAR)
    between = text[start : mention.whole_start]
    if _WHOLE.match(between):
        return WHOLE
    if pinpoint and not wording.WORDS_EXCHANGED.search(between):
        return inserted_before(between, pinpoint) or pinpoint.words
    if not wording.PART.match(between):
        return pinpoint.words if pinpoint else ""
    end = mention.start if pinpoint else start + len(between)
    named = text[start:end]
    return tidy(_LINK.sub("", named))


def scope_of(kind: RelationKind, text: str, start: int, mention: Mention) -> str:
    """What of the mentioned text an act of ``kind`` touches, in words: what ends or stops it
    touches the whole unless a part is named, an amendment what is named, any other act the
    provisions that are cited; "" if nothing says."""
    if kind in _ENDS_OR_STOPS:
        return part_meant(text, start, mention) or WHOLE
    if kind is RelationKind.AMENDS:
        return part_meant(text, start, mention)
    return mention.pinpoint.words if mention.pinpoint else ""
