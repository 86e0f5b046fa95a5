"""What is wanted of an index, as tantivy is asked for it."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from search.engines.embedded.fields import SCHEMA, SCORED
from search.engines.tree import AnyOf, Between, Every, Fixed, OneOf, Phrase, Term, Wanted

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Occurrences = list[tuple[tantivy.Occur, tantivy.Query]]


def to_query(wanted: Wanted) -> tantivy.Query:
    match wanted:
        case Term():
            return _term(wanted)
        case Phrase():
            return tantivy.Query.phrase_query(SCHEMA, wanted.field, list(wanted.words))
        case OneOf():
            return _one_of(wanted)
        case Between():
            integer = tantivy.FieldType.Integer
            return tantivy.Query.range_query(
                SCHEMA, wanted.field, integer, wanted.first, wanted.last
            )
        case Fixed():
            return tantivy.Query.const_score_query(to_query(wanted.query), wanted.score)
        case AnyOf():
            return tantivy.Query.boolean_query(_each(_SHOULD, wanted.queries))
        case Every():
            return _every(wanted)


def _every(wanted: Every) -> tantivy.Query:
    occurrences = _each(_MUST, wanted.queries)
    if len(wanted.queries) == 1 and isinstance(some := wanted.queries[0], AnyOf):
        # All on one level: only so tantivy passes over what cannot be among the best.
        occurrences = _each(_SHOULD, some.queries) if not wanted.better else occurrences
    occurrences += _each(_SHOULD, wanted.better) + _each(_NOT, wanted.without)
    return tantivy.Query.boolean_query(occurrences)


def _term(wanted: Term) -> tantivy.Query:
    # Frequencies only where the field keeps them.
    option = "freq" if wanted.field in SCORED else "basic"
    query = tantivy.Query.term_query(SCHEMA, wanted.field, wanted.value, option)
    return query if wanted.boost == 1.0 else tantivy.Query.boost_query(query, wanted.boost)


def _one_of(wanted: OneOf) -> tantivy.Query:
    if len(wanted.values) == 1:
        return tantivy.Query.term_query(SCHEMA, wanted.field, wanted.values[0], "basic")
    return tantivy.Query.term_set_query(SCHEMA, wanted.field, list(wanted.values))


def _each(occur: tantivy.Occur, queries: Iterable[Wanted]) -> _Occurrences:
    return [(occur, to_query(each)) for each in queries]
