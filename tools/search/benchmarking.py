"""Measures an engine on an index of its own, through the code that serves the site."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from django.conf import settings

from search.engines.base import Engine, Filters, IndexDocument, Progress
from search.engines.two_stages import FirstStage, given_by
from search.measuring.evaluation import DEPTHS, measures
from search.measuring.judged_questions import JudgedQuestion
from tools.search.engine_speed import (
    SHOWN,
    as_on_the_site,
    percentiles,
    searches_a_second,
    serve_alone,
)

KEPT = max(DEPTHS)
_MEGABYTE = 1_000_000

Run = dict[str, list[tuple[str, float]]]


class MeasuredEngine(Engine, Protocol):
    """An engine whose first stage can be looked at alone."""

    def first_stage(self, within: Filters) -> FirstStage: ...


@dataclass(frozen=True)
class Benched:
    """An engine with an index that nothing else uses; ``megabytes`` is what that takes."""

    open: Callable[[], MeasuredEngine]
    megabytes: Callable[[], float]


@contextmanager
def embedded() -> Iterator[Benched]:
    from search.engines.embedded.engine import EmbeddedEngine

    with TemporaryDirectory(prefix="benchmark-search-") as folder:
        path = Path(folder)
        yield Benched(partial(EmbeddedEngine, path), partial(_folder_megabytes, path))


@contextmanager
def elasticsearch() -> Iterator[Benched]:
    """On the cluster of the settings. Raises SearchUnavailable if there is none."""
    from search.engines.elasticsearch.engine import open_cluster

    options = settings.ELASTICSEARCH | {"index": f"hieu-luc-benchmark-{os.getpid()}"}
    engine = open_cluster(**options)
    try:
        yield Benched(partial(open_cluster, **options), engine.megabytes)
    finally:
        engine.forget()


ENGINES = {"embedded": embedded, "elasticsearch": elasticsearch}


def build(
    benched: Benched, documents: Iterable[IndexDocument], progress: Progress | None = None
) -> dict[str, float]:
    began = time.perf_counter()
    many = benched.open().rebuild(documents, progress)
    return {
        "documents": many,
        "build_seconds": round(time.perf_counter() - began, 1),
        "index_mb": round(benched.megabytes(), 1),
        "peak_memory_mb": round(_peak_megabytes(), 1),
    }


def found_by(engine: Engine, questions: Sequence[JudgedQuestion]) -> Run:
    """The best hundred of each, with their scores."""
    return {
        each.key: [
            (hit.key, hit.score) for hit in engine.search(as_on_the_site(each.text, KEPT)).hits
        ]
        for each in questions
    }


def quality(questions: Sequence[JudgedQuestion], find: Run) -> dict[str, float]:
    runs = (([key for key, _score in find[each.key]], each.right) for each in questions)
    return {name: round(value, 4) for name, value in measures(runs).items()}


def first_stage_quality(first: FirstStage, questions: Sequence[JudgedQuestion]) -> dict[str, float]:
    """Of the candidates in the order in which the engine gave them."""
    found = {}
    for each in questions:
        candidates = given_by(first, as_on_the_site(each.text, KEPT)).candidates
        found[each.key] = [(candidate.key, 0.0) for candidate in candidates]
    return quality(questions, found)


def speed(benched: Benched, texts: Sequence[str], readers: int) -> dict[str, float]:
    """Of 20 hits with their snippets."""
    alone = serve_alone(benched.open, texts)
    told = percentiles(alone.milliseconds)
    told["queries_per_second_alone"] = round(1000 * len(texts) / sum(alone.milliseconds), 1)
    if readers:
        told["readers"] = readers
        told["queries_per_second"] = round(searches_a_second(benched.open, texts, readers), 1)
    return told | {
        "serving_memory_mb": round(alone.megabytes_more, 1),
        "serving_memory_own_mb": round(alone.megabytes_own, 1),
    }


def seconds_until_changed(engine: Engine, documents: Sequence[IndexDocument]) -> float:
    """From a changed document to the moment a search finds the change."""
    began = time.perf_counter()
    engine.replace({each.group for each in documents}, documents)
    hits = engine.search(as_on_the_site(documents[0].heading, SHOWN)).hits
    took = time.perf_counter() - began
    if documents[0].key not in [hit.key for hit in hits]:
        raise AssertionError("What was written was not found.")
    return took


def write_run(path: Path, find: Run) -> None:
    """In the form of TREC. Fields are parted by tabs, for a key may have spaces."""
    with path.open("w", encoding="utf-8") as file:
        for question, hits in find.items():
            for place, (key, score) in enumerate(hits, start=1):
                print(question, "Q0", key, place, f"{score:.6f}", "hieu-luc", sep="\t", file=file)


def _peak_megabytes() -> float:
    """Of this process since it began. Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _MEGABYTE


def _folder_megabytes(path: Path) -> float:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / _MEGABYTE
