"""Which exact revision stands on the screen, and what of it this person may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from wagtail.models import Revision, TaskState

from doccontrol.documents.ending.succession import check_room
from doccontrol.documents.judging.completeness import check_complete
from doccontrol.documents.judging.turns import StepKind
from doccontrol.documents.judging.workflow import (
    RevisionMovedOn,
    WaitingFor,
    waiting_for,
)
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused
from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class DraftAtHand:
    """``step`` is the one that waits; None while the draft is being written. ``obstacle`` says why
    it could not be issued today; "" where nothing stands in the way."""

    page: ControlledDocument
    draft: ControlledDocument
    revision: Revision
    step: TaskState | None
    turn: WaitingFor | None
    obstacle: str

    @property
    def is_approval(self) -> bool:
        return self.step is not None and self.step.task.content_type.model == StepKind.APPROVAL

    def is_turn_of(self, person: Person) -> bool:
        return self.step is not None and self.turn is not None and person in self.turn.people


def draft_at_hand(page: ControlledDocument, on: date) -> DraftAtHand | None:
    """What was submitted; before that, and after it was sent back, the latest draft. None where
    nothing has been written since the last edition."""
    step = page.current_workflow_task_state
    revision = step.revision if step is not None else page.get_latest_revision()
    if revision is None or Edition.objects.filter(page_revision=revision).exists():
        return None
    draft = revision.as_object()
    _fetch_laws(draft)
    return DraftAtHand(
        page, draft, revision, step, waiting_for(page), _obstacle(revision, draft, on)
    )


def _fetch_laws(draft: ControlledDocument) -> None:
    """All at once: their rows come out of the revision one by one."""
    prefetch_related_objects(list(draft.legal_basis.all()), "text__type", "text__issuer")
    prefetch_related_objects(list(draft.implements.all()), "acting__type", "acting__issuer")


def _obstacle(revision: Revision, draft: ControlledDocument, on: date) -> str:
    try:
        if not revision.is_latest_revision():
            raise RevisionMovedOn
        check_complete(draft, on)
        check_room(draft.pk, starts=draft.in_force_from or on, on=on)
    except Refused as refusal:
        return str(refusal)
    return ""
