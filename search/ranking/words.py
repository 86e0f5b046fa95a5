"""A document's words as numbers, packed when it is indexed and compared when it is a candidate.

Each word is one number: its folded form in the upper bits, its marks in the lower ones. So one
array answers both whoever typed with marks and whoever typed without. Hashes need no vocabulary,
which would have to be kept in step with the index; two of the some thousand Vietnamese syllables
share one of the million folded codes so rarely that it does not show.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.text import folded, marked

Codes = npt.NDArray[np.uint32]

MARK_BITS = 12
FOLDED_CODES = 1 << 20
_MARKS = (1 << MARK_BITS) - 1
# What stands further back in a body is found but not weighed.
LONGEST_BODY = 3_000
# Stands between two definition heads; no word has it.
BREAK = 0
# Group, words of the number; then how many: own numbers, words of number and title, of the
# heading, of definition heads, of the body.
_HEAD = struct.Struct("<7I")


class _CodeOf(dict[str, int]):
    """The number of a word as written, remembered: texts repeat few words very often."""

    _MOST = 200_000

    def __missing__(self, word: str) -> int:
        if len(self) >= self._MOST:
            self.clear()
        bare, with_marks = folded(word), marked(word)
        marks = 0 if bare == with_marks else 1 + _hash(with_marks, _MARKS)
        code = (1 + _hash(bare, FOLDED_CODES - 1)) << MARK_BITS | marks
        self[word] = code
        return code


_CODE_OF = _CodeOf()


def _hash(text: str, size: int) -> int:
    return zlib.crc32(text.encode()) % size


def codes_of(words: Sequence[str]) -> Codes:
    return np.fromiter(map(_CODE_OF.__getitem__, words), np.uint32, len(words))


class PackedWords(NamedTuple):
    """The words of one candidate. ``title`` begins with the ``number_length`` words of its
    number; ``definitions`` are heads with a BREAK after each; ``numbers`` are hashes of the
    forms by which its own number is known."""

    group: int
    number_length: int
    numbers: Codes
    title: Codes
    heading: Codes
    definitions: Codes
    body: Codes


def hash_of(text: str) -> int:
    return zlib.crc32(text.encode())


def pack(
    group: str,
    numbers: Iterable[str],
    number: Sequence[str],
    title: Sequence[str],
    heading: Sequence[str],
    definitions: Iterable[Sequence[str]],
    body: Sequence[str],
) -> bytes:
    """As bytes to be stored with the document. ``numbers`` are forms, all else are words."""
    heads: list[int] = []
    for head in definitions:
        heads += map(_CODE_OF.__getitem__, head)
        heads.append(BREAK)
    parts = [
        np.array(sorted(map(hash_of, numbers)), np.uint32),
        codes_of([*number, *title]),
        codes_of(heading),
        np.array(heads, np.uint32),
        codes_of(body[:LONGEST_BODY]),
    ]
    lengths = (len(part) for part in parts)
    first = _HEAD.pack(hash_of(group), len(number), *lengths)
    return first + b"".join(part.astype("<u4").tobytes() for part in parts)


def unpack(packed: bytes) -> PackedWords:
    """Raises ValueError if these are not the bytes of ``pack``."""
    if len(packed) < _HEAD.size:
        raise ValueError("Packed words are cut short.")
    group, number_length, *lengths = _HEAD.unpack_from(packed)
    if len(packed) != _HEAD.size + 4 * sum(lengths):
        raise ValueError("Packed words are cut short.")
    codes = np.frombuffer(packed, "<u4", offset=_HEAD.size)
    parts = [codes[start:end] for start, end in pairwise(accumulate(lengths, initial=0))]
    return PackedWords(group, number_length, *parts)
