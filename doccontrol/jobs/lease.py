"""The sign of life of a worker: while it is at a job, however long, nobody takes the job over.

It comes from a thread of the worker's own process: a worker that is killed gives none.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from doccontrol.jobs.outbox import Job

logger = logging.getLogger(__name__)

# Several fit into the time after which a worker is taken for dead (``outbox.CLAIM_LASTS``).
BEAT = timedelta(minutes=1)
# No job of ours lasts so long: a worker that hangs is taken for dead in the end.
LONGEST_JOB = timedelta(hours=6)


@contextmanager
def held(jobs: Sequence[Job], *, beat: timedelta = BEAT) -> Iterator[None]:
    """Renew the claim on ``jobs`` again and again until the block ends."""
    ended = threading.Event()
    tokens = [job.token for job in jobs]
    # Not waited for at the end of the process: it holds nothing.
    thread = threading.Thread(target=_beat, args=(tokens, beat, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def renew(tokens: Sequence[str]) -> int:
    """Say that their worker lives; returns how many of the jobs are still with it."""
    held_by_us = Job.objects.filter(state=Job.State.RUNNING, token__in=tokens)
    return held_by_us.update(claimed_at=timezone.now())


def _beat(tokens: Sequence[str], beat: timedelta, ended: threading.Event) -> None:
    until = time.monotonic() + LONGEST_JOB.total_seconds()
    try:
        while not ended.wait(beat.total_seconds()) and time.monotonic() < until:
            try:
                renew(tokens)
            except DatabaseError as error:  # busy or away: there are more beats than needed
                logger.warning("A job's sign of life could not be written: %s", error)
    finally:
        connection.close()
