"""The lines around what was found, the reader's words marked, safe to put into a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from search.text import WORD, compose, folded, marked

SNIPPET_LENGTH = 240
# A window good enough is found within this much of a long text; the rest would only cost time.
LONGEST_LOOK = 10_000


class Match(NamedTuple):
    start: int
    end: int
    word: str


class Highlighter:
    """Finds the words of one question in any number of texts, however marks were typed.

    A word typed with marks is marked where it stands with the same marks; where a text has it
    only with others, there. The original letters are always kept.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.typed: dict[str, set[str]] = {}
        for word in words:
            self.typed.setdefault(folded(word), set()).add(marked(word))

    def highlight(self, text: str) -> str:
        """The whole text as HTML, escaped, with <mark> around the words."""
        text = compose(text)
        return _to_html(text, self.find(text), 0, len(text))

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> str:
        """About ``length`` letters of the text as HTML, where most different words stand
        together; its beginning if none does. "…" says where text was left out."""
        text = compose(" ".join(text[:LONGEST_LOOK].split()))
        matches = self.find(text)
        start, end = _window(text, matches, length)
        html = _to_html(text, matches, start, end)
        return f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}"

    def find(self, text: str) -> list[Match]:
        """Where the words stand in a composed text, in order."""
        matches = [
            Match(*word.span(), bare)
            for word in WORD.finditer(text)
            if (bare := folded(word.group())) in self.typed
        ]
        as_typed = {match for match in matches if self._is_as_typed(text, match)}
        met = {match.word for match in as_typed}
        return [match for match in matches if match.word not in met or match in as_typed]

    def _is_as_typed(self, text: str, match: Match) -> bool:
        typed = self.typed[match.word]
        return match.word in typed or marked(text[match.start : match.end]) in typed


def _window(text: str, matches: list[Match], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    first, last = _best_run(matches, length)
    spare = max(0, length - (last - first))
    start = max(0, min(first - spare // 2, len(text) - length))
    end = min(len(text), start + length)
    if start:
        start = min(first, text.find(" ", start, first) + 1 or first)
    if end < len(text):
        end = max(last, text.rfind(" ", last, end))
    return start, end


def _best_run(matches: list[Match], length: int) -> tuple[int, int]:
    """The stretch, no longer than asked, with most different words, then most words."""
    best, best_span = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    left = 0
    for right, match in enumerate(matches):
        inside[match.word] += 1
        while match.end - matches[left].start > length and left < right:
            inside[matches[left].word] -= 1
            if not inside[matches[left].word]:
                del inside[matches[left].word]
            left += 1
        worth = (len(inside), right - left)
        if worth > best:
            best, best_span = worth, (matches[left].start, match.end)
    return best_span


def _to_html(text: str, matches: list[Match], start: int, end: int) -> str:
    pieces: list[str] = []
    at = start
    for match in matches:
        if match.start < at or match.end > end:
            continue
        pieces += [escape(text[at : match.start]), f"<mark>{escape(text[match.start : match.end])}"]
        pieces.append("</mark>")
        at = match.end
    return "".join([*pieces, escape(text[at:end])])
