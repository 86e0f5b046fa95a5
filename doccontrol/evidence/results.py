"""What the last look at all evidence found: a report for the first page, no evidence itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from doccontrol.evidence.verifying import Batch, Place

# So many are kept word for word; all are counted.
MOST_KEPT = 200
RESULTS_KEPT = timedelta(days=90)


class EvidenceVerificationQuerySet(models.QuerySet["EvidenceVerification"]):
    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False).order_by("-pk")


class EvidenceVerification(models.Model):
    """One look at all evidence, from the first table to the last; ``place`` is how far it is."""

    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    checked = models.JSONField(default=dict)
    differs = models.JSONField(default=list)
    difference_count = models.PositiveIntegerField(default=0)
    table = models.CharField(max_length=63, blank=True)
    after = models.BigIntegerField(null=True)

    objects = EvidenceVerificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}: {self.difference_count}"

    @property
    def place(self) -> Place:
        return Place(self.table, self.after)

    def take(self, batch: Batch) -> None:
        table, after = batch.place.table, batch.place.after
        if table:
            self.checked[table] = self.checked.get(table, 0) + batch.checked
        self.differs += [difference.as_json() for difference in batch.differences][
            : max(0, MOST_KEPT - len(self.differs))
        ]
        self.difference_count += len(batch.differences)
        self.table, self.after = table, after


def forget_old_results() -> None:
    before = timezone.now() - RESULTS_KEPT
    EvidenceVerification.objects.filter(began_at__lt=before).delete()


def write_result(batches: Iterable[Batch]) -> Iterable[Batch]:
    """Passes the batches on; when they end, what they came to is the last result."""
    result = EvidenceVerification()
    for batch in batches:
        result.take(batch)
        yield batch
    result.finished_at = timezone.now()
    result.save()


def last_result() -> EvidenceVerification | None:
    """The last look that came to its end; one query."""
    return EvidenceVerification.objects.finished().first()


def standing_differences(person: Any) -> EvidenceVerification | None:
    """The last look, if it found something and the person is one who must know: whoever sees that
    background jobs failed."""
    if not person.has_perm("doccontrol.view_job"):
        return None
    result = last_result()
    return result if result is not None and result.difference_count else None
