"""Triage: what the secretary decided about each new text that came in as a file."""

from __future__ import annotations

import reversion
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doccontrol.register.intake.models import IncomingFile


@reversion.register()
class Triage(models.Model):
    """One answer per file: registered as a text that concerns us, or not relevant and why.

    The clocks that follow are derived (``matching``); this row is the proof that somebody looked.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("concerns us")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    file = models.OneToOneField(
        IncomingFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="triage"
    )
    # Null only for a file that is no legal text at all and was put aside.
    text = models.ForeignKey(
        "doccontrol.LegalText",
        verbose_name=_("legal text"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="triages",
    )
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    units = models.ManyToManyField(
        "doccontrol.Unit", verbose_name=_("units asked"), blank=True, related_name="triages"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_on = models.DateField(_("decided on"))

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triages")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="confirmed", text__isnull=False)
                | (Q(outcome="not_relevant") & ~Q(reason="")),
                name="triage_text_or_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.get_outcome_display()}"


@reversion.register()
class LinkedDocument(models.Model):
    """The secretary says that a document must answer a text although no citation leads there."""

    text = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="linked_documents"
    )
    document = models.ForeignKey(
        "doccontrol.ControlledDocument", on_delete=models.PROTECT, related_name="linked_texts"
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = _("document linked by hand")
        verbose_name_plural = _("documents linked by hand")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "document"], name="linked_document_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="linked_document_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.text}"
