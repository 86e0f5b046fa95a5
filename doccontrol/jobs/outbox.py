"""Durable work: a row written with the change that owes it, done later by ``manage.py work``.

Nothing is lost by a crash between the two, and nothing is done that was not committed.
"""

from __future__ import annotations

import traceback
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MAX_ATTEMPTS = 8
# A worker that has given no sign of life for longer than this is taken for dead (``lease``).
CLAIM_LASTS = timedelta(minutes=10)
BUSY_WAIT = timedelta(seconds=2)

Payload = dict[str, Any]


@dataclass(frozen=True)
class _Doing:
    """How jobs of one kind are done: all payloads of one claim together, at most ``batch``."""

    handler: Callable[[list[Payload]], None]
    batch: int
    patience: int = 0
    label: StrPromise | str = ""


_kinds: dict[str, _Doing] = {}


class NoHandler(LookupError):
    """Nothing declares how to do a job of this kind: a worker of another version, or a typo."""


class TryLater(Exception):
    """Raised by a handler that finds somebody else at work: no failure, so it costs no attempt."""


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
    # When the worker that has the job gave its last sign of life.
    claimed_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    # Of the worker that took it last: only that one may put it back or fail it.
    token = models.CharField(max_length=32, blank=True, editable=False)
    # Raised when it is owed again while it waits: who began before has not seen that change.
    revision = models.PositiveIntegerField(default=0, editable=False)
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


def handles(
    kind: str, *, label: StrPromise | str = "", patience: int = 0
) -> Callable[[Callable[[Payload], None]], Callable[[Payload], None]]:
    """Declare the function that does jobs of ``kind``. It must be safe to repeat. ``label`` is
    what readers of the screen of jobs know it by.

    Jobs with more ``patience`` wait until none with less is due. Long work is cut into such jobs
    of a few seconds, each owing the next, so that nothing waits long behind it.
    """

    def register(handler: Callable[[Payload], None]) -> Callable[[Payload], None]:
        _kinds[kind] = _Doing(lambda payloads: handler(payloads[0]), 1, patience, label)
        return handler

    return register


def handles_together(
    kind: str, *, most: int, label: StrPromise | str = ""
) -> Callable[[Callable[[list[Payload]], None]], Callable[[list[Payload]], None]]:
    """Declare the function that does up to ``most`` jobs of ``kind`` at once. Safe to repeat."""

    def register(handler: Callable[[list[Payload]], None]) -> Callable[[list[Payload]], None]:
        _kinds[kind] = _Doing(handler, batch=most, label=label)
        return handler

    return register


def label_of(kind: str) -> str:
    """The kind itself where no label is declared: by another version, for instance."""
    return str(_kinds[kind].label or kind) if kind in _kinds else kind


@transaction.atomic
def owe(kind: str, key: str, **payload: Any) -> None:
    """Write the job into the caller's transaction; a waiting one of the same key serves both,
    with the later payload.

    The waiting row is held until the caller commits: a worker that began it before would not
    see the change for which it is owed again.
    """
    waiting = Job.objects.filter(kind=kind, key=key, state=Job.State.READY)
    written = 0
    while not written:  # again only if a worker took the waiting one in between
        # One statement: a waiting twin must not break the caller's transaction.
        Job.objects.bulk_create([Job(kind=kind, key=key, payload=payload)], ignore_conflicts=True)
        written = waiting.update(payload=payload, revision=F("revision") + 1)


def claim(now: datetime) -> list[Job]:
    """Take the next due job, with others waiting of its kind if they are done together; [] if
    none. Compare-and-set: another worker may be first.

    An abandoned job is done alone: if it is what ended its worker, it takes no other with it.
    """
    for job in Job.objects.due(now).order_by(*_least_patient_first(), "pk")[:5]:
        abandoned = job.state == Job.State.RUNNING
        if not _take(job, now):
            continue
        if job.attempts <= MAX_ATTEMPTS:
            return [job] if abandoned else [job, *_take_more(job.kind, now)]
        _settle(job, Job.State.FAILED, _no_sign_of_life(job))
    return []


def _no_sign_of_life(job: Job) -> str:
    if not job.error:
        return "Every worker that began this job ended before it was done."
    return f"The last worker that began this job ended before it was done. Before:\n{job.error}"


def _least_patient_first() -> list[Case]:
    patient = [
        When(kind=kind, then=doing.patience) for kind, doing in _kinds.items() if doing.patience
    ]
    return [Case(*patient, default=0)] if patient else []


def _take_more(kind: str, now: datetime) -> list[Job]:
    batch = _kinds[kind].batch if kind in _kinds else 1
    if batch == 1:
        return []
    with transaction.atomic():
        due = Job.objects.due(now).filter(kind=kind, state=Job.State.READY).order_by("pk")
        # Never waits for a row while holding others: whoever owes them again would deadlock.
        free = due.select_for_update(skip_locked=True)[: batch - 1]
        return [job for job in free if _take(job, now)]


def _take(job: Job, now: datetime) -> bool:
    as_seen = Job.objects.filter(
        pk=job.pk,
        state=job.state,
        claimed_at=job.claimed_at,
        attempts=job.attempts,
        revision=job.revision,
    )
    changed = {
        "state": Job.State.RUNNING,
        "claimed_at": now,
        "attempts": job.attempts + 1,
        "token": uuid.uuid4().hex,
    }
    taken = bool(as_seen.update(**changed))
    if taken:
        for name, value in changed.items():
            setattr(job, name, value)
    return taken


def perform(jobs: Sequence[Job]) -> bool:
    """Do jobs of one claim and settle each. Returns whether all were done.

    A failure is kept with its trace and tried again later; the wait doubles from 2 seconds;
    after MAX_ATTEMPTS the job stays failed for a person to see. Jobs that fail together are
    done one by one, so that one bad job spoils no other.
    """
    try:
        _handler(jobs[0].kind)([job.payload for job in jobs])
    except TryLater as reason:
        for job in jobs:
            _put_back(job, str(reason))
        return False
    except Exception:
        if len(jobs) > 1:
            done = [perform([job]) for job in jobs]
            return all(done)
        _record_failure(jobs[0], traceback.format_exc(limit=-5))
        return False
    for job in jobs:
        _settle_done(job)
    return True


def _handler(kind: str) -> Callable[[list[Payload]], None]:
    if kind not in _kinds:
        raise NoHandler(f"No handler for jobs of kind {kind!r}; known are {sorted(_kinds)}.")
    return _kinds[kind].handler


def _record_failure(job: Job, error: str) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _settle(job, Job.State.FAILED, error)
    else:
        _wait(job, timedelta(seconds=2**job.attempts), error)


def _put_back(job: Job, reason: str) -> None:
    _wait(job, BUSY_WAIT, reason, attempts=job.attempts - 1)


def _still_ours(job: Job) -> QuerySet[Job]:
    """The row, unless we were taken for dead: then it is for the new worker to fail or put back."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, token=job.token)


def _settle_done(job: Job) -> None:
    """What is done is done, also by a worker that was taken for dead meanwhile: nobody has to do
    it once more. Unless it was owed again since, for a change that this worker may have missed."""
    same_request = Job.objects.exclude(state=Job.State.DONE).filter(
        pk=job.pk, revision=job.revision
    )
    _write(same_request, job, Job.State.DONE, "")


def _settle(job: Job, state: Job.State, error: str) -> None:
    _write(_still_ours(job), job, state, error)


def _write(rows: QuerySet[Job], job: Job, state: Job.State, error: str) -> None:
    if rows.update(state=state, error=error, finished_at=timezone.now()):
        job.state, job.error = state, error


def _wait(job: Job, delay: timedelta, error: str, **changed: Any) -> None:
    changed |= {"state": Job.State.READY, "not_before": timezone.now() + delay, "error": error}
    try:
        with transaction.atomic():
            _still_ours(job).update(**changed)
        job.state, job.error = Job.State.READY, error
    except IntegrityError:  # asked for again meanwhile: that row carries on
        _settle(job, Job.State.DONE, error)
