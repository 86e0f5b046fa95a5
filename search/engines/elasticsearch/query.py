"""What is wanted of an index, as Elasticsearch is asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import query as es

from search.engines.elasticsearch.fields import K1, SCORED
from search.engines.tree import AnyOf, Between, Every, Fixed, IndexQuery, OneOf, Phrase, Term

# Lucene leaves this constant factor of BM25 out; with it, word scores and fixed ones stand to each
# other as in the embedded index.
_BM25 = K1 + 1


def to_query(query: IndexQuery) -> es.Query:
    match query:
        case Term() if query.field in SCORED:
            return es.Term(**{query.field: {"value": query.value, "boost": query.boost * _BM25}})
        case Term():
            return es.Term(**{query.field: {"value": query.value}})
        case Phrase():
            return es.MatchPhrase(**{query.field: {"query": " ".join(query.words), "boost": _BM25}})
        case OneOf():
            values: dict[str, Any] = {query.field: list(query.values)}
            return es.Terms(**values)
        case Between():
            ends = {"gte": query.first, "lte": query.last}
            return es.Range(**{query.field: {k: v for k, v in ends.items() if v is not None}})
        case Fixed():
            return es.ConstantScore(filter=to_query(query.query), boost=query.score)
        case AnyOf():
            # An empty bool would find everything.
            return es.Bool(should=_conditions(query.queries)) if query.queries else es.MatchNone()
        case Every():
            return _every(query)


def _every(query: Every) -> es.Query:
    return es.Bool(
        filter=_conditions(part for part in query.queries if _scores_nothing(part)),
        must=_conditions(part for part in query.queries if not _scores_nothing(part)),
        should=_conditions(query.better),
        must_not=_conditions(query.without),
        minimum_should_match=0,
    )


def _scores_nothing(query: IndexQuery) -> bool:
    """Filters are not scored and may be remembered by the server."""
    match query:
        case Fixed():
            return query.score == 0.0
        case OneOf() | Between():
            return True
        case AnyOf():
            return all(map(_scores_nothing, query.queries))
        case Every():
            return not query.better and all(map(_scores_nothing, query.queries))
    return False


def _conditions(queries: Iterable[IndexQuery]) -> list[es.Query]:
    return [to_query(query) for query in queries]
