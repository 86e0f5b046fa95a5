"""The lines around what was found, the reader's words marked, safe to put into a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import islice

from search.text import WORD, compose, folded, marked

# A stretch of so many words, and of no more letters.
SNIPPET_WORDS, SNIPPET_LENGTH = 46, 300
_WORDS = re.compile(f"({WORD.pattern})")
# To step over many words without looking at each; possessive, so that none is cut in two.
_STEP = 32
_SO_MANY = re.compile(rf"(?:[\W_]*+{WORD.pattern}+){{{_STEP}}}")
_SPECIAL = re.compile("[&<>\"']")


class Highlighter:
    """Marks the words of one question in any number of texts, however marks were typed.

    A word typed with marks is marked where it stands with the same marks; where a text has it
    only with others, there. The original letters are always kept.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._question = _QuestionWords(words)

    def highlight(self, text: str) -> str:
        """The whole text as HTML, escaped, with <mark> around the words."""
        # Every second piece is a word, and a word has nothing to escape.
        pieces = _WORDS.split(compose(text))
        if _SPECIAL.search(text):
            pieces[::2] = map(escape, pieces[::2])
        marks = [self._question[word] for word in pieces[1::2]]
        met = {mark[0] for mark in marks if mark and mark[1]}
        for place, mark in enumerate(marks):
            if mark and (mark[1] or mark[0] not in met):
                pieces[2 * place + 1] = f"<mark>{pieces[2 * place + 1]}</mark>"
        return "".join(pieces)

    def snippet(self, text: str, from_word: int = 0) -> str:
        """A stretch of the text as HTML; ``passages`` says where the best one begins. "…" says
        where text was left out."""
        text = compose(text)
        steps, more = divmod(from_word, _STEP)
        place = 0
        for _step in range(steps):
            stepped = _SO_MANY.match(text, place)
            place = stepped.end() if stepped else len(text)
        words = islice(WORD.finditer(text, place), more, more + SNIPPET_WORDS + 1)
        spans = [match.span() for match in words]
        start = spans[0][0] if from_word and spans else 0
        ends = [end for _start, end in spans[:SNIPPET_WORDS] if end - start <= SNIPPET_LENGTH]
        end = ends[-1] if ends else min(len(text), start + SNIPPET_LENGTH)
        if len(ends) == len(spans):
            end = len(text)
        html = self.highlight(" ".join(text[start:end].split()))
        return f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}"


class _QuestionWords(dict[str, tuple[str, bool] | None]):
    """What a word of a text is to the question, remembered: its folded form and whether its
    marks are those typed; None if it was not asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._typed: dict[str, set[str]] = {}
        for word in words:
            self._typed.setdefault(folded(word), set()).add(marked(word))

    def __missing__(self, word: str) -> tuple[str, bool] | None:
        bare = folded(word)
        typed = self._typed.get(bare)
        self[word] = (bare, bare in typed or marked(word) in typed) if typed else None
        return self[word]
