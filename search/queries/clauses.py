"""The smallest things that can be asked for, once a question has been taken apart."""

from __future__ import annotations

from dataclasses import dataclass

from search.text import folded, marked

Words = tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """One thing asked for: a word, a quoted phrase, a number that may be written many ways, or a
    term of the synonym table. ``words`` are as written.

    ``number`` is the form a document must carry, empty unless a number was asked; ``exact`` says
    that it must be the document's own number, not one it cites. ``quoted`` words stand together
    and in this order, and are never given up; those that are only ``together`` mean something else
    apart ("sổ đỏ"); the words of other clauses may stand anywhere. ``alternatives`` are other
    wordings of a term, each a phrase as written; whatever has one of them has the clause.
    """

    words: Words
    number: str = ""
    quoted: bool = False
    alternatives: tuple[Words, ...] = ()
    exact: bool = False
    together: bool = False

    @property
    def folded(self) -> Words:
        return tuple(map(folded, self.words))

    @property
    def marked(self) -> Words:
        return tuple(map(marked, self.words))

    @property
    def has_marks(self) -> bool:
        """Whether any of it was typed with marks. What must not stand in a document ("-đất") is
        compared with its marks then, or it would take away what has other words ("đạt")."""
        return self.marked != self.folded

    @property
    def folded_alternatives(self) -> tuple[Words, ...]:
        return tuple(tuple(map(folded, phrase)) for phrase in self.alternatives)


@dataclass(frozen=True)
class Pinpoint:
    """An article of a law: ``number_form`` is a form the law bears, ``article`` is in small
    letters, as printed ("5", "12a", "12đ")."""

    number_form: str
    article: str

    @property
    def form(self) -> str:
        """By which an index knows the article, beside the numbers of its law."""
        return article_form(self.number_form, self.article)


def article_form(number_form: str, article: str) -> str:
    return f"{number_form}#{article.lower()}"
