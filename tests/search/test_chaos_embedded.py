"""Things that go wrong on the machine itself: files damaged while they are served, a process
killed in the middle of writing, locks left over, a full disk."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.engines.base import IndexDocument, SearchUnavailable
from search.engines.embedded.engine import EmbeddedEngine
from tests.search.corpus import CORPUS, ask, make_document

ROOT = Path(__file__).parents[2]
SECTIONS = 20


def live_files(path: Path) -> list[Path]:
    (build,) = path.glob("build-*")
    return sorted(file for file in build.iterdir() if not file.name.startswith("."))


@contextmanager
def running(work: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that does ``work`` of this module with the index; killed at the end."""
    code = f"from tests.search.test_chaos_embedded import {work}; {work}({str(path)!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def asked(process: subprocess.Popen[str]) -> str:
    assert process.stdin
    process.stdin.write("search\n")
    return told(process)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


# What the other processes do.


def serve(path: str) -> None:
    """A search for each line that comes in."""
    engine = EmbeddedEngine(Path(path))
    for _line in sys.stdin:
        try:
            answer = str(engine.search(ask("chất lượng")).total)
        except SearchUnavailable as failure:
            answer = type(failure).__name__
        print(answer, flush=True)  # noqa: T201


def replace_for_ever(path: str) -> None:
    engine = EmbeddedEngine(Path(path))
    print("begun", flush=True)  # noqa: T201
    version = 0
    while True:
        version += 1
        engine.replace(["edition:9"], sections(f"bản{version}"))


def replace_half(path: str) -> None:
    EmbeddedEngine(Path(path)).replace(["edition:1", "edition:9"], stopping_half_way())


def rebuild_half(path: str) -> None:
    EmbeddedEngine(Path(path)).rebuild(stopping_half_way())


def fill_the_disk(path: str) -> None:
    """As good as full: no file may grow beyond some kilobytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    engine = EmbeddedEngine(Path(path))
    for write in (lambda: engine.replace(["edition:1"], many()), lambda: engine.rebuild(many())):
        try:
            write()
        except SearchUnavailable:
            print("unavailable", flush=True)  # noqa: T201
    print(engine.search(ask("chất lượng")).total, flush=True)  # noqa: T201


def sections(word: str) -> list[IndexDocument]:
    return [make_document(f"edition:9#{n}", body=f"{word} đoạnvăn {n}") for n in range(SECTIONS)]


def stopping_half_way() -> Iterator[IndexDocument]:
    yield from sections("nửa")
    print("half", flush=True)  # noqa: T201
    time.sleep(60)


def many() -> Iterator[IndexDocument]:
    dice = random.Random(1)
    for n in range(3_000):
        words = " ".join(f"từ{dice.randrange(10**6)}" for _word in range(30))
        yield make_document(f"edition:9#{n}", body=words)


def cut_to_nothing(file: Path) -> None:
    os.truncate(file, 0)


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [cut_to_nothing, cut_in_half, Path.unlink])
def test_a_serving_process_outlives_damage_to_any_file_and_serves_again_after_a_rebuild(
    path: Path, damage: Callable[[Path], None]
) -> None:
    engine = EmbeddedEngine(path)
    engine.rebuild(CORPUS)
    with running("serve", path) as server:
        assert asked(server) == "3"
        for place in range(len(live_files(path))):
            time.sleep(0.1)  # The look that tantivy takes after opening is over.
            damage(live_files(path)[place])
            assert [asked(server), asked(server)] == ["IndexBroken"] * 2
            engine.rebuild(CORPUS)
            assert asked(server) == "3"
        assert server.poll() is None


def test_killed_at_any_moment_of_writing_the_index_has_all_of_a_write_or_nothing(
    engine: EmbeddedEngine, path: Path
) -> None:
    engine.replace(["edition:9"], sections("bản0"))
    dice = random.Random(4)
    for _round in range(6):
        with running("replace_for_ever", path) as writer:
            assert told(writer) == "begun"
            time.sleep(dice.uniform(0.0, 0.25))
            kill(writer)
        hits = EmbeddedEngine(path).search(ask("đoạnvăn", limit=50)).hits
        assert len(hits) == SECTIONS
        assert len({hit.snippet_html.split()[0] for hit in hits}) == 1
        assert engine.count() == len(CORPUS) + SECTIONS
    assert engine.replace(["edition:9"], sections("bảncuối")) == SECTIONS
    assert engine.search(ask("bảncuối")).total == SECTIONS


def test_what_a_killed_writer_left_lying_is_cleared_away(
    engine: EmbeddedEngine, path: Path
) -> None:
    before = len(live_files(path))
    for _round in range(3):
        with running("replace_for_ever", path) as writer:
            told(writer)
            time.sleep(0.1)
            kill(writer)
    for _write in range(3):
        engine.replace(["edition:9"], sections("bản"))
    assert len(live_files(path)) <= 6 * before


@pytest.mark.parametrize("work", ["replace_half", "rebuild_half"])
def test_killed_half_way_nothing_has_changed_and_others_may_write(
    engine: EmbeddedEngine, path: Path, work: str
) -> None:
    with running(work, path) as writer:
        assert told(writer) == "half"
        assert engine.search(ask("chất lượng")).total == 3, "readers are served meanwhile"
        kill(writer)
    assert set(EmbeddedEngine(path).keys()) == {document.key for document in CORPUS}
    assert engine.add([make_document("edition:9#1")]) == 1
    engine.rebuild(CORPUS)
    assert len(list(path.glob("build-*"))) == 1, "the half build is removed"
    assert set(engine.keys()) == {document.key for document in CORPUS}


def test_a_lock_file_left_over_is_no_lock(engine: EmbeddedEngine, path: Path) -> None:
    (path / "lock").write_text("4711")
    (live_files(path)[0].parent / ".tantivy-writer.lock").write_text("4711")
    assert engine.add([make_document("edition:9#1")]) == 1
    engine.rebuild(CORPUS)


def test_on_a_full_disk_the_old_index_serves_on(engine: EmbeddedEngine, path: Path) -> None:
    with running("fill_the_disk", path) as writer:
        assert [told(writer) for _line in range(3)] == ["unavailable", "unavailable", "3"]
    assert set(engine.keys()) == {document.key for document in CORPUS}
    assert len(list(path.glob("build-*"))) == 1
    assert engine.add([make_document("edition:9#1")]) == 1
