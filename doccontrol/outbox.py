"""Durable work: a row written with the change that owes it, done later by ``manage.py work``.

Nothing is lost by a crash between the two, and nothing is done that was not committed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 8
# A worker that has held a job for longer than this is taken for dead.
CLAIM_LASTS = timedelta(minutes=10)

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime) -> Self:
        """Ready and not before its time, or claimed by a worker that has died."""
        ready = Q(state=Job.State.READY, not_before__lte=now)
        abandoned = Q(state=Job.State.RUNNING, claimed_at__lt=now - CLAIM_LASTS)
        return self.filter(ready | abandoned)

    def failed(self) -> Self:
        return self.filter(state=Job.State.FAILED)


class Job(models.Model):
    """One thing owed. Asked for twice before it is begun, it is done once (``key``)."""

    class State(models.TextChoices):
        READY = "ready", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=120)
    payload = models.JSONField(_("details"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    claimed_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state="ready"),
                name="job_waits_once_per_key",
            ),
        ]
        # For the worker's only question: what is due?
        indexes = [models.Index(fields=["state", "not_before"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of ``kind``. It must be safe to repeat."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def owe(kind: str, key: str, **payload: Any) -> None:
    """Write the job into the caller's transaction; a waiting one of the same key serves both."""
    Job.objects.bulk_create(
        [Job(kind=kind, key=key, payload=payload)],
        # One statement: a waiting twin must not break the caller's transaction.
        ignore_conflicts=True,
    )


def claim(now: datetime) -> Job | None:
    """Take the next due job, or None. Compare-and-set: another worker may be first."""
    for job in Job.objects.due(now).order_by("pk")[:5]:
        taken = Job.objects.filter(
            pk=job.pk, state=job.state, claimed_at=job.claimed_at, attempts=job.attempts
        ).update(state=Job.State.RUNNING, claimed_at=now, attempts=job.attempts + 1)
        if taken:
            job.refresh_from_db()
            return job
    return None


def perform(job: Job) -> bool:
    """Do a claimed job and settle it. A failure is kept with its trace and tried again later.

    The wait doubles from 2 seconds; after MAX_ATTEMPTS the job stays failed for a person to see.
    """
    try:
        _handlers[job.kind](job.payload)
    except Exception:
        error = traceback.format_exc(limit=-5)
        if job.attempts >= MAX_ATTEMPTS:
            _settle(job, Job.State.FAILED, error)
        else:
            _retry(job, error)
        return False
    _settle(job, Job.State.DONE, "")
    return True


def _settle(job: Job, state: Job.State, error: str) -> None:
    job.state, job.error, job.finished_at = state, error, timezone.now()
    job.save(update_fields=["state", "error", "finished_at"])


def _retry(job: Job, error: str) -> None:
    not_before = timezone.now() + timedelta(seconds=2**job.attempts)
    twin = Job.objects.filter(kind=job.kind, key=job.key, state=Job.State.READY)
    if twin.exists():  # asked for again meanwhile: that row carries on
        _settle(job, Job.State.DONE, error)
        return
    Job.objects.filter(pk=job.pk).update(state=Job.State.READY, not_before=not_before, error=error)
