"""That a text was registered by mistake, as two persons find."""

from __future__ import annotations

from typing import ClassVar

import reversion
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import ANSWERS, TwoPersonDecision, once_per
from doccontrol.evidence import EvidenceRule


@reversion.register()
class RegisteredByMistake(TwoPersonDecision):
    """While it stands the register does not have the text (``register.taking_out``)."""

    SUBJECT = ("text",)
    evidence_rule: ClassVar = EvidenceRule(written_once=(*ANSWERS, "set_aside"))

    text = models.ForeignKey(
        "doccontrol.LegalText",
        verbose_name=_("legal text"),
        on_delete=models.PROTECT,
        related_name="mistakes",
    )
    # What the register brings back if this is re-opened; null until it is approved.
    set_aside = models.JSONField(null=True, editable=False)

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("text registered by mistake")
        verbose_name_plural = _("texts registered by mistake")
        ordering = ["-pk"]
        # Whoever decides about new texts proposes it, and whoever sees them sees it.
        default_permissions = ()
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("text", name="mistake_once_per_text"),
        ]

    def __str__(self) -> str:
        if self.reopens_id is not None:
            return _now("%(text)s: bring it back into the register") % {"text": self.text}
        return _now("%(text)s: registered by mistake") % {"text": self.text}
