"""The days on which the agency does not work, and the weekend days on which it does."""

from __future__ import annotations

from datetime import date
from typing import Self

import reversion
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.organisation.counting import Counting


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def days_off(self) -> set[date]:
        return set(self.filter(is_day_off=True).values_list("day", flat=True))

    def working_days(self) -> set[date]:
        """Weekend days that are worked in exchange for another day off."""
        return set(self.filter(is_day_off=False).values_list("day", flat=True))

    def days(self) -> set[date]:
        return set(self.values_list("day", flat=True))

    def expected(self) -> Self:
        """Those that nobody has announced yet."""
        return self.filter(announced_by="")


@reversion.register()
class Holiday(Counting, models.Model):
    """One dated exception to the week: a day off, or a weekend day that is worked instead.

    Announced by the text that ``announced_by`` names, or else only expected: a due date that rests
    on it is provisional. A swap is two of them; a year may have any number.
    """

    class Source(models.TextChoices):
        COMPUTED = "computed", _("computed")
        AGENCY = "agency", _("entered by the agency")

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_day_off = models.BooleanField(
        _("day off"), default=True, help_text=_("Untick for a weekend day worked in exchange.")
    )
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.AGENCY, editable=False
    )

    announced_by = models.CharField(
        pgettext_lazy("day off", "announced by"),
        max_length=200,
        blank=True,
        help_text=_("Number of the announcement. Empty: the day is only expected."),
    )

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"

    @property
    def standing(self) -> str:
        """ "expected", or the text that announced it."""
        return self.announced_by or str(_("expected"))
