"""Who reviews, who approves, whose turn it is, and whether a draft is ready to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState, get_default_page_content_type

from doccontrol.documents.drafting.basis import ended_basis, first_day
from doccontrol.documents.drafting.draft_files import check_files
from doccontrol.documents.judging.turns import Judges, Step, StepKind, all_turns, waiting_steps
from doccontrol.documents.models.authorship import authors_of
from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused
from doccontrol.extension_points import owed_events
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit
from doccontrol.register.models.events import LawEvent
from doccontrol.register.models.texts import LegalText

if TYPE_CHECKING:
    from wagtail.models import Revision

    from doccontrol.documents.drafting.draft import Draft


class FourEyes(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "You cannot take this step: it needs a person in that role who neither wrote nor "
                "submitted the draft; and who approves is another than who reviewed. This holds "
                "for everybody."
            )
        )


class NoLongerWaiting(Refused):
    def __init__(self) -> None:
        super().__init__(_("This step has already been taken."))


class StepTaken(NoLongerWaiting):
    """Somebody was faster: who, with what, and when."""

    def __init__(self, state: TaskState) -> None:
        super().__init__()
        if state.finished_by is None:
            return
        is_approval = state.task.content_type.model == StepKind.APPROVAL
        words = {
            TaskState.STATUS_APPROVED: _("%(person)s approved and issued this draft on %(day)s.")
            if is_approval
            else _("%(person)s reviewed this draft on %(day)s and passed it on for approval."),
            TaskState.STATUS_REJECTED: _("%(person)s sent this draft back on %(day)s."),
            TaskState.STATUS_CANCELLED: _("%(person)s took this draft back on %(day)s."),
        }
        day = f"{timezone.localtime(state.finished_at):%d/%m/%Y}"
        if state.status in words:
            self.args = (words[state.status] % {"person": state.finished_by, "day": day},)


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


class IssuedAlready(NotReady):
    """Nobody is asked to judge what has been judged; its authors and signatures stand."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(
            _("Edition %(edition)s was issued from this text. Change it and save; then submit.")
            % {"edition": edition}
        )


class UnitIsGone(NotReady):
    """The owner unit does not exist on the day: it would have no head who could review."""

    def __init__(self, unit: Unit, day: date) -> None:
        super().__init__(
            _(
                "The owner unit “%(unit)s” does not exist on %(day)s. Choose the unit that has "
                "taken over the work; then submit again."
            )
            % {"unit": unit, "day": f"{day:%d/%m/%Y}"}
        )


class DayHasPassed(NotReady):
    """Nobody is bound from a day on which the edition did not exist yet."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _(
                "The day named under “%(field)s”, %(day)s, has passed: no edition binds backwards. "
                "Write a later day in the draft, or leave it empty for the day of approval; then "
                "submit again."
            )
            % {
                "field": Edition._meta.get_field("in_force_from").verbose_name,
                "day": f"{day:%d/%m/%Y}",
            }
        )


class ImplementedAlready(NotReady):
    def __init__(self, events: Sequence[LawEvent]) -> None:
        super().__init__(
            _(
                "An earlier edition already implements %(laws)s. Untick it in the draft; then "
                "submit again."
            )
            % {"laws": "; ".join(map(str, events))}
        )


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
    """Whose turn it is: the step, and the people who may take it; ``missing`` says who is missing
    and what to do where there are none. ``submitted_by``: the primary key."""

    step: str
    people: list[Person]
    sent_back: bool
    reason: str
    missing: str = ""
    submitted_by: int | None = None


def authors(page: Draft) -> set[int]:
    """Everybody who saved or submitted something since the last edition: none of them may judge."""
    return authors_of([page.pk]).get(page.pk, set())


def waiting_for(page: Draft) -> WaitingFor | None:
    """Who must act next on a submitted draft; None if it is not in the workflow."""
    return whose_turn([page.pk], timezone.localdate()).get(page.pk)


def everybodys_turn(on: date) -> dict[int, WaitingFor]:
    """``whose_turn`` of every submitted draft."""
    return _turns(WorkflowState.objects.active(), *all_turns(on))


def whose_turn(documents: Iterable[int], on: date) -> dict[int, WaitingFor]:
    """By document what each waits for on ``on``; constant queries, however many documents."""
    keys = [str(pk) for pk in documents]
    steps = waiting_steps(TaskState.objects.filter(workflow_state__object_id__in=keys))
    return _turns(
        WorkflowState.objects.active().filter(object_id__in=keys), steps, Judges.of(steps, on)
    )


def _turns(
    rounds: QuerySet[WorkflowState], steps: list[Step], judges: Judges
) -> dict[int, WaitingFor]:
    """``steps`` are at least those of the rounds, ``judges`` are theirs."""
    current = rounds.filter(
        base_content_type=get_default_page_content_type(), current_task_state__isnull=False
    ).select_related("requested_by", "current_task_state__task")
    by_state = {step.state: step for step in steps}
    turns = {}
    for state in current:
        if state.status == state.STATUS_NEEDS_CHANGES:
            turns[int(state.object_id)] = _sent_back(state)
        elif step := by_state.get(state.current_task_state_id):
            name = state.current_task_state.task.name
            people, missing = judges.may_act(step), judges.who_is_missing(step)
            turns[int(state.object_id)] = WaitingFor(
                name, people, False, "", missing, state.requested_by_id
            )
    return turns


def _sent_back(state: WorkflowState) -> WaitingFor:
    step, reason = str(_("Changes by the author")), state.current_task_state.comment
    author = state.requested_by
    if author is not None and author.is_active:
        return WaitingFor(step, [author], True, reason, "", author.pk)
    closed = str(_("The author's account is closed: the secretary carries it on."))
    return WaitingFor(step, [], True, reason, closed, state.requested_by_id)


def check_ready(draft: Draft, on: date) -> None:
    """Raises NotReady with what is missing on ``on``, before anybody is asked to judge, and what
    ``check_files`` raises."""
    _check_unit(draft, on)
    if draft.in_force_from is not None and draft.in_force_from < on:
        raise DayHasPassed(draft.in_force_from)
    check_files(draft)
    earlier = Edition.objects.standing().filter(document_id=draft.pk)
    if earlier.exists() and not draft.changes.exists():
        raise NotReady(_("Say what changes in this edition: add at least one line with its place."))
    named = [event.pk for event in draft.implements.all()]
    again = LawEvent.objects.filter(pk__in=named, implemented_by__in=earlier).with_text().distinct()
    if again:
        raise ImplementedAlready(list(again))
    ended = ended_basis(draft, on)
    if ended and not draft.basis_reason.strip():
        raise EndedBasis(ended, first_day(draft, on))


def check_unissued(revision: Revision) -> None:
    """Raises IssuedAlready if an edition was issued from ``revision``, revoked since or not."""
    edition = Edition.objects.without_content().filter(page_revision=revision).first()
    if edition is not None:
        raise IssuedAlready(edition)


def _check_unit(draft: Draft, on: date) -> None:
    unit = Unit.objects.filter(pk=draft.owner_unit_id).first()
    if unit is None:
        raise NotReady(_("Choose the owner unit: its head reviews the draft."))
    if not Unit.objects.existing(on).filter(pk=unit.pk).exists():
        raise UnitIsGone(unit, on)


def choosable_events(page: Draft | None) -> QuerySet[LawEvent]:
    """Events that the document owes, and that no edition of it names yet; and those chosen."""
    if page is None or page.pk is None:
        return LawEvent.objects.none()
    chosen: list[Any] = [event.pk for event in page.implements.all()]
    done = Edition.objects.standing().filter(document_id=page.pk, implements__isnull=False)
    allowed = Q(pk__in=chosen)
    for owing in owed_events:
        allowed |= owing.owed(page.pk) & ~Q(implemented_by__in=done)
    return LawEvent.objects.filter(allowed).with_text().distinct()
