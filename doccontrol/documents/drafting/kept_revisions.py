"""Which of Wagtail's revisions are evidence, and so are kept as they are."""

from __future__ import annotations

from wagtail.models import Revision, TaskState

from doccontrol.documents.models.editions import Edition


def is_kept(revision: Revision) -> bool:
    """An edition or a step of the workflow refers to the revision: it is never written over."""
    return (
        Edition.objects.filter(page_revision=revision.pk).exists()
        or TaskState.objects.filter(revision=revision.pk).exists()
    )
