"""The name of the issuing body from the lines of a letterhead, the superior body above it.

"UBND TỈNH KIÊN GIANG / SỞ Y TẾ" is "Sở Y tế tỉnh Kiên Giang"; "ỦY BAN NHÂN DÂN / TỈNH ĐIỆN BIÊN" is
one body; "BỘ Y TẾ - BỘ TÀI CHÍNH" above a joint circular are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from doccontrol.lawtext.reading.issuing_bodies import HEADS, KNOWN, PLACES
from doccontrol.lawtext.reading.running_text import key, loose, plain

_HEAD = re.compile(rf"(?:{'|'.join(HEADS)})(?![a-z])")
_RULE = re.compile(r"[-–—_]{2,}")
# A line that goes on with the name above it, although it may begin like a body's.
_GOES_ON = re.compile(
    r"(?:va|tinh|thanh pho|tp|huyen|quan(?! khu)|thi xa|thi tran|xa|phuong|dac khu|viet nam"
    r"|nhan dan|khu vuc|trung uong|nuoc)(?![a-z])|[-(]"
)
# "SỞ TÀI NGUYÊN VÀ MÔI / TRƯỜNG": not a school.
_BROKEN_OFF = re.compile(r"(?:[-,&]|\b(?:va|cua|moi))$")
# Half a name: what stands on the next line belongs to it.
_HALVES = {
    *map(key, ("ủy ban", "ủy ban thường vụ", "hội đồng", "hội đồng thẩm phán", "thủ tướng")),
    *map(key, ("văn phòng", "thanh tra", "bộ", "sở", "tổng cục", "cục", "chi cục", "viện", "ban")),
    *map(key, ("trung tâm", "bệnh viện", "trường", "phòng", "tòa án", "học viện", "đại học")),
}
_ABBREVIATED = (
    (re.compile(r"\bUBND\b", re.IGNORECASE), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b", re.IGNORECASE), "Hội đồng nhân dân"),
    (re.compile(r"\bTP\.?\s+", re.IGNORECASE), "thành phố "),
)
_LEVELS = "tinh|thanh pho|huyen|quan|thi xa|thi tran|xa(?! hoi)|phuong|dac khu"
_PLACE = "|".join(sorted((loose(place) for place in PLACES), key=len, reverse=True))
_AT_END = re.compile(rf"(?:(?<![a-z])(?:tinh|thanh pho|tp\.?)\s+)?(?<![a-z])(?P<place>{_PLACE})$")
# "Tỉnh ủy Sóc Trăng": the level is in the name.
_OF_THE_PARTY = re.compile(r"(?:tinh|thanh)\s*uy\b")
_BY_KEY = {key(plain_name): name for plain_name, name in PLACES.items()}
_LEVEL_WORDS = {"tỉnh", "huyện", "quận", "xã", "phường", "phố", "vực"}
# Of which the first word alone may mean something else: "Thanh tra thành phố", "đặc biệt".
_LEVELS_OF_TWO = {("thành", "phố"), ("thị", "xã"), ("thị", "trấn"), ("đặc", "khu")}
_LOCAL = re.compile(rf"(?<![a-z])(?:{_LEVELS})\s+\S.*$")


def bodies_of(lines: Iterable[str]) -> list[str]:
    """The bodies that the lines of a letterhead name, as printed, each on one line."""
    bodies: list[str] = []
    for line in lines:
        text = " ".join(_RULE.sub(" ", line).split()).strip("*_.;: ")
        if not text:
            continue
        if bodies and _belongs_to(bodies[-1], text):
            bodies[-1] = f"{bodies[-1]} {text}"
        elif key(text) not in map(key, bodies):
            bodies.append(text)
    return bodies


def _belongs_to(above: str, text: str) -> bool:
    rest = plain(text)
    if _BROKEN_OFF.search(plain(above)) or _GOES_ON.match(rest) or not begins_like_a_body(text):
        return True
    return key(above) in _HALVES


def begins_like_a_body(text: str) -> bool:
    return _HEAD.match(plain(text)) is not None or key(text) in KNOWN


def issuers_of(lines: Iterable[str], *, joint: bool) -> tuple[str, ...]:
    """Full names, in the order of the letterhead; the last body is the issuer, unless several
    issue jointly. Empty if the lines name no body."""
    named = bodies_of(lines)
    bodies = [body for body in named if begins_like_a_body(body)]
    if not bodies:
        return ()
    if joint:
        return tuple(proper(part) for body in bodies for part in _joint_parts(body))
    return (_with_place(proper(bodies[-1]), named[: named.index(bodies[-1])]),)


def _joint_parts(body: str) -> list[str]:
    """Parted where a dash is followed by the first word of another body: "BỘ A - BỘ B"."""
    parts = [""]
    for piece in re.split(r"\s*[-–]\s+|\s+[-–]\s*", body):
        if parts[-1] and not begins_like_a_body(piece):
            parts[-1] = f"{parts[-1]} - {piece}"
        elif parts[-1]:
            parts.append(piece)
        else:
            parts[-1] = piece
    return parts


def _with_place(name: str, superiors: Sequence[str]) -> str:
    """A province's Sở is known by its province, which stands in the line above; an office
    without a field of its own by the whole name above."""
    if superiors and key(name) in _HALVES:
        return f"{name} {proper(superiors[-1])}"
    if ends_in_a_place(name) or (name in KNOWN.values() and not name.startswith("Sở ")):
        return name
    for superior in reversed(superiors):
        above = proper(superior)
        if place := _LOCAL.search(plain(above)):
            return f"{name} {above[place.start() :]}"
    return name


def ends_in_a_place(name: str) -> bool:
    return _LOCAL.search(plain(name)) is not None


def proper(name: str) -> str:
    """The name in the letters of running text: known ones as they are known, whatever their
    letters here; others by the rule that each field of work begins with a capital."""
    text = " ".join(name.split())
    for pattern, full in _ABBREVIATED:
        text = pattern.sub(full, text)
    if known := KNOWN.get(key(text)):
        return known
    ending = _AT_END.search(plain(text))
    if ending and ending.start():
        place = _BY_KEY[key(ending["place"])]
        if _OF_THE_PARTY.match(plain(text)):
            place = re.sub("^(?:tỉnh|[Tt]hành phố) ", "", place)
        return f"{proper(text[: ending.start()])} {place}"
    return _lettered(text)


def _lettered(text: str) -> str:
    head = _HEAD.match(plain(text))
    words = text.lower().split()
    opening = len(head[0].split()) if head else 1
    if plain(text).startswith(("uy ban nhan dan", "hoi dong nhan dan")):
        opening = 4
    written, in_place = [words[0].capitalize()], False
    for number, word in enumerate(words[1:], start=1):
        before = written[-1]
        starts_field = before[-1] in ",-" or before == "và" or number == opening
        is_level = word in _LEVEL_WORDS and words[number + 1 : number + 2] != ["hội"]
        of_two = tuple(words[number : number + 2]) in _LEVELS_OF_TWO
        ends_one = tuple(words[number - 1 : number + 1]) in _LEVELS_OF_TWO
        if is_level or of_two or ends_one:
            in_place = True
            written.append(word)
        elif in_place or (starts_field and word != "và"):
            written.append(word.capitalize())
        else:
            written.append(word)
    return " ".join(written)
