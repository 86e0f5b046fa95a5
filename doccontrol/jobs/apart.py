"""Work in a process of its own that ends with it: what it has loaded and kept is given back."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable

from django.db import connections

_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl


def done_apart(work: Callable[[], int | None]) -> int:
    """Do ``work`` in a fork of this process and wait for it. Returns what it returns (0 for None),
    1 if it raised (the trace is printed), or less than 0: the signal that ended it.

    Only for a process without other threads. Its open databases are closed, since two processes
    must not speak on one line."""
    connections.close_all()
    sys.stdout.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os._exit(status_of(lambda: _done_with(parent, work)))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _done_with(parent: int, work: Callable[[], int | None]) -> int | None:
    die_with(parent)
    return work()


def status_of(work: Callable[[], int | None]) -> int:
    """What a process exits with that does ``work`` and nothing else; what it raises is printed."""
    try:
        status = work() or 0
        connections.close_all()
        sys.stdout.flush()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
            sys.stderr.flush()
        sys.stdout.flush()
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return status


def die_with(parent: int) -> None:
    """Whoever ends the parent at once means its work as well. Only Linux knows how. Raises
    SystemExit where the parent has ended by now."""
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit("The process that wanted this work has ended.")
