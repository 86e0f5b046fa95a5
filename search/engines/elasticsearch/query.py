"""What is wanted of an index, as Elasticsearch is asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import query as es

from search.engines.elasticsearch.fields import K1, SCORED
from search.engines.tree import AnyOf, Between, Every, Fixed, OneOf, Phrase, Term, Wanted

# Lucene leaves this constant factor of BM25 out; with it, word scores and fixed ones stand to each
# other as in the embedded index.
_BM25 = K1 + 1


def to_query(wanted: Wanted) -> es.Query:
    match wanted:
        case Term() if wanted.field in SCORED:
            return es.Term(**{wanted.field: {"value": wanted.value, "boost": wanted.boost * _BM25}})
        case Term():
            return es.Term(**{wanted.field: {"value": wanted.value}})
        case Phrase():
            return es.MatchPhrase(
                **{wanted.field: {"query": " ".join(wanted.words), "boost": _BM25}}
            )
        case OneOf():
            values: dict[str, Any] = {wanted.field: list(wanted.values)}
            return es.Terms(**values)
        case Between():
            ends = {"gte": wanted.first, "lte": wanted.last}
            return es.Range(**{wanted.field: {k: v for k, v in ends.items() if v is not None}})
        case Fixed():
            return es.ConstantScore(filter=to_query(wanted.query), boost=wanted.score)
        case AnyOf():
            # An empty bool would find everything.
            return es.Bool(should=_each(wanted.queries)) if wanted.queries else es.MatchNone()
        case Every():
            return _every(wanted)


def _every(wanted: Every) -> es.Query:
    return es.Bool(
        filter=_each(each for each in wanted.queries if _scores_nothing(each)),
        must=_each(each for each in wanted.queries if not _scores_nothing(each)),
        should=_each(wanted.better),
        must_not=_each(wanted.without),
        minimum_should_match=0,
    )


def _scores_nothing(wanted: Wanted) -> bool:
    """Filters are not scored and may be remembered by the server."""
    match wanted:
        case Fixed():
            return wanted.score == 0.0
        case OneOf() | Between():
            return True
        case AnyOf():
            return all(map(_scores_nothing, wanted.queries))
        case Every():
            return not wanted.better and all(map(_scores_nothing, wanted.queries))
    return False


def _each(queries: Iterable[Wanted]) -> list[es.Query]:
    return [to_query(each) for each in queries]
