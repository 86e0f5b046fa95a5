"""By what the duty to revise a document was counted, since which day, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doccontrol.evidence import Evidence

# Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a: "chậm nhất 03 tháng".
MOST_MONTHS = 3


class CountingRule(Evidence):
    """One row for each decision: by it deadlines were counted, and inspectors ask why. What holds
    now stands in the agency's settings too, which is what deadlines are counted by."""

    months = models.PositiveSmallIntegerField(_("months to update a document"))
    roll_over = models.BooleanField(_("a due date on a day off moves to the next working day"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("since"))
    is_longer_confirmed = models.BooleanField(
        _("confirmed although the law gives three months"), default=False
    )

    class Meta:
        verbose_name = _("way of counting")
        verbose_name_plural = _("ways of counting")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="counting_rule_has_reason"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=12), name="counting_rule_months"
            ),
            models.CheckConstraint(
                condition=Q(months__lte=MOST_MONTHS) | Q(is_longer_confirmed=True),
                name="counting_rule_longer_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months}, {self.on:%d/%m/%Y}"
