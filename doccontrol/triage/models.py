"""Triage: what was decided about each new text that came in as a file."""

from __future__ import annotations

import reversion
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import TwoPersonDecision, once_per
from doccontrol.register.intake.models import IncomingFile


@reversion.register()
class Triage(TwoPersonDecision):
    """One answer per file: registered as a text that concerns us, or not relevant and why.

    What opens duties, or touches none, is one person's to say; that a text on which documents rest
    is not relevant needs a second person. The clocks that follow are derived (``resting``); this
    row is the proof that somebody looked.
    """

    SUBJECT = ("file",)

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("concerns us")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    file = models.ForeignKey(
        IncomingFile,
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="triages",
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
    # Of a row that re-opens another: "".
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices, blank=True)
    units = models.ManyToManyField(
        "doccontrol.Unit",
        verbose_name=_("units asked"),
        blank=True,
        related_name="triages",
    )

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("triage")
        verbose_name_plural = _("triage decisions")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("file", name="triage_once_per_file"),
            models.CheckConstraint(
                condition=Q(reopens__isnull=False, outcome="")
                | Q(outcome="confirmed", text__isnull=False)
                | Q(outcome="not_relevant"),
                name="triage_confirmed_has_text",
            ),
        ]

    def __str__(self) -> str:
        about = self.text or self.file
        if self.reopens_id is not None:
            return _now("%(text)s: look at it again") % {"text": about}
        return f"{about}: {self.get_outcome_display()}"
