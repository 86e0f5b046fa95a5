"""On the desk of whoever keeps the register: laws of which nobody has said whether they lay down
administrative procedures, while a document that is one waits for the answer."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.clocks.announcing.administrative_procedures import serving_people_outside
from doccontrol.clocks.models import Clock
from doccontrol.extension_points import WaitingLine, Work, WorkItem, work_items
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.texts import LegalText

CORRECTS = "doccontrol.change_legaltext"
MOST_LINES = 10
MOST_LETTERS = 120


def answer_url(text: LegalText, person: Person) -> str:
    """Where it is answered whether the text lays down procedures; "" for who may not."""
    if text.mistaken_on is not None or not person.has_perm(CORRECTS):
        return ""
    return f"{reverse('legal_texts:edit', args=[text.pk])}#id_regulates_procedures"


def to_answer(person: Person, on: date) -> Work | None:
    """A line for each law, the one that takes effect first before the others: until it is answered
    nobody can tell by when the procedures must be announced."""
    if not person.has_perm(CORRECTS):
        return None
    procedures = serving_people_outside().order_by().values("pk")
    clocks = Clock.objects.open(on).filter(document__in=procedures).order_by()
    texts = LegalText.objects.filter(
        regulates_procedures__isnull=True, pk__in=clocks.values("event__acting")
    ).with_type()
    lines = [_line(text, person) for text in texts.order_by("effective", "pk")[:MOST_LINES]]
    return Work(lines, len(lines) if len(lines) < MOST_LINES else texts.count())


def _line(text: LegalText, person: Person) -> WaitingLine:
    return WaitingLine(
        what=_("Does the law lay down administrative procedures (TTHC)?"),
        about=Truncator(f"{text}: {text.subject}").chars(MOST_LETTERS),
        action=_("Answer"),
        url=answer_url(text, person),
    )


work_items.register(
    WorkItem("procedures", 365, gettext_lazy("Laws to be asked about procedures"), to_answer)
)
