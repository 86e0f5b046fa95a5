from __future__ import annotations

import unicodedata
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.corpus import CORPUS, ask, make_document


def found(engine: EmbeddedEngine, text: str, **named: object) -> list[str]:
    return [hit.key for hit in engine.search(ask(text, **named)).hits]


def index_of(path: Path, *documents: object) -> EmbeddedEngine:
    engine = EmbeddedEngine(path)
    engine.rebuild(documents)  # type: ignore[arg-type]
    return engine


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chính sách chất lượng", "edition:3#scope"),
        ("chinh sach chat luong", "edition:3#scope"),
        ("CHÍNH SÁCH", "edition:3#scope"),
        (unicodedata.normalize("NFD", "chính sách chất lượng"), "edition:3#scope"),
        ("hòa nhã", "edition:3#scope"),
        ("hoà nhã", "edition:3#scope"),
        ("hoa nha", "edition:3#scope"),
        ("thủy lực", "edition:2#content"),
        ("thuỷ lực", "edition:2#content"),
        ("dien", "edition:2#content"),
        ("đoàn kiểm tra", "edition:2#content"),
        ("doan kiem tra", "edition:2#content"),
        ("19/2014", "law:19#1"),
        ("19/2014/QĐ-TTg", "law:19#1"),
        ("19-2014-qd-ttg", "law:19#1"),
        ("19/2014/qdttg", "law:19#1"),
        ("qd 19/2014", "law:19#1"),
        ("quyết định 19/2014 phạm vi", "law:19#1"),
        ("qtld02", "edition:2#content"),
        ("qt ld 02", "edition:2#content"),
        ('"biên bản"', "edition:2#content"),
    ],
)
def test_what_is_meant_comes_first_however_it_is_typed(
    engine: EmbeddedEngine, typed: str, first: str
) -> None:
    results = engine.search(ask(typed))
    assert results.hits[0].key == first
    assert not results.relaxed


def test_a_text_in_decomposed_form_is_found(path: Path) -> None:
    body = unicodedata.normalize("NFD", "Người lao động")
    engine = index_of(path, make_document(body=body))
    assert found(engine, "người lao động") == found(engine, "nguoi lao dong") == ["edition:1#1"]


def test_a_number_comes_before_a_title_a_title_before_a_heading_a_heading_before_a_body(
    path: Path,
) -> None:
    filler = "hồ sơ được tiếp nhận và trả kết quả " * 5
    engine = index_of(
        path,
        make_document("body#1", body="CS-01 " * 30),
        make_document("heading#1", heading="Về CS-01 và các việc khác", body=filler),
        make_document("title#1", title="Về CS-01 và các việc khác", body=filler),
        make_document("number#1", number="CS-01", body=filler * 9),
    )
    assert found(engine, "cs 01") == ["number#1", "title#1", "heading#1", "body#1"]


def test_the_marks_that_were_typed_come_before_other_marks(path: Path) -> None:
    engine = index_of(
        path,
        make_document("other#1", title="Bán tài sản", body="bán, bán, bạn, bận"),
        make_document("typed#1", body="Cái bàn họp của cơ quan được kê trong phòng"),
    )
    assert found(engine, "bàn") == ["typed#1", "other#1"]
    assert found(engine, "ban") == ["other#1", "typed#1"]


def test_neighbouring_words_come_before_scattered_ones(path: Path) -> None:
    engine = index_of(
        path,
        make_document("scattered#1", body="công việc có nhiều người, lao vào động tác"),
        make_document(
            "together#1", body="công việc có nhiều loại, người lao động làm việc gì cũng được"
        ),
    )
    assert found(engine, "lao dong")[0] == "together#1"


def test_a_number_is_found_where_it_is_cited(engine: EmbeddedEngine) -> None:
    assert found(engine, "19/2014/qdttg") == ["law:19#1", "edition:1#content"]


def test_all_words_are_wanted_first_and_any_word_only_if_nothing_has_all(
    engine: EmbeddedEngine,
) -> None:
    strict = engine.search(ask("chất lượng thiết bị"))
    assert ([hit.key for hit in strict.hits], strict.relaxed) == (["edition:2#content"], False)
    relaxed = engine.search(ask("thiết bị vũtrụ"))
    assert ([hit.key for hit in relaxed.hits], relaxed.relaxed) == (["edition:2#content"], True)


def test_a_quoted_phrase_is_never_given_up(engine: EmbeddedEngine) -> None:
    assert found(engine, '"bản biên" thiết bị') == []
    assert found(engine, '"biên bản" vũtrụ') == ["edition:2#content"]


def test_a_phrase_does_not_run_from_the_title_into_the_heading(path: Path) -> None:
    engine = index_of(path, make_document(title="một hai", heading="ba", body="bốn"))
    assert found(engine, '"hai ba"') == found(engine, '"ba bốn"') == []
    assert found(engine, '"một hai"') == ["edition:1#1"]


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "*", "()", ":", "— … !", "\x00", "´"])
def test_a_question_without_words_has_no_hits(engine: EmbeddedEngine, text: str) -> None:
    results = engine.search(ask(text))
    assert (results.hits, results.total, results.relaxed) == ([], 0, False)


@pytest.mark.parametrize(
    "signs",
    ['{}"', '"{}', "({}", "{})", "{}:", "title:{}", "{}*", "-{}", "+{}", "{}~2", "{}^9", "/{}/",
     "[{} TO", "\\{}", "{}\\", "{}&&", "{}||", "!{}", "{}?", "'{}'", "{}\x00", "<{}>", "“{}”",
     "{}/", "{}-", ".{}.", "{}%", "{};--", "\ud800{}"],
)  # fmt: skip
def test_signs_are_not_a_language(engine: EmbeddedEngine, signs: str) -> None:
    assert "edition:3#scope" in found(engine, signs.format("hoà"))


def test_words_of_query_languages_are_words(path: Path) -> None:
    engine = index_of(
        path, make_document("a#1", body="một AND hai"), make_document("b#1", body="một hai OR")
    )
    assert found(engine, "một AND hai") == ["a#1"]
    assert found(engine, "một OR hai") == ["b#1"]


def test_a_pasted_page_is_a_question_too(engine: EmbeddedEngine) -> None:
    assert engine.search(ask("chất lượng người có công hồ sơ " * 500)).total > 0


def test_the_public_learns_nothing_of_what_is_not_public(engine: EmbeddedEngine) -> None:
    for text in ("bươmbướm", "buombuom", "QC-01", "qc 01", '"két sắt"', "quy chế nội bộ"):
        assert found(engine, text) == ["edition:4#content"]
        hidden = engine.search(ask(text, public_only=True))
        assert "edition:4#content" not in [hit.key for hit in hidden.hits]
        assert hidden.total == len(hidden.hits)
    secret = asdict(engine.search(ask("bươmbướm", public_only=True)))
    nonsense = asdict(engine.search(ask("vũtrụ", public_only=True)))
    assert {**secret, "took_ms": 0} == {**nonsense, "took_ms": 0}


@pytest.mark.parametrize(
    ("on", "keys"),
    [
        (date(2024, 12, 31), []),
        (date(2025, 1, 1), ["edition:2#content"]),
        (date(2026, 6, 30), ["edition:2#content"]),
        (date(2026, 7, 1), ["edition:1#content"]),
        (date.max, ["edition:1#content"]),
        (None, ["edition:1#content", "edition:2#content"]),
    ],
)
def test_only_what_is_in_force_that_day_is_found(
    engine: EmbeddedEngine, on: date | None, keys: list[str]
) -> None:
    phrases = ('"công chức"', '"thiết bị"')
    assert [key for phrase in phrases for key in found(engine, phrase, on=on)] == keys


def test_without_dates_a_document_is_always_in_force(engine: EmbeddedEngine) -> None:
    assert found(engine, "hoà nhã", on=date.min) == found(engine, "hoà nhã", on=date.max) != []


def test_kinds_narrow_the_question_and_no_kinds_mean_all(engine: EmbeddedEngine) -> None:
    laws = engine.search(ask("chất lượng", kinds=frozenset({"law"})))
    assert ([hit.kind for hit in laws.hits], laws.total) == (["law"], 1)
    both = engine.search(ask("chất lượng", kinds=frozenset({"law", "policy"})))
    assert {hit.kind for hit in both.hits} == {"law", "policy"}
    assert engine.search(ask("chất lượng")).total == 3


def test_a_hit_carries_what_the_page_shows(engine: EmbeddedEngine) -> None:
    (hit,) = engine.search(ask("mot cua")).hits
    given = next(document for document in CORPUS if document.key == hit.key)
    for name in ("group", "kind", "title", "heading", "number", "url", "unit", "edition"):
        assert getattr(hit, name) == getattr(given, name)
    assert "Bộ phận <mark>Một</mark> <mark>cửa</mark>." in hit.snippet_html


@pytest.mark.parametrize("where", ["body", "title"])
def test_snippets_are_safe_to_put_into_a_page(path: Path, where: str) -> None:
    text = "<script>alert('xấu')</script> & <b>đậm</b>"
    engine = index_of(path, make_document(**{where: text}))
    (hit,) = engine.search(ask("script xau")).hits
    assert "<script" not in hit.snippet_html
    assert "<b>" not in hit.snippet_html
    assert "&lt;<mark>script</mark>&gt;" in hit.snippet_html


def test_pages_neither_overlap_nor_skip_even_if_all_score_alike(path: Path) -> None:
    engine = index_of(path, *[make_document(f"e:{n}#1", body="giống nhau") for n in range(53)])
    pages = [found(engine, "giống nhau", limit=10, offset=start) for start in range(0, 60, 10)]
    assert [len(page) for page in pages] == [10, 10, 10, 10, 10, 3]
    assert len({key for page in pages for key in page}) == 53
    assert pages == [
        found(EmbeddedEngine(path), "giống nhau", limit=10, offset=start)
        for start in range(0, 60, 10)
    ]
    assert engine.search(ask("giống nhau", limit=10, offset=1000)).total == 53
    assert found(engine, "giống nhau", limit=0) == []
