"""Laws that are cited by their name: "Luật Người cao tuổi", "Bộ luật Lao động năm 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from doccontrol.folding import fold

# Names of laws, codes, ordinances and the Constitution, in force or not, one a line; from the
# State's Codex (February 2026) and the gazette. A name that is not here is found by its form.
NAMES = Path(__file__).with_name("law_names.txt")
_END = ""  # marks the last word of a name in the tree; no word folds to it

_HEAD = re.compile(r"\b(?:Bộ\s{1,3}luật|BỘ\s{1,3}LUẬT|Luật|LUẬT|Pháp\s{1,3}lệnh|PHÁP\s{1,3}LỆNH"
                   r"|Hiến\s{1,3}pháp|HIẾN\s{1,3}PHÁP)\b")  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[\s,/()“”\"-]{1,4}\Z")
_AMENDING = re.compile(
    r"\s{1,3}sửa\s{1,3}đổi,?(?:\s{1,3}bổ\s{1,3}sung)?\s{1,3}(?:một\s{1,3}số\s{1,3}điều"
    r"|(?:các\s{1,3})?điều\s[\d,\svà]{1,40}?)(?:\s[^,;.()\n]{1,80}?)??\s{1,3}của\s{1,3}",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    r"(?:các|\d{1,3})\s{1,3}(?:bộ\s{1,3})?luật\b[^,;.()]{0,120}", re.IGNORECASE
)
_NEXT_LAW = re.compile(r"\s{0,3}(?:,|,?\s{0,3}và|;)\s{1,3}(?=Luật|Bộ luật|Pháp lệnh)")
# Where a name of unknown length ends: words that no name of a law holds, but sentences do.
# fmt: off
_NO_PART_OF_A_NAME = frozenset({
    "ngày", "năm", "này", "đó", "được", "đã", "có", "của", "về", "thì", "khi", "tại", "theo",
    "do", "là", "phải", "không", "bị", "hiện", "nêu", "trên", "sửa", "hoặc", "với", "để", "trong",
    "từ", "nhưng", "cũng", "sẽ", "mà", "nói", "quy", "hướng", "thay", "bãi", "nếu", "trừ", "gồm",
})
# fmt: on
# "Luật Chuyển đổi số", but "Luật Giá số 16/2023/QH15".
_BEFORE_A_NUMBER = re.compile(r"\s{0,3}:?\s{0,3}(?:\d|hiệu\b)")
_NO_NAME = frozenset({"hà", "tnhh", "sư", "gia", "khoa", "hợp"})
_LONGEST_UNKNOWN = 10


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name from ``start`` until before ``end``; ``confidence`` tells known names from guessed."""

    name: str
    type: str
    start: int
    end: int
    confidence: float


def find_names(text: str) -> Iterator[PlacedName]:
    """The laws named in ``text``, in order. "Luật này" and "pháp luật" are none.

    An amending law that is cited by the names of those it amends ("Luật sửa đổi, bổ sung một số
    điều của Luật A và Luật B") is one name.
    """
    past = 0
    for head in _HEAD.finditer(text):
        if head.start() < past or (head[0].isupper() and _is_heading(text, head)):
            continue
        named = _amending(text, head) or _simple(text, head)
        if named is not None:
            past = named.end
            yield named


def _is_heading(text: str, head: re.Match[str]) -> bool:
    """In capitals: "PHÁP LUẬT DÂN SỰ", or the type above the title of this very text."""
    before = text[max(0, head.start() - 6) : head.start()]
    opens_line = not before.rpartition("\n")[2].strip()
    return before.endswith("PHÁP ") or (
        opens_line and text[head.end() : head.end() + 3].strip(" ")[:1] == "\n"
    )


def _simple(text: str, head: re.Match[str]) -> PlacedName | None:
    kind = _type_of(head[0])
    known = _known(text, head, kind)
    if known is not None:
        return PlacedName(known[0], kind, head.start(), known[1], 0.95)
    if kind == "Hiến pháp":
        return _named(text, kind, head.start(), head.end(), 0.95)
    guessed = None if head[0].isupper() else _guessed_end(text, head)
    return _named(text, kind, head.start(), guessed, 0.6) if guessed else None


def _amending(text: str, head: re.Match[str]) -> PlacedName | None:
    """Not the title of the text itself, whose type stands alone in its line."""
    amending = _AMENDING.match(text, head.end())
    if amending is None or head[0].isupper():
        return None
    end, confidence = amending.end(), 0.9
    if several := _OF_SEVERAL.match(text, end):
        return _named(text, _type_of(head[0]), head.start(), several.end(), 0.8)
    while inner := _HEAD.match(text, end):
        named = _simple(text, inner)
        if named is None:
            return None
        end, confidence = named.end, min(confidence, named.confidence)
        following = _NEXT_LAW.match(text, end)
        if following is None or _AMENDING.match(text, _end_of_head(text, following.end())):
            return _named(text, _type_of(head[0]), head.start(), end, confidence)
        end = following.end()
    return None


def _end_of_head(text: str, start: int) -> int:
    head = _HEAD.match(text, start)
    return head.end() if head else start


def _known(text: str, head: re.Match[str], kind: str) -> tuple[str, int] | None:
    """The longest known name that begins here, in its usual spelling, and where it ends."""
    branch, longest, place = _tree().get(fold(kind), {}), None, head.end()
    for depth, word in enumerate(_WORD.finditer(text, head.end())):
        between = text[place : word.start()]
        if not _BETWEEN_WORDS.match(between):
            break
        branch = _next_branch(branch, fold(word[0]), comma="," in between)
        if branch is None:
            break
        place = word.end()
        # A single word is held to its marks: "Luật gia" and "Luật được" are not Giá and Dược.
        for last, name in branch.get(_END, {}).items():
            if depth > 0 or (word[0][0].isupper() and word[0].lower() == last):
                longest = name, place
    return longest


def _next_branch(branch: dict[str, Any], word: str, *, comma: bool) -> dict[str, Any] | None:
    """A comma of the name may be left out ("phòng chống"); one that it has not ends it."""
    with_comma: dict[str, Any] | None = branch.get("," + word)
    return with_comma if comma else branch.get(word, with_comma)


def _guessed_end(text: str, head: re.Match[str]) -> int | None:
    """Past what looks like a name: it begins with a capital and has no word of a sentence."""
    end, place = None, head.end()
    for nth, word in enumerate(_WORD.finditer(text, head.end())):
        small = word[0].lower()
        between = text[place : word.start()]
        if not between.isspace() or small in _NO_PART_OF_A_NAME:
            break
        if "\n" in between and word[0][0].isupper():
            break  # a name that goes on in the next line does so with a small letter
        if small == "số" and _BEFORE_A_NUMBER.match(text, word.end()):
            break
        if nth == 0 and (not word[0][0].isupper() or small in _NO_NAME or word[0].isdigit()):
            return None
        if nth == 0 and word[0].isupper() and len(word[0]) > 1:
            return None
        if nth >= _LONGEST_UNKNOWN or _is_next_law(text, word):
            break
        end = place = word.end()
    return end


def _is_next_law(text: str, word: re.Match[str]) -> bool:
    return word[0].lower() in {"và", "các"} and _HEAD.match(text, word.end() + 1) is not None


def _named(text: str, kind: str, start: int, end: int, confidence: float) -> PlacedName:
    return PlacedName(" ".join(text[start:end].split()), kind, start, end, confidence)


def _type_of(head: str) -> str:
    return " ".join(head.split()).capitalize()


@cache
def _tree() -> dict[str, Any]:
    """Known names as a tree of folded words below the folded type."""
    tree: dict[str, Any] = {}
    for line in NAMES.read_text("utf-8").splitlines():
        head = _HEAD.match(line)
        if head is None:
            continue
        branch = tree.setdefault(fold(head[0]), {})
        last, place = "", head.end()
        for word in _WORD.finditer(line, place):
            comma = "," if "," in line[place : word.start()] else ""
            branch = branch.setdefault(comma + fold(word[0]), {})
            last, place = word[0].lower(), word.end()
        branch.setdefault(_END, {})[last] = line
    return tree
