"""Several parts of the site as one family of processes: loaded once, parted after that, and ended
together, so that what they only read lies in memory once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from doccontrol.jobs.apart import die_with, status_of

_ENDING = (signal.SIGTERM, signal.SIGINT)
_WATCHED = (*_ENDING, signal.SIGCHLD)


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    run: Callable[[], int | None]


def run_together(parts: Iterable[Part], complain: Callable[[str], object]) -> int:
    """Run each part in a fork of this process until SIGTERM or SIGINT, which every part is told
    once as SIGTERM, or until one ends by itself, which ends the others. Returns the exit status:
    0 if it was asked for, else 1.

    Only for a process without other threads and without open databases."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    try:
        running = {_begun(part, before): part.name for part in parts}
        was_asked = _asked_to_end(running, complain)
        for pid in running:
            os.kill(pid, signal.SIGTERM)
        for pid in running:
            os.waitpid(pid, 0)
        return 0 if was_asked else 1
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begun(part: Part, signals: Iterable[int]) -> int:
    parent = os.getpid()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        # Ctrl-C in a terminal reaches a whole group: parts are told by this process alone, once.
        os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        os._exit(status_of(lambda: _lives_with(parent, part)))
    return child


def _lives_with(parent: int, part: Part) -> int | None:
    die_with(parent)
    return part.run()


def _asked_to_end(running: dict[int, str], complain: Callable[[str], object]) -> bool:
    """Wait for what ends the family; a part that has ended is taken out of ``running``."""
    while signal.sigwait(_WATCHED) not in _ENDING:
        ended = [(pid, status) for pid, status in _ended() if pid in running]
        for pid, status in ended:
            complain(f"{running.pop(pid)} ended: {os.waitstatus_to_exitcode(status)}.")
        if ended:
            return False
    return True


def _ended() -> Iterator[tuple[int, int]]:
    """One SIGCHLD may stand for several, orphans of other processes among them."""
    with suppress(ChildProcessError):
        while (child := os.waitpid(-1, os.WNOHANG))[0]:
            yield child
