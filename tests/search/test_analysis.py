"""What every engine indexes of a document."""

from __future__ import annotations

from search.engines.analysis import analyse, start_of
from search.ranking.words import codes_of, unpack
from search.text import words
from tests.search.corpus import make_document


def test_names_stand_in_the_weighted_text_more_often_than_the_body() -> None:
    told = analyse(make_document(title="Tên", heading="Mục", body="Việc là thế. Nội dung"))
    times = told.folded.split().count
    assert (times("ten"), times("muc"), times("noi")) == (3, 4, 1)
    assert times("viec") == 5, "what a line defines names it"
    assert "tên" in told.marked.split()
    assert told.names == ["ten", "muc", "viec"]


def test_pairs_do_not_run_from_one_part_into_the_next() -> None:
    told = analyse(make_document(title="một hai", heading="ba", body="bốn năm"))
    assert set(told.bigrams.split()) == {"mot_hai", "bon_nam"}


def test_an_article_is_known_by_its_own_number_and_that_of_its_law() -> None:
    told = analyse(make_document(number="45/2019/QH14", article="12a"))
    assert {"45/2019", "45/2019#12a"} <= told.numbers


def test_only_a_head_is_suggested() -> None:
    head = make_document(title="Kiểm soát", number="QT-01", head=True)
    assert start_of(["Kiểm"]) in analyse(head).head_starts
    assert "qt" in analyse(head).head_starts
    assert not analyse(make_document(title="Kiểm soát", number="QT-01")).head_starts


def test_what_is_packed_is_unpacked_as_it_was() -> None:
    document = make_document(
        title="Kiểm soát tài liệu", heading="Mục đích", body="1. Hồ sơ là giấy tờ.", number="QT-01"
    )
    packed = unpack(analyse(document).packed)
    assert packed.number_length == 2
    assert packed.title.tolist() == codes_of(words("QT 01 Kiểm soát tài liệu")).tolist()
    assert packed.body.tolist() == codes_of(words(document.body)).tolist()
    assert packed.definitions.tolist() == [*codes_of(["Hồ", "sơ"]).tolist(), 0]
