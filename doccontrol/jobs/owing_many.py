"""Many jobs owed at once: an import changes thousands of texts in one transaction."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from doccontrol.jobs.outbox import Job, Payload, owe

BATCH = 1_000


def owe_each(kind: str, payloads: Mapping[str, Payload]) -> None:
    """As ``owe``, for one job of each key, with a few statements for each thousand (on SQLite for
    each ninety).

    Two that owe the same jobs name them in the same order, or they may wait for one another.
    """
    unwritten = dict(payloads)
    if len(unwritten) <= 1:  # at the price of one
        for key, payload in unwritten.items():
            owe(kind, key, **payload)
        return
    with transaction.atomic():
        while unwritten:  # again only those that a worker took in between
            _write(kind, unwritten)


def _write(kind: str, unwritten: dict[str, Payload]) -> None:
    """Takes out of ``unwritten`` what waits now, held until the caller commits."""
    jobs = [Job(kind=kind, key=key, payload=payload) for key, payload in unwritten.items()]
    Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=BATCH)
    waiting = Job.objects.filter(kind=kind, key__in=list(unwritten), state=Job.State.READY)
    held = list(waiting.order_by("pk").select_for_update())
    changed = [job for job in held if job.payload != unwritten[job.key]]
    for job in held:
        job.payload = unwritten.pop(job.key)
    if changed:
        Job.objects.bulk_update(changed, ["payload"], batch_size=BATCH)
    Job.objects.filter(pk__in=[job.pk for job in held]).update(revision=F("revision") + 1)
