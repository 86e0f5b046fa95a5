from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.base import IndexBroken, IndexDocument, IndexLocked, SearchUnavailable
from search.engines.embedded.builds import Builds
from search.engines.embedded.engine import EmbeddedEngine
from tests.search.corpus import CORPUS, ask, make_document


def live_files(path: Path) -> list[Path]:
    (build,) = path.glob("build-*")
    return sorted(file for file in build.iterdir() if not file.name.startswith("."))


def search_elsewhere(path: Path, text: str) -> int:
    with multiprocessing.get_context("spawn").Pool(1) as other:
        return other.apply(count_hits, (path, text))


def count_hits(path: Path, text: str) -> int:
    return EmbeddedEngine(path).search(ask(text)).total


def test_what_is_written_is_seen_by_every_reader_that_is_already_open(
    engine: EmbeddedEngine, path: Path
) -> None:
    reader = EmbeddedEngine(path)
    assert reader.search(ask("khiếu nại")).total == 0
    for written in range(1, 4):
        engine.add([make_document(f"edition:9#{written}", body="Tiếp nhận khiếu nại")])
        assert reader.search(ask("khiếu nại")).total == written
    assert search_elsewhere(path, "khiếu nại") == 3


def test_a_failure_among_the_documents_changes_nothing(engine: EmbeddedEngine, path: Path) -> None:
    def failing() -> Iterator[IndexDocument]:
        yield make_document("edition:9#1")
        raise RuntimeError("database gone")

    for write in (
        lambda: engine.replace(["edition:1"], failing()),
        lambda: engine.rebuild(failing()),
    ):
        with pytest.raises(RuntimeError, match="database gone"):
            write()
        assert set(engine.keys()) == {document.key for document in CORPUS}
    assert len(list(path.glob("build-*"))) == 1
    assert engine.add([make_document("edition:9#1")]) == 1, "the lock was given back"


def test_a_rebuild_switches_readers_that_are_already_open_and_removes_the_old_build(
    engine: EmbeddedEngine, path: Path
) -> None:
    reader = EmbeddedEngine(path)
    assert reader.search(ask("chất lượng")).total == 3
    engine.rebuild([make_document(body="hoàn toàn mới")])
    assert reader.search(ask("chất lượng")).total == 0
    assert reader.search(ask("hoàn toàn mới")).total == reader.count() == 1
    assert len(list(path.glob("build-*"))) == 1


def put_in_place(file: Path, content: bytes) -> None:
    """In one step: tantivy's watching thread may be reading what it has just opened, and to
    cut a mapped file short under it ends the process."""
    draft = file.with_suffix(".draft")
    draft.write_bytes(content)
    draft.replace(file)


def cut_to_nothing(file: Path) -> None:
    put_in_place(file, b"")


def cut_in_half(file: Path) -> None:
    content = file.read_bytes()
    put_in_place(file, content[: len(content) // 2])


def scramble(file: Path) -> None:
    put_in_place(file, b"\xff\x00garbage" * 20)


@pytest.mark.parametrize("damage", [cut_to_nothing, cut_in_half, scramble, Path.unlink])
@pytest.mark.parametrize("already_open", [True, False])
def test_a_damaged_index_is_told_never_a_crash_and_a_rebuild_heals_it(
    path: Path, damage: Callable[[Path], None], already_open: bool
) -> None:
    engine = EmbeddedEngine(path)
    engine.rebuild(CORPUS)
    for place in range(len(live_files(path))):
        reader = EmbeddedEngine(path)
        if already_open:
            assert reader.search(ask("chất lượng")).total == 3
        damage(live_files(path)[place])
        with pytest.raises(IndexBroken):
            reader.search(ask("chất lượng"))
        with pytest.raises(SearchUnavailable):
            engine.add([make_document()])
        engine.rebuild(CORPUS)
        assert reader.search(ask("chất lượng")).total == 3


@pytest.mark.parametrize(
    "written", ["", "nonsense", "1 build-gone", "9.9 {live}", "\xff", "{live}"]
)
def test_a_pointer_to_nothing_readable_is_a_broken_index(
    engine: EmbeddedEngine, path: Path, written: str
) -> None:
    live = Builds(path, "").path / next(path.glob("build-*")).name
    (path / "current").write_bytes(written.format(live=live.name).encode("latin-1"))
    with pytest.raises(IndexBroken):
        engine.search(ask("chất lượng"))
    engine.rebuild(CORPUS)
    assert engine.search(ask("chất lượng")).total == 3


def test_a_second_writer_is_told_and_changes_nothing(engine: EmbeddedEngine, path: Path) -> None:
    second = EmbeddedEngine(path)

    def documents() -> Iterator[IndexDocument]:
        for write in (
            lambda: second.add([make_document("edition:9#1")]),
            lambda: second.remove(["edition:1"]),
            lambda: second.rebuild([]),
        ):
            with pytest.raises(IndexLocked):
                write()
        yield from CORPUS

    engine.rebuild(documents())
    assert set(second.keys()) == {document.key for document in CORPUS}
    assert second.add([make_document("edition:9#1")]) == 1
