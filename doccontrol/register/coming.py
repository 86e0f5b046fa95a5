"""On the desk: laws that come into force."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from doccontrol.extension_points import ComingItem, ComingLine, coming_items
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.texts import LegalText

SEES = "doccontrol.view_legaltext"
MOST_LINES = 8
AHEAD = timedelta(days=365)
MOST_LETTERS = 140


def laws_to_come(person: Person, on: date) -> list[ComingLine]:
    if not person.has_perm(SEES):
        return []
    later = LegalText.objects.normative().filter(effective__gt=on, effective__lte=on + AHEAD)
    return [
        ComingLine(
            text.effective or on,
            _("%(text)s comes into force: %(subject)s")
            % {"text": text, "subject": Truncator(text.subject).chars(MOST_LETTERS)},
            reverse("legal_texts:inspect", args=[text.pk]),
        )
        for text in later.with_type().order_by("effective", "pk")[:MOST_LINES]
    ]


coming_items.register(ComingItem("laws", 200, laws_to_come))
