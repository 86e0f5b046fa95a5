"""What happened to a legal text, in order. Built from rows in hand: no query, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from doccontrol.register.models.events import AppliedFrom
from doccontrol.register.models.texts import LegalRelation, LegalText


class Happening(StrEnum):
    """Also the order of things that happen on one day."""

    ISSUED = "issued"
    TAKES_EFFECT = "takes-effect"
    APPLIES = "applies"
    ACTED_ON = "acted-on"
    RESUMES = "resumes"
    EXPIRES = "expires"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``on`` None is not known; ``by`` is the text that acted, if one did."""

    on: date | None
    what: Happening
    words: str
    scope: str = ""
    by: LegalText | None = None


def timeline(
    text: LegalText, *, applied: Iterable[AppliedFrom], incoming: Iterable[LegalRelation]
) -> list[Entry]:
    """The life of ``text``: issued, in force, its stages, what other texts did to it, its end.

    Oldest first; what has no known day stands at the end, because it may still come. A day that is
    not known is said for the effect, which everything hangs on, and left out for the issue. The
    end of its own time limit stands on the first day without force.
    """
    entries = [Entry(text.effective, Happening.TAKES_EFFECT, _("takes effect"))]
    if text.issued:
        entries.append(Entry(text.issued, Happening.ISSUED, _("issued")))
    if text.expires:
        entries.append(Entry(text.expires, Happening.EXPIRES, _("its own time limit ends")))
    entries += [
        Entry(row.applies_on, Happening.APPLIES, _("applies from this day"), row.provisions)
        for row in applied
    ]
    for relation in incoming:
        entries += _acted_on(relation)
    return sorted(entries, key=_place)


def _acted_on(relation: LegalRelation) -> list[Entry]:
    words = {
        "basis": _("is a basis of"),
        "details": _("regulated in detail by"),
        "guides": _("guided by"),
        "amends": _("amended by"),
        "corrects": _("corrected by"),
        "replaces": _("replaced by"),
        "repeals": _("repealed by"),
        "expires-partly": _("ended in part by"),
        "refers": _("referred to by"),
        "consolidates": _("consolidated by"),
        "interprets": _("interpreted by"),
        "suspends": _("suspended by"),
        "pauses": _("paused by"),
        "announces": _("announced by"),
        "related": _("related to"),
    }[relation.kind]
    entries = [
        Entry(relation.effective, Happening.ACTED_ON, words, relation.scope, relation.acting)
    ]
    if relation.until:
        resumed = _("in force again")
        entries.append(
            Entry(relation.until, Happening.RESUMES, resumed, relation.scope, relation.acting)
        )
    return entries


def _place(entry: Entry) -> tuple[bool, date, int]:
    order = list(Happening).index(entry.what)
    return (entry.on is None, entry.on or date.max, order)
