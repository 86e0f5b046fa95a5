"""Writing, replacing and building anew, as every engine does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from search.engines.base import Engine, IndexDocument, IndexLocked, IndexMissing, SearchUnavailable
from search.engines.fingerprint import fingerprint
from tests.search.conformance.ask import EVERYTHING, found
from tests.search.conformance.conftest import Opens
from tests.search.conformance.synthetic import corpus
from tests.search.corpus import CORPUS, ask, make_document

KEYS = {document.key for document in CORPUS}


@pytest.fixture
def engine(open_new: Opens) -> Engine:
    built = open_new()
    built.rebuild(CORPUS)
    return built


def test_what_is_written_is_found_at_once(engine: Engine) -> None:
    assert engine.search(ask("khiếu nại")).total == 0
    for written in range(1, 4):
        engine.add([make_document(f"edition:9#{written}", body="Tiếp nhận khiếu nại")])
        assert engine.search(ask("khiếu nại")).total == written


def test_a_document_replaces_the_one_with_its_key(engine: Engine) -> None:
    before = engine.count()
    assert engine.add([make_document("edition:9#1", body="bản cũ")]) == 1
    engine.add([make_document("edition:9#1", body="bản mới")])
    engine.add([make_document("edition:9#1", body="bản mới")])
    assert engine.count() == before + 1
    assert engine.search(ask('"bản cũ"')).total == 0
    assert set(engine.keys()) == {*KEYS, "edition:9#1"}


def test_of_two_documents_with_one_key_in_one_write_the_later_stays(engine: Engine) -> None:
    engine.replace(
        ["edition:1"],
        [make_document("edition:9#1", body="bản cũ"), make_document("edition:9#1", body="bản mới")],
    )
    assert found(engine, '"bản cũ"') == []
    assert found(engine, '"bản mới"') == ["edition:9#1"]


def test_replacing_a_group_leaves_the_others(engine: Engine) -> None:
    replaced = engine.replace(
        ["edition:1", "edition:77"], [make_document("edition:1#new", body="bản mới")]
    )
    assert replaced == 1
    kept = {document.key for document in CORPUS if document.group != "edition:1"}
    assert set(engine.keys()) == kept | {"edition:1#new"}
    engine.remove(["edition:1"])
    engine.remove(["edition:1"])
    assert set(engine.keys()) == kept
    assert engine.count() == len(kept)


def test_very_many_sections_of_one_document_are_replaced_in_one_write(engine: Engine) -> None:
    old = [make_document(f"edition:9#{n}", body="bản cũ") for n in range(1_200)]
    new = [make_document(f"edition:9#{n}", body="bản mới") for n in range(1, 1_100)]
    engine.replace(["edition:9"], old)
    assert engine.replace(["edition:9"], new) == len(new)
    assert engine.count() == len(CORPUS) + len(new)
    assert engine.search(ask('"bản cũ"')).total == 0


def test_a_changed_document_of_fifty_sections_is_found_by_the_next_question(
    open_new: Opens,
) -> None:
    engine = open_new()
    engine.rebuild(corpus())
    for version in range(3):
        changed = [make_document(f"edition:9#{n}", body=f"bản{version}") for n in range(50)]
        engine.replace(["edition:9"], changed)
        assert engine.search(ask(f"bản{version}")).total == 50


def test_keys_tell_what_was_indexed(engine: Engine) -> None:
    assert dict(engine.keys()) == {each.key: fingerprint(each) for each in CORPUS}
    changed = make_document("edition:9#1", body="bản mới")
    engine.add([make_document("edition:9#1", body="bản cũ")])
    assert engine.keys()["edition:9#1"] != fingerprint(changed)
    engine.add([changed])
    assert engine.keys()["edition:9#1"] == fingerprint(changed)


def test_readers_are_served_by_the_old_index_until_the_new_one_is_whole(engine: Engine) -> None:
    seen: list[int] = []

    def documents() -> Iterator[IndexDocument]:
        for number in range(20):
            seen.append(engine.search(ask("chất lượng")).total)
            yield make_document(f"edition:{number}#1", body="hoàn toàn mới")

    progress: list[int] = []
    assert engine.rebuild(documents(), progress.append) == 20
    assert seen == [3] * 20
    assert progress[-1] == 20
    assert engine.search(ask("chất lượng")).total == 0
    assert engine.search(ask("hoàn toàn mới")).total == engine.count() == 20


def test_a_rebuild_that_fails_changes_nothing(engine: Engine) -> None:
    def failing() -> Iterator[IndexDocument]:
        yield make_document("edition:9#1")
        raise RuntimeError("database gone")

    for _attempt in range(2):
        with pytest.raises(RuntimeError, match="database gone"):
            engine.rebuild(failing())
        assert set(engine.keys()) == KEYS
    assert engine.add([make_document("edition:9#1")]) == 1, "the right to write was given back"


def test_while_one_rebuilds_others_may_not_write(engine: Engine) -> None:
    def documents() -> Iterator[IndexDocument]:
        for write in (
            lambda: engine.add([make_document("edition:9#1")]),
            lambda: engine.remove(["edition:1"]),
            lambda: engine.rebuild([]),
        ):
            with pytest.raises(IndexLocked):
                write()
        yield from CORPUS

    engine.rebuild(documents())
    assert set(engine.keys()) == KEYS
    assert engine.add([make_document("edition:9#1")]) == 1


def test_an_empty_index_is_not_a_missing_one(open_new: Opens) -> None:
    engine = open_new()
    assert engine.rebuild([]) == 0
    for text in ("chất lượng", "chất lượng là gì"):
        results = engine.search(ask(text, facets=True, on=date(2026, 7, 1)))
        assert (results.hits, results.total) == ([], 0)
        assert not any(results.counts.values())
    assert engine.suggest("chất", EVERYTHING) == []
    assert engine.occurrences(["chat"], EVERYTHING) == [0]
    assert engine.keys() == {}


def test_before_the_first_build_the_index_is_missing(open_new: Opens) -> None:
    engine = open_new()
    for use in (
        lambda: engine.search(ask("chất lượng")),
        lambda: engine.suggest("chất", EVERYTHING),
        lambda: engine.occurrences(["chat"], EVERYTHING),
        engine.count,
        engine.keys,
        lambda: engine.add([make_document()]),
        lambda: engine.remove(["edition:1"]),
    ):
        with pytest.raises(IndexMissing) as told:
            use()
        assert isinstance(told.value, SearchUnavailable)
