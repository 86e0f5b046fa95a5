"""What waits for one person, and the person's own drafts. Constant queries, however many drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState

from doccontrol.documents.drafting.drafters import drafts_for_all
from doccontrol.documents.judging.turns import StepKind, all_turns
from doccontrol.documents.judging.workflow import WaitingFor, everybodys_turn
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft as a list names it; ``code`` is "" for a page that is no controlled document."""

    pk: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that the person may take now; ``events`` of law are those that the draft names."""

    page: DraftPage
    step: str
    is_approval: bool
    events: tuple[int, ...]
    is_reissue: bool
    author: Person | None
    since: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of the person's: not submitted yet (``waiting`` None), or somebody's turn."""

    page: DraftPage
    waiting: WaitingFor | None
    url: str


def _steps_of(person: Person, on: date) -> QuerySet[TaskState]:
    """What Wagtail's ``reviewable_by`` gives, without asking each kind of step for its rows."""
    steps, judges = all_turns(on)
    own = [step.state for step in steps if person in judges.may_act(step)]
    by_group = GroupApprovalTask.objects.filter(active=True)
    if not person.is_superuser:
        by_group = by_group.filter(groups__in=person.groups.all())
    others = Q(task__in=by_group.values("pk"), status=TaskState.STATUS_IN_PROGRESS)
    return TaskState.objects.filter(Q(pk__in=own) | others)


def waiting_for_me(person: Person, on: date) -> list[Waiting]:
    """The steps of any workflow that wait for this person, the longest waiting first; each draft
    named as it was submitted."""
    states = (
        _steps_of(person, on)
        .select_related("task__content_type", "workflow_state__requested_by")
        .annotate(
            document=F("revision__object_id"),
            title=KeyTextTransform("title", F("revision__content")),
            code=KeyTextTransform("code", F("revision__content")),
            implements=KeyTransform("implements", F("revision__content")),
            is_reissue=KeyTransform("is_reissue", F("revision__content")),
        )
    )
    return [
        Waiting(
            page=DraftPage(int(state.document), state.code or "", state.title or ""),
            step=state.task.name,
            is_approval=state.task.content_type.model == StepKind.APPROVAL,
            events=tuple(state.implements or ()),
            is_reissue=bool(state.is_reissue),
            author=state.workflow_state.requested_by,
            since=state.started_at,
            url=judging_url(state.document) if state.code else _edit_url(state.document),
        )
        for state in states.order_by("started_at", "pk")
    ]


def drafts_of(person: Person, on: date) -> list[Draft]:
    """What the person submitted and nobody has finished, and what the person began and has not
    submitted. Sent back first, then what still waits, then what was never submitted. What cannot go
    on, because whoever's turn it is is missing, stands with all who draft for every unit."""
    turns = everybodys_turn(on)
    own = {key for key, turn in turns.items() if turn.submitted_by == person.pk}
    stuck = (
        {key for key, turn in turns.items() if turn.missing} if drafts_for_all(person) else set()
    )
    begun = Q(latest_revision__user=person) & (Q(live=False) | Q(has_unpublished_changes=True))
    documents = ControlledDocument.objects.filter(Q(pk__in=own | stuck) | begun).order_by("code")
    rows = list(documents.values_list("pk", "code", "draft_title"))
    drafts = [Draft(DraftPage(*row), turns.get(row[0]), _edit_url(row[0])) for row in rows]
    return sorted(drafts, key=_urgency)


def _urgency(draft: Draft) -> int:
    if draft.waiting is None:
        return 2
    return 0 if draft.waiting.sent_back else 1


def judging_url(page: int | str) -> str:
    """Where a submitted draft is judged."""
    return reverse("judging:screen", args=[page])


def _edit_url(page: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page])
