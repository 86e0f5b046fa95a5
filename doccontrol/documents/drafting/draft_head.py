"""What the author is told above the form: which edition this will be, what is missing, who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from doccontrol.documents.drafting.checklist import Need, unmet
from doccontrol.documents.drafting.discarding import may_discard
from doccontrol.documents.judging.completeness import checklist_of
from doccontrol.documents.judging.turns import Judges
from doccontrol.documents.last_editions import newest_edition, number_after
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.rules import EditionNumber

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
        return unmet(self.needs)


def draft_head(page: Draft, person: Any, on: date) -> DraftHead:
    newest = newest_edition(page.pk) if page.pk else None
    unit = page.owner_unit_id
    is_open = bool(page.pk and unit and page.current_workflow_task is None)
    judges = Judges.on(on, documents=[page.pk], units=[unit]) if is_open else None
    return DraftHead(
        page=page,
        coming=number_after(newest, page),
        before=newest,
        needs=checklist_of(page),
        reviewers=judges.reviewers(page.pk, unit) if judges else [],
        approvers=judges.approvers(page.pk) if judges else [],
        may_discard=is_open and may_discard(person, page, on),
        may_delete=is_open and not page.live and page.permissions_for_user(person).can_delete(),
    )
