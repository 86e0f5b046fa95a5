"""On the desk: approved editions that wait for their day."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doccontrol.documents.models.editions import Edition
from doccontrol.extension_points import ComingItem, ComingLine, coming_items
from doccontrol.organisation.models.people import Person

MOST_LINES = 20


def editions_to_come(person: Person, on: date) -> list[ComingLine]:
    later = Edition.objects.standing().filter(in_force_from__gt=on).without_content()
    return [
        ComingLine(
            edition.in_force_from,
            _("%(edition)s “%(title)s” comes into force")
            % {"edition": edition, "title": edition.title},
            reverse("documents:edition", args=[edition.document.slug, edition.number.slug]),
        )
        for edition in later.with_document().order_by("in_force_from", "code")[:MOST_LINES]
    ]


coming_items.register(ComingItem("editions", 100, editions_to_come))
