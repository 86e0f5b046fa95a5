"""In which capacity an approval was signed, as it stood on that day; and which one was chosen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doccontrol.evidence import Evidence, EvidenceRule
from doccontrol.organisation.models.signing_assignments import Capacity, SigningAssignment


class SignedCapacity(models.Model):
    """Columns of a signature. Empty where the agency had recorded nothing of who signs how, and of
    those who drafted or reviewed: only the approval is signed for the agency."""

    capacity = models.CharField(_("signs as"), max_length=5, blank=True, choices=Capacity.choices)
    on_behalf_of = models.CharField(_("title of the head"), max_length=100, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    assigned_from = models.DateField(_("from"), null=True, blank=True)
    assigned_until = models.DateField(_("until"), null=True, blank=True)
    assignment = models.ForeignKey(
        SigningAssignment,
        verbose_name=_("signing assignment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
    )

    class Meta:
        abstract = True


_RESTS_ON_NOTHING = Q(
    on_behalf_of="",
    decision_number="",
    decided_on__isnull=True,
    assigned_from__isnull=True,
    assigned_until__isnull=True,
    assignment__isnull=True,
)
CAPACITY_CONSTRAINTS = [
    models.CheckConstraint(
        condition=(Q(capacity__in=["", Capacity.HEAD]) & _RESTS_ON_NOTHING)
        | (
            Q(
                capacity__in=[value for value in Capacity.values if value != Capacity.HEAD],
                assignment__isnull=False,
                decided_on__isnull=False,
                assigned_from__isnull=False,
            )
            & ~Q(decision_number="")
        ),
        name="signature_capacity_rests_on_its_decision",
    ),
    models.CheckConstraint(
        condition=Q(assigned_from__isnull=True)
        | Q(assigned_from__lte=F("signed_on"), assigned_until__isnull=True)
        | Q(
            assigned_from__lte=F("signed_on"),
            assigned_until__isnull=False,
            assigned_until__gt=F("signed_on"),
        ),
        name="signature_capacity_holds_on_its_day",
    ),
    models.CheckConstraint(
        condition=Q(capacity="") | Q(role="approved"), name="signature_capacity_is_of_the_approval"
    ),
]
# A signature says of the assignment what the assignment says.
ANOTHERS_ASSIGNMENT = """
NEW.assignment_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM doccontrol_signingassignment held
    WHERE held.id = NEW.assignment_id AND held.person_id = NEW.person_id
    AND held.capacity = NEW.capacity AND held.on_behalf_of = NEW.on_behalf_of
    AND held.decision_number = NEW.decision_number AND held.decided_on = NEW.decided_on
    AND held.held_from <= NEW.signed_on
    AND (held.held_until IS NULL OR held.held_until > NEW.signed_on))
"""
CAPACITY_RULE = EvidenceRule(
    forbidden={"it rests on an assignment that says something else": ANOTHERS_ASSIGNMENT}
)


class ChosenCapacity(Evidence):
    """In which of their capacities somebody approves, kept with the step: what issues the edition
    reads it there, as it reads who took the step. Without an assignment: as head of the agency."""

    # The key of Wagtail's step as a plain number, as authorship has that of the revision.
    step_number = models.PositiveBigIntegerField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        SigningAssignment, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("chosen capacity")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.step_number}: {self.assignment or self.person}"
