"""Characters as a reader means them: composed letters, plain spaces and hyphens, no controls."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# What programs leave in text layers. Ð (eth) stands for Đ in many old Vietnamese files; the code
# points for private use are those of Word's Symbol and Wingdings fonts.
_REPLACED = {
    "Ð": "Đ", "ð": "đ", "Ɖ": "Đ",
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "‐": "-", "‑": "-", "\u2028": "\n", "\u2029": "\n",
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "☐", "\uf0fe": "☒",
    "\uf0a3": "≤", "\uf0b3": "≥", "\uf0b1": "±", "\uf0b4": "×", "\uf0bb": "≈", "\uf0ae": "→",
}  # fmt: skip
_SPACES = [0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
# Soft hyphens, zero-width characters, byte order marks, controls but tab and line feed.
_DROPPED = [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, 0x7F]
_TABLE: dict[int, str | None] = {
    **dict.fromkeys([*range(9), *range(0x0D, 0x20), *range(0x80, 0xA0), *_DROPPED]),
    **dict.fromkeys(range(0xD800, 0xE000)),
    **dict.fromkeys(_SPACES, " "),
    **{ord(found): meant for found, meant in _REPLACED.items()},
}
_ROOM = re.compile(r" {2,}")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def cleaned(text: str) -> str:
    """``text`` in NFC, one space between words, no blank lines, no spaces at the ends of lines."""
    plain = unicodedata.normalize("NFC", text.translate(_TABLE))
    return "\n".join(_lines(_ROOM.sub(" ", plain).split("\n"))).strip(" \n")


def _lines(lines: list[str]) -> Iterator[str]:
    """Line by line rather than by one pattern for all room around a line's end: that would look at
    a long run of tabs again from each of them."""
    *ended, last = lines
    for line in ended:
        if written := line.rstrip():
            yield written.lstrip(" ")
    yield last.lstrip(" ")


def raised(digits: str) -> str:
    """A footnote mark or exponent: “Điều 5” with the mark 3 must not be read as “Điều 53”."""
    return digits.translate(_SUPERSCRIPTS)
