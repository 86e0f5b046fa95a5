"""How the numbers of legal texts are misspelt in real registers, and how each is mended.

Only what cannot mean anything else is mended. An issuer's abbreviation is never touched.
"""

from __future__ import annotations

import re
import unicodedata

# Letters of an abbreviation: it takes no tone marks, so a toned letter shows that a word of the
# sentence has been caught.
CAPITALS = "A-ZĐĂÂÊÔƠƯ"

STANDARDS = frozenset({"TCVN", "QCVN", "TCXDVN", "QCĐP", "TCĐP"})
JOINT_TYPES = frozenset({"TTLT", "TTLB", "TTLN", "NQLT", "QCLT", "KHLT", "CTLT", "QCPH", "CTPH"})
# Norms, then the named administrative texts of Nghị định 30/2020/NĐ-CP, Phụ lục III. TC (thông
# cáo) is left out: in old numbers it is the Ministry of Finance (89/TC-TCT).
# fmt: off
TYPES = JOINT_TYPES | {
    "NĐ", "NQ", "QĐ", "TT", "CT", "PL", "L", "LCT", "SL", "VBHN",
    "CV", "QC", "QYĐ", "TB", "HD", "CTR", "KH", "PA", "ĐA", "DA", "BC", "BB", "TTR", "HĐ", "CĐ",
    "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "KL",
}
# fmt: on

# Central bodies, as their abbreviations end a number: domain §4.2, today's and earlier ones.
# fmt: off
ISSUERS = frozenset({
    "CP", "TTG", "CTN", "QH", "UBTVQH", "HĐTP", "VPCP", "VPQH", "UBND", "HĐND", "TW", "TTCP",
    "BCA", "BCT", "BDTTG", "BGDĐT", "BGTVT", "BKHCN", "BKHĐT", "BLĐTBXH", "BNG", "BNN", "BNNMT",
    "BNNPTNT", "BNV", "BQP", "BTC", "BTNMT", "BTP", "BTTTT", "BVHTTDL", "BXD", "BYT", "NHNN",
    "UBDT", "TANDTC", "VKSNDTC", "KTNN", "BHXH",
})
# fmt: on

_LOOK_ALIKES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad_", "-")
    | dict.fromkeys("\u2044\u2215\u29f8", "/")
    | dict.fromkeys("\u00d0\u0189", "Đ")
    | dict.fromkeys("\u00f0\u0256", "đ")
    | {"\u2236": ":"}
)
# What may stand for one plain letter; a line-end hyphen leaves some PDFs as U+FFFE or U+0002.
_LETTER_FOR_LETTER = (
    _LOOK_ALIKES
    | dict.fromkeys(map(ord, "\ufffe\x02"), "-")
    | {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000\t\r\f\v"), " ")
)
_LABEL = re.compile(r"^số(?:\s*[,/]?\s*(?:ký\s*)?hiệu)?\s*[:.]?\s*(?=\S)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*([-/:](?:\s*[-/])*)\s*")
# A space that a PDF left inside an abbreviation: "BLĐT BXH", "UBTVQH 14". Between digits it may
# part two numbers and stays.
_STRAY_SPACE = re.compile(rf"(?<=[{CAPITALS}&])\s+(?=[{CAPITALS}0-9&])")
_AROUND = " \t\r\n\"'“”‘’«»()[],;."

_UNMARKED_TYPES = {"ND": "NĐ", "QD": "QĐ"}
_UNMARKED = re.compile(r"(ND|QD)(?=[-/]|TTG$|CP$|UBND$)")
_GLUED = re.compile(r"(NĐ|NQ|QĐ|CT)(CP|TTG|UBND|HĐND)")
_DOTTED = re.compile(r"(NĐ|NQ|QĐ|TT)\.")
_JOINT_SLASH = re.compile(rf"({'|'.join(sorted(JOINT_TYPES))})/")


def clean(text: str) -> str:
    """The text in NFC with plain dashes, slashes, Đ and single spaces, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES)
    visible = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def letter_for_letter(text: str) -> str:
    """The text with plain dashes, slashes, Đ and spaces, each letter in its old place: for finding
    something of which the place is told. Line breaks stay."""
    return text.translate(_LETTER_FOR_LETTER)


def compact(raw: str) -> str:
    """The number in capitals without its label ("Số:"), quotes or spaces around separators.

    A space that is left over shows that the text is more than a number; a separator left at the
    end shows that it was cut off.
    """
    text = _LABEL.sub("", clean(raw).strip(_AROUND).lstrip("- ")).strip(_AROUND)
    text = _SEPARATOR.sub(_one_separator, text)
    return _STRAY_SPACE.sub("", _DOTTED.sub(r"\1-", text)).upper()


def mend_symbol(symbol: str) -> str:
    """The symbol with its type spelt as the type is.

    ND-CP is NĐ-CP, QĐTTG is QĐ-TTG; the old slash of joint texts, TTLT/A-B, is TTLT-A-B, as the
    same text is cited both ways.
    """
    symbol = _UNMARKED.sub(lambda head: _UNMARKED_TYPES[head[1]], symbol, count=1)
    if glued := _GLUED.fullmatch(symbol):
        return f"{glued[1]}-{glued[2]}"
    return _JOINT_SLASH.sub(r"\1-", symbol, count=1)


def _one_separator(match: re.Match[str]) -> str:
    """One mark for a run of them: a slash outweighs a dash."""
    return next((mark for mark in ":/" if mark in match[1]), "-")
