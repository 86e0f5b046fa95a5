"""A client that costs little beside what it measures: one socket for each connection, kept open,
and of an answer only its status and length are read."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

WAIT = 60  # seconds for one answer
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class WrongAnswer(Exception):
    """An answer that is no page: then nothing was measured."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked again and again: ``paths`` in turn, as whoever ``cookie`` says."""

    name: str
    port: int
    paths: tuple[str, ...]
    cookie: str = ""

    def requests(self) -> list[bytes]:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        lines = "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept: text/html\r\n{}\r\n"
        return [lines.format(path, self.port, cookie).encode() for path in self.paths]


@dataclass(slots=True)
class Tally:
    """Answers and the seconds they took, over all rounds."""

    answers: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return self.answers / self.seconds if self.seconds else 0.0


def ask_for(target: Target, connections: int, seconds: float, tally: Tally) -> None:
    """Ask over all ``connections`` at once for so long, and add to ``tally``.
    Raises WrongAnswer for any status but 200."""
    wrong: list[str] = []
    counts = [0] * connections
    requests = target.requests()
    began = time.perf_counter()

    def press(place: int) -> None:
        try:
            counts[place] = _press(target, requests[place:] + requests[:place], began + seconds)
        except (WrongAnswer, OSError) as error:
            wrong.append(f"{target.name} ({target.paths}): {error}")

    threads = [threading.Thread(target=press, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise WrongAnswer(wrong[0])
    tally.answers += sum(counts)
    tally.seconds += time.perf_counter() - began


def _press(target: Target, requests: Sequence[bytes], until: float) -> int:
    count = 0
    with socket.create_connection(("127.0.0.1", target.port), timeout=WAIT) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            connection.sendall(requests[count % len(requests)])
            _read_answer(connection)
            count += 1
    return count


def _read_answer(connection: socket.socket) -> None:
    received = bytearray()
    while (end := received.find(_END)) < 0:
        received += _more(connection)
    head = bytes(received[:end]).lower()
    if b" 200 " not in head[:16]:
        raise WrongAnswer(head.split(b"\r\n")[0].decode())
    _before, found, after = head.partition(_LENGTH)
    if not found:
        raise WrongAnswer("an answer that does not state its length")
    missing = int(after.split(b"\r\n")[0]) - (len(received) - end - len(_END))
    while missing > 0:
        missing -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(1 << 18)
    if not piece:
        raise WrongAnswer("the connection was closed")
    return piece
