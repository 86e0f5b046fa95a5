"""How a document lies in the embedded index, and how a question is put to it."""

from __future__ import annotations

import json
from datetime import date

import tantivy

from search.engines.base import IndexDocument, Query
from search.numbers import cited_forms, own_forms
from search.questions import Clause, Question
from search.text import ANALYSIS_VERSION, bigrams, folded, marked, words

VERSION = f"1.{ANALYSIS_VERSION}"

_STORED = ("key", "group", "kind", "title", "heading", "number", "url", "unit", "edition", "body")
# Title and heading lie in the body's own text, repeated: one weighted text ranks much better
# than sums of scores by field.
_TITLE_TIMES, _HEADING_TIMES = 3, 4
# Stands between the parts of the weighted text, so that no phrase runs across them.
_BREAK = "¶"
_OPEN_END = date.max.toordinal() + 1

# Above any sum of word scores: an exact number or code wins outright.
_NUMBER_FOUND = 10_000.0
_NUMBER_CITED = 20.0
# For each word of the question, if all of them stand in the title, or in the heading.
_IN_TITLE, _IN_HEADING = 10.0, 5.0
_WITH_MARKS = 1.5

_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
_Occurrence = tuple[tantivy.Occur, tantivy.Query]


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("stored", stored=True)
    for name in ("key", "group", "kind", "units"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("folded", "marked"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("bigrams", tokenizer_name="whitespace", index_option="freq")
    for name in ("title", "heading", "numbers", "cited"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_boolean_field("public", indexed=True)
    builder.add_integer_field("from_day", fast=True)
    builder.add_integer_field("until_day", fast=True)
    return builder.build()


SCHEMA = _build_schema()


def to_tantivy(document: IndexDocument) -> tantivy.Document:
    """The document with its words already analysed: the index itself only splits at spaces."""
    title = words(f"{document.number} {document.title}")
    heading, body = words(document.heading), words(document.body)
    parts = [title] * _TITLE_TIMES + [heading] * _HEADING_TIMES + [body]
    bare = [[folded(word) for word in part] for part in parts]
    with_marks = [[marked(word) for word in part] for part in parts]
    stored = {name: getattr(document, name) for name in _STORED}
    cited = cited_forms(f"{document.title}\n{document.heading}\n{document.body}")

    found = tantivy.Document()
    found.add_bytes("stored", json.dumps(stored, ensure_ascii=False).encode())
    for name in ("key", "group", "kind"):
        found.add_text(name, getattr(document, name))
    for unit in document.units:
        found.add_text("units", unit)
    found.add_text("folded", f" {_BREAK} ".join(" ".join(part) for part in bare))
    found.add_text("marked", f" {_BREAK} ".join(" ".join(part) for part in with_marks))
    found.add_text("bigrams", " ".join(pair for part in bare for pair in bigrams(part)))
    found.add_text("title", " ".join(_either_way(title)))
    found.add_text("heading", " ".join(_either_way(heading)))
    found.add_text("numbers", " ".join(own_forms(document.number)))
    found.add_text("cited", " ".join(cited))
    found.add_boolean("public", document.public)
    found.add_integer("from_day", document.from_day.toordinal() if document.from_day else 0)
    until = document.until_day.toordinal() if document.until_day else _OPEN_END
    found.add_integer("until_day", until)
    return found


def from_tantivy(found: tantivy.Document) -> dict[str, str]:
    """The fields as they were given, body too."""
    fields: dict[str, str] = json.loads(bytes(found["stored"][0]))
    return fields


def to_query(question: Question, asked: Query, *, relaxed: bool) -> tantivy.Query:
    """The question within the asked filters; relaxed, words may be missing but phrases not."""
    occurrences = [(_MUST, query) for query in _filters(asked)]
    optional = [clause for clause in question.clauses if relaxed and not clause.quoted]
    required = [clause for clause in question.clauses if clause not in optional]
    occurrences += [(_MUST, _clause(clause)) for clause in required]
    if optional:
        any_word = tantivy.Query.boolean_query([(_SHOULD, _clause(each)) for each in optional])
        occurrences.append((_SHOULD if required else _MUST, any_word))
    return tantivy.Query.boolean_query([*occurrences, *_boosts(question)])


def _filters(asked: Query) -> list[tantivy.Query]:
    filters = []
    if asked.public_only:
        filters.append(_term("public", True))
    if asked.kinds:
        filters.append(tantivy.Query.term_set_query(SCHEMA, "kind", sorted(asked.kinds)))
    if asked.on:
        day = asked.on.toordinal()
        filters.append(_range("from_day", None, day))
        filters.append(_range("until_day", day + 1, None))
    return [tantivy.Query.const_score_query(query, 0.0) for query in filters]


def _clause(clause: Clause) -> tantivy.Query:
    written = _phrase("folded", clause.folded)
    if not clause.number:
        return written
    cited = tantivy.Query.const_score_query(_term("cited", clause.number), _NUMBER_CITED)
    own = tantivy.Query.const_score_query(_term("numbers", clause.number), _NUMBER_CITED)
    return tantivy.Query.boolean_query([(_SHOULD, each) for each in (written, cited, own)])


def _boosts(question: Question) -> list[_Occurrence]:
    boosts = [_term("bigrams", pair) for pair in question.bigrams]
    if question.has_marks:
        for clause in question.clauses:
            query = _phrase("marked", clause.marked)
            boosts.append(tantivy.Query.boost_query(query, _WITH_MARKS))
    # Typed with marks, a word is found with them only; typed without, in either form.
    typed = [marked(word) for word in question.words]
    for name, worth in (("title", _IN_TITLE), ("heading", _IN_HEADING)):
        all_of_it = tantivy.Query.boolean_query([(_MUST, _term(name, word)) for word in typed])
        boosts.append(tantivy.Query.const_score_query(all_of_it, worth * len(typed)))
    for form in question.number_forms:
        boosts.append(tantivy.Query.const_score_query(_term("numbers", form), _NUMBER_FOUND))
    return [(_SHOULD, boost) for boost in boosts]


def _either_way(syllables: list[str]) -> list[str]:
    return [form for word in syllables for form in dict.fromkeys((marked(word), folded(word)))]


def _term(field: str, value: str | bool) -> tantivy.Query:
    # Frequencies only where the field keeps them.
    option = {"folded": "freq", "marked": "freq", "bigrams": "freq"}.get(field, "basic")
    return tantivy.Query.term_query(SCHEMA, field, value, option)


def _phrase(field: str, syllables: tuple[str, ...]) -> tantivy.Query:
    # tantivy panics on a phrase of one word.
    if len(syllables) == 1:
        return _term(field, syllables[0])
    return tantivy.Query.phrase_query(SCHEMA, field, list(syllables))


def _range(field: str, lowest: int | None, highest: int | None) -> tantivy.Query:
    integer = tantivy.FieldType.Integer
    return tantivy.Query.range_query(SCHEMA, field, integer, lowest, highest)
