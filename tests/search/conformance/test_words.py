"""What is meant is found however it is typed."""

from __future__ import annotations

import unicodedata

import pytest

from search.engines.base import Engine
from search.engines.two_stages import WINDOW
from search.queries.clauses import Clause, Pinpoint
from search.queries.question import Question
from tests.search.conformance.ask import found
from tests.search.conformance.conftest import Builds
from tests.search.corpus import CORPUS, ask, ask_question, make_document


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
        ("quyet dinh 19 nam 2014", "law:19#1"),
        ("qtld02", "edition:2#content"),
        ("qt ld 02", "edition:2#content"),
        ("QT-LD-02", "edition:2#content"),
        ('"biên bản"', "edition:2#content"),
    ],
)
def test_what_is_meant_comes_first(engine: Engine, typed: str, first: str) -> None:
    results = engine.search(ask(typed))
    assert results.hits[0].key == first
    assert not results.relaxed


def test_a_text_in_decomposed_form_is_found(index_of: Builds) -> None:
    body = unicodedata.normalize("NFD", "Người lao động")
    engine = index_of(make_document(body=body))
    assert found(engine, "người lao động") == found(engine, "nguoi lao dong") == ["edition:1#1"]


def test_a_number_comes_before_a_title_a_title_before_a_heading_a_heading_before_a_body(
    index_of: Builds,
) -> None:
    filler = "hồ sơ được tiếp nhận và trả kết quả " * 5
    engine = index_of(
        make_document("body#1", body="CS-01 " * 30),
        make_document("heading#1", heading="Về CS-01 và các việc khác", body=filler),
        make_document("title#1", title="Về CS-01 và các việc khác", body=filler),
        make_document("number#1", number="CS-01", body=filler * 9),
    )
    assert found(engine, "cs 01") == ["number#1", "title#1", "heading#1", "body#1"]


def test_a_whole_title_wins_over_what_only_has_its_words(index_of: Builds) -> None:
    words = "cấp giấy phép lao động " * 20
    engine = index_of(
        *[make_document(f"long:{n}#1", heading="Cấp giấy phép lao động", body=words)
          for n in range(5)],
        make_document("title#1", title="Giấy phép lao động", body="Một câu khác."),
    )  # fmt: skip
    assert found(engine, "giay phep lao dong")[0] == "title#1"


def test_the_marks_that_were_typed_come_before_other_marks(index_of: Builds) -> None:
    engine = index_of(
        make_document("other#1", title="Bán tài sản", body="bán, bán, bạn, bận"),
        make_document("typed#1", body="Cái bàn họp của cơ quan được kê trong phòng"),
    )
    assert found(engine, "bàn") == ["typed#1", "other#1"]
    assert found(engine, "ban") == ["other#1", "typed#1"]


def test_neighbouring_words_come_before_scattered_ones(index_of: Builds) -> None:
    engine = index_of(
        make_document("scattered#1", body="công việc có nhiều người, lao vào động tác"),
        make_document(
            "together#1", body="công việc có nhiều loại, người lao động làm việc gì cũng được"
        ),
    )
    assert found(engine, "lao dong")[0] == "together#1"


def test_a_number_is_found_where_it_is_cited(engine: Engine) -> None:
    assert found(engine, "19/2014/qdttg") == ["law:19#1", "edition:1#content"]


def test_an_article_of_a_law_comes_before_all_else(index_of: Builds) -> None:
    law = {"number": "145/2020/NĐ-CP", "group": "law:145", "kind": "law", "title": "Nghị định"}
    cites = "Theo Điều 5 Nghị định 145/2020/NĐ-CP về hợp đồng lao động. " * 9
    engine = index_of(
        make_document("law:145", head=True, **law),
        make_document("law:145#4", article="4", heading="Điều 4", body=cites, **law),
        make_document("law:145#5", article="5", heading="Điều 5", body="Ngắn.", **law),
        make_document("law:145#5a", article="5a", heading="Điều 5a", body=cites, **law),
        make_document("edition:1#1", body=cites),
    )
    clauses = (Clause(("145", "2020"), number="145/2020"),)
    for article in ("4", "5", "5a"):
        question = Question(clauses, pinpoint=Pinpoint("145/2020", article))
        assert engine.search(ask_question(question)).hits[0].key == f"law:145#{article}"


def test_an_article_is_found_in_a_law_of_more_articles_than_are_compared(index_of: Builds) -> None:
    named = {"number": "145/2020/NĐ-CP", "group": "law:145", "kind": "law", "title": "Nghị định"}
    articles = [
        make_document(f"law:145#{n}", article=str(n), heading=f"Điều {n}", **named)
        for n in range(1, 2 * WINDOW)
    ]
    question = Question(
        (Clause(("145", "2020"), number="145/2020"),), pinpoint=Pinpoint("145/2020", "177")
    )
    results = index_of(*articles).search(ask_question(question))
    assert (results.hits[0].key, results.total) == ("law:145#177", len(articles))


def test_whose_number_is_asked_is_found_whatever_words_it_lacks(index_of: Builds) -> None:
    engine = index_of(
        make_document("law:145", number="145/2020/NĐ-CP", body="Về điều kiện lao động"),
        make_document("cites#1", body="Làm thêm giờ theo Nghị định 145/2020/NĐ-CP"),
        make_document("lacks#1", body="Làm thêm theo Nghị định 145/2020/NĐ-CP"),
    )
    for text in ("NĐ 145/2020 làm thêm giờ", "lam them gio 145/2020/nđ-cp"):
        assert found(engine, text) == ["law:145", "cites#1"]
    assert found(engine, '145/2020 "thêm giờ"') == ["cites#1"]


def test_all_words_are_wanted_first_and_any_word_only_if_nothing_has_all(engine: Engine) -> None:
    strict = engine.search(ask("chất lượng thiết bị"))
    assert ([hit.key for hit in strict.hits], strict.relaxed) == (["edition:2#content"], False)
    relaxed = engine.search(ask("thiết bị vũtrụ"))
    assert ([hit.key for hit in relaxed.hits], relaxed.relaxed) == (["edition:2#content"], True)


def test_a_number_is_never_given_up_for_its_parts(engine: Engine) -> None:
    for text in ("19/2099/QĐ-TTg", "qtld99"):
        results = engine.search(ask(text))
        assert (results.hits, results.relaxed) == ([], False)


def test_a_sentence_is_answered_by_what_has_some_of_it(engine: Engine) -> None:
    results = engine.search(ask("Ai được vào đoàn kiểm tra thiết bị điện như thế nào?"))
    assert results.hits[0].key == "edition:2#content"
    assert not results.relaxed


def test_of_very_many_only_the_best_are_shown_and_that_is_said(index_of: Builds) -> None:
    engine = index_of(*[make_document(f"e:{n}#1", body="giống nhau") for n in range(130)])
    best = engine.search(ask("giống vũtrụ"))
    assert (best.total, best.relaxed, best.best_of) == (100, True, True)
    assert not engine.search(ask("giống nhau")).best_of
    few = index_of(*[make_document(f"e:{n}#1", body="giống nhau") for n in range(3)])
    assert not few.search(ask("giống vũtrụ")).best_of


def test_a_quoted_phrase_is_never_given_up(engine: Engine) -> None:
    assert found(engine, '"bản biên" thiết bị') == []
    assert found(engine, '"biên bản" vũtrụ') == ["edition:2#content"]


def test_a_phrase_does_not_run_from_the_title_into_the_heading(index_of: Builds) -> None:
    engine = index_of(make_document(title="một hai", heading="ba", body="bốn"))
    assert found(engine, '"hai ba"') == found(engine, '"ba bốn"') == []
    assert found(engine, '"một hai"') == ["edition:1#1"]


def test_what_must_not_stand_in_a_document_is_left_out(index_of: Builds) -> None:
    engine = index_of(
        make_document("land#1", body="Hồ sơ đất đai ở xã"),
        make_document("reach#1", body="Hồ sơ đạt, dài đãi"),
        make_document("cites#1", body="Hồ sơ theo 19/2014/QĐ-TTg"),
        make_document("own#1", body="Hồ sơ", number="19/2014/QĐ-TTg"),
    )
    every = {"land#1", "reach#1", "cites#1", "own#1"}

    def left(*without: Clause) -> set[str]:
        question = Question((Clause(("hồ",)), Clause(("sơ",))), without=without)
        return {hit.key for hit in engine.search(ask_question(question)).hits}

    assert left() == every
    assert left(Clause(("đất",))) == every - {"land#1"}
    assert left(Clause(("dat",))) == every - {"land#1", "reach#1"}
    assert left(Clause(("đất", "đai"), quoted=True)) == every - {"land#1"}
    assert left(Clause(("đai", "đất"), quoted=True)) == every
    assert left(Clause(("dai", "dai"), quoted=True)) == every - {"reach#1"}
    number = Clause(("19", "2014"), number="19/2014")
    assert left(number) == every - {"cites#1", "own#1"}
    assert left(Clause((), number="19/2014", exact=True)) == every - {"own#1"}
    assert left(Clause(("đất",)), number) == {"reach#1"}


def test_what_must_not_stand_is_left_out_of_answers_too(index_of: Builds) -> None:
    engine = index_of(make_document("a#1", body="hồ sơ đất"), make_document("b#1", body="hồ sơ"))
    sought = tuple(Clause((word,)) for word in ("hồ", "sơ", "vũtrụ"))
    results = engine.search(ask_question(Question(sought, without=(Clause(("đất",)),))))
    assert ([hit.key for hit in results.hits], results.relaxed) == (["b#1"], True)


def test_other_wordings_of_a_term_count_as_the_term(index_of: Builds) -> None:
    engine = index_of(
        make_document("short#1", body="TTHC ở xã"),
        make_document("long#1", body="Thủ tục hành chính ở xã"),
        make_document("scattered#1", body="Hành khách làm thủ tục, cấp xã, chính tay ký"),
        make_document("none#1", body="Việc khác ở xã"),
    )
    spelled = ("thủ", "tục", "hành", "chính")
    short = Clause(("TTHC",), alternatives=(spelled,))
    long = Clause(spelled, alternatives=(("TTHC",),))

    def met(*clauses: Clause) -> set[str]:
        return {hit.key for hit in engine.search(ask_question(Question(clauses))).hits}

    place = Clause(("xã",))
    assert met(short, place) == {"short#1", "long#1"}
    assert met(long, place) == {"short#1", "long#1", "scattered#1"}
    relaxed = engine.search(ask_question(Question((short, Clause(("vũtrụ",))))))
    assert {"short#1", "long#1"} <= {hit.key for hit in relaxed.hits}
    assert relaxed.relaxed


def test_the_number_of_a_document_is_asked_for_exactly(engine: Engine) -> None:
    exact = Clause((), number="19/2014", exact=True)
    assert [hit.key for hit in engine.search(ask_question(Question((exact,)))).hits] == ["law:19#1"]
    wrong = Clause((), number="19/2015", exact=True)
    results = engine.search(ask_question(Question((wrong, Clause(("chất",))))))
    assert (results.hits, results.relaxed) == ([], False)


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "*", "()", ":", "— … !", "\x00", "´"])
def test_a_question_without_words_has_no_hits(engine: Engine, text: str) -> None:
    results = engine.search(ask(text, facets=True))
    assert (results.hits, results.total, results.relaxed) == ([], 0, False)
    assert not results.counts


@pytest.mark.parametrize(
    "signs",
    ['{}"', '"{}', "({}", "{})", "{}:", "title:{}", "{}*", "+{}", "{}~2", "{}^9", "/{}/",
     "[{} TO", "\\{}", "{}\\", "{}&&", "{}||", "!{}", "{}?", "'{}'", "{}\x00", "<{}>", "“{}”",
     "{}/", "{}-", ".{}.", "{}%", "{};--", "\ud800{}"],
)  # fmt: skip
def test_signs_are_not_a_language(engine: Engine, signs: str) -> None:
    assert "edition:3#scope" in found(engine, signs.format("hoà"))


def test_words_of_query_languages_are_words(index_of: Builds) -> None:
    engine = index_of(
        make_document("a#1", body="một AND hai"), make_document("b#1", body="một hai OR")
    )
    assert found(engine, "một AND hai") == ["a#1"]
    assert found(engine, "một OR hai") == ["b#1"]


def test_a_pasted_page_is_a_question_too(engine: Engine) -> None:
    assert engine.search(ask("chất lượng người có công hồ sơ " * 500)).total > 0


def test_a_hit_carries_what_the_page_shows(engine: Engine) -> None:
    (hit,) = engine.search(ask("mot cua")).hits
    given = next(document for document in CORPUS if document.key == hit.key)
    for name in ("group", "kind", "title", "heading", "number", "url", "unit", "edition"):
        assert getattr(hit, name) == getattr(given, name)
    assert "Bộ phận <mark>Một</mark> <mark>cửa</mark>." in hit.snippet_html


@pytest.mark.parametrize("where", ["body", "title", "heading"])
def test_snippets_are_safe_to_put_into_a_page(index_of: Builds, where: str) -> None:
    text = "<script>alert('xấu')</script> & <b>đậm</b>"
    (hit,) = index_of(make_document(**{where: text})).search(ask("script xau")).hits
    assert "<script" not in hit.snippet_html
    assert "<b>" not in hit.snippet_html
    assert "&lt;<mark>script</mark>&gt;" in hit.snippet_html


def test_snippets_keep_the_marks_of_the_text_not_of_the_question(index_of: Builds) -> None:
    body = unicodedata.normalize("NFD", "Tiếp đón hoà nhã, thuỷ chung")
    (hit,) = index_of(make_document(body=body)).search(ask("hòa thuy")).hits
    assert hit.snippet_html == "Tiếp đón <mark>hoà</mark> nhã, <mark>thuỷ</mark> chung"
