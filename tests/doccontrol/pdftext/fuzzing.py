"""Damaged files, always the same ones for a seed, read as the worker reads them.

``python -m tests.doccontrol.pdftext.fuzzing 2000`` reads so many and says what became of them;
with ``--structure`` they are Word files changed in their structure (``word_mutations``), of which
no word that is seen may be missing and none that is not may be there. Each must be read or
refused: a process that died, a fault of ours, a file that took too long, an open file or a
temporary one left behind fails the run.
"""

from __future__ import annotations

import argparse
import io
import logging
import re
import shutil
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from docx.document import Document

from doccontrol.documents.printing.typesetting import typeset
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.process.child import Child
from doccontrol.pdftext.refusals import ReaderFailed, Unreadable
from tests.doccontrol.documents.frozen_content import SHA256, make_procedure
from tests.doccontrol.pdftext import word_mutations
from tests.doccontrol.pdftext.files import STEPS, make_docx, make_letter, make_pdf_around, with_body

LIMITS = Limits(seconds=10, total_seconds=10, memory_megabytes=600, unpacked_megabytes=50)
FUNCTION = "tests.doccontrol.pdftext.in_child:read"
# Of the child: standard streams, the line to the parent, the folder that is being listed.
MOST_OPEN = 6
# Values at which counting goes wrong.
NUMBERS = b"0 -1 1 255 65536 2147483647 4294967296 99999999999999 1e99".split()
WORDS = (
    b"obj endobj stream endstream << >> [ ] /Kids /Length /Rotate /MediaBox R BT Tj "
    b"<w:p> </w:p> <w:tbl> <w:tc> <w:r> &a;"
).split()
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def seeds() -> list[bytes]:
    """Sound files of both kinds, all made by our own code."""

    def letter(document: Document) -> None:
        table = document.add_table(len(STEPS), len(STEPS[0]))
        for row, texts in zip(table.rows, STEPS, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Nơi nhận:").add_run("- Lưu: VT.").add_break()

    content = b"BT /F 12 Tf 72 700 Td (So 5) Tj ET 72 600 m 300 600 l S 72 500 200 80 re S"
    plain = make_pdf_around(content)
    cell = "<w:p><w:r><w:t>ô</w:t></w:r></w:p>"
    nested = "<w:tbl><w:tr><w:tc>" * 5 + cell + "</w:tc></w:tr></w:tbl>" * 5
    return [
        make_letter(),
        typeset(make_procedure(steps=5), content_sha256=SHA256),
        plain,
        make_docx(letter),
        with_body(nested),
    ]


@dataclass(frozen=True)
class Damaged:
    """A file, and the words that a reader of it sees and does not see."""

    content: bytes
    seen: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


def by_bytes() -> Callable[[Random, int], Damaged]:
    sound = seeds()
    return lambda random, number: Damaged(damaged(random, sound[number % len(sound)]))


def by_structure() -> Callable[[Random, int], Damaged]:
    sound = word_mutations.sound()

    def make(random: Random, number: int) -> Damaged:
        content, seen, unseen = word_mutations.changed(random, sound)
        return Damaged(content, frozenset(seen), frozenset(unseen))

    return make


def damaged(random: Random, sound: bytes) -> bytes:
    """The file with damage, to itself or to what is packed in it."""
    if random.random() < 0.3:
        return damaged_bytes(random, sound)
    if sound.startswith(b"PK"):
        return _with_damaged_part(random, sound)
    return _with_damaged_stream(random, sound)


def _with_damaged_part(random: Random, package: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(written, "w") as new:
        chosen = random.choice(["word/document.xml"] * 3 + old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged_bytes(random, content) if name == chosen else content)
    return written.getvalue()


def _with_damaged_stream(random: Random, pdf: bytes) -> bytes:
    streams = list(STREAM.finditer(pdf))
    start, end = random.choice(streams).span(1)
    try:
        content = zlib.compress(damaged_bytes(random, zlib.decompress(pdf[start:end])))
    except zlib.error:
        content = damaged_bytes(random, pdf[start:end])
    return pdf[:start] + content + pdf[end:]


def damaged_bytes(random: Random, content: bytes) -> bytes:
    """One to eight mutations."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        if changed:
            random.choice(MUTATIONS)(random, changed)
    return bytes(changed)


def _flip(random: Random, content: bytearray) -> None:
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)


def _scribble(random: Random, content: bytearray) -> None:
    at = random.randrange(len(content))
    content[at : at + 16] = random.randbytes(random.randint(0, 16))


def _cut(random: Random, content: bytearray) -> None:
    at = random.randrange(len(content))
    del content[at : at + random.randint(1, 1 + len(content) // 8)]


def _truncate(random: Random, content: bytearray) -> None:
    if random.random() < 0.2:
        del content[random.randrange(len(content)) :]


def _repeat(random: Random, content: bytearray) -> None:
    at, length = random.randrange(len(content)), random.randint(1, 400)
    content[at:at] = content[at : at + length] * random.choice([1, 2, 50])


def _insert(random: Random, content: bytearray) -> None:
    at = random.randrange(len(content))
    content[at:at] = b" %s " % random.choice(WORDS)


def _count(random: Random, content: bytearray) -> None:
    numbers = list(re.finditer(rb"\d+", content[:200_000]))
    if numbers:
        start, end = random.choice(numbers).span()
        content[start:end] = random.choice(NUMBERS)


MUTATIONS: list[Callable[[Random, bytearray], None]] = [
    _flip, _scribble, _cut, _truncate, _repeat, _insert, _count,
]  # fmt: skip


@dataclass
class Result:
    """``troubles`` say which file of the seed fails the run, and why."""

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0


def fuzz(count: int, *, seed: int = 1, keep: Path | None = None, structure: bool = False) -> Result:
    """Read ``count`` damaged files; those in trouble are written to ``keep``."""
    make = by_structure() if structure else by_bytes()
    result, before = Result(), _open_files()
    with TemporaryDirectory() as folder, _complaints() as complaints, _temporary(folder):
        path = Path(folder, "file")
        with Child(LIMITS) as child:
            for number in range(count):
                made = make(Random(f"{seed} {number}"), number)
                path.write_bytes(made.content)
                began = time.monotonic()
                said = _troubles(child, path, made, result, complaints)
                found = [f"{number}: {trouble}" for trouble in said]
                result.slowest = max(result.slowest, time.monotonic() - began)
                result.troubles += found
                if found and keep:
                    shutil.copy(path, keep / f"fuzz-{seed}-{number}")
        if left := [entry.name for entry in Path(folder).iterdir() if entry != path]:
            result.troubles.append(f"temporary files of the parent: {left}")
    # Fewer is no leak: what another test left to the garbage collector may be closed meanwhile.
    if (after := _open_files()) > before:
        result.troubles.append(f"open files of the parent: {before} before, {after} after")
    return result


def _troubles(
    child: Child, path: Path, made: Damaged, result: Result, complaints: list[str]
) -> Iterator[str]:
    complaints.clear()
    try:
        read = child.call(FUNCTION, path)
    except ReaderFailed as failure:
        result.outcomes["a fault of ours"] += 1
        yield f"{failure}: {' '.join(complaints)}"
        return
    except Unreadable as error:
        # ``read`` answers with its refusals: what comes as one is the end of the process.
        result.outcomes[f"stopped: {error.code}"] += 1
        yield f"{error.code}: {' '.join(complaints)}"
        return
    result.outcomes["read" if "pages" in read["outcome"] else read["outcome"]] += 1
    if read["left"]:
        yield f"temporary files {read['left']}"
    if read["open"] > MOST_OPEN:
        yield f"{read['open']} open files"
    if "pages" in read["outcome"]:
        if lost := sorted(word for word in made.seen if word not in read["text"]):
            yield f"lost without a word: {lost}"
        if shown := sorted(word for word in made.unseen if word in read["text"]):
            yield f"read though nobody sees it: {shown}"


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What the parent logs of a child that died or of a fault of ours."""
    said: list[str] = []
    logger, handler = logging.getLogger("doccontrol.pdftext.process.child"), logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


@contextmanager
def _temporary(folder: str) -> Iterator[None]:
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = before


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--structure", action="store_true", help="of Word files, not of bytes")
    parser.add_argument("--keep", type=Path, help="a folder for the files that make trouble")
    asked = parser.parse_args()
    began = time.monotonic()
    result = fuzz(asked.count, seed=asked.seed, keep=asked.keep, structure=asked.structure)
    took = time.monotonic() - began
    print(f"{asked.count} damaged files in {took:.0f} s, the slowest {result.slowest:.2f} s")  # noqa: T201
    for outcome, times in result.outcomes.most_common():
        print(f"  {times:5} {outcome}")  # noqa: T201
    for trouble in result.troubles:
        print(f"TROUBLE {trouble}")  # noqa: T201
    return 1 if result.troubles else 0


if __name__ == "__main__":
    sys.exit(main())
