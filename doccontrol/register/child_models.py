"""Implementing texts whose parent has ended: a question for a person, never an automatic flip."""

from __future__ import annotations

import reversion
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@reversion.register()
class ChildAnswer(models.Model):
    """What was found out about an implementing text (``child``) after its ``parent`` ended.

    Since 01/7/2025 an implementing text ends with the text it implements unless its continuation
    is announced (Luật 64/2025/QH15 Điều 57 as amended by Luật 87/2025/QH15 Điều 1 khoản 22;
    domain §4.4). The question itself is derived from dates; only answers are stored.
    """

    class Answer(models.TextChoices):
        CONTINUES = "continues", _("remains in force, as announced")
        ENDED = "ended", _("ended with its parent")

    child = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="answers_as_child"
    )
    parent = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="answers_as_parent"
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices)
    # Where it is announced that the text continues, or what shows that it ended.
    source = models.CharField(_("source"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("answered on"))

    class Meta:
        verbose_name = _("answer about an implementing text")
        verbose_name_plural = _("answers about implementing texts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="child_answer_once"),
            models.CheckConstraint(condition=~Q(source=""), name="child_answer_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.get_answer_display()}"
