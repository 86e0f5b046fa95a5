"""Who drafts, who reviews, who approves, and whether a draft is ready to be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from doccontrol.documents.basis import ended_basis, first_day
from doccontrol.documents.draft_files import check_files
from doccontrol.documents.edition_models import Edition
from doccontrol.errors import Refused
from doccontrol.organisation.models import Person
from doccontrol.organisation.people import heads_of
from doccontrol.organisation.roles import Role
from doccontrol.register.models import LawEvent, LegalText

if TYPE_CHECKING:
    from doccontrol.documents.models import ControlledDocument


class FourEyes(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You cannot take this step: it needs a person in that role who did not write the "
                "draft. This holds for everybody."
            )
        )


class NoLongerWaiting(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has already taken this step."))


class RevisionMovedOn(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft has changed since it was submitted. "
                "Read it again; it must be submitted anew."
            )
        )


class NotReady(Refused):
    """The draft lacks something without which nobody can judge it."""


class EndedBasis(NotReady):
    """The draft rests on texts that have expired, and does not say why."""

    def __init__(self, texts: Sequence[LegalText], day: date) -> None:
        super().__init__(
            _(
                "No longer in force on %(day)s: %(texts)s. Replace what has ended in the legal "
                "basis, or write in the draft, under “%(field)s”, why the document still rests on "
                "it; then submit again."
            )
            % {
                "day": f"{day:%d/%m/%Y}",
                "texts": "; ".join(str(text) for text in texts),
                "field": Edition._meta.get_field("basis_reason").verbose_name,
            }
        )


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """Whose turn it is: the step, and the people who may take it."""

    step: str
    people: list[Person]
    sent_back: bool
    reason: str


def authors(page: ControlledDocument) -> set[int]:
    """Everybody who saved a revision since the last edition: none of them may judge it."""
    revisions = Revision.objects.for_instance(page).filter(user__isnull=False)
    last = Edition.objects.filter(document_id=page.pk).newest_first().without_content().first()
    if last is not None:
        revisions = revisions.filter(pk__gt=last.page_revision_id)
    return set(revisions.values_list("user_id", flat=True))


def reviewers(page: ControlledDocument, on: date) -> list[Person]:
    """The head of the owner unit on ``on``. If the post is vacant, or the head wrote the draft
    and so may not judge it, the secretary reviews instead."""
    writing = authors(page)
    heads = [person for person in heads_of(page.owner_unit, on) if person.pk not in writing]
    return heads or _people_in(Role.SECRETARY, writing)


def approvers(page: ControlledDocument) -> list[Person]:
    return _people_in(Role.APPROVER, authors(page))


def _people_in(role: Role, without: set[int]) -> list[Person]:
    people = Person.objects.filter(is_active=True, groups__name=role).exclude(pk__in=without)
    return list(people.order_by("last_name", "first_name"))


def waiting_for(page: ControlledDocument) -> WaitingFor | None:
    """Who must act next on a submitted draft; None if it is not in the workflow."""
    state = page.current_workflow_state
    if state is None or state.current_task_state is None:
        return None
    task_state = state.current_task_state
    if state.status == state.STATUS_NEEDS_CHANGES:
        author = [state.requested_by] if state.requested_by else []
        return WaitingFor(str(_("Changes by the author")), author, True, task_state.comment)
    task = task_state.task.specific
    draft = task_state.revision.as_object()
    return WaitingFor(task.name, task.people_who_may_act(draft), False, "")


def check_ready(draft: ControlledDocument, on: date) -> None:
    """Raises NotReady with what is missing on ``on``, before anybody is asked to judge, and what
    ``check_files`` raises."""
    check_files(draft)
    earlier = Edition.objects.filter(document_id=draft.pk)
    if earlier.exists() and not draft.changes.exists():
        raise NotReady(_("Say what changes in this edition: add at least one line with its place."))
    named_again = earlier.filter(implements__in=list(draft.implements.all()))
    if named_again.exists():
        raise NotReady(
            _("An earlier edition already implements one of the changes of law you named.")
        )
    ended = ended_basis(draft, on)
    if ended and not draft.basis_reason.strip():
        raise EndedBasis(ended, first_day(draft, on))


def choosable_events(page: ControlledDocument | None) -> QuerySet[LawEvent]:
    """Events that have a clock on this document and no edition yet, and those already named."""
    if page is None or page.pk is None:
        return LawEvent.objects.none()
    chosen: list[Any] = [event.pk for event in page.implements.all()]
    done = Edition.objects.filter(document_id=page.pk, implements__isnull=False)
    owed = Q(clocks__document_id=page.pk) & ~Q(implemented_by__in=done)
    return LawEvent.objects.filter(owed | Q(pk__in=chosen)).with_text().distinct()
