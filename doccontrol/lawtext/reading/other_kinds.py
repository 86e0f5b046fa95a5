"""Kinds of text that have no type here: a court's texts, standards, contracts, treaties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.fields import Unknown
from doccontrol.lawtext.reading.letterhead import Numbered
from doccontrol.lawtext.reading.parts_on_paper import ABOUT, ADDRESSEE, Piece
from doccontrol.lawtext.reading.running_text import Flow

OTHER_KIND = fields.gettext_noop(
    "It is a kind of text that has no type here: a court's text, a standard, a contract, a treaty."
)

# Kinds that are no type, as a text names itself above all else.
_OTHER_KINDS = re.compile(
    r"\W{0,3}(?:ban an|an le|cao trang|ket luan dieu tra|khang nghi|tieu chuan|quy chuan|tcvn|qcvn"
    r"|tcxdvn|hop dong|hiep dinh|nghi dinh thu|hiep uoc|cong uoc|thoa uoc|so tay|giay chung nhan"
    r"|giay xac nhan|to khai|don (?:de nghi|xin|khieu nai|to cao))\b"
)
_NUMBERED_KIND = re.compile(r"\W{0,3}(?:ban an|an le|cao trang|tcvn|qcvn|tcxdvn)\b.{0,20}\d")
_OF_A_COURT = re.compile(r"\W{0,3}(?:toa an|vien kiem sat)\b")


def other_kind(
    flow: Flow, above: Sequence[Piece], numbered: Numbered | None, *, says_a_type: bool
) -> Unknown | None:
    """Said where the text names another kind before any type; and a court's, whose number shows a
    kind of its own ("QĐST-DS"), though a line of it says "QUYẾT ĐỊNH"."""
    number = numbered.number if numbered else None
    for piece in above:
        text = piece.line
        if ABOUT.match(text.plain) or ADDRESSEE.match(text.plain):
            break
        names_one = text.is_capitals and _OTHER_KINDS.match(text.plain)
        of_a_court = text.is_capitals and _OF_A_COURT.match(text.plain)
        own_kind = number is not None and number.type_abbreviation is None
        if (
            names_one
            or _NUMBERED_KIND.match(text.plain)
            or (of_a_court and own_kind and says_a_type)
        ):
            return Unknown(OTHER_KIND, *flow.place(text.at, text.end))
    return None
