"""Throwing a draft away: back to what was issued last. The revisions remain in the history."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from doccontrol.documents.drafting.drafters import may_draft
from doccontrol.documents.models.authorship import Authorship, authors_of
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
    """Pressed twice, or too late: what was to be done is done, or no longer can be."""

    def __init__(self, document: Draft) -> None:
        super().__init__(what_became(document))


class NeverIssued(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This document was never issued, so there is nothing to go back to. Delete the "
                "draft instead: the menu of its page offers that to who wrote it."
            )
        )


class DraftSubmitted(BeingJudged):
    """Somebody has submitted it, perhaps while the question stood on the screen."""

    def __init__(self, submitted: Authorship | None) -> None:
        if submitted is None:
            super().__init__()
            return
        Refused.__init__(
            self,
            _(
                "%(person)s submitted this draft on %(day)s: it waits for its review or approval "
                "and was not discarded. Who wrote or submitted it takes it back first; then it can "
                "be discarded."
            )
            % {"person": submitted.person, "day": _moment(submitted.at)},
        )


class WrittenMeanwhile(Refused):
    """What would go is not what was read when the question was asked."""

    def __init__(self, document: Draft) -> None:
        revision = document.latest_revision
        super().__init__(
            _(
                "Nothing was discarded: %(person)s has written in this draft on %(day)s, after "
                "this question was asked. Look at the draft; then answer again."
            )
            % {"person": revision.user or "–", "day": _moment(revision.created_at)}
        )


class NotYoursToDiscard(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A draft is discarded by somebody who wrote it, or by the secretary. Ask one of "
                "them."
            )
        )


def what_became(document: Draft) -> str:
    """Of a draft that is not there: by whom it was discarded, or as which edition it was issued."""
    entries = PageLogEntry.objects.filter(page=document.pk, action=DISCARDED)
    last = entries.order_by("-timestamp").select_related("user").first()
    issued = Edition.objects.without_content().get(page_revision=document.live_revision_id)
    if last is not None and last.timestamp > document.last_published_at:
        return _now("The draft was discarded already, by %(person)s on %(day)s.") % {
            "person": last.user,
            "day": _moment(last.timestamp),
        }
    return _now(
        "There is no draft to discard: nothing was written since edition %(number)s was issued."
    ) % {"number": issued.number}


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def may_discard(person: Person, document: Draft, on: date) -> bool:
    """Somebody else's work is not thrown away; what was never issued is deleted instead."""
    if not document.live or not document.has_unpublished_changes:
        return False
    if person.is_superuser or has_role(person, Role.SECRETARY):
        return True
    wrote = person.pk in authors_of([document.pk]).get(document.pk, set())
    return wrote and may_draft(person, document.owner_unit_id, on)


def check_discarding(document: Draft, person: Person, on: date) -> None:
    """Raises NeverIssued, NothingToDiscard, DraftSubmitted, NotYoursToDiscard."""
    if not _is_issued(document.live_revision_id):
        raise NeverIssued
    if not document.has_unpublished_changes:
        raise NothingToDiscard(document)
    if document.workflow_in_progress:
        submissions = Authorship.objects.filter(
            document_id=document.pk, what=Authorship.What.SUBMITTED
        )
        raise DraftSubmitted(submissions.select_related("person").last())
    if not may_discard(person, document, on):
        raise NotYoursToDiscard


@transaction.atomic
def discard_draft(document: Draft, *, revision: int | None, by: Person, on: date) -> None:
    """The next draft begins again from what was issued last, and clean. A draft that was sent back
    leaves the workflow with this. Its revisions and who wrote them stay. ``revision`` is the one
    that was read.

    Raises NeverIssued, NothingToDiscard, DraftSubmitted, NotYoursToDiscard, WrittenMeanwhile.
    """
    lock_document(document.pk)
    document.refresh_from_db()
    check_discarding(document, by, on)
    if revision != document.latest_revision_id:
        raise WrittenMeanwhile(document)
    issued = document.live_revision_id
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


def _is_issued(revision: int | None) -> bool:
    return Edition.objects.filter(page_revision=revision).exists()
