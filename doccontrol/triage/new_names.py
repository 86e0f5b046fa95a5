"""Words of a file for types of text and issuers, looked up among those of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from doccontrol.folding import fold
from doccontrol.lawtext.numbers import LegalNumber, NotALegalNumber, parse_number
from doccontrol.register.issuer_names import IssuerNames, name_key
from doccontrol.register.models.issuers import Issuer, LegalType

# In a choice of rows: one that the register lacks.
NEW = "new"
INDIVIDUAL = "{name} (cá biệt)"
# Types that are normative with a year in the number and individual acts without (Luật
# 64/2025/QH15 Điều 7 khoản 3).
EITHER_WAY = frozenset({"quyet dinh", "chi thi", "nghi quyet"})
# What a province or the judges issue has a type, and a rank, of its own.
OF_ISSUER = {
    ("quyet dinh", "UBND"): "Quyết định của Ủy ban nhân dân cấp tỉnh",
    ("nghi quyet", "HĐND"): "Nghị quyết của Hội đồng nhân dân cấp tỉnh",
    ("nghi quyet", "HĐTP"): "Nghị quyết của Hội đồng Thẩm phán",
}


def type_name(printed: str, number: LegalNumber | None) -> str:
    """The name under which the register knows a printed type: "Quyết định" of 12/QĐ-SNV is an
    individual one."""
    kind = fold(printed)
    if number is None or kind not in EITHER_WAY:
        return printed
    if not number.has_year:
        return INDIVIDUAL.format(name=printed)
    for issuer in number.issuer_abbreviations:
        if (kind, issuer) in OF_ISSUER:
            return OF_ISSUER[kind, issuer]
    return printed


def initial_type(printed: str | None, number: str) -> dict[str, Any]:
    """For the form: the registered type, or the words of a new one. One query."""
    if not printed:
        return {}
    try:
        parsed = parse_number(number)
    except NotALegalNumber:
        parsed = None
    name = type_name(printed, parsed)
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
