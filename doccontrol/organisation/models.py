"""The agency: its settings, units, people in posts, and the days on which it does not work."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

import reversion
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from doccontrol.organisation.counting import Counting
from doccontrol.organisation.holiday_models import Holiday

__all__ = ["AgencySettings", "Holiday", "Person", "Post", "PostQuerySet", "Unit", "UnitQuerySet"]


class Person(AbstractUser):
    """Someone with an account. People are deactivated, never deleted: evidence names them."""

    def get_full_name(self) -> str:
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")


def validate_pattern(value: str) -> None:
    """Raises ValidationError for a text that is not a regular expression."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValidationError(
            _("This is not a valid pattern: %(error)s."), params={"error": error}
        ) from error


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
    procedure_code_pattern = models.CharField(
        _("pattern of procedure codes"),
        max_length=200,
        default=r"QT-[\w.]+-\d{2}",
        validators=[validate_pattern],
        help_text=_("A regular expression that the whole code must match."),
    )
    policy_code_pattern = models.CharField(
        _("pattern of quality policy codes"),
        max_length=200,
        default=r"CSCL(-\d{2})?",
        validators=[validate_pattern],
    )
    general_code_pattern = models.CharField(
        _("pattern of manual, regulation and instruction codes"),
        max_length=200,
        default=r"(STCL|QC|HD)-[\w.-]*\d{2}",
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
            [FieldPanel("clock_months"), FieldPanel("roll_over"), FieldPanel("warning_days")],
            heading=_("Three-month clock"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("procedure_code_pattern"),
                FieldPanel("policy_code_pattern"),
                FieldPanel("general_code_pattern"),
                FieldPanel("form_code_pattern"),
                FieldPanel("announcement_code_pattern"),
            ],
            heading=_("Codes"),
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
    def load_default(cls) -> AgencySettings:
        """The settings of the default site; an unsaved row with the defaults before set-up."""
        site = Site.objects.filter(is_default_site=True).first()
        return cls.for_site(site) if site else cls()

    @property
    def standard_name(self) -> str:
        """ "TCVN ISO 9001:2015": the edition is configuration, not a constant."""
        return f"{self.standard}:{self.standard_edition}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def existing(self, on: date) -> Self:
        """Units that exist on ``on``; the last day is the day before ``valid_until``."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        not_ended = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
        return self.filter(started & not_ended)


@reversion.register()
class Unit(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's page manager
    """A division of the agency, with the days between which it existed."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day without this unit.")
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sort_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="unit_ends_after_it_starts",
                violation_error_message=_("A unit ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="unit_does_not_succeed_itself",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date) -> Self:
        """Posts held on ``on``, by people whose account is active."""
        return self.filter(
            Q(held_until__isnull=True) | Q(held_until__gt=on),
            held_from__lte=on,
            person__is_active=True,
        )

    def heads_of(self, unit: Unit, on: date) -> Self:
        return self.held(on).filter(unit=unit, is_head=True)

    def with_names(self) -> Self:
        return self.select_related("person", "unit")


@reversion.register()
class Post(models.Model):
    """A person holds a title in a unit, from a day until another."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="posts"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(_("title of the post"), max_length=100)
    is_head = models.BooleanField(_("head of the unit"), default=False)
    held_from = models.DateField(_("from"))
    held_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day without this post.")
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit", "-is_head", "held_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gt=F("held_from")),
                name="post_ends_after_it_starts",
                violation_error_message=_("A post ends after it starts."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_head=True, held_until__isnull=True),
                name="unit_has_one_head_without_end",
                violation_error_message=_(
                    "This unit already has a head. "
                    "End that post first, on the day the new one begins."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.unit}"
