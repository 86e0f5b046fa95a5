"""Numbers of Vietnamese legal texts: how they are read, compared, sorted and found in a sentence.

Grammar: running number / year / symbol for norms (``19/2014/QĐ-TTg``), running number / symbol
for individual acts and letters (``150/QĐ-SLĐTBXH``, ``262/SLĐTBXH-VP``), and standards
(``QCVN 01:2019/BTNMT``). Source: Luật 64/2025/QH15, Điều 7 khoản 3; Nghị định 30/2020/NĐ-CP,
Phụ lục I and III.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from doccontrol.folding import fold
from doccontrol.lawtext.spelling import (
    CAPITALS,
    ISSUERS,
    JOINT_TYPES,
    STANDARDS,
    TYPES,
    clean,
    compact,
    letter_for_letter,
    mend_symbol,
)

EARLIEST_YEAR = 1945
LATEST_YEAR = 2100
ORDINAL_DIGITS = 2
SORTED_DIGITS = 7
# Consolidated texts and letters are no norms, whatever their number looks like.
NEVER_NORMS = frozenset({"VBHN", "CV"}) | STANDARDS

_PARTS = rf"[{CAPITALS}][{CAPITALS}0-9&]*(?:[-/][{CAPITALS}0-9&]+)*"
_NUMBER = re.compile(
    r"(?P<ordinal>\d{1,6}[A-ZĐ]?(?:\.\d{1,4})*)"
    r"(?:/(?P<year>\d{4})(?=/))?"
    rf"(?P<joint>[-/])(?P<symbol>{_PARTS})"
)
_STANDARD = re.compile(
    rf"(?P<symbol>(?P<type>{'|'.join(sorted(STANDARDS))})(?:ISO|IEC)?(?:/(?:IEC|TS|TR))?)"
    r"(?P<ordinal>\d{1,6}(?:-\d{1,4})*)"
    rf"(?::(?P<year>\d{{4}}))?(?:/(?P<issuer>[{CAPITALS}&]+))?"
)
# Term of the National Assembly or the Council of State: QH14 is issued by QH.
_WITH_TERM = re.compile(r"(QH|UBTVQH|H[ĐD]NN)\d{1,2}")

_BREAKS_OFF = _("the number breaks off: an issuer was expected at its end")

# In running text white space is forgiven on one side of a separator: "QĐ-TTg - Nghị định" is a
# number, a dash and a word. On both sides only before a known issuer. The alternatives exclude each
# other, so that no text is tried in more ways than it has letters.
_KNOWN = f"(?:{'|'.join(sorted(ISSUERS | {'TTg'}))})"
_JOINT = rf"(?:\s{{0,2}}[-/]|[-/]\s{{1,2}}|\s{{1,2}}[-/]\s{{1,2}}(?={_KNOWN}\b))"
_SEGMENT = (
    rf"(?:(?:UBTVQH|QH)\s\d{{1,2}}|[{CAPITALS}][{CAPITALS}0-9&]*(?:[a-zđ][{CAPITALS}0-9&]*)?)"
)
_SMALL = r"(?:nđ|qđ|nq|tt|ttlt)(?:[-/][a-zđ&]+)+"
_ALONE = "(?:CP|TTg|TTLB|TTLN)"
_SLASH = r"\s{0,2}/\s{0,2}"
# A word that a PDF or a typist left without its space: "NĐ-CPngày 14".
_GLUED_WORD = "(?:ngày|của|về|và|quy|do|được)"
_IN_TEXT = re.compile(
    r"(?:(?<=[Ss]ố)|(?<=SỐ)|(?<![\w./-]))(?:"
    rf"\d{{1,6}}[A-Za-z]?(?:\.\d{{1,4}})*(?:"
    rf"{_SLASH}\d{{4}}{_SLASH}(?:{_SMALL}|(?:NQ\.)?{_SEGMENT}(?:{_JOINT}{_SEGMENT})*)"
    rf"|{_SLASH}(?:{_SEGMENT}(?:{_JOINT}{_SEGMENT})+|{_ALONE})"
    rf"|-(?:(?:{'|'.join(sorted(TYPES))}|TC)/{_SEGMENT}(?:{_JOINT}{_SEGMENT})*|{_ALONE})"
    r")"
    rf"|(?:{'|'.join(sorted(STANDARDS))})(?:\s?(?:ISO|IEC))?(?:/(?:IEC|TS|TR))?\s?\d{{1,6}}(?:-\d{{1,4}})*"
    rf"\s?:\s?\d{{4}}(?:/[{CAPITALS}&]+)?"
    rf")(?!(?!{_GLUED_WORD}\b)[\w&]|[-/]\d)"
)
_LAST_PART = re.compile(rf"[{CAPITALS}]+$")
_REST_OF_PART = re.compile(rf"\s([{CAPITALS}]{{2,8}})(?![\w&])")


class NotALegalNumber(ValueError):
    """The text is not one legal number; the message says what was expected instead."""


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """One number, taken apart.

    ``raw`` is what was written and is what people are shown. ``normalised`` is the key: NFC,
    capitals, no spaces, Đ kept, at least two digits (2/2020 and 02/2020 are one number). It is
    an identity only together with the issuer and the day of issue, because individual and
    province numbers repeat between agencies and years.
    """

    raw: str
    normalised: str
    ordinal: str
    year: int | None
    symbol: str
    type_abbreviation: str | None
    issuer_abbreviations: tuple[str, ...]

    @property
    def has_year(self) -> bool:
        return self.year is not None

    @property
    def looks_normative(self) -> bool:
        """Whether the number has the form of a norm (văn bản quy phạm pháp luật).

        A norm carries a year segment, an individual act or a letter does not. Only a hint: norms
        from before 1997 (``73-CP``) have no year, and a standard is made binding by the text
        that issues it.
        """
        return self.has_year and self.type_abbreviation not in NEVER_NORMS

    @property
    def sort_key(self) -> str:
        """Sorts as text by year, running number as a number, symbol; without a year first."""
        ordinal = re.sub(r"\d+", lambda digits: digits[0].zfill(SORTED_DIGITS), self.ordinal)
        return f"{self.year or 0:04d} {ordinal} {self.symbol}"

    @property
    def loose_key(self) -> str:
        """The number without marks and separators, for search and for suggesting a match.

        ``128/SKHCN-TĐC`` and ``128/SKH-CN-TĐC`` share one. Never an identity. The dot stays:
        66.22 is not 6622.
        """
        return re.sub(r"[^0-9a-z.]", "", fold(self.normalised))


def parse_number(raw: str) -> LegalNumber:
    """Read a text that is one number and nothing more but a leading "Số:".

    Forgives spaces, case, Unicode form, look-alike dashes and the misspellings listed in
    ``spelling``. Raises NotALegalNumber for anything else, a sentence around a number included
    (``find_number`` is for those).
    """
    text = compact(raw)
    if standard := _STANDARD.fullmatch(text):
        return _standard(raw, standard)
    number = _NUMBER.fullmatch(text)
    if number is None:
        _refuse(raw, text)
    year = _year(raw, number["year"])
    ordinal = _two_digits(number["ordinal"])
    symbol = mend_symbol(number["symbol"])
    middle = f"/{year}/" if year else number["joint"]
    type_abbreviation, issuers = _type_and_issuers(symbol)
    if year and type_abbreviation and len(issuers) < _least_issuers(type_abbreviation):
        _fail(raw, _BREAKS_OFF)
    return LegalNumber(
        raw, f"{ordinal}{middle}{symbol}", ordinal, year, symbol, type_abbreviation, issuers
    )


def normalise(raw: str) -> str:
    """The key under which the number is stored. Raises NotALegalNumber."""
    return parse_number(raw).normalised


def key_of(raw: str) -> str:
    """As ``normalise``; "" of what is no number."""
    try:
        return normalise(raw)
    except NotALegalNumber:
        return ""


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number in running text: from ``start`` until before ``end``."""

    number: LegalNumber
    start: int
    end: int


def find_numbers(text: str) -> Iterator[PlacedNumber]:
    """The numbers inside running text, in order, line breaks inside them forgiven.

    Stricter than ``parse_number`` about what is a number, so that dates and fractions are none:
    without a year it takes a symbol of two parts (``150/QĐ-SLĐTBXH``, ``36-NQ/TW``) or one of
    the few old ones of one part (``13/CP``). ``text`` is in NFC.
    """
    plain = letter_for_letter(text)
    for found in _IN_TEXT.finditer(plain):
        end = _end_of_abbreviation(plain, found)
        try:
            yield PlacedNumber(parse_number(plain[found.start() : end]), found.start(), end)
        except NotALegalNumber:
            continue


def find_number(text: str) -> LegalNumber | None:
    """The first number inside running text, or None; in any Unicode form."""
    return next((found.number for found in find_numbers(clean(text))), None)


def _end_of_abbreviation(plain: str, match: re.Match[str]) -> int:
    """Past a stray space inside the issuer: "TT-BLĐT BXH", if only both halves name a body."""
    last = _LAST_PART.search(match[0])
    rest = _REST_OF_PART.match(plain, match.end())
    if last and rest and last[0] not in ISSUERS and last[0] + rest[1] in ISSUERS:
        return rest.end()
    return match.end()


def _standard(raw: str, match: re.Match[str]) -> LegalNumber:
    year = _year(raw, match["year"])
    ordinal = _two_digits(match["ordinal"])
    issuers = (match["issuer"],) if match["issuer"] else ()
    dated = f":{year}" if year else ""
    tail = "".join(f"/{issuer}" for issuer in issuers)
    return LegalNumber(
        raw=raw,
        normalised=f"{match['symbol']}{ordinal}{dated}{tail}",
        ordinal=ordinal,
        year=year,
        symbol=f"{match['symbol']}{tail}",
        type_abbreviation=match["type"],
        issuer_abbreviations=issuers,
    )


def _two_digits(ordinal: str) -> str:
    return re.sub(r"^0*(\d+)", lambda digits: digits[1].zfill(ORDINAL_DIGITS), ordinal)


def _year(raw: str, digits: str | None) -> int | None:
    if digits is None:
        return None
    if not EARLIEST_YEAR <= int(digits) <= LATEST_YEAR:
        _fail(raw, _("a year from 1945 to 2100 was expected"))
    return int(digits)


def _type_and_issuers(symbol: str) -> tuple[str | None, tuple[str, ...]]:
    """Split the symbol into the type, if one is named, and the issuers as abbreviated.

    Joint texts name several issuers. Other typed texts name the issuer, then perhaps the unit
    that drafted. A letter names no type: its last part is the unit, what precedes is the issuer
    as written (``SKH-CN-TĐC`` is SKH-CN).
    """
    parts = [_WITH_TERM.sub(r"\1", part) for part in re.split(r"[-/]", symbol)]
    head, rest = parts[0], tuple(parts[1:])
    if head in JOINT_TYPES:
        return head, rest
    if head in TYPES:
        return head, rest[:1]
    return None, ("-".join(parts[:-1]) or head,)


def _least_issuers(type_abbreviation: str) -> int:
    return 2 if type_abbreviation in JOINT_TYPES else 1


def _refuse(raw: str, text: str) -> NoReturn:
    if not re.match(r"\d", text):
        _fail(raw, _("a running number was expected first, as in 19/2014/QĐ-TTg"))
    if text.endswith("-"):
        _fail(raw, _BREAKS_OFF)
    if re.fullmatch(r"[\d./]+", text):
        _fail(raw, _("a symbol such as QĐ-TTg was expected after the number"))
    _fail(raw, _("only number/year/symbol or number/symbol was expected, as in 19/2014/QĐ-TTg"))


def _fail(raw: str, expected: Promise | str) -> NoReturn:
    raise NotALegalNumber(
        format_lazy(_("“{raw}” is not a legal number: {expected}."), raw=raw, expected=expected)
    )
