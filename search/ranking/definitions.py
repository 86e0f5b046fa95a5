"""Which words a text defines: what stands before "là" at the beginning of a line.

"2. Người lao động là …", "a) Vốn: là …", "Hồ sơ gồm …" say in their first words what the line is
about, much as a heading does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.text import words

# Longer beginnings are sentences about something else.
_LONGEST_WORDS, _LONGEST_LETTERS = 12, 150
_MOST_HEADS = 200
_NUMBERING = re.compile(r"\s*(?:(?:\d+(?:\.\d+)*|[a-zđ])\s?[.)/]+|[-–+*•])?\s*[\"“”]?")
_DEFINES = re.compile(r"[\"“”]?[\s:,]+(?:là|được hiểu là|có nghĩa là|bao gồm|gồm)\b")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
# "Trường hợp A là B thì" is a condition, not a definition.
_CONDITIONS = ("trường hợp", "nếu ", "đối với", "khi ", "sau đây")
_HINTS = (" là ", "gồm ", "gồm:")


def definition_heads(text: str) -> Iterator[list[str]]:
    """The words defined or enumerated in a composed text, line by line."""
    heads = 0
    for line in text.split("\n"):
        beginning = line[:_LONGEST_LETTERS]
        if not any(hint in beginning for hint in _HINTS):
            continue
        if "(" in beginning:
            beginning = _IN_BRACKETS.sub(" ", line)[:_LONGEST_LETTERS]
        head = _head(beginning)
        if head and heads < _MOST_HEADS:
            heads += 1
            yield head


def _head(beginning: str) -> list[str]:
    numbering = _NUMBERING.match(beginning)
    rest = beginning[numbering.end() :] if numbering else beginning
    defines = _DEFINES.search(rest)
    if not defines:
        return []
    head = rest[: defines.start()]
    lower = head.lower()
    if lower.startswith(_CONDITIONS) or "sau đây" in lower or set(head) & set(":;."):
        return []
    syllables = words(head)
    return syllables if len(syllables) <= _LONGEST_WORDS else []
