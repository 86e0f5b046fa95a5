"""How a document lies in the embedded index."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import tantivy

from search.engines.analysis import VERSION as ANALYSIS
from search.engines.analysis import analyse
from search.engines.base import IndexDocument
from search.engines.facets import facts_of
from search.engines.fingerprint import fingerprint
from search.engines.within import DAYS, FIELDS, days
from search.text import ANALYSIS_VERSION

VERSION = f"8.{ANALYSIS}.{ANALYSIS_VERSION}"

_BYTES = 8
# How often a word stands in a document counts in these.
SCORED = frozenset({"folded", "marked", "bigrams"})
_STORED = ("key", "group", "kind", "title", "heading", "number", "url", "unit", "edition", "body")
_WHOLE = ("key", "group", "names", "written")
# Of its group and of what facets are about: to count documents without reading any.
_NUMBERED = ("group_number", "facts_number")
_WORDS = ("numbers", "cited", "head_words", "head_starts")


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("stored", "packed", "about"):
        builder.add_bytes_field(name, stored=True)
    for name in _WHOLE:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FIELDS.values():
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="position")
    for name in ("marked", "bigrams"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in _WORDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("public", "lasting", "head"):
        builder.add_boolean_field(name, indexed=True)
    for name in (*DAYS, *_NUMBERED):
        builder.add_integer_field(name, fast=True)
    return builder.build()


SCHEMA = _build_schema()


def to_tantivy(document: IndexDocument) -> tantivy.Document:
    """The document with its words already analysed: the index itself only splits at spaces."""
    analysed = analyse(document)
    stored = {name: getattr(document, name) for name in _STORED}
    facts = facts_of(document)
    about = {"key": document.key, "group": document.group} | facts
    row = tantivy.Document()
    row.add_bytes("stored", _as_bytes(stored))
    row.add_bytes("packed", analysed.packed)
    row.add_bytes("about", _as_bytes(about))
    row.add_text("written", f"{fingerprint(document)} {document.key}")
    for name in ("key", "group", "kind"):
        row.add_text(name, getattr(document, name))
    for name in ("field", "type"):
        if value := getattr(document, name):
            row.add_text(name, value)
    for unit in document.units:
        row.add_text("units", unit)
    for whole in analysed.names:
        row.add_text("names", whole)
    for name in ("folded", "marked", "bigrams"):
        row.add_text(name, getattr(analysed, name))
    for name in _WORDS:
        row.add_text(name, " ".join(getattr(analysed, name)))
    row.add_boolean("public", document.public)
    row.add_boolean("lasting", document.lasting)
    row.add_boolean("head", document.head)
    for name, day in days(document).items():
        row.add_integer(name, day)
    row.add_integer("group_number", number_of(document.group))
    row.add_integer("facts_number", number_of(repr(sorted(facts.items()))))
    return row


def number_of(text: str) -> int:
    """So long that no two texts of an index share theirs."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=_BYTES).digest()) >> 1


def fields_of(document: tantivy.Document) -> dict[str, str]:
    """As they were given: those of a Hit, and the body."""
    fields: dict[str, str] = json.loads(document["stored"][0].decode())
    return fields


def about(document: tantivy.Document) -> dict[str, Any]:
    """Its key, and what filters and facets are about."""
    # Decoded first: to find out the encoding took longer than to read it.
    facts: dict[str, Any] = json.loads(document["about"][0].decode())
    return facts


def _as_bytes(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
