"""Which documents are administrative procedures (*thủ tục hành chính*), for the second clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from doccontrol.clocks.announcing.second_clock import SecondClock, second_clock
from doccontrol.clocks.models import Clock
from doccontrol.documents.models.kinds import Procedure
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.issuers import Issuer
from doccontrol.register.models.texts import LegalRelation, LegalText

# The parts that make one (Nghị định 63/2010/NĐ-CP Điều 8 khoản 2), fees among them: an internal
# procedure of the agency's system may have all the others, but states no fee.
PARTS = (
    "dossier",
    "time_limit",
    "handling_body",
    "applicants",
    "submission",
    "fees",
)


def serving_people_outside() -> QuerySet[Procedure]:
    """Open to the public, and with every part of an administrative procedure."""
    unwritten = Q()
    for part in PARTS:
        unwritten |= Q(**{part: ""})
    return Procedure.objects.filter(visibility=Procedure.Visibility.PUBLIC).exclude(unwritten)


def administrative_procedures(documents: Collection[int]) -> set[int]:
    """Those of ``documents`` (primary keys) that serve people outside. One query."""
    found = serving_people_outside().filter(pk__in=documents)
    return set(found.values_list("pk", flat=True))


def second_clock_beside(
    documents: Collection[int],
    *,
    regulates_procedures: bool | None,
    number: str,
    effective: date | None,
    issued: date | None,
    issuer: Issuer | None,
) -> SecondClock:
    """What is due beside the clocks of ``documents``; the rest are facts of the acting text.
    Nothing where none of the documents is an administrative procedure. One query, none of a text
    that lays down no procedures."""
    if regulates_procedures is False or not administrative_procedures(documents):
        return SecondClock()
    return second_clock(
        regulates_procedures,
        parse_number(number),
        effective=effective,
        issued=issued,
        issuer=issuer.name if issuer else "",
    )


def second_clock_of(clock: Clock, text: LegalText) -> SecondClock:
    """Beside one clock, whose acting text is ``text``."""
    return second_clock_beside(
        [clock.document_id],
        regulates_procedures=text.regulates_procedures,
        number=text.number_raw,
        effective=clock.effective,
        issued=text.issued,
        issuer=text.issuer,
    )


def announcing_texts(text: LegalText) -> Sequence[LegalText]:
    """Registered decisions that announce the procedures which ``text`` changes."""
    relations = LegalRelation.objects.filter(target=text, kind=RelationKind.ANNOUNCES)
    return [relation.acting for relation in relations.select_related("acting__type")]
