"""How a document lies in Elasticsearch."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any, Literal

from elasticsearch.dsl import Binary, Boolean, Document, Integer, Keyword, Mapping, MetaField, Text

from search.engines.analysis import VERSION as ANALYSIS
from search.engines.analysis import analyse
from search.engines.base import IndexDocument
from search.engines.facets import facts_of
from search.engines.fingerprint import fingerprint
from search.text import ANALYSIS_VERSION

# In the name of each index: what another version built is never read.
VERSION = f"v4.{ANALYSIS}.{ANALYSIS_VERSION}"
# Those of the embedded index, so that both score alike.
K1, B = 1.2, 0.75
# How often a word stands in a document counts in these.
SCORED = frozenset({"folded", "marked", "bigrams"})
# Lucene refuses a whole document for one term of more than 32,766 bytes; folded letters have
# up to four.
_LONGEST_NAME = 8_000
_SHOWN = ("key", "group", "kind", "title", "heading", "number", "url", "unit", "edition", "body")


def _term(**options: Any) -> Keyword:
    """Found whole, never counted, sorted or shown."""
    return Keyword(doc_values=False, norms=False, **options)


def _words(index_options: Literal["freqs", "positions"]) -> Text:
    return Text(analyzer="whitespace", similarity="words", index_options=index_options)


class IndexedPlace(Document):
    """The index splits ``folded``, ``marked`` and ``bigrams`` at spaces and does nothing else to
    them. ``packed`` and ``about`` are for the second stage, ``shown`` for the page: they are read
    for the candidates of a question only, from columns, which costs less than from documents."""

    key = Keyword()
    group = Keyword()
    kind = Keyword()
    units = Keyword(multi=True)
    field = Keyword()
    type = Keyword()
    public = Boolean()
    lasting = Boolean()
    head = Boolean()
    from_day = Integer()
    until_day = Integer()
    paused_from = Integer()
    paused_until = Integer()
    folded = _words("positions")
    marked = _words("freqs")
    bigrams = _words("freqs")
    names = _term(multi=True, ignore_above=_LONGEST_NAME)
    numbers = _term(multi=True)
    cited = _term(multi=True)
    head_words = _term(multi=True)
    head_starts = _term(multi=True)
    about = Keyword(index=False)
    packed = Binary(doc_values=True)
    shown = Binary(doc_values=True)
    fingerprint = Keyword(index=False)

    class Meta:
        dynamic = MetaField("strict")
        # For whoever looks into the index by hand; all the rest can be made again.
        source = MetaField(includes=["key", "group", "kind"])


def index_settings(shards: int, replicas: int) -> dict[str, Any]:
    """``replicas`` are made as far as there are nodes for them. What is written is seen after an
    explicit refresh only, so that a reader sees a change whole."""
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": f"0-{replicas}",
        "refresh_interval": "-1",
        "similarity": {"words": {"type": "BM25", "k1": K1, "b": B}},
    }


def index_mapping() -> Mapping:
    mapping: Mapping = IndexedPlace._doc_type.mapping
    return mapping


def to_elasticsearch(document: IndexDocument) -> dict[str, Any]:
    """The document with its words already analysed."""
    analysed = analyse(document)
    about = facts_of(document)
    shown = {name: getattr(document, name) for name in _SHOWN}
    # What has no value of a facet is not counted under an empty one.
    return {name: value for name, value in about.items() if value != ""} | {
        "key": document.key,
        "group": document.group,
        "public": document.public,
        "lasting": document.lasting,
        "head": document.head,
        "folded": analysed.folded,
        "marked": analysed.marked,
        "bigrams": analysed.bigrams,
        "names": analysed.names,
        "numbers": sorted(analysed.numbers),
        "cited": sorted(analysed.cited),
        "head_words": sorted(analysed.head_words),
        "head_starts": sorted(analysed.head_starts),
        "about": json.dumps(about, ensure_ascii=False),
        "packed": _as_text(analysed.packed),
        "shown": _as_text(zlib.compress(json.dumps(shown, ensure_ascii=False).encode(), 1)),
        "fingerprint": fingerprint(document),
    }


def to_bytes(column: str) -> bytes:
    return base64.b64decode(column)


def shown_fields(column: str) -> dict[str, str]:
    """The fields as they were given, body too."""
    shown: dict[str, str] = json.loads(zlib.decompress(base64.b64decode(column)))
    return shown


def _as_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
