"""What binds people: editions, and the evidence that hangs on each of them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.documents.models.signed_capacity import (
    CAPACITY_CONSTRAINTS,
    CAPACITY_RULE,
    SignedCapacity,
)
from doccontrol.documents.rules import EditionNumber, EditionState, edition_state
from doccontrol.evidence import Evidence, EvidenceQuerySet, EvidenceRule


class Audience(models.TextChoices):
    """Who must read an edition and confirm it."""

    ALL_STAFF = "all", _("all staff")
    OWNER_UNIT = "owner", _("the owner unit")
    UNITS = "units", _("chosen units")
    NOBODY = "nobody", _("nobody")


# An end is set or brought forward. It is taken back only with what set it: the revocation of the
# edition that was to follow, or the re-opening of the withdrawal.
MAY_END = """
OLD.ends_on IS NULL OR NEW.ends_on < OLD.ends_on
OR EXISTS (SELECT 1 FROM doccontrol_edition following
    WHERE following.document_id = OLD.document_id
    AND following.in_force_from = OLD.ends_on AND following.revoked_on IS NOT NULL)
OR EXISTS (SELECT 1 FROM doccontrol_withdrawal withdrawn
    WHERE withdrawn.edition_id = OLD.id
    AND withdrawn.effective_on = OLD.ends_on AND withdrawn.reopened_on IS NOT NULL)
"""
# Half-open; a revoked edition, which ends on the day it would begin, overlaps nothing.
OVERLAPS = """
EXISTS (SELECT 1 FROM doccontrol_edition other
    WHERE other.document_id = NEW.document_id AND other.id <> NEW.id
    AND other.in_force_from < COALESCE(NEW.ends_on, '9999-12-31')
    AND NEW.in_force_from < COALESCE(other.ends_on, '9999-12-31')
    AND other.in_force_from < COALESCE(other.ends_on, '9999-12-31')
    AND NEW.in_force_from < COALESCE(NEW.ends_on, '9999-12-31'))
"""


class EditionQuerySet(EvidenceQuerySet):
    def in_force(self, on: date) -> Self:
        """Editions that bind readers on ``on``. An edition stops on the day it ends."""
        not_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
        return self.filter(not_ended, in_force_from__lte=on)

    def standing(self) -> Self:
        """Without those that were revoked before they came into force."""
        return self.filter(revoked_on__isnull=True)

    def public(self) -> Self:
        return self.filter(is_public=True)

    def readable_by(self, person: Any) -> Self:
        """Everything for people with an account in use; public editions for everybody else."""
        known = person is not None and person.is_authenticated and person.is_active
        return self.all() if known else self.public()

    def newest_first(self) -> Self:
        return self.order_by("-issue_no", "-revision_no")

    def with_document(self) -> Self:
        return self.select_related("document", "unit")

    def without_content(self) -> Self:
        """For listings: the frozen content is the heavy column."""
        return self.defer("content")


class Edition(Evidence):
    """One approved text of a document, in force over a half-open run of days.

    "In force" is read from the dates, never stored: no job flips it at midnight, and the answer
    for any past day stays the same. The row is evidence; only ``ends_on`` and ``revoked_on`` are
    set later, by what ends it: a successor, a withdrawal, or its revocation (``ending``).
    """

    evidence_rule: ClassVar = EvidenceRule(
        written_once=("revoked_on",),
        changeable={"ends_on": MAY_END},
        forbidden={"two editions would be in force on one day": OVERLAPS},
        links_closed="EXISTS (SELECT 1 FROM doccontrol_signature WHERE edition_id = {owner})",
    )

    document = models.ForeignKey(
        "doccontrol.ControlledDocument", on_delete=models.PROTECT, related_name="editions"
    )
    kind = models.CharField(max_length=20)
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=255)
    field = models.CharField(_("field"), max_length=100, blank=True)
    unit = models.ForeignKey(
        "doccontrol.Unit",
        verbose_name=_("owner unit"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    issue_no = models.PositiveSmallIntegerField(_("issue"))
    revision_no = models.PositiveSmallIntegerField(_("revision number"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField(_("approved on"))
    in_force_from = models.DateField(_("in force from"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    # Called back before its first day: then it ends on that day, and was never in force.
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    is_public = models.BooleanField(_("public"))
    audience = models.CharField(_("must be read by"), max_length=10, choices=Audience.choices)
    addressed_units = models.ManyToManyField("doccontrol.Unit", blank=True, related_name="+")
    implements = models.ManyToManyField(
        "doccontrol.LawEvent", blank=True, related_name="implemented_by"
    )
    # Why it rests on a text that had ended; "" where none had.
    basis_reason = models.TextField(_("reason for an ended legal basis"), blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    # The approved bytes as Wagtail keeps them; PROTECT also stops purge_revisions.
    page_revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="edition"
    )
    issued_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]  # of Evidence, with more words

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["document", "-issue_no", "-revision_no"]
        indexes = [models.Index(fields=["in_force_from", "ends_on"], name="edition_in_force")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "issue_no", "revision_no"],
                name="edition_number_unique_in_document",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(ends_on__isnull=True),
                name="edition_one_open_ended_per_document",
            ),
            models.CheckConstraint(
                condition=Q(issue_no__gte=1), name="edition_issue_starts_at_one"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=False, approved_on__isnull=False),
                name="edition_approval_has_person_and_date",
            ),
            models.CheckConstraint(
                condition=Q(
                    approved_on__isnull=False,
                    in_force_from__isnull=False,
                    approved_on__lte=F("in_force_from"),
                ),
                name="edition_approved_before_in_force",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, ends_on__isnull=True)
                | Q(
                    revoked_on__isnull=True,
                    in_force_from__isnull=False,
                    ends_on__gt=F("in_force_from"),
                )
                | Q(
                    revoked_on__isnull=False,
                    revoked_on__lt=F("in_force_from"),
                    ends_on__isnull=False,
                    ends_on=F("in_force_from"),
                ),
                name="edition_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def number(self) -> EditionNumber:
        return EditionNumber(self.issue_no, self.revision_no)

    def is_in_force(self, on: date) -> bool:
        """Same rule as ``EditionQuerySet.in_force``, for a row already in hand."""
        return self.state(on) is EditionState.IN_FORCE

    def state(self, on: date) -> EditionState:
        return edition_state(self.in_force_from, self.ends_on, on, revoked_on=self.revoked_on)


class Signature(Evidence, SignedCapacity):
    """Who drafted, reviewed and approved an edition, as they were named on that day."""

    evidence_rule = CAPACITY_RULE

    class Role(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("signature", "Drafted")
        REVIEWED = "reviewed", pgettext_lazy("signature", "Reviewed")
        APPROVED = "approved", pgettext_lazy("signature", "Approved")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=Role.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "role", "person"], name="signature_once_per_role"
            ),
            # The last step is one person's; two directors do not approve one edition.
            models.UniqueConstraint(
                fields=["edition"], condition=Q(role="approved"), name="signature_one_approval"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(role="reviewed"), name="signature_one_review"
            ),
            # Four eyes: who drafted can neither review nor approve the same edition.
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(role__in=["drafted", "reviewed"]),
                name="signature_drafter_does_not_review",
            ),
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(role__in=["drafted", "approved"]),
                name="signature_drafter_does_not_approve",
            ),
            *CAPACITY_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_role_display()} {self.name}"


class Citation(Evidence):
    """One legal basis of one edition, with the law's status on the day of approval."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="citations")
    text = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="citations"
    )
    clause = models.CharField(max_length=300, blank=True)
    status_at_approval = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "text", "clause"], name="citation_once_per_clause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.text} {self.clause}".strip()


class Attachment(Evidence):
    """A file of an edition: its own copy of the bytes, under their hash."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=255)
    filename = models.CharField(max_length=255)
    file = models.FileField(upload_to="editions/", max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.filename}"


class FrozenPdf(Evidence):
    """The edition typeset, made once by the worker from the frozen content."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="pdf")
    file = models.FileField(upload_to="editions/", max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.edition}.pdf"
