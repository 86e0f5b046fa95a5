"""Control characters are cleaned where text enters a row (``clean_rows``), and once more where a
file leaves.

Programs leave them on the clipboard: Word's manual line break is U+000B. They are invisible in a
browser, and XML (feeds, spreadsheets, PDF) refuses the whole file for one of them.
"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import is_normalized, normalize

# A line break of Word or a form feed parts words; so does the C1 "next line".
_PARTING = {0x0B: " ", 0x0C: " ", 0x85: " "}
_NONE = [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF]
_TABLE: dict[int, str | None] = {
    **dict.fromkeys([*_NONE, *range(0xD800, 0xE000)]),
    **_PARTING,
}
_ANY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """``text`` with nothing in it that a file could choke on, its letters composed (NFC): a Mac
    leaves them in parts. Tabs and line ends stay."""
    clean = text.translate(_TABLE) if _ANY.search(text) else text
    return clean if is_normalized("NFC", clean) else normalize("NFC", clean)


def same_length_without_controls(text: str) -> str:
    """As above, each of them a space: for text that something else counts into."""
    return _ANY.sub(" ", text)


def all_without_controls(value: Any) -> Any:
    """A JSON value with every text in it cleaned."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {key: all_without_controls(part) for key, part in value.items()}
    return [all_without_controls(part) for part in value] if isinstance(value, list) else value
