"""The register of laws: texts, and what one text does to another."""

from __future__ import annotations

from datetime import date
from typing import Self

import reversion
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q, functions
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import LegalNumber, parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.events import AppliedFrom, LawEvent
from doccontrol.register.models.identity import IS_MISTAKE, ONCE_PER_IDENTITY
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.ordering import NEWEST_FIRST, OrderedIndex
from doccontrol.register.models.registered import RegisteredTexts
from doccontrol.register.models.web_addresses import IS_WEB_ADDRESS, web_address
from doccontrol.register.rules import STARTS_A_CLOCK, Effect, Resolver, TextStatus, status_on

__all__ = ["AppliedFrom", "Issuer", "LawEvent", "LegalRelation", "LegalText", "LegalType"]


# All that a status is made of.
STATUS_DAYS = "effective", "expires", "ended_on", "suspended_on", "touched_on", "status_override"


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def with_type(self) -> Self:
        return self.select_related("type", "issuer")

    def with_effects(self) -> Self:
        return self.prefetch_related(self.effects())

    @staticmethod
    def effects() -> Prefetch:
        """Incoming relations fetched once, for ``status`` without a query a row."""
        return Prefetch("acted_on_by", LegalRelation.objects.select_related("acting__type"))

    def normative(self) -> Self:
        return self.filter(type__is_normative=True)

    def matching(self, words: str) -> Self:
        """Texts whose number, subject or issuer hold all ``words``, with or without marks."""
        texts = self
        for word in fold(words).split():
            texts = texts.filter(folded__contains=word)
        return texts

    def numbered(self, raw: str) -> Self:
        """Texts of this number, however it is spelt. Raises NotALegalNumber."""
        return self.filter(number=parse_number(raw).normalised)


@reversion.register(follow=["applied_from"])
class LegalText(models.Model):
    """One legal text. Identity: normalised number + issuer + day of issue (numbers of provinces
    and of individual acts repeat between agencies and years).

    ``effective`` None is "unknown": it is never computed, and never taken for "safe".
    """

    number_raw = models.CharField(_("number"), max_length=100, help_text=_("As printed."))
    number = models.CharField(_("normalised number"), max_length=100, editable=False, db_index=True)
    sort_key = models.CharField(max_length=140, editable=False, db_index=True)
    type = models.ForeignKey(
        LegalType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="texts"
    )
    issuer = models.ForeignKey(
        Issuer,
        verbose_name=_("issuer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="texts",
        help_text=_("Of a joint text, the body named first."),
    )
    co_issuers = models.ManyToManyField(
        Issuer, verbose_name=_("further issuers"), blank=True, related_name="joint_texts"
    )
    subject = models.TextField(pgettext_lazy("legal text", "subject"), blank=True)
    issued = models.DateField(_("issued on"), null=True, blank=True)
    effective = models.DateField(
        _("effective on"),
        null=True,
        blank=True,
        help_text=_("As the text states. Leave empty if it is not known: it is never computed."),
    )
    expires = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("Only a time limit of its own: the first day without force."),
    )
    regulates_procedures = models.BooleanField(
        _("lays down administrative procedures"), null=True, blank=True
    )  # None: nobody has answered yet
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    as_at = models.DateField(
        _("as at"),
        null=True,
        blank=True,
        help_text=_("The day on which the source was last checked."),
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)
    status_override = models.CharField(
        _("status set by hand"), max_length=20, choices=TextStatus.choices, blank=True
    )
    override_reason = models.TextField(_("reason for the status set by hand"), blank=True)
    folded = models.TextField(editable=False, default="")
    # What other texts do to it, as days, so that the whole register can be asked for a status
    # (``acted_days``): the first day ended as a whole, suspended as a whole, changed in part.
    ended_on = models.DateField(null=True, editable=False)
    suspended_on = models.DateField(null=True, editable=False)
    touched_on = models.DateField(null=True, editable=False)
    # When two persons found that it was registered by mistake (``taking_out``).
    mistaken_on = models.DateField(null=True, editable=False)

    objects = RegisteredTexts.from_queryset(LegalTextQuerySet)()
    # For what tells of the past: pages of history, and rows of evidence that name the text.
    every = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["-sort_key"]
        indexes = [
            models.Index(fields=["effective"], name="text_effective"),
            models.Index(fields=["mistaken_on"], condition=IS_MISTAKE, name="text_mistaken"),
            OrderedIndex(*NEWEST_FIRST, name="text_newest_first"),
            # So that counting a status reads no rows.
            models.Index(
                fields=[*STATUS_DAYS, "id"],
                name="text_status_days",
            ),
        ]
        constraints = [
            *ONCE_PER_IDENTITY,
            models.CheckConstraint(
                condition=Q(status_override="") | ~Q(override_reason=""),
                name="text_override_has_reason",
                violation_error_message=_("A status set by hand needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(expires__isnull=True)
                | Q(effective__isnull=True)
                | Q(expires__gt=F("effective")),
                name="text_expires_after_it_takes_effect",
                violation_error_message=_("The expiry date must be after the effective date."),
            ),
            models.CheckConstraint(
                condition=IS_WEB_ADDRESS,
                name="text_source_is_a_web_address",
                violation_error_message=_("The address begins with https:// or http://."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number_raw}"

    def set_number(self, raw: str) -> LegalNumber:
        """Take a printed number. Raises NotALegalNumber."""
        parsed = parse_number(raw)
        self.number_raw = parsed.raw
        self.number, self.sort_key = parsed.normalised, parsed.sort_key
        return parsed

    def fold(self) -> None:
        """Refresh what the register's own search reads."""
        issuer = self.issuer.name if self.issuer else ""
        self.folded = fold(f"{self.number_raw} {self.number} {self.subject} {issuer}")

    @property
    def source_link(self) -> str:
        """Its source's address if that may be a link, else ""."""
        return web_address(self.source_url)

    def effects(self) -> list[Effect]:
        """What other texts do to this one, as plain values for the rules."""
        return [relation.as_effect() for relation in self.acted_on_by.all()]

    def status(self, on: date) -> TextStatus:
        """Derived from dates as of ``on``; a status set by hand stands above."""
        override = TextStatus(self.status_override) if self.status_override else None
        return status_on(
            effective=self.effective,
            expires=self.expires,
            incoming=self.effects(),
            on=on,
            override=override,
        )


class LegalRelationQuerySet(models.QuerySet["LegalRelation"]):
    def starting_clocks(self) -> Self:
        return self.filter(kind__in=STARTS_A_CLOCK)

    def dangling(self) -> Self:
        return self.filter(target__isnull=True)


@reversion.register()
class LegalRelation(models.Model):
    """``acting`` does ``kind`` to ``target``: the direction is fixed and never inferred.

    The target may be a text that is not registered yet: then only its number is known.
    ``target_number`` is what was said; a target that was found by it is a guess (``resolved_by``),
    taken back when the number of that text is corrected. A person's choice stands.
    ``on`` None means: on the day the acting text takes effect.
    """

    acting = models.ForeignKey(
        LegalText, verbose_name=_("acting text"), on_delete=models.PROTECT, related_name="acts_on"
    )
    kind = models.CharField(_("what it does"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(
        LegalText,
        verbose_name=_("target"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acted_on_by",
    )
    target_number = models.CharField(_("number of the target"), max_length=100)
    resolved_by = models.CharField(
        _("target found by"), max_length=10, choices=Resolver.choices, blank=True, editable=False
    )
    on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Empty: when the acting text takes effect.")
    )
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Of a suspension: the first day in force again."),
    )
    scope = models.TextField(_("provisions"), blank=True)
    is_whole = models.BooleanField(_("the whole text"), default=False)
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects = LegalRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["target_number"], name="relation_target_number"),
            models.Index(fields=["target", "kind"], name="relation_target_kind"),
            models.Index(fields=["on", "id"], name="relation_on"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="relation_until"),
        ]
        constraints = [
            models.UniqueConstraint(  # by its sum: no index takes a list as long as some are
                *("acting", "kind", "target_number", functions.MD5("scope")),
                name="relation_once_per_texts_kind_scope",
                violation_error_message=_("The register has this relation already."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(resolved_by=""),
                name="relation_resolved_only_with_target",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("acting")),
                name="relation_not_to_itself",
                violation_error_message=_("A text cannot act on itself."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(on__isnull=True) | Q(until__gt=F("on")),
                name="relation_ends_after_it_starts",
                violation_error_message=_("The end lies after the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acting} {self.get_kind_display()} {self.target or self.target_number}"

    @property
    def effective(self) -> date | None:
        """The day on which the relation bites; None is unknown."""
        return self.on or self.acting.effective

    def as_effect(self) -> Effect:
        kind, on = RelationKind(self.kind), self.effective
        return Effect(kind=kind, on=on, whole=self.is_whole, until=self.until)
