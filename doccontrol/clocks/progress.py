"""How far the answer to a clock has come, and what is the next step of one person. No queries."""

from __future__ import annotations

from dataclasses import dataclass

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
    GIVE = "give", pgettext_lazy("next step", "Give")
    REMIND = "remind", pgettext_lazy("next step", "Remind")
    DRAFT = "draft", pgettext_lazy("next step", "Draft")
    LOOK = "look", pgettext_lazy("next step", "Open")


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides on the next step of one person: whether a proposal waits that the person may
    answer, whether it is the person's turn to judge the draft, and who has the clock. Of a draft
    being judged ``may_draft`` is False."""

    progress: Progress
    may_answer: bool
    is_judge: bool
    may_draft: bool
    may_give: bool
    is_given: bool
    is_given_to_me: bool
    was_reminded: bool


def next_step(standing: Standing) -> NextStep:
    if standing.may_answer:
        return NextStep.ANSWER
    if standing.is_judge:
        is_last = standing.progress is Progress.APPROVAL
        return NextStep.APPROVE if is_last else NextStep.REVIEW
    if standing.progress not in (Progress.NOT_GIVEN, Progress.DRAFTING):
        return NextStep.LOOK
    if standing.may_give and not standing.is_given_to_me:
        return _step_of_giver(standing)
    return NextStep.DRAFT if standing.may_draft else NextStep.LOOK


def _step_of_giver(standing: Standing) -> NextStep:
    if standing.is_given:
        return NextStep.LOOK if standing.was_reminded else NextStep.REMIND
    return NextStep.GIVE
