"""The days on which laws, or provisions of them, begin to bite."""

from __future__ import annotations

from typing import Self

import reversion
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doccontrol.register.rules import EventKind


class LawEventQuerySet(models.QuerySet["LawEvent"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def with_text(self) -> Self:
        return self.select_related("acting__type", "acting__issuer")


class LawEvent(models.Model):
    """A normative text begins to bite on a day: what a clock runs from and an edition names.

    Derived from the register by ``law_events``, never typed in. Each text has one main event (its
    own effect date) and one more for each later day on which a part of it, or something it does
    to another text, takes effect ("staged effect"), on which it ends by its own time limit, or on
    which a suspension that it ordered ends. ``on`` None is unknown. A row whose source is
    gone stays, because clocks and editions point at it, and is no longer current.
    """

    acting = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="events"
    )
    is_main = models.BooleanField(default=True)
    kind = models.CharField(max_length=12, choices=EventKind.choices, default=EventKind.EFFECT)
    on = models.DateField(_("takes effect on"), null=True, blank=True)
    provisions = models.CharField(_("provisions"), max_length=500, blank=True)
    is_current = models.BooleanField(default=True)

    objects = LawEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("law event")
        verbose_name_plural = _("law events")
        ordering = ["-on", "pk"]
        indexes = [models.Index(fields=["on"], name="event_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["acting"], condition=Q(is_main=True), name="event_one_main_per_text"
            ),
            models.UniqueConstraint(
                fields=["acting", "on"],
                condition=Q(is_main=False),
                name="event_one_per_text_and_day",
            ),
            models.CheckConstraint(
                condition=Q(is_main=True) | Q(on__isnull=False), name="event_stage_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        day = f"{self.on:%d/%m/%Y}" if self.on else str(_("date unknown"))
        what = f" ({self.what})" if self.what else ""
        return f"{self.acting.number_raw}{what}, {day}"

    @property
    def what(self) -> str:
        """Which provisions begin, or what ends; "" of a text that takes effect as a whole."""
        if self.kind == EventKind.EFFECT:
            return self.provisions
        return ": ".join(part for part in (self.get_kind_display(), self.provisions) if part)


@reversion.register()
class AppliedFrom(models.Model):
    """Some provisions apply from another day than the text's own (domain §4.3)."""

    text = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.CASCADE, related_name="applied_from"
    )
    applies_on = models.DateField(_("applies from"))
    provisions = models.CharField(_("provisions"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("application date")
        verbose_name_plural = _("application dates")
        ordering = ["applies_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "applies_on", "provisions"], name="applied_from_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.applies_on:%d/%m/%Y} {self.provisions}".strip()
