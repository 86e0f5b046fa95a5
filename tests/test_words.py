"""Vietnamese strings use one word per thing, as ``docs/words.md`` lays down."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\|(?!-)(.+)\|$", re.M)
QUOTED = re.compile(r"“([^”]+)”")
# Of any number, which in a string may be a place; no place follows.
PERCENT = r"(?:\d+|%\(\w+\)s)\s+%(?!\()"


def never() -> list[str]:
    rows = [row.split("|") for row in ROW.findall((ROOT / "docs/words.md").read_text("utf-8"))]
    return [words for *_, last in rows for words in QUOTED.findall(last)]


def pattern(words: str) -> re.Pattern[str]:
    if words == "100 %":
        return re.compile(PERCENT)
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


def strings() -> list[tuple[str, str]]:
    """Each Vietnamese string with where it stands."""
    return [
        (f"{path.relative_to(ROOT)}: {entry.msgid}", text)
        for path in sorted((ROOT / "cms").glob("locale*/vi/LC_MESSAGES/*.po"))
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]


def wrong(said: list[tuple[str, str]]) -> list[str]:
    banned = [(words, pattern(words)) for words in never()]
    return [
        f"{place}: “{words}” in “{text}”"
        for place, text in said
        for words, known in banned
        if known.search(text)
    ]


def test_each_thing_has_one_word() -> None:
    assert len(never()) > 30
    assert len(strings()) > 3_000
    complaints = wrong(strings())
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Mở nghĩa vụ cập nhật", True),
        ("mở đồng hồ", True),
        ("Bạn đã lưu", True),
        ("Ban hành cho các bạn", True),
        ("ngân hàng bạnx", False),
        ("độ tin cậy 98 %", True),
        ("độ tin cậy %(percent)s %%", True),
        ("độ tin cậy %(percent)s%%", False),
        ("bản dự thảo", False),
        ("Lần ban hành/sửa đổi", False),
        ("Các lần ban hành", True),
    ],
)
def test_a_word_is_known_as_a_whole(text: str, is_wrong: bool) -> None:
    assert bool(wrong([("here", text)])) is is_wrong
