"""How good an order of found documents is, against those judged right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from statistics import fmean

DEPTHS = (1, 5, 10, 20, 100)
_RECIPROCAL_DEPTH = 10


def recall(ranked: Sequence[str], right: Collection[str], depth: int) -> float:
    """The share of the right ones among the first ``depth``; 0 if none is known."""
    return len(set(ranked[:depth]) & set(right)) / len(set(right)) if right else 0.0


def reciprocal_rank(ranked: Sequence[str], right: Collection[str]) -> float:
    """1 for a right one in first place, 1/2 in second, 0 beyond the tenth."""
    places = (place for place, key in enumerate(ranked[:_RECIPROCAL_DEPTH], 1) if key in right)
    return 1 / next(places, float("inf"))


def measures(runs: Iterable[tuple[Sequence[str], Collection[str]]]) -> dict[str, float]:
    """Means over questions of (found, right): R@1, R@5 … and MRR@10."""
    kept = list(runs)
    means = {
        f"R@{depth}": fmean(recall(ranked, right, depth) for ranked, right in kept)
        for depth in DEPTHS
    }
    return means | {"MRR@10": fmean(reciprocal_rank(ranked, right) for ranked, right in kept)}
