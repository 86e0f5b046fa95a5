"""How long things take and how much memory the process has needed."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, TypeVar

Value = TypeVar("Value")
KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Times:
    """Of many runs, in milliseconds: the middle one, one in twenty is slower, the slowest."""

    runs: int
    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Times:
        ordered = sorted(1_000 * one for one in seconds)
        middle, late = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        return cls(len(ordered), round(middle, 1), round(late, 1), round(ordered[-1], 1))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def seconds(do: Callable[[], object]) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


def times(do: Callable[[Value], object], values: Iterable[Value]) -> Times:
    """``do`` once for each of the values; the first one warms up and is not counted."""
    warm, *rest = values
    do(warm)
    return Times.of([seconds(lambda value=value: do(value)) for value in rest])  # type: ignore[misc]


def peak_memory() -> int:
    """The most that this process has held at once, in MiB, Python and Django included."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // KIB_PER_MIB // (KIB_PER_MIB if sys.platform == "darwin" else 1)
