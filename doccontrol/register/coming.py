"""On the desk: laws that come into force, and that end by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from doccontrol.extension_points import ComingItem, ComingLine, coming_items
from doccontrol.organisation.models.people import Person
from doccontrol.register.deriving.endings import own_end
from doccontrol.register.models.texts import LegalText

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

SEES = "doccontrol.view_legaltext"
MOST_LINES = 8
AHEAD = timedelta(days=365)
MOST_LETTERS = 140
BEGINS = gettext_lazy("%(text)s comes into force: %(subject)s")
ENDS = gettext_lazy("%(text)s ends by its own time limit: %(subject)s")


def laws_to_come(person: Person, on: date) -> list[ComingLine]:
    if not person.has_perm(SEES):
        return []
    ahead = (on + timedelta(days=1), on + AHEAD)
    begins, ends = Q(effective__range=ahead), Q(expires__range=ahead)
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=F("expires"))
    next_day = Case(When(begins, then="effective"), default="expires")
    texts = LegalText.objects.normative().filter(begins | (ends & not_ended)).with_type()
    lines = []
    for text in texts.order_by(next_day, "pk")[:MOST_LINES]:
        days = ((text.effective, BEGINS), (own_end(text.expires, text.ended_on), ENDS))
        lines += [_line(day, words, text) for day, words in days if day and on < day <= ahead[1]]
    return sorted(lines, key=lambda line: line.day)[:MOST_LINES]


def _line(day: date, words: StrPromise, text: LegalText) -> ComingLine:
    subject = Truncator(text.subject).chars(MOST_LETTERS)
    return ComingLine(
        day,
        str(words) % {"text": text, "subject": subject},
        reverse("legal_texts:inspect", args=[text.pk]),
    )


coming_items.register(ComingItem("laws", 200, laws_to_come))
