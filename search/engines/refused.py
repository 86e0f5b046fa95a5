"""What an engine did not take although it works: for somebody to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document, what it belongs to, and the engine's reason."""

    key: str
    group: str
    reason: str


class SomeRefused(Exception):
    """All other documents have been written and are found."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = list(refusals)
        first = self.refusals[0]
        super().__init__(
            f"{len(self.refusals)} documents were refused, the first {first.key}: {first.reason}"
        )
