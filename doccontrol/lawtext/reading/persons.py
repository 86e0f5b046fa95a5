"""Titles and names at the end of a text: how a signature block opens, and who signed."""

from __future__ import annotations

import re

from doccontrol.lawtext.reading.running_text import Line

# TM. (on behalf of), KT. (for the head), TL., TUQ. (by order, by authority), Q. (acting); the
# Party writes T/M and K/T. Source: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I.
CAPACITY = re.compile(
    r"(?:^|(?<=[\s|]))(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\s?(?:\.|(?<=/\w))\s?(?=[A-ZĐÀ-Ỹ])"
)
# Heads of bodies, in ``plain`` letters; each has deputies.
HEADS = (
    r"bo truong|thu truong|thu tuong|chu tich|giam doc|tong giam doc|cuc truong|chi cuc truong"
    r"|tong cuc truong|vu truong|vien truong|chanh an|thong doc|chu nhiem|hieu truong|truong ban"
    r"|tong thanh tra|tong kiem toan|chanh thanh tra|chanh van phong|truong phong"
)
_OTHERS = r"(?:pho |tong )?bi thu|thuong truc|uy vien|tham phan|quyen giam doc"
_TITLE = re.compile(rf"\W{{0,3}}(?:(?:pho )?(?:{HEADS})|{_OTHERS})\b")
_DEGREES = re.compile(
    r"(?:(?:gs|pgs|ts|ths|th\.s|bs|bsck\w*|ds\w*|cn|ks|ck\w{1,3}|luat su|dai tuong|thuong tuong"
    r"|trung tuong|thieu tuong|dai ta|thuong ta|trung ta|thieu ta)[.\s]+)+"
)
_LETTERS = re.compile(r"[^\W\d_]+")
LONGEST_TITLE = 120
SHORTEST_NAME, LONGEST_NAME = 2, 6


def opens_a_block(line: Line) -> bool:
    """Whether a signature block can begin here: a power to sign or an office, in capitals."""
    if len(line.text) > LONGEST_TITLE or not line.is_capitals:
        return False
    return bool(CAPACITY.search(line.text) or _TITLE.match(line.plain))


def person(line: Line) -> Line | None:
    """The name, if the line is one: two to six words, each with one capital, its first letter.

    Degrees and military ranks before it are left out.
    """
    text = line.text.strip(" .,-_*'`")
    start = line.text.find(text)
    if degree := _DEGREES.match(line.plain, start):
        start = degree.end()
    name = line.cut(start, line.text.find(text) + len(text))
    words = name.text.split()
    if not SHORTEST_NAME <= len(words) <= LONGEST_NAME:
        return None
    if all(_LETTERS.fullmatch(word) and word.istitle() for word in words):
        return name
    return None


def title_and_rest(line: Line) -> tuple[Line, Line] | None:
    """A line that begins with titles in capitals and goes on otherwise, parted there."""
    words = list(re.finditer(r"\S+", line.text))
    capitals = 0
    for word in words:
        letters = [letter for letter in word[0] if letter.isalpha()]
        if letters and not all(map(str.isupper, letters)):
            break
        capitals += 1
    if not 0 < capitals < len(words):
        return None
    start = words[capitals].start()
    title = line.cut(0, start)
    return (title, line.cut(start, len(line.text))) if opens_a_block(title) else None


def title_and_person(line: Line) -> bool:
    """Whether the line is an office and a person's name: "CHỦ TỊCH QUỐC HỘI Lê Văn A"."""
    parted = title_and_rest(line) if len(line.text) <= 2 * LONGEST_TITLE else None
    return parted is not None and person(parted[1]) is not None
