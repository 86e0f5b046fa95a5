"""How Vietnamese text is compared without its marks."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose. Eth and African d are met where OCR or an old
# keyboard meant đ.
_STROKE_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})


def fold(text: str) -> str:
    """The text in small letters without marks, đ as d, white space collapsed and trimmed.

    Decides only what search treats as equal: "Lao  ĐỘNG" and "lao dong" fold alike. NFC and NFD
    input give the same answer, and folding twice changes nothing. Never an identity: "tỉnh" and
    "tính" fold alike too.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", bare).translate(_STROKE_D).split())
