"""Who wrote and who submitted a draft: rows of our own, which outlive Wagtail's revisions.

Wagtail forgets authors: ``purge_revisions`` deletes revisions, autosave overwrites them in place,
a deleted account would empty their user. Four eyes are judged by these rows alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.documents.models.editions import Edition
from doccontrol.evidence import Evidence, EvidenceQuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Revision

    from doccontrol.organisation.models.people import Person


class AuthorshipQuerySet(EvidenceQuerySet):
    def since_last_edition(self, documents: Iterable[int]) -> Self:
        """What was done for the next edition of each document. The revision that became the last
        edition is done with: who wrote it may judge what others write next. What was revoked is
        not done with: its text goes on into the next draft."""
        last = (
            Edition.objects.standing()
            .filter(document_id=OuterRef("document_id"))
            .order_by()
            .values("document_id")
            .annotate(last=Max("page_revision_id"))
            .values("last")
        )
        rows = self.filter(document_id__in=list(documents))
        return rows.filter(revision_number__gt=Coalesce(Subquery(last), 0))


class Authorship(Evidence):
    """One person saved or submitted one revision. Written once for each, however often an autosave
    goes over the same revision."""

    class What(models.TextChoices):
        SAVED = "saved", _("saved")
        SUBMITTED = "submitted", _("submitted")

    # Without a constraint: the row stays when a draft that was never issued is deleted.
    document = models.ForeignKey(
        "doccontrol.ControlledDocument",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="authorship",
    )
    # The key of Wagtail's revision as a plain number: the revision may be purged.
    revision_number = models.PositiveBigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    # Of the revision's content when the row was written; the submitted bytes are what is judged.
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AuthorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorship")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "revision_number", "person", "what"],
                name="authorship_once_per_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(what__in=["saved", "submitted"]), name="authorship_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.revision_number}: {self.get_what_display()} {self.person}"


def revision_hash(content: dict[str, Any]) -> str:
    """The hash of a revision's content, the same before it is stored and after."""
    text = json.dumps(
        content,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    revision: Revision, person: Person, what: Authorship.What, *, at: datetime | None = None
) -> Authorship:
    """Write down, once, that ``person`` saved or submitted ``revision``."""
    row, _created = Authorship.objects.get_or_create(
        document_id=int(revision.object_id),
        revision_number=revision.pk,
        person=person,
        what=what,
        defaults={"sha256": revision_hash(revision.content), "at": at or timezone.now()},
    )
    return row


def authors_of(documents: Iterable[int]) -> dict[int, set[int]]:
    """By document: everybody who saved or submitted something since its last edition. None of them
    may judge it. Whoever reverts, copies or saves over something counts as its author."""
    authors: defaultdict[int, set[int]] = defaultdict(set)
    rows = Authorship.objects.since_last_edition(documents).order_by()
    for document, person in rows.values_list("document_id", "person_id").distinct():
        authors[document].add(person)
    return authors
