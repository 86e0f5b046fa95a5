"""How a record of a file meets a text that is already registered. No queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from doccontrol.register.importing.records import TextRecord
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalText
from doccontrol.register.models.web_addresses import web_address

# Where two sources disagree about one of these, a person should know.
TELLING = ("type", "issuer", "issued", "effective")


@dataclass
class Incoming:
    """A record with its type and issuers found in the register."""

    record: TextRecord
    type: LegalType
    issuers: list[Issuer]

    @property
    def issuer(self) -> Issuer | None:
        return self.issuers[0] if self.issuers else None

    def columns(self) -> dict[str, Any]:
        record = self.record
        return {
            "number_raw": record.number.raw.strip(),
            "type": self.type,
            "issuer": self.issuer,
            "subject": record.subject,
            "issued": record.issued,
            "effective": record.effective,
            "as_at": record.as_at,
            "source": record.source,
            "source_url": web_address(record.source_url),
            "note": record.note,
        }


@dataclass
class Merged:
    """What the text took over, and where the register and the file disagree."""

    taken: dict[str, Any] = field(default_factory=dict)
    disagreements: list[str] = field(default_factory=list)


class Ambiguous(ValueError):
    """Several registered texts could be meant."""


def match(incoming: Incoming, candidates: Iterable[LegalText]) -> LegalText | None:
    """Which of the texts of this number the record means; None for a new one.

    The same identity; else the same address of the source; else the one text whose issuer and day
    do not contradict the record's, where the register or the file does not know them: so that a
    text known only by its number is completed and not registered twice. Raises Ambiguous.
    """
    candidates = list(candidates)
    record = incoming.record
    for text in candidates:
        if (text.issuer, text.issued) == (incoming.issuer, record.issued):
            return text
    for text in candidates:
        if record.source_url and text.source_url == record.source_url:
            return text
    possible = [
        text
        for text in candidates
        if _agree(text.issuer, incoming.issuer) and _agree(text.issued, record.issued)
    ]
    if len(possible) > 1:
        raise Ambiguous(record.number.normalised)
    return possible[0] if possible else None


def merge(text: LegalText, incoming: Incoming, *, replace: bool) -> Merged:
    """Decide what a registered text takes over from a record; the text is not touched.

    What is unknown is filled. What is known is replaced only by the source that said it, and only
    if ``replace``: not once a person has corrected the text, nor by a second record of one file.
    Otherwise the disagreement is reported.
    """
    merged = Merged()
    may_replace = replace and text.source == incoming.record.source
    for name, value in incoming.columns().items():
        present = getattr(text, name)
        if value in (None, "") or value == present:
            continue
        if may_replace or present in (None, ""):
            merged.taken[name] = value
        elif name in TELLING:
            merged.disagreements.append(f"{name}: {present} ≠ {value}")
    return merged


def _agree(left: Any, right: Any) -> bool:
    return left is None or right is None or left == right
