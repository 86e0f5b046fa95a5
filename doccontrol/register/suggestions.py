"""Texts whose numbers are spelt nearly like one that nobody registered."""

from __future__ import annotations

from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.register.models.texts import LegalText


def texts_spelt_like(number: LegalNumber) -> list[LegalText]:
    """Registered texts with the same running number whose letters and digits are the same but for
    marks and separators: 128/SKHCN-TĐC for 128/SKH-CN-TĐC. Never an identity: for a person to
    choose from."""
    near = LegalText.objects.filter(number__startswith=f"{number.ordinal}").with_type()
    return [text for text in near if _loose_key(text.number) == number.loose_key]


def _loose_key(number: str) -> str:
    try:
        return parse_number(number).loose_key
    except NotALegalNumber:
        return ""
