from __future__ import annotations

import signal
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from doccontrol.jobs.apart import done_apart
from doccontrol.jobs.outbox import Job
from doccontrol.jobs.working import Worker


class Command(BaseCommand):
    help = (
        "Do the work that is owed: index, typeset, evaluate clocks. Runs until SIGTERM or Ctrl-C, "
        "which end it after the job in hand. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do what is due now and end; exit status 1 if a job failed for good",
        )
        parser.add_argument(
            "--idle",
            type=float,
            default=settings.WORK_IDLE_SECONDS,
            metavar="SECONDS",
            help="look for work this often when there is none (default: %(default)s)",
        )

    def check(self, *args: Any, **options: Any) -> None:
        """In a process apart: Django's checks load every screen of the site (30 MB), of which a
        worker shows none. Raises CommandError; what is wrong has been printed."""
        if done_apart(lambda: self._checks_out(*args, **options)):
            raise CommandError("The checks failed: no work is done.")

    def _checks_out(self, *args: Any, **options: Any) -> int:
        """The exit status of the process apart."""
        try:
            super().check(*args, **options)
        except CommandError as error:
            self._complain(str(error))
            return 1
        return 0

    def handle(self, *, once: bool, idle: float, **options: Any) -> None:
        worker = Worker(say=self._say, complain=self._complain, idle=idle)
        with _stopped_by_signals(worker):
            if once:
                worker.start()
                worker.drain()
            else:
                self._say("Waiting for work. Ctrl-C ends.")
                worker.run()
        if once:
            self._sum_up(worker)

    def _sum_up(self, worker: Worker) -> None:
        later = Job.objects.filter(state=Job.State.READY, not_before__gt=timezone.now()).count()
        if later:
            self._say(f"{later} jobs wait for another attempt.")
        if worker.failed_for_good:
            raise CommandError(f"{worker.failed_for_good} jobs failed for good.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _complain(self, line: str) -> None:
        self.stderr.write(line)


@contextmanager
def _stopped_by_signals(worker: Worker) -> Iterator[None]:
    """The first signal ends the worker after its job; a second ends it at once."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        worker.stop()
        restore()

    for number in before:
        signal.signal(number, ask_to_stop)
    try:
        yield
    finally:
        restore()
