"""How much one file may ask of the machine. A file beyond a limit is refused, never cut short."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

# How the limits in force reach the process that reads (``child``): it loads no settings.
VARIABLE = "READING_LIMITS"


@dataclass(frozen=True, slots=True)
class Limits:
    megabytes: int = 100  # the file as it came
    pages: int = 2000
    unpacked_megabytes: int = 400  # all that the reader unpacks of one file, counted as it unpacks
    pixels: int = 200_000_000  # one picture; A3 at 600 dots per inch has 70 million
    cells: int = 200_000  # of all tables of one Office file; a budget of 2,000 pages has fewer
    seconds: int = 120  # without a further page being done
    total_seconds: int = 3600
    memory_megabytes: int = 1500  # address space of the process that reads

    @property
    def bytes(self) -> int:
        return self.megabytes * 2**20

    @property
    def unpacked_bytes(self) -> int:
        return self.unpacked_megabytes * 2**20

    @property
    def memory_bytes(self) -> int:
        return self.memory_megabytes * 2**20

    def in_environment(self) -> dict[str, str]:
        return {VARIABLE: json.dumps(asdict(self))}

    @classmethod
    def of(cls, stated: Mapping[str, int]) -> Limits:
        """The defaults with what ``stated`` changes; raises ``ValueError`` for an unknown name or
        a limit below 1."""
        unknown = set(stated) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"No such limit: {', '.join(sorted(unknown))}.")
        if any(value < 1 for value in stated.values()):
            raise ValueError("A limit is at least 1.")
        return cls(**stated)


def configured() -> Limits:
    """What this installation allows: handed down by the parent process, else the setting
    ``READING_LIMITS`` (a mapping of the names above), else the defaults."""
    if handed_down := os.environ.get(VARIABLE):
        return Limits.of(json.loads(handed_down))
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        return Limits()
    from django.conf import settings

    return Limits.of(getattr(settings, "READING_LIMITS", {}))
