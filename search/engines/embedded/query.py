"""What is wanted of an index, as tantivy is asked for it."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from search.engines.embedded.fields import SCHEMA, SCORED
from search.engines.tree import AnyOf, Between, Every, Fixed, IndexQuery, OneOf, Phrase, Term

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Occurrences = list[tuple[tantivy.Occur, tantivy.Query]]


def to_query(query: IndexQuery) -> tantivy.Query:
    match query:
        case Term():
            return _term(query)
        case Phrase():
            return tantivy.Query.phrase_query(SCHEMA, query.field, list(query.words))
        case OneOf():
            return _one_of(query)
        case Between():
            integer = tantivy.FieldType.Integer
            return tantivy.Query.range_query(SCHEMA, query.field, integer, query.first, query.last)
        case Fixed():
            return tantivy.Query.const_score_query(to_query(query.query), query.score)
        case AnyOf():
            return tantivy.Query.boolean_query(_conditions(_SHOULD, query.queries))
        case Every():
            return _every(query)


def _every(query: Every) -> tantivy.Query:
    occurrences = _conditions(_MUST, query.queries)
    if len(query.queries) == 1 and isinstance(choice := query.queries[0], AnyOf):
        # All on one level: only so tantivy passes over what cannot be among the best.
        occurrences = _conditions(_SHOULD, choice.queries) if not query.better else occurrences
    occurrences += _conditions(_SHOULD, query.better) + _conditions(_NOT, query.without)
    return tantivy.Query.boolean_query(occurrences)


def _term(term: Term) -> tantivy.Query:
    # Frequencies only where the field keeps them.
    option = "freq" if term.field in SCORED else "basic"
    query = tantivy.Query.term_query(SCHEMA, term.field, term.value, option)
    return query if term.boost == 1.0 else tantivy.Query.boost_query(query, term.boost)


def _one_of(query: OneOf) -> tantivy.Query:
    if len(query.values) == 1:
        return tantivy.Query.term_query(SCHEMA, query.field, query.values[0], "basic")
    return tantivy.Query.term_set_query(SCHEMA, query.field, list(query.values))


def _conditions(occur: tantivy.Occur, queries: Iterable[IndexQuery]) -> _Occurrences:
    return [(occur, to_query(query)) for query in queries]
