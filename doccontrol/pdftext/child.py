"""A process of its own in which files are read: what a file does to it harms nobody else.

It has no standard input, its own session, a temporary folder that goes with it, and nothing of the
environment but what reading needs: no key, no database. When a file asks for more than the limits
allow, or the process dies, the whole process group is killed and the next call starts afresh.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.refusals import Unreadable

logger = logging.getLogger(__name__)

Progress = Callable[..., object]

ROOT = Path(__file__).resolve().parent.parent.parent
_PASSED_ON = (
    "PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TESSDATA_PREFIX",
    "OMP_THREAD_LIMIT",
)  # fmt: skip
# Allocators keep what they once had: a new process after so many calls is cheap.
_MOST_CALLS = 100
# A process that died and had used this share of its memory died of that.
_SHARE_OF_MEMORY = 0.5
_PIECE = 2**16
# What the process died of, where its signal says it.
_DIED_OF = {
    signal.SIGXCPU: "too-slow",
    signal.SIGXFSZ: "unpacks-too-large",
    signal.SIGKILL: "too-much-memory",  # not by us: the system ran out of memory
}


class Child:
    """Runs functions named ``package.module:function`` one at a time; use from several threads is
    queued up. Starts with the first call; ``close`` or the end of a ``with`` ends it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or configured()
        self._lock = threading.Lock()
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._end()

    def call(
        self, function: str, *arguments: Any, progress: Progress | None = None, **named: Any
    ) -> Any:
        """Return what ``function`` returns: JSON values, or bytes.

        Arguments are JSON values. With ``progress`` the function is given one by that name, whose
        calls come through; each grants a further ``limits.seconds``. The function's module must
        need neither settings nor models. Raises ``Unreadable`` with the function's own code, or
        with "too-slow", "too-much-memory", "unpacks-too-large" or "broken".
        """
        with self._lock:
            process = self._started()
            try:
                answer = process.ask(
                    {
                        "function": function,
                        "arguments": arguments,
                        "named": named,
                        "progress": progress is not None,
                    },
                    progress or (lambda *_: None),
                )
            except BaseException:
                self._end()
                raise
            if answer.get("is_worn_out") or process.calls >= _MOST_CALLS:
                self._end()
        if "fault" in answer:
            logger.error("Reading %.200r failed: %s", arguments, answer["fault"])
        if "error" in answer:
            raise Unreadable(answer["error"])
        return base64.b64decode(answer["bytes"]) if "bytes" in answer else answer["result"]

    def _started(self) -> _Process:
        if self._process is not None and not self._process.is_alive():
            self._end()
        if self._process is None:
            self._process = _Process(self._limits)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


class _Process:
    """One run of ``child_process``, and the line to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.calls = 0
        self._folder = Path(tempfile.mkdtemp(prefix="hieu-luc-"))
        self._line, theirs = socket.socketpair()
        self._received = bytearray()
        # The system counts what the parent has as the child's own until the program is loaded.
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        module, descriptor = "doccontrol.pdftext.child_process", theirs.fileno()
        with theirs, (self._folder / "errors").open("wb") as errors:
            self._running = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [sys.executable, "-P", "-m", module, str(descriptor)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[descriptor],
                start_new_session=True,
                env=self._environment(),
            )

    def _environment(self) -> dict[str, str]:
        work = self._folder / "work"
        work.mkdir()
        return {
            **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            **self._limits.in_environment(),
            "TMPDIR": str(work),
            "HOME": str(work),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        }

    def is_alive(self) -> bool:
        # Without clearing it away: its number must stay taken until its group is killed.
        ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._running.pid, ended) is None

    def ask(self, request: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Hand over one call and return its answer; raises ``Unreadable`` if none comes."""
        self.calls += 1
        last = time.monotonic() + self._limits.total_seconds
        try:
            self._line.settimeout(self._limits.seconds)
            self._line.sendall(json.dumps(request).encode() + b"\n")
            while True:
                message = self._next(min(time.monotonic() + self._limits.seconds, last))
                if "progress" not in message:
                    return message
                progress(*message["progress"])
        except TimeoutError as error:
            raise Unreadable("too-slow") from error
        except (ConnectionError, EOFError) as error:
            raise Unreadable(self._cause_of_death()) from error

    def _next(self, until: float) -> dict[str, Any]:
        """The next message; raises ``TimeoutError`` or ``EOFError`` if none comes."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            self._line.settimeout(max(until - time.monotonic(), 0.001))
            piece = self._line.recv(_PIECE)
            if not piece:
                raise EOFError
            self._received += piece
        message = self._received[:end]
        del self._received[: end + 1]
        try:
            return json.loads(message)
        except ValueError as error:
            raise EOFError from error

    def _cause_of_death(self) -> str:
        """Why the process ended by itself, as far as can be known."""
        most = self._end()
        said = (self._folder / "errors").read_bytes()[-2000:].decode(errors="replace").strip()
        died_of = -self._running.returncode
        logger.warning("A process that reads files died of signal %s. %s", died_of, said)
        if died_of in _DIED_OF:
            return _DIED_OF[signal.Signals(died_of)]
        limit = _SHARE_OF_MEMORY * self._limits.memory_bytes / 1024
        return "too-much-memory" if most > max(limit, self._inherited) else "broken"

    def kill(self) -> None:
        """End the process with all that it started, and remove its folder."""
        self._line.close()
        if self._running.returncode is None:
            self._end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> int:
        """Kill the group, also if its first process is dead, and return how much memory that one
        had at most, in kilobytes."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._running.pid, signal.SIGKILL)
        _, status, used = os.wait4(self._running.pid, 0)
        self._running.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_maxrss
