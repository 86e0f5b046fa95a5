"""A document analysed: what every engine indexes, so that all know the same words.

An engine only splits these fields at spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.engines.base import IndexDocument
from search.queries.clauses import article_form
from search.queries.days import day_form, day_forms
from search.queries.numbers import cited_forms, own_forms
from search.ranking.definitions import definition_heads
from search.ranking.words import pack
from search.text import bigrams, compose, folded, marked, words

# Raised whenever a document would be analysed otherwise: an index built before is refused.
VERSION = 4

# One weighted text ranks much better than sums of scores by field: what names the document, the
# section or a line of it is repeated in the text.
_TITLE_TIMES, _HEADING_TIMES, _DEFINITION_TIMES = 3, 4, 4
# Of a word or name that somebody types, so many letters are looked at.
LONGEST_START = 24
BEGINS = "^"
# Stands between the parts of the weighted text, so that no phrase runs across them.
_BREAK = " ¶ "


@dataclass(frozen=True)
class Analysed:
    """``folded`` and ``marked`` are the weighted text, ``bigrams`` its pairs. ``names`` are
    title, heading and defined words whole, each as ``whole_name`` writes it. ``numbers`` are the
    forms of its own number, an article's with its own beside those of its law.

    Of a head, ``head_words`` are the folded words of number and title, and ``head_starts`` all
    beginnings of them, and of number and title as a whole, each after BEGINS.
    """

    folded: str
    marked: str
    bigrams: str
    names: list[str]
    numbers: set[str]
    cited: set[str]
    head_words: set[str]
    head_starts: set[str]
    packed: bytes


def analyse(document: IndexDocument) -> Analysed:
    number, title = words(document.number), words(document.title)
    heading, body_text = words(document.heading), compose(document.body)
    body, heads = words(body_text), list(definition_heads(body_text))
    named = [number + title] * _TITLE_TIMES + [heading] * _HEADING_TIMES
    parts = [*named, *heads * _DEFINITION_TIMES, body]
    bare = [[folded(word) for word in part] for part in parts]
    own = own_forms(document.number)
    numbers = own | {article_form(form, document.article) for form in own if document.article}
    numbers |= set(map(day_form, document.own_days))
    text = f"{document.title}\n{document.heading}\n{document.body}"
    head_words = {folded(word) for word in number + title} if document.head else set()
    return Analysed(
        folded=_BREAK.join(map(" ".join, bare)),
        marked=_BREAK.join(" ".join(map(marked, part)) for part in parts),
        bigrams=" ".join(" ".join(bigrams(part)) for part in bare),
        names=[whole_name([folded(word) for word in name]) for name in (title, heading, *heads)],
        numbers=numbers,
        cited=cited_forms(text) | day_forms(text),
        head_words=head_words,
        head_starts=_starts(head_words, own, number, title) if document.head else set(),
        packed=pack(document.group, numbers, number, title, heading, heads, body),
    )


def start_of(syllables: Sequence[str]) -> str:
    """What a number or title begins with, as it is known in ``head_starts``."""
    return BEGINS + "".join(map(folded, syllables))[:LONGEST_START]


def _starts(
    head_words: Iterable[str], own: Iterable[str], number: Sequence[str], title: Sequence[str]
) -> set[str]:
    joined = ("".join(filter(str.isalnum, form)) for form in own)
    whole = [start_of(title), start_of(number), *(start_of([form]) for form in joined)]
    beginnings = {name[:end] for name in whole for end in range(2, len(name) + 1)}
    return beginnings | {
        word[:end] for word in head_words for end in range(1, min(len(word), LONGEST_START) + 1)
    }


def whole_name(syllables: Sequence[str]) -> str:
    """A name as one word, found only by all of it; empty if it has none."""
    return "-".join(syllables)
