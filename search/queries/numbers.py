"""The ways in which people write the number of a law or the code of a document.

"19/2014/QĐ-TTg" is found by ``19/2014``, ``19-2014-qd-ttg``, ``19/2014/qdttg``, ``qd 19/2014``,
``quyết định 19 năm 2014``, ``QĐ 19`` and ``qđ19/2014``; "QT-LD-01" by ``qtld01`` and ``qt ld 01``.
How numbers are printed and misprinted: domain notes, 4.1 and 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from search.text import compose, fold_aligned

_KINDS = {
    "nghi dinh": "nd",
    "quyet dinh": "qd",
    "thong tu lien tich": "ttlt",
    "thong tu": "tt",
    "nghi quyet lien tich": "nqlt",
    "nghi quyet": "nq",
    "chi thi": "ct",
    "phap lenh": "pl",
    "van ban hop nhat": "vbhn",
    "cong van": "cv",
    "bo luat": "qh",
    "luat": "qh",
}
_ABBREVIATIONS = sorted(set(_KINDS.values()), key=len, reverse=True)
_LAW_OF_ASSEMBLY = "qh"
# Their texts have borne the year for decades; of decisions those without a year are other ones.
_ALWAYS_OF_A_YEAR = {"nd", "tt", "ttlt", "pl"}
# The Standing Committee writes no kind into its symbol: 02/2020/UBTVQH14 is an ordinance.
_OF_THE_STANDING_COMMITTEE = ("ubtvqh", {"pl", "nq"})
_NAMES = [re.sub(" ", r"[\\s-]+", name) for name in sorted(_KINDS, key=len, reverse=True)]
_SHORT_NAMES = [name for name in _ABBREVIATIONS if name != _LAW_OF_ASSEMBLY]
_KIND = "|".join([*_NAMES, *_SHORT_NAMES])
_NUMBERED = r"[\s-]*(?:so\b[\s:.-]*)?"
_PART = r"[a-z][a-z0-9]*"
_YEAR = r"(?:19|20)\d\d"
# A day such as 01/7/2026 must not be read as number 7 of 2026, nor a month or quarter ("tháng
# 7/2026"), hence the look-behinds; "2020-2025" is a time too. Spaces are taken where real
# registers have them ("262 /SLĐTBXH-VP", "TT- BVHTTDL", "145/2020 NĐ-CP") and nowhere else, or
# the dash after "19/2014/QĐ-TTg - Về việc" would be taken for a part of the symbol.
_APART = r"(?<![\w./-])(?<!\bthang\s)(?<!\bquy\s)"
_REST = rf"""
    (?!{_YEAR}\s?-\s?{_YEAR}(?![\w/-]))
    (?P<running>\d{{1,5}}(?:\.\d{{1,3}})?)
    (?:
        \s?[/-]\s?(?P<year>{_YEAR})(?!\d)
        (?:(?:\s?/\s?|-|\s(?=(?:{"|".join(_ABBREVIATIONS)})-))
            (?P<symbol>{_PART}(?:(?:-\s?|/){_PART})*))?
      |
        \s?/\s?(?P<yearless_symbol>[a-z]{{2}}[a-z0-9]*(?:-\s?{_PART})+)
        (?:/(?P<late_year>{_YEAR})(?!\d))?
    )
"""
_CITED = re.compile(_APART + _REST, re.VERBOSE)
_NUMBER = re.compile(rf"{_APART}(?:(?P<kind>{_KIND}){_NUMBERED}(?=\d))?{_REST}", re.VERBOSE)
_ASKED_BY_YEAR = re.compile(
    rf"{_APART}(?P<kind>{_KIND}){_NUMBERED}(?P<running>\d{{1,5}})[\s-]+"
    rf"(?:ngay\s+\d{{1,2}}(?:\s+thang\s+|[/.-])\d{{1,2}}(?:\s+nam\s+|[/.-])|nam[\s-]+)"
    rf"(?P<year>{_YEAR})\b"
)
# "sau quyết định 5 ngày" tells a time.
_COUNTED = "ngay|thang|nam|gio|tuan|nguoi|lan|chuong|trang|bo|ban|van|trieu|dong"
_ASKED_WITHOUT_YEAR = re.compile(
    rf"{_APART}(?P<kind>{_KIND}){_NUMBERED}(?P<running>\d{{1,5}})(?![\w/-]|\.\d|\s+(?:{_COUNTED})\b)"
)
_ISSUED = re.compile(
    r"[\s,]*ngay\s+\d{1,2}(?:\s+thang\s+|\s?[/.-]\s?)\d{1,2}(?:\s+nam\s+|\s?[/.-]\s?)\d{4}\b"
)
_CODE = re.compile(r"(?<![\w./-])[a-z0-9]++(?:[-./][a-z0-9]++)++")
_JOINED_CODE = re.compile(r"(?<![\w./-])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{3,}(?!\w)")
# Codes of an agency's own documents said in words: "qt ld 01", "bm tccb 01.02", "qt ld 1".
_SPACED_CODE = re.compile(
    r"(?<![\w./-])(?:qtht|qt|bm|hd)[\s.-]+(?:[b-df-hj-np-tv-xz]{1,7}[\s.-]+\d{1,3}|\d{2,3})"
    r"(?:[.\s-]\d{1,3})?(?![\w/-])"
)


@dataclass(frozen=True)
class AskedNumber:
    """A number or code in a question: where it stands and what a document must carry."""

    start: int
    end: int
    form: str
    is_law: bool = False


def own_forms(number: str) -> set[str]:
    """Everything that a document bearing this number or code is found by; none if it has none."""
    text = fold_aligned(compose(number))
    spoken = {form for match in _CITED.finditer(text) for form in _spoken_forms(match)}
    return {
        form for form in {_joined(text), _without_zeros(text), *_law_forms(text), *spoken} if form
    }


def cited_forms(text: str) -> set[str]:
    """The forms of all numbers and codes that stand in a text."""
    bare = fold_aligned(compose(text))
    codes = (codes_in_text.group() for codes_in_text in _CODE.finditer(bare))
    return {_joined(code) for code in codes if _is_code(code)} | _law_forms(bare)


def asked_numbers(bare: str) -> list[AskedNumber]:
    """Numbers and codes in a composed, folded question, by place and never overlapping."""
    numbers: list[AskedNumber] = []
    for pattern in (_ASKED_BY_YEAR, _NUMBER):
        for match in pattern.finditer(bare):
            _keep(numbers, AskedNumber(*match.span(), _narrowest(match), is_law=True))
    for match in _ASKED_WITHOUT_YEAR.finditer(bare):
        if (kind := _asked_kind(match)) != _LAW_OF_ASSEMBLY:
            form = kind + _running(match)
            _keep(numbers, AskedNumber(*match.span(), form, is_law=True))
    for pattern in (_CODE, _JOINED_CODE):
        for match in pattern.finditer(bare):
            if _is_code(match.group()):
                _keep(numbers, AskedNumber(*match.span(), _joined(match.group())))
    for match in _SPACED_CODE.finditer(bare):
        _keep(numbers, AskedNumber(*match.span(), _joined(match.group())))
    return sorted(numbers, key=lambda number: number.start)


def end_of_day_after(bare: str, end: int) -> int:
    """Where the day of issue ends that is cited with a number that ends here, "Nghị định số
    145/2020/NĐ-CP ngày 14 tháng 12 năm 2020"; the law's own text lacks it."""
    issued = _ISSUED.match(bare, end)
    return issued.end() if issued else end


def spelled_apart(syllables: Sequence[str]) -> set[str]:
    """What folded words mean if all together are one number or code: "qt ld 01" is qtld01."""
    bare = "-".join(syllables)
    whole = {
        number.form for number in asked_numbers(bare) if number.end - number.start == len(bare)
    }
    return {form for form in {_joined(bare), *whole} if form}


def _keep(numbers: list[AskedNumber], new: AskedNumber) -> None:
    if all(new.end <= old.start or old.end <= new.start for old in numbers):
        numbers.append(new)


def _without_zeros(code: str) -> str:
    """QT-LD-01 is also called QT LD 1. Where there are more numbers joined, who knows which."""
    numbers = re.findall(r"\d+", code)
    return _joined(re.sub(r"0+(?=\d)", "", code)) if len(numbers) == 1 else ""


def _joined(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_code(chunk: str) -> bool:
    return any(map(str.isdigit, chunk)) and any(map(str.isalpha, chunk))


def _law_forms(bare: str) -> set[str]:
    forms: set[str] = set()
    for match in _CITED.finditer(bare):
        stem, symbol = _stem(match), _symbol(match)
        if _year(match):
            forms.add(stem)
        if symbol:
            forms |= {f"{stem}/{kind}" for kind in {_joined(symbol), *_kinds_of(symbol)}}
    return forms


def _spoken_forms(match: re.Match[str]) -> set[str]:
    """What is left when the year or the issuer is not said: "QĐ 19", "145/NĐ-CP", "262"."""
    running, symbol = _running(match), _symbol(match)
    kinds = _kinds_of(symbol) & set(_ABBREVIATIONS) if symbol else set()
    forms = {running} | {f"{kind}{running}" for kind in kinds - {_LAW_OF_ASSEMBLY}}
    if symbol and not kinds:
        forms.add(f"cv{running}")
    if not kinds.isdisjoint(_ALWAYS_OF_A_YEAR):
        forms |= {f"{running}/{kind}" for kind in {_joined(symbol), *kinds}}
    return forms


def _narrowest(match: re.Match[str]) -> str:
    symbol = _joined(_symbol(match)) or _asked_kind(match)
    return f"{_stem(match)}/{symbol}" if symbol else _stem(match)


def _asked_kind(match: re.Match[str]) -> str:
    kind = " ".join(re.split(r"[\s-]+", match["kind"] or ""))
    return _KINDS.get(kind, kind)


def _running(match: re.Match[str]) -> str:
    return match["running"].lstrip("0") or "0"


def _year(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("year") or groups.get("late_year") or ""


def _stem(match: re.Match[str]) -> str:
    year = _year(match)
    return f"{_running(match)}/{year}" if year else _running(match)


def _symbol(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("symbol") or groups.get("yearless_symbol") or ""


def _kinds_of(symbol: str) -> set[str]:
    """ "QĐ-TTg" and the careless "QĐTTg" are both a decision; "QH14" is of kind qh."""
    issuer, kinds = _OF_THE_STANDING_COMMITTEE
    if symbol.startswith(issuer):
        return {issuer, *kinds}
    known = next((kind for kind in _ABBREVIATIONS if symbol.startswith(kind)), "")
    return {known or symbol.split("-")[0].split("/")[0].rstrip("0123456789")}
