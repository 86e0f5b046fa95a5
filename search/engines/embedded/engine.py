"""Search on the machine itself: a tantivy index in a folder, no service to run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from search.engines.base import (
    Filters,
    IndexBroken,
    IndexDocument,
    Progress,
    Query,
    Results,
    SearchUnavailable,
    Suggestion,
)
from search.engines.by_document import search
from search.engines.embedded.builds import Builds
from search.engines.embedded.damage import damage_is_told
from search.engines.embedded.fields import SCHEMA, VERSION, to_tantivy
from search.engines.embedded.reading import Counted, Moment
from search.engines.index_queries import with_word
from search.engines.suggesting import suggest

_META = "meta.json"
_ATTEMPTS = 3
_SMALL_HEAP, _REBUILD_HEAP = 15_000_000, 96_000_000
_PROGRESS_EVERY = 500
_Stamp = tuple[int, int, int]
_Answer = TypeVar("_Answer")
_EVERYTHING = Filters(on=None, public_only=False)


@dataclass(frozen=True)
class _Opened:
    """An index as this process has it open, and by what it notices that the disk moved on."""

    build: Path
    index: tantivy.Index
    commit: _Stamp
    sizes: dict[Path, int]
    counted: Counted = field(default_factory=dict)


class EmbeddedEngine:
    """An ``Engine`` over one folder. Many processes and threads may read, one writes.

    A reader looks at the disk before each search (some tens of microseconds), so it sees
    commits and rebuilds of other processes at once.
    """

    def __init__(self, path: Path) -> None:
        self._builds = Builds(Path(path), VERSION)
        self._opened: _Opened | None = None
        self._opening = Lock()

    def search(self, query: Query) -> Results:
        started = time.perf_counter()
        results = self._read(query.within, lambda first: search(first, query))
        return replace(results, took_ms=_since(started))

    def first_stage(self, within: Filters) -> Moment:
        """What the second stage asks, for training and measuring it."""
        opened = self._open()
        with damage_is_told():
            return Moment(opened.index.searcher(), within, opened.counted)

    def suggest(self, typed: str, within: Filters, limit: int = 8) -> list[Suggestion]:
        return self._read(within, lambda first: suggest(first, typed, within, limit))

    def occurrences(self, words: Sequence[str], within: Filters) -> list[int]:
        queries = [with_word(word, within) for word in words]
        return self._read(within, lambda first: first.totals(queries))

    def add(self, documents: Iterable[IndexDocument]) -> int:
        return self.replace((), documents)

    def remove(self, groups: Iterable[str]) -> None:
        self.replace(groups, ())

    def replace(self, groups: Iterable[str], documents: Iterable[IndexDocument]) -> int:
        with self._builds.locked():
            index = _open(self._builds.live())
            with _writing(index, _SMALL_HEAP) as writer:
                for group in groups:
                    with damage_is_told():
                        writer.delete_documents_by_term("group", group)
                return _add_all(writer, documents, by_key=True)

    def rebuild(self, documents: Iterable[IndexDocument], progress: Progress | None = None) -> int:
        with self._builds.locked(), self._builds.new() as build:
            with damage_is_told():
                index = _attach(build)
            with _writing(index, _REBUILD_HEAP) as writer:
                return _add_all(writer, documents, by_key=False, progress=progress)

    def count(self) -> int:
        return self._read(_EVERYTHING, lambda first: first.frequencies.documents())

    def keys(self) -> dict[str, str]:
        entries = self._read(_EVERYTHING, lambda first: first.terms("written"))
        parted = (written.partition(" ") for written in entries)
        return {key: fingerprint for fingerprint, _space, key in parted}

    def version(self) -> Hashable:
        """Another one after each write; None while there is no index to read."""
        try:
            build = self._builds.live()
            return build, _stamp(build)
        except (SearchUnavailable, OSError):
            return None

    def _read(self, within: Filters, ask: Callable[[Moment], _Answer]) -> _Answer:
        """The answer from the live build, opened anew if reading fails: a writer may have removed
        files between our finding and our opening them."""
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return ask(self.first_stage(within))
            except IndexBroken:
                self._opened = None
        return ask(self.first_stage(within))

    def _open(self) -> _Opened:
        build = self._builds.live()
        with damage_is_told():
            commit = _stamp(build)
            opened = self._opened
            if opened is None or (opened.build, opened.commit) != (build, commit) or _moved(opened):
                with self._opening:
                    index = _open(build)
                    opened = _Opened(build, index, commit, _segment_sizes(build))
                    self._opened = opened
        return opened


def _open(build: Path) -> tantivy.Index:
    """Opens a build; never makes one, as tantivy would where the meta file is gone."""
    with damage_is_told():
        if not (build / _META).is_file():
            raise IndexBroken(f"{build / _META} is missing.")
        index = _attach(build)
        index.reload()
        return index


def _attach(build: Path) -> tantivy.Index:
    """The build without tantivy's own watching, which would map files again at any moment: if
    one is cut short just then, that thread ends the whole process.

    What stays is one look of that thread, within milliseconds of opening.
    """
    index = tantivy.Index(SCHEMA, path=str(build))
    index.config_reader("manual")
    return index


@contextmanager
def _writing(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """A writer whose changes are committed if the block ends well, and otherwise dropped."""
    with damage_is_told():
        writer = index.writer(heap, 1)
        # What a killed writer left lying: tantivy would refuse to write a file of the same name.
        writer.garbage_collect_files()
    try:
        yield writer
        with damage_is_told():
            writer.commit()
    finally:
        # Otherwise a merge of segments is broken off each time, and their number grows.
        with damage_is_told():
            writer.wait_merging_threads()


def _add_all(
    writer: tantivy.IndexWriter,
    documents: Iterable[IndexDocument],
    *,
    by_key: bool,
    progress: Progress | None = None,
) -> int:
    done = 0
    for document in documents:
        analysed = to_tantivy(document)
        with damage_is_told():
            if by_key:
                writer.delete_documents_by_term("key", document.key)
            writer.add_document(analysed)
        done += 1
        if progress and done % _PROGRESS_EVERY == 0:
            progress(done)
    if progress:
        progress(done)
    return done


def _stamp(build: Path) -> _Stamp:
    """What changes with each commit: tantivy replaces the meta file."""
    meta = (build / _META).stat()
    return meta.st_ino, meta.st_mtime_ns, meta.st_size


def _segment_sizes(build: Path) -> dict[Path, int]:
    segments = json.loads((build / _META).read_text(encoding="utf-8"))["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return {file: file.stat().st_size for file in build.iterdir() if file.stem[:32] in names}


def _moved(opened: _Opened) -> bool:
    """Whether a file that is mapped into memory was cut short or taken away: reading a page
    that is no longer there would end the whole process, not raise."""
    return any(file.stat().st_size != size for file, size in opened.sizes.items())


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
