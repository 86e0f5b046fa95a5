"""The worker: does what is owed, once a day owes what each day asks for, and looks now and then
at what writes no row when it has something for us."""

from __future__ import annotations

import gc
import math
import mmap
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.jobs.apart import done_apart
from doccontrol.jobs.lease import held
from doccontrol.jobs.outbox import MAX_ATTEMPTS, Job, Payload, claim, handles, owe, perform

# Done jobs are kept so long for somebody to look at; failed ones for ever.
DONE_JOBS_KEPT = timedelta(days=30)
# How quickly a sleeping worker notices that it is to stop, in seconds.
_NAP = 0.25

_daily_kinds: list[str] = []
_at_start: list[Callable[[], None]] = []
_looks: dict[Callable[[], None], float] = {}
_heavy_looks: set[Callable[[], None]] = set()


def every_day(kind: str) -> None:
    """Let the worker owe a job of ``kind`` once on each local date, with ``on`` as its payload."""
    if kind not in _daily_kinds:
        _daily_kinds.append(kind)


def at_start(check: Callable[[], None]) -> Callable[[], None]:
    """Declare a function that looks, whenever a worker starts, whether something must be owed."""
    _at_start.append(check)
    return check


def look_regularly(
    *, seconds: float, is_heavy: bool = False
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a function that every worker calls between jobs, at most every ``seconds``: a look
    into a folder, for instance. It must be quick, and safe while another worker does the same.
    One that ``is_heavy`` loads what a worker that waits has no use for: it is done as jobs are."""

    def register(look: Callable[[], None]) -> Callable[[], None]:
        _looks[look] = seconds
        if is_heavy:
            _heavy_looks.add(look)
        return look

    return register


def owe_daily(on: date) -> None:
    """Owe what ``on`` asks for. The rows remember it: a second worker or start owes no more."""
    for kind in _daily_kinds:
        key = f"daily:{on.isoformat()}"
        if not Job.objects.filter(kind=kind, key=key).exists():
            owe(kind, key, on=on.isoformat())


@handles("forget_done_jobs", label=_("Clearing of jobs done long ago"))
def forget_done_jobs(payload: Payload) -> None:
    before = timezone.now() - DONE_JOBS_KEPT
    Job.objects.filter(state=Job.State.DONE, finished_at__lt=before).delete()


every_day("forget_done_jobs")


class Worker:
    """One loop over the outbox; any number of them may run on the same outbox.

    ``run`` waits and looks; what may grow (jobs, what is done on starting, heavy looks) is done in
    processes that end with it, so that a worker that waits is as small as one that has just begun.
    ``drain`` does everything in this process.
    """

    def __init__(
        self, *, say: Callable[[str], object], complain: Callable[[str], object], idle: float
    ) -> None:
        self._say, self._complain, self._idle = say, complain, idle
        self._day: date | None = None
        self._looked_at: dict[Callable[[], None], float] = {}
        # Shared with the process that does the jobs: whichever of them a signal reaches, both end.
        self._is_stopped = mmap.mmap(-1, 1)
        self.failed_for_good = 0

    @property
    def stopping(self) -> bool:
        return self._is_stopped[0] != 0

    def stop(self) -> None:
        """End after the job in hand; safe to call from a signal handler."""
        self._is_stopped[0] = 1

    def start(self) -> None:
        for check in _at_start:
            self._look(check)

    def drain(self) -> None:
        """Do everything that is due now, jobs that come of it included."""
        while not self.stopping:
            self._notice_the_day()
            self._look_around(self._look)
            jobs = claim(timezone.now())
            if not jobs:
                return
            self._do(jobs)

    def run(self) -> None:
        """Until told to stop. A database that went away is waited for."""
        # What is loaded by now stays: a collector that looks at it in each process copies it.
        gc.freeze()
        is_started = False
        while not self.stopping:
            is_started = is_started or self._done_apart(self.start)
            if is_started and not self.stopping:
                self._waited_for_database(self._look_and_have_done)
            self._pause()

    def _look_and_have_done(self) -> None:
        self._notice_the_day()
        self._look_around(self._look_at_its_weight)
        if Job.objects.due(timezone.now()).exists():
            self._done_apart(self.drain)

    def _look_at_its_weight(self, look: Callable[[], None]) -> None:
        if look in _heavy_looks:
            self._done_apart(lambda: self._look(look))
        else:
            self._look(look)

    def _done_apart(self, work: Callable[[], None]) -> bool:
        status = done_apart(lambda: 0 if self._waited_for_database(work) else 1)
        if status < 0:
            self._complain(f"The process that did the work was ended by signal {-status}.")
        return status == 0

    def _waited_for_database(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except DatabaseError as error:
            self._complain(f"The database does not answer: {error}")
            return False
        return True

    def _notice_the_day(self) -> None:
        today = timezone.localdate()
        if today != self._day:
            owe_daily(today)
            self._day = today

    def _look_around(self, look_at: Callable[[Callable[[], None]], None]) -> None:
        for look, seconds in _looks.items():
            now = time.monotonic()
            if now - self._looked_at.get(look, -math.inf) < seconds:
                continue
            self._looked_at[look] = now
            look_at(look)

    def _look(self, look: Callable[[], None]) -> None:
        """What fails here must not keep the jobs from being done: the next look may succeed."""
        try:
            look()
        except DatabaseError:
            raise
        except Exception as error:
            self._complain(f"{look.__name__}: {error!r}")

    def _do(self, jobs: Sequence[Job]) -> None:
        began = time.perf_counter()
        with held(jobs):
            perform(jobs)
        took = f"{time.perf_counter() - began:.2f} s"
        done = [job for job in jobs if job.state == Job.State.DONE]
        if len(done) == 1:
            self._say(f"{done[0]}: done in {took}")
        elif done:
            self._say(f"{done[0].kind}: {len(done)} jobs done together in {took}")
        for job in jobs:
            if job.state == Job.State.RUNNING:
                self._say(f"{job}: taken over by another worker after {took}")
            elif job.state != Job.State.DONE:
                self._tell_trouble(job)

    def _tell_trouble(self, job: Job) -> None:
        reason = job.error.strip().rpartition("\n")[2]
        if job.state == Job.State.FAILED:
            self.failed_for_good += 1
            self._complain(f"{job}: failed for good after {job.attempts} attempts: {reason}")
        else:
            self._complain(f"{job}: later, attempt {job.attempts} of {MAX_ATTEMPTS}: {reason}")

    def _pause(self) -> None:
        # A connection that the server closed meanwhile must not be used again.
        close_old_connections()
        until = time.monotonic() + self._idle
        # Short naps: after a signal, a sleep goes on to its end.
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _NAP))
