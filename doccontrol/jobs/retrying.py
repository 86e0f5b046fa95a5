"""Background jobs as the secretary sees them: which wait, which failed, and asking again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from doccontrol.jobs.outbox import Job, JobQuerySet


def unsettled() -> JobQuerySet:
    """Jobs that are not done. One that failed and has been asked for again since is not listed:
    the later row tells how it stands."""
    later = Job.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    return Job.objects.exclude(state=Job.State.DONE).filter(~Exists(later))


def try_again(job: Job, *, now: datetime) -> bool:
    """Let the worker take a failed job once more, with all its attempts. False if it has not
    failed, or waits already under the same key: asking twice changes nothing."""
    try:
        with transaction.atomic():
            failed = Job.objects.failed().filter(pk=job.pk)
            return bool(failed.update(state=Job.State.READY, attempts=0, not_before=now))
    except IntegrityError:  # job_waits_once_per_key: asked for again meanwhile by the work itself
        return False
