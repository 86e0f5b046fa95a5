"""How fast an engine answers and what it holds: each measured in a process of its own.

The processes begin without numpy and without the engine, as the site does before its first search.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.engines.base import Engine, Query

SHOWN = 20
_PERCENTILES = (50, 95, 99)
_KILOBYTES_OF_MEGABYTE = 1_000_000 / 1024

OpenEngine = Callable[[], "Engine"]


@dataclass(frozen=True)
class Served:
    """What a process saw that opened the index and asked all questions. Of the memory that it
    needed more than before, ``megabytes_own`` is its own; the rest of ``megabytes_more`` are
    pages of files, which the system takes back when it wants them."""

    milliseconds: list[float]
    megabytes_more: float
    megabytes_own: float


def as_on_the_site(text: str, limit: int) -> Query:
    """What the public asks of the results page."""
    from search.engines.base import Filters, Query
    from search.queries.question import read_question

    return Query(read_question(text), Filters(date.max, public_only=True), limit=limit)


def serve(open_engine: OpenEngine, texts: Sequence[str]) -> Served:
    """One thread; the first question opens the index and is not timed."""
    before, own_before = _resident()
    engine = open_engine()
    engine.search(as_on_the_site(texts[0], SHOWN))
    milliseconds = []
    for text in texts:
        began = time.perf_counter()
        engine.search(as_on_the_site(text, SHOWN))
        milliseconds.append((time.perf_counter() - began) * 1000)
    after, own_after = _resident()
    return Served(milliseconds, after - before, own_after - own_before)


def serve_alone(open_engine: OpenEngine, texts: Sequence[str]) -> Served:
    with _processes(1) as pool:
        return pool.submit(serve, open_engine, texts).result()


def searches_a_second(open_engine: OpenEngine, texts: Sequence[str], readers: int) -> float:
    """With so many readers at once, spread over one process for each processor."""
    processes = min(readers, os.cpu_count() or 1)
    with _processes(processes) as pool:
        list(pool.map(serve, [open_engine] * processes, [texts[:20]] * processes))
        began = time.perf_counter()
        threads = [len(range(nth, readers, processes)) for nth in range(processes)]
        done = pool.map(_read_together, [open_engine] * processes, [texts] * processes, threads)
        asked = sum(done)
        return asked / (time.perf_counter() - began)


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 2)
        for share in _PERCENTILES
    }


def _read_together(open_engine: OpenEngine, texts: Sequence[str], threads: int) -> int:
    engine = open_engine()

    def read(thread: int) -> int:
        for text in texts[thread::threads]:
            engine.search(as_on_the_site(text, SHOWN))
        return len(texts[thread::threads])

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(read, range(threads)))


def _processes(many: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(many, mp_context=get_context("spawn"))


def _resident() -> tuple[float, float]:
    """Megabytes in memory, and those of them that are no pages of files (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":", 1) for line in lines)
    kilobytes = (int(told[name].split()[0]) for name in ("VmRSS", "RssAnon"))
    every, own = (each / _KILOBYTES_OF_MEGABYTE for each in kilobytes)
    return every, own
