"""On the desk: laws that come into force, that end by themselves, and suspensions that end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.extension_points import ComingItem, ComingLine, coming_items
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.events import LawEvent
from doccontrol.register.models.texts import LegalText
from doccontrol.register.rules import EventKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SEES = "doccontrol.view_legaltext"
MOST_LINES = 8
AHEAD = timedelta(days=365)
MOST_LETTERS = 140


def laws_to_come(person: Person, on: date) -> list[ComingLine]:
    if not person.has_perm(SEES):
        return []
    later = LegalText.objects.normative().filter(effective__gt=on, effective__lte=on + AHEAD)
    begins = _("%(text)s comes into force: %(subject)s")
    lines = [
        _line(text.effective or on, begins, text)
        for text in later.with_type().order_by("effective", "pk")[:MOST_LINES]
    ]
    lines += [
        _line(event.on or on, _ENDS[EventKind(event.kind)], event.acting, what=event.provisions)
        for event in _ends(on)
    ]
    return sorted(lines, key=lambda line: line.day)[:MOST_LINES]


_ENDS = {
    EventKind.EXPIRY: gettext_lazy("%(text)s ends by its own time limit: %(subject)s"),
    EventKind.RESUMPTION: gettext_lazy("In force again, suspended by %(text)s: %(what)s"),
}


def _ends(on: date) -> Iterable[LawEvent]:
    later = LawEvent.objects.current().filter(kind__in=list(_ENDS), on__gt=on, on__lte=on + AHEAD)
    return later.with_text().order_by("on", "pk")[:MOST_LINES]


def _line(day: date, words: StrPromise | str, text: LegalText, **more: str) -> ComingLine:
    subject = Truncator(text.subject).chars(MOST_LETTERS)
    return ComingLine(
        day,
        str(words) % {"text": text, "subject": subject, **more},
        reverse("legal_texts:inspect", args=[text.pk]),
    )


coming_items.register(ComingItem("laws", 200, laws_to_come))
