"""What a file holds that was not read, or was read otherwise than it stands: said, never silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from doccontrol.pdftext import marking
from doccontrol.pdftext.cleaning import cleaned

_MOST_LETTERS = 160
_MOST_NAMES = 10


FILES_INSIDE = marking.gettext_noop(
    "The file holds other files, which were not read: %(names)s. Open it and hand them in one by "
    "one."
)
PORTFOLIO = marking.gettext_noop(
    "The file is a portfolio: what is read is only its cover. The files inside were not read: "
    "%(names)s. Open it and hand them in one by one."
)
PART_INSIDE = marking.gettext_noop(
    "A part that the file takes in from another format was not read (%(names)s). Open it in Word, "
    "save it as PDF and hand that in."
)
HEADER = marking.gettext_noop(
    "What stands in the head or foot of its pages was not read: “%(names)s”."
)
DRAWING = marking.gettext_noop(
    "The file has diagrams or charts, whose words were not read. Compare with the original."
)
PICTURE = marking.gettext_noop(
    "The file has pictures as large as a page, which were not read. Save it as PDF and hand that "
    "in, so that they are recognised."
)
OLD_FONT = marking.gettext_noop(
    "The file is typed in an old font (%(names)s); its letters were made into today's. Compare "
    "with the original."
)
NOT_VIETNAMESE = marking.gettext_noop(
    "The letters of the file are no Vietnamese words: it may be typed in an old font that is not "
    "known here. Save it as PDF and hand that in."
)
TURNED = marking.gettext_noop(
    "Words in another direction than the text (a watermark, a stamp) were left out: “%(names)s”."
)
DYNAMIC_FORM = marking.gettext_noop(
    "The file is a form that only Adobe's program shows (XFA); what it shows was not read. Print "
    "it to a new PDF and hand that in."
)


@dataclass(frozen=True, slots=True)
class Note:
    """``reason`` is a source string for gettext; ``names`` stand in it."""

    code: str
    reason: str
    names: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "reason": self.reason,
            "values": {"names": self.names} if self.names else {},
        }


def note(code: str, reason: str, names: Iterable[str] = ()) -> Note:
    """With the names once each, cut to what a person reads at a glance."""
    different = list(dict.fromkeys(" ".join(cleaned(name).split()) for name in names))
    shown = ", ".join(filter(None, different[:_MOST_NAMES]))
    shown += ", …" if len(different) > _MOST_NAMES else ""
    if len(shown) > _MOST_LETTERS:
        shown = f"{shown[:_MOST_LETTERS].rstrip()}…"
    return Note(code, reason, shown)


def joined(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each reason once, with the names of all that give it."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for said in notes:
        by_reason.setdefault((said.code, said.reason), []).append(said.names)
    return tuple(note(*reason, names) for reason, names in by_reason.items())
