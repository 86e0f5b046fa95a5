"""Documents whose number or title goes on as somebody types, with any engine."""

from __future__ import annotations

from dataclasses import dataclass

from search.engines.analysis import LONGEST_START, start_of
from search.engines.base import Filters, Suggestion
from search.engines.tree import AnyOf, Every, Fixed, IndexQuery, Term
from search.engines.two_stages import Candidate, FirstStage
from search.engines.within import within_filters
from search.text import folded, marked, words

# So many are compared; more only begin alike after a letter or two.
_COMPARED = 100
MOST_WORDS = 12


def suggest(first: FirstStage, typed: str, within: Filters, limit: int) -> list[Suggestion]:
    """What begins as typed, then what has the words; what is in force, then what has the marks
    that were typed, then the shorter title first."""
    typed_words = words(typed)[:MOST_WORDS]
    if not typed_words or limit < 1:
        return []
    (answer,) = first.find([_query(typed_words, within)], 0, _COMPARED, counted=False)
    heads = [
        _Head(fields, candidate, typed_words)
        for fields, candidate in zip(first.read(answer.candidates), answer.candidates, strict=True)
    ]
    return [
        Suggestion(**{name: head.fields[name] for name in ("number", "title", "url", "kind")})
        for head in sorted(heads, key=lambda head: head.place)[:limit]
    ]


@dataclass(frozen=True)
class _Head:
    fields: dict[str, str]
    candidate: Candidate
    typed: list[str]

    @property
    def place(self) -> tuple[object, ...]:
        number, title = words(self.fields["number"]), words(self.fields["title"])
        begins = any(map(self._begins, (number, title)))
        known = {marked(word) for word in number + title}
        other_marks = sum(marked(word) not in known for word in self.typed[:-1])
        other_marks += not any(word.startswith(marked(self.typed[-1])) for word in known)
        length = len(self.fields["title"])
        return (
            not begins,
            not self.candidate.in_force,
            other_marks,
            length,
            self.fields["title"],
            self.candidate.key,
        )

    def _begins(self, name: list[str]) -> bool:
        return "".join(map(folded, name)).startswith("".join(map(folded, self.typed)))


def _query(typed: list[str], within: Filters) -> IndexQuery:
    *before, last = map(folded, typed)
    every: list[IndexQuery] = [Term("head_words", word) for word in before]
    every.append(Term("head_starts", last[:LONGEST_START]))
    begins = Term("head_starts", start_of(typed))
    either = Fixed(AnyOf((Every(tuple(every)), begins)))
    return within_filters(within, [either], better=[Fixed(begins, 1.0)])
