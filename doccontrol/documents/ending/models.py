"""Taking a document out of use, and calling an approved edition back before it binds anybody."""

from __future__ import annotations

from typing import ClassVar, Self

import reversion
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import (
    ANSWERS,
    TwoPersonDecision,
    TwoPersonDecisionQuerySet,
    once_per,
)
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.evidence import EvidenceRule


class WithdrawalQuerySet(TwoPersonDecisionQuerySet):
    def that_ended_an_edition(self) -> Self:
        """Standing, and its edition really stopped that day with nothing in its place: an edition
        that follows meanwhile, or on that very day, overtakes the withdrawal."""
        next_one = Edition.objects.standing().filter(
            document=OuterRef("edition__document"), in_force_from=OuterRef("effective_on")
        )
        return self.standing().filter(
            ~Exists(next_one), edition__ends_on=F("effective_on"), effective_on__isnull=False
        )


@reversion.register()
class Withdrawal(TwoPersonDecision):
    """A document is taken out of use: names the edition that it ends, its last one."""

    SUBJECT = ("edition",)
    evidence_rule = EvidenceRule(written_once=(*ANSWERS, "effective_on"))

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    # As asked for; null in a row that re-opens another.
    takes_effect_on = models.DateField(_("withdrawn from"), null=True, blank=True)
    # What takes its place; none where nothing does.
    replaced_by = models.ForeignKey(
        ControlledDocument,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # As it became with the approval, which may come later than the day asked for.
    effective_on = models.DateField(_("withdrawn since"), null=True, blank=True, editable=False)

    objects: ClassVar = WithdrawalQuerySet.as_manager()

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-pk"]
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("edition", name="withdrawal_once_per_edition"),
            models.CheckConstraint(
                condition=Q(reopens__isnull=False, takes_effect_on__isnull=True)
                | Q(reopens__isnull=True, takes_effect_on__isnull=False),
                name="withdrawal_says_from_when",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(approved_on__isnull=False, effective_on__gte=F("takes_effect_on")),
                name="withdrawal_in_effect_is_approved",
            ),
        ]

    def __str__(self) -> str:
        day = self.effective_on or self.takes_effect_on
        if day is None:
            return _now("%(edition)s: re-open its withdrawal") % {"edition": self.edition}
        return _now("%(edition)s: withdraw from %(day)s") % {
            "edition": self.edition,
            "day": f"{day:%d/%m/%Y}",
        }


@reversion.register()
class Revocation(TwoPersonDecision):
    """An approved edition that is not yet in force will never be: its predecessor stays."""

    SUBJECT = ("edition",)

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="revocations"
    )

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        ordering = ["-pk"]
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("edition", name="revocation_once_per_edition"),
        ]

    def __str__(self) -> str:
        return _now("%(edition)s: revoke before it comes into force") % {"edition": self.edition}
