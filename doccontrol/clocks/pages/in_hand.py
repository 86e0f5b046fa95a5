"""Who has a clock in hand: what has been begun to close it, for many clocks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from doccontrol.clocks.giving.models import Assignment
from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.progress import Progress
from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.judging.turns import StepKind, all_turns
from doccontrol.documents.models.editions import Edition
from doccontrol.organisation.models.people import Person

PROGRESS = {StepKind.REVIEW: Progress.REVIEW, StepKind.APPROVAL: Progress.APPROVAL}


@dataclass(frozen=True, slots=True)
class InHand:
    """``words`` say what is under way, "" if nothing is; ``people`` are those whose turn it is.
    ``is_locked``: the document is in the workflow, with this change of law or without it."""

    progress: Progress = Progress.NOT_GIVEN
    words: str = ""
    people: tuple[Person, ...] = ()
    decision: Decision | None = None
    assignment: Assignment | None = None
    is_locked: bool = False

    @property
    def is_judged(self) -> bool:
        return self.progress in PROGRESS.values()

    @property
    def names(self) -> str:
        return ", ".join(map(str, self.people))


def in_hand(clocks: Sequence[Clock], on: date) -> dict[int, InHand]:
    """By primary key, what is under way for each open clock.

    A proposal to decide stands before a draft, and a draft in the workflow before one being
    written. Constant queries.
    """
    begun = _Begun.of(clocks, on)
    return {
        clock.pk: _given(
            replace(begun.about(clock), is_locked=clock.document_id in begun.steps),
            begun.given.get(clock.pk),
        )
        for clock in clocks
    }


def _given(hand: InHand, assignment: Assignment | None) -> InHand:
    """With whom it was given to, who has it in hand until a draft is begun."""
    if assignment is None:
        return hand
    if hand.progress is not Progress.NOT_GIVEN:
        return replace(hand, assignment=assignment)
    people = (assignment.person,)
    return replace(hand, assignment=assignment, progress=Progress.DRAFTING, people=people)


@dataclass(slots=True)
class _Begun:
    """What was begun about some clocks, by clock or by document."""

    proposals: dict[int, Decision] = field(default_factory=dict)
    leaving: set[int] = field(default_factory=set)
    steps: dict[int, str] = field(default_factory=dict)
    turns: dict[int, tuple[Progress, tuple[Person, ...]]] = field(default_factory=dict)
    drafts: dict[int, tuple[list[int], Person | None]] = field(default_factory=dict)
    approved: dict[tuple[int, int], date] = field(default_factory=dict)
    given: dict[int, Assignment] = field(default_factory=dict)

    @classmethod
    def of(cls, clocks: Sequence[Clock], on: date) -> Self:
        documents = {clock.document_id for clock in clocks}
        if not documents:
            return cls()
        steps = _workflow_steps(documents)
        return cls(
            proposals=_proposals(clocks),
            leaving=_leaving(documents),
            steps=steps,
            turns=_whose_turn(on) if steps else {},
            drafts=drafts_of(clocks),
            approved=_approved_for_later(documents, on),
            given=_assignments(clocks),
        )

    def about(self, clock: Clock) -> InHand:
        document, event = clock.document_id, clock.event_id
        progress, people = self._draft_of(clock)
        if proposal := self.proposals.get(clock.pk):
            words = _("Decision proposed by %(person)s") % {"person": proposal.proposed_by}
            return InHand(progress, words, people, proposal)
        if day := self.approved.get((document, event)):
            words = _("Edition approved, in force from %(day)s") % {"day": f"{day:%d/%m/%Y}"}
            return InHand(Progress.AWAITING_DAY, words)
        if document in self.leaving:
            return InHand(progress, _("Withdrawal proposed"), people)
        if document not in self.drafts:
            return InHand()
        if event not in self.drafts[document][0]:
            words = _("Draft open, but it does not name this change")
            return InHand(Progress.NOT_GIVEN, words, people)
        if step := self.steps.get(document):
            return InHand(progress, _("In the workflow: %(step)s") % {"step": step}, people)
        return InHand(progress, _("Draft open"), people)

    def _draft_of(self, clock: Clock) -> tuple[Progress, tuple[Person, ...]]:
        events, author = self.drafts.get(clock.document_id, ([], None))
        if clock.event_id not in events:
            return Progress.NOT_GIVEN, ()
        drafting = Progress.DRAFTING, (author,) if author else ()
        return self.turns.get(clock.document_id, drafting)


def _proposals(clocks: Sequence[Clock]) -> dict[int, Decision]:
    waiting = Decision.objects.waiting().filter(
        clock__in=[clock.pk for clock in clocks], reopens__isnull=True
    )
    return {decision.clock_id: decision for decision in waiting.select_related("proposed_by")}


def _assignments(clocks: Sequence[Clock]) -> dict[int, Assignment]:
    """Of accounts in use: what somebody had who has left is to be given anew."""
    current = Assignment.objects.current().filter(
        clock__in=[clock.pk for clock in clocks], person__is_active=True
    )
    return {row.clock_id: row for row in current.select_related("person")}


def _leaving(documents: set[int]) -> set[int]:
    waiting = Withdrawal.objects.waiting().filter(
        edition__document__in=documents, reopens__isnull=True
    )
    return set(waiting.values_list("edition__document", flat=True))


def _workflow_steps(documents: set[int]) -> dict[int, str]:
    states = WorkflowState.objects.filter(
        object_id__in=[str(pk) for pk in documents],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    rows = states.values_list("object_id", "current_task_state__task__name")
    return {int(key): task for key, task in rows if task}


def _whose_turn(on: date) -> dict[int, tuple[Progress, tuple[Person, ...]]]:
    steps, judges = all_turns(on)
    return {step.document: (PROGRESS[step.kind], tuple(judges.may_act(step))) for step in steps}


def drafts_of(clocks: Sequence[Clock]) -> dict[int, tuple[list[int], Person | None]]:
    """By document with a draft in progress, the events that the draft names and who saved it."""
    drafts = {
        clock.document.latest_revision_id: clock.document_id
        for clock in clocks
        if clock.document.has_unpublished_changes or not clock.document.live
    }
    revisions = Revision.objects.filter(pk__in=[pk for pk in drafts if pk])
    rows = revisions.annotate(events=F("content__implements")).select_related("user")
    return {drafts[row.pk]: (row.events or [], row.user) for row in rows.defer("content")}


def _approved_for_later(documents: set[int], on: date) -> dict[tuple[int, int], date]:
    later = Edition.objects.standing().filter(
        document__in=documents, in_force_from__gt=on, implements__isnull=False
    )
    return {
        (document, event): day
        for document, event, day in later.values_list("document_id", "implements", "in_force_from")
    }
