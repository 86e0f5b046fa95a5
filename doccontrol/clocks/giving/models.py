"""To whom a clock was given, until which day, and what became of it."""

from __future__ import annotations

from typing import Self

import reversion
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def with_people(self) -> Self:
        return self.select_related("person", "given_by", "ended_by")


@reversion.register()
class Assignment(models.Model):
    """One person is to write what answers the clock. Given to another or taken back, the row ends
    and stays."""

    clock = models.ForeignKey(
        "doccontrol.Clock", on_delete=models.CASCADE, related_name="assignments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given to"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    finish_by = models.DateField(_("to be done by"))
    note = models.TextField(_("note"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_on = models.DateField(_("given on"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    # The last day on which the person was reminded.
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(ended_on__isnull=True),
                name="assignment_one_current_per_clock",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="assignment_end_has_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(finish_by__gte=models.F("given_on")),
                name="assignment_is_to_be_done_after_it_is_given",
            ),
        ]

    def __str__(self) -> str:
        return _now("%(clock)s: %(person)s by %(day)s") % {
            "clock": self.clock,
            "person": self.person,
            "day": f"{self.finish_by:%d/%m/%Y}",
        }
