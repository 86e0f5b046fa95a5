"""Documents that must answer a text although no citation leads there: said by hand."""

from __future__ import annotations

import reversion
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
