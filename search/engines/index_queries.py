"""The queries put to an index for a question, and how the first stage scores what has them."""

from __future__ import annotations

from itertools import accumulate

from search.engines.analysis import whole_name
from search.engines.base import Filters, State
from search.engines.tree import AnyOf, Every, Fixed, IndexQuery, OneOf, Phrase, Term
from search.engines.within import in_state, within_filters
from search.queries.clauses import Clause
from search.queries.question import Question
from search.ranking.asking import ASKING_WEIGHT
from search.ranking.question_words import Frequencies
from search.text import PAIRED_BY, bigrams, folded, marked

# What wins outright, and what is in force, stands above any sum of word scores.
_PINPOINT, _NUMBER, _NAME, _IN_FORCE = 100_000.0, 10_000.0, 3_000.0, 1_000.0
_NUMBER_CITED = 20.0
# A search for any word reads no more entries of the index than these. The rarest words, which
# find most, are read first: only in a very large index are any left out.
MOST_ENTRIES = 1_500_000


def all_words(question: Question, within: Filters) -> IndexQuery:
    """What has every word and phrase; exact numbers and names score above all else, then what is
    in force on the day."""
    better = [*_pairs(question), *_marks(question), *_outright(question), *_in_force(within)]
    return within_filters(within, _all_clauses(question), better, _without(question))


def any_word(question: Question, within: Filters, frequencies: Frequencies) -> IndexQuery:
    """What has some words that say something, and every quoted phrase."""
    words = AnyOf(tuple(_affordable(question, frequencies)))
    return within_filters(within, [*_required(question), words], without=_without(question))


def outright(question: Question, within: Filters) -> IndexQuery:
    """What is named as the question says or bears a number in it, best first."""
    exact = AnyOf(tuple(_outright(question)))
    words: list[IndexQuery] = []
    if question.number_forms:
        words += [_clause(clause) for clause in question.clauses if not clause.quoted]
        words += _pairs(question)
    return within_filters(within, [exact, *_required(question)], words, _without(question))


def listed(within: Filters) -> IndexQuery:
    """The heads of all documents, those in force on the day first."""
    head = Fixed(Term("head", value=True))
    return within_filters(within, [head], better=_in_force(within))


def with_word(word: str, within: Filters) -> IndexQuery:
    """What has the folded word, or the pair of neighbours as ``bigrams`` writes it."""
    field = "bigrams" if PAIRED_BY in word else "folded"
    return within_filters(within, [Fixed(Term(field, word))])


def _in_force(within: Filters) -> list[IndexQuery]:
    return [Fixed(in_state(State.IN_FORCE, within.on), _IN_FORCE)] if within.on else []


def _all_clauses(question: Question) -> list[IndexQuery]:
    """What bears an asked number itself is what was asked for, whatever words it lacks."""
    every = [_clause(clause) for clause in question.clauses]
    numbers = question.wins_by_number
    if not numbers or len(every) == 1:
        return every
    bears = Every((Fixed(OneOf("numbers", numbers)), *_required(question)))
    return [AnyOf((Every(tuple(every)), bears))]


def _clause(clause: Clause) -> IndexQuery:
    if clause.exact:
        return Fixed(Term("numbers", clause.number), _NUMBER_CITED)
    if clause.number:
        cited = Fixed(Term("cited", clause.number), _NUMBER_CITED)
        own = Fixed(Term("numbers", clause.number), _NUMBER_CITED)
        return AnyOf((_phrase(clause.folded), cited, own))
    is_phrase = clause.quoted or clause.together
    written = _phrase(clause.folded) if is_phrase else _words(clause.folded)
    otherwise = tuple(
        _phrase(alternative) for alternative in clause.folded_alternatives if alternative
    )
    return AnyOf((written, *otherwise)) if otherwise else written


def _required(question: Question) -> list[IndexQuery]:
    """What is not given up where any word will do."""
    return [_clause(clause) for clause in question.clauses if clause.quoted or clause.exact]


def _without(question: Question) -> tuple[IndexQuery, ...]:
    return tuple(map(_unwanted, question.without))


def _unwanted(clause: Clause) -> IndexQuery:
    """With the marks that were typed, if any were. Of a phrase each word must have them, not all
    in one place: the index keeps no places of words with marks."""
    if clause.number:
        own = Term("numbers", clause.number)
        return own if clause.exact else AnyOf((own, Term("cited", clause.number)))
    bare = _phrase(clause.folded)
    if not clause.has_marks:
        return bare
    words = tuple(Term("marked", word) for word in dict.fromkeys(clause.marked))
    return Every((bare, *words) if len(clause.words) > 1 else words)


def _affordable(question: Question, frequencies: Frequencies) -> list[IndexQuery]:
    """Words and pairs that say something, in any wording, rarest first, as many as may be read;
    and numbers."""
    otherwise = [alternative for clause in question.clauses for alternative in clause.alternatives]
    words = [*question.telling_words, *(word for phrase in otherwise for word in phrase)]
    words = list(dict.fromkeys(words))
    pairs = {pair: weight for pair, weight in question.bigrams.items() if weight > ASKING_WEIGHT}
    for phrase in otherwise:
        pairs = dict.fromkeys(bigrams([folded(word) for word in phrase]), 1.0) | pairs
    field, form = ("marked", marked) if question.has_marks else ("folded", folded)
    queries: list[IndexQuery] = [Term(field, form(word)) for word in words]
    queries += [Term("bigrams", pair, weight) for pair, weight in pairs.items()]
    entries = frequencies.of_words(list(map(folded, words))) + frequencies.of_pairs(list(pairs))
    rarest_first = sorted(zip(entries, range(len(queries)), strict=True))
    read_so_far = accumulate(many for many, _place in rarest_first)
    affordable = [
        queries[place]
        for (many, place), read in zip(rarest_first, read_so_far, strict=True)
        if many and read <= MOST_ENTRIES
    ]
    numbers = [_clause(clause) for clause in question.clauses if clause.number]
    return affordable + numbers or queries[:1]


def _pairs(question: Question) -> list[IndexQuery]:
    return [Term("bigrams", pair, weight) for pair, weight in question.bigrams.items()]


def _marks(question: Question) -> list[IndexQuery]:
    if not question.has_marks:
        return []
    return [Term("marked", word) for word in dict.fromkeys(map(marked, question.words))]


def _outright(question: Question) -> list[IndexQuery]:
    wordings = [[folded(word) for word in wording] for wording in question.wordings]
    names = {whole_name(syllables) for syllables in [*wordings, question.core]}
    exact: list[IndexQuery] = [Fixed(OneOf("names", tuple(sorted(names))), _NAME)]
    if question.number_forms:
        exact.append(Fixed(OneOf("numbers", question.number_forms), _NUMBER))
    if question.pinpoint:
        exact.append(Fixed(Term("numbers", question.pinpoint.form), _PINPOINT))
    return exact


def _words(words: tuple[str, ...]) -> IndexQuery:
    terms = tuple(Term("folded", word) for word in dict.fromkeys(words))
    return terms[0] if len(terms) == 1 else Every(terms)


def _phrase(words: tuple[str, ...]) -> IndexQuery:
    return Term("folded", words[0]) if len(words) == 1 else Phrase("folded", words)
