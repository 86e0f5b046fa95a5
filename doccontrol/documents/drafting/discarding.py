"""Throwing a draft away: back to what was issued last. The revisions remain in the history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from doccontrol.documents.drafting.drafters import may_draft
from doccontrol.documents.models.authorship import authors_of
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.models.rounds import lock_document
from doccontrol.documents.refusals import BeingJudged
from doccontrol.errors import Refused
from doccontrol.organisation.accounts.roles import Role, has_role

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft
    from doccontrol.organisation.models.people import Person

DISCARDED = "doccontrol.discard_draft"


class NothingToDiscard(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is no draft here: nothing was written since the last edition."))


class NotYoursToDiscard(Refused):
    def __init__(self) -> None:
        super().__init__(_("A draft is discarded by somebody who wrote it, or by the secretary."))


def may_discard(person: Person, document: Draft, on: date) -> bool:
    """Somebody else's work is not thrown away; what was never issued is deleted instead."""
    if not document.live or not document.has_unpublished_changes:
        return False
    if person.is_superuser or has_role(person, Role.SECRETARY):
        return True
    wrote = person.pk in authors_of([document.pk]).get(document.pk, set())
    return wrote and may_draft(person, document.owner_unit_id, on)


@transaction.atomic
def discard_draft(document: Draft, *, by: Person, on: date) -> None:
    """The next draft begins again from what was issued last, and clean. A draft that was sent back
    leaves the workflow with this. Its revisions and who wrote them stay.

    Raises NothingToDiscard, BeingJudged, NotYoursToDiscard.
    """
    lock_document(document.pk)
    document.refresh_from_db()
    issued = document.live_revision_id
    if not (document.has_unpublished_changes and issued and _is_issued(issued)):
        raise NothingToDiscard
    if document.workflow_in_progress:
        raise BeingJudged
    if not may_discard(by, document, on):
        raise NotYoursToDiscard
    discarded = document.latest_revision
    if document.current_workflow_state is not None:
        document.current_workflow_state.end_with_its_draft(by)
    page = Page.objects.get(pk=document.pk)
    Page.objects.filter(pk=document.pk).update(
        latest_revision=issued,
        latest_revision_created_at=page.live_revision.created_at,
        has_unpublished_changes=False,
        draft_title=page.title,
    )
    log(instance=page.specific, action=DISCARDED, user=by, revision=discarded)


def register_log_actions(actions: Any) -> None:
    """Hook register_log_actions."""
    actions.register_action(DISCARDED, _("Discard the draft"), _("Draft discarded"))


def _is_issued(revision: int) -> bool:
    return Edition.objects.filter(page_revision=revision).exists()
