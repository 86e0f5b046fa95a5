"""Is the text of a file registered already, and what does the register say differently of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.lawtext.numbers import NotALegalNumber
from doccontrol.register.actions import Applied
from doccontrol.register.models.issuers import Issuer
from doccontrol.register.models.texts import LegalText
from doccontrol.triage.statement import Statement

# Facts that a file and the register can both state. The number is what they have in common.
LABELS = {
    "type": gettext_lazy("Type of text"),
    "issuer": gettext_lazy("Issuer"),
    "co_issuers": gettext_lazy("Further issuers"),
    "subject": gettext_lazy("Subject of the text"),
    "issued": gettext_lazy("Issued on"),
    "effective": gettext_lazy("Effective on"),
    "expires": gettext_lazy("Expires on"),
    "applied_from": gettext_lazy("Application dates"),
    "regulates_procedures": gettext_lazy("Lays down administrative procedures (TTHC)"),
}
COMPARED = tuple(LABELS)


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of the registered text that the file states otherwise."""

    name: str
    registered: Any
    of_file: Any

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def registered_words(self) -> str:
        return fact_in_words(self.registered)

    @property
    def file_words(self) -> str:
        return fact_in_words(self.of_file)


def texts_of_number(number: str) -> list[LegalText]:
    """Registered texts of this number, however it is spelt; [] if it is no number."""
    try:
        found = LegalText.objects.numbered(number)
    except NotALegalNumber:
        return []
    return list(found.with_type().prefetch_related("co_issuers", "applied_from").order_by("pk"))


def same_text(
    of_number: Sequence[LegalText], issuer: Issuer | None, issued: date | None
) -> LegalText | None:
    """Of the texts of one number the one of this identity, or the only one that can be it.

    Numbers of provinces and individual acts repeat, so another issuer or another day makes another
    text; a part that the register, or the file, does not know speaks against nothing.
    """
    alike = [
        text for text in of_number if _may_be(text.issuer, issuer) and _may_be(text.issued, issued)
    ]
    exact = [text for text in alike if (text.issuer, text.issued) == (issuer, issued)]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def state_of(text: LegalText, name: str) -> Any:
    """The fact as the register holds it, in the form in which a statement holds it."""
    if name == "co_issuers":
        return list(text.co_issuers.all())
    if name == "applied_from":
        return [Applied(row.applies_on, row.provisions) for row in text.applied_from.all()]
    return text.number_raw if name == "number" else getattr(text, name)


def compare(text: LegalText, facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[Difference]]:
    """(what the file adds where the register is silent, what they say differently).

    What the file does not state takes nothing away from the register.
    """
    added: dict[str, Any] = {}
    differences = []
    for name in COMPARED:
        stated, known = facts.get(name), state_of(text, name)
        if stated in (None, "", []) or _same(stated, known):
            continue
        if known in (None, "", []):
            added[name] = stated
        else:
            differences.append(Difference(name, known, stated))
    return added, differences


def changes_of(statement: Statement) -> dict[str, Any]:
    """What the statement changes of the registered text that it is about; {} of a new one."""
    if statement.same_as is None:
        return {}
    added, differences = compare(statement.same_as, statement.facts)
    return added | {one.name: one.of_file for one in differences if one.name in statement.overwrite}


def settled_facts(statement: Statement) -> dict[str, Any]:
    """The facts as the register will hold them."""
    known = statement.same_as
    if known is None:
        return dict(statement.facts)
    standing = {name: state_of(known, name) for name in ("number", *COMPARED)}
    return standing | changes_of(statement)


def fact_in_words(value: Any) -> str:
    """A fact as people write it."""
    if isinstance(value, list):
        return "; ".join(fact_in_words(part) for part in value)
    if isinstance(value, Applied):
        return f"{value.on:%d/%m/%Y} {value.provisions}".strip()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _may_be(known: object, stated: object) -> bool:
    return known is None or stated is None or known == stated


def _same(left: Any, other: Any) -> bool:
    if isinstance(left, list):  # of rows that may not be saved yet, so by what they say
        return {str(part) for part in left} == {str(part) for part in other}
    if isinstance(left, str):
        return " ".join(left.split()) == " ".join(str(other).split())
    return bool(left == other)
