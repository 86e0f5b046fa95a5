"""Titles and names at the end of a text: how a signature block opens, and who signed."""

from __future__ import annotations

import re

from doccontrol.lawtext.reading.running_text import Line

# TM. (on behalf of), KT. (for the head), TL., TUQ. (by order, by authority), Q. (acting); the
# Party writes T/M and K/T. Source: Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I.
CAPACITY = re.compile(
    r"(?:^|(?<=[\s|]))(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\s?(?:\.|(?<=/\w))\s?(?=[A-ZĐÀ-Ỹ])"
)
_OFFICES = (
    "bo truong|thu truong|thu tuong|pho thu tuong|chu tich|pho chu tich|giam doc|pho giam doc"
    "|tong giam doc|pho tong giam doc|cuc truong|pho cuc truong|chi cuc truong|pho chi cuc truong"
    "|tong cuc truong|pho tong cuc truong|vu truong|pho vu truong|vien truong|pho vien truong"
    "|chanh an|pho chanh an|thong doc|pho thong doc|chu nhiem|pho chu nhiem|hieu truong"
    "|pho hieu truong|truong ban|pho truong ban|tong thanh tra|pho tong thanh tra|tong kiem toan"
    "|pho tong kiem toan|chanh van phong|pho chanh van phong|chanh thanh tra|truong phong"
    "|pho truong phong|bi thu|pho bi thu|tong bi thu|thuong truc|uy vien|tham phan|quyen giam doc"
)
_TITLE = re.compile(rf"\W{{0,3}}(?:{_OFFICES})\b")
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
