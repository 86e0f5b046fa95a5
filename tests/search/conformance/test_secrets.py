"""What is not public leaves no trace in anything that the public is told.

Two indexes are compared: one that holds hidden documents, and one that never did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from search.engines.base import Engine, Filters, IndexDocument
from search.engines.two_stages import WINDOW
from tests.search.conformance.ask import EVERYTHING, PUBLIC, counts, found
from tests.search.conformance.synthetic import corpus, questions
from tests.search.corpus import ask, make_document

DAY = date(2026, 7, 1)
SECRET = "bươmbướm"
_NAMED = {
    "title": f"Quy chế {SECRET}",
    "heading": f"Mật khẩu {SECRET}",
    "number": "QC-77",
    "kind": "vault",
    "units": ("MẬT",),
    "field": f"Lĩnh vực {SECRET}",
    "type": "Mật lệnh",
}
HIDDEN = [
    make_document("hidden:1#0", body=f"Két sắt là {SECRET}.", head=True, public=False, **_NAMED),
    make_document("hidden:1#1", body=f"{SECRET} giấy phép " * 20, public=False, **_NAMED),
    make_document("hidden:2", number="999/2024/NĐ-CP", article="8", kind="law", lasting=True,
                  title="Nghị định kín", heading="Điều 8", body="Hồ sơ mật", public=False,
                  head=True, until_day=DAY),
]  # fmt: skip
# No more than are compared: of more, BM25 over all documents chooses the candidates.
OPEN = [replace(document, public=True) for document in corpus(documents=12)][:WINDOW]
# As secrets do in earnest, these use common words too, and so change how common they are.
ALIKE = [
    replace(document, key=f"hidden:{document.key}", group=f"hidden:{document.group}", public=False)
    for document in corpus(documents=20, seed=9)
]
TYPED = [
    SECRET, "buombuom", f'"{SECRET}"', f"két {SECRET}", f"giấy phép {SECRET}", f"{SECRET} là gì?",
    f"{SECRET} giấy phép lao động cấp lại ở đâu", f"mật khẩu giấy phép {SECRET} hồ sơ là gì",
    "QC-77", "qc 77", "qc77 hồ sơ", "999/2024", "nghị định 999/2024/NĐ-CP",
    "điều 8 nghị định 999/2024", "nghị định kín", "két sắt", "mật", "giấy phép",
    f"-{SECRET} giấy phép", "hồ sơ -mật",
    f"quy chế {SECRET}", "vũtrụ",
]  # fmt: skip


@pytest.fixture(scope="module")
def with_secrets(open_new: Any) -> Engine:
    built: Engine = open_new()
    built.rebuild([*HIDDEN, *OPEN, *ALIKE])
    return built


@pytest.fixture(scope="module")
def without(open_new: Any) -> Engine:
    built: Engine = open_new()
    built.rebuild(OPEN)
    return built


def told(engine: Engine, text: str, **named: Any) -> dict[str, Any]:
    results = asdict(engine.search(ask(text, public_only=True, facets=True, **named)))
    results["hits"] = [{**hit, "score": round(hit["score"], 9)} for hit in results["hits"]]
    return {**results, "took_ms": 0}


@pytest.mark.parametrize("on", [None, DAY])
@pytest.mark.parametrize("text", TYPED)
def test_the_public_is_told_the_same_as_if_it_did_not_exist(
    with_secrets: Engine, without: Engine, text: str, on: date | None
) -> None:
    assert told(with_secrets, text, on=on) == told(without, text, on=on)


def test_no_question_is_answered_otherwise(with_secrets: Engine, without: Engine) -> None:
    for text in questions(OPEN, many=60) + questions([*HIDDEN, *ALIKE], many=60):
        assert told(with_secrets, text, limit=10) == told(without, text, limit=10)


@pytest.mark.parametrize("name", ["kinds", "units", "fields", "types"])
def test_filters_by_hidden_values_find_and_count_nothing(
    with_secrets: Engine, without: Engine, name: str
) -> None:
    hidden = frozenset({"vault", "MẬT", f"Lĩnh vực {SECRET}", "Mật lệnh"})
    for text in ("", "giấy phép", SECRET):
        results = told(with_secrets, text, **{name: hidden})
        assert (results["hits"], results["total"]) == ([], 0)
        assert results == told(without, text, **{name: hidden})


@pytest.mark.parametrize(
    "typed", ["b", "bươm", "buombuom", "q", "qc", "qc77", "quy chế b", "999", "nghị định k", "mậ"]
)
def test_nothing_hidden_is_suggested(with_secrets: Engine, without: Engine, typed: str) -> None:
    for within in (PUBLIC, Filters(DAY, public_only=True)):
        assert with_secrets.suggest(typed, within) == without.suggest(typed, within)


def test_hidden_words_are_not_counted(with_secrets: Engine, without: Engine) -> None:
    words: Sequence[str] = ("buombuom", "ket", "mat", "giay", "phep", "vutru")
    assert with_secrets.occurrences(words, PUBLIC) == without.occurrences(words, PUBLIC)
    assert with_secrets.occurrences(["buombuom"], EVERYTHING) == [2]


def test_staff_find_all_of_it(with_secrets: Engine) -> None:
    assert set(found(with_secrets, SECRET)) == {"hidden:1#0", "hidden:1#1"}
    assert counts(with_secrets, SECRET)["unit"] == {"MẬT": 2}
    assert [each.number for each in with_secrets.suggest("qc7", EVERYTHING)] == ["QC-77"]


def test_what_becomes_hidden_or_leaves_is_gone_at_once(open_new: Any) -> None:
    engine: Engine = open_new()
    open_document: IndexDocument = make_document("e:1#1", body=SECRET, head=True, title=SECRET)
    engine.rebuild([open_document])
    assert found(engine, SECRET, public_only=True) == ["e:1#1"]
    engine.replace(["e:1"], [replace(open_document, public=False)])
    assert found(engine, SECRET, public_only=True) == []
    assert engine.suggest("b", PUBLIC) == []
    assert engine.occurrences(["buombuom"], PUBLIC) == [0]
    assert found(engine, SECRET) == ["e:1#1"]
    engine.remove(["e:1"])
    assert engine.occurrences(["buombuom"], EVERYTHING) == [0]
