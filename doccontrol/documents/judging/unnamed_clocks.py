"""Duties that a draft could end and does not name: asked about once, before it is submitted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from doccontrol.documents.models.rounds import lock_document
from doccontrol.extension_points import owed_events
from doccontrol.register.models.events import LawEvent

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft
    from doccontrol.organisation.models.people import Person


def unnamed_events(draft: Draft, named: Iterable[LawEvent], on: date) -> list[LawEvent]:
    """Changes of law whose duty is open on ``on`` and that are not among ``named``; the earliest
    first, as it is the most urgent."""
    still_open = Q(pk__in=[])
    for owing in owed_events:
        still_open |= owing.open_on(draft.pk, on)
    known = {event.pk for event in named}
    events = LawEvent.objects.filter(still_open).exclude(pk__in=known).with_text().distinct()
    return sorted(events, key=lambda event: (event.on or date.max, event.pk))


@transaction.atomic
def name_events(document: Draft, keys: Iterable[int], *, by: Person, on: date) -> None:
    """Let the latest draft put these changes of law into practice: of those that are open and that
    it does not name yet. Asked twice, nothing is added. Raises BeingJudged."""
    lock_document(document.pk)
    draft = document.get_latest_revision_as_object()
    chosen = set(keys)
    new = [e for e in unnamed_events(draft, draft.implements.all(), on) if e.pk in chosen]
    if new:
        draft.implements.add(*new)
        draft.save_revision(user=by, log_action=True, clean=False)
