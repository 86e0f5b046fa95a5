"""What one person proposes with a reason and another answers: the columns, and what they can never
say. Each chapter adds its subject.

A row is written once and answered once; nothing of it is changed or deleted afterwards. What was
approved is undone the same way it was made: by a row that re-opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.evidence import EvidenceRule, ProtectedRow

# Neither refused, taken back nor re-opened, and no re-opening itself: what stands, or waits to.
CURRENT = Q(
    refused_on__isnull=True,
    taken_back_on__isnull=True,
    reopened_on__isnull=True,
    reopens__isnull=True,
)
UNANSWERED = Q(
    approved_on__isnull=True,
    refused_on__isnull=True,
    taken_back_on__isnull=True,
    is_one_persons=False,
)
GRANTED = Q(approved_on__isnull=False) | Q(is_one_persons=True)


class DecisionState(models.TextChoices):
    """Derived for display; never stored."""

    WAITING = "waiting", _("waits for an answer")
    STANDING = "standing", _("approved")
    REFUSED = "refused", pgettext_lazy("decision", "refused")
    TAKEN_BACK = "taken-back", _("taken back")
    REOPENED = "reopened", _("re-opened")


class TwoPersonDecisionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(UNANSWERED)

    def standing(self) -> Self:
        """In effect: approved, or one person's to decide, and not re-opened since."""
        return self.filter(CURRENT & GRANTED)

    def current(self) -> Self:
        """What stands, or waits to: at most one of a subject."""
        return self.filter(CURRENT)

    def answered(self) -> Self:
        """By another person, or taken back; what one person decides needs no answer."""
        return self.exclude(UNANSWERED).filter(is_one_persons=False)

    def with_people(self) -> Self:
        return self.select_related("proposed_by", "approved_by", "refused_by")

    def first_of_each_batch(self) -> Self:
        """Of these, each that belongs to no batch, and of each batch the one proposed first."""
        earlier = self.order_by().filter(batch=OuterRef("batch"), pk__lt=OuterRef("pk"))
        return self.filter(~Exists(earlier))


def once_per(*fields: str, name: str) -> models.UniqueConstraint:
    """The first proposal for a subject wins; after a refusal another may follow."""
    return models.UniqueConstraint(fields=fields, condition=CURRENT, name=name)


# What is filled once, when somebody answers, takes back or re-opens.
ANSWERS = (
    "approved_by",
    "approved_on",
    "refused_by",
    "refused_on",
    "refusal_reason",
    "taken_back_on",
    "reopened_on",
)


class TwoPersonDecision(ProtectedRow):
    """Base of every such table. The database lets an answer be written once, and nothing else.

    Source: ISO 9001:2015, 7.5.2 (approval) and 7.5.3.2; Quyết định 19/2014/QĐ-TTg Điều 4.
    """

    # Of the subject: what must be the same for two proposals to be one asked twice.
    SUBJECT: ClassVar[Sequence[str]] = ()
    evidence_rule: ClassVar = EvidenceRule(written_once=ANSWERS)

    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_on = models.DateField(_("proposed on"))
    # Where one person is enough: what opens duties, or what nothing hangs on.
    is_one_persons = models.BooleanField(default=False, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    refusal_reason = models.TextField(_("reason for refusing"), blank=True)
    # By whoever proposed it, before anybody answered.
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)
    reopens = models.ForeignKey(
        "self",
        verbose_name=_("re-opens"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="reopenings",
    )
    reopened_on = models.DateField(_("re-opened on"), null=True, blank=True, editable=False)
    # The same in all that were proposed with one reason, to be answered at once.
    batch = models.UUIDField(null=True, blank=True, editable=False, db_index=True)

    objects = TwoPersonDecisionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_has_reason"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="%(class)s_approval_has_person_and_date",
            ),
            models.CheckConstraint(
                condition=Q(refused_by__isnull=True, refused_on__isnull=True)
                | (Q(refused_by__isnull=False, refused_on__isnull=False) & ~Q(refusal_reason="")),
                name="%(class)s_refusal_has_person_date_reason",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, refused_on__isnull=True)
                | Q(approved_on__isnull=True, taken_back_on__isnull=True)
                | Q(refused_on__isnull=True, taken_back_on__isnull=True),
                name="%(class)s_has_one_answer",
            ),
            models.CheckConstraint(
                condition=Q(is_one_persons=False)
                | Q(approved_on__isnull=True, refused_on__isnull=True, taken_back_on__isnull=True),
                name="%(class)s_of_one_person_has_no_answer",
            ),
            models.CheckConstraint(
                condition=(Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")))
                & (Q(refused_by__isnull=True) | ~Q(refused_by=F("proposed_by"))),
                name="%(class)s_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True) | GRANTED,
                name="%(class)s_reopened_was_granted",
            ),
            models.UniqueConstraint(
                fields=["reopens"],
                condition=Q(
                    reopens__isnull=False, refused_on__isnull=True, taken_back_on__isnull=True
                ),
                name="%(class)s_reopened_once",
            ),
        ]

    @property
    def state(self) -> DecisionState:
        if self.refused_on is not None:
            return DecisionState.REFUSED
        if self.taken_back_on is not None:
            return DecisionState.TAKEN_BACK
        if self.reopened_on is not None:
            return DecisionState.REOPENED
        if self.approved_on is not None or self.is_one_persons:
            return DecisionState.STANDING
        return DecisionState.WAITING

    @property
    def is_waiting(self) -> bool:
        return self.state == DecisionState.WAITING

    @property
    def answered_on(self) -> date | None:
        return self.approved_on or self.refused_on or self.taken_back_on

    @property
    def kind_name(self) -> str:
        """As it stands in addresses."""
        return str(self._meta.model_name)

    def subject_values(self) -> dict[str, Any]:
        """By column: a foreign key is its number."""
        subject = (f for f in self._meta.concrete_fields if f.name in self.SUBJECT)
        return {field.name: getattr(self, field.attname) for field in subject}
