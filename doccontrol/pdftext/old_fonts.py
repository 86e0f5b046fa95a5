"""Letters of the fonts from before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times").

Their files hold other letters than they show: "Céng hßa x· héi" is what .VnTime shows as "Cộng hòa
xã hội". Which code it is says the font; where no font says it, only a trial can.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from doccontrol.pdftext.scans.syllables import is_trustworthy, share_of_vietnamese


class OldCode(StrEnum):
    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
# A vowel with the sign that stands after it, and what both are; tones on a, e, o, u, y and on the
# two letters that have a sign of their own.
_TONES = "øùûõï"
_ON_BREVE, _ON_HAT = "èéúüë", "àáåãä"
_VNI: dict[str, str] = {
    "aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô",
    **{f"{base}{sign}": letter
       for base, letters in {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "ô": "ờớởỡợ",
                             "ö": "ừứửữự"}.items()
       for sign, letter in zip(_TONES, letters, strict=True)},
    **{f"y{sign}": letter for sign, letter in zip("øùûõ", "ỳýỷỹ", strict=True)},
    **{f"a{sign}": letter for sign, letter in zip(_ON_BREVE, "ằắẳẵặ", strict=True)},
    **{f"{base}{sign}": letter
       for base, letters in {"a": "ầấẩẫậ", "e": "ềếểễệ", "o": "ồốổỗộ"}.items()
       for sign, letter in zip(_ON_HAT, letters, strict=True)},
    "ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI |= {written.upper(): letter.upper() for written, letter in _VNI.items()} | {
    written[0].upper() + written[1:]: letter.upper() for written, letter in _VNI.items()
}
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Fonts with capitals only end so: ".VnTimeH", ".VnArial NarrowH".
_CAPITALS = "h"
# Letters that neither code has: such a text is Unicode, whatever its font is called.
_UNICODE = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9\u0300-\u0323]")
_BETTER_BY = 0.02


def code_of_font(font: str) -> OldCode | None:
    """The code in which a font of this name shows letters; None for one of Unicode."""
    lowered = font.strip().lower()
    if lowered.startswith(".vn"):
        return OldCode.TCVN3
    return OldCode.VNI if re.match(r"vni\b", lowered) else None


def in_unicode(text: str, code: OldCode) -> str:
    if code is OldCode.TCVN3:
        return text.translate(_TCVN3_TABLE)
    return _VNI_LETTER.sub(lambda letter: _VNI[letter[0]], text)


def shown_by(font: str, text: str) -> str:
    """What ``font`` shows of ``text``: in Unicode, and in capitals where it has no others."""
    code = code_of_font(font)
    if code is None or _UNICODE.search(text):
        return text
    shown = in_unicode(text, code)
    has_capitals_only = code is OldCode.TCVN3 and font.strip().lower().endswith(_CAPITALS)
    return shown.upper() if has_capitals_only else shown


def is_written_in(code: OldCode, text: str) -> bool:
    """Whether a text set in such fonts really is in their code: some files keep the names of old
    fonts after their letters were made new."""
    converted = in_unicode(text, code)
    return share_of_vietnamese(converted) >= share_of_vietnamese(text)


def tried(text: str, clean: Callable[[str], str]) -> OldCode | None:
    """The code by which a text that cannot be Vietnamese as it is becomes Vietnamese; None if it
    is none's. ``clean`` is what else is done to a text."""
    before = share_of_vietnamese(clean(text))
    best, share = None, before + _BETTER_BY
    for code in OldCode:
        converted = clean(in_unicode(text, code))
        if is_trustworthy(converted) and share_of_vietnamese(converted) > share:
            best, share = code, share_of_vietnamese(converted)
    return best
