"""What became of a register file: counted, and each bad row told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from doccontrol.register.importing.records import BadRow


@dataclass
class ImportReport:
    """What was read and what became of it. ``texts`` and ``relations`` count new, changed,
    unchanged and skipped; lines are those of the file (records, for JSON)."""

    texts: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)
    repaired: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refuse(self, row: BadRow) -> None:
        self.bad.append(row)
        (self.texts if row.of == "texts" else self.relations)["skipped"] += 1

    @property
    def changed_something(self) -> bool:
        return any(
            counts[what] for counts in (self.texts, self.relations) for what in ("new", "changed")
        )
