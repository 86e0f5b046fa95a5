"""Who has a clock in hand: what has been begun to close it, for many clocks at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from doccontrol.clocks.models import Clock, Decision
from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.models.editions import Edition


def in_hand(clocks: Sequence[Clock], on: date) -> dict[int, str]:
    """By primary key, in words, what is under way for each open clock; nothing begun is left out.

    A proposal to decide stands before a draft, and a draft in the workflow before one being
    written. Five queries.
    """
    documents = {clock.document_id for clock in clocks}
    waiting = {
        decision.clock_id: decision
        for decision in Decision.objects.waiting()
        .filter(clock__in=[clock.pk for clock in clocks], reopens__isnull=True)
        .select_related("proposed_by")
    }
    leaving = set(
        Withdrawal.objects.waiting()
        .filter(edition__document__in=documents, reopens__isnull=True)
        .values_list("edition__document", flat=True)
    )
    steps = _workflow_steps(documents)
    named = _events_named_by_drafts(clocks)
    approved = _approved_for_later(documents, on)
    words: dict[int, str] = {}
    for clock in clocks:
        document = clock.document_id
        if clock.pk in waiting:
            words[clock.pk] = _("Decision proposed by %(person)s") % {
                "person": waiting[clock.pk].proposed_by
            }
        elif (document, clock.event_id) in approved:
            words[clock.pk] = _("Edition approved, in force from %(day)s") % {
                "day": f"{approved[document, clock.event_id]:%d/%m/%Y}"
            }
        elif document in leaving:
            words[clock.pk] = _("Withdrawal proposed")
        elif clock.event_id in named.get(document, ()):
            step = steps.get(document)
            words[clock.pk] = (
                _("In the workflow: %(step)s") % {"step": step} if step else _("Draft open")
            )
        elif document in named:
            words[clock.pk] = _("Draft open, but it does not name this change")
    return words


def _workflow_steps(documents: set[int]) -> dict[int, str]:
    states = WorkflowState.objects.filter(
        object_id__in=[str(pk) for pk in documents],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows = states.values_list("object_id", "current_task_state__task__name")
    return {int(key): task for key, task in rows if task}


def _events_named_by_drafts(clocks: Sequence[Clock]) -> dict[int, list[int]]:
    """By document with a draft in progress, the events that the draft names."""
    drafts = {
        clock.document.latest_revision_id: clock.document_id
        for clock in clocks
        if clock.document.has_unpublished_changes or not clock.document.live
    }
    rows = Revision.objects.filter(pk__in=[pk for pk in drafts if pk]).values_list(
        "pk", "content__implements"
    )
    return {drafts[pk]: named or [] for pk, named in rows}


def _approved_for_later(documents: set[int], on: date) -> dict[tuple[int, int], date]:
    later = Edition.objects.standing().filter(
        document__in=documents, in_force_from__gt=on, implements__isnull=False
    )
    return {
        (document, event): day
        for document, event, day in later.values_list("document_id", "implements", "in_force_from")
    }
