"""Whether the note beside a text tells of a change that no relation of the register holds."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import find_numbers

_CHANGE = re.compile(
    r"\b(?:sua doi|bo sung|thay the|bai bo|huy bo|het hieu luc|dinh chi|ngung hieu luc|dinh chinh"
    r"|mot phan)\b"
)


@dataclass(frozen=True, slots=True)
class NoteDoubt:
    """``numbers``: those that the note names and no relation of the text does; none if the note
    names none and nothing acts on the text."""

    numbers: tuple[str, ...]


def tells_of_a_change(note: str) -> bool:
    return _CHANGE.search(fold(note)) is not None


def note_doubt(
    note: str, own: str, related: Collection[str], *, is_acted_on: bool
) -> NoteDoubt | None:
    """``own`` is the number of the text, ``related`` are those of the texts that act on it or that
    it acts on (all as the register keys them)."""
    if not tells_of_a_change(note):
        return None
    named = {placed.number.normalised: placed.number.raw for placed in find_numbers(note)}
    named.pop(own, None)
    if not named:
        return None if is_acted_on else NoteDoubt(())
    unrelated = tuple(raw for number, raw in named.items() if number not in related)
    return NoteDoubt(unrelated) if unrelated else None
