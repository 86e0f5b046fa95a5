"""What stands around the results: tabs, facets, chips and, where nothing is found, ways on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.organisation.accounts.roles import Role
from search.engine import get_engine
from search.engines.base import Facet, Query, Results
from search.index.indexing import everything
from search.page.address import Address
from search.page.results import ResultsPage, find
from tests.make import make_person, make_relation, make_settings, make_text, make_unit
from tests.search.make import make_edition, make_file, make_procedure

pytestmark = pytest.mark.django_db
LONG_AGO = date(2024, 1, 10)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Any:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    make_settings()
    with translation.override("en"):
        yield


def build() -> None:
    get_engine().rebuild(everything())


def search(query: str, *, staff: bool = False) -> ResultsPage:
    """``query`` as it stands in the address."""
    reader = make_person(Role.STAFF) if staff else None
    return find(Address.read(QueryDict(query)), reader=reader, today=timezone.localdate())


def titles(page: ResultsPage) -> set[str]:
    return {found.title for found in page.rows}


def agency() -> None:
    """Two units, two fields, a law in force, a law that ended and one of unknown effect."""
    labour = make_unit(code="LD", name="Phòng Lao động")
    merit = make_unit(code="NCC", name="Phòng Người có công")
    page = make_procedure(title="Cấp thẻ lao động", owner_unit=labour, field="Lao động")
    make_edition(page, on=LONG_AGO, purpose="<p>Bản đầu</p>")
    make_edition(page, on=date(2025, 6, 1), purpose="<p>Bản sau</p>")
    make_edition(title="Cấp thẻ thương binh", owner_unit=merit, field="Người có công", on=LONG_AGO)
    old = make_text("1/2020/NĐ-CP", subject="Cấp thẻ cũ", effective=date(2020, 1, 1))
    new = make_text("2/2025/NĐ-CP", subject="Cấp thẻ mới", effective=date(2025, 1, 1))
    make_relation(new, old, RelationKind.REPLACES, is_whole=True)
    make_text("3/2026/NĐ-CP", subject="Cấp thẻ chưa rõ", effective=None)
    build()


# The address


@pytest.mark.parametrize(
    "query, canonical",
    [
        ("q=a++b", "q=a+b"),
        ("page=3&q=a&on=", "q=a&page=3"),
        ("q=a&unit=B&unit=A&unit=A", "q=a&unit=A&unit=B"),
        ("q=a&kind=poem&state=broken&on=2026-13-40&page=x&past=yes", "q=a"),
        ("q=a&page=0", "q=a"),
        ("q=a&page=²", "q=a"),
        ("q=a&page=99999", "q=a"),
        ("q=a&page=9999", "q=a&page=500"),
        ("q=a%00b&field=%00", "q=a+b"),
        ("past=1&on=2026-01-02&state=past&q=a", "q=a&state=past&on=2026-01-02&past=1"),
    ],
)  # fmt: skip
def test_an_address_is_read_and_written_in_one_way(query: str, canonical: str) -> None:
    address = Address.read(QueryDict(query))

    assert address.query == canonical
    assert Address.read(QueryDict(address.query)) == address


def test_nobody_can_make_an_address_of_a_thousand_filters() -> None:
    query = "q=a&" + "&".join(f"unit={n}{'x' * 500}" for n in range(1000))

    assert len(Address.read(QueryDict(query)).query) < 3000


# Tabs, facets, chips


def test_tabs_and_facets_say_how_many_there_are() -> None:
    agency()
    page = search("q=cấp+thẻ")
    tabs = {tab.label: tab.count for tab in page.tabs}
    facets = {facet.name: {c.label: c.count for c in facet.open} for facet in page.facets}

    assert page.total == tabs["Everything"] == tabs["Procedures"] + tabs["Laws"]
    assert (tabs["Laws"], tabs["Forms"]) == (3, 0)
    assert "Type of law" not in facets, "between one value there is nothing to choose"
    assert set(facets["Owner unit"]) == {"Phòng Lao động", "Phòng Người có công"}
    assert set(facets["Field of work"]) == {"Lao động", "Người có công"}
    assert list(facets["State"]) == ["In force", "Ended", "Effective date unknown"]
    assert facets["State"]["Effective date unknown"] == 1


def test_every_link_of_a_facet_finds_as_many_as_it_says() -> None:
    agency()
    page = search("q=cấp+thẻ")
    links = [choice for facet in page.facets for choice in [*facet.open, *facet.more]]

    assert len(links) > 5
    for link in [*links, *page.tabs]:
        assert search(link.url.removeprefix("?")).total == link.count, link


def test_what_is_chosen_is_let_go_by_its_link_and_by_its_chip() -> None:
    agency()
    page = search("q=cấp+thẻ&unit=LD&kind=procedures")
    (unit,) = [facet for facet in page.facets if facet.facet == Facet.UNIT]
    (chip,) = page.chips

    assert titles(page) == {"Cấp thẻ lao động"}
    assert (unit.open[0].label, unit.open[0].is_chosen) == ("Phòng Lao động", True)
    assert chip.label == "Owner unit: Phòng Lao động"
    assert unit.open[0].url == chip.url
    assert titles(search(chip.url.removeprefix("?"))) == {"Cấp thẻ lao động", "Cấp thẻ thương binh"}
    assert titles(search(unit.open[1].url.removeprefix("?"))) == {
        "Cấp thẻ lao động",
        "Cấp thẻ thương binh",
    }, "two units are either of them"


@pytest.mark.parametrize(
    "typed, chip",
    [
        ("cấp thẻ phòng:LD", "phòng: Phòng Lao động"),
        ('cấp thẻ lĩnh vực:"lao động"', "lĩnh vực: Lao động"),
        ("cấp thẻ -thương -mới -cũ -chưa", "Without: thương"),
    ],
)
def test_filters_that_were_typed_narrow_and_have_chips(typed: str, chip: str) -> None:
    agency()
    page = search(f"q={typed}")

    assert titles(page) == {"Cấp thẻ lao động"}
    assert page.chips[0].label == chip
    assert len(search(page.chips[0].url.removeprefix("?")).rows) > 1


def test_a_kind_that_was_typed_gives_way_to_the_tab_that_is_chosen() -> None:
    agency()
    page = search("q=cấp+thẻ+loại:văn-bản-pháp-luật")
    current = [tab.label for tab in page.tabs if tab.is_current]
    procedures = next(tab for tab in page.tabs if tab.label == "Procedures")

    assert current == ["Laws"]
    assert {found.is_law for found in page.rows} == {True}
    assert {found.is_law for found in search(procedures.url.removeprefix("?")).rows} == {False}


def test_a_filter_that_nothing_bears_is_said_and_finds_nothing() -> None:
    agency()
    page = search("q=cấp+thẻ+phòng:khôngcó")

    assert page.total == 0
    assert "phòng:khôngcó" in page.question.typed.notes[0].sentence


def test_filters_without_words_list_documents() -> None:
    agency()

    assert titles(search("q=&unit=NCC")) == {"Cấp thẻ thương binh"}
    assert titles(search("q=phòng:NCC")) == {"Cấp thẻ thương binh"}


# Days


def test_in_force_on_a_day_holds_for_editions_and_laws_alike() -> None:
    agency()
    before, after = search("q=cấp+thẻ&on=2024-06-01"), search("q=cấp+thẻ&on=2025-07-01")
    typed = search("q=cấp+thẻ+ngày:1/6/2024")

    laws = {"Nghị định 1/2020/NĐ-CP"}
    documents = {"Cấp thẻ lao động", "Cấp thẻ thương binh"}
    assert titles(before) == titles(typed) == laws | documents
    assert titles(after) == {"Nghị định 2/2025/NĐ-CP"} | documents
    assert {found.edition for found in before.rows if not found.is_law} == {"01/00"}
    assert before.chips[0].label == "In force on 01/06/2024"


def test_what_came_into_force_last_comes_first_when_asked_for() -> None:
    agency()
    page = search("q=cấp+thẻ&kind=laws&order=newest")

    assert [found.number for found in page.rows] == [
        "2/2025/NĐ-CP",
        "1/2020/NĐ-CP",
        "3/2026/NĐ-CP",
    ]
    assert [(order.label, order.is_current) for order in page.orders] == [
        ("Best first", False),
        ("Newest first", True),
    ]
    assert "order" not in page.orders[0].url
    assert search("q=xyzzy").orders == []


def test_without_a_day_laws_are_found_however_they_stand() -> None:
    agency()
    page = search("q=cấp+thẻ&kind=laws")

    assert {(found.number, found.state) for found in page.rows} == {
        ("1/2020/NĐ-CP", "expired"),
        ("2/2025/NĐ-CP", "in-force"),
        ("3/2026/NĐ-CP", "unknown"),
    }
    assert page.rows[0].number == "2/2025/NĐ-CP", "in force before past"


def test_past_editions_are_found_only_when_asked_for() -> None:
    agency()

    assert titles(search('q="bản+đầu"')) == set()
    assert [found.edition for found in search('q="bản+đầu"&past=1').rows] == ["01/00"]
    assert [found.state for found in search('q="bản+đầu"&state=past').rows] == ["expired"]


def test_an_edition_to_come_is_found_when_it_is_asked_for() -> None:
    make_edition(title="Cấp thẻ", in_force_from=date(2099, 1, 1), on=LONG_AGO)
    build()

    assert titles(search("q=cấp+thẻ")) == set()
    assert [found.state for found in search("q=cấp+thẻ&state=upcoming").rows] == ["not-yet"]
    assert [found.state for found in search("q=cấp+thẻ&on=2099-01-01").rows] == ["not-yet"]


# What is shown of a hit


def test_places_found_by_the_title_alone_are_left_out() -> None:
    make_edition(title="Cấp thẻ", purpose="<p>Cấp thẻ đúng hạn</p>", scope="<p>Toàn tỉnh</p>")
    make_edition(title="Cấp thẻ", purpose="<p>Khác</p>", scope="<p>Toàn tỉnh</p>")
    build()
    with_words, without = search("q=cấp+thẻ&past=1").rows

    assert [str(place.heading) for place in with_words.places] == ["Mục đích"]
    assert len(without.places) == 1


def test_the_public_is_led_to_the_source_of_a_law_and_staff_to_the_register() -> None:
    text = make_text("1/2020/NĐ-CP", subject="Cấp thẻ", source_url="https://vbpl.vn/1")
    make_file(text, "Điều 1. Hồ sơ\nMột đơn.")
    build()
    ours, theirs = search("q=một+đơn", staff=True).rows, search("q=một+đơn").rows

    assert (theirs[0].url, theirs[0].places[0].url) == ("https://vbpl.vn/1",) * 2
    assert ours[0].url.startswith("/admin/")
    assert ours[0].shows_subject
    assert [place.heading for place in ours[0].places] == ["Điều 1. Hồ sơ"]


def test_an_article_is_found_by_its_number() -> None:
    text = make_text("1/2020/NĐ-CP", subject="Cấp thẻ")
    make_file(text, "Điều 1. Phạm vi\nMột.\nĐiều 2. Hồ sơ\nHai.\nĐiều 3. Hạn\nBa.")
    build()
    page = search("q=điều+2+nghị+định+1/2020")

    assert page.rows[0].places[0].heading == "Điều 2. Hồ sơ"
    assert [chip.label for chip in page.chips] == ["điều 2"]


# Where nothing is found


def test_a_slip_of_the_keys_is_asked_about_and_never_replaced() -> None:
    agency()
    page = search("q=cấp+thẻ+thươgn+binh")

    assert page.ways_on.meant == "cấp thẻ thương binh"
    assert titles(search(page.ways_on.meant_url.removeprefix("?"))) == {"Cấp thẻ thương binh"}
    assert page.relaxed, "what was typed is what was searched for"


def test_ways_on_lead_to_something() -> None:
    agency()
    for query in (
        "q=thương+binh&kind=laws",
        "q=thương+binh&unit=LD",
        'q="binh+thương"',
        "q=thương+binh&on=2020-01-01",
        'q="bản+đầu"',
        "q=thương+binh+-cấp",
        "q=thương+binh+loại:biểu-mẫu",
    ):
        page = search(query)
        assert page.total == 0, query
        assert page.ways_on.wider, query
        for way in page.ways_on.wider:
            assert search(way.url.removeprefix("?")).total == way.total > 0, (query, way)


def test_two_narrowings_in_the_way_are_taken_away_together() -> None:
    agency()
    (way,) = search('q="binh+thương"&kind=forms').ways_on.wider

    assert way.label == "Everywhere, in any words"
    assert way.total > 0


def test_words_that_stand_nowhere_lead_nowhere() -> None:
    agency()
    page = search("q=xyzzy&kind=laws&unit=LD")

    assert (page.ways_on.wider, page.ways_on.meant) == ([], "")


def test_a_search_without_hits_asks_the_engine_only_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency()
    asked: list[Query] = []
    engine = get_engine()
    ask = engine.search
    monkeypatch.setattr(engine, "search", lambda query: asked.append(query) or ask(query))
    search('q="binh+thương"+-a+-b+-c+-d&kind=laws&unit=LD&field=x&type=y&state=past&on=2020-01-01')

    assert len(asked) <= 9
    assert all(query.limit == 1 for query in asked[1:])


# What the engine says of itself


def test_more_than_can_be_counted_is_called_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    agency()
    engine = get_engine()
    ask = engine.search
    monkeypatch.setattr(engine, "search", lambda query: replace(ask(query), best_of=True))

    assert search("q=cấp+thẻ").best_of


@pytest.mark.parametrize("staff", [True, False])
def test_only_staff_are_told_that_another_engine_answered(
    monkeypatch: pytest.MonkeyPatch, staff: bool
) -> None:
    build()
    monkeypatch.setattr(get_engine(), "search", lambda query: Results(fallback=True))

    assert search("q=cấp+thẻ", staff=staff).fallback == staff


def test_deeper_than_the_last_page_is_counted_and_not_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build()
    monkeypatch.setattr(get_engine(), "search", lambda query: Results(total=1_000_000))
    page = search("q=cấp+thẻ&page=9999")

    assert page.total == 1_000_000
    assert page.page.paginator.num_pages == page.page.number == 500


# What people know a document by


@pytest.mark.parametrize("day", ["10/1/2024", "10.01.2024", "ngày 10 tháng 1 năm 2024"])
def test_an_edition_is_found_by_its_first_day_and_by_who_signed_it(day: str) -> None:
    approver = make_person(Role.APPROVER, last_name="Lê Thị", first_name="Minh Nguyệt")
    make_edition(title="Cấp thẻ thương binh", on=LONG_AGO, approver=approver)
    make_edition(title="Đăng ký nội quy", on=date(2025, 6, 1))
    build()

    assert titles(search(f"q={day}")) == {"Cấp thẻ thương binh"}
    assert search(f"q=quy+trình+ban+hành+{day}").rows[0].title == "Cấp thẻ thương binh"
    assert titles(search("q=Lê+Thị+Minh+Nguyệt")) == {"Cấp thẻ thương binh"}


# A question with keys of an input method in it


def test_keys_that_were_left_are_undone_and_said() -> None:
    agency()
    page = search("q=cấp+ther")

    assert titles(page) == titles(search("q=cấp+thẻ"))
    assert page.instead_of is not None
    assert page.instead_of.text == "cấp ther"
    literally = search(page.instead_of.query)
    assert literally.instead_of is None
    assert literally.relaxed or not literally.total


def test_a_correction_that_finds_nothing_is_not_offered() -> None:
    agency()

    assert not search("q=cấp+tehr+-thẻ").ways_on.meant


# A question that is too long, or none


def test_all_of_a_long_question_stays_in_the_box() -> None:
    address = Address.read(QueryDict("q=" + "cấp+thẻ+" * 60))

    assert address.was_cut
    assert len(address.text) <= 300 < len(address.in_the_box)
    assert address.in_the_box.startswith(address.text)


def test_the_documents_of_a_kind_are_listed_without_a_place_in_each() -> None:
    agency()
    page = search("q=loại:quy-trình")

    assert page.total == 2
    assert not any(row.places for row in page.rows)


def test_what_is_not_shown_of_a_document_is_one_link_away() -> None:
    parts = "\n".join(f"Điều {n}. Chế độ thứ {n}\nHưởng thai sản." for n in range(1, 16))
    make_file(make_text("5/2020/NĐ-CP", subject="Bảo hiểm"), parts)
    make_text("6/2020/NĐ-CP", subject="Chế độ thai sản")
    build()
    page = search("q=thai+sản")
    (row,) = [row for row in page.rows if row.all_url]

    assert (page.total, page.places) == (2, 16)
    assert len(row.places) + row.left_out == 15
    alone = search(row.all_url.removeprefix("?"))
    assert alone.total == 1
    assert len(alone.rows[0].places) == 15
