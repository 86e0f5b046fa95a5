"""Which row or paragraph of an old text became which of the new one, and which words changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Below this share of common words two texts are not the same text changed.
SAME_TEXT = 0.4
# A number is one word with its dots and slashes: 19/2014/QĐ-TTg, 600.000, 2,5.
_WORDS = re.compile(r"\d\w*(?:(?:,(?=\d)|[./-])\w+)*|\w+|\s+|[^\w\s]")
# Beyond so many pairs only neighbours are looked at, so that the time stays bounded.
_MANY_PAIRS = 10_000
_NEIGHBOURS = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in the old and the new list; None where there is no counterpart."""

    old: int | None
    new: int | None
    moved: bool = False


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Each old and each new text once, in the order of the new list, texts that went away where
    they stood. Equal texts find each other first, then the most similar ones."""
    matched = dict(_equal(old, new))
    matched |= _similar(old, new, matched)
    kept_order = _rising({new_at: old_at for old_at, new_at in matched.items()})
    return list(_in_reading_order(len(old), len(new), matched, kept_order))


def _equal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Equal runs in order, then equal texts that stand elsewhere."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    in_order = {b.a + n: b.b + n for b in blocks for n in range(b.size)}
    yield from in_order.items()
    taken = set(in_order.values())
    elsewhere: dict[str, list[int]] = {}
    for place, text in enumerate(new):
        if place not in taken and text:
            elsewhere.setdefault(text, []).append(place)
    for place, text in enumerate(old):
        if place not in in_order and elsewhere.get(text):
            yield place, elsewhere[text].pop(0)


def _similar(old: Sequence[str], new: Sequence[str], matched: dict[int, int]) -> dict[int, int]:
    taken = set(matched.values())
    old_bags = {n: _bag(text) for n, text in enumerate(old) if n not in matched}
    new_bags = {n: _bag(text) for n, text in enumerate(new) if n not in taken}
    many = len(old_bags) * len(new_bags) > _MANY_PAIRS
    shift = len(new) - len(old)
    candidates = [
        (-likeness, min(abs(i - j), abs(i + shift - j)), i, j)
        for i, old_bag in old_bags.items()
        for j, new_bag in new_bags.items()
        if not many or min(abs(i - j), abs(i + shift - j)) <= _NEIGHBOURS
        if (likeness := _likeness(old_bag, new_bag)) >= SAME_TEXT
    ]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _minus, _distance, i, j in sorted(candidates):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def _bag(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def _likeness(left: Counter[str], other: Counter[str]) -> float:
    """Share of words in common: 0 to 1. Two empty texts are alike."""
    total = left.total() + other.total()
    if not total:
        return 1.0
    if len(left) > len(other):
        left, other = other, left
    return 2 * sum(min(count, other[word]) for word, count in left.items() if word in other) / total


def likeness(left: str, other: str) -> float:
    return _likeness(_bag(left), _bag(other))


def _rising(old_of_new: dict[int, int]) -> set[int]:
    """The new places of the longest run whose old places rise: these did not move."""
    best: list[tuple[int, int | None]] = []  # length up to here, the entry before
    entries = sorted(old_of_new.items())
    for n, (_new, old) in enumerate(entries):
        before = [(best[m][0], m) for m in range(n) if entries[m][1] < old]
        length, previous = max(before, default=(0, None))
        best.append((length + 1, previous))
    at: int | None = max(range(len(best)), key=lambda n: best[n][0], default=None)
    kept = set()
    while at is not None:
        kept.add(entries[at][0])
        at = best[at][1]
    return kept


def _in_reading_order(
    old_count: int, new_count: int, matched: dict[int, int], kept_order: set[int]
) -> Iterator[Pair]:
    """What went away stands before what came in its place."""
    old_of_new = {new: old for old, new in matched.items()}
    gone = [n for n in range(old_count) if n not in matched]
    kept = sorted(old_of_new[new] for new in kept_order)

    def gone_before_the_next() -> Iterator[Pair]:
        while gone and (not kept or gone[0] < kept[0]):
            yield Pair(gone.pop(0), None)

    for new in range(new_count):
        yield from gone_before_the_next()
        yield Pair(old_of_new.get(new), new, moved=new in old_of_new and new not in kept_order)
        if new in kept_order:
            kept.pop(0)
    yield from gone_before_the_next()


def marked(old: str, new: str) -> SafeString:
    """The new text with removed words in <del> and added ones in <ins>; all of it escaped."""
    if old == new:
        return _lines(escape(new))
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[tuple[str, str]] = []
    for change, i1, i2, j1, j2 in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if change == "equal":
            pieces.append(("", "".join(after[j1:j2])))
            continue
        pieces.append(("del", "".join(before[i1:i2])))
        pieces.append(("ins", "".join(after[j1:j2])))
    return _lines("".join(_tagged(tag, text) for tag, text in _joined(pieces)))


def _joined(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """One mark for neighbouring changes: a lone space between two changed words changes with
    them, so that a sentence written anew is not a row of fragments."""
    runs: list[tuple[str, str]] = []
    for n, (tag, text) in enumerate(pieces):
        between = not tag and text.isspace() and 0 < n < len(pieces) - 1
        runs += [("del", text), ("ins", text)] if between else [(tag, text)]
    for is_change, group in groupby(runs, key=lambda run: bool(run[0])):
        listed = list(group)
        for tag in ("del", "ins") if is_change else ("",):
            text = "".join(text for own, text in listed if own == tag)
            if text:
                yield tag, text


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>" if tag else str(escape(text))


def _lines(html: str) -> SafeString:
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 - every text in it was escaped


def whole(text: str, tag: str) -> SafeString:
    """All of ``text`` as added ("ins") or removed ("del")."""
    return _lines(_tagged(tag, text)) if text else mark_safe("")
