"""The agency: its settings, and the days on which it does not work; beside them its people, units
and posts."""

from __future__ import annotations

from copy import copy
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from doccontrol.asked_once import asked_seldom
from doccontrol.document_kinds import GENERAL_CODE_PATTERN
from doccontrol.organisation.code_masks import explained
from doccontrol.organisation.code_patterns import validate_pattern
from doccontrol.organisation.counting import Counting
from doccontrol.organisation.models.counting_rules import CountingRule
from doccontrol.organisation.models.holidays import Holiday, HolidayQuerySet
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, PostQuerySet, Unit, UnitQuerySet
from doccontrol.organisation.settings_form import AgencySettingsForm

__all__ = [
    "AgencySettings",
    "CountingRule",
    "Holiday",
    "HolidayQuerySet",
    "Person",
    "Post",
    "PostQuerySet",
    "Unit",
    "UnitQuerySet",
    "validate_pattern",
]


@asked_seldom
def _default_site() -> Site | None:
    return Site.objects.filter(is_default_site=True).first()


@register_setting(icon="cog")
class AgencySettings(Counting, BaseSiteSetting):
    """What differs between agencies. The law gives three months; how a period that ends on a
    day off is counted is for each agency to decide (Civil Code 91/2015/QH13 Điều 147–148)."""

    name = models.CharField(_("name of the agency"), max_length=200, default="")
    superior_body = models.CharField(_("superior body"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    standard = models.CharField(_("standard"), max_length=50, default="TCVN ISO 9001")
    standard_edition = models.CharField(_("edition of the standard"), max_length=10, default="2015")
    clock_months = models.PositiveSmallIntegerField(
        _("months to update a document"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_(
            "Counted from the day a law takes effect. Decision 19/2014/QĐ-TTg, Article 4(4)(a): "
            "three months at the latest."
        ),
    )
    roll_over = models.BooleanField(
        _("a due date on a day off moves to the next working day"),
        default=True,
        help_text=_("Civil Code 91/2015/QH13, Article 148(5). Turn off to be stricter."),
    )
    warning_days = models.PositiveSmallIntegerField(
        _("days of warning"),
        default=30,
        help_text=_("A clock is “due soon” from this many days before."),
    )
    two_judges = models.BooleanField(
        _("reviewer and approver are two persons"),
        default=True,
        help_text=_(
            "Turn off only where the agency is too small: then a director who heads the owner "
            "unit may review and approve. Nobody ever judges what they wrote or submitted."
        ),
    )
    procedure_code_pattern = models.CharField(
        _("pattern of procedure codes"),
        max_length=200,
        default=r"QT-[\w.]+-\d{2}",
        validators=[validate_pattern],
    )
    policy_code_pattern = models.CharField(
        _("pattern of quality policy codes"),
        max_length=200,
        default=r"CSCL(-\d{2})?",
        validators=[validate_pattern],
    )
    general_code_pattern = models.CharField(
        _("pattern of system document codes"),
        max_length=200,
        default=GENERAL_CODE_PATTERN,
        validators=[validate_pattern],
    )
    form_code_pattern = models.CharField(
        _("pattern of form codes"),
        max_length=200,
        default=r"BM-[\w.]+-\d{2}-\d{2}",
        validators=[validate_pattern],
    )
    announcement_code_pattern = models.CharField(
        _("pattern of announcement codes"),
        max_length=200,
        default=r"CB-\d{2}",
        validators=[validate_pattern],
    )

    base_form_class = AgencySettingsForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("superior_body"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("standard"), FieldPanel("standard_edition")]),
            ],
            heading=_("Agency"),
        ),
        MultiFieldPanel(
            # Months and days off are changed with a reason, on a page of their own.
            [FieldPanel("warning_days")],
            heading=_("Three-month clock"),
        ),
        MultiFieldPanel([FieldPanel("two_judges")], heading=_("Review and approval")),
        MultiFieldPanel(
            [
                FieldPanel("procedure_code_pattern"),
                FieldPanel("policy_code_pattern"),
                FieldPanel("general_code_pattern"),
                FieldPanel("form_code_pattern"),
                FieldPanel("announcement_code_pattern"),
            ],
            heading=_("Codes"),
            help_text=explained(),
        ),
    ]

    class Meta:
        verbose_name = _("agency settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(clock_months__gte=1), name="agency_clock_is_at_least_a_month"
            )
        ]

    @classmethod
    def for_site(cls, site: Site | None) -> Self:
        """Without a site, before set-up or once it was deleted: an unsaved row with defaults."""
        return copy(cls._of_site(site)) if site else cls()  # Wagtail notes the request on it

    @classmethod
    @asked_seldom
    def _of_site(cls, site: Site) -> Self:
        return super().for_site(site)

    @classmethod
    def load_default(cls) -> Self:
        return cls.for_site(_default_site())

    @property
    def standard_name(self) -> str:
        """ "TCVN ISO 9001:2015": the edition is configuration, not a constant."""
        return f"{self.standard}:{self.standard_edition}"
