"""Words of a question that only ask: "… được quy định như thế nào?", "thế nào là …".

Everybody types them and no answer carries them, so they weigh little; and they tell a question,
which is answered by what fits best, from keywords, all of which must be there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.text import folded, marked, words

# What a word that only asks weighs beside one that says something.
ASKING_WEIGHT = 0.1

_DEFINITION = """
là gì|thế nào là|được hiểu như thế nào|được hiểu là gì|được hiểu là|được hiểu thế nào|
hiểu như thế nào|được định nghĩa như thế nào|được định nghĩa|định nghĩa|khái niệm|nghĩa là gì|
có nghĩa là gì|được quy định cụ thể là gì
"""
_QUESTION = """
được quy định cụ thể như thế nào|được quy định như thế nào|quy định như thế nào|
được quy định thế nào|được quy định ra sao|được thực hiện như thế nào|như thế nào|như nào|thế nào|
ra sao|những gì|cái gì|làm gì|gì|nào|là ai|những ai|ai|bao nhiêu|bao lâu|bao giờ|khi nào|lúc nào|
ở đâu|tại sao|vì sao|mấy|hay không|có phải|có được|được không|đúng hay sai|đúng không|cho biết|
xin hỏi
"""
# Weigh little too, but stand in keywords as well.
_FILLING = """
sau đây|theo quy định của pháp luật|theo quy định pháp luật|pháp luật quy định|
theo quy định của|theo quy định|quy định về|quy định của|quy định|được|có|phải|các|những|
bao gồm|gồm
"""
# "… có phải nộp phí không": at the very end, and only after one of these; not in "hàng không".
_NOT, _BEFORE_NOT = "không", ("có", "được", "phải", "bị")
# Of the single syllables only these are the same word without marks often enough: "có" is "co",
# but so are "cơ", "cổ" and "cỏ".
_SINGLE_WITHOUT_MARKS = frozenset({"gi", "nao"})

_Phrase = tuple[str, ...]


def _phrases(listed: str, form: Callable[[str], str]) -> set[_Phrase]:
    return {tuple(map(form, words(phrase))) for phrase in listed.split("|")}


class _Phrases:
    """The phrases as typed in one form: with marks or without."""

    def __init__(self, form: Callable[[str], str], singles: frozenset[str] | None) -> None:
        self.definition = _phrases(_DEFINITION, form)
        self.question = _phrases(_QUESTION, form) | self.definition
        self.no, self.before_no = form(_NOT), set(map(form, _BEFORE_NOT))
        every = self.question | _phrases(_FILLING, form)
        self._by_first: dict[str, list[_Phrase]] = {}
        for phrase in sorted(every, key=len, reverse=True):
            if len(phrase) > 1 or singles is None or phrase[0] in singles:
                self._by_first.setdefault(phrase[0], []).append(phrase)

    def at(self, syllables: Sequence[str], place: int) -> _Phrase:
        """The longest phrase that begins here; empty if none does."""
        for phrase in self._by_first.get(syllables[place], ()):
            if tuple(syllables[place : place + len(phrase)]) == phrase:
                return phrase
        return ()

    def ends_with_no(self, syllables: Sequence[str]) -> bool:
        return syllables[-1:] == [self.no] and not self.before_no.isdisjoint(syllables)


_WITH_MARKS, _WITHOUT = _Phrases(marked, None), _Phrases(folded, _SINGLE_WITHOUT_MARKS)


@dataclass(frozen=True)
class Asking:
    """Which words only ask, by place; whether the whole is a question, and for a meaning."""

    places: tuple[bool, ...]
    is_question: bool
    wants_definition: bool


def read_asking(typed: Sequence[str]) -> Asking:
    """Of words as written. If all only ask, none does: they are all there is."""
    syllables, bare = list(map(marked, typed)), list(map(folded, typed))
    phrases = _WITH_MARKS
    if syllables == bare:
        phrases = _WITHOUT
    places = [False] * len(syllables)
    met: set[_Phrase] = set()
    at = 0
    while at < len(syllables):
        phrase = phrases.at(syllables, at)
        places[at : at + len(phrase)] = [True] * len(phrase)
        met.add(phrase)
        at += len(phrase) or 1
    wants_definition = not met.isdisjoint(phrases.definition)
    is_question = not met.isdisjoint(phrases.question)
    if phrases.ends_with_no(syllables):
        places[-1] = is_question = True
    if all(places):
        return Asking((False,) * len(syllables), is_question=False, wants_definition=False)
    return Asking(tuple(places), is_question, wants_definition)
