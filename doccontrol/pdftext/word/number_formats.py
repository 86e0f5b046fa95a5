"""Numbers as Word writes them before paragraphs: 1, 01, IV, iv, D, d, một, ①."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_CHICAGO = "*†‡§"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Beyond, a number is written in digits: a damaged file may count from two thousand million.
_MOST_ROMAN, _MOST_LETTERS, _MOST_WORDS = 4000, 26 * 30, 99
_LETTERS = 26


def written(number: int, kind: str) -> str:
    """``kind`` as in ``w:numFmt``, or as many zeros as a number has digits; what is not known is
    written in digits, as Word does."""
    if kind == "none":
        return ""
    if set(kind) == {"0"}:
        return str(number).zfill(len(kind))
    return _FORMATS.get(kind, str)(number)


def _roman(number: int) -> str:
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        letters += sign * times
    return letters


def _letter(number: int) -> str:
    """A to Z, then AA, BB, CC."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("A") + place) * (times + 1)


def _in_words(number: int) -> str:
    if not 0 <= number <= _MOST_WORDS:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    begun = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{begun} {last}".rstrip()


def _two_digits(number: int) -> str:
    return f"{number:02}"


def _chicago(number: int) -> str:
    times, place = divmod(number - 1, len(_CHICAGO))
    return _CHICAGO[place] * (times + 1) if 0 < number <= _MOST_WORDS else str(number)


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": _two_digits,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "vietnameseCounting": _in_words,
    "cardinalText": _in_words,
    "ordinal": lambda number: f"{number}.",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "chicago": _chicago,
}
