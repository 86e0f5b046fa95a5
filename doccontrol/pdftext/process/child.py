"""A process of its own in which files are read: what a file does to it harms nobody else.

It has no standard input, its own session, a temporary folder that goes with it, and nothing of the
environment but what reading needs: no key, no database. Where bubblewrap works it stands inside
``walls`` and sees no file but the one that it reads. When a file asks for more than the limits
allow, or the process dies, the whole process group is killed and the next call starts afresh.

A file's own fault (``Unreadable``) and ours (``ReaderFailed``) are two things.
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
from doccontrol.pdftext.process import walls
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable

logger = logging.getLogger(__name__)

Progress = Callable[..., object]

_PASSED_ON = (
    "PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TESSDATA_PREFIX",
    "OMP_THREAD_LIMIT",
)  # fmt: skip
# Allocators keep what they once had: a new process after so many calls is cheap.
_MOST_CALLS = 100
# A process that died and had used this share of its memory died of that.
_SHARE_OF_MEMORY = 0.5
_PIECE = 2**16
# A busy machine may take so long, in seconds, to start a process and to load what it runs: that is
# not counted against the file.
_BEGINS_WITHIN = 60.0
# So long after its last word a process may take to end, in seconds.
_ENDS_WITHIN = 2.0
# Of a shell and of bubblewrap: the status of what was ended by a signal is this and the signal.
_BY_SIGNAL = 128
# What the process died of, where its signal says it.
_DIED_OF = {
    signal.SIGXCPU: "too-slow",
    signal.SIGXFSZ: "unpacks-too-large",
    signal.SIGKILL: "too-much-memory",  # not by us: the system ran out of memory
    signal.SIGABRT: "too-much-memory",  # a library that is given none gives up
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

        Arguments are JSON values, and files: a ``Path`` among them is a file that the function may
        read, a ``Path`` given by name one that it may write. It gets their names and, inside
        walls, sees no others. With ``progress`` the function is given one by that name, whose
        calls come through; each grants a further ``limits.seconds``. The function's module must
        need neither settings nor models.

        Raises ``Unreadable`` with the function's own code, or with "too-slow", "too-much-memory"
        or "unpacks-too-large" where the file asks for more than the limits allow; ``ReaderFailed``
        for what is no fault of the file; FileNotFoundError if a file is not there.
        """
        reads = tuple(value.resolve(strict=True) for value in arguments if _is_file(value))
        writes = tuple(value.resolve(strict=True) for value in named.values() if _is_file(value))
        request = {
            "function": function,
            "arguments": [_plain(value) for value in arguments],
            "named": {name: _plain(value) for name, value in named.items()},
            "progress": progress is not None,
        }
        with self._lock:
            process = self._started(reads, writes)
            try:
                answer = process.ask(request, progress or (lambda *_: None))
            except BaseException:
                self._end()
                raise
            if answer.get("is_worn_out") or process.calls >= _MOST_CALLS:
                self._end()
        if "fault" in answer:
            logger.error("Reading %.200r failed: %s", arguments, answer["fault"])
            raise ReaderFailed(answer["fault"].strip().rpartition("\n")[2])
        if "error" in answer:
            raise Unreadable(answer["error"])
        return base64.b64decode(answer["bytes"]) if "bytes" in answer else answer["result"]

    def _started(self, reads: tuple[Path, ...], writes: tuple[Path, ...]) -> _Process:
        if self._process is not None and not (
            self._process.is_alive() and self._process.sees(reads, writes)
        ):
            self._end()
        if self._process is None:
            self._process = _Process(self._limits, reads, writes)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


def _is_file(value: Any) -> bool:
    return isinstance(value, Path)


def _plain(value: Any) -> Any:
    return str(value.resolve()) if _is_file(value) else value


class _Process:
    """One run of ``child_process``, and the line to it."""

    def __init__(
        self, limits: Limits, reads: tuple[Path, ...] = (), writes: tuple[Path, ...] = ()
    ) -> None:
        self._limits = limits
        self._seen = (reads, writes)
        self._is_walled = walls.available()
        self.calls = 0
        self._folder = Path(tempfile.mkdtemp(prefix="hieu-luc-"))
        self._line, theirs = socket.socketpair()
        self._received = bytearray()
        # The system counts what the parent has as the child's own until the program is loaded.
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        module, descriptor = "doccontrol.pdftext.process.child_process", theirs.fileno()
        with theirs, (self._folder / "errors").open("wb") as errors:
            self._running = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                self._walled([sys.executable, "-P", "-m", module, str(descriptor)]),
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
            "PYTHONPATH": os.pathsep.join(
                filter(None, (str(walls.ROOT), os.environ.get("PYTHONPATH")))
            ),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _walled(self, command: list[str]) -> list[str]:
        if not self._is_walled:
            return command
        reads, writes = self._seen
        return walls.around(command, folder=self._folder, reads=reads, writes=writes)

    def sees(self, reads: tuple[Path, ...], writes: tuple[Path, ...]) -> bool:
        """Whether the files are within its walls; without any it sees all that we see."""
        seen_to_read, seen_to_write = map(set, self._seen)
        return not self._is_walled or (set(reads) <= seen_to_read and set(writes) <= seen_to_write)

    def is_alive(self) -> bool:
        # Without clearing it away: its number must stay taken until its group is killed.
        ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._running.pid, ended) is None

    def ask(self, request: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Hand over one call and return its answer; raises ``Unreadable`` or ``ReaderFailed`` if
        none comes."""
        self.calls += 1
        if (early := self._begin(request)) is not None:
            return early
        last = time.monotonic() + self._limits.total_seconds
        try:
            while True:
                message = self._next(min(time.monotonic() + self._limits.seconds, last))
                if "progress" not in message:
                    return message
                progress(*message["progress"])
        except TimeoutError as error:
            raise Unreadable("too-slow") from error
        except (ConnectionError, EOFError) as error:
            raise self._cause_of_death() from error

    def _begin(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Hand over the call; when this returns, the function has been loaded and begun. Returns
        the answer if it could not be. Raises ``ReaderFailed``: no file has been looked at yet."""
        try:
            self._line.settimeout(_BEGINS_WITHIN)
            self._line.sendall(json.dumps(request).encode() + b"\n")
            message = self._next(time.monotonic() + _BEGINS_WITHIN)
        except TimeoutError as error:
            raise ReaderFailed("The process that reads did not begin in time.") from error
        except (ConnectionError, EOFError) as error:
            raise ReaderFailed(
                f"The process that reads did not begin. {self._last_errors()}"
            ) from error
        return None if "begun" in message else message

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

    def _cause_of_death(self) -> Unreadable | ReaderFailed:
        """Why the process ended by itself, as far as can be known."""
        self._wait()
        most = self._end()
        said = self._last_errors()
        status = self._running.returncode
        died_of = status - _BY_SIGNAL if self._is_walled and status > _BY_SIGNAL else -status
        logger.warning("A process that reads files died of signal %s. %s", died_of, said)
        if died_of in _DIED_OF:
            return Unreadable(_DIED_OF[signal.Signals(died_of)])
        limit = _SHARE_OF_MEMORY * self._limits.memory_bytes / 1024
        if most > max(limit, self._inherited):
            return Unreadable("too-much-memory")
        return ReaderFailed(f"The process that reads ended with status {status}. {said}"[:500])

    def _last_errors(self) -> str:
        """The end of what it wrote to standard error."""
        return (self._folder / "errors").read_bytes()[-2000:].decode(errors="replace").strip()

    def _wait(self) -> None:
        """Until it has ended: around one that has died, the walls stand a moment longer."""
        until = time.monotonic() + _ENDS_WITHIN
        while self.is_alive() and time.monotonic() < until:
            time.sleep(0.005)

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
