"""Words of a file for types of text and issuers, looked up among those of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.lawtext.reading.issuing_bodies import CITIES
from doccontrol.register.issuer_names import IssuerNames, name_key
from doccontrol.register.models.issuers import Issuer, LegalType

# In a choice of rows: one that the register lacks.
NEW = "new"
INDIVIDUAL = "{name} (cá biệt)"
# Types that are normative with a year in the number and individual acts without (Luật
# 64/2025/QH15 Điều 7 khoản 3).
EITHER_WAY = frozenset({"quyet dinh", "chi thi", "nghi quyet"})
# What the Government or the judges resolve has a type, and a rank, of its own; and what is issued
# in a province, a district (until 30/6/2025) or a commune, as the issuer's name says.
OF_ISSUER = {
    ("nghi quyet", "CP"): "Nghị quyết của Chính phủ",
    ("nghi quyet", "HĐTP"): "Nghị quyết của Hội đồng Thẩm phán",
}
OF_A_PLACE = {
    ("quyet dinh", "UBND"): "Quyết định của Ủy ban nhân dân {level}",
    ("nghi quyet", "HĐND"): "Nghị quyết của Hội đồng nhân dân {level}",
}
PROVINCE, DISTRICT, COMMUNE = "cấp tỉnh", "cấp huyện", "cấp xã"
_PLACE = re.compile(
    r"^(?:uy ban|hoi dong) nhan dan"
    r" (tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)\b\W*(.*)"
)
_LEVELS = {
    "huyen": DISTRICT, "quan": DISTRICT, "thi xa": DISTRICT,
    "thi tran": COMMUNE, "xa": COMMUNE, "phuong": COMMUNE, "dac khu": COMMUNE,
}  # fmt: skip
_CITIES_LIKE_PROVINCES = {fold(name) for name in CITIES}


def level_of(issuer: str) -> str:
    """Of which level a council or committee is, by its name; a province's where none is named. A
    đặc khu is a commune (Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 1)."""
    place = _PLACE.match(fold(issuer))
    if place is None:
        return PROVINCE
    of_a_province = place[1] in ("thanh pho", "tp") and place[2] not in _CITIES_LIKE_PROVINCES
    return DISTRICT if of_a_province else _LEVELS.get(place[1], PROVINCE)


def type_name(printed: str, number: LegalNumber | None, issuer: str = "") -> str:
    """The name under which the register knows a printed type: "Quyết định" of 12/QĐ-SNV is an
    individual one, that of a commune is a commune's."""
    kind = fold(printed)
    if number is None or kind not in EITHER_WAY:
        return printed
    if not number.has_year:
        return INDIVIDUAL.format(name=printed)
    for abbreviation in number.issuer_abbreviations:
        if (kind, abbreviation) in OF_A_PLACE:
            return OF_A_PLACE[kind, abbreviation].format(level=level_of(issuer))
        if (kind, abbreviation) in OF_ISSUER:
            return OF_ISSUER[kind, abbreviation]
    return printed


def initial_type(printed: str | None, number: str, issuer: str = "") -> dict[str, Any]:
    """For the form: the registered type, or the words of a new one. One query."""
    if not printed:
        return {}
    try:
        parsed = parse_number(number)
    except NotALegalNumber:
        parsed = None
    name = type_name(printed, parsed, issuer)
    known = {fold(kind.name): kind for kind in LegalType.objects.all()}
    if kind := known.get(fold(name)):
        return {"type": str(kind.pk)}
    return {
        "type": NEW,
        "new_type": name,
        "new_type_is_normative": bool(parsed and parsed.looks_normative),
    }


def initial_issuers(printed: str | None) -> dict[str, str]:
    """For the form: the bodies named, each in its registered spelling if it has one. One query."""
    if not printed:
        return {}
    names = IssuerNames(Issuer.objects.values_list("name", flat=True))
    found = names.split(printed)
    return {"issuer": found[0] if found else "", "co_issuers": "\n".join(found[1:])}


def add_issuers(rows: Iterable[Issuer]) -> list[Issuer]:
    """Save those that are new; somebody may have added the same body meanwhile."""
    known = {name_key(one.name): one for one in Issuer.objects.all()}
    return [
        row if row.pk else known.get(name_key(row.name)) or Issuer.objects.create(name=row.name)
        for row in rows
    ]


def add_type(kind: LegalType) -> LegalType:
    """Save it if it is new."""
    if kind.pk:
        return kind
    found, _is_new = LegalType.objects.get_or_create(
        name=kind.name, defaults={"is_normative": kind.is_normative}
    )
    return found
