"""Every filter and every facet, and what is in force on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from search.engines.base import Engine, State
from tests.search.conformance.ask import counts, found
from tests.search.conformance.conftest import Builds
from tests.search.corpus import ask, make_document

DAY = date(2026, 7, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
# All have one word together, "hồ".
AGENCY = [
    make_document("e:now#1", body="hồ", kind="procedure", units=("LD",), field="Lao động",
                  from_day=DAY, until_day=AFTER),
    make_document("e:open#1", body="hồ", kind="procedure", units=("LD", "NC"),
                  field="Người có công"),
    make_document("e:past#1", body="hồ", kind="form", units=("NC",), until_day=DAY),
    make_document("e:next#1", body="hồ", kind="form", units=("VP 1",), from_day=AFTER),
    make_document("law:now", body="hồ", kind="law", type="Nghị định", lasting=True, from_day=DAY),
    make_document("law:past", body="hồ", kind="law", type="Thông tư", lasting=True, until_day=DAY),
    make_document("law:next", body="hồ", kind="law", type="Luật", lasting=True, from_day=AFTER),
    make_document("law:when", body="hồ", kind="law", type="Luật", lasting=True, undated=True),
    make_document("e:when#1", body="hồ", kind="form", undated=True),
]  # fmt: skip
IN_FORCE = {"e:now#1", "e:open#1", "law:now"}
LASTING = {"law:now", "law:past", "law:next", "law:when"}
PAST, NEXT, UNKNOWN = (
    {"e:past#1", "law:past"},
    {"e:next#1", "law:next"},
    {"law:when", "e:when#1"},
)
# Keywords, any word of some, a sentence.
WAYS = ["hồ", "hồ vũtrụ", "hồ là gì?"]


@pytest.fixture(scope="module")
def agency(open_new: Any) -> Engine:
    built: Engine = open_new()
    built.rebuild(AGENCY)
    return built


@pytest.mark.parametrize("text", WAYS)
@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({}, {document.key for document in AGENCY}),
        ({"on": DAY}, IN_FORCE | LASTING),
        ({"on": BEFORE}, {"e:open#1", "e:past#1"} | LASTING),
        ({"on": AFTER}, {"e:open#1", "e:next#1"} | LASTING),
        ({"on": date.min}, {"e:open#1", "e:past#1"} | LASTING),
        ({"on": date.max}, {"e:open#1", "e:next#1"} | LASTING),
        ({"on": DAY, "states": {State.IN_FORCE}}, IN_FORCE),
        ({"on": DAY, "states": {State.PAST}}, PAST),
        ({"on": DAY, "states": {State.UPCOMING}}, NEXT),
        ({"on": DAY, "states": {State.UNKNOWN}}, UNKNOWN),
        ({"on": date.min, "states": {State.UNKNOWN}}, UNKNOWN),
        ({"on": date.max, "states": {State.UNKNOWN}}, UNKNOWN),
        ({"on": date.max, "states": {State.UPCOMING}}, set()),
        ({"on": DAY, "states": {State.PAST, State.UPCOMING}}, PAST | NEXT),
        ({"on": DAY, "states": set(State)}, {document.key for document in AGENCY}),
        ({"kinds": {"form"}}, {"e:past#1", "e:next#1", "e:when#1"}),
        ({"kinds": {"form", "procedure"}, "on": DAY}, {"e:now#1", "e:open#1"}),
        ({"units": {"NC"}}, {"e:open#1", "e:past#1"}),
        ({"units": {"VP 1"}}, {"e:next#1"}),
        ({"units": {"VP"}}, set()),
        ({"fields": {"Lao động"}}, {"e:now#1"}),
        ({"fields": {"Lao động", "Người có công"}, "units": {"NC"}}, {"e:open#1"}),
        ({"types": {"Luật"}}, {"law:next", "law:when"}),
        ({"types": {"Luật", "Nghị định"}, "on": DAY, "states": {State.IN_FORCE}}, {"law:now"}),
        ({"kinds": {"law"}, "units": {"LD"}}, set()),
    ],
)
def test_what_is_found_lies_within_all_filters(
    agency: Engine, text: str, filters: dict[str, Any], keys: set[str]
) -> None:
    filters = {name: frozenset(v) if isinstance(v, set) else v for name, v in filters.items()}
    results = agency.search(ask(text, **filters))
    assert {hit.key for hit in results.hits} == keys
    assert results.total == len(keys)
    assert results.relaxed == (text == "hồ vũtrụ" and bool(keys))


def test_an_interval_begins_with_its_first_day_and_ends_before_its_last(agency: Engine) -> None:
    on = {day: "e:now#1" in found(agency, "hồ", on=day) for day in (BEFORE, DAY, AFTER)}
    assert on == {BEFORE: False, DAY: True, AFTER: False}


@pytest.mark.parametrize("text", WAYS)
def test_counts_are_within_all_filters_but_those_of_the_facet(agency: Engine, text: str) -> None:
    assert counts(agency, text) == {
        "kind": {"procedure": 2, "form": 3, "law": 4},
        "unit": {"LD": 2, "NC": 2, "VP 1": 1},
        "field": {"Lao động": 1, "Người có công": 1},
        "type": {"Nghị định": 1, "Thông tư": 1, "Luật": 2},
    }
    assert counts(agency, text, on=DAY, kinds=frozenset({"form", "procedure"})) == {
        "kind": {"procedure": 2, "law": 4},
        "unit": {"LD": 2, "NC": 1},
        "field": {"Lao động": 1, "Người có công": 1},
        "state": {"in-force": 2, "past": 1, "upcoming": 1, "unknown": 1},
    }
    past = counts(agency, text, on=DAY, states=frozenset({State.PAST}), kinds=frozenset({"law"}))
    assert past == {
        "kind": {"form": 1, "law": 1},
        "type": {"Thông tư": 1},
        "state": {"in-force": 1, "past": 1, "upcoming": 1, "unknown": 1},
    }
    # Nothing is found, and what is counted says where to go.
    nothing = counts(agency, text, kinds=frozenset({"form"}), types=frozenset({"Luật"}))
    assert nothing == {"kind": {"law": 2}} if text != "hồ vũtrụ" else nothing


@pytest.mark.parametrize("day, is_paused", [(BEFORE, False), (DAY, True), (AFTER, False)])
def test_a_law_that_was_suspended_for_a_time_is_past_in_between(
    index_of: Builds, day: date, is_paused: bool
) -> None:
    engine = index_of(
        make_document("law:paused", body="hồ", lasting=True, paused_from=DAY, paused_until=AFTER),
        make_document("law:other", body="hồ", lasting=True),
    )
    for state, keys in (
        (State.IN_FORCE, {"law:other"} if is_paused else {"law:other", "law:paused"}),
        (State.PAST, {"law:paused"} if is_paused else set()),
    ):
        assert set(found(engine, "hồ", on=day, states=frozenset({state}))) == keys
        assert counts(engine, "hồ", on=day)["state"].get(state, 0) == len(keys)


def test_nothing_is_counted_unless_it_is_asked_for(agency: Engine) -> None:
    assert agency.search(ask("hồ")).counts == {}


def test_filters_without_words_list_the_heads_of_documents(index_of: Builds) -> None:
    past = {"until_day": DAY, "lasting": True}
    engine = index_of(
        make_document("e:1#0", units=("LD",), head=True, **past),
        make_document("e:1#1", units=("LD",), **past),
        make_document("e:2#0", units=("LD",), head=True),
        make_document("e:3#0", units=("NC",), head=True),
    )
    asked = {"units": frozenset({"LD"}), "on": DAY}
    listed = engine.search(ask("", facets=True, **asked))
    assert [hit.key for hit in listed.hits] == ["e:2#0", "e:1#0"]
    assert (listed.total, listed.relaxed) == (2, False)
    assert counts(engine, "", **asked)["unit"] == {"LD": 2, "NC": 1}
    assert found(engine, "", limit=1, offset=1, **asked) == ["e:1#0"]


def test_in_force_comes_before_what_is_not_and_an_exact_number_before_both(
    index_of: Builds,
) -> None:
    past = {"until_day": DAY, "lasting": True}
    engine = index_of(
        make_document("law:past", title="Bảo trợ xã hội", body="bảo trợ xã hội " * 9, **past),
        make_document("law:undated", heading="Bảo trợ xã hội", undated=True, lasting=True),
        make_document("law:now", body="Một câu dài nói qua về bảo trợ người già trong xã hội."),
        make_document("law:number", number="77/2020/NĐ-CP", body="Bảo trợ xã hội", **past),
        make_document("law:cites", body="Bảo trợ xã hội theo 77/2020/NĐ-CP"),
    )
    assert found(engine, "bảo trợ hội", on=DAY)[:2] in (
        ["law:cites", "law:now"], ["law:now", "law:cites"],
    )  # fmt: skip
    assert found(engine, "bảo trợ hội", on=BEFORE)[0] == "law:past"
    assert found(engine, "77/2020/nđ-cp", on=DAY) == ["law:number", "law:cites"]


def test_in_force_comes_first_beyond_the_window_too(index_of: Builds) -> None:
    past = [
        make_document(f"past:{n}", body="giống nhau", until_day=DAY, lasting=True)
        for n in range(120)
    ]
    now = [make_document(f"now:{n}", body="giống nhau và " + "dài " * 50) for n in range(120)]
    engine = index_of(*past, *now)
    pages = [found(engine, "giống nhau", on=DAY, limit=60, offset=n) for n in (0, 60, 120, 180)]
    assert [{key.split(":")[0] for key in page} for page in pages] == [
        {"now"}, {"now"}, {"past"}, {"past"},
    ]  # fmt: skip
