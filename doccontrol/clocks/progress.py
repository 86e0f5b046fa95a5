"""How far the answer to a clock has come, and what is the next step of one person. No queries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Progress(models.TextChoices):
    """In the order in which a clock goes through them."""

    NOT_GIVEN = "not-given", _("Not given to anybody")
    DRAFTING = "drafting", pgettext_lazy("progress", "Drafting")
    REVIEW = "review", pgettext_lazy("progress", "Review")
    APPROVAL = "approval", pgettext_lazy("progress", "Approval")
    AWAITING_DAY = "awaiting-day", _("Awaiting its day")

    @property
    def place(self) -> int:
        """From 1."""
        return list(Progress).index(self) + 1


class NextStep(models.TextChoices):
    """What one person is offered for one clock: exactly one of them."""

    ANSWER = "answer", pgettext_lazy("next step", "Answer")
    REVIEW = "review", pgettext_lazy("next step", "Look")
    APPROVE = "approve", pgettext_lazy("next step", "Approve")
    DRAFT = "draft", pgettext_lazy("next step", "Draft")
    LOOK = "look", pgettext_lazy("next step", "Open")


def next_step(progress: Progress, *, may_answer: bool, is_judge: bool, may_draft: bool) -> NextStep:
    """``may_answer`` a proposal that waits; ``is_judge`` of the draft at its present step."""
    if may_answer:
        return NextStep.ANSWER
    if is_judge:
        return NextStep.APPROVE if progress is Progress.APPROVAL else NextStep.REVIEW
    is_open = progress in (Progress.NOT_GIVEN, Progress.DRAFTING)
    return NextStep.DRAFT if is_open and may_draft else NextStep.LOOK
