"""By what decision a person may sign for the agency, and from when until when."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

import reversion
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.evidence import EvidenceRule, ProtectedRow
from doccontrol.organisation.accounts.account_log import AccountChange, note
from doccontrol.organisation.accounts.guards import check_signing
from doccontrol.organisation.models.people import Person


class Capacity(models.TextChoices):
    """The value is the abbreviation that stands before the title (Nghị định 30/2020/NĐ-CP,
    Phụ lục I); the head signs without one."""

    HEAD = "head", _("head of the agency")
    ACTING = "Q", _("acting head (Q.)")
    DEPUTY = "KT", _("deputy, in the head's place (KT.)")
    BY_ORDER = "TL", _("by order of the head (TL.)")
    AUTHORISED = "TUQ", _("authorised by the head (TUQ.)")


# Whoever heads the agency signs by the post; everybody else by a decision.
ASSIGNED = [choice for choice in Capacity.choices if choice[0] != Capacity.HEAD]
FOR_THE_HEAD = (Capacity.DEPUTY, Capacity.BY_ORDER, Capacity.AUTHORISED)

# It ends, or ends earlier; never before something that was signed by it.
MAY_END = """
(OLD.held_until IS NULL OR NEW.held_until < OLD.held_until)
AND NOT EXISTS (SELECT 1 FROM doccontrol_signature signed
    WHERE signed.assignment_id = OLD.id AND signed.signed_on >= NEW.held_until)
"""


class SigningAssignmentQuerySet(models.QuerySet["SigningAssignment"]):
    def held(self, on: date) -> Self:
        """Those that hold on ``on``; ended on the day it began, one never held."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__gt=on), held_from__lte=on)

    def with_names(self) -> Self:
        return self.select_related("person")


@reversion.register()
class SigningAssignment(ProtectedRow):
    """A person signs for the agency in a capacity, by a decision. Written once; only its end is set
    or brought forward: what was signed by it names it.

    Source: Nghị định 30/2020/NĐ-CP Điều 13.
    """

    evidence_rule: ClassVar = EvidenceRule(changeable={"held_until": MAY_END})

    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="signing_assignments",
    )
    capacity = models.CharField(_("signs as"), max_length=5, choices=ASSIGNED)
    on_behalf_of = models.CharField(
        _("title of the head"),
        max_length=100,
        blank=True,
        help_text=_("As it stands behind KT., TL. or TUQ.: “Giám đốc”. Empty for an acting head."),
    )
    title = models.CharField(
        _("title under which the person signs"),
        max_length=100,
        help_text=_("“Phó Giám đốc”; of an acting head “Giám đốc”."),
    )
    decision_number = models.CharField(
        _("number of the decision"),
        max_length=100,
        help_text=_("Of the decision, or of the working rules, that gives the right to sign."),
    )
    decided_on = models.DateField(_("date of the decision"))
    held_from = models.DateField(_("from"))
    held_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day without this right.")
    )
    scope = models.TextField(
        _("what may be signed"),
        blank=True,
        help_text=_("Fields or kinds of documents. An authorisation (TUQ.) must be limited."),
    )

    objects = SigningAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing assignment")
        verbose_name_plural = _("signing assignments")
        ordering = ["person", "-held_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=[value for value, _label in ASSIGNED]),
                name="signing_assignment_capacity_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(decision_number=""),
                name="signing_assignment_names_title_and_decision",
            ),
            models.CheckConstraint(
                condition=(Q(capacity__in=FOR_THE_HEAD) & ~Q(on_behalf_of=""))
                | (Q(capacity=Capacity.ACTING) & Q(on_behalf_of="")),
                name="signing_assignment_says_for_whom",
                violation_error_message=_(
                    "KT., TL. and TUQ. name the title of the head for whom is signed; an acting "
                    "head (Q.) signs for nobody else."
                ),
            ),
            models.CheckConstraint(
                condition=Q(held_from__gte=F("decided_on")),
                name="signing_assignment_begins_after_its_decision",
                violation_error_message=_("The right to sign begins on or after its decision."),
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gte=F("held_from")),
                name="signing_assignment_ends_after_it_begins",
                violation_error_message=_("The right to sign ends after it begins."),
            ),
            # Điều 13 khoản 3: in writing, limited in time and in what may be signed.
            models.CheckConstraint(
                condition=~Q(capacity=Capacity.AUTHORISED)
                | (Q(held_until__isnull=False) & ~Q(scope="")),
                name="signing_assignment_authorisation_is_limited",
                violation_error_message=_(
                    "An authorisation (TUQ.) is limited in time and in what may be signed: write "
                    "until when, and what (Decree 30/2020/NĐ-CP, Article 13(3))."
                ),
            ),
            models.UniqueConstraint(
                fields=["person", "capacity", "decision_number", "held_from"],
                name="signing_assignment_recorded_once",
                violation_error_message=_("This assignment is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return _now("%(person)s, %(capacity)s, decision %(number)s") % {
            "person": self.person,
            "capacity": self.get_capacity_display(),
            "number": self.decision_number,
        }

    def save(self, **options: Any) -> None:
        """Raises AccountRefused if whoever acts may not record or end it: nobody does their own.
        It is written down and told to the person."""
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).first()
            known = before.facts() if before is not None else {}
            if known != self.facts():
                check_signing(self.person, known, self.facts())
                note(AccountChange.What.SIGNING, self.person, before=known, after=self.facts())
            super().save(**options)

    def facts(self) -> dict[str, Any]:
        """In words, for the log of changes."""
        return {
            "capacity": str(self.get_capacity_display()),
            "on_behalf_of": self.on_behalf_of,
            "title": self.title,
            "decision_number": self.decision_number,
            "decided_on": str(self.decided_on),
            "held_from": str(self.held_from),
            "held_until": str(self.held_until or ""),
            "scope": self.scope,
        }
