"""Wagtail's own index, by which documents are found in the administration, kept by the worker.

Wagtail writes it inside the transaction of each save: on PostgreSQL two saves can block each other
there for good, and on SQLite each looks through the whole index. So documents say that they are
not to be written at once (``search_auto_update``), and the worker looks for what has changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import Q
from django.utils import timezone
from wagtail.search import index

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.jobs.working import look_regularly

EVERY = 15  # seconds
UNTIL = "draft-pages-indexed-until"
# A save that had begun before the last look may have been committed after it.
OVERLAP = timedelta(minutes=1)


@look_regularly(seconds=EVERY)
def index_changed_drafts() -> None:
    """All of them once, then what was saved or issued since. Safe to repeat."""
    shared = caches["shared"]
    now, until = timezone.now(), shared.get(UNTIL)
    for page in changed_since(until).specific().iterator():
        index.insert_or_update_object(page)
    shared.set(UNTIL, now, None)


def changed_since(until: datetime | None) -> Any:
    if until is None:
        return ControlledDocument.objects.all()
    begun = until - OVERLAP
    return ControlledDocument.objects.filter(
        Q(latest_revision_created_at__gte=begun)
        | Q(last_published_at__gte=begun)
        | Q(latest_revision_created_at__isnull=True)
    )
