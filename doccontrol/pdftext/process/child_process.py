"""What runs in the process of ``child``: takes calls from a socket, answers, says how far it is."""

from __future__ import annotations

import base64
import ctypes
import errno
import json
import os
import queue
import resource
import shutil
import signal
import socket
import sys
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from doccontrol.pdftext.limits import Limits, configured

# The clock of the parent comes first; this one is for a process that has lost its parent.
_CPU_MARGIN = 60
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of prctl(2)


def main(descriptor: int) -> None:
    limits = configured()
    # Whatever a file makes it run: no program gives it rights that it has not.
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, limits.unpacked_bytes)
    _limit(resource.RLIMIT_CORE, 0)
    line = socket.socket(fileno=descriptor)
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(line, requests), daemon=True).start()
    while True:
        request = requests.get()
        _limit_cpu(limits)
        answer = _answer(request, line)
        _clear(Path(os.environ["TMPDIR"]))
        try:
            _send(line, answer)
        except OSError:  # the parent is gone: ``_listen`` tidies up and ends the process
            threading.Event().wait()


def _listen(line: socket.socket, requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Pass requests on. When the parent is gone, so is the reason to be here."""
    try:
        with line.makefile("rb") as lines:
            for received in lines:
                requests.put(json.loads(received))
    finally:
        shutil.rmtree(Path(os.environ["TMPDIR"]).parent, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)


def _answer(request: dict[str, Any], line: socket.socket) -> dict[str, Any]:
    from doccontrol.pdftext.refusals import Unreadable

    named = dict(request["named"])
    if request["progress"]:
        named["progress"] = lambda *progress: _send(line, {"progress": progress})
    try:
        module, _, name = request["function"].partition(":")
        function = getattr(import_module(module), name)
        _send(line, {"begun": True})
        result = function(*request["arguments"], **named)
        if isinstance(result, bytes):
            return {"bytes": base64.b64encode(result).decode()}
        json.dumps(result)
        return {"result": result}
    except Unreadable as error:
        return {"error": error.code}
    except MemoryError:
        return {"error": "too-much-memory", "is_worn_out": True}
    except BaseException as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:  # RLIMIT_FSIZE
            return {"error": "unpacks-too-large", "is_worn_out": True}
        # A fault of ours that this file brought to light: the log tells, the others go on.
        return {"is_worn_out": True, "fault": traceback.format_exc()}


def _send(line: socket.socket, message: dict[str, Any]) -> None:
    line.sendall(json.dumps(message).encode() + b"\n")


def _limit(which: int, most: int) -> None:
    """Only the soft limit: LibreOffice is given more address space than the rest."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (most if hard < 0 else min(most, hard), hard))


def _limit_cpu(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _limit(resource.RLIMIT_CPU, spent + limits.total_seconds + _CPU_MARGIN)


def _clear(folder: Path) -> None:
    for entry in folder.iterdir() if folder.exists() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]))
