"""Who issues texts, and which types of text there are."""

from __future__ import annotations

import reversion
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doccontrol.organisation.counting import Counting


@reversion.register()
class Issuer(models.Model):
    """A body that issues texts, with the days between which it existed and who took over.

    A text of an abolished ministry stays in force, and its successor may amend it.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    abbreviations = models.JSONField(
        _("abbreviations"),
        default=list,
        blank=True,
        help_text=_("As they stand in numbers: BNV, CP."),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        verbose_name=_("successors"),
        symmetrical=False,
        blank=True,
        related_name="predecessors",
    )

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="issuer_ends_after_it_starts",
                violation_error_message=_("An issuer ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@reversion.register()
class LegalType(Counting, models.Model):
    """A kind of text and its rank among the others (Luật 64/2025/QH15 Điều 4, as amended)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=10, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=999, help_text=_("1 is the highest; equal ranks are allowed.")
    )
    is_normative = models.BooleanField(
        _("normative legal text"), help_text=_("Only normative texts (QPPL) start clocks.")
    )

    class Meta:
        verbose_name = _("type of text")
        verbose_name_plural = _("types of text")
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name
