"""The part of a controlled document by which its draft is saved, submitted and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page, Revision

from doccontrol.documents.drafting.kept_revisions import is_kept
from doccontrol.documents.drafting.references import references_entered_once
from doccontrol.documents.models.rounds import DraftRound, DraftWorkflow, lock_document
from doccontrol.documents.refusals import BeingJudged

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = object


class JudgedDraft(Base):
    """Stands before Wagtail's page, so that every door finds these methods."""

    def get_workflow(self) -> DraftWorkflow | None:
        """Every controlled document goes through the one workflow, wherever it stands."""
        return DraftWorkflow.current()

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    @property
    def workflow_states(self) -> Any:
        """As rounds of ours, which say who may take a draft back (``DraftRound``)."""
        return DraftRound.objects.for_instance(self)

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> Any:
        with references_entered_once(self):
            return super().save(*args, **options)

    @transaction.atomic
    def save_revision(self, *args: Any, **options: Any) -> Revision:
        """Save the draft. Autosave asks to write over its last revision; one that was submitted or
        issued is kept, and a new one is made, so nothing typed is lost.

        Raises BeingJudged while the draft waits in the workflow.
        """
        lock_document(self.pk)
        if self.workflow_states.filter(status=DraftRound.STATUS_IN_PROGRESS).exists():
            raise BeingJudged
        over = options.get("overwrite_revision")
        user = options.get("user")
        # Anything else that may not be written over is refused by Wagtail in its own words.
        if over and over.pk == self._latest_revision_number() and over.user == user:
            options["overwrite_revision"] = None if is_kept(over) else over
        return super().save_revision(*args, **options)

    def _latest_revision_number(self) -> int | None:
        stored = Page.objects.filter(pk=self.pk).values_list("latest_revision_id", flat=True)
        return stored.first()
