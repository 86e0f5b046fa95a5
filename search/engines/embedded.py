"""Search on the machine itself: a tantivy index in a folder, no service to run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from search.engines.base import Hit, IndexBroken, IndexDocument, Progress, Query, Results
from search.engines.builds import Builds
from search.engines.embedded_fields import SCHEMA, VERSION, from_tantivy, to_query, to_tantivy
from search.questions import read_question
from search.snippets import Highlighter

_META = "meta.json"
_ATTEMPTS = 3
_SMALL_HEAP, _REBUILD_HEAP = 15_000_000, 96_000_000
_PROGRESS_EVERY = 500
_Stamp = tuple[int, int, int]
_Answer = TypeVar("_Answer")
_Scored = list[tuple[float, dict[str, str]]]


@dataclass(frozen=True)
class _Opened:
    """An index as this process has it open, and by what it notices that the disk moved on."""

    build: Path
    index: tantivy.Index
    commit: _Stamp
    sizes: dict[Path, int]


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
        question = read_question(query.text)
        if not question.clauses or query.limit < 1:
            return Results(took_ms=_since(started))
        relaxed = False
        total, scored = self._ask(to_query(question, query, relaxed=False), query)
        if not total and len(question.clauses) > 1:
            total, scored = self._ask(to_query(question, query, relaxed=True), query)
            relaxed = total > 0
        highlighter = Highlighter(question.words)
        hits = [_to_hit(score, fields, highlighter) for score, fields in scored]
        return Results(hits, total, _since(started), relaxed)

    def add(self, documents: Iterable[IndexDocument]) -> int:
        return self.replace((), documents)

    def remove(self, groups: Iterable[str]) -> None:
        self.replace(groups, ())

    def replace(self, groups: Iterable[str], documents: Iterable[IndexDocument]) -> int:
        with self._builds.locked():
            index = _open(self._builds.live())
            with _writing(index, _SMALL_HEAP) as writer:
                for group in groups:
                    with _damage_is_told():
                        writer.delete_documents_by_term("group", group)
                return _add_all(writer, documents, by_key=True)

    def rebuild(self, documents: Iterable[IndexDocument], progress: Progress | None = None) -> int:
        with self._builds.locked(), self._builds.new() as build:
            with _damage_is_told():
                index = _attach(build)
            with _writing(index, _REBUILD_HEAP) as writer:
                return _add_all(writer, documents, by_key=False, progress=progress)

    def count(self) -> int:
        return self._read(lambda searcher: searcher.num_docs)

    def keys(self) -> set[str]:
        every = tantivy.Query.all_query()
        found = self._read(lambda searcher: searcher.terms_with_prefix("key", "", every))
        return {key for key, documents in found if documents}

    def _ask(self, query: tantivy.Query, asked: Query) -> tuple[int, _Scored]:
        def ask(searcher: tantivy.Searcher) -> tuple[int, _Scored]:
            found = searcher.search(query, limit=asked.limit, offset=max(0, asked.offset))
            scored = [(score, from_tantivy(searcher.doc(place))) for score, place in found.hits]
            # tantivy has this attribute; its type stubs forgot it.
            return found.count, scored  # type: ignore[attr-defined]

        return self._read(ask)

    def _read(self, ask: Callable[[tantivy.Searcher], _Answer]) -> _Answer:
        """The answer from the live build, opened anew if reading fails: a writer may have removed
        files between our finding and our opening them."""
        for _attempt in range(_ATTEMPTS - 1):
            try:
                with _damage_is_told():
                    return ask(self._searcher())
            except IndexBroken:
                self._opened = None
        with _damage_is_told():
            return ask(self._searcher())

    def _searcher(self) -> tantivy.Searcher:
        build = self._builds.live()
        commit = _stamp(build)
        opened = self._opened
        if opened is None or (opened.build, opened.commit) != (build, commit) or _moved(opened):
            with self._opening:
                index = _open(build)
                opened = _Opened(build, index, commit, _segment_sizes(build))
                self._opened = opened
        return opened.index.searcher()


@contextmanager
def _damage_is_told() -> Iterator[None]:
    """What goes wrong inside tantivy is an IndexBroken, and its panics never get further.

    A panic is a BaseException whose class cannot be imported.
    """
    try:
        yield
    except (ValueError, OSError, KeyError) as failure:
        raise IndexBroken(str(failure)) from failure
    except BaseException as failure:
        if type(failure).__name__ != "PanicException":
            raise
        raise IndexBroken(str(failure)) from None


def _open(build: Path) -> tantivy.Index:
    """Opens a build; never makes one, as tantivy would where the meta file is gone."""
    with _damage_is_told():
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
    with _damage_is_told():
        writer = index.writer(heap, 1)
    try:
        yield writer
        with _damage_is_told():
            writer.commit()
    finally:
        # Otherwise a merge of segments is broken off each time, and their number grows.
        with _damage_is_told():
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
        with _damage_is_told():
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


def _to_hit(score: float, fields: dict[str, str], highlighter: Highlighter) -> Hit:
    body = fields.pop("body")
    text = body if body.strip() else fields["heading"] or fields["title"]
    return Hit(**fields, score=score, snippet_html=highlighter.snippet(text))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
