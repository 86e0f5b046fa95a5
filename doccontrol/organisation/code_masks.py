"""How an agency writes its codes, as people say it: QT-{unit}-{number}.

What is kept and asked is a pattern (``code_patterns``). Here a mask is made into one, and a pattern
is said as a mask where one says the same; another pattern, of before there were masks, stays.

A mask is made of letters, digits, hyphens, dots and strokes as they stand in the code, of words in
braces for what differs from code to code, and of square brackets around what may be left out. A
semicolon stands between several ways.
"""

from __future__ import annotations

import re
from itertools import product

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

MOST_WAYS_SAID = 20
DIGITS = 2
_LITERAL = re.compile(r"[\w\-/.]")
_BRACES = re.compile(r"\{([^{}]*)\}")
_TOKENS = re.compile(r"\{[^{}]*\}|.", re.DOTALL)
_NUMBER = re.compile(r"(\D+?)(?::\s*(\d{1,2})(?:\s*-\s*(\d{1,2}))?)?\s*")
# What differs, in a pattern; the number is said with its digits.
_UNIT, _NAME, _MAYBE_NAME = r"[\w.]+", r"[\w.-]+", r"[\w.-]*"
_DIGITS = re.compile(r"\\d(?:\{(\d{1,2})(?:,(\d{1,2}))?\})?")


class NotAMask(ValidationError):
    """Says what in it cannot be understood."""


def _word(name: str) -> str:
    """As the reader writes it."""
    return {
        "unit": pgettext("code", "unit"),
        "name": pgettext("code", "name"),
        "number": pgettext("code", "number"),
    }[name]


def pattern_of(mask: str) -> str:
    """The pattern of what the mask says. Raises NotAMask."""
    ways = [way.strip() for way in mask.split(";")]
    if not all(ways):
        raise NotAMask(_("Write between two semicolons, and at both ends, how a code is written."))
    return "|".join(_pattern_of_way(way) for way in ways)


def _pattern_of_way(way: str) -> str:
    parts: list[str] = []
    opened: int | None = None
    for part in _TOKENS.findall(way):
        if part == "[" and opened is None:
            opened = len(parts)
        elif part == "]" and opened is not None:
            parts[opened:] = [_left_out("".join(parts[opened:]))]
            opened = None
        else:
            parts.append(_pattern_of_part(part))
    if opened is not None:
        raise NotAMask(_("A square bracket is opened and not closed."))
    return "".join(parts)


def _pattern_of_part(part: str) -> str:
    if len(part) > 1:
        return _pattern_of_braces(part[1:-1])
    if not _LITERAL.match(part):
        raise NotAMask(
            _("“%(letter)s” cannot stand here. Use letters, digits and - / . or {…} and […]."),
            params={"letter": part},
        )
    return r"\." if part == "." else part


def _left_out(inner: str) -> str:
    return _MAYBE_NAME if inner == _NAME else f"({inner})?"


def _pattern_of_braces(inside: str) -> str:
    number = _NUMBER.fullmatch(inside.strip())
    word, least, most = number.groups() if number else (inside, None, None)
    word = word.strip().casefold()
    if word in _ways_to_say("number") and 0 < int(least or DIGITS) <= int(most or least or DIGITS):
        return rf"\d{{{least or DIGITS}{f',{most}' if most else ''}}}"
    for name, pattern in (("unit", _UNIT), ("name", _NAME)):
        if word in _ways_to_say(name) and least is None:
            return pattern
    words = ", ".join(f"{{{_word(name)}}}" for name in ("unit", "number", "name"))
    raise NotAMask(
        _("“{%(word)s}” is not known. Write one of: %(words)s; with three digits {%(number)s:3}."),
        params={"word": inside, "words": words, "number": _word("number")},
    )


def _ways_to_say(name: str) -> set[str]:
    return {name, _word(name).casefold()}


def mask_of(pattern: str) -> str | None:
    """The mask that says the same as the pattern; None where there is none."""
    try:
        ways, rest = _read(pattern, 0, {name: _word(name) for name in ("unit", "name")})
    except _Unsayable:
        return None
    return "; ".join(ways) if rest == len(pattern) and all(ways) else None


class _Unsayable(Exception):
    pass


def _read(pattern: str, place: int, words: dict[str, str]) -> tuple[list[str], int]:
    """The ways that are said from ``place`` to the end of the group, and where that is."""
    done: list[str] = []
    ways = [""]
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            done, ways, place = [*done, *ways], [""], place + 1
            continue
        parts, place = _read_part(pattern, place, words)
        ways = [before + part for before, part in product(ways, parts)]
        if len(done) + len(ways) > MOST_WAYS_SAID:
            raise _Unsayable
    return [*done, *ways], place


def _read_part(pattern: str, place: int, words: dict[str, str]) -> tuple[list[str], int]:
    for expression, wording in (
        (_UNIT, f"{{{words['unit']}}}"),
        (_NAME, f"{{{words['name']}}}"),
        (_MAYBE_NAME, f"[{{{words['name']}}}]"),
    ):
        if pattern.startswith(expression, place):
            return [wording], place + len(expression)
    if pattern[place] == "(":
        return _read_group(pattern, place, words)
    digits = _DIGITS.match(pattern, place)
    if digits is not None:
        wording, end = _digits_in_words(digits), digits.end()
    elif pattern[place] == "\\" and pattern[place + 1 : place + 2] in {".", "-", "/"}:
        wording, end = pattern[place + 1], place + 2
    elif pattern[place] != "." and _LITERAL.match(pattern[place]):
        wording, end = pattern[place], place + 1
    else:
        raise _Unsayable
    if pattern[end : end + 1] in {"*", "+", "?", "{"}:
        raise _Unsayable
    return [wording], end


def _read_group(pattern: str, place: int, words: dict[str, str]) -> tuple[list[str], int]:
    begin = place + (3 if pattern.startswith("(?:", place) else 1)
    ways, end = _read(pattern, begin, words)
    if pattern[end : end + 1] != ")" or pattern[end + 1 : end + 2] in {"*", "+", "{"}:
        raise _Unsayable
    if pattern[end + 1 : end + 2] != "?":
        return ways, end + 1
    if pattern[end + 2 : end + 3] in {"*", "+", "?", "{"}:
        raise _Unsayable
    if any("[" in way or not way for way in ways):  # what may be left out stands in no other such
        return [*ways, ""], end + 2
    return [f"[{ways[0]}]"] if len(ways) == 1 else [*ways, ""], end + 2


def _digits_in_words(digits: re.Match[str]) -> str:
    least, most = digits[1] or "1", digits[2]
    number = _word("number")
    if most is None:
        return f"{{{number}}}" if int(least) == DIGITS else f"{{{number}:{least}}}"
    return f"{{{number}:{least}-{most}}}"


def examples_of(mask: str, unit: str) -> list[str]:
    """One code for each way, of the unit of that code; what may be left out is left out."""
    return [_example(way.strip(), unit) for way in mask.split(";")]


def _example(way: str, unit: str) -> str:
    def filled(braces: re.Match[str]) -> str:
        pattern = _pattern_of_braces(braces[1])
        digits = _DIGITS.match(pattern)
        return unit if digits is None else "1".rjust(int(digits[1]), "0")

    return _BRACES.sub(filled, re.sub(r"\[[^\]]*\]", "", way))


_EXPLAINED = pgettext_lazy(
    "code",
    "Write the code as it stands, and in braces what differs: {%(unit)s} is the code of a unit, "
    "{%(number)s} a number of two digits ({%(number)s:3} of three, {%(number)s:1-3} of one to "
    "three), {%(name)s} letters, digits, dots and hyphens. [ ] stands around what may be left "
    "out, a semicolon between several ways: QT-{%(unit)s}-{%(number)s}; CSCL[-{%(number)s}].",
)


def _explained() -> str:
    """For whoever writes one."""
    return str(_EXPLAINED) % {name: _word(name) for name in ("unit", "number", "name")}


explained = lazy(_explained, str)
