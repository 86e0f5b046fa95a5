"""Which documents are administrative procedures (*thủ tục hành chính*), for the second clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q

from doccontrol.clocks.announcing.second_clock import AnnouncementDue, announcements_due
from doccontrol.clocks.models import Clock
from doccontrol.documents.models.kinds import Procedure
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
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


def administrative_procedures(documents: Collection[int]) -> set[int]:
    """Those of ``documents`` (primary keys) that serve people outside: open to the public, and
    with every part of an administrative procedure. One query."""
    unwritten = Q()
    for part in PARTS:
        unwritten |= Q(**{part: ""})
    found = Procedure.objects.filter(
        pk__in=documents, visibility=Procedure.Visibility.PUBLIC
    ).exclude(unwritten)
    return set(found.values_list("pk", flat=True))


def announcements_beside(clock: Clock) -> list[AnnouncementDue]:
    """The second clock of one clock: [] where its document is no administrative procedure."""
    if not administrative_procedures([clock.document_id]):
        return []
    text = clock.event.acting
    return announcements_due(
        parse_number(text.number_raw), effective=clock.effective, issued=text.issued
    )


def announcing_texts(text: LegalText) -> Sequence[LegalText]:
    """Registered decisions that announce the procedures which ``text`` changes."""
    relations = LegalRelation.objects.filter(target=text, kind=RelationKind.ANNOUNCES)
    return [relation.acting for relation in relations.select_related("acting__type")]
