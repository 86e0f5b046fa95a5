"""The units of the agency, and who holds which post in them from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import reversion
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.organisation.accounts.account_log import AccountChange, note
from doccontrol.organisation.accounts.guards import check_leadership, check_post
from doccontrol.organisation.accounts.one_by_one import OneByOne, facts_that_differ
from doccontrol.organisation.models.people import Person

# By these the head of a unit is, from when until when, the head of the agency.
LEADING = ("is_leadership", "valid_from", "valid_until")
COLUMNS = ("person_id", "unit_id", "title", "is_head", "held_from", "held_until")


class UnitQuerySet(OneByOne):
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
    is_leadership = models.BooleanField(
        _("leadership of the agency"),
        default=False,
        help_text=_("The head of this unit is the head of the agency and signs as such."),
    )

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
                violation_error_message=_("The end date must be after the start date."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="unit_does_not_succeed_itself",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
            models.UniqueConstraint(
                fields=["is_leadership"],
                condition=Q(is_leadership=True, valid_until__isnull=True),
                name="unit_one_leads_the_agency",
                violation_error_message=_("Another unit is already the leadership of the agency."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """Raises AccountRefused if whoever acts may not say so who leads the agency. It is written
        down and told to whoever heads the unit."""
        with transaction.atomic():
            before = self._stored()
            if facts_that_differ(before, self, LEADING):
                self._guard_leadership(before, self)
            super().save(**options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Raises AccountRefused where it leads the agency."""
        with transaction.atomic():
            self._guard_leadership(self._stored(), None)
            return super().delete(*args, **options)

    def facts(self) -> dict[str, Any]:
        """Whether and when it leads the agency, in words, for the log of changes."""
        return {
            "unit": str(self),
            "is_leadership": self.is_leadership,
            "valid_from": str(self.valid_from or ""),
            "valid_until": str(self.valid_until or ""),
        }

    def _stored(self) -> Unit | None:
        return None if self.pk is None else Unit.objects.filter(pk=self.pk).first()

    def _guard_leadership(self, before: Unit | None, after: Unit | None) -> None:
        if not any(unit is not None and unit.is_leadership for unit in (before, after)):
            return
        posts = Post.objects.filter(unit=self.pk, is_head=True).select_related("person")
        rows = posts.exclude(held_until__lte=timezone.localdate())
        heads = list(dict.fromkeys(post.person for post in rows))
        old_facts, new_facts = (
            unit.facts() if unit is not None else {} for unit in (before, after)
        )
        check_leadership(str(self), heads, old_facts, new_facts)
        for about in heads or [str(self)]:
            note(AccountChange.What.SIGNING, about, before=old_facts, after=new_facts)


class PostQuerySet(OneByOne):
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
                violation_error_message=_("The end date must be after the start date."),
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

    def save(self, **options: Any) -> None:
        """Raises AccountRefused if whoever acts may not make this change. Each change is written
        down and told to the person, and to whoever held the post before."""
        with transaction.atomic():
            before = self._stored()
            if facts_that_differ(before, self, COLUMNS):
                self._guard(before, self)
            super().save(**options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Raises AccountRefused."""
        with transaction.atomic():
            self._guard(self._stored(), None)
            return super().delete(*args, **options)

    def facts(self) -> dict[str, Any]:
        """The post in words, for the log of changes."""
        return {
            "person": str(self.person),
            "unit": str(self.unit),
            "title": self.title,
            "is_head": self.is_head,
            "held_from": str(self.held_from),
            "held_until": str(self.held_until or ""),
        }

    def _stored(self) -> Post | None:
        return None if self.pk is None else Post.objects.filter(pk=self.pk).first()

    @staticmethod
    def _guard(before: Post | None, after: Post | None) -> None:
        holders = list(dict.fromkeys(post.person for post in (before, after) if post is not None))
        check_post(holders, before, after)
        facts = [post.facts() if post is not None else {} for post in (before, after)]
        for person in holders:
            note(AccountChange.What.POST, person, before=facts[0], after=facts[1])
