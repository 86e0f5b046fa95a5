"""What the author is told above the form: which edition this will be, what is missing, who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from doccontrol.documents.drafting.checklist import Need
from doccontrol.documents.drafting.discarding import may_discard
from doccontrol.documents.judging.completeness import checklist_of
from doccontrol.documents.judging.workflow import approvers, reviewers
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.rules import EditionNumber, next_number

if TYPE_CHECKING:
    from doccontrol.documents.drafting.draft import Draft
    from doccontrol.organisation.models.people import Person


@dataclass(frozen=True, slots=True)
class DraftHead:
    """``before``: the last edition, with what its number was; ``reviewers`` and ``approvers``: who
    would act if the draft were submitted now, nobody while it is judged. What was never issued is
    not discarded but deleted (``may_delete``)."""

    page: Draft
    coming: EditionNumber
    before: Edition | None
    needs: list[Need]
    reviewers: list[Person]
    approvers: list[Person]
    may_discard: bool
    may_delete: bool

    @property
    def missing(self) -> list[Need]:
        return [need for need in self.needs if not need.is_met]


def draft_head(page: Draft, person: Any, on: date) -> DraftHead:
    editions = Edition.objects.filter(document_id=page.pk).without_content().newest_first()
    last = editions.first() if page.pk else None
    is_open = bool(page.pk and page.owner_unit_id and page.current_workflow_task is None)
    return DraftHead(
        page=page,
        coming=next_number(last.number if last else None, reissue=page.is_reissue),
        before=last,
        needs=checklist_of(page),
        reviewers=reviewers(page, on) if is_open else [],
        approvers=approvers(page, on) if is_open else [],
        may_discard=is_open and may_discard(person, page, on),
        may_delete=is_open and not page.live and page.permissions_for_user(person).can_delete(),
    )
