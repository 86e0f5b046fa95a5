"""Documents counted, listed and narrowed: each once, and every number is what is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

import pytest

from search.engines import two_stages
from search.engines.base import Engine, Facet, IndexDocument, Order, Query, Results, State
from tests.search.conformance.conftest import Builds
from tests.search.corpus import ask, make_document

TODAY = date(2026, 3, 1)
VALUES = {
    Facet.KIND: ("kinds", ["procedure", "law", "form", "policy"]),
    Facet.UNIT: ("units", ["LD", "BT"]),
    Facet.TYPE: ("types", ["Nghị định", "Luật"]),
}
QUESTIONS = ["hồ sơ", "hồ sơ thai sản", "thai sản hồ sơ zzzz", "thai sản được giải quyết bao lâu?"]


def document(group: str, place: int, **named: object) -> IndexDocument:
    return make_document(**{"key": f"{group}#{place}", "group": group, "title": group} | named)


def agency() -> Iterator[IndexDocument]:
    """Thirty procedures of nine sections, of two units, a third of them ended; twelve laws."""
    for n in range(30):
        unit = ("LD", "BT")[n % 2]
        until = date(2025, 1, 1) if n % 3 == 0 else None
        for place in range(9):
            body = f"hồ sơ thứ {place} " + ("thai sản" if n % 5 == 0 else "thất nghiệp")
            yield document(
                f"procedure-{n:02}",
                place,
                kind="procedure",
                units=(unit,),
                body=body,
                until_day=until,
            )
    for n in range(12):
        yield document(
            f"law-{n:02}",
            0,
            kind="law",
            type=("Nghị định", "Luật")[n % 2],
            units=(),
            body="hồ sơ hưởng chế độ thai sản" if n < 4 else "hồ sơ hưu trí",
            lasting=True,
        )


@pytest.fixture
def engine(index_of: Builds) -> Engine:
    return index_of(*agency())


def listed(engine: Engine, query: Query) -> list[str]:
    """All documents of all pages."""
    groups: list[str] = []
    while True:
        page = engine.search(replace(query, offset=len(groups)))
        met = [group for group, _hits in groupby(hit.group for hit in page.hits)]
        groups += met
        if not met:
            assert len(groups) == page.total
            return groups


def documents(text: str, **named: object) -> Query:
    return ask(text, by_document=True, limit=7, facets=True, on=TODAY, **named)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("text", QUESTIONS)
def test_each_document_is_listed_once_on_one_of_the_pages(
    engine: Engine, text: str, order: Order
) -> None:
    groups = listed(engine, documents(text, order=order))

    assert groups
    assert len(groups) == len(set(groups))


def test_places_are_counted_beside_documents(engine: Engine) -> None:
    page = engine.search(documents("hồ sơ"))

    assert (page.total, page.places) == (32, 20 * 9 + 12)
    assert all(many == (9 if "procedure" in group else 1) for group, many in page.places_in.items())
    assert len(page.places_in) == 7


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_facet_says_how_many_documents_are_listed_once_it_is_chosen(
    engine: Engine, text: str
) -> None:
    for unit in (frozenset(), frozenset({"LD"})):
        base = documents(text, units=unit, chosen=frozenset({Facet.UNIT} if unit else ()))
        results = engine.search(base)
        for facet, (name, values) in VALUES.items():
            for value in values:
                within = replace(base.within, **{name: frozenset({value})})
                chosen = replace(base, within=within, chosen=base.chosen | {facet})
                told = results.counts.get(facet, {}).get(value, 0)
                assert len(listed(engine, chosen)) == told, (unit, facet, value)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_state_says_how_many_documents_are_listed_once_it_is_chosen(
    engine: Engine, text: str
) -> None:
    base = documents(text)
    told = engine.search(base).counts[Facet.STATE]

    assert told
    for state in State:
        if state in told:
            within = replace(base.within, states=frozenset({state}))
            assert len(listed(engine, replace(base, within=within))) == told[state], state


def test_what_is_chosen_never_brings_something_else_instead(engine: Engine) -> None:
    """Nothing of the forms has the words; that some procedures have one of them is no reason."""
    chosen = frozenset({Facet.TYPE})
    results = engine.search(documents("thất nghiệp hồ", types=frozenset({"Luật"}), chosen=chosen))

    assert (results.total, results.relaxed) == (0, False)


def test_of_one_document_alone_more_places_are_shown(index_of: Builds) -> None:
    engine = index_of(*(document("law-1", n, body=f"hồ sơ {n}") for n in range(40)))
    page: Results = engine.search(documents("hồ sơ"))

    assert (page.total, page.places, len(page.hits)) == (1, 40, 30)


def test_the_section_that_answers_stands_first(index_of: Builds) -> None:
    headings = ["", "Định nghĩa", "Mục đích", "Hồ sơ cần lưu", "Thời hạn giải quyết"]
    headings += ["Phí, lệ phí", "Thành phần hồ sơ"]
    sections = [
        document("QT", n, title="Cấp thẻ thương binh", heading=heading, body="cấp thẻ thương binh")
        for n, heading in enumerate(headings)
    ]
    engine = index_of(*sections)

    def first(text: str) -> str:
        return engine.search(documents(text)).hits[0].heading

    assert first("cấp thẻ thương binh") == "Thành phần hồ sơ"
    assert first("cấp thẻ thương binh cần hồ sơ gì") == "Thành phần hồ sơ"
    assert first("cấp thẻ thương binh bao lâu") == "Thời hạn giải quyết"
    assert first("lệ phí cấp thẻ thương binh bao nhiêu") == "Phí, lệ phí"
    assert engine.search(documents("cấp thẻ thương binh")).hits[-1].heading in headings[:4]


@pytest.mark.parametrize(
    ("one", "other"),
    [("chữ kí", "chữ ký"), ("quí", "quý"), ("kĩ thuật", "kỹ thuật"), ("quỳnh", "quình")],
)
def test_both_spellings_of_a_syllable_find_and_mark_the_same(
    index_of: Builds, one: str, other: str
) -> None:
    engine = index_of(
        document("a", 0, body=f"có {one} ở đây"),
        document("b", 0, body=f"có {other} ở đây"),
        document("c", 0, body="thúi, thu ở đây"),
    )
    for typed in (one, other):
        hits = engine.search(documents(typed)).hits
        assert {hit.group for hit in hits} == {"a", "b"}
        assert all("<mark>" in hit.snippet_html for hit in hits)
    assert not engine.search(documents('"thúy"')).hits


def test_where_more_is_found_than_is_listed_the_count_is_said_to_be_of_the_best(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not engine.search(documents("hồ sơ")).best_of

    monkeypatch.setattr("search.engines.embedded.reading.MOST_MATCHES", 50)
    monkeypatch.setattr("search.engines.elasticsearch.reading.DEEPEST", 50)
    page = engine.search(documents("hồ sơ"))

    assert (page.best_of, page.places) == (True, 50)


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_is_only_counted_is_not_ranked(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    ranked: list[str] = []
    ordered = two_stages.ordered

    def noted(first: Any, question: Any, candidates: list[Any], compared: int) -> Any:
        ranked.extend([text] if candidates else [])
        return ordered(first, question, candidates, compared)

    monkeypatch.setattr(two_stages, "ordered", noted)
    chosen = frozenset({Facet.KIND, Facet.UNIT})
    kinds, units = frozenset({"procedure"}), frozenset({"LD"})
    results = engine.search(documents(text, kinds=kinds, units=units, chosen=chosen))

    assert set(results.counts) >= chosen | {Facet.STATE}
    assert ranked == [text]
