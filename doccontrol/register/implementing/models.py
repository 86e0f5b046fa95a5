"""Implementing texts whose parent has ended: a question for people, never an automatic flip."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import reversion
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import (
    ANSWERS,
    TwoPersonDecision,
    TwoPersonDecisionQuerySet,
    once_per,
)
from doccontrol.evidence import EvidenceRule


class ChildAnswerQuerySet(TwoPersonDecisionQuerySet):
    def in_effect(self, on: date) -> Self:
        """Standing, and answered by ``on``."""
        answered = Q(approved_on__lte=on) | Q(is_one_persons=True, proposed_on__lte=on)
        return self.standing().filter(answered)


@reversion.register()
class ChildAnswer(TwoPersonDecision):
    """What was found out about an implementing text (``child``) after its ``parent`` ended.

    ``reason`` is the source: where it is announced that the text continues, or what shows that it
    ended. One person finds out, another answers. Since 01/7/2025 an implementing text ends with
    the text it implements unless its continuation is announced (Luật 64/2025/QH15 Điều 57 as
    amended by Luật 87/2025/QH15 Điều 1 khoản 22; domain §4.4). The question itself is derived from
    dates; only answers are stored.
    """

    SUBJECT = ("child", "parent")
    evidence_rule = EvidenceRule(written_once=(*ANSWERS, "ended_on"))

    class Answer(models.TextChoices):
        CONTINUES = "continues", _("remains in force, as announced")
        ENDED = "ended", _("ended with its parent")

    child = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="answers_as_child"
    )
    parent = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="answers_as_parent"
    )
    # Of a row that re-opens another: "".
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    # From when it is no longer in force; null: the day its parent ended.
    ended_on = models.DateField(_("No longer in force from"), null=True, blank=True)

    objects: ClassVar = ChildAnswerQuerySet.as_manager()

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("answer about an implementing text")
        verbose_name_plural = _("answers about implementing texts")
        ordering = ["-pk"]
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("child", "parent", name="child_answer_once"),
            models.CheckConstraint(
                condition=Q(reopens__isnull=False) | ~Q(answer=""), name="child_answer_is_given"
            ),
        ]

    def __str__(self) -> str:
        if self.reopens_id is not None:
            return _now("%(text)s: re-open the answer") % {"text": self.child}
        return f"{self.child}: {self.get_answer_display()}"
