"""The ways in which people write the number of a law or the code of a document.

"19/2014/QĐ-TTg" is found by ``19/2014``, ``19-2014-qd-ttg``, ``19/2014/qdttg``, ``qd 19/2014``
and ``quyết định 19 năm 2014``; "QT-LD-01" by ``qtld01``.
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
}
_ABBREVIATIONS = sorted(set(_KINDS.values()), key=len, reverse=True)
_NAMES = sorted(_KINDS, key=len, reverse=True)
# A verbose pattern drops plain spaces.
_KIND = "|".join([*(name.replace(" ", r"\s+") for name in _NAMES), *_ABBREVIATIONS])
_PART = r"[a-z][a-z0-9]*"
# A day such as 01/7/2026 must not be read as number 7 of 2026, hence the look-behind. Spaces
# are taken where real registers have them ("262 /SLĐTBXH-VP", "TT- BVHTTDL") and nowhere else,
# or the dash after "19/2014/QĐ-TTg - Về việc" would be taken for a part of the symbol.
_NUMBER = rf"""
    (?<![\w./-])(?P<running>\d{{1,5}}(?:\.\d{{1,3}})?)
    (?:
        \s?[/-]\s?(?P<year>(?:19|20)\d\d)(?!\d)
        (?:(?:\s?/\s?|-)(?P<symbol>{_PART}(?:(?:-\s?|/){_PART})*))?
      |
        \s?/\s?(?P<yearless_symbol>[a-z]{{2}}[a-z0-9]*(?:-\s?{_PART})+)
    )
"""
_CITED = re.compile(_NUMBER, re.VERBOSE)
_ASKED = re.compile(rf"(?:\b(?P<kind>{_KIND})\s+(?:so\s+)?)?{_NUMBER}", re.VERBOSE)
_ASKED_BY_YEAR = re.compile(
    rf"\b(?P<kind>{_KIND})\s+(?:so\s+)?(?P<running>\d{{1,5}})\s+nam\s+(?P<year>(?:19|20)\d\d)\b"
)
_CODE = re.compile(r"(?<![\w./-])[a-z0-9]++(?:[-./][a-z0-9]++)++")
_JOINED_CODE = re.compile(r"(?<![\w./-])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{3,}(?!\w)")


@dataclass(frozen=True)
class AskedNumber:
    """A number or code in a question: where it stands and what a document must carry."""

    start: int
    end: int
    form: str


def own_forms(number: str) -> set[str]:
    """Everything that a document bearing this number or code is found by; none if it has none."""
    text = fold_aligned(compose(number))
    return {form for form in {_joined(text), *_law_forms(text)} if form}


def cited_forms(text: str) -> set[str]:
    """The forms of all numbers and codes that stand in a text."""
    bare = fold_aligned(compose(text))
    codes = (found.group() for found in _CODE.finditer(bare))
    return {_joined(code) for code in codes if _is_code(code)} | _law_forms(bare)


def asked_numbers(bare: str) -> list[AskedNumber]:
    """Numbers and codes in a composed, folded question, by place and never overlapping."""
    found: list[AskedNumber] = []
    for pattern in (_ASKED_BY_YEAR, _ASKED):
        for match in pattern.finditer(bare):
            _keep(found, AskedNumber(*match.span(), _narrowest(match)))
    for pattern in (_CODE, _JOINED_CODE):
        for match in pattern.finditer(bare):
            if _is_code(match.group()):
                _keep(found, AskedNumber(*match.span(), _joined(match.group())))
    return sorted(found, key=lambda number: number.start)


def spelled_apart(syllables: Sequence[str]) -> set[str]:
    """What folded words mean if all together are one number or code: "qt ld 01" is qtld01."""
    bare = "-".join(syllables)
    whole = {
        number.form for number in asked_numbers(bare) if number.end - number.start == len(bare)
    }
    return {form for form in {_joined(bare), *whole} if form}


def _keep(found: list[AskedNumber], new: AskedNumber) -> None:
    if all(new.end <= old.start or old.end <= new.start for old in found):
        found.append(new)


def _joined(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_code(chunk: str) -> bool:
    return any(map(str.isdigit, chunk)) and any(map(str.isalpha, chunk))


def _law_forms(bare: str) -> set[str]:
    forms: set[str] = set()
    for match in _CITED.finditer(bare):
        stem, symbol = _stem(match), _symbol(match)
        if match["year"]:
            forms.add(stem)
        if symbol:
            forms |= {f"{stem}/{_joined(symbol)}", f"{stem}/{_kind_of(symbol)}"}
    return forms


def _narrowest(match: re.Match[str]) -> str:
    groups = match.groupdict()
    kind = " ".join((groups.get("kind") or "").split())
    symbol = _joined(_symbol(match)) or _KINDS.get(kind, kind)
    return f"{_stem(match)}/{symbol}" if symbol else _stem(match)


def _stem(match: re.Match[str]) -> str:
    running = match["running"].lstrip("0") or "0"
    return f"{running}/{match['year']}" if match["year"] else running


def _symbol(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("symbol") or groups.get("yearless_symbol") or ""


def _kind_of(symbol: str) -> str:
    """ "QĐ-TTg" and the careless "QĐTTg" are both a decision; "QH14" is of kind qh."""
    known = next((kind for kind in _ABBREVIATIONS if symbol.startswith(kind)), "")
    return known or symbol.split("-")[0].split("/")[0].rstrip("0123456789")
