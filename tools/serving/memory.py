"""How much memory processes hold: PSS, in which what several share is divided among them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_PROC = Path("/proc")
_KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Process:
    role: str
    pid: int
    pss_mib: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def tree(root: int, role: str) -> list[Process]:
    """``root`` and all that descend from it."""
    keys = [root]
    for pid in keys:
        keys += _children(pid)
    names = [role] + [f"{role}, child"] * (len(keys) - 1)
    return [
        Process(name, pid, round(_pss_kib(pid) / _KIB_PER_MIB, 1))
        for name, pid in zip(names, keys, strict=True)
    ]


def _children(pid: int) -> list[int]:
    children: list[int] = []
    for path in (_PROC / str(pid) / "task").glob("*/children"):
        children += map(int, path.read_text().split())
    return children


def _pss_kib(pid: int) -> int:
    for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
